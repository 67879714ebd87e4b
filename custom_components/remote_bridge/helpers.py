"""The one way to act on a device, and the one place where its errors get words for people."""

from collections.abc import Callable, Coroutine
from functools import wraps
import logging
from typing import Any, Concatenate

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .dacp import (
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

_LOGGER = logging.getLogger(__name__)


def failure[ErrorT: HomeAssistantError](
    kind: type[ErrorT], error: DacpError, name: str
) -> ErrorT:
    """Return what to raise when the device called `name` failed us."""
    # What the library says is for whoever looks into it; people get told what they can do.
    _LOGGER.debug("%s: %r", name, error)
    placeholders = {"name": name}
    match error:
        case ConnectionFailed():
            key = "connection_failed"
        case AuthenticationFailed() | InvalidLoginId():
            key = "authentication_failed"
        case CommandRejected():
            key = "command_rejected"
            placeholders["status"] = str(error.status)
        case _:
            key = "protocol_error"
            placeholders["error"] = str(error)
    return kind(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )


def mistake(translation_key: str, /, **placeholders: str) -> ServiceValidationError:
    """Return what to raise when the user asked for something that cannot be."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=translation_key,
        translation_placeholders=placeholders,
    )


def _explain(error: DacpError, name: str) -> HomeAssistantError:
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
            return failure(HomeAssistantError, error, name)


def device_action[EntityT: CoordinatorEntity[Any], **P](
    func: Callable[Concatenate[EntityT, P], Coroutine[Any, Any, None]],
) -> Callable[Concatenate[EntityT, P], Coroutine[Any, Any, None]]:
    """Decorate everything an entity asks of a device.

    Whatever goes wrong reaches the caller as a translated error: a script stops, a dashboard shows it. A login id
    that is refused also starts the repair, because no retry will mend it.
    """

    @wraps(func)
    async def act(entity: EntityT, /, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            await func(entity, *args, **kwargs)
        except DacpError as error:
            entry = entity.coordinator.config_entry
            assert entry is not None
            if isinstance(error, AuthenticationFailed):
                entry.async_start_reauth(entity.hass)
            raise _explain(error, entry.title) from error

    return act
