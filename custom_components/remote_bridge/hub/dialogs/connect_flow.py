"""The steps that every way of adding or repairing a hub leads to: connect, log in where it must be, finish."""

from contextlib import suppress
from dataclasses import replace
import logging
from typing import Any, Final

from homeassistant.config_entries import SOURCE_IGNORE, ConfigFlowResult
from homeassistant.const import CONF_EMAIL, CONF_HOST, CONF_PASSWORD, CONF_PORT
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from ...const import (
    AUTOMATIC,
    CONF_DEFAULT_ACTIVITY,
    CONF_KEY_SPACING,
    CONF_KIND,
    CONF_SESSION_TOKEN,
    CONF_TRANSPORT,
    CONF_XMPP_PORT,
    Kind,
)
from ...harmony.account import DEFAULT_URL, login_token
from ...harmony.config import POWER_OFF
from ...harmony.exceptions import (
    AccountError,
    AuthenticationFailed,
    HarmonyError,
    UnknownActivity,
)
from ...harmony.provision import DEFAULT_PORT
from ...issues import async_accept
from ...rivals import async_disable
from ..activities import ActivityNames
from ..connecting import DEFAULT_XMPP_PORT, Attempt, Reached, Target
from ..issues import BOTH_HOLD
from ..rivals import Rival, async_holder
from .failures import HubFailures, step_after, step_after_account

_LOGGER = logging.getLogger(__name__)

# Where Logitech gave out login tokens.
ACCOUNT_URL: Final = DEFAULT_URL

# A hub answers within a second, or, while it starts or is away, not at all: only the latter is worth showing.
CONNECT_PATIENCE: Final = 1.0

# What a hub is called until it has told its name.
UNNAMED: Final = "Harmony Hub"

_ACCOUNT_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_EMAIL): TextSelector(
            TextSelectorConfig(type=TextSelectorType.EMAIL, autocomplete="username")
        ),
        vol.Required(CONF_PASSWORD): TextSelector(
            TextSelectorConfig(
                type=TextSelectorType.PASSWORD, autocomplete="current-password"
            )
        ),
    }
)


