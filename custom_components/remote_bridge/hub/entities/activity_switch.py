"""The activities of a hub as switches, for assistants that understand nothing else."""

from collections.abc import Iterable
from typing import Any, Final, override

from homeassistant.components.switch import SwitchEntity
from homeassistant.const import Platform
from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ...const import CONF_ACTIVITY_SWITCHES
from ...harmony.state import Phase
from ...helpers import device_action
from ..activities import ActivityNames
from ..coordinator import HubCoordinator
from ..registry import unique_id_of
from .entity import HubEntity
from .renaming import tell_registry

_ACTIVITY: Final = "activity"

_ON: Final = frozenset({Phase.STARTING, Phase.RUNNING})


class ActivitySwitch(HubEntity, SwitchEntity):
    """On while its activity starts or runs.

    It belongs to no device, for Home Assistant would put the device's name before its own, and "turn on Watch TV" is
    what people say.
    """

    def __init__(
        self, coordinator: HubCoordinator, activity_id: str, name: str
    ) -> None:
        """Be the switch of an activity."""
        super().__init__(coordinator, _ACTIVITY, activity_id)
        self._attr_device_info = None
        self._attr_translation_key = _ACTIVITY
        self._attr_name = name
        self._activity_id = activity_id

    @property
    @override
    def is_on(self) -> bool:
        """Whether the activity starts or runs."""
        status = self.coordinator.data
        return (
            status is not None
            and status.activity_id == self._activity_id
            and status.phase in _ON
        )

    @override
    @device_action
    async def async_turn_on(self, /, **kwargs: Any) -> None:
        """Start the activity; sends nothing if it starts or runs."""
        await self.coordinator.async_start(self._activity_id)

    @override
    @device_action
    async def async_turn_off(self, /, **kwargs: Any) -> None:
        """Turn everything off, but only if this is the activity that is on: others are none of its business."""
        if self.is_on:
            await self._client.power_off()

    @callback
    def rename(self, name: str) -> None:
        """Be called as the activity is."""
        self._attr_name = name
        tell_registry(self, Platform.SWITCH, original_name=name)


@callback
def follow_activities(
    coordinator: HubCoordinator, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Make a switch for each activity, if the user wants them, and follow what becomes of the activities.

    Those of activities that are no more are forgotten, and all of them where the user wants none.
    """
    entry = coordinator.config_entry
    if not entry.options.get(CONF_ACTIVITY_SWITCHES):
        _forget_others(coordinator, ())
        return
    switches: dict[str, ActivitySwitch] = {}
    known: ActivityNames | None = None

    @callback
    def follow() -> None:
        nonlocal known
        if coordinator.names is known or not coordinator.names.by_id:
            # Nobody has a hub for nothing: it is being set up anew, or its answer could not be read.
            return
        known = coordinator.names
        _forget_others(coordinator, known.by_id)
        for gone in switches.keys() - known.by_id.keys():
            del switches[gone]
        for activity_id, name in known.by_id.items():
            if (switch := switches.get(activity_id)) is not None:
                switch.rename(name)
                continue
            switch = ActivitySwitch(coordinator, activity_id, name)
            switches[activity_id] = switch
            async_add_entities([switch])

    follow()
    entry.async_on_unload(coordinator.async_add_listener(follow))


@callback
def _forget_others(coordinator: HubCoordinator, activity_ids: Iterable[str]) -> None:
    """Remove the switches of all but these activities, also those from before a restart."""
    entry = coordinator.config_entry
    wanted = {unique_id_of(entry, _ACTIVITY, one) for one in activity_ids}
    ours = unique_id_of(entry, _ACTIVITY, "")
    registry = er.async_get(coordinator.hass)
    for one in er.async_entries_for_config_entry(registry, entry.entry_id):
        is_ours = one.domain == Platform.SWITCH and one.unique_id.startswith(ours)
        if is_ours and one.unique_id not in wanted:
            registry.async_remove(one.entity_id)
