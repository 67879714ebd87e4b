"""A hub as the one player of a living room: activities as sources, what plays from a linked player, volume by infrared."""

import logging
from typing import Any, Final, override

from homeassistant.components.media_player.const import (
    ATTR_APP_ID,
    ATTR_APP_NAME,
    ATTR_MEDIA_ALBUM_ARTIST,
    ATTR_MEDIA_ALBUM_NAME,
    ATTR_MEDIA_ARTIST,
    ATTR_MEDIA_CHANNEL,
    ATTR_MEDIA_CONTENT_ID,
    ATTR_MEDIA_CONTENT_TYPE,
    ATTR_MEDIA_DURATION,
    ATTR_MEDIA_EPISODE,
    ATTR_MEDIA_PLAYLIST,
    ATTR_MEDIA_POSITION,
    ATTR_MEDIA_POSITION_UPDATED_AT,
    ATTR_MEDIA_REPEAT,
    ATTR_MEDIA_SEASON,
    ATTR_MEDIA_SEEK_POSITION,
    ATTR_MEDIA_SERIES_TITLE,
    ATTR_MEDIA_SHUFFLE,
    ATTR_MEDIA_TITLE,
    ATTR_MEDIA_TRACK,
    ATTR_MEDIA_VOLUME_LEVEL,
    ATTR_MEDIA_VOLUME_MUTED,
    MediaPlayerDeviceClass,
    MediaPlayerEntityFeature as Feature,
    MediaPlayerState,
    RepeatMode,
)
from homeassistant.const import (
    ATTR_ENTITY_PICTURE,
    SERVICE_MEDIA_NEXT_TRACK,
    SERVICE_MEDIA_PAUSE,
    SERVICE_MEDIA_PLAY,
    SERVICE_MEDIA_PLAY_PAUSE,
    SERVICE_MEDIA_PREVIOUS_TRACK,
    SERVICE_MEDIA_SEEK,
    SERVICE_MEDIA_STOP,
    SERVICE_REPEAT_SET,
    SERVICE_SHUFFLE_SET,
    SERVICE_VOLUME_DOWN,
    SERVICE_VOLUME_MUTE,
    SERVICE_VOLUME_SET,
    SERVICE_VOLUME_UP,
)
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ...harmony.state import Phase
from ...helpers import device_action, mistake
from ..coordinator import HubCoordinator
from ..living_room.linked_player import LinkedPlayer
from ..living_room.offers import Offers
from ..living_room.playback import (
    NEXT,
    PAUSE,
    PLAY,
    PLAY_PAUSE,
    PREVIOUS,
    STOP,
    Playback,
)
from ..living_room.volume import MUTE, MUTE_OFF, MUTE_ON, VOLUME_DOWN, VOLUME_UP
from .library_player import LibraryPlayer

_LOGGER = logging.getLogger(__name__)

_ALWAYS: Final = Feature.TURN_ON | Feature.TURN_OFF | Feature.SELECT_SOURCE

# The states of a linked player that say what plays.
_PLAYING: Final = {
    state.value: state
    for state in (
        MediaPlayerState.PLAYING,
        MediaPlayerState.PAUSED,
        MediaPlayerState.BUFFERING,
        MediaPlayerState.IDLE,
    )
} | {
    # The activity runs, and its player does nothing.
    "off": MediaPlayerState.IDLE,
    "standby": MediaPlayerState.IDLE,
}

_ASSUMED: Final = {
    Playback.PLAYING: MediaPlayerState.PLAYING,
    Playback.PAUSED: MediaPlayerState.PAUSED,
    Playback.STOPPED: MediaPlayerState.IDLE,
}


def _shown(attribute: str) -> Any:
    """Return a property that shows an attribute of the linked player."""

    def show(entity: HubMediaPlayer) -> Any:
        player = entity.player
        return None if player is None else player.attribute(attribute)

    return property(show, doc=f"`{attribute}` of the linked player.")