class ConnectFlow(HubFailures):
    """Connects and finishes; whatever fails on the way can be tried again in place."""

    def __init__(self) -> None:
        """Start with nothing known."""
        super().__init__()
        self._reached: Reached | None = None
        self._session_token: str | None = None
        # Good for one pairing; it goes with the dialog.
        self._login_token: str | None = None
        self._email = ""
        self._password = ""
        # Whose hub is being taken over, and whether it is settled what becomes of who holds it besides us.
        self._hub_rival: Rival | None = None
        self._hub_is_settled = False

    # ── Connect ───────────────────────────────────────────────────────────────

    async def async_step_hub_connect(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Connect once, so that no entry is made that does not work."""
        return await self._in_progress(
            "hub_connect", self._reach, patience=CONNECT_PATIENCE
        )

    async def async_step_hub_automatic(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Connect in whichever way the hub can be connected to."""
        assert self._target is not None
        self._target = replace(self._target, transport=None)
        return await self.async_step_hub_connect()

    async def _reach(self) -> str:
        """Connect and hang up, and return the next step."""
        target = self._target
        assert target is not None
        self._placeholders = {
            "name": target.name or UNNAMED,
            "host": target.host,
            "port": str(target.port),
            "xmpp_port": str(target.xmpp_port),
        }
        self._ready.set()
        attempt = Attempt(
            http=async_get_clientsession(self.hass),
            target=target,
            is_set_up=self._is_set_up,
            session_token=self._session_token,
            login_token=self._login_token,
            reads_config=bool(self._hub_rival and self._hub_rival.default_activity),
        )
        try:
            self._reached = await attempt.reach()
        except HarmonyError as error:
            _LOGGER.debug("%s: %r", target.host, error)
            if self._login_token is not None and isinstance(
                error, AuthenticationFailed
            ):
                return "hub_token_refused"
            return step_after(error, target.transport)
        return "hub_finish"

    def _is_set_up(self, remote_id: str) -> bool:
        """Tell whether there is another entry for a hub, which would be troubled in vain."""
        if self._entry_in_hand() is not None:
            return False
        entry = self.hass.config_entries.async_entry_for_domain_unique_id(
            self.handler, remote_id
        )
        return entry is not None and entry.source != SOURCE_IGNORE

    # ── The account ───────────────────────────────────────────────────────────

    async def async_step_hub_account(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for e-mail address and password, which are used once and not kept."""
        if user_input is not None:
            self._email = user_input[CONF_EMAIL]
            self._password = user_input[CONF_PASSWORD]
            return await self.async_step_hub_sign_in()
        return self.async_show_form(
            step_id="hub_account",
            data_schema=self.add_suggested_values_to_schema(
                _ACCOUNT_SCHEMA, {CONF_EMAIL: self._email}
            ),
            description_placeholders=self._placeholders,
        )

    async def async_step_hub_sign_in(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask Logitech's service for a login token."""
        return await self._in_progress(
            "hub_sign_in", self._sign_in, patience=CONNECT_PATIENCE
        )

    async def _sign_in(self) -> str:
        """Get a login token, and return the next step."""
        email, password, self._password = self._email, self._password, ""
        self._ready.set()
        http = async_get_clientsession(self.hass)
        try:
            self._login_token = await login_token(
                http, email, password, url=ACCOUNT_URL
            )
        except AccountError as error:
            _LOGGER.debug("%s", error)
            return step_after_account(error)
        return "hub_connect"

    # ── Finish ────────────────────────────────────────────────────────────────

    async def async_step_hub_finish(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Make the entry, or bring it up to date."""
        target, reached = self._target, self._reached
        assert target is not None
        assert reached is not None
        data = _entry_data(target, reached)
        options = {CONF_TRANSPORT: target.transport or AUTOMATIC}
        if (entry := self._entry_in_hand()) is not None:
            return self.async_update_reload_and_abort(
                entry, data=data, options={**entry.options, **options}
            )
        await self.async_set_unique_id(reached.remote_id, raise_on_progress=False)
        self._abort_if_hub_is_set_up(target.host, target.port)
        holder = self._hub_holder()
        if holder is not None and not self._hub_is_settled:
            self._placeholders["other"] = holder.name
            return await self.async_step_hub_both_hold()
        name = reached.name or target.name or UNNAMED
        if (rival := self._hub_rival) is not None:
            # People know it by that.
            name, options = rival.name, options | _taken_over(rival, reached)
        return self.async_create_entry(title=name, data=data, options=options)

    # ── Who else holds it ─────────────────────────────────────────────────────

    async def async_step_hub_both_hold(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say that two integrations are about to hold the same hub, and what can be done about it."""
        return self.async_show_menu(
            step_id="hub_both_hold",
            menu_options=["hub_disable_other", "hub_keep_both"],
            description_placeholders=self._placeholders,
        )

    async def async_step_hub_disable_other(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Disable the other one's entry, as the user has asked for, and finish."""
        if (holder := self._hub_holder()) is not None:
            await async_disable(self.hass, holder.entry_id)
        self._hub_is_settled = True
        return await self.async_step_hub_finish()

    async def async_step_hub_keep_both(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Finish, and do not bring it up again."""
        assert self.unique_id is not None
        async_accept(self.hass, BOTH_HOLD, self.unique_id)
        self._hub_is_settled = True
        return await self.async_step_hub_finish()

    def _hub_holder(self) -> Rival | None:
        assert self._target is not None
        return async_holder(self.hass, self.unique_id, self._target.host)

    def _abort_if_hub_is_set_up(self, host: str, port: int) -> None:
        """Abort for a hub that there is an entry for, which follows to where the hub is now."""
        assert self.unique_id is not None
        updates: dict[str, Any] = {CONF_HOST: host}
        entry = self.hass.config_entries.async_entry_for_domain_unique_id(
            self.handler, self.unique_id
        )
        if entry is not None and port != entry.data.get(CONF_PORT, DEFAULT_PORT):
            updates[CONF_PORT] = port
        self._abort_if_unique_id_configured(updates=updates)


def _entry_data(target: Target, reached: Reached) -> dict[str, Any]:
    """Return what an entry keeps; what is as it is with every hub is left out."""
    data: dict[str, Any] = {
        CONF_KIND: Kind.HARMONY.value,
        CONF_HOST: target.host,
        CONF_TRANSPORT: reached.transport.value,
    }
    if reached.session_token is not None:
        data[CONF_SESSION_TOKEN] = reached.session_token
    if target.port != DEFAULT_PORT:
        data[CONF_PORT] = target.port
    if target.xmpp_port != DEFAULT_XMPP_PORT:
        data[CONF_XMPP_PORT] = target.xmpp_port
    return data


def _taken_over(rival: Rival, reached: Reached) -> dict[str, Any]:
    """Return the options that come with a hub from the other integration, as far as they still mean anything."""
    options: dict[str, Any] = {}
    if rival.key_spacing is not None:
        options[CONF_KEY_SPACING] = min(max(rival.key_spacing, 0.1), 2.0)
    config = reached.config
    if rival.default_activity is not None and config is not None:
        names = ActivityNames.of(config)
        with suppress(UnknownActivity):
            activity_id = names.find(config, rival.default_activity)
            if activity_id != POWER_OFF:
                options[CONF_DEFAULT_ACTIVITY] = activity_id
    return options
