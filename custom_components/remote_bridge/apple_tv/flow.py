"""Adding, repairing and changing an Apple TV, in dialogs."""

from dataclasses import replace
from typing import Any, Final, override

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlowResult,
    OptionsFlowWithReload,
)
from homeassistant.const import CONF_DEVICE, CONF_HOST, CONF_PORT
from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN
from homeassistant.data_entry_flow import AbortFlow, section
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
import voluptuous as vol

from ..addresses import async_resolve, parse_address, usable_address
from ..const import (
    CONF_CALLBACK_PORT,
    CONF_DO_NOT_WAKE,
    CONF_LOGIN_ID,
    CONF_SWIPE,
    DEFAULT_DO_NOT_WAKE,
)
from ..dacp import (
    DEFAULT_PORT,
    Announcement,
    ConnectionFailed,
    DacpError,
    Swipe,
    Timing,
    device_name,
    read_announcement,
)
from ..flow import port_selector
from .announcements import async_complete, async_find, async_found
from .import_flow import AppleTvImportFlow
from .pairing_flow import CALLBACK_PORT_SELECTOR, UNNAMED, Device

# An Apple TV that sleeps may need longer; the dialog then says how to wake it, instead of keeping somebody waiting.
PROBE_TIMING: Final = Timing(request=8)

SECTION_ADVANCED: Final = "advanced"

_ADVANCED: Final = section(
    vol.Schema({vol.Optional(CONF_CALLBACK_PORT): CALLBACK_PORT_SELECTOR}),
    {"collapsed": True},
)

_RECONFIGURE_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_HOST): TextSelector(),
        vol.Required(CONF_PORT, default=DEFAULT_PORT): port_selector(),
    }
)

_OPTIONS_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_DO_NOT_WAKE, default=DEFAULT_DO_NOT_WAKE): BooleanSelector(),
        vol.Required(CONF_SWIPE, default=Swipe.SEVEN_EVENTS.value): SelectSelector(
            SelectSelectorConfig(
                options=[swipe.value for swipe in Swipe],
                mode=SelectSelectorMode.LIST,
                translation_key=CONF_SWIPE,
            )
        ),
        vol.Required(SECTION_ADVANCED): _ADVANCED,
    }
)


class _Unusable(Exception):
    """What was typed leads nowhere; carries the key of the error to show."""


