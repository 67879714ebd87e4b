"""The living room of one hub: what people mean by "pause", "louder" and "left" while an activity runs."""

from collections.abc import Callable
from typing import Any, Final, Protocol

from homeassistant.components.media_player.const import (
    ATTR_MEDIA_VOLUME_MUTED,
    DOMAIN as MEDIA_PLAYER_DOMAIN,
    MediaPlayerEntityFeature as Feature,
)
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import (
    SERVICE_MEDIA_NEXT_TRACK,
    SERVICE_MEDIA_PAUSE,
    SERVICE_MEDIA_PLAY,
    SERVICE_MEDIA_PLAY_PAUSE,
    SERVICE_MEDIA_PREVIOUS_TRACK,
    SERVICE_MEDIA_STOP,
    SERVICE_VOLUME_DOWN,
    SERVICE_VOLUME_MUTE,
    SERVICE_VOLUME_UP,
)
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
    split_entity_id,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_track_state_change_event

from ...const import CONF_CALIBRATION, CONF_PLAYER_VOLUME
from ...dacp import HOLDABLE, UnknownKey, parse_key
from ...harmony.client import HarmonyHub
from ...harmony.config import POWER_OFF, Activity, Function, HubConfig
from ...harmony.key_names import Role, candidates, normalise, role_of
from ...harmony.listeners import Listeners
from ...harmony.state import Phase
from . import playback
from .linked_player import LinkedPlayer
from .links import linked_player, network_remote
from .playback import Playback
from .routes import Infrared, OverNetwork, PlayerAction, Route
from .volume import MUTE_OFF, MUTE_ON, VOLUME_DOWN, VOLUME_UP, Volume

# What to ask a linked player for in place of a key: the key's meaning, the action with its data, and what it takes.
_TRANSPORT: Final = {
    "play": (SERVICE_MEDIA_PLAY, Feature.PLAY),
    "pause": (SERVICE_MEDIA_PAUSE, Feature.PAUSE),
    "playpause": (SERVICE_MEDIA_PLAY_PAUSE, Feature.PLAY | Feature.PAUSE),
    "stop": (SERVICE_MEDIA_STOP, Feature.STOP),
    "next": (SERVICE_MEDIA_NEXT_TRACK, Feature.NEXT_TRACK),
    "previous": (SERVICE_MEDIA_PREVIOUS_TRACK, Feature.PREVIOUS_TRACK),
}
_VOLUME: Final = Feature.VOLUME_SET | Feature.VOLUME_STEP

_ON: Final = frozenset({Phase.STARTING, Phase.RUNNING})


class Hub(Protocol):
    """What a living room needs of its hub."""

    @property
    def hass(self) -> HomeAssistant:
        """Where it lives."""

    @property
    def config_entry(self) -> ConfigEntry:
        """What the user has chosen about it."""

    @property
    def client(self) -> HarmonyHub:
        """What keys are given to."""

    @property
    def config(self) -> HubConfig:
        """What the hub controls."""

    @property
    def last_activity(self) -> str | None:
        """What runs, or ran last."""

    def noted(self, key: str) -> Any:
        """Return what was noted; None where nothing was."""

    def note(self, key: str, value: Any) -> None:
        """Note something that JSON has room for."""


