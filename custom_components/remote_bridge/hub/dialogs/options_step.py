"""What the parts of a hub's options have in common."""

from abc import abstractmethod
from typing import Any

from homeassistant.config_entries import ConfigFlowResult, OptionsFlow

from ..coordinator import HubCoordinator


class HubOptionsStep(OptionsFlow):
    """A part of the options of one hub, which is loaded."""

    @abstractmethod
    def keep(self, **options: Any) -> ConfigFlowResult:
        """Keep options, and with them those that this was not about."""

    @property
    def _hub(self) -> HubCoordinator:
        """The hub that it is about."""
        hub: HubCoordinator = self.config_entry.runtime_data
        return hub
