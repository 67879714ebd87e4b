"""Waiting for something to become true."""

import asyncio
from collections.abc import Awaitable, Callable

#: Seconds between two looks.
_TICK = 0.1
#: How long a change may take from a device to Home Assistant or back, in seconds.
PATIENCE = 15.0


async def eventually[T](
    look: Callable[[], Awaitable[T | None]], within: float | None = None
) -> T:
    """Look again and again until there is something to see, and return it.

    Raises:
        TimeoutError: there was nothing within so many seconds; None waits for ever.
    """
    async with asyncio.timeout(within):
        while True:
            if seen := await look():
                return seen
            await asyncio.sleep(_TICK)
