"""Choosing a key: first the device, then the key of it."""

from typing import Any, Final

from homeassistant.config_entries import SubentryFlowResult
from homeassistant.const import CONF_DEVICE
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.selector import SelectSelector
import voluptuous as vol

from ....harmony.config import Device
from ....harmony.exceptions import UnknownCommand, UnknownDevice
from ...macros.model import CONF_HOLD, CONF_KEY, CONF_REPEATS, KeyStep
from ...macros.words import StepWords
from .fields import PRESS_FIELDS, RUNNING, device_choice, key_choice, read_key
from .subentry_flow import HubSubentryFlow

type Errors = dict[str, str]

_LISTED: Final = ", "


class KeyFlow(HubSubentryFlow):
    """A dialog with keys in it."""

    def __init__(self) -> None:
        """Begin with whatever the running activity has."""
        super().__init__()
        self.device: str | None = None
        # The nearest to what was typed and does not exist.
        self._nearest: tuple[str, ...] = ()

    def show_devices(
        self, step_id: str, chosen: str | None, *, also_running: bool = True
    ) -> SubentryFlowResult:
        """Ask for the device; one that is chosen already may be gone."""
        config = self.coordinator.config
        if not any(device.functions for device in config.devices):
            return self.async_abort(
                reason="no_devices",
                description_placeholders={"name": self.coordinator.name},
            )
        schema = vol.Schema(
            {
                vol.Required(CONF_DEVICE): device_choice(
                    config, also_running=also_running
                )
            }
        )
        known = {RUNNING, *(device.id for device in config.devices)}
        suggested = {CONF_DEVICE: chosen} if chosen in known else {}
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, suggested),
        )

    def take_device(self, user_input: dict[str, Any]) -> None:
        """Take the device that was chosen."""
        chosen = user_input[CONF_DEVICE]
        self.device = None if chosen == RUNNING else chosen

    @property
    def chosen_device(self) -> Device | None:
        """The device that was chosen, None for whatever the running activity has; aborts where it is gone by now."""
        if self.device is None:
            return None
        try:
            return self.coordinator.config.device(self.device)
        except UnknownDevice as error:
            raise AbortFlow("device_gone", {"name": self.coordinator.name}) from error

    def key_field(self) -> SelectSelector:
        """Return the keys of the device that was chosen."""
        return key_choice(self.coordinator.config, self.chosen_device)

    async def show_keys(
        self,
        step_id: str,
        fields: dict[Any, Any],
        suggested: dict[str, Any],
        errors: Errors,
    ) -> SubentryFlowResult:
        """Ask for what is about the keys of the device that was chosen."""
        device = self.chosen_device
        owner = device.label if device else (await StepWords.load(self.hass)).running
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(fields), suggested
            ),
            errors=errors,
            description_placeholders={
                "device": owner,
                "suggestions": _LISTED.join(self._nearest) or "-",
            },
        )

    def check_key(self, user_input: dict[str, Any], field: str, errors: Errors) -> None:
        """Put the name of a key in place of what was typed, or say that there is none such."""
        config, device = self.coordinator.config, self.chosen_device
        try:
            user_input[field] = read_key(config, device, user_input[field])
        except UnknownCommand as error:
            errors[field] = "unknown_key"
            self._nearest = error.suggestions

    def press_fields(self) -> dict[Any, Any]:
        """Return the fields for a key and how it is pressed."""
        return {vol.Required(CONF_KEY): self.key_field(), **PRESS_FIELDS}

    def read_press(
        self, user_input: dict[str, Any], errors: Errors, *, pause: float = 0
    ) -> KeyStep | None:
        """Return what was chosen; None where there is no such key."""
        self.check_key(user_input, CONF_KEY, errors)
        if errors:
            return None
        return KeyStep(
            key=user_input[CONF_KEY],
            device=self.device,
            repeats=user_input[CONF_REPEATS],
            hold=user_input[CONF_HOLD],
            pause=pause,
        )
