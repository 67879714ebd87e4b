"""Pressing keys: which request each one is, swipes for the arrows, and what stands in for holding."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import Enum
import logging
from typing import Final, NamedTuple

from .dmap import Item, encode
from .exceptions import CannotHold, DacpError
from .keys import Key
from .session import Session
from .timing import Timing

_LOGGER = logging.getLogger(__name__)

_CONTROL: Final = "ctrl-int/1/"
_ENTRY: Final = _CONTROL + "controlpromptentry"
# Devices accept any constant here, an increasing number, or none at all.
_PROMPT: Final = {"prompt-id": 0}

_COMMANDS: Final = {
    Key.PLAY: "play",
    Key.PAUSE: "pause",
    Key.PLAY_PAUSE: "playpause",
    Key.STOP: "stop",
    Key.NEXT: "nextitem",
    Key.PREVIOUS: "previtem",
    Key.FAST_FORWARD: "beginff",
    Key.REWIND: "beginrew",
    Key.VOLUME_UP: "volumeup",
    Key.VOLUME_DOWN: "volumedown",
}
_RESUME: Final = "playresume"

_BUTTONS: Final = {
    Key.MENU: "menu",
    Key.SELECT: "select",
    Key.TOP_MENU: "topmenu",
    Key.CONTEXT_MENU: "contextmenu",
}

# The protocol has no long press. Apple's own remote sends these instead.
_HELD_AS: Final = {Key.MENU: Key.TOP_MENU, Key.SELECT: Key.CONTEXT_MENU}
_SCAN_WHILE_HELD: Final = {
    Key.FAST_FORWARD: Key.FAST_FORWARD,
    Key.REWIND: Key.REWIND,
    Key.NEXT: Key.FAST_FORWARD,
    Key.PREVIOUS: Key.REWIND,
}
_REPEAT_WHILE_HELD: Final = frozenset(
    {Key.UP, Key.DOWN, Key.LEFT, Key.RIGHT, Key.VOLUME_UP, Key.VOLUME_DOWN}
)
HOLDABLE: Final = tuple(
    key for key in Key if key in {*_HELD_AS, *_SCAN_WHILE_HELD, *_REPEAT_WHILE_HELD}
)


class Swipe(Enum):
    """How an arrow is drawn on the pad."""

    # What pyatv draws, and every Apple TV it is used with understands: 25 points in five moves.
    SEVEN_EVENTS = "seven_events"
    # What Savant's controllers draw: one long move. Quicker, and it moves further the longer it is held.
    THREE_EVENTS = "three_events"


class _Touch(NamedTuple):
    time: int
    x: int
    y: int


# Down, five moves, up at the last place. The missing tick in the sideways strokes is the original's.
_STEPS: Final = range(0, 26, 5)
_UPRIGHT_TICKS: Final = (0, 1, 2, 3, 4, 5, 6)
_SIDEWAYS_TICKS: Final = (0, 1, 3, 4, 5, 6, 7)
# The three-event strokes grow by this many points with each repeat of a held arrow, up to the pad's edge.
_STROKE_GROWTH: Final = 5
_STROKE_GROWTH_MOST: Final = 200


def _stroke(key: Key, swipe: Swipe, repeat: int) -> list[_Touch]:
    """Return the finger's way for an arrow, on a pad of about 320 by 320 points with its origin top left."""
    if swipe is Swipe.THREE_EVENTS:
        reach = min(repeat * _STROKE_GROWTH, _STROKE_GROWTH_MOST)
        start, end = {
            Key.UP: ((20, 300), (20, 285 - reach)),
            Key.DOWN: ((20, 100), (20, 115 + reach)),
            Key.LEFT: ((300, 20), (285 - reach, 20)),
            Key.RIGHT: ((100, 20), (115 + reach, 20)),
        }[key]
        return [_Touch(0, *start), _Touch(1, *end), _Touch(2, *end)]
    places = {
        Key.UP: [(20, 275 - step) for step in _STEPS],
        Key.DOWN: [(20, 250 + step) for step in _STEPS],
        Key.LEFT: [(75 - step, 100) for step in _STEPS],
        Key.RIGHT: [(50 + step, 100) for step in _STEPS],
    }[key]
    upright = key in (Key.UP, Key.DOWN)
    ticks = _UPRIGHT_TICKS if upright else _SIDEWAYS_TICKS
    places.append(places[-1])
    return [_Touch(tick, *place) for tick, place in zip(ticks, places, strict=True)]


