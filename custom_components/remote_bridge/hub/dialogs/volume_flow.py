"""How loud devices are, counted in steps, as a part of a hub's options."""

from typing import Any, Final

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_DEVICE, PERCENTAGE
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ...const import CONF_CALIBRATION
from ..living_room.volume import MOST_STEPS, VOLUME_UP, Calibration, read_calibrations
from .options_step import HubOptionsStep

_STEPS: Final = "steps"
_LEVEL: Final = "level"
_A_GUESS: Final = 30

_SCHEMA: Final = vol.Schema(
    {
        vol.Required(_STEPS, default=0): NumberSelector(
            NumberSelectorConfig(
                min=0, max=MOST_STEPS, step=1, mode=NumberSelectorMode.BOX
            )
        ),
        vol.Required(_LEVEL, default=_A_GUESS): NumberSelector(
            NumberSelectorConfig(
                min=0,
                max=100,
                step=1,
                unit_of_measurement=PERCENTAGE,
                mode=NumberSelectorMode.SLIDER,
            )
        ),
    }
)


class VolumeOptionsFlow(HubOptionsStep):
    """Asks for the steps from silence to full, and for where a device is between them."""

    _device_id = ""

    async def async_step_volume(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which device it is about, unless there is only one."""
        devices = self._devices()
        if not devices:
            return self.async_abort(reason="no_volume")
        if user_input is None and len(devices) == 1:
            user_input = {CONF_DEVICE: next(iter(devices))}
        if user_input is not None:
            self._device_id = user_input[CONF_DEVICE]
            return await self.async_step_volume_device()
        options = [
            SelectOptionDict(value=device_id, label=label)
            for device_id, label in devices.items()
        ]
        return self.async_show_form(
            step_id="volume",
            data_schema=vol.Schema(
                {
                    vol.Required(
                        CONF_DEVICE, default=next(iter(devices))
                    ): SelectSelector(
                        SelectSelectorConfig(
                            options=options, mode=SelectSelectorMode.LIST
                        )
                    )
                }
            ),
            description_placeholders={"name": self.config_entry.title},
        )

    async def async_step_volume_device(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for steps and level, or keep them."""
        option = self.config_entry.options.get(CONF_CALIBRATION)
        calibrations = dict(read_calibrations(option))
        if user_input is not None:
            calibrations.pop(self._device_id, None)
            if user_input[_STEPS]:
                calibrations[self._device_id] = Calibration(
                    steps=int(user_input[_STEPS]),
                    level=user_input[_LEVEL] / 100,
                    since=dt_util.utcnow().isoformat(),
                )
            kept = {
                one: calibration.as_dict() for one, calibration in calibrations.items()
            }
            return self.keep(**{CONF_CALIBRATION: kept})
        known: dict[str, Any] = {}
        if self._device_id in calibrations:
            level = self._hub.living_room.volume.level(self._device_id) or 0
            known = {
                _STEPS: calibrations[self._device_id].steps,
                _LEVEL: round(100 * level),
            }
        return self.async_show_form(
            step_id="volume_device",
            data_schema=self.add_suggested_values_to_schema(_SCHEMA, known),
            description_placeholders={"device": self._devices()[self._device_id]},
        )

    def _devices(self) -> dict[str, str]:
        """Return the labels of the devices whose volume some activity changes, by id."""
        config = self._hub.config
        keys = (config.find_function(one.id, VOLUME_UP) for one in config.activities)
        ids = {key.device_id for key in keys if key is not None}
        return {one.id: one.label for one in config.devices if one.id in ids}
