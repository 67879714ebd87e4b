"""What an Apple TV plays, and its transport."""

from datetime import datetime
import logging
from typing import Final, override

from homeassistant.components.media_player import MediaPlayerEntity
from homeassistant.components.media_player.const import (
    MediaPlayerDeviceClass,
    MediaPlayerEntityFeature as Feature,
    MediaPlayerState,
    MediaType,
    RepeatMode,
)

from ..dacp import (
    DacpError,
    Key,
    MediaKind,
    PlayState,
    PlayStatus,
    RepeatMode as DacpRepeatMode,
)
from ..helpers import device_action, mistake
from .entity import AppleTvEntity

_LOGGER = logging.getLogger(__name__)

# Large enough for the biggest place a dashboard has for a cover.
_ARTWORK_PIXELS: Final = 600

# A slider may end up to a second after what it shows as the end; the library stops at the true one.
_SEEK_TOLERANCE: Final = 1.0

_STATES: Final = {
    PlayState.IDLE: MediaPlayerState.IDLE,
    PlayState.LOADING: MediaPlayerState.BUFFERING,
    PlayState.STOPPED: MediaPlayerState.IDLE,
    PlayState.PAUSED: MediaPlayerState.PAUSED,
    PlayState.PLAYING: MediaPlayerState.PLAYING,
    PlayState.FAST_FORWARD: MediaPlayerState.PLAYING,
    PlayState.REWIND: MediaPlayerState.PLAYING,
}

_MEDIA_TYPES: Final = {
    MediaKind.UNKNOWN: None,
    MediaKind.MUSIC: MediaType.MUSIC,
    MediaKind.MOVIE: MediaType.MOVIE,
    MediaKind.TV_SHOW: MediaType.TVSHOW,
    MediaKind.MUSIC_VIDEO: MediaType.VIDEO,
    MediaKind.HOME_VIDEO: MediaType.VIDEO,
    MediaKind.VIDEO: MediaType.VIDEO,
    MediaKind.PODCAST: MediaType.PODCAST,
    # Home Assistant has no word for these two; what comes closest is shown with an artist.
    MediaKind.AUDIOBOOK: MediaType.MUSIC,
    MediaKind.COURSE: MediaType.PODCAST,
}

_REPEAT_MODES: Final = {
    DacpRepeatMode.OFF: RepeatMode.OFF,
    DacpRepeatMode.ONE: RepeatMode.ONE,
    DacpRepeatMode.ALL: RepeatMode.ALL,
}
_DACP_REPEAT_MODES: Final = {mode: dacp for dacp, mode in _REPEAT_MODES.items()}

# There is no way to turn one off. Turning on is in the list always, so that an automation may say it at any time.
_ALWAYS: Final = Feature.PLAY | Feature.PAUSE | Feature.STOP | Feature.TURN_ON


