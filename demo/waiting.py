"""Waiting for something to become true."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from .terminal import SEE_LOG, Trouble

if TYPE_CHECKING:
    from .api import Api

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


async def wait_for_state(
    api: Api, entity_id: str, wanted: str, within: float = PATIENCE
) -> dict[str, Any]:
    """Wait until an entity has a state, and return all of it.

    Raises:
        Trouble: it has another one.
    """
    seen: dict[str, Any] = {"state": "missing"}

    async def look() -> bool:
        seen.update(await api.state(entity_id) or {})
        return bool(seen["state"] == wanted)

    try:
        await eventually(look, within)
    except TimeoutError:
        raise Trouble(
            f"{entity_id} is {seen['state']}, and should be {wanted}", SEE_LOG
        ) from None
    return seen
