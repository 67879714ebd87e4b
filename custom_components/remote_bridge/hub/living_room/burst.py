"""Steps of volume that were asked for faster than they can be sent: one after another, until somebody stops them."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Final

from ...harmony.config import Function
from ...harmony.exceptions import TooManyKeys

_MOST: Final = 200

type Press = Callable[[Function], Awaitable[None]]
type TaskStarter = Callable[[Coroutine[None, None, None]], asyncio.Task[None]]


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    function: Function
    # Over: it went out (True), it failed, or nobody wants it any more (False).
    over: asyncio.Future[bool]
    # No key of it is under way any more, also where whoever asked for it went away meanwhile.
    sent: asyncio.Event = field(default_factory=asyncio.Event)


class Burst:
    """Presses keys in order, each wished for by somebody who waits or not.

    A wish for another key ends what is left of those for the one before: whoever presses "quieter" while ten steps
    louder are under way wants them to stop.
    """

    def __init__(self, press: Press, start_task: TaskStarter) -> None:
        """Begin with nothing to do."""
        self._press = press
        self._start_task = start_task
        self._steps: deque[_Step] = deque()
        self._under_way: _Step | None = None
        self._worker: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many steps have not been sent yet."""
        return len(self._steps)

    async def press(self, function: Function) -> bool:
        """Press a key once; returns when it has gone out, or with False when nobody wants that any more.

        Raises what pressing it, or one of those before, raised; and TooManyKeys.
        """
        if self._steps and self._steps[-1].function != function:
            self.stop()
        if len(self._steps) >= _MOST:
            raise TooManyKeys("Too many steps of volume wait to be sent")
        return await self._add(function, 1)

    async def begin(self, function: Function, times: int) -> None:
        """Press a key several times; returns when the first has gone out. Raises what pressing that raised."""
        self.stop()
        await self._add(function, times)

    def stop(self) -> None:
        """Send nothing more; who waits for a step that was not sent is told that it is over."""
        while self._steps:
            over = self._steps.popleft().over
            if not over.done():
                over.set_result(False)

    async def settle(self) -> None:
        """Send nothing more, and wait for the step that is under way; never raises what became of that."""
        self.stop()
        if self._under_way is not None:
            await self._under_way.sent.wait()

    def _add(self, function: Function, times: int) -> asyncio.Future[bool]:
        """Take wishes in, and return what is over with the first of them."""
        loop = asyncio.get_running_loop()
        steps = [_Step(function, loop.create_future()) for _ in range(times)]
        for step in steps:
            # Not everybody waits, and then nobody asks what became of it.
            step.over.add_done_callback(_look_away)
        self._steps.extend(steps)
        if self._worker is None or self._worker.done():
            self._worker = self._start_task(self._work())
        return steps[0].over

    async def _work(self) -> None:
        try:
            while self._steps:
                step = self._under_way = self._steps.popleft()
                # Whoever gave up waiting does not want it any more.
                if not step.over.done():
                    await self._press(step.function)
                    if not step.over.done():
                        step.over.set_result(True)
                step.sent.set()
        except Exception as error:  # noqa: BLE001 - it is raised where the step was asked for
            self._fail(step, error)
        finally:
            self._under_way = None
            step.sent.set()
            # Also where the entry is unloaded, and this task cancelled with it.
            if not step.over.done():
                step.over.set_result(False)
            self.stop()

    def _fail(self, first: _Step, error: Exception) -> None:
        """Tell everybody who waits: the other steps would fail for the same reason."""
        for step in (first, *self._steps):
            if not step.over.done():
                step.over.set_exception(error)
        self._steps.clear()


def _look_away(over: asyncio.Future[bool]) -> None:
    if not over.cancelled():
        over.exception()
