"""Adding, repairing and changing devices, in dialogs: which kind of device it is about."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlowResult,
    ConfigSubentryFlow,
    OptionsFlow,
)
from homeassistant.core import callback

from .apple_tv.flow import AppleTvFlow, AppleTvOptionsFlow
from .const import CONF_KIND, DOMAIN, Kind
from .hub.dialogs.flow import HubFlow
from .hub.dialogs.making import FLOWS as MACRO_FLOWS
from .hub.dialogs.options_flow import HubOptionsFlow
from .models import kind_of

_OPTIONS: Final = {
    Kind.APPLE_TV: AppleTvOptionsFlow,
    Kind.HARMONY: HubOptionsFlow,
}


class RemoteBridgeConfigFlow(AppleTvFlow, HubFlow, domain=DOMAIN):
    """Hands over to the dialogs of one kind of device."""

    VERSION = 1
    MINOR_VERSION = 1

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        """Return the flow behind the cogwheel."""
        return _OPTIONS[kind_of(config_entry)]()

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        """Return what people can make of a hub; Home Assistant also asks about entries of kinds that are not known."""
        is_hub = config_entry.data.get(CONF_KIND) == Kind.HARMONY
        return dict(MACRO_FLOWS) if is_hub else {}

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Begin by hand: which kind of device is it about?"""
        return self.async_show_menu(
            step_id="user", menu_options=[kind.value for kind in Kind]
        )

    async def async_step_reauth(
        self, _entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Begin a repair: the device no longer lets us in."""
        return await self._step_of(self._get_reauth_entry(), "reauth")

    async def async_step_reconfigure(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Begin a change."""
        return await self._step_of(self._get_reconfigure_entry(), "reconfigure")

    async def _step_of(self, entry: ConfigEntry, step: str) -> ConfigFlowResult:
        result: ConfigFlowResult = await getattr(
            self, f"async_step_{step}_{kind_of(entry)}"
        )()
        return result