class LivingRoom:
    """What the running activity is for people, and where their keys go.

    It follows the hub, the keys that are sent to it, and the linked player, and tells its listeners of all of that.
    """

    def __init__(self, hub: Hub) -> None:
        """Prepare; nothing is followed before `start`."""
        self._hub = hub
        self.playback = Playback.PLAYING
        self.player: LinkedPlayer | None = None
        # Those of all activities.
        self.players: tuple[LinkedPlayer, ...] = ()
        # Activity id -> entity id; None where there is none.
        self._linked: dict[str, str | None] = {}
        self.activity: Activity | None = None
        self._listeners = Listeners[()]()
        self._stop_player: Callable[[], None] | None = None
        self.volume = Volume(
            hub,
            hub.config_entry.options.get(CONF_CALIBRATION, {}),
            self._press,
            lambda steps: hub.config_entry.async_create_background_task(
                hub.hass, steps, "Steps of volume"
            ),
        )

    def add_listener(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` whenever something may look different; returns how to stop that."""
        return self._listeners.add(listener)

    @callback
    def start(self) -> Callable[[], None]:
        """Follow what concerns the room; returns how to stop that."""
        hub = self._hub
        stops = (
            hub.client.add_key_listener(self._key_went_out),
            hub.hass.bus.async_listen(
                er.EVENT_ENTITY_REGISTRY_UPDATED, self._registry_changed
            ),
            async_dispatcher_connect(
                hub.hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed
            ),
        )
        self.follow()

        def stop() -> None:
            for one in stops:
                one()
            self.volume.stop()
            self._follow_player(None)

        return stop

    @callback
    def follow(self) -> None:
        """Look at the hub again: its activity or its configuration may be another one."""
        status = self._hub.client.status
        before = self.activity
        self.activity = None
        if status is not None and status.phase in _ON:
            activities = self._hub.config.activities
            self.activity = next(
                (one for one in activities if one.id == status.activity_id), None
            )
        if (before and before.id) != (self.activity and self.activity.id):
            self.playback = Playback.PLAYING
            self.volume.stop()
            self.volume.unmute_all()
        self._link()

    def describe(self) -> dict[str, Any]:
        """Return what diagnostics say of it."""
        return {
            "activity": self.activity and self.activity.id,
            "player": self.player and self.player.entity_id,
            "player_state": self.player_state,
            "players": [player.entity_id for player in self.players],
            "playback": self.playback.value,
            "levels": self.volume.levels,
        }

    # ── The linked player ─────────────────────────────────────────────────────

    @property
    def player_state(self) -> str | None:
        """What the linked player says that it does; None where there is none that says anything."""
        if self.player is None or (state := self.player.state) is None:
            return None
        return state.state

    def has_player(self, activity_id: str) -> bool:
        """Tell whether an activity is linked with a player."""
        return self._linked.get(activity_id) is not None

    @callback
    def _link(self) -> None:
        hub = self._hub
        self._linked = {
            activity.id: linked_player(hub.hass, hub.config_entry, hub.config, activity)
            for activity in hub.config.activities
        }
        self.players = tuple(
            LinkedPlayer(hub.hass, entity_id)
            for entity_id in dict.fromkeys(self._linked.values())
            if entity_id is not None
        )
        entity_id = self._linked.get(self.activity.id) if self.activity else None
        if entity_id != (self.player and self.player.entity_id):
            self._follow_player(entity_id)

    @callback
    def _follow_player(self, entity_id: str | None) -> None:
        if self._stop_player is not None:
            self._stop_player()
            self._stop_player = None
        self.player = None
        if entity_id is not None:
            self.player = LinkedPlayer(self._hub.hass, entity_id)
            self._stop_player = async_track_state_change_event(
                self._hub.hass, [entity_id], self._player_changed
            )

    @callback
    def _player_changed(self, _: Event[EventStateChangedData]) -> None:
        self._listeners.tell()

    @callback
    def _registry_changed(
        self, event: Event[er.EventEntityRegistryUpdatedData]
    ) -> None:
        """Look for the player again: it may have been renamed or removed, or have come only now."""
        if split_entity_id(event.data["entity_id"])[0] == MEDIA_PLAYER_DOMAIN:
            self._link_again()

    @callback
    def _entry_changed(self, _: ConfigEntryChange, changed: ConfigEntry) -> None:
        """Look for the player again: a repair may have dropped the link."""
        if changed.entry_id == self._hub.config_entry.entry_id:
            self._link_again()

    @callback
    def _link_again(self) -> None:
        before = self.player, self.players
        self._link()
        if (self.player, self.players) != before:
            self._listeners.tell()

    # ── Keys ──────────────────────────────────────────────────────────────────

    @property
    def _activity_id(self) -> str:
        """The activity that starts, runs or ends; POWER_OFF where there is none."""
        status = self._hub.client.status
        return POWER_OFF if status is None else status.activity_id

    def infrared(self, key: str) -> Function | None:
        """Return what a key does by infrared in the activity; None where nothing has it."""
        return self._hub.config.find_function(self._activity_id, key)

    def function(self, key: str) -> Function:
        """Return the same; raises NothingRuns, UnknownActivity, or UnknownCommand with the nearest names."""
        found = self.infrared(key)
        return found or self._hub.config.function_for(self._activity_id, key)

    def route(self, key: str, *, held: bool = False) -> Route:
        """Return where a key goes that names no device.

        Raises NothingRuns, UnknownActivity, or UnknownCommand with the nearest names.
        """
        role = role_of(key)
        if role is Role.VOLUME and (action := self._volume_action(key)):
            return action
        function = self.infrared(key)
        fallback = None if function is None else Infrared(self._hub.client, function)
        if role is Role.MEDIA and (remote := self._network_remote(key, held=held)):
            return OverNetwork(self._hub.hass, remote, key, fallback)
        if fallback is not None:
            return fallback
        if not held and (transport := self._transport_action(key)):
            return transport
        return Infrared(self._hub.client, self.function(key))

    def _volume_action(self, key: str) -> PlayerAction | None:
        """Return what changes the volume of the player, if that is the one that counts."""
        player, meanings = self.volume_player, candidates(key)
        if player is None:
            return None
        if normalise(VOLUME_UP) in meanings:
            return PlayerAction(player, SERVICE_VOLUME_UP)
        if normalise(VOLUME_DOWN) in meanings:
            return PlayerAction(player, SERVICE_VOLUME_DOWN)
        if Feature.VOLUME_MUTE not in player.features:
            return None
        muted = normalise(MUTE_ON) in meanings or (
            normalise(MUTE_OFF) not in meanings and not player.is_volume_muted
        )
        data = {ATTR_MEDIA_VOLUME_MUTED: muted}
        return PlayerAction(player, SERVICE_VOLUME_MUTE, data)

    def _transport_action(self, key: str) -> PlayerAction | None:
        """Return what comes nearest to a key among the actions of the player."""
        if self.player is None:
            return None
        for meaning, (action, feature) in _TRANSPORT.items():
            if meaning in candidates(key) and feature in self.player.features:
                return PlayerAction(self.player, action)
        return None

    def _network_remote(self, key: str, *, held: bool) -> str | None:
        """Return the remote of the Apple TV that plays in this activity, if it has such a key."""
        try:
            parsed = parse_key(key)
        except UnknownKey:
            return None
        return None if held and parsed not in HOLDABLE else self.network_remote

    @property
    def network_remote(self) -> str | None:
        """The remote of the Apple TV that plays in this activity; None where none does."""
        if self.player is None:
            return None
        return network_remote(self._hub.hass, self.player.entity_id)

    async def _press(self, function: Function) -> None:
        await self._hub.client.press(function)

    @callback
    def _key_went_out(self, function: Function, seconds: float) -> None:
        """Take in what a key has brought about, whoever pressed it here."""
        changed = self.volume.pressed(function, seconds)
        if self.activity is not None:
            before, self.playback = (
                self.playback,
                playback.after(self.playback, function, self.activity),
            )
            changed |= before != self.playback
        if changed:
            self._listeners.tell()

    def assume(self, now: Playback) -> None:
        """Take for true what somebody has just brought about."""
        if self.playback is not now:
            self.playback = now
            self._listeners.tell()

    # ── Volume ────────────────────────────────────────────────────────────────

    @property
    def config(self) -> HubConfig:
        """What the hub controls."""
        return self._hub.config

    @property
    def volume_key(self) -> Function | None:
        """What turns the volume up: in the activity that runs, else in the one that ran last, or in any."""
        if self._activity_id != POWER_OFF:
            return self.infrared(VOLUME_UP)
        activities = (one.id for one in self.config.activities)
        keys = (
            self.config.find_function(activity_id, VOLUME_UP)
            for activity_id in (self._hub.last_activity or POWER_OFF, *activities)
        )
        return next(filter(None, keys), None)

    @property
    def volume_player(self) -> LinkedPlayer | None:
        """The linked player, if it has the volume: where the user wants that, or nothing has it by infrared."""
        player = self.player
        if player is None or not player.features & _VOLUME:
            return None
        if self._hub.config_entry.options.get(CONF_PLAYER_VOLUME):
            return player
        if self.infrared(VOLUME_UP) is not None:
            return None
        is_absolute = (
            Feature.VOLUME_SET in player.features and player.volume_level is not None
        )
        return player if is_absolute else None
