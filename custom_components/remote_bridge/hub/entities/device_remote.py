"""The remote control of a device that a hub controls."""

from typing import Any, Final, override

from homeassistant.components.remote.const import ATTR_ACTIVITY
from homeassistant.core import callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ...harmony.config import Device, FixIt, Function
from ...harmony.exceptions import UnknownCommand
from ...harmony.state import Phase
from ...helpers import device_action, mistake
from ..coordinator import HubCoordinator
from ..registry import device_info
from .key_remote import KeyRemote

_POWER_ON: Final = "PowerOn"
_POWER_OFF: Final = "PowerOff"

_MOST_NAMED: Final = 10


class DeviceRemote(KeyRemote):
    """Sends keys to one device, whatever activity runs, and changes none.

    Nobody hears whether a device is on. What is shown is how the running activity wants it, or what it was told since.
    """

    _attr_assumed_state = True

    def __init__(self, coordinator: HubCoordinator, device: Device) -> None:
        """Go by the device's own name."""
        super().__init__(coordinator, device.id)
        self._attr_translation_key = None
        self._attr_name = None
        self._attr_device_info = device_info(
            coordinator.config_entry, device, coordinator.hub_id
        )
        # Lights and the like, which the hub lists without a key.
        self._attr_entity_registry_enabled_default = bool(device.functions)
        self._device_id = device.id
        # What it was told by us, as long as the hub does not switch anything.
        self._told: bool | None = None
        self._told_in = self._situation

    @property
    def _device(self) -> Device:
        """Return what the hub knows of the device now; raises UnknownDevice."""
        return self.coordinator.config.device(self._device_id)

    @property
    def _situation(self) -> tuple[str, Phase] | None:
        status = self.coordinator.data
        return None if status is None else (status.activity_id, status.phase)

    @property
    @override
    def available(self) -> bool:
        """Whether keys reach the device, which the hub must still have."""
        devices = self.coordinator.config.devices
        return super().available and any(one.id == self._device_id for one in devices)

    @property
    @override
    def is_on(self) -> bool | None:
        """Whether it should be on; None if nobody cares."""
        return self._told if self._told is not None else self._wanted()

    def _wanted(self) -> bool | None:
        """Return how the running activity wants the device, or, with all off, how activities leave it."""
        config, status = self.coordinator.config, self.coordinator.data
        if status is None:
            return None
        if status.phase is Phase.OFF:
            states = (one.fixit.get(self._device_id) for one in config.activities)
            return False if any(map(_is_switched, states)) else None
        for activity in config.activities:
            if activity.id == status.activity_id:
                state = activity.fixit.get(self._device_id)
                if state is not None and state.power in _POWER:
                    return _POWER[state.power]
                return True if self._device_id in activity.roles.values() else None
        return None

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Forget what it was told once the hub switches something."""
        if self._situation != self._told_in:
            self._told_in, self._told = self._situation, None
        super()._handle_coordinator_update()

    @override
    def _function(self, key: str, device: str | None) -> Function:
        if device is not None:
            raise mistake("one_device_only", device=self._device.label)
        return self._device.function(key)

    @override
    @device_action
    async def async_turn_on(self, /, **kwargs: Any) -> None:
        """Send the key that turns it on and never off."""
        if kwargs.get(ATTR_ACTIVITY) is not None:
            raise mistake("no_activities", name=self._device.label)
        await self._switch(_POWER_ON, self._device.power_on, self._device.power_off)
        self._tell(on=True)

    @override
    @device_action
    async def async_turn_off(self, /, **kwargs: Any) -> None:
        """Send the key that turns it off and never on."""
        await self._switch(_POWER_OFF, self._device.power_off, self._device.power_on)
        self._tell(on=False)

    async def _switch(
        self, key: str, keys: tuple[str, ...], opposite: tuple[str, ...]
    ) -> None:
        """Press what the hub itself would; where that is a toggle, a key of the usual name."""
        device = self._device
        try:
            if keys and keys != opposite:
                functions = [device.function(one) for one in keys]
            else:
                functions = [device.function(key)]
        except UnknownCommand as error:
            raise mistake(
                "no_power_key", device=device.label, key=key, keys=_power_keys(device)
            ) from error
        for function in functions:
            await self._client.press(function)

    def _tell(self, *, on: bool) -> None:
        self._told = on
        self.async_write_ha_state()


@callback
def follow_devices(
    coordinator: HubCoordinator, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Make a remote for each device, now and whenever the hub gets another one.

    Those of devices that are no more go with these.
    """
    known: set[str] = set()

    @callback
    def follow() -> None:
        devices = coordinator.config.devices
        async_add_entities(
            DeviceRemote(coordinator, device)
            for device in devices
            if device.id not in known
        )
        known.clear()
        known.update(device.id for device in devices)

    follow()
    coordinator.config_entry.async_on_unload(coordinator.async_add_listener(follow))


_POWER: Final = {"On": True, "Off": False}


def _is_switched(state: FixIt | None) -> bool:
    """Tell whether the hub turns a device on for an activity, and so off again after it."""
    return (
        state is not None
        and state.power == "On"
        and not state.is_always_on
        and not state.is_manual_power
    )


def _power_keys(device: Device) -> str:
    """Name the keys that a device has for its power, or else the first of all its keys."""
    power = [one.name for one in device.functions if "power" in one.name.casefold()]
    names = power or [one.name for one in device.functions]
    return ", ".join(names[:_MOST_NAMED]) or "-"
