"""What an Apple TV fails at, in words for people."""

import logging

from homeassistant.exceptions import HomeAssistantError

from ..dacp import (
    AuthenticationFailed,
    CannotHold,
    CommandRejected,
    ConnectionFailed,
    DacpError,
    InvalidLoginId,
    NoTextPrompt,
    SecureTextPrompt,
    TextTooLong,
    UnknownKey,
)
from ..helpers import failure, mistake

_LOGGER = logging.getLogger(__name__)


def device_failure[ErrorT: HomeAssistantError](
    kind: type[ErrorT], error: DacpError, name: str
) -> ErrorT:
    """Return what to raise when the device called `name` failed us."""
    # What the library says is for whoever looks into it; people get told what they can do.
    _LOGGER.debug("%s: %r", name, error)
    match error:
        case ConnectionFailed():
            return failure(kind, "connection_failed", name=name)
        case AuthenticationFailed() | InvalidLoginId():
            return failure(kind, "authentication_failed", name=name)
        case CommandRejected():
            return failure(
                kind, "command_rejected", name=name, status=str(error.status)
            )
        case _:
            return failure(kind, "protocol_error", name=name, error=str(error))


def explain(error: DacpError, name: str) -> HomeAssistantError:
    """Tell what the user can put right from what the device failed at."""
    match error:
        case UnknownKey():
            return mistake(
                "unknown_key", key=error.name, suggestions=", ".join(error.suggestions)
            )
        case CannotHold():
            return mistake(
                "cannot_hold", key=error.name, holdable=", ".join(error.holdable)
            )
        case NoTextPrompt():
            return mistake("no_text_prompt", name=name)
        case SecureTextPrompt():
            return mistake("secure_text_prompt", name=name)
        case TextTooLong():
            return mistake("text_too_long", limit=str(error.limit))
        case _:
            return device_failure(HomeAssistantError, error, name)
