"""Whether something plays in an activity whose devices do not say so: what was pressed here tells."""

from enum import StrEnum
from typing import Final

from ...harmony.config import Activity, Function
from ...harmony.key_names import Role, normalise

PLAY: Final = "Play"
PAUSE: Final = "Pause"
PLAY_PAUSE: Final = "PlayPause"
STOP: Final = "Stop"
NEXT: Final = "next"
PREVIOUS: Final = "previous"


class Playback(StrEnum):
    """What the device of the running activity presumably does."""

    PLAYING = "playing"
    PAUSED = "paused"
    STOPPED = "stopped"


_MEANINGS: Final = {
    "play": Playback.PLAYING,
    "resume": Playback.PLAYING,
    "pause": Playback.PAUSED,
    "stop": Playback.STOPPED,
}
_TOGGLES: Final = frozenset({"playpause", "playpausetoggle"})


def after(now: Playback, function: Function, activity: Activity) -> Playback:
    """Return what plays once a key was pressed; most keys, and those of other devices, change nothing."""
    media = activity.roles.get(Role.MEDIA)
    devices = activity.device_ids if media is None else (media,)
    if function.device_id not in devices:
        return now
    name = normalise(function.name)
    if name in _TOGGLES:
        return Playback.PAUSED if now is Playback.PLAYING else Playback.PLAYING
    return _MEANINGS.get(name, now)
