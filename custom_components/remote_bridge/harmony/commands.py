"""Every command that is sent to a hub, as a request. The long spelling is the one that all firmwares know."""

from enum import StrEnum
import re
from typing import Any, Final

from .messages import Request
from .transport import TransportKind

_ENGINE: Final = "vnd.logitech.harmony/vnd.logitech.harmony.engine?"
_CONNECT: Final = "vnd.logitech.connect/vnd.logitech."

CHANNEL: Final = re.compile(r"[0-9]{1,6}(\.[0-9]{1,4})?", re.ASCII)
"""What a hub takes for a channel: a number, and in North America one with a part after the dot (reference, section 3.3)."""

# What reads ask for; hubs answer without it as well, but all clients send it.
_READ: Final = {"verb": "get", "format": "json"}

# How long the hub itself works on a switch of activities. Where nothing is to be switched it stays silent for the
# time in the envelope, so that has to be short then (reference, section 3.6).
_SWITCH: Final = 60
_NO_SWITCH: Final = 5


class KeyStatus(StrEnum):
    """What a finger does."""

    PRESS = "press"
    HOLD = "hold"
    RELEASE = "release"


def state_digest() -> Request:
    """Ask for the state digest (reference, section 4.3)."""
    return Request(f"{_CONNECT}statedigest?get", _READ)


def configuration() -> Request:
    """Ask for the whole configuration: tens of kilobytes to a megabyte, in one to ten seconds."""
    return Request(f"{_ENGINE}config", _READ, hub_timeout=30)


def discovery_info() -> Request:
    """Ask who the hub is: name, remote id, firmware."""
    return Request("connect.discoveryinfo?get", _READ)


def ping() -> Request:
    """Ask for a sign of life."""
    return Request(f"{_CONNECT}ping")


def start_activity(
    activity_id: str, kind: TransportKind, *, is_switch: bool
) -> Request:
    """Start an activity, or with POWER_OFF turn everything off.

    `is_switch` is false where the activity may run already.
    """
    limit = _SWITCH if is_switch else _NO_SWITCH
    if kind is TransportKind.XMPP:
        # The classic way, which every firmware knows over XMPP.
        params: dict[str, Any] = {"activityId": activity_id, "timestamp": 0}
        return Request(f"{_ENGINE}startactivity", params, limit)
    params = {"async": "true", "timestamp": 0, "activityId": activity_id}
    return Request("harmony.activityengine?runactivity", params, limit)


def hold_action(action: str, status: KeyStatus, elapsed: float = 0.0) -> Request:
    """Press, keep down or release what `action` says, as the configuration has it; `elapsed` seconds since the press.

    Where all is well the hub does not answer.
    """
    params = {
        "status": status.value,
        "timestamp": str(round(elapsed * 1000)),
        "verb": "render",
        "action": action,
    }
    return Request(f"{_ENGINE}holdAction", params)


def change_channel(channel: str) -> Request:
    """Tune to a channel, digits with at most one dot, with the running activity's tuner."""
    return Request(f"{_ENGINE}changeChannel", {"channel": channel, "timestamp": 0})


def set_sleep_timer(seconds: int) -> Request:
    """Turn everything off after so many seconds; -1 cancels."""
    return Request(f"{_ENGINE}setsleeptimer", {"interval": seconds})


def sleep_timer_interval(timer_id: int) -> Request:
    """Ask how many seconds a sleep timer has left."""
    return Request(f"{_ENGINE}gettimerinterval", {"timerId": timer_id})


def sync() -> Request:
    """Have the hub fetch news from Logitech's cloud."""
    return Request("setup.sync", hub_timeout=300)


def help_sync(device_id: str, state: str, value: str) -> Request:
    """Tell the hub what state a device is really in: `Power` `On` or `Off`, or `Input` and a name. Sends no infrared."""
    params = {"deviceId": device_id, "state": state, "value": value, "timestamp": 0}
    return Request(f"{_ENGINE}helpSync", params)


def set_keyboard(device_id: str) -> Request:
    """Say which device typed text goes to."""
    return Request(f"{_ENGINE}sethiddevice", {"deviceId": device_id})


def type_usage(code: str) -> Request:
    """Press and release a key of the keyboard, as a USB usage code (reference, section 3.3)."""
    return Request("hid.report", {"code": code})
