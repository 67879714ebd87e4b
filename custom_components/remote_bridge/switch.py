"""The switches that there are; only hubs have any."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .hub.coordinator import HubConfigEntry
from .hub.entities.activity_switch import follow_activities
from .hub.entities.switch import follow_made_switches

# The library keeps the hub's requests in order itself, and waits for no activity.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: HubConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Make the switches of a hub."""
    follow_activities(entry.runtime_data, async_add_entities)
    follow_made_switches(entry.runtime_data, async_add_entities)
