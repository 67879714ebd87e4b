"""A signal that wakes everybody who waits for something to change."""

import asyncio
from collections.abc import Callable


class Changes:
    """Counts changes and lets tasks wait for the next one."""

    def __init__(self) -> None:
        """Start with nothing changed and nobody waiting."""
        self.count = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        """Wake everybody who waits."""
        self.count += 1
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def next(self) -> None:
        """Wait for the next change."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds; it is looked at now and after every change."""
        while not condition():
            await self.next()
