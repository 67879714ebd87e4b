"""What a Harmony hub fails at, in words for people."""

import logging
from typing import Final

from homeassistant.exceptions import HomeAssistantError

from ..harmony.codes import (
    BLUETOOTH_NOT_CONNECTED,
    BLUETOOTH_NOT_PAIRED,
    COMMAND_NOT_FOUND,
    DEVICE_NOT_FOUND,
    INITIALIZING,
)
from ..harmony.exceptions import (
    ActivityFailed,
    AuthenticationFailed,
    CannotType,
    CommandRejected,
    ConnectionFailed,
    HarmonyError,
    HoldTooLong,
    InvalidChannel,
    KeyRefused,
    NobodyListens,
    NoKeyboard,
    NothingRuns,
    NotPossible,
    NoTuner,
    RequestTimedOut,
    Superseded,
    TextTooLong,
    TooManyClients,
    TooManyKeys,
    UnknownActivity,
    UnknownCommand,
    UnknownDevice,
    UnknownName,
    UnknownSequence,
)
from ..helpers import failure, mistake

_LOGGER = logging.getLogger(__name__)

# What needs no more words than the hub's name; the first that fits.
_FAILURES: Final[dict[type[HarmonyError], str]] = {
    NobodyListens: "nobody_listens",
    TooManyClients: "too_many_clients",
    RequestTimedOut: "request_timed_out",
    ConnectionFailed: "connection_failed",
    AuthenticationFailed: "authentication_failed",
    Superseded: "superseded",
}

# Why a hub did not send a key, by its result code.
_REFUSALS: Final = {
    DEVICE_NOT_FOUND: "key_device_not_found",
    COMMAND_NOT_FOUND: "key_not_found",
    BLUETOOTH_NOT_PAIRED: "bluetooth_not_paired",
    BLUETOOTH_NOT_CONNECTED: "bluetooth_not_connected",
}

# What was asked for in vain: when something comes near, and when there is nothing at all.
_UNKNOWN: Final[dict[type[UnknownName], tuple[str, str]]] = {
    UnknownActivity: ("unknown_activity", "no_activity_known"),
    UnknownDevice: ("unknown_device", "no_device_known"),
    UnknownSequence: ("unknown_sequence", "no_sequence_known"),
    UnknownCommand: ("unknown_command", "no_command_known"),
}


def device_failure[ErrorT: HomeAssistantError](
    kind: type[ErrorT], error: HarmonyError, name: str
) -> ErrorT:
    """Return what to raise when the hub called `name` failed us."""
    # What the library says is for whoever looks into it; people get told what they can do.
    _LOGGER.debug("%s: %r", name, error)
    for error_type, key in _FAILURES.items():
        if isinstance(error, error_type):
            return failure(kind, key, name=name)
    match error:
        case KeyRefused():
            return failure(
                kind,
                _REFUSALS.get(error.code.number, "key_refused"),
                name=name,
                device=error.device,
                key=error.key,
                status=str(error.code),
            )
        case CommandRejected() if error.code.number == INITIALIZING:
            return failure(kind, "still_starting", name=name)
        case CommandRejected():
            return failure(kind, "command_rejected", name=name, status=str(error.code))
        # Only refusals: we do not wait for what comes after the hub has accepted.
        case ActivityFailed():
            return failure(
                kind,
                "activity_failed",
                name=name,
                activity=error.activity,
                reason=error.reason,
            )
        case _:
            return failure(kind, "protocol_error", name=name, error=str(error))


def explain(error: HarmonyError, name: str) -> HomeAssistantError:
    """Tell what the user can put right from what the hub failed at."""
    match error:
        case UnknownName():
            asked_for = {"name": name, "asked": error.name}
            if isinstance(error, UnknownCommand):
                asked_for["owner"] = error.owner
            some, none = _UNKNOWN[type(error)]
            if error.suggestions:
                suggestions = ", ".join(error.suggestions)
                return mistake(some, **asked_for, suggestions=suggestions)
            return mistake(none, **asked_for)
        case NothingRuns():
            return mistake("nothing_runs", name=name)
        case NotPossible():
            return _explain_impossible(error, name)
        case _:
            return device_failure(HomeAssistantError, error, name)


def _explain_impossible(error: NotPossible, name: str) -> HomeAssistantError:
    match error:
        case InvalidChannel():
            return mistake("invalid_channel", channel=error.channel)
        case NoTuner():
            return mistake("no_tuner", activity=error.activity)
        case NoKeyboard():
            return mistake("no_keyboard", activity=error.activity)
        case CannotType():
            return mistake("cannot_type", characters=" ".join(error.characters))
        case TextTooLong():
            return mistake("text_too_long", limit=str(error.limit))
        case HoldTooLong():
            return mistake("hold_too_long", limit=f"{error.limit:g}")
        case TooManyKeys():
            return mistake("too_many_keys", name=name)
        case _:
            return mistake("not_possible", name=name, reason=str(error))
