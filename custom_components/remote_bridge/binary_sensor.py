"""The binary sensors that there are; only hubs have any."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .hub.coordinator import HubConfigEntry
from .hub.entities.binary_sensor import Connectivity, UpdateAvailable

# Nothing is asked for: the hub says everything by itself.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: HubConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Make the binary sensors of a hub."""
    coordinator = entry.runtime_data
    async_add_entities([Connectivity(coordinator), UpdateAvailable(coordinator)])
