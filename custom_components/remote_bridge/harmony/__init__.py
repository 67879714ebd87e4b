"""Harmony: control a Logitech Harmony hub or Link over the network, by WebSocket or by XMPP.

This package knows nothing of Home Assistant and can be used on its own:

    async with HarmonyHub(transports.websocket(http, "192.0.2.20")) as hub:
        await hub.start_activity(hub.config.activity("Watch TV").id)
        await hub.press(hub.config.device("Receiver").function("volume up"))
"""

from . import transports
from .account import login_token
from .client import CachedConfig, Connection, HarmonyHub, HubOptions, Statistics
from .config import POWER_OFF, Activity, Device, Function, HubConfig, Sequence
from .config_reader import read_config
from .discovery import FoundHub, scan
from .events import ActivityChange, ActivityEvent, ButtonEvent, ConfigChanged, HubEvent
from .exceptions import HarmonyError
from .owner import for_others, without_owner
from .provision import HubIdentity, identify
from .state import HubStatus, Phase, Progress
from .timing import Timing
from .transport import TransportKind
from .transports import TransportFactory

__all__ = [
    "POWER_OFF",
    "Activity",
    "ActivityChange",
    "ActivityEvent",
    "ButtonEvent",
    "CachedConfig",
    "ConfigChanged",
    "Connection",
    "Device",
    "FoundHub",
    "Function",
    "HarmonyError",
    "HarmonyHub",
    "HubConfig",
    "HubEvent",
    "HubIdentity",
    "HubOptions",
    "HubStatus",
    "Phase",
    "Progress",
    "Sequence",
    "Statistics",
    "Timing",
    "TransportFactory",
    "TransportKind",
    "for_others",
    "identify",
    "login_token",
    "read_config",
    "scan",
    "transports",
    "without_owner",
]
