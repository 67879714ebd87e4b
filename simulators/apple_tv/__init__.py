"""A simulated Apple TV 3, with a screen to look at and faults to switch on."""

from .access import PairedRemote, Session
from .catalogue import CATALOGUE, Cover, Media, MediaKind
from .clock import ManualClock
from .core import RecordedRequest
from .device import SimulatedAppleTV, SleepStyle
from .faults import Fault
from .keyboard import Keyboard, KeyboardType
from .pairing import PairingResult, pairing_code
from .player import PlayerState, Repeat
from .remotes import FoundRemote

__all__ = [
    "CATALOGUE",
    "Cover",
    "Fault",
    "FoundRemote",
    "Keyboard",
    "KeyboardType",
    "ManualClock",
    "Media",
    "MediaKind",
    "PairedRemote",
    "PairingResult",
    "PlayerState",
    "RecordedRequest",
    "Repeat",
    "Session",
    "SimulatedAppleTV",
    "SleepStyle",
    "pairing_code",
]
