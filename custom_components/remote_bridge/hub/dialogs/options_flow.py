"""What the user may choose about a Harmony hub that is already there."""

from typing import Any, Final, override

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigFlowResult,
    OptionsFlowWithReload,
)
from homeassistant.const import UnitOfTime
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import voluptuous as vol

from ...const import (
    AUTOMATIC,
    CONF_ACTIVITY_SWITCHES,
    CONF_DEFAULT_ACTIVITY,
    CONF_KEY_SPACING,
    CONF_TRANSPORT,
    LAST_ACTIVITY,
    NO_ACTIVITY,
)
from ...harmony.timing import Timing
from .flow import TRANSPORT_SELECTOR
from .links_flow import LinksOptionsFlow
from .versions_flow import VersionsOptionsFlow
from .volume_flow import VolumeOptionsFlow

_KEY_SPACING_SELECTOR: Final = NumberSelector(
    NumberSelectorConfig(
        min=0.1,
        max=2,
        step=0.05,
        unit_of_measurement=UnitOfTime.SECONDS,
        mode=NumberSelectorMode.SLIDER,
    )
)

_OF_THE_ROOM: Final = ("links", "volume")


class HubOptionsFlow(
    LinksOptionsFlow, VolumeOptionsFlow, VersionsOptionsFlow, OptionsFlowWithReload
):
    """Shows the options of one hub."""

    @override
    async def async_step_init(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Go to the options of this kind of device, whose words are its own."""
        return await self.async_step_hub_menu()

    async def async_step_hub_menu(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what it is about."""
        # These are about activities and devices, which only the hub knows.
        is_loaded = self.config_entry.state is ConfigEntryState.LOADED
        return self.async_show_menu(
            step_id="hub_menu",
            menu_options=["hub", *_OF_THE_ROOM, "versions"]
            if is_loaded
            else ["hub", "versions"],
            description_placeholders={"name": self.config_entry.title},
        )

    async def async_step_hub(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what concerns the hub as a whole, or keep it."""
        if user_input is not None:
            return self.keep(**user_input)
        return self.async_show_form(
            step_id="hub",
            data_schema=self.add_suggested_values_to_schema(
                self._hub_schema(), self.config_entry.options
            ),
        )

    @override
    def keep(self, **options: Any) -> ConfigFlowResult:
        """Keep options, and with them those that this was not about."""
        return self.async_create_entry(data={**self.config_entry.options, **options})

    def _hub_schema(self) -> vol.Schema:
        return vol.Schema(
            {
                vol.Required(
                    CONF_DEFAULT_ACTIVITY, default=LAST_ACTIVITY
                ): SelectSelector(
                    SelectSelectorConfig(
                        options=self._default_activities(),
                        mode=SelectSelectorMode.DROPDOWN,
                        translation_key=CONF_DEFAULT_ACTIVITY,
                    )
                ),
                vol.Required(CONF_ACTIVITY_SWITCHES, default=False): BooleanSelector(),
                vol.Required(
                    CONF_KEY_SPACING, default=Timing().key_spacing
                ): _KEY_SPACING_SELECTOR,
                vol.Required(CONF_TRANSPORT, default=AUTOMATIC): TRANSPORT_SELECTOR,
            }
        )

    def _default_activities(self) -> list[SelectOptionDict]:
        """List what "on" may start; the words for what is none of the hub's activities are translated."""
        options = [
            SelectOptionDict(value=LAST_ACTIVITY, label=LAST_ACTIVITY),
            SelectOptionDict(value=NO_ACTIVITY, label=NO_ACTIVITY),
        ]
        entry = self.config_entry
        if entry.state is ConfigEntryState.LOADED:
            options += [
                SelectOptionDict(value=activity_id, label=name)
                for activity_id, name in entry.runtime_data.names.by_id.items()
            ]
        chosen = entry.options.get(CONF_DEFAULT_ACTIVITY, LAST_ACTIVITY)
        if all(option["value"] != chosen for option in options):
            # It was removed in the app, or nobody knows the activities yet; either way it stays until somebody chooses.
            options.append(SelectOptionDict(value=chosen, label=f"? ({chosen})"))
        return options
