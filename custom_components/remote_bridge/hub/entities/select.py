"""Which activity of a hub runs, as a choice."""

from typing import override

from homeassistant.components.select import SelectEntity

from ...harmony.config import POWER_OFF
from ...helpers import device_action
from ..activities import POWER_OFF_OPTION
from ..coordinator import HubCoordinator
from .entity import HubEntity


class ActivitySelect(HubEntity, SelectEntity):
    """Starts an activity, or turns everything off."""

    def __init__(self, coordinator: HubCoordinator) -> None:
        """Be the choice of the activity."""
        super().__init__(coordinator, "activity")

    @property
    @override
    def options(self) -> list[str]:
        """Off, and the activities in the app's order."""
        return [POWER_OFF_OPTION, *self.coordinator.names.by_id.values()]

    @property
    @override
    def current_option(self) -> str | None:
        """The activity that starts, runs or ends; None for one that is not known yet."""
        status = self.coordinator.data
        if status is None:
            return None
        if status.activity_id == POWER_OFF:
            return POWER_OFF_OPTION
        return self.coordinator.names.by_id.get(status.activity_id)

    @override
    @device_action
    async def async_select_option(self, option: str) -> None:
        """Start what was chosen."""
        await self.coordinator.async_start(
            POWER_OFF
            if option == POWER_OFF_OPTION
            else self.coordinator.find_activity(option)
        )
