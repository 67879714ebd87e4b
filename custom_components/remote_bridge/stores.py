"""What is kept beside an entry, over restarts, and goes with it."""

from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store

from .const import DOMAIN


def note_store(hass: HomeAssistant, entry: ConfigEntry) -> Store[dict[str, Any]]:
    """Return where a coordinator notes what it wants to know again after a restart: a few words."""
    return Store(hass, 1, f"{DOMAIN}.{entry.entry_id}")


def configuration_store(
    hass: HomeAssistant, entry: ConfigEntry
) -> Store[dict[str, Any]]:
    """Return where the configuration of a hub is kept: up to a megabyte, which nobody changes once it was read."""
    return Store(
        hass,
        1,
        f"{DOMAIN}.{entry.entry_id}.configuration",
        serialize_in_event_loop=False,
    )


def versions_store(hass: HomeAssistant, entry: ConfigEntry) -> Store[dict[str, Any]]:
    """Return where the last versions of a hub's configuration are kept: some 100 kilobytes, made in a thread.

    It may be read while it is written, and half of it would look like damage.
    """
    return Store(
        hass,
        1,
        f"{DOMAIN}.{entry.entry_id}.versions",
        atomic_writes=True,
        serialize_in_event_loop=False,
    )


async def async_forget(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Remove all of it."""
    for store in (note_store, configuration_store, versions_store):
        await store(hass, entry).async_remove()
