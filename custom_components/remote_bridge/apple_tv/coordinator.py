"""The bridge from an Apple TV that pushes its state to Home Assistant."""

import asyncio
import logging
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST, CONF_PORT, EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import (
    ConfigEntryAuthFailed,
    ConfigEntryNotReady,
    HomeAssistantError,
)
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.storage import Store
from homeassistant.helpers.update_coordinator import UpdateFailed
from homeassistant.util import dt as dt_util

from ..const import CONF_DO_NOT_WAKE, CONF_LOGIN_ID, CONF_SWIPE, DEFAULT_DO_NOT_WAKE
from ..coordinator import DeviceCoordinator, DeviceError
from ..dacp import (
    AppleTV,
    AuthenticationFailed,
    Connection,
    ConnectionFailed,
    DacpError,
    InvalidLoginId,
    Options,
    PlayState,
    PlayStatus,
    Swipe,
    Timing,
)
from ..stores import note_store
from .announcements import async_is_announced, async_listen_for_return
from .errors import device_failure, explain

_LOGGER = logging.getLogger(__name__)

TIMING: Final = Timing()

# Home Assistant's start waits for this. A sleeping Apple TV needs longer, but our knocking wakes it, and the next
# attempt, seconds later, finds it up.
CONNECT_SECONDS: Final = 10.0

_GONE: Final = frozenset({Connection.LOST, Connection.REFUSED})


type AppleTvConfigEntry = ConfigEntry[AppleTvCoordinator]


