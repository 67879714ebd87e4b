"""The actions that Home Assistant has no word for: keys up and down, text, channels, and what hubs do besides."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Final

from homeassistant.const import Platform
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv, service
from homeassistant.helpers.update_coordinator import CoordinatorEntity
import voluptuous as vol

from .const import DOMAIN, ENTER_TEXT
from .helpers import mistake
from .hub.versions import actions as configurations

type _Schema = dict[Any, Any]

_MOST_CHARACTERS: Final = 1000
_MOST_SECONDS: Final = 3600
_SHORTEST_TIMER: Final = timedelta(seconds=1)
_LONGEST_TIMER: Final = timedelta(hours=24)

# Names and ids of whatever there may be: a hub's are digits, and YAML makes numbers of them.
_NAME: Final = vol.All(cv.string, vol.Length(min=1, max=200))


def _somewhere(seconds: float) -> float:
    """Refuse to skip to where one is."""
    if seconds == 0:
        raise vol.Invalid("must not be 0")
    return seconds


_ENTER_TEXT: Final[_Schema] = {
    vol.Required("text"): vol.All(cv.string, vol.Length(max=_MOST_CHARACTERS)),
    vol.Optional("submit", default=True): cv.boolean,
}
_SKIP: Final[_Schema] = {
    vol.Required("seconds"): vol.All(
        vol.Coerce(float),
        vol.Range(min=-_MOST_SECONDS, max=_MOST_SECONDS),
        _somewhere,
    ),
}
_KEY: Final[_Schema] = {
    vol.Required("command"): _NAME,
    vol.Optional("device"): _NAME,
}
_SLEEP_TIMER: Final[_Schema] = {
    vol.Optional("duration"): vol.All(
        cv.positive_time_period, vol.Range(min=_SHORTEST_TIMER, max=_LONGEST_TIMER)
    ),
    vol.Optional("cancel", default=False): cv.boolean,
}
_FIX_DEVICE: Final[_Schema] = {
    vol.Required("device"): _NAME,
    vol.Optional("power"): vol.All(vol.In(["on", "off"]), cv.boolean),
    vol.Optional("input"): _NAME,
}

# What a remote control is asked for; what it answers with is None but for the last.
_ON_REMOTES: Final[dict[str, _Schema]] = {
    ENTER_TEXT: _ENTER_TEXT,
    "press_key": _KEY,
    "release_key": _KEY,
    "run_sequence": {vol.Required("sequence"): _NAME},
    "change_channel": {vol.Required("channel"): _NAME},
    "sync": {},
    "set_sleep_timer": _SLEEP_TIMER,
    "fix_device": _FIX_DEVICE,
}

# Who knows the actions that not everybody does.
_WHOSE: Final = {
    Platform.REMOTE: "only_the_remote_of_a_hub",
    Platform.MEDIA_PLAYER: "only_an_apple_tv",
}


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for name, schema in _ON_REMOTES.items():
        _register(hass, name, Platform.REMOTE, schema)
    _register(
        hass,
        "get_commands",
        Platform.REMOTE,
        {},
        supports_response=SupportsResponse.ONLY,
    )
    _register(hass, "skip", Platform.MEDIA_PLAYER, _SKIP)
    configurations.async_register(hass)


def _register(
    hass: HomeAssistant,
    name: str,
    platform: Platform,
    schema: _Schema,
    *,
    supports_response: SupportsResponse = SupportsResponse.NONE,
) -> None:
    """Register an action for the entities of a platform."""
    service.async_register_platform_entity_service(
        hass,
        DOMAIN,
        name,
        entity_domain=platform,
        schema=schema,
        func=_act(name, platform),
        supports_response=supports_response,
    )


def _act(
    name: str, platform: Platform
) -> Callable[
    [CoordinatorEntity[Any], ServiceCall], Coroutine[Any, Any, ServiceResponse]
]:
    """Return what asks an entity for an action, which not every kind of device has."""

    async def act(entity: CoordinatorEntity[Any], call: ServiceCall) -> ServiceResponse:
        method = getattr(entity, f"async_{name}", None)
        if method is None:
            raise mistake(_WHOSE[platform], name=entity.entity_id, action=name)
        answer: ServiceResponse = await method(
            **service.remove_entity_service_fields(call)
        )
        return answer

    return act
