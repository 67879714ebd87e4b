"""What the player of a living room offers."""

from typing import Final

from homeassistant.components.media_player.const import (
    MediaPlayerEntityFeature as Feature,
)

from .playback import NEXT, PAUSE, PLAY, PREVIOUS, STOP
from .room import LivingRoom
from .volume import MUTE, MUTE_OFF, MUTE_ON, VOLUME_DOWN, VOLUME_UP

# What is offered if there are all the keys of one of the sets.
_KEYS: Final = {
    Feature.PLAY: ((PLAY,),),
    Feature.PAUSE: ((PAUSE,),),
    Feature.STOP: ((STOP,),),
    Feature.NEXT_TRACK: ((NEXT,),),
    Feature.PREVIOUS_TRACK: ((PREVIOUS,),),
    Feature.VOLUME_STEP: ((VOLUME_UP, VOLUME_DOWN),),
    Feature.VOLUME_MUTE: ((MUTE,), (MUTE_ON, MUTE_OFF)),
}

# What any linked player may add at any time, and what only the one that plays may.
_OF_EVERY_PLAYER: Final = Feature.PLAY | Feature.PAUSE | Feature.STOP
_OF_THE_PLAYER: Final = (
    Feature.NEXT_TRACK
    | Feature.PREVIOUS_TRACK
    | Feature.SEEK
    | Feature.SHUFFLE_SET
    | Feature.REPEAT_SET
)
_OF_ITS_VOLUME: Final = Feature.VOLUME_STEP | Feature.VOLUME_MUTE


class Offers:
    """What a room offers, whatever runs: all that any of its activities can do.

    Google and Alexa ask once, mostly while everything is off, and then never send what was not offered; HomeKit makes
    its accessory anew whenever something else is offered. What the running activity cannot do is an error that says so.
    """

    def __init__(self, room: LivingRoom) -> None:
        """Begin with nothing known."""
        self._room = room
        self._keys = Feature(0)
        self._keys_of: object = None

    def now(self) -> Feature:
        """Return what is offered; of what only some players can do, what the linked one can now."""
        room = self._room
        features = self._by_keys()
        for player in room.players:
            features |= player.features & _OF_EVERY_PLAYER
        if room.player is not None:
            features |= room.player.features & _OF_THE_PLAYER
        if (louder := room.volume_player) is not None:
            features |= louder.features & _OF_ITS_VOLUME
        if self._has_level():
            features |= Feature.VOLUME_SET
        return features

    def _has_level(self) -> bool:
        """Tell whether the volume has a level: voice assistants do sums with it."""
        room = self._room
        if player := room.volume_player:
            is_absolute = Feature.VOLUME_SET in player.features
            return is_absolute and player.volume_level is not None
        up = room.volume_key
        return up is not None and room.volume.level(up.device_id) is not None

    def _by_keys(self) -> Feature:
        """Return what some activity has keys for."""
        config = self._room.config
        if self._keys_of is not config:
            self._keys_of = config
            self._keys = Feature(0)
            for feature, sets in _KEYS.items():
                if any(
                    all(config.find_function(activity.id, key) for key in keys)
                    for activity in config.activities
                    for keys in sets
                ):
                    self._keys |= feature
        return self._keys