class HubMediaPlayer(LibraryPlayer):
    """A living room: what a hub has turned on, what plays there, and how loud."""

    _attr_device_class = MediaPlayerDeviceClass.TV

    def __init__(self, coordinator: HubCoordinator) -> None:
        """Be the player of a hub."""
        super().__init__(coordinator)
        self._room = coordinator.living_room
        self._offers = Offers(self._room)

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the room as well as the hub."""
        await super().async_added_to_hass()
        self.async_on_remove(self._room.add_listener(self.async_write_ha_state))

    # ── What it shows ─────────────────────────────────────────────────────────

    @property
    def player(self) -> LinkedPlayer | None:
        """The linked player of the activity that starts or runs."""
        return self._room.player

    @property
    @override
    def state(self) -> MediaPlayerState | None:
        """What the linked player does; else what presumably plays, so that "pause" finds it."""
        status = self.coordinator.data
        match status and status.phase:
            case None:
                return None
            case Phase.OFF:
                return MediaPlayerState.OFF
            case Phase.STOPPING:
                return MediaPlayerState.ON
            case phase:
                state = _PLAYING.get(self._room.player_state or "")
                if state is not None:
                    return state
                if phase is Phase.STARTING:
                    return MediaPlayerState.ON
                return _ASSUMED[self._room.playback]

    @property
    @override
    def supported_features(self) -> Feature:
        """What some activity can do; what the running one cannot is an error that says so."""
        return _ALWAYS | self.library_features | self._offers.now()

    @property
    @override
    def source(self) -> str | None:
        """The name of the activity."""
        return self.coordinator.names.by_id.get(self.coordinator.activity_id)

    @property
    @override
    def source_list(self) -> list[str]:
        """The names of all activities."""
        return list(self.coordinator.names.by_id.values())

    @property
    @override
    def volume_level(self) -> float | None:
        """How loud it is, 0 to 1: the player says so, or it was counted; else None."""
        if player := self._room.volume_player:
            return player.volume_level
        up = self._room.volume_key
        return None if up is None else self._room.volume.level(up.device_id)

    @property
    @override
    def is_volume_muted(self) -> bool | None:
        """Whether it was muted here, or the player is; None where it cannot be."""
        if player := self._room.volume_player:
            return player.is_volume_muted
        key = self._room.infrared(MUTE_ON) or self._room.infrared(MUTE)
        return None if key is None else self._room.volume.is_muted(key.device_id)

    app_id = _shown(ATTR_APP_ID)
    app_name = _shown(ATTR_APP_NAME)
    media_album_artist = _shown(ATTR_MEDIA_ALBUM_ARTIST)
    media_album_name = _shown(ATTR_MEDIA_ALBUM_NAME)
    media_artist = _shown(ATTR_MEDIA_ARTIST)
    media_channel = _shown(ATTR_MEDIA_CHANNEL)
    media_content_id = _shown(ATTR_MEDIA_CONTENT_ID)
    media_content_type = _shown(ATTR_MEDIA_CONTENT_TYPE)
    media_duration = _shown(ATTR_MEDIA_DURATION)
    media_episode = _shown(ATTR_MEDIA_EPISODE)
    media_playlist = _shown(ATTR_MEDIA_PLAYLIST)
    media_position = _shown(ATTR_MEDIA_POSITION)
    media_position_updated_at = _shown(ATTR_MEDIA_POSITION_UPDATED_AT)
    media_season = _shown(ATTR_MEDIA_SEASON)
    media_series_title = _shown(ATTR_MEDIA_SERIES_TITLE)
    media_title = _shown(ATTR_MEDIA_TITLE)
    media_track = _shown(ATTR_MEDIA_TRACK)
    repeat = _shown(ATTR_MEDIA_REPEAT)
    shuffle = _shown(ATTR_MEDIA_SHUFFLE)
    # The picture's address has its own key in it, so whoever may see the one may see the other.
    entity_picture = _shown(ATTR_ENTITY_PICTURE)

    # ── On, off, source ───────────────────────────────────────────────────────

    @override
    @device_action
    async def async_turn_on(self) -> None:
        """Start the activity that the user chose for that."""
        await self.coordinator.async_turn_on()

    @override
    @device_action
    async def async_turn_off(self) -> None:
        """Turn everything off."""
        self._room.volume.stop()
        await self._client.power_off()

    @override
    @device_action
    async def async_select_source(self, source: str) -> None:
        """Start an activity."""
        await self.coordinator.async_start(self.coordinator.find_activity(source))

    # ── Volume ────────────────────────────────────────────────────────────────

    @override
    @device_action
    async def async_volume_up(self) -> None:
        """Turn the volume up a step, after those that wait to be sent."""
        await self._step(SERVICE_VOLUME_UP, VOLUME_UP)

    @override
    @device_action
    async def async_volume_down(self) -> None:
        """Turn the volume down a step, in place of those up that wait to be sent."""
        await self._step(SERVICE_VOLUME_DOWN, VOLUME_DOWN)

    async def _step(self, action: str, key: str) -> None:
        if player := self._room.volume_player:
            await player.act(action, self._context)
        else:
            await self._room.volume.step(self._room.function(key))

    @override
    @device_action
    async def async_set_volume_level(self, volume: float) -> None:
        """Set the volume, 0 to 1; by infrared this begins, and `volume_level` shows how far it is."""
        room = self._room
        if player := room.volume_player:
            data = {ATTR_MEDIA_VOLUME_LEVEL: volume}
            await player.act(SERVICE_VOLUME_SET, self._context, **data)
            return
        up, down = room.function(VOLUME_UP), room.function(VOLUME_DOWN)
        if room.volume.level(up.device_id) is None:
            raise mistake("volume_not_calibrated", name=self.coordinator.name)
        await room.volume.set_level(volume, up, down)

    @override
    @device_action
    async def async_mute_volume(self, mute: bool) -> None:
        """Mute or unmute; with a key that does both by turns, only if it is not so already."""
        room = self._room
        if player := room.volume_player:
            data = {ATTR_MEDIA_VOLUME_MUTED: mute}
            await player.act(SERVICE_VOLUME_MUTE, self._context, **data)
            return
        on, off = room.infrared(MUTE_ON), room.infrared(MUTE_OFF)
        if on is not None and off is not None:
            key = on if mute else off
        else:
            key = room.function(MUTE)
        await room.volume.mute(key, mute=mute)

    # ── Playback ──────────────────────────────────────────────────────────────

    @override
    @device_action
    async def async_media_play(self) -> None:
        """Play."""
        await self._transport(Feature.PLAY, SERVICE_MEDIA_PLAY, PLAY, Playback.PLAYING)

    @override
    @device_action
    async def async_media_pause(self) -> None:
        """Pause."""
        await self._transport(
            Feature.PAUSE, SERVICE_MEDIA_PAUSE, PAUSE, Playback.PAUSED
        )

    @override
    @device_action
    async def async_media_play_pause(self) -> None:
        """Let the device toggle, or do what comes nearest."""
        await self._transport(
            Feature.PLAY | Feature.PAUSE, SERVICE_MEDIA_PLAY_PAUSE, PLAY_PAUSE
        )

    @override
    @device_action
    async def async_media_stop(self) -> None:
        """Stop."""
        await self._transport(Feature.STOP, SERVICE_MEDIA_STOP, STOP, Playback.STOPPED)

    @override
    @device_action
    async def async_media_next_track(self) -> None:
        """Go to the next track or chapter."""
        await self._transport(Feature.NEXT_TRACK, SERVICE_MEDIA_NEXT_TRACK, NEXT)

    @override
    @device_action
    async def async_media_previous_track(self) -> None:
        """Go to the previous track or chapter."""
        await self._transport(
            Feature.PREVIOUS_TRACK, SERVICE_MEDIA_PREVIOUS_TRACK, PREVIOUS
        )

    async def _transport(
        self, feature: Feature, action: str, key: str, outcome: Playback | None = None
    ) -> None:
        """Ask the linked player, or press a key where there is none that can do it now."""
        if self.player is not None and feature in self.player.features:
            try:
                await self.player.act(action, self._context)
            except ServiceValidationError:
                raise
            except HomeAssistantError as error:
                if self._room.infrared(key) is None:
                    raise
                # It is gone, and nobody has noticed yet.
                _LOGGER.debug("%s goes by infrared: %s", key, error)
            else:
                return
        await self._client.press(self._room.function(key))
        if outcome is not None:
            # A device may have one key for both, and then what was asked for says more than the key.
            self._room.assume(outcome)

    @override
    @device_action
    async def async_media_seek(self, position: float) -> None:
        """Go to a position in seconds."""
        await self._ask(SERVICE_MEDIA_SEEK, **{ATTR_MEDIA_SEEK_POSITION: position})

    @override
    @device_action
    async def async_set_shuffle(self, shuffle: bool) -> None:
        """Shuffle, or stop shuffling."""
        await self._ask(SERVICE_SHUFFLE_SET, **{ATTR_MEDIA_SHUFFLE: shuffle})

    @override
    @device_action
    async def async_set_repeat(self, repeat: RepeatMode) -> None:
        """Choose what is repeated."""
        await self._ask(SERVICE_REPEAT_SET, **{ATTR_MEDIA_REPEAT: repeat})

    async def _ask(self, action: str, **data: Any) -> None:
        """Ask the linked player for what no key can do."""
        if self.player is None:
            raise mistake("no_linked_player", name=self.coordinator.name)
        await self.player.act(action, self._context, **data)
