"""Entries of Home Assistant's own integrations, which may hold the same devices as ours."""

from contextlib import suppress

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigEntryDisabler,
    OperationNotAllowed,
)
from homeassistant.core import HomeAssistant, callback


@callback
def async_rivals(hass: HomeAssistant, domain: str) -> list[ConfigEntry]:
    """List the entries of an integration, those that the user has disabled among them."""
    return hass.config_entries.async_entries(domain, include_ignore=False)


async def async_disable(hass: HomeAssistant, entry_id: str) -> None:
    """Disable somebody else's entry. Only ever because the user has just said so; it can be undone as easily."""
    if hass.config_entries.async_get_entry(entry_id) is None:
        return
    # One that cannot be unloaded just now is disabled all the same, and gone after the next restart.
    with suppress(OperationNotAllowed):
        await hass.config_entries.async_set_disabled_by(
            entry_id, ConfigEntryDisabler.USER
        )
