"""The simulated Apple TV of the demo, which is the same one in every run."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
import json
from pathlib import Path
import secrets
from typing import Any

from zeroconf import IPVersion
from zeroconf.asyncio import AsyncZeroconf

from simulators.apple_tv import PairedRemote, SimulatedAppleTV

from .loopback import LOOPBACK

#: Seconds; changes are heard of at once, this only bounds the wait.
_LOOK_AGAIN = 3600.0


@asynccontextmanager
async def television(
    memory: Path, *, port: int, screen_port: int
) -> AsyncIterator[SimulatedAppleTV]:
    """Run an Apple TV 3 called Living Room; its identity and its remotes are kept in `memory`."""
    known = await asyncio.to_thread(_recall, memory)
    mdns = AsyncZeroconf(interfaces=[LOOPBACK], ip_version=IPVersion.V4Only)
    try:
        async with SimulatedAppleTV(
            name="Living Room",
            service_name=known["service_name"],
            host=LOOPBACK,
            port=port,
            screen_port=screen_port,
            zeroconf=mdns,
        ) as tv:
            for remote in known["paired"]:
                tv.authorize(remote["guid"], remote["name"], remote["kind"])
            keeper = asyncio.create_task(_remember(tv, memory))
            try:
                yield tv
            finally:
                keeper.cancel()
                with suppress(asyncio.CancelledError):
                    await keeper
    finally:
        await mdns.async_close()


def _recall(memory: Path) -> dict[str, Any]:
    """Read what was kept; a new television gets an identity that no other demo nearby has."""
    if memory.exists():
        known: dict[str, Any] = json.loads(memory.read_text())
        return known
    return {"service_name": secrets.token_hex(8).upper(), "paired": []}


async def _remember(tv: SimulatedAppleTV, memory: Path) -> None:
    """Write everything down, now and whenever a remote comes or goes."""
    while True:
        written = tv.paired
        await asyncio.to_thread(_write, memory, tv.service_name, written)
        await _changed_from(tv, written)


async def _changed_from(
    tv: SimulatedAppleTV, written: tuple[PairedRemote, ...]
) -> None:
    with suppress(TimeoutError):
        await tv.wait_for(lambda tv: tv.paired != written, timeout=_LOOK_AGAIN)


def _write(memory: Path, service_name: str, paired: tuple[PairedRemote, ...]) -> None:
    remotes = [
        {"guid": remote.guid, "name": remote.name, "kind": remote.kind}
        for remote in paired
    ]
    known = {"service_name": service_name, "paired": remotes}
    memory.write_text(json.dumps(known, indent=2))
