"""The media players of all kinds of device."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .apple_tv.coordinator import AppleTvCoordinator
from .apple_tv.media_player import AppleTvMediaPlayer
from .hub.coordinator import HubCoordinator
from .hub.entities.media_player import HubMediaPlayer
from .models import RemoteBridgeConfigEntry

# The libraries send one command after another themselves, and let a stop or a volume key in between while a key is
# held.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: RemoteBridgeConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Make the media players of an entry."""
    match entry.runtime_data:
        case AppleTvCoordinator() as coordinator:
            async_add_entities([AppleTvMediaPlayer(coordinator)])
        case HubCoordinator() as coordinator:
            async_add_entities([HubMediaPlayer(coordinator)])
