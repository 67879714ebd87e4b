"""What the tests of the hub share: a living room's hub, and bare clients."""

from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest

from simulators.harmony_hub import Pace, SimulatedHub

from .client import Client, url

type Connect = Callable[[], Awaitable[Client]]


@pytest.fixture
def firmware() -> str:
    """The hub's firmware."""
    return "4.15.600"


@pytest.fixture
def pace() -> Pace:
    """How fast the hub is."""
    return Pace.INSTANT


@pytest.fixture
async def hub(socket_enabled, firmware, pace) -> AsyncGenerator[SimulatedHub]:
    """A hub of a living room, where everything is off."""
    async with SimulatedHub(firmware=firmware, pace=pace) as running:
        yield running


@pytest.fixture
async def connect(hub, http) -> AsyncGenerator[Connect]:
    """Connect a client."""
    clients: list[Client] = []

    async def one_more() -> Client:
        clients.append(Client(await http.ws_connect(url(hub), max_msg_size=0)))
        return clients[-1]

    yield one_more
    for client in clients:
        client.socket._response.close()


@pytest.fixture
async def client(connect) -> Client:
    """A client that is connected."""
    return await connect()
