"""The remotes of all kinds of device."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .apple_tv.coordinator import AppleTvCoordinator
from .apple_tv.remote import AppleTvRemote
from .hub.coordinator import HubCoordinator
from .hub.entities.device_remote import follow_devices
from .hub.entities.remote import HubRemote
from .models import RemoteBridgeConfigEntry

# The libraries send one command after another themselves, and let a stop or a volume key in between while a key is
# held.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: RemoteBridgeConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Make the remotes of an entry."""
    match entry.runtime_data:
        case AppleTvCoordinator() as coordinator:
            async_add_entities([AppleTvRemote(coordinator)])
        case HubCoordinator() as coordinator:
            async_add_entities([HubRemote(coordinator)])
            follow_devices(coordinator, async_add_entities)
