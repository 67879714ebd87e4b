"""What an entry carries at run time."""

from homeassistant.config_entries import ConfigEntry

from .coordinator import AppleTvCoordinator

type AppleTvConfigEntry = ConfigEntry[AppleTvCoordinator]
