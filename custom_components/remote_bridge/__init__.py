"""Remote Bridge: Apple TVs of the first three generations and Logitech Harmony hubs."""

from typing import Final

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import ConfigType

from .const import CONF_KIND, DOMAIN, Kind
from .coordinator import AppleTvConfigEntry, AppleTvCoordinator, asleep_store
from .services import async_setup_services

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PLATFORMS: Final = (Platform.MEDIA_PLAYER, Platform.REMOTE)

_COORDINATORS: Final = {Kind.APPLE_TV: AppleTvCoordinator}


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Register the actions, which exist whether or not a device is there."""
    async_setup_services(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: AppleTvConfigEntry) -> bool:
    """Connect to a device and make its entities."""
    coordinator = _COORDINATORS[_kind(entry)](hass, entry)
    await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = coordinator
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: AppleTvConfigEntry) -> bool:
    """Take the entities away; the coordinator lets go of the device by itself."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: AppleTvConfigEntry) -> None:
    """Forget what was kept beside the entry."""
    await asleep_store(hass, entry).async_remove()


def _kind(entry: AppleTvConfigEntry) -> Kind:
    """Return what the entry stands for."""
    kind = str(entry.data.get(CONF_KIND))
    try:
        return Kind(kind)
    except ValueError as error:
        raise ConfigEntryError(
            translation_domain=DOMAIN,
            translation_key="unknown_kind",
            translation_placeholders={"kind": kind},
        ) from error
