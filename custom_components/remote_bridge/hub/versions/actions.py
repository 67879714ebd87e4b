"""The actions that read what is saved of a hub's configuration, also on the day that the hub is gone."""

from dataclasses import asdict
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service
import voluptuous as vol

from ...const import CONF_KIND, DOMAIN, Kind
from ...helpers import failure, mistake
from .archive import MOST_VERSIONS, Archive, Kept

CONF_ENTRY: Final = "config_entry_id"
_VERSION: Final = "version"
_OLDER: Final = "older"
_NEWER: Final = "newer"

_ENTRY: Final[dict[Any, Any]] = {vol.Required(CONF_ENTRY): cv.string}
_NUMBER: Final = vol.All(vol.Coerce(int), vol.Range(min=0))


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register the actions. They ask for an entry and not for an entity, since those of a lost hub cannot be asked."""
    for name, handler, schema in (
        ("list_configurations", _list, {}),
        ("get_configuration", _get, {vol.Optional(_VERSION, default=0): _NUMBER}),
        (
            "compare_configurations",
            _compare,
            {
                vol.Optional(_OLDER, default=1): _NUMBER,
                vol.Optional(_NEWER, default=0): _NUMBER,
            },
        ),
    ):
        async_register_admin_service(
            hass,
            DOMAIN,
            name,
            handler,
            schema=vol.Schema(_ENTRY | schema),
            supports_response=SupportsResponse.ONLY,
        )


async def _list(call: ServiceCall) -> ServiceResponse:
    """Return what is saved, the newest first, without the configurations themselves."""
    kept = await _archive(call).async_list()
    return {"configurations": [one.describe() for one in kept]}


async def _get(call: ServiceCall) -> ServiceResponse:
    """Return one configuration."""
    archive = _archive(call)
    kept = _find(await archive.async_list(), call.data[_VERSION])
    configuration = await archive.async_read(kept)
    if configuration is None:
        raise _damaged(kept)
    return kept.describe() | {"configuration": configuration}


async def _compare(call: ServiceCall) -> ServiceResponse:
    """Return what differs between two configurations."""
    archive = _archive(call)
    versions = await archive.async_list()
    older = _find(versions, call.data[_OLDER])
    newer = _find(versions, call.data[_NEWER])
    comparison = await archive.async_compare(older, newer)
    if comparison is None:
        raise _damaged(older)
    return {
        _OLDER: older.describe(),
        _NEWER: newer.describe(),
        "differences": asdict(comparison),
    }


def _archive(call: ServiceCall) -> Archive:
    """Return what is saved of the hub that is asked for; it need not be set up."""
    return Archive(call.hass, _entry(call.hass, call.data[CONF_ENTRY]))


def _entry(hass: HomeAssistant, entry_id: str) -> ConfigEntry:
    entry = hass.config_entries.async_get_entry(entry_id)
    if entry is None or entry.domain != DOMAIN:
        raise mistake("unknown_entry", entry=entry_id)
    if entry.data.get(CONF_KIND) != Kind.HARMONY:
        raise mistake("not_a_hub", name=entry.title)
    return entry


def _find(versions: list[Kept], wanted: int) -> Kept:
    """Return a version, by its place or by the hub's own number for it."""
    if wanted < MOST_VERSIONS:
        found = versions[wanted : wanted + 1]
    else:
        found = [one for one in versions if one.version.config_version == wanted]
    if not found:
        raise mistake("no_such_version", wanted=str(wanted), count=str(len(versions)))
    return found[0]


def _damaged(kept: Kept) -> HomeAssistantError:
    return failure(HomeAssistantError, "version_damaged", version=str(kept.number))
