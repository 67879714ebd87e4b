"""The buttons that there are; only hubs have any."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .hub.coordinator import HubConfigEntry
from .hub.entities.button import ReconnectButton, SyncButton, follow_made_buttons

# The library keeps the hub's requests in order itself.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: HubConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Make the buttons of a hub."""
    coordinator = entry.runtime_data
    async_add_entities([ReconnectButton(coordinator), SyncButton(coordinator)])
    follow_made_buttons(coordinator, async_add_entities)
