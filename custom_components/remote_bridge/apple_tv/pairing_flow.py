"""The steps that every way of adding or repairing an Apple TV leads to: pair, log in, finish."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final, Self
import unicodedata

from homeassistant.components import zeroconf
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.hass_dict import HassKey
import voluptuous as vol
from zeroconf import Error as ZeroconfError

from ..addresses import async_local_address
from ..const import CONF_CALLBACK_PORT, CONF_KIND, CONF_LOGIN_ID, Kind
from ..dacp import (
    DEFAULT_PORT,
    Announcement,
    AppleTV,
    AuthenticationFailed,
    CallbackPortUnavailable,
    ConnectionFailed,
    DacpError,
    InvalidLoginId,
    PairedDevice,
    PairingSession,
    PairingTimedOut,
    TooManyWrongCodes,
    WrongDevice,
    device_name,
)
from ..flow import port_selector
from ..issues import async_accept
from ..rivals import async_disable
from .announcements import async_find
from .issues import BOTH_HOLD, async_pairing_reached, async_pairing_unreached
from .pairing_failures import PairingFailures
from .rivals import Rival, async_holder

# Time to find the television's own remote and the way through its menus.
PAIRING_SECONDS: Final = 300.0
PAIRING_TICKS: Final = 300

# A login takes milliseconds, or, with a device that sleeps, half a minute: only the latter is worth showing.
LOGIN_PATIENCE: Final = 1.0

# What a device is called until it has told its name.
UNNAMED: Final = "Apple TV"

# The television shows about thirty characters of a remote's name.
_REMOTE_NAME: Final = "Home Assistant"
_REMOTE_NAME_LENGTH: Final = 30
# What Home Assistant is called until somebody chooses a name.
_UNTOLD_LOCATION: Final = "Home"

# Every attempt that holds a port and an announcement, by the flow it belongs to.
_ATTEMPTS: HassKey[dict[str, asyncio.Task[str]]] = HassKey("remote_bridge_pairing")

CALLBACK_PORT_SELECTOR: Final = port_selector(least=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What a flow knows of the device it is about.

    `identifier` is unknown while there is only an address; `home_sharing_id` logs in without pairing.
    """

    name: str
    host: str
    port: int
    identifier: str | None = None
    home_sharing_id: str | None = None

    @classmethod
    def announced(cls, announcement: Announcement) -> Self:
        """Take over what a device announces."""
        return cls(
            name=announcement.name,
            host=announcement.host,
            port=announcement.port,
            identifier=announcement.identifier,
            home_sharing_id=announcement.login_id,
        )


def remote_name(hass: HomeAssistant) -> str:
    """Return the name to look for on the television: plain ASCII, which every firmware can show."""
    location = unicodedata.normalize("NFKD", hass.config.location_name)
    plain = " ".join(location.encode("ascii", "ignore").decode().split())
    if plain in ("", _UNTOLD_LOCATION, _REMOTE_NAME):
        return _REMOTE_NAME
    return f"{_REMOTE_NAME} {plain}"[:_REMOTE_NAME_LENGTH].rstrip()


