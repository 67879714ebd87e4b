"""The actions that Home Assistant has no word for: typing text, and skipping by seconds."""

from typing import Any, Final

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, service
import voluptuous as vol

from .const import DOMAIN

_MOST_CHARACTERS: Final = 1000
_MOST_SECONDS: Final = 3600


def _somewhere(seconds: float) -> float:
    """Refuse to skip to where one is."""
    if seconds == 0:
        raise vol.Invalid("must not be 0")
    return seconds


_ENTER_TEXT: Final[dict[Any, Any]] = {
    vol.Required("text"): vol.All(cv.string, vol.Length(max=_MOST_CHARACTERS)),
    vol.Optional("submit", default=True): cv.boolean,
}
_SKIP: Final[dict[Any, Any]] = {
    vol.Required("seconds"): vol.All(
        vol.Coerce(float),
        vol.Range(min=-_MOST_SECONDS, max=_MOST_SECONDS),
        _somewhere,
    ),
}


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    service.async_register_platform_entity_service(
        hass,
        DOMAIN,
        "enter_text",
        entity_domain=Platform.REMOTE,
        schema=_ENTER_TEXT,
        func="async_enter_text",
    )
    service.async_register_platform_entity_service(
        hass,
        DOMAIN,
        "skip",
        entity_domain=Platform.MEDIA_PLAYER,
        schema=_SKIP,
        func="async_skip",
    )
