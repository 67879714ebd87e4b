"""The one way to act on a device, and the one way to put an error into words."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import DeviceCoordinator
from .dacp import DacpError
from .harmony.exceptions import HarmonyError


def failure[ErrorT: HomeAssistantError](
    kind: type[ErrorT], translation_key: str, /, **placeholders: str
) -> ErrorT:
    """Return what to raise when a device failed us."""
    return kind(
        translation_domain=DOMAIN,
        translation_key=translation_key,
        translation_placeholders=placeholders,
    )


def mistake(translation_key: str, /, **placeholders: str) -> ServiceValidationError:
    """Return what to raise when the user asked for something that cannot be."""
    return failure(ServiceValidationError, translation_key, **placeholders)


def device_action[EntityT: CoordinatorEntity[Any], **P, ResultT](
    func: Callable[Concatenate[EntityT, P], Coroutine[Any, Any, ResultT]],
) -> Callable[Concatenate[EntityT, P], Coroutine[Any, Any, ResultT]]:
    """Decorate everything an entity asks of a device.

    Whatever goes wrong reaches the caller as a translated error: a script stops, a dashboard shows it.
    """

    @wraps(func)
    async def act(entity: EntityT, /, *args: P.args, **kwargs: P.kwargs) -> ResultT:
        coordinator: DeviceCoordinator[Any] = entity.coordinator
        try:
            return await func(entity, *args, **kwargs)
        except (DacpError, HarmonyError) as error:
            raise coordinator.explain(error) from error

    return act
