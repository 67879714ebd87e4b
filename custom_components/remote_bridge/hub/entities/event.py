"""What happens at a hub and leaves no trace in a state: activities that begin and end, and buttons."""

from abc import abstractmethod
from typing import override

from homeassistant.components.event import EventDeviceClass, EventEntity
from homeassistant.core import callback

from ...harmony.config import POWER_OFF
from ...harmony.events import ActivityChange, ActivityEvent, ButtonEvent, HubEvent
from ..activities import POWER_OFF_LABEL
from ..coordinator import HubCoordinator
from .entity import HubEntity

_SHORT = "short"
_LONG = "long"


class HubEventEntity(HubEntity, EventEntity):
    """Hears what happens at a hub."""

    @override
    async def async_added_to_hass(self) -> None:
        """Listen."""
        await super().async_added_to_hass()
        self.async_on_remove(self._client.add_event_listener(self._hear))

    @callback
    @abstractmethod
    def _hear(self, event: HubEvent) -> None:
        """Hear of something that happened."""


class ActivityEvents(HubEventEntity):
    """Tells of every activity that begins or ends, whoever wanted it."""

    _attr_event_types = [change.value for change in ActivityChange]  # noqa: RUF012 - as Home Assistant declares it

    def __init__(self, coordinator: HubCoordinator) -> None:
        """Be what tells of activities."""
        super().__init__(coordinator, "activity")

    @callback
    @override
    def _hear(self, event: HubEvent) -> None:
        if isinstance(event, ActivityEvent):
            activity_id = event.activity_id
            name = self.coordinator.names.by_id.get(activity_id)
            if activity_id == POWER_OFF:
                name = POWER_OFF_LABEL
            self._trigger_event(
                event.kind.value, {"activity": name, "activity_id": activity_id}
            )
            self.async_write_ha_state()


class ButtonEvents(HubEventEntity):
    """Tells of the buttons for lights on the remote control; the hub does not say which one it was."""

    _attr_device_class = EventDeviceClass.BUTTON
    _attr_event_types = [_SHORT, _LONG]  # noqa: RUF012 - as Home Assistant declares it

    def __init__(self, coordinator: HubCoordinator) -> None:
        """Be what tells of buttons."""
        super().__init__(coordinator, "button")

    @callback
    @override
    def _hear(self, event: HubEvent) -> None:
        if isinstance(event, ButtonEvent):
            self._trigger_event(_LONG if event.long else _SHORT)
            self.async_write_ha_state()
