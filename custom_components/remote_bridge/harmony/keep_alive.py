"""Signs of life: hubs drop whoever is silent, and fall silent themselves without a word."""

import asyncio
from collections.abc import Awaitable, Callable

from .exceptions import HarmonyError
from .timing import Timing


class KeepAlive:
    """Asks for a sign of life now and then; anything that comes is one.

    `ask` sends the question, whose answer is a sign like any other; it raises HarmonyError where nothing can be sent.
    """

    def __init__(self, timing: Timing, ask: Callable[[], Awaitable[None]]) -> None:
        """Prepare; nothing is asked before `run`."""
        self._timing = timing
        self._ask = ask
        self._life = asyncio.Event()

    def heard(self) -> None:
        """Hear anything at all."""
        self._life.set()

    async def run(self) -> None:
        """Return once the connection is dead: after two questions without any sign."""
        misses = 0
        while misses < 2:
            if misses == 0:
                await asyncio.sleep(self._timing.keep_alive)
            self._life.clear()
            try:
                async with asyncio.timeout(self._timing.pong):
                    await self._ask()
                    await self._life.wait()
            except TimeoutError:
                misses += 1
            except HarmonyError:
                return
            else:
                misses = 0
