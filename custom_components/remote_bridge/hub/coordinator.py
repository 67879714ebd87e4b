"""The bridge from a Harmony hub that pushes its state to Home Assistant."""

import asyncio
from collections.abc import Coroutine
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

from ..const import (
    CONF_DEFAULT_ACTIVITY,
    CONF_KEY_SPACING,
    CONF_SESSION_TOKEN,
    CONF_XMPP_PORT,
    LAST_ACTIVITY,
)
from ..coordinator import DeviceCoordinator, DeviceError
from ..harmony import transports
from ..harmony.client import CachedConfig, Connection, HarmonyHub, HubOptions
from ..harmony.config import EMPTY, POWER_OFF, HubConfig
from ..harmony.exceptions import (
    AuthenticationFailed,
    ConnectionFailed,
    HarmonyError,
    ProtocolError,
)
from ..harmony.provision import DEFAULT_PORT
from ..harmony.state import HubStatus, Phase
from ..harmony.timing import Timing
from ..harmony.transport import Transport, TransportKind
from ..helpers import mistake
from ..stores import configuration_store, note_store
from . import registry
from .activities import ActivityNames
from .connecting import DEFAULT_XMPP_PORT, transport_kind
from .errors import device_failure, explain
from .issues import async_look_into
from .living_room.room import LivingRoom
from .macros.model import tell_of_spoilt
from .macros.runner import MacroRunner
from .versions.archive import Archive

_LOGGER = logging.getLogger(__name__)

TIMING: Final = Timing()

# Home Assistant's start waits for this. A hub that boots needs longer, but the next attempt comes within seconds.
CONNECT_SECONDS: Final = 10.0
# The same where everything but the state is known already: a hub that is there answers within this.
GREETING_SECONDS: Final = 1.0

# The library waits for some time before it gives up a connection; until then the last state stands.
_STANDS: Final = frozenset({Connection.CONNECTED, Connection.RECONNECTING})
_ON: Final = frozenset({Phase.STARTING, Phase.RUNNING})
_SETTLED: Final = frozenset({Connection.CONNECTED, Connection.REFUSED})

_LAST_ACTIVITY: Final = "last_activity"
_VERSION: Final = "version"
_CONFIGURATION: Final = "configuration"

type HubConfigEntry = ConfigEntry[HubCoordinator]


