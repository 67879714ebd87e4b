"""Keys: press, hold and release, with a release for every press, whatever happens in between."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
import logging
from typing import Final

from . import commands
from .commands import KeyStatus
from .config import Function
from .exceptions import (
    CommandRejected,
    ConnectionFailed,
    HarmonyError,
    HoldTooLong,
    KeyRefused,
    NotPossible,
)
from .exchange import Exchange
from .key_names import normalise
from .key_queue import KeyQueue
from .listeners import Listeners
from .messages import Reply
from .tasks import Tasks, within
from .timing import Timing

_LOGGER = logging.getLogger(__name__)

# What stops something is wanted now, also when twenty volume steps wait. Mute is not among them: on most devices it
# is a toggle, and overtaking the steps before it could end with sound.
_STOPS: Final = frozenset({"stop", "poweroff"})

MAX_REPEATS: Final = 100


@dataclass(slots=True, eq=False)
class _Stroke:
    """One key from press to release."""

    function: Function
    # How long it stays down, if nobody lets go before.
    seconds: float
    # A finger that leaves does not shorten the press below what a device notices; a refusal does.
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    refused: asyncio.Event = field(default_factory=asyncio.Event)
    # It is down; or it is over without ever having been.
    pressed: asyncio.Event = field(default_factory=asyncio.Event)
    # It is up again, as far as we can bring that about.
    over: asyncio.Event = field(default_factory=asyncio.Event)
    # On the event loop's clock; None before anything was sent.
    began: float | None = None
    error: HarmonyError | None = None


class Keypad:
    """Sends keys to one hub. An accepted key is never answered, so none is waited for but refusals.

    `exchange` gives the connection as it is, or raises ConnectionFailed; `device_label` turns a device id into what
    people call it; `on_refusal` hears that one more key was refused.
    """

    def __init__(
        self,
        timing: Timing,
        spacing: float,
        *,
        exchange: Callable[[], Exchange],
        device_label: Callable[[str], str],
        on_refusal: Callable[[], None],
    ) -> None:
        """Prepare; nothing is sent."""
        self._timing = timing
        self._exchange = exchange
        self._device_label = device_label
        self._on_refusal = on_refusal
        self._queue = KeyQueue(spacing)
        self._tasks = Tasks()
        self._strokes: dict[_Stroke, asyncio.Task[None]] = {}
        # Keys that a finger is on, by what they send.
        self._fingers: dict[str, _Stroke] = {}
        self.refused = 0
        self.last_refusal: KeyRefused | None = None
        # Told of every key that went out and was not refused so far, with the seconds for which it was down.
        self.listeners = Listeners[Function, float]()

    async def press(
        self, function: Function, *, hold: float = 0.0, repeats: int = 1
    ) -> None:
        """Press and release a key `repeats` times, each time held for `hold` seconds.

        Returns when it is up again and the time for refusals is over. Raises KeyRefused, ConnectionFailed, or
        NotPossible for what nobody would want.
        """
        if hold > self._timing.longest_press:
            raise HoldTooLong(self._timing.longest_press)
        if not 1 <= repeats <= MAX_REPEATS:
            raise NotPossible(f"A key can be pressed 1 to {MAX_REPEATS} times")
        for _ in range(repeats):
            stroke = self._begin(function, max(hold, self._timing.press))
            await self._watch(stroke, stroke.over)

    async def press_down(self, function: Function) -> None:
        """Press a key and leave it down until `let_go`, or until `Timing.longest_press` is over.

        Returns when the time for refusals is over. A key that is down already stays down. Raises as `press`.
        """
        stroke = self._fingers.get(function.action)
        if stroke is None or stroke.let_go.is_set():
            stroke = self._begin(function, self._timing.longest_press)
            self._fingers[function.action] = stroke
        await self._watch(stroke, stroke.pressed)

    async def let_go(self, function: Function) -> None:
        """Release a key that `press_down` has pressed; harmless for one that is up.

        One that still waits for its turn becomes a short press. Raises ConnectionFailed where nothing could be sent.
        """
        stroke = self._fingers.get(function.action)
        if stroke is None:
            return
        stroke.let_go.set()
        await stroke.over.wait()
        if isinstance(stroke.error, ConnectionFailed):
            raise stroke.error

    async def run(self, action: str, name: str) -> None:
        """Have the hub carry out an action that is no key, such as a sequence; raises CommandRejected.

        `name` is what it is called in the error.
        """
        exchange = self._exchange()
        refusal: list[Reply] = []
        refused = asyncio.Event()

        def hear(reply: Reply) -> None:
            if reply.code.is_failure:
                refusal.append(reply)
                refused.set()

        with exchange.listening(hear) as request_id:
            async with self._queue.turn():
                request = commands.hold_action(action, KeyStatus.PRESS)
                await exchange.send(request_id, request)
            if await within(refused, self._timing.refusal):
                raise CommandRejected(name, refusal[0].code, refusal[0].message)

    def lost(self, error: HarmonyError) -> None:
        """Hear that the connection is gone: what waits fails now, and what is down can only be forgotten."""
        self._queue.refuse_all(ConnectionFailed(str(error)))
        for stroke in self._strokes:
            stroke.let_go.set()

    async def close(self) -> None:
        """Let go of everything, as long as there is a connection; takes `Timing.close` at most."""
        self._queue.refuse_all(ConnectionFailed("The connection was closed"))
        strokes = dict(self._strokes)
        for stroke in strokes:
            stroke.let_go.set()
        try:
            async with asyncio.timeout(self._timing.close):
                for stroke in strokes:
                    await stroke.over.wait()
        except TimeoutError:
            _LOGGER.debug("Keys could not be released in time")
        finally:
            await self._tasks.cancel()

    # ── Inside ────────────────────────────────────────────────────────────────

    def _begin(self, function: Function, seconds: float) -> _Stroke:
        exchange = self._exchange()
        stroke = _Stroke(function, seconds)
        # A task of its own, so that whoever pressed can be cancelled without leaving the key down.
        task = self._tasks.start(self._play(stroke, exchange), f"Key {function.name}")
        self._strokes[stroke] = task
        # Also where it is cancelled before its first step.
        task.add_done_callback(lambda _: self._forget(stroke))
        return stroke

    async def _watch(self, stroke: _Stroke, event: asyncio.Event) -> None:
        """Wait for what happens to a key, and for refusals; whoever is cancelled meanwhile takes the finger off."""
        clock = asyncio.get_running_loop().time
        try:
            await event.wait()
            if stroke.began is not None and stroke.error is None:
                left = stroke.began + self._timing.refusal - clock()
                await within(stroke.refused, left)
        except asyncio.CancelledError:
            stroke.let_go.set()
            task = self._strokes.get(stroke)
            if task is not None and stroke.began is None:
                task.cancel()
            raise
        if stroke.error is not None:
            raise stroke.error

    async def _play(self, stroke: _Stroke, exchange: Exchange) -> None:
        """Carry one key through, and listen for what the hub says of it for a while."""

        def hear(reply: Reply) -> None:
            if reply.code.is_failure:
                self._refuse(stroke, reply)

        with exchange.listening(hear) as request_id:
            try:
                await self._press_and_release(stroke, exchange, request_id)
            except HarmonyError as error:
                stroke.error = stroke.error or error
            finally:
                self._up(stroke)
            if stroke.began is not None:
                await asyncio.sleep(self._timing.late_refusal)

    async def _press_and_release(
        self, stroke: _Stroke, exchange: Exchange, request_id: str
    ) -> None:
        clock = asyncio.get_running_loop().time
        action = stroke.function.action
        is_stop = normalise(stroke.function.name) in _STOPS
        async with AsyncExitStack() as turn:
            await turn.enter_async_context(self._queue.turn(urgent=is_stop))
            began = stroke.began = clock()
            try:
                request = commands.hold_action(action, KeyStatus.PRESS)
                await exchange.send(request_id, request)
                stroke.pressed.set()
                await within(stroke.refused, self._timing.press)
                if stroke.seconds > self._timing.press and not stroke.let_go.is_set():
                    # Nobody else waits for a key that is held.
                    await turn.aclose()
                    await self._hold(stroke, exchange, request_id, began)
            finally:
                # Also when we are cancelled, which happens only when everything ends.
                await self._release(stroke, exchange, request_id, began)

    async def _hold(
        self, stroke: _Stroke, exchange: Exchange, request_id: str, began: float
    ) -> None:
        """Keep a key down until somebody lets go or its time is over."""
        clock = asyncio.get_running_loop().time
        action, end = stroke.function.action, began + stroke.seconds
        due = began + self._timing.hold_interval
        while not await within(stroke.let_go, min(due, end) - clock()):
            if clock() >= end:
                return
            request = commands.hold_action(action, KeyStatus.HOLD, clock() - began)
            await exchange.send(request_id, request)
            # Those that were missed, because something took long, are not made up for.
            due = max(due, clock()) + self._timing.hold_interval

    async def _release(
        self, stroke: _Stroke, exchange: Exchange, request_id: str, began: float
    ) -> None:
        elapsed = asyncio.get_running_loop().time() - began
        request = commands.hold_action(
            stroke.function.action, KeyStatus.RELEASE, elapsed
        )
        try:
            await exchange.send(request_id, request)
        except HarmonyError as error:
            _LOGGER.debug("%s could not be released: %s", stroke.function.name, error)
            stroke.error = stroke.error or error
        self._queue.rest()
        if not stroke.refused.is_set():
            self.listeners.tell(stroke.function, elapsed)

    def _up(self, stroke: _Stroke) -> None:
        stroke.pressed.set()
        stroke.over.set()
        if self._fingers.get(stroke.function.action) is stroke:
            del self._fingers[stroke.function.action]

    def _forget(self, stroke: _Stroke) -> None:
        self._up(stroke)
        del self._strokes[stroke]

    def _refuse(self, stroke: _Stroke, reply: Reply) -> None:
        """Note that the hub has refused a key; it may say so once for the press and once for the release."""
        if stroke.refused.is_set():
            return
        function = stroke.function
        label = self._device_label(function.device_id)
        error = KeyRefused(
            label, function.label or function.name, reply.code, reply.message
        )
        _LOGGER.debug("%s", error)
        self.refused += 1
        self.last_refusal = error
        stroke.error = stroke.error or error
        stroke.refused.set()
        stroke.let_go.set()
        self._on_refusal()