class AppleTvMediaPlayer(AppleTvEntity, MediaPlayerEntity):
    """The player of an Apple TV."""

    _attr_device_class = MediaPlayerDeviceClass.TV

    # ── What it does ──────────────────────────────────────────────────────────

    @property
    def _status(self) -> PlayStatus:
        return self.coordinator.data

    @property
    @override
    def state(self) -> MediaPlayerState:
        """What the player does; off while it sleeps."""
        if self.coordinator.asleep:
            return MediaPlayerState.OFF
        return _STATES[self._status.state]

    @property
    @override
    def supported_features(self) -> Feature:
        """What the device says is possible now."""
        if self.coordinator.asleep:
            return _ALWAYS
        status = self._status
        possible = {
            Feature.SEEK: status.can_seek,
            Feature.NEXT_TRACK: status.can_skip_next,
            Feature.PREVIOUS_TRACK: status.can_skip_previous,
            Feature.SHUFFLE_SET: status.shuffle is not None,
            Feature.REPEAT_SET: status.repeat is not None,
            Feature.VOLUME_STEP: self.coordinator.can_set_volume,
            # Voice assistants do sums with the level, so without one there is nothing to set.
            Feature.VOLUME_SET: self.coordinator.volume is not None,
        }
        features = _ALWAYS
        for feature, can in possible.items():
            if can:
                features |= feature
        return features

    @property
    @override
    def media_content_type(self) -> MediaType | None:
        """What sort of thing is playing."""
        return _MEDIA_TYPES[self._status.media_kind]

    @property
    @override
    def media_title(self) -> str | None:
        """The title of what is playing."""
        return self._status.title

    @property
    @override
    def media_artist(self) -> str | None:
        """Who made it."""
        return self._status.artist

    @property
    @override
    def media_album_name(self) -> str | None:
        """The album, or for an episode the season."""
        return self._status.album

    @property
    @override
    def media_series_title(self) -> str | None:
        """The series: an Apple TV names it where a song has its artist."""
        status = self._status
        return status.artist if status.media_kind is MediaKind.TV_SHOW else None

    @property
    @override
    def media_duration(self) -> int | None:
        """The length in seconds."""
        duration = self._status.duration
        return None if duration is None else round(duration)

    @property
    @override
    def media_position(self) -> int | None:
        """The position in seconds, as of when it was received."""
        position = self._status.position
        return None if position is None else round(position)

    @property
    @override
    def media_position_updated_at(self) -> datetime | None:
        """When the position held; from there on whoever shows it counts by himself."""
        status = self._status
        return None if status.position is None else status.received_at

    @property
    @override
    def shuffle(self) -> bool | None:
        """Whether it shuffles."""
        return self._status.shuffle

    @property
    @override
    def repeat(self) -> RepeatMode | None:
        """What is repeated."""
        repeat = self._status.repeat
        return None if repeat is None else _REPEAT_MODES[repeat]

    @property
    @override
    def volume_level(self) -> float | None:
        """The volume, 0 to 1, where the device has one."""
        volume = self.coordinator.volume
        return None if volume is None else volume / 100

    # ── Cover ─────────────────────────────────────────────────────────────────

    @property
    @override
    def media_image_hash(self) -> str | None:
        """What changes when the cover may have."""
        return None if self.coordinator.asleep else self._status.artwork_id

    @override
    async def async_get_media_image(self) -> tuple[bytes | None, str | None]:
        """Return the cover; one that could not be had is asked for again the next time."""
        # A page that is still open would otherwise wake the device.
        if self.media_image_hash is None:
            return None, None
        try:
            artwork = await self._client.artwork(_ARTWORK_PIXELS, _ARTWORK_PIXELS)
        except DacpError as error:
            _LOGGER.debug("No cover from %s: %s", self.coordinator.name, error)
            return None, None
        if artwork is None:
            return None, None
        return artwork.content, artwork.content_type

    # ── Commands ──────────────────────────────────────────────────────────────

    @override
    @device_action
    async def async_turn_on(self) -> None:
        """Wake the device; harmless when it is awake."""
        await self._client.wake()

    @override
    @device_action
    async def async_media_play(self) -> None:
        """Play."""
        await self._client.press(Key.PLAY)

    @override
    @device_action
    async def async_media_pause(self) -> None:
        """Pause."""
        await self._client.press(Key.PAUSE)

    @override
    @device_action
    async def async_media_play_pause(self) -> None:
        """Let the device toggle, which knows best what it does."""
        await self._client.press(Key.PLAY_PAUSE)

    @override
    @device_action
    async def async_media_stop(self) -> None:
        """Stop."""
        await self._client.press(Key.STOP)

    @override
    @device_action
    async def async_media_next_track(self) -> None:
        """Go to the next track or chapter."""
        await self._client.press(Key.NEXT)

    @override
    @device_action
    async def async_media_previous_track(self) -> None:
        """Go to the previous track or chapter."""
        await self._client.press(Key.PREVIOUS)

    @override
    @device_action
    async def async_media_seek(self, position: float) -> None:
        """Go to a position in seconds."""
        duration = self._status.duration or 0.0
        if not 0 <= position <= duration + _SEEK_TOLERANCE:
            raise mistake(
                "position_out_of_range",
                position=f"{position:g}",
                duration=f"{duration:g}",
            )
        await self._client.seek(position)

    @device_action
    async def async_skip(self, seconds: float) -> None:
        """Go forward, or with a negative number back, within what is playing."""
        await self._client.skip(seconds)

    @override
    @device_action
    async def async_set_shuffle(self, shuffle: bool) -> None:
        """Shuffle, or stop shuffling."""
        await self._client.set_shuffle(shuffle)

    @override
    @device_action
    async def async_set_repeat(self, repeat: RepeatMode) -> None:
        """Choose what is repeated."""
        await self._client.set_repeat(_DACP_REPEAT_MODES[repeat])

    @override
    @device_action
    async def async_volume_up(self) -> None:
        """Turn the volume up a step."""
        await self._client.press(Key.VOLUME_UP)
        await self.coordinator.async_read_volume()

    @override
    @device_action
    async def async_volume_down(self) -> None:
        """Turn the volume down a step."""
        await self._client.press(Key.VOLUME_DOWN)
        await self.coordinator.async_read_volume()

    @override
    @device_action
    async def async_set_volume_level(self, volume: float) -> None:
        """Set the volume, 0 to 1."""
        await self._client.set_volume(round(volume * 100))
        await self.coordinator.async_read_volume()