class PairingFlow(PairingFailures):
    """Pairs, logs in, and finishes; whatever fails on the way can be tried again in place."""

    def __init__(self) -> None:
        """Start with nothing known; without a device, whichever one the code is entered on is taken."""
        super().__init__()
        self._device: Device | None = None
        self._login_id: str | None = None
        self._callback_port = 0
        self._just_paired = False
        # Whether it is settled what becomes of who holds the device besides us.
        self._apple_tv_is_settled = False

    async def _connect(self) -> ConfigFlowResult:
        """Log in where Home Sharing makes that possible, else pair."""
        device, self._just_paired = self._device, False
        if device is None or device.home_sharing_id is None:
            return await self.async_step_pair()
        self._login_id = device.home_sharing_id
        return await self.async_step_login()

    # ── Pair ──────────────────────────────────────────────────────────────────

    async def async_step_pair(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show a PIN and wait for it to be entered on the Apple TV."""
        if self._task is None:
            await self._end_orphans()
        return await self._in_progress("pair", self._pair)

    async def _end_orphans(self) -> None:
        """End attempts to pair this device whose browser tab was closed: nobody sees their PIN any more."""
        attempts = self.hass.data.setdefault(_ATTEMPTS, {})
        orphans = {
            attempts[flow["flow_id"]]: flow["flow_id"]
            for flow in self._async_in_progress(include_uninitialized=True)
            if flow["flow_id"] in attempts
            and flow["context"].get("unique_id") == self.unique_id
        }
        for flow_id in orphans.values():
            self.hass.config_entries.flow.async_abort(flow_id)
        if orphans:
            await asyncio.wait(orphans)

    async def _pair(self) -> str:
        """Pair, and return the next step. Nothing is left open, whatever comes."""
        attempts, task = self.hass.data[_ATTEMPTS], asyncio.current_task()
        assert task is not None
        attempts[self.flow_id] = task
        try:
            return await self._attempt()
        finally:
            del attempts[self.flow_id]
            self._ready.set()

    async def _attempt(self) -> str:
        device = self._device
        self._placeholders = {
            "device": device.name if device else UNNAMED,
            "remote_name": remote_name(self.hass),
            "port": str(self._callback_port),
        }
        address = await async_local_address(self.hass, device.host if device else None)
        if address is None:
            return "pair_no_interface"
        self._placeholders["address"] = address
        try:
            async with PairingSession(
                await zeroconf.async_get_async_instance(self.hass),
                name=remote_name(self.hass),
                address=address,
                port=self._callback_port,
                expected=device.identifier if device else None,
            ) as session:
                paired = await self._wait(session)
        except CallbackPortUnavailable:
            return "pair_port_unavailable"
        except PairingTimedOut as error:
            return await self._after_time_out(error)
        except TooManyWrongCodes:
            return "pair_too_many_codes"
        except WrongDevice:
            return "pair_wrong_device"
        except ZeroconfError, OSError:
            return "pair_not_announced"
        async_pairing_reached(self.hass)
        self._login_id = paired.login_id
        self._just_paired = True
        self._device = await self._get_to_know(paired)
        return "login"

    async def _after_time_out(self, error: PairingTimedOut) -> str:
        if error.wrong_codes:
            async_pairing_reached(self.hass)
            return "pair_wrong_code"
        await async_pairing_unreached(
            self.hass,
            address=self._placeholders["address"],
            port=self._placeholders["port"],
            host=self._device.host if self._device else None,
        )
        return "pair_unreached"

    async def _wait(self, session: PairingSession) -> PairedDevice:
        """Show the PIN, and count down until somebody has entered it."""
        details = self._placeholders | {"port": str(session.port)}
        self._placeholders = details | {"pin": session.pin}
        self._ready.set()
        try:
            for tick in range(PAIRING_TICKS):
                self.async_update_progress(1 - tick / PAIRING_TICKS)
                with suppress(PairingTimedOut):
                    return await session.wait(PAIRING_SECONDS / PAIRING_TICKS)
            raise PairingTimedOut(session.wrong_codes)
        finally:
            self._placeholders = details

    async def _get_to_know(self, paired: PairedDevice) -> Device:
        """Return the device that paired; where it is comes from its announcement, so that nobody types it."""
        device = self._device
        if device is not None and device.identifier is not None:
            return device
        identifier = paired.identifier
        announcement = await async_find(self.hass, identifier)
        if device is not None:
            name = announcement.name if announcement else device.name
            return replace(device, identifier=identifier, name=name)
        if announcement is not None:
            return Device.announced(announcement)
        return Device(
            name=UNNAMED, host=paired.address, port=DEFAULT_PORT, identifier=identifier
        )

    async def async_step_callback_port(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the port that the Apple TV should call back."""
        if user_input is not None:
            self._callback_port = user_input.get(CONF_CALLBACK_PORT, 0)
            return await self.async_step_pair()
        schema = vol.Schema({vol.Optional(CONF_CALLBACK_PORT): CALLBACK_PORT_SELECTOR})
        return self.async_show_form(
            step_id="callback_port",
            data_schema=self.add_suggested_values_to_schema(
                schema, {CONF_CALLBACK_PORT: self._callback_port}
            ),
        )

    # ── Log in ────────────────────────────────────────────────────────────────

    async def async_step_login(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Log in once, so that no entry is made that does not work."""
        return await self._in_progress("login", self._log_in, patience=LOGIN_PATIENCE)

    async def _log_in(self) -> str:
        """Log in and out, and return the next step."""
        device, login_id = self._device, self._login_id
        assert device is not None
        assert login_id is not None
        self._placeholders = {
            "device": device.name,
            "host": device.host,
            "port": str(device.port),
        }
        self._ready.set()
        http = async_get_clientsession(self.hass)
        try:
            client = AppleTV(http, device.host, device.port, login_id)
            try:
                await client.connect()
                if device.name == UNNAMED:
                    with suppress(DacpError):
                        name = (
                            await device_name(http, device.host, device.port) or UNNAMED
                        )
                        self._device = replace(device, name=name)
            finally:
                await client.close()
        except AuthenticationFailed, InvalidLoginId:
            if self._just_paired:
                return "login_refused"
            is_guid = login_id.startswith("0x")
            return "pairing_forgotten" if is_guid else "home_sharing_refused"
        except ConnectionFailed:
            return "login_unreachable"
        except DacpError:
            return "login_not_understood"
        return "finish"

    async def async_step_finish(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Make the entry, or bring it up to date."""
        device = self._device
        assert device is not None
        data = {
            CONF_HOST: device.host,
            CONF_PORT: device.port,
            CONF_LOGIN_ID: self._login_id,
        }
        port = {CONF_CALLBACK_PORT: self._callback_port} if self._callback_port else {}
        if (entry := self._entry_in_hand()) is not None:
            options = {**entry.options, CONF_CALLBACK_PORT: self._callback_port}
            return self.async_update_reload_and_abort(
                entry, data_updates=data, options=options
            )
        await self.async_set_unique_id(device.identifier, raise_on_progress=False)
        self._abort_if_unique_id_configured(updates=data)
        holder = self._apple_tv_holder()
        if holder is not None and not self._apple_tv_is_settled:
            self._placeholders["other"] = holder.name
            return await self.async_step_apple_tv_both_hold()
        return self.async_create_entry(
            title=device.name,
            data={CONF_KIND: Kind.APPLE_TV.value, **data},
            options=port,
        )

    # ── Who else holds it ─────────────────────────────────────────────────────

    async def async_step_apple_tv_both_hold(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say that two integrations are about to hold the same device, and what can be done about it."""
        return self.async_show_menu(
            step_id="apple_tv_both_hold",
            menu_options=["apple_tv_disable_other", "apple_tv_keep_both"],
            description_placeholders=self._placeholders,
        )

    async def async_step_apple_tv_disable_other(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Disable the other one's entry, as the user has asked for, and finish."""
        if (holder := self._apple_tv_holder()) is not None:
            await async_disable(self.hass, holder.entry_id)
        self._apple_tv_is_settled = True
        return await self.async_step_finish()

    async def async_step_apple_tv_keep_both(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Finish, and do not bring it up again."""
        assert self.unique_id is not None
        async_accept(self.hass, BOTH_HOLD, self.unique_id)
        self._apple_tv_is_settled = True
        return await self.async_step_finish()

    def _apple_tv_holder(self) -> Rival | None:
        assert self._device is not None
        return async_holder(self.hass, self.unique_id, self._device.host)
