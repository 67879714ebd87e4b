"""What can go wrong while connecting to a hub: each with its own words and its ways out."""

from typing import Any, Final

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigFlowResult,
)

from ...flow import DeviceFlow
from ...harmony.exceptions import (
    AccountError,
    AccountRequired,
    AccountServiceRetired,
    AccountUnreachable,
    AuthenticationFailed,
    CommandRejected,
    ConnectionFailed,
    CredentialsRefused,
    HarmonyError,
    NobodyListens,
    TooManyClients,
)
from ...harmony.transport import TransportKind
from ..connecting import AnotherHub, Target, is_starting

_ELSEWHERE: Final = {
    SOURCE_USER: "hub",
    SOURCE_RECONFIGURE: "reconfigure_harmony",
}

_NOBODY_LISTENS: Final = {
    None: "hub_nobody_listens",
    TransportKind.WEBSOCKET: "hub_websocket_refused",
    TransportKind.XMPP: "hub_xmpp_off",
}


def step_after(error: HarmonyError, transport: TransportKind | None) -> str:
    """Return the step that tells of a failure; `transport` is the one that the user insisted on."""
    match error:
        case AnotherHub():
            return "hub_another"
        case AccountRequired():
            return "hub_account_required"
        case TooManyClients():
            return "hub_too_many_clients"
        case NobodyListens():
            return _NOBODY_LISTENS[transport]
        case ConnectionFailed():
            return "hub_unreachable"
        case CommandRejected() if is_starting(error):
            return "hub_starting"
        case AuthenticationFailed():
            return "hub_refused"
        case _:
            # A hub refuses nothing of what is asked here, so whatever does is none.
            return "hub_not_understood"


def step_after_account(error: AccountError) -> str:
    """Return the step that tells why there is no login token."""
    match error:
        case AccountUnreachable():
            return "hub_account_unreachable"
        case CredentialsRefused():
            return "hub_account_refused"
        case AccountServiceRetired():
            return "hub_account_retired"
        case _:
            return "hub_account_changed"


class HubFailures(DeviceFlow):
    """A step for each failure, which leads back to where it can be tried again."""

    def __init__(self) -> None:
        """Start with no hub to fail at."""
        super().__init__()
        self._target: Target | None = None

    def _ways_out_of_hub(self, step_id: str, *options: str) -> ConfigFlowResult:
        """Say what went wrong, and offer what can be done about it."""
        if self._target is not None and self._target.transport is not None:
            options = (*options, "hub_automatic")
        return self._ways_out_of(step_id, options, _ELSEWHERE)

    # ── The hub ───────────────────────────────────────────────────────────────

    async def async_step_hub_unreachable(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Nothing answered."""
        return self._ways_out_of_hub("hub_unreachable", "hub_connect")

    async def async_step_hub_nobody_listens(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """There is something, but it listens on neither port: it starts, or is no hub."""
        return self._ways_out_of_hub("hub_nobody_listens", "hub_connect")

    async def async_step_hub_websocket_refused(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Nobody listens for the WebSocket, which the user insists on."""
        return self._ways_out_of_hub("hub_websocket_refused", "hub_connect")

    async def async_step_hub_xmpp_off(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Nobody listens for XMPP, which the user insists on."""
        return self._ways_out_of_hub("hub_xmpp_off", "hub_connect")

    async def async_step_hub_too_many_clients(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """The hub has as many XMPP clients as it takes."""
        return self._ways_out_of_hub("hub_too_many_clients", "hub_connect")

    async def async_step_hub_starting(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """The hub answers, but has not started yet."""
        return self._ways_out_of_hub("hub_starting", "hub_connect")

    async def async_step_hub_refused(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """The hub does not let us in."""
        return self._ways_out_of_hub("hub_refused", "hub_connect")

    async def async_step_hub_not_understood(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Something answered, but not as hubs do."""
        return self._ways_out_of_hub("hub_not_understood", "hub_connect")

    async def async_step_hub_another(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """There is a hub, but not the one that it is about."""
        return self._ways_out_of_hub("hub_another", "hub_connect")

    # ── The account ───────────────────────────────────────────────────────────

    async def async_step_hub_account_required(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """The hub pairs only with the login token of a Logitech account."""
        return self._ways_out_of_hub("hub_account_required", "hub_account")

    async def async_step_hub_token_refused(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """The hub does not take this account's login token."""
        return self._ways_out_of_hub("hub_token_refused", "hub_account", "hub_connect")

    async def async_step_hub_account_unreachable(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Logitech's service did not answer."""
        return self._ways_out_of_hub("hub_account_unreachable", "hub_account")

    async def async_step_hub_account_refused(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Logitech's service knows no such e-mail address and password."""
        return self._ways_out_of_hub("hub_account_refused", "hub_account")

    async def async_step_hub_account_retired(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Logitech's service gives out no login tokens any more."""
        return self._ways_out_of_hub("hub_account_retired", "hub_account")

    async def async_step_hub_account_changed(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Logitech's service answers something else than it used to."""
        return self._ways_out_of_hub("hub_account_changed", "hub_account")