class HubCoordinator(DeviceCoordinator[HubStatus | None]):
    """Owns the connection to one hub, and tells the entities what it pushes.

    The data is what the hub said last of its state, None as long as it has said nothing.
    """

    config_entry: HubConfigEntry

    def __init__(self, hass: HomeAssistant, entry: HubConfigEntry) -> None:
        """Prepare; nothing is sent before the first refresh."""
        self.timing = TIMING
        self.macros = MacroRunner(self)
        self.names = ActivityNames.of(EMPTY)
        # The hub itself in the device registry.
        self.hub_id = ""
        # What ran last: what "on" starts unless the user wants something else.
        self.last_activity: str | None = None
        # Made once what was kept of the configuration has been read.
        self._client: HarmonyHub | None = None
        self._living_room: LivingRoom | None = None
        self._config = EMPTY
        self._firmware: str | None = None
        # None until that is known for the first time.
        self._was_available: bool | None = None
        self._saving: set[asyncio.Task[None]] = set()
        self._notes: Store[dict[str, Any]] = note_store(hass, entry)
        self._noted: dict[str, Any] = {}
        self._kept: Store[dict[str, Any]] = configuration_store(hass, entry)
        self._archive = Archive(hass, entry)
        super().__init__(hass, _LOGGER, config_entry=entry, name=entry.title)

    @property
    def client(self) -> HarmonyHub:
        """What commands are given to."""
        assert self._client is not None
        return self._client

    @property
    def living_room(self) -> LivingRoom:
        """What the running activity is for people, and where their keys go."""
        assert self._living_room is not None
        return self._living_room

    @property
    def config(self) -> HubConfig:
        """What the hub controls, as the registries know it."""
        return self._config

    @property
    def available(self) -> bool:
        """Whether what is known of the hub's state holds."""
        return self.client.connection in _STANDS and self.client.status is not None

    @property
    def activity_id(self) -> str:
        """The activity that starts, runs or ends; POWER_OFF where there is none, or nobody knows."""
        return POWER_OFF if self.data is None else self.data.activity_id

    @override
    async def _async_setup(self) -> None:
        """Connect, and from then on follow what the hub says.

        A hub whose configuration was kept is not waited for: its entities can be there without it.
        """
        noted = await self._notes.async_load()
        # Files on disk can be anything.
        self._noted = noted if isinstance(noted, dict) else {}
        last_activity = self._noted.get(_LAST_ACTIVITY)
        if isinstance(last_activity, str):
            self.last_activity = last_activity
        # In a thread, for a megabyte takes a while to read.
        cached = await self.hass.async_add_executor_job(
            _read_cache, await self._kept.async_load()
        )
        self._client = self._make_client(cached)
        entry = self.config_entry
        entry.async_on_unload(self._client.add_cache_listener(self._keep_configuration))
        if cached is None:
            await self._connect()
        else:
            # Mostly it is among the versions; not where those were damaged.
            self._remember(self._archive.async_add(cached))
            await self._greet()
        self._living_room = LivingRoom(self)
        for stop in (
            self._living_room.start(),
            self._client.add_listener(self._follow),
            self.hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, self._leave),
        ):
            entry.async_on_unload(stop)
        self._take_in()
        tell_of_spoilt(entry)

    async def _connect(self) -> None:
        """Connect, in a time that Home Assistant's start can bear."""
        entry = self.config_entry
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await self.client.connect()
        except TimeoutError as error:
            late = ConnectionFailed(f"No answer in {CONNECT_SECONDS:g} seconds")
            raise device_failure(ConfigEntryNotReady, late, entry.title) from error
        except AuthenticationFailed as error:
            raise device_failure(ConfigEntryAuthFailed, error, entry.title) from error
        except HarmonyError as error:
            await async_look_into(self.hass, entry, error)
            raise device_failure(ConfigEntryNotReady, error, entry.title) from error

    async def _greet(self) -> None:
        """Begin to connect, and spare the user a blink of unavailable entities where the hub answers at once."""
        settled = asyncio.Event()

        @callback
        def look() -> None:
            if self.client.connection in _SETTLED:
                settled.set()

        stop = self.client.add_listener(look)
        try:
            self.client.start()
            async with asyncio.timeout(GREETING_SECONDS):
                await settled.wait()
        except TimeoutError:
            _LOGGER.debug("%s does not answer yet", self.name)
        finally:
            stop()

    @override
    async def _async_update_data(self) -> HubStatus | None:
        """Return what was pushed last: a hub says everything by itself."""
        return self.client.status

    @override
    async def async_shutdown(self) -> None:
        """Let go of all keys and of the connection; runs on unload, and after a failed set-up."""
        await super().async_shutdown()
        self.macros.close()
        if self._client is not None:
            await self._client.close()
        if self._saving:
            await asyncio.wait(self._saving)

    @override
    def explain(self, error: DeviceError) -> HomeAssistantError:
        """Put an error into words, and ask for a new pairing where that is what it takes."""
        assert isinstance(error, HarmonyError)
        if isinstance(error, AuthenticationFailed):
            self.config_entry.async_start_reauth(self.hass)
        return explain(error, self.config_entry.title)

    def find_activity(self, name_or_id: str) -> str:
        """Return the id of the activity that somebody means, which may be POWER_OFF; raises UnknownActivity."""
        return self.names.find(self._config, name_or_id)

    async def async_start(self, activity_id: str) -> None:
        """Start an activity, or with POWER_OFF none; what is so already sends nothing."""
        if activity_id == POWER_OFF:
            await self.client.power_off()
        else:
            await self.client.start_activity(activity_id)

    async def async_turn_on(self) -> None:
        """Start the activity that the user wants to be started when he names none; what is on stays as it is."""
        if self.data is None or self.data.phase not in _ON:
            await self.async_start(self._default_activity())

    def _default_activity(self) -> str:
        """Return the activity to start, or raise ServiceValidationError where the user wants to be asked."""
        chosen = self.config_entry.options.get(CONF_DEFAULT_ACTIVITY, LAST_ACTIVITY)
        activity_id = self.last_activity if chosen == LAST_ACTIVITY else chosen
        if isinstance(activity_id, str) and activity_id in self.names.by_id:
            return activity_id
        names = ", ".join(self.names.by_id.values())
        raise mistake("name_an_activity", name=self.name, activities=names or "-")

    async def _leave(self, _: Event) -> None:
        """Say goodbye: entries are not unloaded when Home Assistant stops."""
        await self.async_shutdown()

    @callback
    def _follow(self) -> None:
        """Pass on what the client says about the hub."""
        if self.client.connection is Connection.CLOSED:
            return
        self._take_in()
        self.async_set_updated_data(self.client.status)

    @callback
    def _take_in(self) -> None:
        """Note everything that concerns more than one entity."""
        client = self.client
        self._tell_of_loss()
        if client.connection is Connection.REFUSED:
            self.config_entry.async_start_reauth(self.hass)
        status = client.status
        firmware = self._firmware if status is None else status.firmware
        if not self.hub_id or firmware != self._firmware:
            self._firmware = firmware
            self.hub_id = registry.register(self.hass, self.config_entry, firmware)
        if client.config is not self._config:
            self._config = client.config
            self.names = ActivityNames.of(client.config)
            registry.follow(self.hass, self.config_entry, client.config, self.hub_id)
        self.living_room.follow()
        if status and status.activity_id not in (POWER_OFF, self.last_activity):
            self.last_activity = status.activity_id
            self.note(_LAST_ACTIVITY, self.last_activity)

    def noted(self, key: str) -> Any:
        """Return what was noted, maybe in an earlier life; None where nothing was."""
        return self._noted.get(key)

    @callback
    def note(self, key: str, value: Any) -> None:
        """Note something that is to be known after a restart: a few words that JSON has room for."""
        self._noted[key] = value
        self._save(self._notes, dict(self._noted))

    def _tell_of_loss(self) -> None:
        """Say once in the log that the hub is gone, and once that it is back."""
        was_available, self._was_available = self._was_available, self.available
        if self.available == was_available:
            return
        if not self.available:
            reason = self.client.last_error or "it has not answered yet"
            _LOGGER.info("%s is not available: %s", self.name, reason)
        elif was_available is not None:
            _LOGGER.info("%s is back", self.name)

    @callback
    def _keep_configuration(self) -> None:
        """Keep what the hub controls, so that its entities can be there without it after the next start."""
        cache = self.client.cache
        assert cache is not None
        self._save(self._kept, {_VERSION: cache.version, _CONFIGURATION: cache.raw})
        self._remember(self._archive.async_add(cache))

    @callback
    def _save(self, store: Store[dict[str, Any]], data: dict[str, Any]) -> None:
        """Write something down at once: later might be after the entry was removed, and leave a file behind."""
        self._remember(store.async_save(data))

    @callback
    def _remember(self, saving: Coroutine[Any, Any, None]) -> None:
        """Have something written down, which an unload waits for."""
        task = self.hass.async_create_task(saving, f"Remember something of {self.name}")
        self._saving.add(task)
        task.add_done_callback(self._saving.discard)

    @callback
    def _keep_session_token(self, session_token: str) -> None:
        """Keep a new identity at once: the hub may not give another one, and nothing needs a reload for it."""
        entry = self.config_entry
        self.hass.config_entries.async_update_entry(
            entry, data={**entry.data, CONF_SESSION_TOKEN: session_token}
        )

    def _make_client(self, cached: CachedConfig | None) -> HarmonyHub:
        """Return a client for what the entry says; nothing is sent yet."""
        entry = self.config_entry
        options = HubOptions(
            key_spacing=entry.options.get(CONF_KEY_SPACING, self.timing.key_spacing)
        )
        return HarmonyHub(
            self._transport, cached=cached, options=options, timing=self.timing
        )

    def _transport(self) -> Transport:
        """Return what the next connection is made with; the session token may be a newer one than for the last."""
        data, timing = self.config_entry.data, self.timing
        if transport_kind(self.config_entry) is TransportKind.XMPP:
            return transports.xmpp(
                data[CONF_HOST],
                data.get(CONF_XMPP_PORT, DEFAULT_XMPP_PORT),
                session_token=data.get(CONF_SESSION_TOKEN),
                timing=timing,
                on_session_token=self._keep_session_token,
            )()
        return transports.websocket(
            async_get_clientsession(self.hass),
            data[CONF_HOST],
            data.get(CONF_PORT, DEFAULT_PORT),
            timing=timing,
        )()


def _read_cache(kept: dict[str, Any] | None) -> CachedConfig | None:
    """Return the configuration that was kept; None where there is none, or it is of no use."""
    if kept is None:
        return None
    try:
        return CachedConfig(kept[_VERSION], kept[_CONFIGURATION])
    except (ProtocolError, KeyError, TypeError) as error:
        _LOGGER.debug("The configuration that was kept cannot be read: %r", error)
        return None
