"""Watching over a hub that is set up, and telling people what they can put right."""

from datetime import datetime, timedelta
import logging
from typing import Final

from homeassistant.components.automation import EVENT_AUTOMATION_RELOADED
from homeassistant.components.media_player.const import DOMAIN as MEDIA_PLAYER
from homeassistant.components.script.const import DOMAIN as SCRIPT
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import (
    ATTR_DOMAIN,
    EVENT_SERVICE_REGISTERED,
    EVENT_SERVICE_REMOVED,
)
from homeassistant.core import (
    CoreState,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
    split_entity_id,
)
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import (
    async_track_state_added_domain,
    async_track_state_removed_domain,
    async_track_time_interval,
)
from homeassistant.helpers.start import async_at_started

from ..harmony.client import Connection
from ..harmony.config import HubConfig
from .coordinator import HubCoordinator
from .gone_activities import async_look_for_gone, async_remember_names
from .gone_players import async_look_for_gone_players
from .heard_twice import async_look_who_is_heard_twice, async_when_heard_differently
from .issues import async_all_is_well, async_compare, async_look_into
from .rivals import DOMAIN as RIVALS

_LOGGER = logging.getLogger(__name__)

# The connection tells of a loss once, and not why it cannot be made again. Only a note is looked at; nothing is sent.
LOOK_EVERY: Final = timedelta(minutes=1)
# Scripts are loaded one by one, and each says so; so are media players, and reloading takes them away for a moment.
SETTLE_SECONDS: Final = 1.0


@callback
def async_watch(hass: HomeAssistant, coordinator: HubCoordinator) -> None:
    """Watch over a hub until its entry is unloaded."""
    _watch_connection(hass, coordinator)
    _watch_rivals(hass, coordinator.config_entry)
    _ActivityWatch(hass, coordinator).start()
    _PlayerWatch(hass, coordinator).start()


@callback
def _watch_connection(hass: HomeAssistant, coordinator: HubCoordinator) -> None:
    entry, client = coordinator.config_entry, coordinator.client

    @callback
    def look(_: datetime | None = None) -> None:
        match client.connection:
            case Connection.CONNECTED:
                async_all_is_well(hass, entry)
            # Until then it may be back any moment.
            case Connection.LOST:
                entry.async_create_background_task(
                    hass,
                    async_look_into(hass, entry, client.last_error),
                    f"Find out why {entry.title} cannot be reached",
                )

    look()
    entry.async_on_unload(client.add_listener(look))
    entry.async_on_unload(
        async_track_time_interval(hass, look, LOOK_EVERY, cancel_on_shutdown=True)
    )


@callback
def _watch_rivals(hass: HomeAssistant, entry: ConfigEntry) -> None:
    @callback
    def look(_: ConfigEntryChange, changed: ConfigEntry) -> None:
        if changed.domain == RIVALS:
            async_compare(hass, entry)

    async_compare(hass, entry)
    entry.async_on_unload(
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, look)
    )


class _ActivityWatch:
    """Looks for names that lead nowhere whenever names or who uses them have changed."""

    def __init__(self, hass: HomeAssistant, coordinator: HubCoordinator) -> None:
        """Prepare."""
        self._hass = hass
        self._coordinator = coordinator
        self._config: HubConfig | None = None
        self._later: Debouncer[None] = Debouncer(
            hass,
            _LOGGER,
            cooldown=SETTLE_SECONDS,
            immediate=False,
            function=self._look,
        )

    @callback
    def start(self) -> None:
        """Begin, and end with the entry."""
        hass, entry = self._hass, self._coordinator.config_entry
        self._follow()
        for stop in (
            self._later.async_shutdown,
            self._coordinator.async_add_listener(self._follow),
            # Whoever uses a name is there by then.
            async_at_started(hass, self._started),
            hass.bus.async_listen(EVENT_AUTOMATION_RELOADED, self._reloaded),
            hass.bus.async_listen(EVENT_SERVICE_REGISTERED, self._scripts_changed),
            hass.bus.async_listen(EVENT_SERVICE_REMOVED, self._scripts_changed),
        ):
            entry.async_on_unload(stop)

    @callback
    def _follow(self) -> None:
        config = self._coordinator.config
        if config is not self._config:
            self._config = config
            async_remember_names(self._coordinator)
            self._look()

    @callback
    def _started(self, _: HomeAssistant) -> None:
        self._look()

    @callback
    def _reloaded(self, _: Event) -> None:
        self._look()

    @callback
    def _scripts_changed(self, event: Event) -> None:
        if event.data[ATTR_DOMAIN] == SCRIPT:
            self._later.async_schedule_call()

    @callback
    def _look(self) -> None:
        async_look_for_gone(self._coordinator)


class _PlayerWatch:
    """Looks at the players of a hub's activities whenever something about them has changed.

    Not before Home Assistant has started: until then players may only be late.
    """

    def __init__(self, hass: HomeAssistant, coordinator: HubCoordinator) -> None:
        """Prepare."""
        self._hass = hass
        self._coordinator = coordinator
        self._config: HubConfig | None = None
        self._later: Debouncer[None] = Debouncer(
            hass,
            _LOGGER,
            cooldown=SETTLE_SECONDS,
            immediate=False,
            function=self._look,
        )

    @callback
    def start(self) -> None:
        """Begin, and end with the entry."""
        hass, entry = self._hass, self._coordinator.config_entry
        for stop in (
            self._later.async_shutdown,
            self._coordinator.async_add_listener(self._follow),
            async_at_started(hass, self._started),
            async_when_heard_differently(hass, self._changed),
            hass.bus.async_listen(
                er.EVENT_ENTITY_REGISTRY_UPDATED, self._entity_changed
            ),
            hass.bus.async_listen(
                dr.EVENT_DEVICE_REGISTRY_UPDATED, self._device_changed
            ),
            async_track_state_added_domain(hass, MEDIA_PLAYER, self._came_or_went),
            async_track_state_removed_domain(hass, MEDIA_PLAYER, self._came_or_went),
            async_dispatcher_connect(
                hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed
            ),
        ):
            entry.async_on_unload(stop)

    @callback
    def _follow(self) -> None:
        """Look again where the hub has other activities."""
        if self._coordinator.config is not self._config:
            self._config = self._coordinator.config
            self._changed()

    @callback
    def _started(self, _: HomeAssistant) -> None:
        self._look()

    @callback
    def _entity_changed(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        if split_entity_id(event.data["entity_id"])[0] == MEDIA_PLAYER:
            self._changed()

    @callback
    def _device_changed(self, event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        if event.data["action"] == "update" and "area_id" in event.data["changes"]:
            self._changed()

    @callback
    def _came_or_went(self, _: Event[EventStateChangedData]) -> None:
        self._changed()

    @callback
    def _entry_changed(self, _: ConfigEntryChange, changed: ConfigEntry) -> None:
        if changed.entry_id == self._coordinator.config_entry.entry_id:
            self._changed()

    @callback
    def _changed(self) -> None:
        if self._hass.state is CoreState.running:
            self._later.async_schedule_call()

    @callback
    def _look(self) -> None:
        async_look_for_gone_players(self._coordinator)
        async_look_who_is_heard_twice(self._coordinator)
