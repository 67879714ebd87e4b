"""The simulated Harmony hub of the demo, which is the same one in every run."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
from pathlib import Path
import secrets

from simulators.harmony_hub import Pace, SimulatedHub

from .loopback import LOOPBACK, Place

NAME = "Harmony Hub"

#: Where hubs hear the search that the set-up dialog makes.
SEARCH_PORT = 5224


@asynccontextmanager
async def harmony_hub(
    memory: Path, place: Place, *, page_port: int
) -> AsyncIterator[SimulatedHub]:
    """Run a hub with a living room; its identity is kept in `memory`, and it takes as long as a real one."""
    remote_id = await asyncio.to_thread(_identity, memory)
    async with SimulatedHub(
        name=NAME,
        host=place.host,
        port=place.port,
        xmpp_port=place.xmpp_port,
        page_port=page_port,
        page_host=LOOPBACK,
        ssdp=LOOPBACK,
        udp_port=SEARCH_PORT,
        remote_id=remote_id,
        pace=Pace.REAL,
    ) as hub:
        yield hub


def _identity(memory: Path) -> str:
    """Read who the hub is; a new one gets an identity that no other demo nearby has."""
    if memory.exists():
        return str(json.loads(memory.read_text())["remote_id"])
    remote_id = str(10_000_000 + secrets.randbelow(90_000_000))
    memory.write_text(json.dumps({"remote_id": remote_id}, indent=2))
    return remote_id
