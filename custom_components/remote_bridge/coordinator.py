"""What the coordinators of all kinds of device have in common."""

from abc import abstractmethod

from homeassistant.config_entries import ConfigEntry
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from .dacp import DacpError
from .harmony.exceptions import HarmonyError

# Everything that a device can fail at, and everything that can be asked of it in vain.
type DeviceError = DacpError | HarmonyError


class DeviceCoordinator[DataT](DataUpdateCoordinator[DataT]):
    """Owns the connection to one device, which pushes its state."""

    config_entry: ConfigEntry

    @abstractmethod
    def explain(self, error: DeviceError) -> HomeAssistantError:
        """Return what to raise: what went wrong, in words that tell the user what to do.

        A device that will not let us in again also starts the repair here, because no retry will mend that.
        """
