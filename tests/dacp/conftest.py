"""What the library's tests share: a simulated Apple TV and a client of it, with nothing of Home Assistant."""

import asyncio
from collections.abc import AsyncGenerator, Callable

from aiohttp import ClientSession
from hypothesis import settings
import pytest
from zeroconf import IPVersion
from zeroconf.asyncio import AsyncZeroconf

from custom_components.remote_bridge.dacp import AppleTV, Options, Timing
from simulators.apple_tv import SimulatedAppleTV

# Machines that run tests are busy: slow is not wrong.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

LOGIN_ID = "0x0123456789ABCDEF"
HOME_SHARING_ID = "00000000-1125-ff3b-7f12-111111111111"

# Fast enough to test with, and still in the real order of sizes.
QUICK = Timing(
    request=2,
    logout=0.5,
    silence=0.1,
    grace=0.2,
    backoff_first=0.01,
    backoff_most=0.05,
    repeat=0.02,
    swipe_step=0.001,
    text_prompt=0.2,
)


@pytest.fixture
async def tv(socket_enabled) -> AsyncGenerator[SimulatedAppleTV]:
    """A simulated Apple TV that knows our login id."""
    async with SimulatedAppleTV(home_sharing_id=HOME_SHARING_ID) as simulated:
        simulated.authorize(LOGIN_ID)
        yield simulated


@pytest.fixture
async def http(socket_enabled) -> AsyncGenerator[ClientSession]:
    """An HTTP session such as Home Assistant hands in."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def make_client(tv, http):
    """A function that makes clients of the simulated Apple TV; all are closed in the end."""
    made: list[AppleTV] = []

    def make(
        login_id: str = LOGIN_ID, timing: Timing = QUICK, **options: object
    ) -> AppleTV:
        client = AppleTV(
            http,
            tv.host,
            tv.port,
            login_id,
            options=Options(**options),
            timing=timing,
        )
        made.append(client)
        return client

    yield make
    for client in made:
        await client.close()


@pytest.fixture
async def client(make_client) -> AppleTV:
    """A connected client."""
    client = make_client()
    await client.connect()
    return client


async def until(client: AppleTV, condition: Callable[[AppleTV], bool]) -> None:
    """Wait until something holds for a client; it is looked at whenever the client tells of news."""
    changed = asyncio.Event()
    remove = client.add_listener(changed.set)
    try:
        async with asyncio.timeout(5):
            while not condition(client):
                await changed.wait()
                changed.clear()
    finally:
        remove()


@pytest.fixture
async def network(socket_enabled) -> AsyncGenerator[AsyncZeroconf]:
    """Our end of an mDNS network on the loopback interface."""
    zeroconf = AsyncZeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only)
    yield zeroconf
    await zeroconf.async_close()


def polls(tv) -> list[str]:
    """Return the revision numbers that were asked for, in order."""
    return [
        request.query["revision-number"]
        for request in tv.requests
        if request.path.endswith("playstatusupdate")
    ]


async def settled(tv) -> None:
    """Wait until the device holds our poll."""
    await tv.wait_for(lambda tv: tv.polls_waiting == 1)


@pytest.fixture
async def awake_client(make_client):
    """A connected client that may wake the device."""
    client = make_client(do_not_wake=False)
    await client.connect()
    return client
