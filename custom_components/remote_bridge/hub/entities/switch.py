"""Two keys of a device as a switch."""

from typing import Any, Final, override

from homeassistant.components.switch import SwitchEntity
from homeassistant.const import STATE_OFF, STATE_ON, Platform
from homeassistant.core import callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.restore_state import RestoreEntity

from ...helpers import device_action
from ..coordinator import HubCoordinator
from ..macros.keys import find_key
from ..macros.model import KeyStep, SwitchPair
from .made_entity import MadeEntity, Makers, follow_made

_REMEMBERED: Final = {STATE_ON: True, STATE_OFF: False}


class PairSwitch(MadeEntity[SwitchPair], SwitchEntity, RestoreEntity):
    """Infrared goes one way: what is shown is which of the two keys was sent last."""

    _attr_assumed_state = True

    def __init__(self, coordinator: HubCoordinator, made: SwitchPair) -> None:
        """Be the switch for them."""
        super().__init__(coordinator, made, "pair")

    @override
    async def async_added_to_hass(self) -> None:
        """Take up what was sent last before a restart."""
        await super().async_added_to_hass()
        if (last := await self.async_get_last_state()) is not None:
            self._attr_is_on = _REMEMBERED.get(last.state)

    @property
    @override
    def controlled(self) -> str | None:
        """The device whose keys they are."""
        return self.made.device

    @override
    @device_action
    async def async_turn_on(self, /, **kwargs: Any) -> None:
        """Press the key for on, whatever was sent last: somebody may have used another remote control."""
        await self._press(self.made.on_key)
        self._tell(on=True)

    @override
    @device_action
    async def async_turn_off(self, /, **kwargs: Any) -> None:
        """Press the key for off."""
        await self._press(self.made.off_key)
        self._tell(on=False)

    async def _press(self, key: str) -> None:
        step = KeyStep(key=key, device=self.made.device)
        await find_key(self.coordinator, step, self._context)()

    def _tell(self, *, on: bool) -> None:
        self._attr_is_on = on
        self.async_write_ha_state()


@callback
def follow_made_switches(
    coordinator: HubCoordinator, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Make a switch for each pair of keys that people have chosen."""
    makers: Makers = {SwitchPair: PairSwitch}
    follow_made(coordinator, Platform.SWITCH, makers, async_add_entities)
