"""The old discovery over UDP: who is called back, and what he is told."""

import asyncio
from collections.abc import AsyncGenerator
import socket
from types import SimpleNamespace

import pytest

from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.reverse_bonjour import ReverseBonjour, answer

QUESTION = "_logitech-reverse-bonjour._tcp.local."
HOST = "127.0.0.1"


class Seeker:
    """Who looks for hubs: a TCP port to be called at, and a UDP socket to ask with."""

    def __init__(self) -> None:
        """Listen to nobody yet."""
        self.calls: asyncio.Queue[str] = asyncio.Queue()
        self.port = 0
        self.asking = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.asking.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        self.asking.bind((HOST, 0))
        self.reading = asyncio.Event()
        self.reading.set()

    async def called(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Hear a hub out."""
        try:
            await self.reading.wait()
            self.calls.put_nowait((await reader.read()).decode())
        finally:
            writer.close()

    def ask(self, text: str | bytes, port: int, host: str = HOST) -> None:
        """Ask with any words."""
        data = text.encode() if isinstance(text, str) else text
        self.asking.sendto(data, (host, port))

    async def told(self) -> dict[str, str]:
        """Wait to be called, and return what was said."""
        async with asyncio.timeout(5):
            text = await self.calls.get()
        return dict(pair.split(":", 1) for pair in text.split(";"))


@pytest.fixture
async def seeker(socket_enabled) -> AsyncGenerator[Seeker]:
    """Somebody who looks for hubs."""
    made = Seeker()
    async with await asyncio.start_server(made.called, HOST, 0) as server:
        made.port = server.sockets[0].getsockname()[1]
        yield made
        made.reading.set()
    made.asking.close()


@pytest.fixture
def hub() -> SimpleNamespace:
    """What there is to tell about a hub."""
    return SimpleNamespace(
        name="Living Room: Sofa",
        remote_id="12345678",
        uuid="0000-uuid",
        firmware="4.15.600",
        model="Pimento",
    )


@pytest.fixture
async def bonjour(socket_enabled, hub) -> AsyncGenerator[ReverseBonjour]:
    """A hub that is not listening yet."""
    made = ReverseBonjour(hub)
    yield made
    await made.stop()


@pytest.fixture
async def port(bonjour) -> int:
    """Start the hub and return its port."""
    return await bonjour.start(HOST, 0)


async def test_who_asks_is_called_back_and_told_who_it_is(seeker, port) -> None:
    seeker.ask(f"{QUESTION}\n{seeker.port}", port)
    told = await seeker.told()
    assert told["friendlyName"] == "Living Room: Sofa"
    assert told["remoteId"] == "12345678"
    assert told["ip"] == HOST
    assert told["port"] == "5222"
    assert told["uuid"] == "0000-uuid"
    assert told["current_fw_version"] == "4.15.600"
    assert told["productId"] == "Pimento"
    assert told["hubId"] == "106"
    assert told["protocolVersion"].startswith('{XMPP="1.0", ')
    assert told["discoveryServerUri"].startswith("https://")
    assert "discoveryServerUriCF" in told


@pytest.mark.parametrize(
    "question",
    [
        "{question}\n{port}\n",
        "{question}\r\n{port}\r\n",
        "{question}\n{port}\n127.0.0.1",
        "{question}\n{port}\n192.0.2.7\nstring",
        "{question}\n {port} \n\n\n\n",
    ],
)
async def test_lines_that_nobody_needs_do_no_harm(seeker, port, question) -> None:
    seeker.ask(question.format(question=QUESTION, port=seeker.port), port)
    assert (await seeker.told())["remoteId"] == "12345678"


@pytest.mark.parametrize("address", ["127.255.255.255", "255.255.255.255"])
async def test_broadcasts_are_heard(seeker, port, address) -> None:
    seeker.ask(f"{QUESTION}\n{seeker.port}", port, address)
    assert (await seeker.told())["remoteId"] == "12345678"


async def test_hub_on_every_address_hears_questions_too(seeker, hub) -> None:
    bonjour = ReverseBonjour(hub, xmpp_port=1234)
    port = await bonjour.start("0.0.0.0", 0)
    seeker.ask(f"{QUESTION}\n{seeker.port}", port)
    told = await seeker.told()
    assert (told["ip"], told["port"]) == (HOST, "1234")
    await bonjour.stop()


def test_hub_in_a_network_hears_broadcasts_to_everybody(monkeypatch, hub) -> None:
    """There is no such network here: the names of the addresses are all that can be seen."""
    from simulators.harmony_hub.reverse_bonjour import _broadcasts

    assert _broadcasts("192.0.2.1") == ("255.255.255.255",)


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"\n\n\n",
        b"\xff\x00\xfe",
        QUESTION,
        f"{QUESTION}\n",
        f"{QUESTION}\n0",
        f"{QUESTION}\n65536",
        f"{QUESTION}\n-1",
        f"{QUESTION}\n²",
        f"{QUESTION}\nport",
        f"{QUESTION}\n" + "9" * 400,
        "_somebody-else._tcp.local.\n{port}",
        f"{QUESTION}\n{{port}}\n" + "x" * 5000,
    ],
)
async def test_rubbish_is_ignored(seeker, port, bonjour, rubbish) -> None:
    filled = rubbish if isinstance(rubbish, bytes) else rubbish.encode()
    seeker.ask(filled.replace(b"{port}", str(seeker.port).encode()), port)
    seeker.ask(f"{QUESTION}\n{seeker.port}", port)
    await seeker.told()
    assert seeker.calls.empty()


async def test_nobody_at_the_port_is_no_trouble(seeker, port) -> None:
    with socket.socket() as closed:
        closed.bind((HOST, 0))
        seeker.ask(f"{QUESTION}\n{closed.getsockname()[1]}", port)
    seeker.ask(f"{QUESTION}\n{seeker.port}", port)
    assert (await seeker.told())["remoteId"] == "12345678"


async def test_old_firmware_has_no_name_and_no_remote_id(seeker, hub, port) -> None:
    hub.firmware = "1.1.8"
    seeker.ask(f"{QUESTION}\n{seeker.port}", port)
    told = await seeker.told()
    assert told["hubId"] == "82"
    assert told["host_name"] == "Living Room: Sofa"
    assert not {"remoteId", "friendlyName", "productId", "accountId"} & set(told)


def test_answer_is_about_a_kilobyte_at_most_and_depends_on_the_firmware(hub) -> None:
    assert len(answer(hub, HOST)) < 1024
    hub.firmware = "4.13.100"
    assert "discoveryServerUriCF" not in answer(hub, HOST)


async def test_deaf_hub_calls_nobody_and_hears_again_later(
    seeker, port, bonjour, time
) -> None:
    await bonjour.refuse()
    seeker.ask(f"{QUESTION}\n{seeker.port}", port)
    await time.settle()
    assert await bonjour.start(HOST, port) == port
    seeker.ask(f"{QUESTION}\n{seeker.port}", port)
    await seeker.told()
    assert seeker.calls.empty()


async def test_crowd_is_not_called_all_at_once(seeker, port, bonjour, time) -> None:
    going = asyncio.Event()
    calls = 0

    async def call(*_: object) -> None:
        nonlocal calls
        calls += 1
        await going.wait()

    bonjour._call = call
    for _ in range(50):
        seeker.ask(f"{QUESTION}\n{seeker.port}", port)
    await time.settle()
    assert calls == 8
    going.set()


async def test_stopping_gives_up_calls_that_are_under_way(
    seeker, bonjour, port
) -> None:
    begun = asyncio.Event()
    given_up = asyncio.Event()

    async def call(*_: object) -> None:
        begun.set()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            given_up.set()

    bonjour._call = call
    seeker.ask(f"{QUESTION}\n{seeker.port}", port)
    async with asyncio.timeout(5):
        await begun.wait()
    await bonjour.stop()
    assert given_up.is_set()


async def test_port_of_another_hub_is_an_error(bonjour, port, hub) -> None:
    with pytest.raises(OSError, match="in use"):
        await ReverseBonjour(hub).start(HOST, port)


async def test_hub_tells_where_it_is_and_is_silent_without_power(
    seeker, time, socket_enabled
) -> None:
    async with SimulatedHub(udp_port=0, xmpp_port=0) as hub:
        seeker.ask(f"{QUESTION}\n{seeker.port}", hub.udp_port)
        told = await seeker.told()
        assert told["remoteId"] == hub.remote_id
        assert told["port"] == str(hub.xmpp_port)
        await hub.unplug()
        seeker.ask(f"{QUESTION}\n{seeker.port}", hub.udp_port)
        await time.settle()
        assert seeker.calls.empty()
