"""Which keys an Apple TV's remote has, and by which names people and dashboard cards call them."""

from difflib import get_close_matches
from enum import StrEnum
from typing import Final

from .exceptions import UnknownKey


class Key(StrEnum):
    """Every key; the values are the names we show."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    SELECT = "select"
    MENU = "menu"
    TOP_MENU = "top_menu"
    CONTEXT_MENU = "context_menu"
    PLAY = "play"
    PAUSE = "pause"
    PLAY_PAUSE = "play_pause"
    STOP = "stop"
    NEXT = "next"
    PREVIOUS = "previous"
    FAST_FORWARD = "fast_forward"
    REWIND = "rewind"
    SKIP_FORWARD = "skip_forward"
    SKIP_BACKWARD = "skip_backward"
    VOLUME_UP = "volume_up"
    VOLUME_DOWN = "volume_down"
    WAKE_UP = "wake_up"


# Without case, spaces and punctuation. Harmony's names, Home Assistant's, and what dashboard cards send.
_ALIASES: Final = {
    Key.UP: "directionup arrowup dpadup navigateup",
    Key.DOWN: "directiondown arrowdown dpaddown navigatedown",
    Key.LEFT: "directionleft arrowleft dpadleft navigateleft",
    Key.RIGHT: "directionright arrowright dpadright navigateright",
    Key.SELECT: "ok enter center dpadcenter",
    Key.MENU: "back return exit",
    Key.TOP_MENU: "home mainmenu holdmenu homehold",
    Key.CONTEXT_MENU: "holdselect options info",
    Key.PLAY: "mediaplay resume playresume",
    Key.PAUSE: "mediapause",
    Key.PLAY_PAUSE: "mediaplaypause playpausetoggle toggle",
    Key.STOP: "mediastop",
    Key.NEXT: "nexttrack mediatracknext mediatrack+ chapternext trackforward",
    Key.PREVIOUS: "prev previoustrack mediatrackprevious chapterprev trackback",
    Key.FAST_FORWARD: "ff forward fwd beginff scanforward",
    Key.REWIND: "rew beginrew reverse scanbackward",
    Key.SKIP_FORWARD: "skipahead skipnext",
    Key.SKIP_BACKWARD: "skipback skipprevious replay instantreplay",
    Key.VOLUME_UP: "volup vol+ volume+",
    Key.VOLUME_DOWN: "voldown vol- volume-",
    Key.WAKE_UP: "wake poweron turnon",
}


def _normalise(name: str) -> str:
    return "".join(character for character in name.casefold() if character not in "_ -")


def _names() -> dict[str, Key]:
    names = {_normalise(key.value): key for key in Key}
    for key, aliases in _ALIASES.items():
        names.update((_normalise(alias), key) for alias in aliases.split())
    return names


_NAMES: Final = _names()
_SUGGESTIONS: Final = 3
# Comparing takes time with the length, and no name is half as long.
_LONGEST: Final = 40


def parse_key(name: str) -> Key:
    """Return the key of a name in any spelling; raise UnknownKey with the nearest names."""
    try:
        return _NAMES[_normalise(name)]
    except KeyError:
        near = get_close_matches(_normalise(name)[:_LONGEST], _NAMES, n=8, cutoff=0.4)
        suggestions = dict.fromkeys(_NAMES[match].value for match in near)
        # Something far from every name still deserves a way out.
        fallback = dict.fromkeys((Key.SELECT.value, Key.MENU.value, Key.UP.value))
        nearest = tuple(suggestions or fallback)[:_SUGGESTIONS]
        raise UnknownKey(name, nearest) from None


def parse_keys(names: list[str]) -> list[Key]:
    """Return the keys of all names, or raise UnknownKey for the first that is none."""
    return [parse_key(name) for name in names]