class AppleTvFlow(AppleTvImportFlow):
    """Leads from a discovery, a choice or an address to an entry that works."""

    def __init__(self) -> None:
        """Start with nothing found."""
        super().__init__()
        self._found: dict[str, Announcement] = {}
        self._last_input: dict[str, Any] = {}

    # ── By hand ───────────────────────────────────────────────────────────────

    async def async_step_apple_tv(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose an Apple TV, type its address, or leave that to the remote in one's hand."""
        errors: dict[str, str] = {}
        if await self._has_apple_tvs_to_offer():
            return await self.async_step_apple_tv_import()
        if user_input is not None:
            self._last_input = user_input
            self._callback_port = user_input[SECTION_ADVANCED].get(
                CONF_CALLBACK_PORT, 0
            )
            try:
                self._device = await self._chosen(user_input.get(CONF_DEVICE, ""))
            except _Unusable as error:
                errors[CONF_DEVICE] = str(error)
            else:
                return await self._connect_new()
        self._found = await async_found(self.hass)
        return self.async_show_form(
            step_id="apple_tv",
            data_schema=self.add_suggested_values_to_schema(
                self._apple_tv_schema(), self._last_input
            ),
            errors=errors,
        )

    def _apple_tv_schema(self) -> vol.Schema:
        configured = self._async_current_ids(include_ignore=False)
        choices = [
            SelectOptionDict(value=identifier, label=f"{one.name} ({one.host})")
            for identifier, one in self._found.items()
            if identifier not in configured
        ]
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

    async def _chosen(self, choice: str) -> Device | None:
        """Return the device that was chosen or whose address was typed, None for whichever it will be."""
        if not choice.strip():
            return None
        if choice in self._found:
            return Device.announced(self._found[choice])
        return await self._at(choice)

    async def _at(self, address: str, port: int | None = None) -> Device:
        """Return the device at an address; raise _Unusable."""
        try:
            host, typed_port = parse_address(address)
        except ValueError as error:
            raise _Unusable("invalid_address") from error
        port = typed_port or port
        resolved = await async_resolve(self.hass, host)
        if resolved is None:
            raise _Unusable("unknown_host")
        for one in (await async_found(self.hass)).values():
            if one.host == resolved and port in (None, one.port):
                await self._name_of(resolved, one.port)
                return replace(Device.announced(one), host=host)
        port = port or DEFAULT_PORT
        return Device(
            name=await self._name_of(resolved, port) or UNNAMED, host=host, port=port
        )

    async def _name_of(self, address: str, port: int) -> str | None:
        """Ask a device its name; raise _Unusable when nobody answers, or not as a device would."""
        http = async_get_clientsession(self.hass)
        try:
            return await device_name(http, address, port, PROBE_TIMING)
        except ConnectionFailed as error:
            raise _Unusable("cannot_connect") from error
        except DacpError as error:
            raise _Unusable("not_an_apple_tv") from error

    async def _connect_new(self) -> ConfigFlowResult:
        """Connect to a device that should not be there yet."""
        device = self._device
        # Leaves what an earlier choice in the same dialog was.
        await self.async_set_unique_id(None)
        if device is not None and device.identifier is not None:
            await self.async_set_unique_id(device.identifier, raise_on_progress=False)
            self._abort_if_unique_id_configured(
                updates={CONF_HOST: device.host, CONF_PORT: device.port}
            )
        return await self._connect()

    # ── Discovered ────────────────────────────────────────────────────────────

    @override
    async def async_step_zeroconf(
        self, discovery_info: ZeroconfServiceInfo
    ) -> ConfigFlowResult:
        """Greet an announced device: a card for a new one, the new address for a known one."""
        host = usable_address(discovery_info.addresses)
        if host is None:
            return self.async_abort(reason="ipv6_only")
        heard = read_announcement(
            discovery_info.type,
            discovery_info.name,
            host,
            discovery_info.port,
            discovery_info.properties,
        )
        if heard is None:
            return self.async_abort(reason="not_controllable")
        device = await async_complete(self.hass, discovery_info.type, heard)
        entry = await self.async_set_unique_id(device.identifier)
        # With a cable and Wi-Fi a device announces two addresses, in changing order.
        if entry and (known := entry.data.get(CONF_HOST)) in discovery_info.addresses:
            host = known
        self._abort_if_unique_id_configured(
            updates={CONF_HOST: host, CONF_PORT: heard.port}
        )
        if not heard.is_apple_tv:
            self._abort_if_host_is_known(host)
        self._device = Device.announced(device)
        self.context["title_placeholders"] = {"name": device.name, "host": device.host}
        return await self.async_step_zeroconf_confirm()

    def _abort_if_host_is_known(self, host: str) -> None:
        """Abort for the second announcement of a computer, which may carry another identifier."""
        self._async_abort_entries_match({CONF_HOST: host})
        for flow in self._async_in_progress(include_uninitialized=True):
            if flow["context"].get("title_placeholders", {}).get("host") == host:
                raise AbortFlow(
                    "already_in_progress", translation_domain=HOMEASSISTANT_DOMAIN
                )

    async def async_step_zeroconf_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say what pairing takes, then pair."""
        return await self._confirm(user_input)

    async def async_step_home_sharing_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the one click that Home Sharing leaves to do."""
        return await self._confirm(user_input)

    async def _confirm(self, user_input: dict[str, Any] | None) -> ConfigFlowResult:
        assert self._device is not None
        assert self.unique_id is not None
        if user_input is not None:
            return await self._connect()
        # The login id often comes with a second announcement, when the card is already there; and a card may wait
        # for days, while the device moves to another address.
        announcement = await async_find(self.hass, self.unique_id)
        if announcement is not None:
            self._device = Device.announced(announcement)
        by_home_sharing = self._device.home_sharing_id is not None
        if by_home_sharing:
            self._set_confirm_only()
        return self.async_show_form(
            step_id="home_sharing_confirm" if by_home_sharing else "zeroconf_confirm",
            description_placeholders={
                "name": self._device.name,
                "host": self._device.host,
            },
        )

    # ── Repair and change ─────────────────────────────────────────────────────

    async def async_step_reauth_apple_tv(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say what happened, then pair again; or take the Home Sharing id of today."""
        if user_input is None:
            return self.async_show_form(step_id="reauth_apple_tv")
        entry = self._get_reauth_entry()
        assert entry.unique_id is not None
        self._callback_port = entry.options.get(CONF_CALLBACK_PORT, 0)
        announcement = await async_find(self.hass, entry.unique_id)
        self._device = (
            Device.announced(announcement)
            if announcement is not None
            else _configured(entry)
        )
        return await self._connect()

    async def async_step_reconfigure_apple_tv(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change the address, and pair again where that turns out to be needed."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            self._last_input = user_input
            try:
                self._device = await self._moved(entry, user_input)
            except _Unusable as error:
                errors[CONF_HOST] = str(error)
            else:
                self._callback_port = entry.options.get(CONF_CALLBACK_PORT, 0)
                self._login_id = entry.data[CONF_LOGIN_ID]
                self._just_paired = False
                return await self.async_step_login()
        return self.async_show_form(
            step_id="reconfigure_apple_tv",
            data_schema=self.add_suggested_values_to_schema(
                _RECONFIGURE_SCHEMA, self._last_input or entry.data
            ),
            description_placeholders={"name": entry.title},
            errors=errors,
        )

    async def _moved(self, entry: ConfigEntry, user_input: dict[str, Any]) -> Device:
        """Return the configured device at its new address; raise _Unusable."""
        there = await self._at(user_input[CONF_HOST], user_input[CONF_PORT])
        if there.identifier not in (None, entry.unique_id):
            raise _Unusable("another_device")
        return replace(_configured(entry), host=there.host, port=there.port)


def _configured(entry: ConfigEntry) -> Device:
    """Return the device an entry stands for."""
    return Device(
        name=entry.title,
        host=entry.data[CONF_HOST],
        port=entry.data[CONF_PORT],
        identifier=entry.unique_id,
    )


class AppleTvOptionsFlow(OptionsFlowWithReload):
    """What the user may choose about an Apple TV that is already there."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the options, or keep them."""
        if user_input is not None:
            advanced = user_input.pop(SECTION_ADVANCED)
            return self.async_create_entry(data={**user_input, **advanced})
        options = self.config_entry.options
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(
                _OPTIONS_SCHEMA, {**options, SECTION_ADVANCED: options}
            ),
        )
