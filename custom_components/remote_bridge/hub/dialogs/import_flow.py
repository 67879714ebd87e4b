"""Taking a hub over from Home Assistant's own integration, with nothing to type again."""

from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_DEVICE
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import voluptuous as vol

from ...harmony.provision import DEFAULT_PORT
from ..connecting import DEFAULT_XMPP_PORT, Target
from ..rivals import Rival, async_not_ours
from .connect_flow import ConnectFlow


class HubImportFlow(ConnectFlow):
    """Offers the hubs that the other integration has and we have not, once in each dialog."""

    def __init__(self) -> None:
        """Start with nothing offered."""
        super().__init__()
        # By entry id; None until they have been looked for.
        self._hub_rivals: dict[str, Rival] | None = None

    def _has_hubs_to_offer(self) -> bool:
        """Tell whether there is something to offer that has not been offered yet."""
        if self._hub_rivals is not None:
            return False
        self._hub_rivals = {one.entry_id: one for one in async_not_ours(self.hass)}
        return bool(self._hub_rivals)

    async def async_step_harmony_import(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask whether to take over what is known, or to add another hub."""
        assert self._hub_rivals is not None
        names = ", ".join(rival.name for rival in self._hub_rivals.values())
        return self.async_show_menu(
            step_id="harmony_import",
            menu_options=["import_hub", "harmony"],
            description_placeholders={"names": names},
        )

    async def async_step_import_hub(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Connect to the hub of an entry, which has to be chosen only where there are several."""
        assert self._hub_rivals is not None
        entry_id = next(iter(self._hub_rivals))
        if len(self._hub_rivals) > 1:
            if user_input is None:
                return self.async_show_form(
                    step_id="import_hub", data_schema=_schema(self._hub_rivals)
                )
            entry_id = user_input[CONF_DEVICE]
        self._hub_rival = rival = self._hub_rivals[entry_id]
        self._target = Target(
            host=rival.host,
            port=DEFAULT_PORT,
            xmpp_port=DEFAULT_XMPP_PORT,
            name=rival.name,
            remote_id=rival.remote_id,
        )
        return await self.async_step_hub_connect()

    def _known_as(self, remote_id: str) -> Rival | None:
        """Return the entry of a hub that was found in another way."""
        known = async_not_ours(self.hass)
        return next((one for one in known if one.remote_id == remote_id), None)


def _schema(rivals: dict[str, Rival]) -> vol.Schema:
    return vol.Schema(
        {
            vol.Required(CONF_DEVICE): SelectSelector(
                SelectSelectorConfig(
                    options=[
                        SelectOptionDict(
                            value=entry_id, label=f"{one.name} ({one.host})"
                        )
                        for entry_id, one in rivals.items()
                    ],
                    mode=SelectSelectorMode.LIST,
                )
            )
        }
    )