class Keypad:
    """Turns keys into requests on a session.

    `lane` is held for one tap or stroke at a time and never while a key is held down, so that a stop or a volume
    key gets in between.
    """

    def __init__(
        self, session: Session, lane: asyncio.Lock, timing: Timing, swipe: Swipe
    ) -> None:
        """Prepare a keypad that draws arrows in one of the two ways."""
        self._session = session
        self._lane = lane
        self._timing = timing
        self._swipe = swipe

    async def press(self, key: Key) -> None:
        """Press and release a key."""
        await self._tap(key, 0)

    async def hold(self, key: Key, seconds: float) -> None:
        """Do what stands in for holding a key; raise CannotHold where nothing does."""
        if key in _HELD_AS:
            await self._tap(_HELD_AS[key], 0)
        elif key in _SCAN_WHILE_HELD:
            await self._scan(_SCAN_WHILE_HELD[key], seconds)
        elif key in _REPEAT_WHILE_HELD:
            await self._repeat(key, seconds)
        else:
            raise CannotHold(key.value, tuple(name.value for name in HOLDABLE))

    async def _tap(self, key: Key, repeat: int) -> None:
        async with self._lane:
            if key in _COMMANDS:
                await self._session.post(_CONTROL + _COMMANDS[key], _PROMPT)
            elif key in _BUTTONS:
                # The zero byte is what pyatv sends and all devices take; "0" works as well.
                await self._enter([("cmbe", _BUTTONS[key]), ("cmcc", b"\0")])
            else:
                await self._draw(_stroke(key, self._swipe, repeat))

    async def _repeat(self, key: Key, seconds: float) -> None:
        clock = asyncio.get_running_loop().time
        until = clock() + seconds
        repeat = 0
        while True:
            await self._tap(key, repeat)
            repeat += 1
            if clock() + self._timing.repeat >= until:
                return
            await asyncio.sleep(self._timing.repeat)

    async def _scan(self, key: Key, seconds: float) -> None:
        try:
            await self._tap(key, 0)
            await asyncio.sleep(seconds)
            await self._resume()
        except BaseException:
            await self._let_go(self._resume)
            raise

    async def _resume(self) -> None:
        async with self._lane:
            await self._session.post(_CONTROL + _RESUME, _PROMPT)

    async def _draw(self, stroke: list[_Touch]) -> None:
        down, *moves, up = stroke

        async def lift() -> None:
            await self._touch("touchUp", up)

        try:
            await self._touch("touchDown", down)
            for move in moves:
                if self._swipe is Swipe.THREE_EVENTS:
                    await asyncio.sleep(self._timing.swipe_step)
                await self._touch("touchMove", move)
            if self._swipe is Swipe.THREE_EVENTS:
                await asyncio.sleep(self._timing.swipe_step)
            await lift()
        except BaseException:
            await self._let_go(lift)
            raise

    async def _let_go(self, release: Callable[[], Awaitable[None]]) -> None:
        """Undo a half-done key, also when the caller was cancelled; give up soon, the device may be gone."""
        try:
            async with asyncio.timeout(self._timing.logout):
                await release()
        except DacpError, TimeoutError:
            _LOGGER.debug("Could not release a key that failed half-way")

    async def _touch(self, event: str, touch: _Touch) -> None:
        text = f"{event}&time={touch.time}&point={touch.x},{touch.y}"
        await self._enter([("cmcc", b"0"), ("cmbe", text)])

    async def _enter(self, items: list[Item]) -> None:
        await self._session.post(_ENTRY, _PROMPT, encode(items))
