"""Putting right in one click what is wrong around a device."""

from typing import Any, Final

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import voluptuous as vol

from .const import CONF_TRANSPORT, DOMAIN
from .harmony.transport import TransportKind
from .hub.gone_players import PLAYER_GONE, async_drop_link
from .hub.heard_twice import HEARD_TWICE, async_hear_once
from .hub.issues import XMPP_OFF
from .issues import key_of
from .rivals import async_disable

type Data = dict[str, str | int | float | None]


async def async_create_fix_flow(
    _hass: HomeAssistant, issue_id: str, _data: Data | None
) -> RepairsFlow:
    """Return the dialog behind an issue; all others that can be put right here are about a device held twice."""
    return _FLOWS.get(key_of(issue_id), BothHoldFlow)()


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


class HeardTwiceFlow(RepairsFlow):
    """Settles whether Assist has a player beside the living room that shows it."""

    async def async_step_init(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_heard_twice()

    async def async_step_heard_twice(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask whom Assist should have."""
        return self.async_show_menu(
            step_id="heard_twice", menu_options=["living_room_only", "hear_both"]
        )

    async def async_step_living_room_only(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Take the player from Assist."""
        async_hear_once(self.hass, _told(self.data, "player"))
        return self.async_create_entry(data={})

    async def async_step_hear_both(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Leave everything as it is, and do not bring it up again."""
        ir.async_ignore_issue(self.hass, DOMAIN, self.issue_id, True)
        return self.async_abort(reason="both_heard")


class PlayerGoneFlow(RepairsFlow):
    """Settles what becomes of the link to a player that is gone."""

    async def async_step_init(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_player_gone()

    async def async_step_player_gone(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask whether the player will be back."""
        return self.async_show_menu(
            step_id="player_gone", menu_options=["drop_link", "keep_link"]
        )

    async def async_step_drop_link(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Forget the player."""
        entry = self.hass.config_entries.async_get_entry(_told(self.data, "entry_id"))
        if entry is not None:
            async_drop_link(self.hass, entry, _told(self.data, "activity"))
        return self.async_create_entry(data={})

    async def async_step_keep_link(
        self, _user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Wait for the player without another word."""
        ir.async_ignore_issue(self.hass, DOMAIN, self.issue_id, True)
        return self.async_abort(reason="link_kept")


_FLOWS: Final[dict[str, type[RepairsFlow]]] = {
    HEARD_TWICE: HeardTwiceFlow,
    PLAYER_GONE: PlayerGoneFlow,
    XMPP_OFF: XmppOffFlow,
}


def _told(data: Data | None, key: str) -> str:
    """Return what the issue says that its fix needs to know."""
    assert data is not None
    return str(data[key])
