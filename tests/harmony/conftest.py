"""What the library's tests share: a simulated hub, both transports to it, and somebody who listens."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

from aiohttp import ClientSession
from hypothesis import settings
import pytest

from custom_components.remote_bridge.harmony import transports
from custom_components.remote_bridge.harmony.exceptions import HarmonyError
from custom_components.remote_bridge.harmony.exchange import Exchange
from custom_components.remote_bridge.harmony.messages import Event
from custom_components.remote_bridge.harmony.timing import Timing
from custom_components.remote_bridge.harmony.transport import TransportKind
from custom_components.remote_bridge.harmony.transports import TransportFactory
from simulators.harmony_hub import SimulatedHub

# Machines that run tests are busy: slow is not wrong.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

type Factory = Callable[..., TransportFactory]


@dataclass(eq=False)
class Listener:
    """Hears what one connection tells, and can be waited for."""

    exchange: Exchange = field(init=False)
    events: list[Event] = field(default_factory=list)
    ends: list[HarmonyError] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def on_event(self, event: Event) -> None:
        """Hear an event."""
        self.events.append(event)
        self.news.set()

    def on_end(self, error: HarmonyError) -> None:
        """Hear of the end."""
        self.ends.append(error)
        self.news.set()

    async def until(self, condition: Callable[[Listener], bool]) -> None:
        """Wait until something holds; it is looked at whenever there is news."""
        async with asyncio.timeout(10):
            while not condition(self):
                await self.news.wait()
                self.news.clear()

    async def end(self) -> HarmonyError:
        """Return why the connection ended, as soon as it has."""
        await self.until(lambda listener: listener.ends)
        return self.ends[0]


@pytest.fixture
async def http(socket_enabled) -> AsyncGenerator[ClientSession]:
    """An HTTP session such as Home Assistant hands in."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def hub(socket_enabled) -> AsyncGenerator[SimulatedHub]:
    """A hub of a living room that speaks both ways, where everything is off."""
    async with SimulatedHub(name="Wohnzimmer ☕", xmpp_port=0) as running:
        yield running


@pytest.fixture(params=TransportKind)
def kind(request) -> TransportKind:
    """Each way to speak to a hub, one after the other."""
    return request.param


@pytest.fixture
def transport(http, hub, kind) -> Factory:
    """A function that returns what makes transports of this kind to the hub."""

    def make(timing: Timing | None = None) -> TransportFactory:
        if kind is TransportKind.XMPP:
            return transports.xmpp(hub.host, hub.xmpp_port, timing=timing)
        return transports.websocket(http, hub.host, hub.port, timing=timing)

    return make


@pytest.fixture
async def listen(transport):
    """A function that gives a listener, whose exchange is not open; all are closed in the end."""
    made: list[Listener] = []

    def make(timing: Timing | None = None) -> Listener:
        listener = Listener()
        listener.exchange = Exchange(
            transport(timing)(), on_event=listener.on_event, on_end=listener.on_end
        )
        made.append(listener)
        return listener

    yield make
    for listener in made:
        await listener.exchange.close()


@pytest.fixture
async def listener(listen) -> Listener:
    """A listener that is connected."""
    listener = listen()
    await listener.exchange.open()
    return listener
