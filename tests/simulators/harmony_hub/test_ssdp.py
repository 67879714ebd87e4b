"""SSDP: what a search hears, what is announced, and what is ignored."""

import asyncio
from collections.abc import AsyncGenerator
import socket
from types import SimpleNamespace
from xml.etree import ElementTree as ET

from async_upnp_client.search import SsdpSearchListener
from async_upnp_client.ssdp import decode_ssdp_packet
import pytest

from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.ssdp import (
    GROUP,
    PORT,
    URN,
    SsdpResponder,
    description,
    unique_name,
)

LOCATION = "http://127.0.0.1:8088/description"
HOST = "127.0.0.1"


class Network:
    """Somebody else on the loopback network, who hears and says what he likes."""

    def __init__(self, port: int) -> None:
        """Join the group."""
        self.port = port
        self.sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sender.bind((HOST, 0))
        self.member = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
            self.member.setsockopt(socket.SOL_SOCKET, option, 1)
        self.member.bind((GROUP, port))
        self.member.setsockopt(
            socket.IPPROTO_IP,
            socket.IP_ADD_MEMBERSHIP,
            socket.inet_aton(GROUP) + socket.inet_aton(HOST),
        )
        for one in (self.sender, self.member):
            one.setblocking(False)
        self.sender.setsockopt(
            socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(HOST)
        )

    def say(self, text: str | bytes) -> None:
        """Send something to the group."""
        data = text.encode() if isinstance(text, str) else text
        self.sender.sendto(data, (GROUP, self.port))

    async def reply(self) -> bytes:
        """Wait for an answer to what was said."""
        async with asyncio.timeout(5):
            return await asyncio.get_running_loop().sock_recv(self.sender, 4096)

    async def notice(self) -> bytes:
        """Wait for something that is said to the group."""
        async with asyncio.timeout(5):
            return await asyncio.get_running_loop().sock_recv(self.member, 4096)

    def close(self) -> None:
        """Leave."""
        self.sender.close()
        self.member.close()


def search(target: str, man: str = '"ssdp:discover"') -> str:
    """Write a search."""
    return (
        "M-SEARCH * HTTP/1.1\r\n"
        f"HOST:{GROUP}:1900\r\nMAN: {man}\r\nMX: 1\r\nST: {target}\r\n\r\n"
    )


def headers(data: bytes) -> dict[str, str]:
    """Read a message's headers as Home Assistant does."""
    _, read = decode_ssdp_packet(data, None, (HOST, 1900))
    return {name.lower(): value for name, value in read.items()}


@pytest.fixture
def hub() -> SimpleNamespace:
    """What the responder needs to know of a hub."""
    return SimpleNamespace(name="Küche & Bar", remote_id="12345678")


@pytest.fixture
async def responder(socket_enabled, hub) -> AsyncGenerator[SsdpResponder]:
    """A responder that is not started."""
    made = SsdpResponder(hub, lambda: LOCATION)
    yield made
    await made.refuse()


@pytest.fixture
async def port(responder) -> int:
    """Start the responder and return its port."""
    return await responder.start(HOST, 0)


@pytest.fixture
async def network(port) -> AsyncGenerator[Network]:
    """Somebody who came after the hub's first announcement."""
    made = Network(port)
    yield made
    made.close()


async def test_home_assistants_search_finds_it(port, hub) -> None:
    found = asyncio.get_running_loop().create_future()

    async def search_now() -> None:
        listener.async_search()

    def heard(answer) -> None:
        found.done() or found.set_result(answer)

    listener = SsdpSearchListener(
        callback=heard,
        source=(HOST, 0),
        target=(GROUP, port),
        search_target=URN,
        async_connect_callback=search_now,
    )
    await listener.async_start()
    async with asyncio.timeout(5):
        answer = await found
    listener.async_stop()
    assert answer["location"] == LOCATION
    assert answer["st"] == URN
    assert answer["_udn"] == unique_name(hub)
    assert answer["cache-control"] == "max-age = 1800"
    assert answer["server"] == "Ubuntu/10.04 UPnP/1.1 Harmony/16.3"
    assert answer["bootid.upnp.org"] == "1"


async def test_the_empty_line_at_the_end_is_missing_as_on_a_hub(network) -> None:
    network.say(search(URN))
    data = await network.reply()
    assert data.endswith(b"\r\n")
    assert not data.endswith(b"\r\n\r\n")


async def test_the_empty_line_at_the_end_can_be_had(network, responder) -> None:
    responder.well_formed = True
    network.say(search(URN))
    assert (await network.reply()).endswith(b"\r\n\r\n")


