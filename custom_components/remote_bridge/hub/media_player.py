"""A hub as a television: its activities as sources, and the running one's keys for volume and playback."""

from typing import Final, override

from homeassistant.components.media_player import MediaPlayerEntity
from homeassistant.components.media_player.const import (
    MediaPlayerDeviceClass,
    MediaPlayerEntityFeature as Feature,
    MediaPlayerState,
)
from homeassistant.core import callback

from ..harmony.config import HubConfig
from ..harmony.exceptions import HarmonyError
from ..harmony.state import Phase
from ..helpers import device_action
from .coordinator import HubCoordinator
from .entity import HubEntity

_VOLUME_UP: Final = "VolumeUp"
_VOLUME_DOWN: Final = "VolumeDown"
_MUTE: Final = "Mute"
_MUTE_ON: Final = "MuteOn"
_MUTE_OFF: Final = "MuteOff"
_PLAY: Final = "Play"
_PAUSE: Final = "Pause"
_PLAY_PAUSE: Final = "PlayPause"
_STOP: Final = "Stop"
_NEXT: Final = "next"
_PREVIOUS: Final = "previous"

_ALWAYS: Final = Feature.TURN_ON | Feature.TURN_OFF | Feature.SELECT_SOURCE

# What is offered if an activity has all the keys of one of the sets.
_FEATURES: Final[dict[Feature, tuple[tuple[str, ...], ...]]] = {
    Feature.VOLUME_STEP: ((_VOLUME_UP, _VOLUME_DOWN),),
    Feature.VOLUME_MUTE: ((_MUTE,), (_MUTE_ON, _MUTE_OFF)),
    Feature.PLAY: ((_PLAY,),),
    Feature.PAUSE: ((_PAUSE,),),
    Feature.STOP: ((_STOP,),),
    Feature.NEXT_TRACK: ((_NEXT,),),
    Feature.PREVIOUS_TRACK: ((_PREVIOUS,),),
}


class HubMediaPlayer(HubEntity, MediaPlayerEntity):
    """What a hub turns on and off, and its loudness."""

    _attr_device_class = MediaPlayerDeviceClass.TV

    def __init__(self, coordinator: HubCoordinator) -> None:
        """Begin with an activity that is not muted."""
        super().__init__(coordinator)
        # Nobody hears whether something is muted; what is known is what was pressed here.
        self._muted = False
        self._activity = coordinator.activity_id
        # Looking up keys that are not there takes long enough to do it once for each activity.
        self._keys_of: tuple[HubConfig, str] | None = None
        self._keys: frozenset[str] = frozenset()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Forget what was muted once something else runs."""
        if self._activity != self.coordinator.activity_id:
            self._activity = self.coordinator.activity_id
            self._muted = False
        super()._handle_coordinator_update()

    # ── What it shows ─────────────────────────────────────────────────────────

    @property
    @override
    def state(self) -> MediaPlayerState | None:
        """On with an activity, also one that starts or ends."""
        status = self.coordinator.data
        if status is None:
            return None
        off = status.phase is Phase.OFF
        return MediaPlayerState.OFF if off else MediaPlayerState.ON

    @property
    @override
    def supported_features(self) -> Feature:
        """What the running activity has keys for."""
        keys = self._available_keys()
        features = _ALWAYS
        for feature, sets in _FEATURES.items():
            if any(keys.issuperset(needed) for needed in sets):
                features |= feature
        return features

    def _available_keys(self) -> frozenset[str]:
        """Return which of the keys of interest the running activity has."""
        config, activity_id = self.coordinator.config, self.coordinator.activity_id
        if self._keys_of != (config, activity_id):
            wanted = {
                key for sets in _FEATURES.values() for keys in sets for key in keys
            }
            self._keys_of = config, activity_id
            self._keys = frozenset(
                key for key in wanted if _has(config, activity_id, key)
            )
        return self._keys

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
    def is_volume_muted(self) -> bool | None:
        """Whether it was muted here; None where it cannot be."""
        can_mute = Feature.VOLUME_MUTE in self.supported_features
        return self._muted if can_mute else None

    # ── Commands ──────────────────────────────────────────────────────────────

    @override
    @device_action
    async def async_turn_on(self) -> None:
        """Start the activity that the user chose for that."""
        await self.coordinator.async_turn_on()

    @override
    @device_action
    async def async_turn_off(self) -> None:
        """Turn everything off."""
        await self._client.power_off()

    @override
    @device_action
    async def async_select_source(self, source: str) -> None:
        """Start an activity."""
        await self.coordinator.async_start(self.coordinator.find_activity(source))

    @override
    @device_action
    async def async_volume_up(self) -> None:
        """Turn the volume up, on the device that has it in this activity."""
        await self._press(_VOLUME_UP)
        self._note_muted(muted=False)

    @override
    @device_action
    async def async_volume_down(self) -> None:
        """Turn the volume down."""
        await self._press(_VOLUME_DOWN)
        self._note_muted(muted=False)

    @override
    @device_action
    async def async_mute_volume(self, mute: bool) -> None:
        """Mute or unmute; with a key that does both by turns, only if it is not so already."""
        if self._available_keys() >= {_MUTE_ON, _MUTE_OFF}:
            await self._press(_MUTE_ON if mute else _MUTE_OFF)
        elif mute != self._muted:
            await self._press(_MUTE)
        self._note_muted(muted=mute)

    @override
    @device_action
    async def async_media_play(self) -> None:
        """Play."""
        await self._press(_PLAY)

    @override
    @device_action
    async def async_media_pause(self) -> None:
        """Pause."""
        await self._press(_PAUSE)

    @override
    @device_action
    async def async_media_play_pause(self) -> None:
        """Let the device toggle, or do what comes nearest."""
        await self._press(_PLAY_PAUSE)

    @override
    @device_action
    async def async_media_stop(self) -> None:
        """Stop."""
        await self._press(_STOP)

    @override
    @device_action
    async def async_media_next_track(self) -> None:
        """Go to the next track or chapter."""
        await self._press(_NEXT)

    @override
    @device_action
    async def async_media_previous_track(self) -> None:
        """Go to the previous track or chapter."""
        await self._press(_PREVIOUS)

    async def _press(self, key: str) -> None:
        """Press a key of the running activity."""
        coordinator = self.coordinator
        await self._client.press(
            coordinator.config.function_for(coordinator.activity_id, key)
        )

    def _note_muted(self, *, muted: bool) -> None:
        if self._muted != muted:
            self._muted = muted
            self.async_write_ha_state()


def _has(config: HubConfig, activity_id: str, key: str) -> bool:
    try:
        config.function_for(activity_id, key)
    except HarmonyError:
        return False
    return True
