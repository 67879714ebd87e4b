"""The dialog for two commands as a switch."""

from typing import Any, Final, override

from homeassistant.config_entries import SubentryFlowResult
from homeassistant.const import CONF_DEVICE, CONF_ICON, CONF_NAME
import voluptuous as vol

from ....harmony.config import Device
from ...macros.model import CONF_OFF_KEY, CONF_ON_KEY, SwitchPair
from .fields import NAME_FIELDS, find_function, read_name
from .key_flow import Errors, KeyFlow

_POWER_ON: Final = "PowerOn"
_POWER_OFF: Final = "PowerOff"
_ON: Final = "on"


class SwitchFlow(KeyFlow):
    """Asks for the device, its keys for on and off, and what to call the switch."""

    def __init__(self) -> None:
        """Begin with no keys."""
        super().__init__()
        self._keys: dict[str, str] = {}

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the device."""
        if user_input is not None:
            self.take_device(user_input)
            return await self.async_step_keys()
        changing = self.changing(SwitchPair)
        chosen = None if changing is None else changing.device
        return self.show_devices(self.first_step, chosen, also_running=False)

    async def async_step_keys(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the keys."""
        errors: Errors = {}
        if user_input is not None:
            for field in (CONF_ON_KEY, CONF_OFF_KEY):
                self.check_key(user_input, field, errors)
            if not errors:
                self._keys = user_input
                return await self.async_step_name()
            suggested = user_input
        elif changing := self.changing(SwitchPair):
            suggested = {CONF_ON_KEY: changing.on_key, CONF_OFF_KEY: changing.off_key}
        else:
            suggested = _power_keys(self._chosen())
        keys = self.key_field()
        fields = {vol.Required(CONF_ON_KEY): keys, vol.Required(CONF_OFF_KEY): keys}
        return await self.show_keys("keys", fields, suggested, errors)

    async def async_step_name(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what to call the switch."""
        errors: Errors = {}
        if user_input is not None:
            name, data = read_name(user_input)
            if name:
                return self.keep(name, {**data, CONF_DEVICE: self.device, **self._keys})
            errors[CONF_NAME] = "no_name"
            suggested: dict[str, Any] = user_input
        elif changing := self.changing(SwitchPair):
            suggested = {CONF_NAME: changing.name, CONF_ICON: changing.icon}
        else:
            suggested = {CONF_NAME: _name(self._chosen(), self._keys[CONF_ON_KEY])}
        return self.async_show_form(
            step_id="name",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(NAME_FIELDS), suggested
            ),
            errors=errors,
        )

    def _chosen(self) -> Device:
        device = self.chosen_device
        assert device is not None
        return device


def _power_keys(device: Device) -> dict[str, str]:
    """Return the keys for on and off that a device has, for most switches are about these."""
    found = {
        CONF_ON_KEY: find_function(device, _POWER_ON),
        CONF_OFF_KEY: find_function(device, _POWER_OFF),
    }
    return {field: one.name for field, one in found.items() if one is not None}


def _name(device: Device, on_key: str) -> str:
    """Return what the key for on is called, without that word: `Power On` switches the power."""
    label = device.function(on_key).label
    *words, last = label.split()
    return " ".join(words) if words and last.casefold() == _ON else label
