"""The hub as a whole: its ports, its discovery, and what it knows of itself."""

import asyncio
import socket

import pytest

from simulators.harmony_hub import Pace, SimulatedHub
from simulators.harmony_hub.configuration import WATCH_TV

QUESTION = b"_logitech-reverse-bonjour._tcp.local.\n%d"


class Caller:
    """A TCP port that hubs call back at."""

    def __init__(self) -> None:
        """Hear nothing yet."""
        self.calls: asyncio.Queue[str] = asyncio.Queue()

    async def heard(self, reader, writer) -> None:
        """Hear a hub out."""
        self.calls.put_nowait((await reader.read()).decode())
        writer.close()

    async def ask(self, udp_port: int) -> str:
        """Ask who is there and return the answer."""
        async with await asyncio.start_server(self.heard, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
                asking.sendto(QUESTION % port, ("127.0.0.1", udp_port))
            async with asyncio.timeout(5):
                return await self.calls.get()


@pytest.fixture
async def whole(socket_enabled):
    """A hub with everything that it can have."""
    async with SimulatedHub(
        xmpp_port=0, page_port=0, udp_port=0, ssdp="127.0.0.1"
    ) as hub:
        yield hub


async def test_a_hub_has_only_what_was_asked_for(hub):
    assert hub.port > 0
    assert (hub.xmpp_port, hub.udp_port, hub.page_url) == (None, None, None)


async def test_every_part_has_a_port_of_its_own(whole):
    page_port = int(whole.page_url.rsplit(":", 1)[1].strip("/"))

    assert len({whole.port, whole.xmpp_port, page_port, whole.udp_port, 0}) == 5


async def test_the_old_discovery_tells_who_and_where_it_is(whole):
    told = await Caller().ask(whole.udp_port)

    assert f"remoteId:{whole.remote_id}" in told
    assert f"port:{whole.xmpp_port}" in told


async def test_everything_is_where_it_was_after_a_restart(whole, http):
    before = (whole.port, whole.xmpp_port, whole.udp_port, whole.page_url)
    await whole.unplug()
    # The page is not the hub's own, and stays.
    assert (await http.get(whole.page_url)).status == 200
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(whole.host, whole.xmpp_port)

    await whole.plug_in()

    assert (whole.port, whole.xmpp_port, whole.udp_port, whole.page_url) == before
    assert whole.remote_id in await Caller().ask(whole.udp_port)
    _, writer = await asyncio.open_connection(whole.host, whole.xmpp_port)
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize(
    ("host", "ssdp", "expected"),
    [
        ("127.0.0.1", "127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", None, "0.0.0.0"),
    ],
)
def test_the_description_lies_at_an_address_that_can_be_reached(host, ssdp, expected):
    hub = SimulatedHub(host=host, port=8088, ssdp=ssdp)

    assert hub._location() == f"http://{expected}:8088/description"


async def test_an_activity_outlives_a_restart(hub):
    await hub.press_on_remote(WATCH_TV)
    await hub.restart()

    assert (hub.activity_id, hub.activity_status) == (WATCH_TV, 2)


async def test_waiting_in_vain_ends(hub, time):
    waiting = asyncio.create_task(hub.wait_for(lambda hub: hub.infrared))
    await time.settle()
    await time.advance(6)

    with pytest.raises(TimeoutError):
        await waiting


async def test_a_hub_may_be_stopped_twice_and_in_the_middle(socket_enabled):
    hub = SimulatedHub(pace=Pace.MANUAL)
    await hub.start()
    await hub.press_on_remote(WATCH_TV)
    await hub.stop()
    await hub.stop()

    assert not hub.plugged
    assert hub.activity_status == 0


async def test_there_is_one_hub_to_a_port_for_its_page(socket_enabled, whole):
    taken = int(whole.page_url.rsplit(":", 1)[1].strip("/"))
    second = SimulatedHub(page_port=taken)

    with pytest.raises(OSError, match="in use"):
        await second.start()

    assert not second.plugged
