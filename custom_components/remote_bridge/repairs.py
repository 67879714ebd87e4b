"""Putting right in one click what is wrong around a device."""

from typing import Any

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import voluptuous as vol

from .const import CONF_TRANSPORT, DOMAIN
from .harmony.transport import TransportKind
from .hub.issues import XMPP_OFF
from .issues import key_of
from .rivals import async_disable

type Data = dict[str, str | int | float | None]


async def async_create_fix_flow(
    _hass: HomeAssistant, issue_id: str, _data: Data | None
) -> RepairsFlow:
    """Return the dialog behind an issue; all others that can be put right here are about a device held twice."""
    return XmppOffFlow() if key_of(issue_id) == XMPP_OFF else BothHoldFlow()


class XmppOffFlow(RepairsFlow):
    """Speaks to a hub over its WebSocket from now on, which cannot be switched off."""

    async def async_step_init(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_use_websocket()

    async def async_step_use_websocket(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask, change the option, and connect anew."""
        if user_input is None:
            return self.async_show_form(
                step_id="use_websocket", data_schema=vol.Schema({})
            )
        entries = self.hass.config_entries
        entry = entries.async_get_entry(_told(self.data, "entry_id"))
        if entry is not None:
            entries.async_update_entry(
                entry,
                options={
                    **entry.options,
                    CONF_TRANSPORT: TransportKind.WEBSOCKET.value,
                },
            )
            entries.async_schedule_reload(entry.entry_id)
        return self.async_create_entry(data={})


class BothHoldFlow(RepairsFlow):
    """Settles which of two integrations holds a device, or that both do."""

    async def async_step_init(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_both_hold()

    async def async_step_both_hold(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask what should become of the other entry."""
        return self.async_show_menu(
            step_id="both_hold", menu_options=["disable_other", "keep_both"]
        )

    async def async_step_disable_other(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Disable it, as the user has asked for."""
        await async_disable(self.hass, _told(self.data, "other"))
        return self.async_create_entry(data={})

    async def async_step_keep_both(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Leave everything as it is, and do not bring it up again."""
        ir.async_ignore_issue(self.hass, DOMAIN, self.issue_id, True)
        return self.async_abort(reason="both_kept")


def _told(data: Data | None, key: str) -> str:
    """Return what the issue says that its fix needs to know."""
    assert data is not None
    return str(data[key])