async def test_search_for_everything_is_answered_for_each_of_its_names(
    network, hub
) -> None:
    network.say(search("ssdp:all"))
    answers = [headers(await network.reply()) for _ in range(3)]
    name = unique_name(hub)
    assert [(one["st"], one["usn"]) for one in answers] == [
        ("upnp:rootdevice", f"{name}::upnp:rootdevice"),
        (name, name),
        (URN, f"{name}::{URN}"),
    ]


@pytest.mark.parametrize("man", ['"ssdp:discover"', "ssdp:discover"])
async def test_search_for_root_devices_is_answered(network, man) -> None:
    network.say(search("upnp:rootdevice", man))
    assert headers(await network.reply())["st"] == "upnp:rootdevice"


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"\xff\xfe\x00",
        b"M-SEARCH",
        b"GET / HTTP/1.1\r\nMAN: ssdp:discover\r\nST: ssdp:all\r\n\r\n",
        search("urn:somebody:else:1"),
        search(URN, "ssdp:something"),
        "M-SEARCH * HTTP/1.1\r\n\r\n",
        "M-SEARCH * HTTP/1.1\r\nno colon\r\n:\r\n\r\n",
        "M-SEARCH * HTTP/1.1\r\nX: " + "x" * 5000 + "\r\n" + search(URN)[21:],
    ],
)
async def test_what_is_no_search_for_it_is_ignored(network, rubbish) -> None:
    network.say(rubbish)
    network.say(search("upnp:rootdevice"))
    assert headers(await network.reply())["st"] == "upnp:rootdevice"
    with pytest.raises(BlockingIOError):
        network.sender.recv(4096)


async def test_coming_and_going_are_announced(network, responder, port) -> None:
    await responder.stop()
    goodbyes = [headers(await network.notice()) for _ in range(3)]
    assert [one["nts"] for one in goodbyes] == ["ssdp:byebye"] * 3
    assert await responder.start(HOST, port) == port
    hellos = [headers(await network.notice()) for _ in range(3)]
    assert [one["nts"] for one in hellos] == ["ssdp:alive"] * 3
    assert hellos[2]["nt"] == URN
    assert hellos[2]["location"] == LOCATION
    assert hellos[2]["bootid.upnp.org"] == "2"


async def test_it_is_announced_again_before_it_is_forgotten(network, time) -> None:
    await time.advance(1000)
    assert headers(await network.notice())["nts"] == "ssdp:alive"


async def test_pulling_the_plug_is_not_announced(network, responder, port) -> None:
    await responder.refuse()
    await responder.start(HOST, port)
    assert headers(await network.notice())["nts"] == "ssdp:alive"


async def test_two_hubs_share_a_port(network, port, responder) -> None:
    other_hub = SimpleNamespace(name="Other", remote_id="87654321")
    other = SsdpResponder(other_hub, lambda: "http://127.0.0.1:1/description")
    assert await other.start(HOST, port) == port
    network.say(search(URN))
    found = {headers(await network.reply())["location"] for _ in range(2)}
    assert found == {LOCATION, "http://127.0.0.1:1/description"}
    await other.stop()


@pytest.mark.parametrize("host", ["192.0.2.1", "no address"])
async def test_interface_that_is_not_there_is_an_error(
    responder: SsdpResponder, host: str
) -> None:
    with pytest.raises(OSError):  # noqa: PT011 - the system's words differ from machine to machine
        await responder.start(host, 0)


def test_description_says_what_home_assistant_looks_for(hub) -> None:
    names = {"d": "urn:schemas-upnp-org:device-1-0"}
    device = ET.fromstring(description(hub)).find("d:device", names)  # noqa: S314 - our own XML
    assert device.findtext("d:deviceType", "", names) == URN
    assert device.findtext("d:manufacturer", "", names) == "Logitech"
    assert device.findtext("d:friendlyName", "", names) == "Küche & Bar"
    assert device.findtext("d:UDN", "", names) == unique_name(hub)
    assert len(unique_name(hub)) == len("uuid:") + 40


async def test_description_lies_where_the_answer_says(socket_enabled, http) -> None:
    async with SimulatedHub(name="Den", ssdp=HOST) as hub:
        somebody = Network(PORT)
        somebody.say(search(URN))
        location = (await answer_of(hub, somebody))["location"]
        response = await http.get(location)
        assert response.status == 200
        assert "<friendlyName>Den</friendlyName>" in await response.text()
        await hub.unplug()
        somebody.say(search(URN))
        await hub.plug_in()
        somebody.say(search(URN))
        assert (await answer_of(hub, somebody))["bootid.upnp.org"] == "2"
    somebody.close()


async def answer_of(hub: SimulatedHub, network: Network) -> dict[str, str]:
    """Wait for the answer of a hub; those of other tests may come in between, for loopback is one network."""
    while True:
        answer = headers(await network.reply())
        if answer["location"] == f"http://{hub.host}:{hub.port}/description":
            return answer
