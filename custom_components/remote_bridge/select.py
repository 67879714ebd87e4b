"""The choices that there are; only hubs have any."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .hub.coordinator import HubConfigEntry
from .hub.entities.select import ActivitySelect

# The library follows the latest wish itself, and waits for no switch to end.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: HubConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Make the choice of the activity."""
    async_add_entities([ActivitySelect(entry.runtime_data)])
