"""What tests of pairing need: an attempt, its code, and whether it left anything behind."""

import asyncio
import contextlib

from aiohttp import ClientSession
from zeroconf.asyncio import AsyncZeroconf

from custom_components.remote_bridge.dacp import PairingSession, pairing_code


def session_on(network: AsyncZeroconf, **options: object) -> PairingSession:
    options = {"name": "Home Assistant", "address": "127.0.0.1"} | options
    return PairingSession(network, **options)


def registered(network: AsyncZeroconf) -> list[str]:
    return list(network.zeroconf.registry.async_get_service_infos())


async def is_open(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True


async def ask(session: PairingSession, query: str) -> tuple[int, bytes]:
    url = f"http://127.0.0.1:{session.port}/pair{query}"
    async with ClientSession() as http, http.get(url) as response:
        return response.status, await response.read()


def code_of(session: PairingSession, pin: str | None = None) -> str:
    (info,) = session._zeroconf.zeroconf.registry.async_get_service_infos()
    pair = info.decoded_properties["Pair"]
    return pairing_code(int(pair, 16), pin or session.pin)
