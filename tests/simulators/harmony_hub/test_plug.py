"""The very moment in which the plug is pulled or a hub ends, and somebody calls: both servers tell him."""

import asyncio
from contextlib import suppress
import socket
from typing import Any

import pytest

from simulators.harmony_hub import SimulatedHub

# How many turns of the event loop after the call; accepting takes a few.
MOMENTS = range(7)


@pytest.fixture
async def hub(socket_enabled):
    """A hub that speaks both ways."""
    async with SimulatedHub(xmpp_port=0) as running:
        yield running


@pytest.fixture
async def complaints() -> list[dict[str, Any]]:
    """What the event loop complains of: in debug mode it tells of connections that came to nothing."""
    loop = asyncio.get_running_loop()
    heard: list[dict[str, Any]] = []
    loop.set_debug(True)
    loop.slow_callback_duration = float("inf")
    loop.set_exception_handler(lambda _, context: heard.append(context))
    return heard


async def call(port: int, moment: int) -> socket.socket:
    """Call, and let so many turns of the event loop pass."""
    caller = socket.create_connection(("127.0.0.1", port))
    caller.setblocking(False)
    for _ in range(moment):
        await asyncio.sleep(0)
    return caller


async def is_over(caller: socket.socket) -> bool:
    """Wait until a connection ends, five seconds at most, and tell whether nothing was said before that."""
    said = b""
    with caller, suppress(ConnectionResetError):
        async with asyncio.timeout(5):
            said = await asyncio.get_running_loop().sock_recv(caller, 100)
    return said == b""


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("port", ["port", "xmpp_port"])
async def test_whoever_calls_while_the_plug_is_pulled_is_cut_off(
    hub, complaints, port, moment
):
    caller = await call(getattr(hub, port), moment)

    await hub.unplug()

    assert await is_over(caller)
    assert complaints == []
    # And nobody is left over.
    assert not any(hub.connections.values())
    await hub.plug_in()
    assert hub.plugged


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("port", ["port", "xmpp_port"])
async def test_whoever_calls_while_a_hub_ends_is_hung_up_on(
    hub, complaints, port, moment
):
    caller = await call(getattr(hub, port), moment)

    await hub.stop()

    assert await is_over(caller)
    assert complaints == []


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_second_restart_in_the_moment_of_a_call_is_no_harm(
    hub, complaints, moment
):
    caller = await call(hub.xmpp_port, moment)

    await asyncio.gather(hub.restart(), hub.restart())

    assert await is_over(caller)
    assert complaints == []
    assert hub.plugged
