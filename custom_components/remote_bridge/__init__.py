"""Remote Bridge: Apple TVs of the first three generations and Logitech Harmony hubs."""

from typing import Final

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import ConfigType

from .apple_tv.coordinator import AppleTvCoordinator, asleep_store
from .const import DOMAIN, Kind
from .models import RemoteBridgeConfigEntry, kind_of
from .services import async_setup_services

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PLATFORMS: Final = (Platform.MEDIA_PLAYER, Platform.REMOTE)

_COORDINATORS: Final = {Kind.APPLE_TV: AppleTvCoordinator}


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Register the actions, which exist whether or not a device is there."""
    async_setup_services(hass)
    return True


async def async_setup_entry(
    hass: HomeAssistant, entry: RemoteBridgeConfigEntry
) -> bool:
    """Connect to a device and make its entities."""
    coordinator = _COORDINATORS[kind_of(entry)](hass, entry)
    await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = coordinator
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True


async def async_unload_entry(
    hass: HomeAssistant, entry: RemoteBridgeConfigEntry
) -> bool:
    """Take the entities away; the coordinator lets go of the device by itself."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(
    hass: HomeAssistant, entry: RemoteBridgeConfigEntry
) -> None:
    """Forget what was kept beside the entry."""
    await asleep_store(hass, entry).async_remove()
