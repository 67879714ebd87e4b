"""Whose key comes next: one at a time, with time between them, and what stops something first."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

from .exceptions import HarmonyError, TooManyKeys

# At three keys a second this is more than half a minute: whoever pressed has long given up.
MAX_WAITING: Final = 100


class KeyQueue:
    """Gives turns, so that two keys are never nearer to each other than `spacing` seconds."""

    def __init__(self, spacing: float) -> None:
        """Begin with nobody waiting."""
        self.spacing = spacing
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._taken = False
        self._free_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def turn(self, *, urgent: bool = False) -> AsyncGenerator[None]:
        """Wait for a turn, and keep it as long as the context lasts; `urgent` ones overtake all others.

        Raises TooManyKeys where too many wait, and what `refuse_all` was given.
        """
        if len(self._waiting) + len(self._urgent) >= MAX_WAITING:
            raise TooManyKeys("Too many keys wait for the hub to send them")
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line = self._urgent if urgent else self._waiting
        line.append(mine)
        self._next()
        try:
            await mine
        except BaseException:
            if mine in line:
                line.remove(mine)
            elif mine.done() and not mine.cancelled() and mine.exception() is None:
                # Our turn came in the very moment in which we were cancelled.
                self._pass_on()
            raise
        try:
            yield
        finally:
            self.rest()
            self._pass_on()

    def rest(self) -> None:
        """Hear that a key was let go just now: the next one keeps its distance."""
        now = asyncio.get_running_loop().time()
        self._free_at = max(self._free_at, now + self.spacing)

    def refuse_all(self, error: HarmonyError) -> None:
        """Let nobody wait any longer: what was meant for a connection is not sent over the next one."""
        for line in (self._urgent, self._waiting):
            while line:
                mine = line.popleft()
                if not mine.done():
                    mine.set_exception(error)
        # Nothing is left to be woken for.
        self._next()

    def _pass_on(self) -> None:
        self._taken = False
        self._next()

    def _next(self) -> None:
        """Give the next turn, now or when it is time."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._taken or not (self._urgent or self._waiting):
            return
        loop = asyncio.get_running_loop()
        if loop.time() < self._free_at:
            self._timer = loop.call_at(self._free_at, self._next)
            return
        line = self._urgent or self._waiting
        mine = line.popleft()
        if mine.done():
            self._next()
            return
        self._taken = True
        mine.set_result(None)
