"""The dialog for any command as a button."""

from dataclasses import asdict
from typing import Any, override

from homeassistant.config_entries import SubentryFlowResult
from homeassistant.const import CONF_ICON, CONF_NAME
import voluptuous as vol

from ...macros.model import CommandButton, KeyStep
from ...macros.words import key_label
from .fields import NAME_FIELDS, RUNNING, read_name
from .key_flow import Errors, KeyFlow


class CommandButtonFlow(KeyFlow):
    """Asks for the device, its key, and what to call the button."""

    def __init__(self) -> None:
        """Begin with no key."""
        super().__init__()
        self._step: KeyStep | None = None

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the device."""
        if user_input is not None:
            self.take_device(user_input)
            return await self.async_step_key()
        changing = self.changing(CommandButton)
        chosen = None if changing is None else changing.step.device or RUNNING
        return self.show_devices(self.first_step, chosen)

    async def async_step_key(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the key, and how it is pressed."""
        errors: Errors = {}
        suggested = user_input or {}
        if user_input is not None:
            self._step = self.read_press(user_input, errors)
            if self._step is not None:
                return await self.async_step_name()
        elif changing := self.changing(CommandButton):
            suggested = asdict(changing.step)
        return await self.show_keys("key", self.press_fields(), suggested, errors)

    async def async_step_name(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what to call the button."""
        assert self._step is not None
        errors: Errors = {}
        if user_input is not None:
            name, data = read_name(user_input)
            if name:
                return self.keep(name, {**data, **asdict(self._step)})
            errors[CONF_NAME] = "no_name"
            suggested: dict[str, Any] = user_input
        elif changing := self.changing(CommandButton):
            suggested = {CONF_NAME: changing.name, CONF_ICON: changing.icon}
        else:
            suggested = {CONF_NAME: key_label(self.coordinator.config, self._step)}
        return self.async_show_form(
            step_id="name",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(NAME_FIELDS), suggested
            ),
            errors=errors,
        )
