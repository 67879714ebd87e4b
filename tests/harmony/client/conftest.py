"""What the client's tests share: a hub at a pace of the test's choice, and clients of it over both transports."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

import pytest

from custom_components.remote_bridge.harmony.client import HarmonyHub
from custom_components.remote_bridge.harmony.events import HubEvent
from custom_components.remote_bridge.harmony.exceptions import ConnectionFailed
from custom_components.remote_bridge.harmony.timing import Timing
from custom_components.remote_bridge.harmony.transports import TransportFactory
from simulators.harmony_hub import Pace, SimulatedHub
from tests.fake_time import FakeTime

# Keys at a multiple of their real speed; everything else takes its real time.
QUICK = Timing(
    press=0.02, refusal=0.15, late_refusal=2, hold_interval=0.05, key_spacing=0.05
)


@pytest.fixture
def pace() -> Pace:
    """How fast the hub works; modules that look at each step have another."""
    return Pace.INSTANT


@pytest.fixture
async def hub(socket_enabled, pace) -> AsyncGenerator[SimulatedHub]:
    """A hub of a living room that speaks both ways, where everything is off."""
    async with SimulatedHub(xmpp_port=0, pace=pace) as running:
        yield running


@pytest.fixture
async def make_client(transport) -> AsyncGenerator[Callable[..., HarmonyHub]]:
    """A function that makes clients of the hub; all are closed in the end."""
    made: list[HarmonyHub] = []

    def make(factory: TransportFactory | None = None, **more: object) -> HarmonyHub:
        more = {"timing": QUICK} | more
        client = HarmonyHub(factory or transport(more["timing"]), **more)
        made.append(client)
        return client

    yield make
    for client in made:
        await client.close()


@pytest.fixture
async def client(make_client) -> HarmonyHub:
    """A connected client."""
    client = make_client()
    await client.connect()
    return client


@dataclass(eq=False)
class Heard:
    """What a client has told, and a way to wait for it."""

    client: HarmonyHub
    events: list[HubEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin to listen."""
        self.news = asyncio.Event()
        self.client.add_listener(self.news.set)
        self.client.add_cache_listener(self.news.set)
        self.client.add_event_listener(self._hear)

    def _hear(self, event: HubEvent) -> None:
        self.events.append(event)
        self.news.set()

    async def until(self, condition: Callable[[HarmonyHub], object]) -> None:
        """Wait until something holds for the client; it is looked at whenever the client tells of news."""
        async with asyncio.timeout(10):
            while not condition(self.client):
                await self.news.wait()
                self.news.clear()

    async def until_event(self, event: HubEvent) -> None:
        """Wait until an event was told."""
        await self.until(lambda _: event in self.events)


@pytest.fixture
def heard(client) -> Heard:
    """Everything that the connected client tells."""
    return Heard(client)


async def passes(time: FakeTime, seconds: float) -> None:
    """Let time pass in steps that leave both ends the time for their signs of life."""
    whole, rest = divmod(seconds, 5)
    for step in [5.0] * int(whole) + [rest]:
        await time.advance(step)
        await time.settle()


def sent(hub: SimulatedHub, command: str) -> list[dict[str, object]]:
    """Return the parameters of every request of a command, by the end of its name, in order."""
    return [
        request.params
        for request in hub.requests
        if request.command.lower().endswith(command)
    ]


class NoHub:
    """What stands for a transport to an address where nobody is, and counts who tries."""

    def __init__(self, error: Exception | None = None) -> None:
        """Fail with an error."""
        self.error = error or ConnectionFailed("nobody is there")
        self.attempts = 0

    def __call__(self) -> NoHub:
        """Make a transport: itself."""
        return self

    async def open(self, _: object) -> None:
        """Fail."""
        self.attempts += 1
        raise self.error

    async def close(self) -> None:
        """Do nothing."""