class AppleTvCoordinator(DeviceCoordinator[PlayStatus]):
    """Owns the connection to one Apple TV and tells the entities what it pushes.

    There is no interval: whatever we ask wakes a sleeping Apple TV, and nothing changes without a push.
    """

    config_entry: AppleTvConfigEntry

    def __init__(self, hass: HomeAssistant, entry: AppleTvConfigEntry) -> None:
        """Prepare the client; nothing is sent before the first refresh."""
        self.timing = TIMING
        # Before the base class, which from then on has `async_shutdown` called whatever happens.
        self.client = _client(hass, entry, self.timing)
        # 0 to 100; None as long as the device has no volume, or has not said.
        self.volume: int | None = None
        self._volume_task: asyncio.Task[None] | None = None
        # Where the device slept when we left it, so that Home Assistant's next start does not wake it.
        self._left_asleep: Store[dict[str, Any]] = note_store(hass, entry)
        super().__init__(hass, _LOGGER, config_entry=entry, name=entry.title)

    @property
    def asleep(self) -> bool:
        """Whether the device sleeps and is not to be woken."""
        return self.client.connection is Connection.ASLEEP

    @property
    def can_set_volume(self) -> bool:
        """Whether the device has a volume; while it loads something it does not say, and nothing has changed."""
        says = self.data.can_set_volume
        return self.volume is not None if says is None else says

    @override
    async def _async_setup(self) -> None:
        """Connect, and from then on follow what the device says.

        One that slept when we left it is not asked: that would wake it, and the television with it.
        """
        entry = self.config_entry
        assert entry.unique_id is not None
        if await self._sleeps_still():
            self.client.wait_until_awake()
        else:
            self._watch_volume(await self._connect())
        for stop in (
            self.client.add_listener(self._follow),
            async_listen_for_return(self.hass, entry.unique_id, self.client.announced),
            self.hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, self._leave),
        ):
            entry.async_on_unload(stop)

    async def _sleeps_still(self) -> bool:
        """Tell whether the device slept when we left it, and nothing has been heard of it since."""
        entry = self.config_entry
        assert entry.unique_id is not None
        return (
            _may_not_wake(entry)
            and await self._left_asleep.async_load() == _place(entry)
            and not async_is_announced(self.hass, entry.unique_id)
        )

    async def _connect(self) -> PlayStatus:
        """Connect to the device, in a time that Home Assistant's start can bear."""
        entry = self.config_entry
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                return await self.client.connect()
        except TimeoutError as error:
            late = ConnectionFailed(f"No answer in {CONNECT_SECONDS:g} seconds")
            raise device_failure(ConfigEntryNotReady, late, entry.title) from error
        except AuthenticationFailed as error:
            raise device_failure(ConfigEntryAuthFailed, error, entry.title) from error
        except DacpError as error:
            raise device_failure(ConfigEntryNotReady, error, entry.title) from error

    @override
    async def _async_update_data(self) -> PlayStatus:
        """Return what was pushed last: asking brings no news, and wakes the device."""
        if self.client.connection in _GONE:
            raise UpdateFailed(str(self.client.last_error))
        # Nothing is known of a device that has slept ever since we started, except that it plays nothing.
        return self.client.status or PlayStatus(
            state=PlayState.IDLE, received_at=dt_util.utcnow()
        )

    @override
    async def async_shutdown(self) -> None:
        """Log out and let go of the connection; runs on unload, and after a failed set-up."""
        asleep = self.asleep
        await super().async_shutdown()
        await self.client.close()
        if asleep:
            await self._left_asleep.async_save(_place(self.config_entry))
        else:
            await self._left_asleep.async_remove()

    @override
    def explain(self, error: DeviceError) -> HomeAssistantError:
        """Put an error into words, and ask for a new pairing where that is what it takes."""
        assert isinstance(error, DacpError)
        if isinstance(error, AuthenticationFailed):
            self.config_entry.async_start_reauth(self.hass)
        return explain(error, self.config_entry.title)

    async def async_read_volume(self) -> None:
        """Ask for the volume, which is not among the things that are pushed.

        Where that fails the volume is unknown, and Home Assistant offers to step it only.
        """
        try:
            self.volume = await self.client.volume()
        except DacpError as error:
            _LOGGER.debug("%s does not tell its volume: %s", self.name, error)
            self.volume = None
        self.async_update_listeners()

    async def _leave(self, _: Event) -> None:
        """Say goodbye: entries are not unloaded when Home Assistant stops."""
        await self.async_shutdown()

    @callback
    def _follow(self) -> None:
        """Pass on what the client says about the device."""
        client = self.client
        if client.connection in _GONE:
            assert client.last_error is not None
            self.async_set_update_error(client.last_error)
            if client.connection is Connection.REFUSED:
                self.config_entry.async_start_reauth(self.hass)
            return
        if client.status is None or client.connection is Connection.CLOSED:
            return
        if not self.last_update_success:
            _LOGGER.info("%s is back", self.name)
        self._watch_volume(client.status)
        self.async_set_updated_data(client.status)

    @callback
    def _watch_volume(self, status: PlayStatus) -> None:
        """Find out the volume once the device has one, and forget it when it has none any more."""
        if status.can_set_volume is False:
            self.volume = None
        reading = self._volume_task is not None and not self._volume_task.done()
        if status.can_set_volume and self.volume is None and not reading:
            self._volume_task = self.config_entry.async_create_background_task(
                self.hass, self.async_read_volume(), f"Read the volume of {self.name}"
            )


def _place(entry: ConfigEntry) -> dict[str, Any]:
    """Return where the device is: one that has moved was awake to tell."""
    return {key: entry.data[key] for key in (CONF_HOST, CONF_PORT)}


def _may_not_wake(entry: ConfigEntry) -> bool:
    """Tell whether the user wants a sleeping device to be left alone."""
    return bool(entry.options.get(CONF_DO_NOT_WAKE, DEFAULT_DO_NOT_WAKE))


def _client(hass: HomeAssistant, entry: AppleTvConfigEntry, timing: Timing) -> AppleTV:
    """Return a client for what the entry says; nothing is sent yet."""
    options = Options(
        do_not_wake=_may_not_wake(entry),
        swipe=Swipe(entry.options.get(CONF_SWIPE, Swipe.SEVEN_EVENTS)),
    )
    try:
        return AppleTV(
            async_get_clientsession(hass),
            entry.data[CONF_HOST],
            entry.data[CONF_PORT],
            entry.data[CONF_LOGIN_ID],
            options=options,
            timing=timing,
        )
    except InvalidLoginId as error:
        raise device_failure(ConfigEntryAuthFailed, error, entry.title) from error
