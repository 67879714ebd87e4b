"""Remote Bridge: Apple TVs of the first three generations and Logitech Harmony hubs."""

from typing import Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.typing import ConfigType

from .apple_tv import issues as apple_tv_issues
from .const import DOMAIN, Kind
from .homekit import async_setup_homekit
from .hub import registry, troubles
from .hub.coordinator import HubCoordinator
from .hub.versions.view import ConfigurationView
from .issues import async_forget_issues, async_setup_issues
from .models import COORDINATORS, RemoteBridgeConfigEntry, kind_of
from .services import async_setup_services
from .stores import async_forget

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

_PLATFORMS: Final = {
    Kind.APPLE_TV: (Platform.MEDIA_PLAYER, Platform.REMOTE, Platform.SENSOR),
    Kind.HARMONY: (
        Platform.BINARY_SENSOR,
        Platform.BUTTON,
        Platform.EVENT,
        Platform.MEDIA_PLAYER,
        Platform.REMOTE,
        Platform.SELECT,
        Platform.SENSOR,
        Platform.SWITCH,
    ),
}


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Register the actions, which exist whether or not a device is there."""
    async_setup_services(hass)
    hass.http.register_view(ConfigurationView)
    async_setup_homekit(hass)
    async_setup_issues(hass)
    return True


async def async_setup_entry(
    hass: HomeAssistant, entry: RemoteBridgeConfigEntry
) -> bool:
    """Connect to a device and make its entities."""
    coordinator = COORDINATORS[kind_of(entry)](hass, entry)
    await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = coordinator
    await hass.config_entries.async_forward_entry_setups(
        entry, _PLATFORMS[kind_of(entry)]
    )
    match coordinator:
        case HubCoordinator():
            troubles.async_watch(hass, coordinator)
        case _:
            apple_tv_issues.async_watch(hass, entry)
    return True


async def async_unload_entry(
    hass: HomeAssistant, entry: RemoteBridgeConfigEntry
) -> bool:
    """Take the entities away; the coordinator lets go of the device by itself."""
    return await hass.config_entries.async_unload_platforms(
        entry, _PLATFORMS[kind_of(entry)]
    )


async def async_remove_entry(
    hass: HomeAssistant, entry: RemoteBridgeConfigEntry
) -> None:
    """Forget what was kept beside the entry, and what was wrong with its device."""
    async_forget_issues(hass, entry)
    await async_forget(hass, entry)


async def async_remove_config_entry_device(
    _hass: HomeAssistant, entry: RemoteBridgeConfigEntry, device: dr.AnyDeviceEntry
) -> bool:
    """Let a device be removed by hand only if its hub no longer has it; mostly that has happened by itself."""
    if entry.state is not ConfigEntryState.LOADED:
        return False
    match entry.runtime_data:
        case HubCoordinator() as coordinator:
            return not registry.is_known(entry, coordinator.config, device)
        case _:
            return False
