"""A clock for the event loop that a test moves on."""

import asyncio

import pytest


class FakeTime:
    """Moves the event loop's clock on, so that hours pass in no time, with real sockets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Take over the running loop's clock."""
        loop = asyncio.get_running_loop()
        real_time = loop.time
        # In debug mode the loop would complain of callbacks that took hours.
        loop.slow_callback_duration = float("inf")
        self._passed = 0.0
        monkeypatch.setattr(loop, "time", lambda: real_time() + self._passed)

    async def advance(self, seconds: float) -> None:
        """Let so many seconds pass, and everything happen that was due."""
        self._passed += seconds
        await self.settle()

    async def settle(self) -> None:
        """Let everything happen that can happen now; both ends of each socket live in this loop."""
        for _ in range(100):
            await asyncio.sleep(0)
