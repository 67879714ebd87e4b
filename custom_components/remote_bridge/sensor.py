"""The sensors of all kinds of device."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .apple_tv.coordinator import AppleTvCoordinator
from .apple_tv.sensor import HEALTH as OF_APPLE_TVS, AppleTvHealthSensor
from .hub.coordinator import HubCoordinator
from .hub.entities.sensor import HEALTH as OF_HUBS, SENSORS, HubHealthSensor, HubSensor
from .models import RemoteBridgeConfigEntry

# Nothing is asked for: the devices say everything by themselves.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: RemoteBridgeConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Make the sensors of an entry."""
    match entry.runtime_data:
        case AppleTvCoordinator() as coordinator:
            async_add_entities(
                AppleTvHealthSensor(coordinator, one) for one in OF_APPLE_TVS
            )
        case HubCoordinator() as coordinator:
            async_add_entities(HubSensor(coordinator, one) for one in SENSORS)
            async_add_entities(HubHealthSensor(coordinator, one) for one in OF_HUBS)
