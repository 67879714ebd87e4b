"""What the tests of the XMPP server share: a hub, and bare clients."""

from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest

from simulators.harmony_hub import Login, SimulatedHub

from .client import RawClient

type Connect = Callable[[], Awaitable[RawClient]]


@pytest.fixture
def firmware() -> str:
    """The hub's firmware."""
    return "4.15.600"


@pytest.fixture
def login() -> Login:
    """How strict the hub is."""
    return Login.OPEN


@pytest.fixture
async def hub(socket_enabled, firmware, login) -> AsyncGenerator[SimulatedHub]:
    """A hub with XMPP switched on."""
    async with SimulatedHub(xmpp_port=0, firmware=firmware, login=login) as running:
        yield running


@pytest.fixture
async def connect(hub) -> AsyncGenerator[Connect]:
    """Connect a client that has said nothing yet."""
    clients: list[RawClient] = []

    async def one_more() -> RawClient:
        clients.append(await RawClient.connect(hub.host, hub.xmpp_port))
        return clients[-1]

    yield one_more
    for client in clients:
        await client.close()


@pytest.fixture
async def stranger(connect) -> RawClient:
    """A client that has said nothing yet."""
    return await connect()


@pytest.fixture
async def client(stranger) -> RawClient:
    """A client that has logged in."""
    await stranger.login()
    return stranger
