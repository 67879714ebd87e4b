"""Adding, repairing and changing a Harmony hub, in dialogs."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry, ConfigFlowResult
from homeassistant.const import CONF_DEVICE, CONF_HOST, CONF_PORT
from homeassistant.data_entry_flow import section
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
from homeassistant.helpers.service_info.ssdp import (
    ATTR_UPNP_FRIENDLY_NAME,
    SsdpServiceInfo,
)
import voluptuous as vol

from ...addresses import async_resolve, parse_address, usable_address
from ...const import AUTOMATIC, CONF_SESSION_TOKEN, CONF_TRANSPORT, CONF_XMPP_PORT
from ...flow import port_selector
from ...harmony.discovery import FoundHub, read_location
from ...harmony.exceptions import HarmonyError
from ...harmony.provision import DEFAULT_PORT, identify
from ...harmony.transport import TransportKind
from ...harmony.values import read_text
from ..connecting import DEFAULT_XMPP_PORT, TIMING, Target
from .connect_flow import UNNAMED
from .import_flow import HubImportFlow
from .searching import async_search

SECTION_ADVANCED: Final = "advanced"

TRANSPORT_SELECTOR: Final = SelectSelector(
    SelectSelectorConfig(
        options=[AUTOMATIC, *(kind.value for kind in TransportKind)],
        mode=SelectSelectorMode.LIST,
        translation_key=CONF_TRANSPORT,
    )
)

_ADVANCED: Final = section(
    vol.Schema(
        {
            vol.Required(CONF_TRANSPORT, default=AUTOMATIC): TRANSPORT_SELECTOR,
            vol.Optional(CONF_XMPP_PORT): port_selector(),
        }
    ),
    {"collapsed": True},
)

_RECONFIGURE_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_HOST): TextSelector(),
        vol.Required(SECTION_ADVANCED): _ADVANCED,
    }
)


class _Unusable(Exception):
    """What was typed leads nowhere; carries the key of the error to show."""


class HubFlow(HubImportFlow):
    """Leads from a discovery, a choice or an address to an entry that works."""

    def __init__(self) -> None:
        """Start with nothing found."""
        super().__init__()
        # By their addresses, for that is what a browser shows of a choice.
        self._hubs: dict[str, FoundHub] = {}
        self._hub_input: dict[str, Any] = {}

    # ── By hand ───────────────────────────────────────────────────────────────

    async def async_step_harmony(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer what is known already, or look for hubs."""
        if self._has_hubs_to_offer():
            return await self.async_step_harmony_import()
        return await self._in_progress("harmony", self._search)

    async def _search(self) -> str:
        """Look for hubs that are not set up yet, and return the next step."""
        self._ready.set()
        self._hubs = {hub.host: hub for hub in await async_search(self.hass)}
        return "hub"

    async def async_step_hub(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose a hub, or type its address."""
        choices = self._choices()
        step_id = "hub" if choices else "hub_not_found"
        errors: dict[str, str] = {}
        if (answer := self._answer(user_input)) is not None:
            self._hub_input = answer
            choice = answer.get(CONF_DEVICE, "").strip()
            if not choice:
                return await self.async_step_harmony()
            self._hub_rival = None
            try:
                self._target = await self._target_of(choice, answer[SECTION_ADVANCED])
            except _Unusable as error:
                errors[CONF_DEVICE] = str(error)
            else:
                return await self.async_step_hub_connect()
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                _hub_schema(choices), self._hub_input
            ),
            errors=errors,
        )

    async def async_step_hub_not_found(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Type an address, for nobody answered; or look again."""
        return await self.async_step_hub(user_input)

    def _choices(self) -> list[SelectOptionDict]:
        """List the hubs that answered and are not set up yet."""
        entries = self._async_current_entries(include_ignore=False)
        known = {entry.unique_id for entry in entries}
        hosts = {entry.data.get(CONF_HOST) for entry in entries}
        return [
            SelectOptionDict(value=host, label=f"{hub.name or UNNAMED} ({host})")
            for host, hub in self._hubs.items()
            if hub.remote_id not in known
            # Firmware before 4.x does not tell its remote id.
            and (hub.remote_id is not None or host not in hosts)
        ]

    async def _target_of(self, choice: str, advanced: dict[str, Any]) -> Target:
        """Return the hub that was chosen or whose address was typed; raise _Unusable."""
        xmpp_port = advanced.get(CONF_XMPP_PORT)
        if (hub := self._hubs.get(choice)) is not None:
            return Target(
                host=hub.host,
                port=DEFAULT_PORT,
                xmpp_port=xmpp_port or hub.xmpp_port,
                transport=_transport(advanced[CONF_TRANSPORT]),
                name=hub.name,
                remote_id=hub.remote_id,
            )
        host, port = await self._typed(choice)
        return Target(
            host=host,
            port=port,
            xmpp_port=xmpp_port or DEFAULT_XMPP_PORT,
            transport=_transport(advanced[CONF_TRANSPORT]),
        )

    async def _typed(self, address: str) -> tuple[str, int]:
        """Return the host and the port of an address; raise _Unusable for one that leads nowhere."""
        try:
            host, port = parse_address(address)
        except ValueError as error:
            raise _Unusable("invalid_address") from error
        if await async_resolve(self.hass, host) is None:
            raise _Unusable("hub_unknown_host")
        return host, port or DEFAULT_PORT

    # ── Discovered ────────────────────────────────────────────────────────────

    @override
    async def async_step_ssdp(
        self, discovery_info: SsdpServiceInfo
    ) -> ConfigFlowResult:
        """Greet an announced hub: a card for a new one, the new address for a known one.

        It is asked one question over HTTP. A connection on top of the announcement's traffic is more than hubs bear.
        """
        address = next(_announced(discovery_info), None)
        if address is None:
            return self.async_abort(reason="ipv6_only")
        host, port = address
        try:
            identity = await identify(
                async_get_clientsession(self.hass), host, port, TIMING
            )
        except HarmonyError:
            return self.async_abort(
                reason="hub_not_identified", description_placeholders={"host": host}
            )
        await self.async_set_unique_id(identity.remote_id)
        self._abort_if_hub_is_set_up(host, port)
        self._hub_rival = self._known_as(identity.remote_id)
        announced = read_text(discovery_info.upnp.get(ATTR_UPNP_FRIENDLY_NAME), 100)
        name = identity.name or announced or UNNAMED
        self._target = Target(
            host=host, port=port, name=name, remote_id=identity.remote_id
        )
        self.context["title_placeholders"] = {"name": name, "host": host}
        return await self.async_step_ssdp_confirm()

    async def async_step_ssdp_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the one click that there is left to do."""
        if user_input is not None:
            return await self.async_step_hub_connect()
        assert self._target is not None
        self._set_confirm_only()
        return self.async_show_form(
            step_id="ssdp_confirm",
            description_placeholders=self.context["title_placeholders"],
        )

    # ── Repair and change ─────────────────────────────────────────────────────

    async def async_step_reauth_harmony(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say what happened, then connect and pair anew."""
        entry = self._get_reauth_entry()
        if user_input is None:
            return self.async_show_form(step_id="reauth_harmony")
        self._target = _configured(entry)
        return await self.async_step_hub_connect()

    async def async_step_reconfigure_harmony(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change the address, or how the hub is spoken to."""
        entry = self._get_reconfigure_entry()
        configured = _configured(entry)
        errors: dict[str, str] = {}
        if user_input is not None:
            self._hub_input = user_input
            advanced = user_input[SECTION_ADVANCED]
            try:
                host, port = await self._typed(user_input[CONF_HOST])
            except _Unusable as error:
                errors[CONF_HOST] = str(error)
            else:
                self._session_token = entry.data.get(CONF_SESSION_TOKEN)
                self._target = replace(
                    configured,
                    host=host,
                    port=port,
                    xmpp_port=advanced.get(CONF_XMPP_PORT, DEFAULT_XMPP_PORT),
                    transport=_transport(advanced[CONF_TRANSPORT]),
                )
                return await self.async_step_hub_connect()
        return self.async_show_form(
            step_id="reconfigure_harmony",
            data_schema=self.add_suggested_values_to_schema(
                _RECONFIGURE_SCHEMA, self._hub_input or _as_typed(configured)
            ),
            description_placeholders={"name": entry.title},
            errors=errors,
        )


def _hub_schema(choices: list[SelectOptionDict]) -> vol.Schema:
    return vol.Schema(
        {
            vol.Optional(CONF_DEVICE): SelectSelector(
                SelectSelectorConfig(
                    options=choices,
                    custom_value=True,
                    sort=True,
                    mode=SelectSelectorMode.DROPDOWN,
                )
            ),
            vol.Required(SECTION_ADVANCED): _ADVANCED,
        }
    )


def _transport(choice: str) -> TransportKind | None:
    """Return the transport that was chosen, None where it may be either."""
    return None if choice == AUTOMATIC else TransportKind(choice)


def _announced(discovery_info: SsdpServiceInfo) -> Iterator[tuple[str, int]]:
    """Give the host and HTTP port of each address that leads to a hub: they speak IPv4 only."""
    for location in (
        discovery_info.ssdp_location,
        *sorted(discovery_info.ssdp_all_locations),
    ):
        if (address := read_location(location)) is None:
            continue
        host, port = address
        try:
            usable = usable_address([host])
        except ValueError:
            continue
        if usable is not None:
            yield usable, port


def _configured(entry: ConfigEntry) -> Target:
    """Return where the hub of an entry should be."""
    return Target(
        host=entry.data[CONF_HOST],
        port=entry.data.get(CONF_PORT, DEFAULT_PORT),
        xmpp_port=entry.data.get(CONF_XMPP_PORT, DEFAULT_XMPP_PORT),
        transport=_transport(entry.options.get(CONF_TRANSPORT, AUTOMATIC)),
        name=entry.title,
        remote_id=entry.unique_id,
    )


def _as_typed(target: Target) -> dict[str, Any]:
    """Return what one would have typed to get there."""
    port = "" if target.port == DEFAULT_PORT else f":{target.port}"
    return {
        CONF_HOST: f"{target.host}{port}",
        SECTION_ADVANCED: {
            CONF_TRANSPORT: target.transport or AUTOMATIC,
            CONF_XMPP_PORT: target.xmpp_port,
        },
    }
