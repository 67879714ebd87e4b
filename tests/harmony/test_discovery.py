"""Looking for hubs: each is found once, rude peers hold nobody up, and nothing is left open."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing, asynccontextmanager, suppress
import socket

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.remote_bridge.harmony.discovery import (
    FoundHub,
    read_answer,
    read_location,
    scan,
)
from custom_components.remote_bridge.harmony.exceptions import ConnectionFailed
from custom_components.remote_bridge.harmony.timing import Timing
from simulators.harmony_hub import SimulatedHub

HOST = "127.0.0.1"
ANSWER = (
    b"email:owner@example.com;mode:3;accountId:8765432;ip:192.168.1.5;port:5222;"
    b"uuid:0123abc;hubId:106;current_fw_version:4.15.600;productId:Pimento;"
    b"setupSessionSetupType:;host_name:harmony;friendlyName:Wohnzimmer \xe2\x98\x95;"
    b"discoveryServerUri:https://svcs.example.com:443/Discovery;"
    b'protocolVersion:{XMPP="1.0", HTTP="1.0"};remoteId:12345678;oohEnabled:true'
)

type Call = Callable[..., None]


@asynccontextmanager
async def hubs(*answers: bytes, hang_up: bool = True):
    """Let hubs listen for questions; each calls back once a question, and some never hang up.

    Gives the port and the questions.
    """
    questions: list[bytes] = []
    calls: set[asyncio.Task[None]] = set()
    writers: list[asyncio.StreamWriter] = []

    async def call(port: int, answer: bytes) -> None:
        _, writer = await asyncio.open_connection(HOST, port)
        writers.append(writer)
        writer.write(answer)
        for one in [writer] * hang_up:
            one.close()

    class Ear(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, _: object) -> None:
            questions.append(data)
            for answer in answers:
                task = asyncio.create_task(call(int(data.split(b"\n")[1]), answer))
                calls.add(task)

    ear, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        Ear, local_addr=(HOST, 0)
    )
    try:
        yield ear.get_extra_info("sockname")[1], questions
    finally:
        ear.close()
        await asyncio.gather(*calls, return_exceptions=True)
        for writer in writers:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


def search(port: int, seconds: float = 5, **options: object):
    """Search on this machine only."""
    return scan(seconds, addresses=[HOST], port=port, local_host=HOST, **options)


async def first(port: int, **options: object) -> FoundHub:
    """Return the first hub that is found, and stop to look."""
    async with aclosing(search(port, **options)) as found:
        return await anext(found)


async def test_a_hub_is_found_by_what_it_calls_back(socket_enabled):
    async with SimulatedHub(name="Küche ☕", udp_port=0) as hub:
        found = await first(hub.udp_port)

    assert (found.remote_id, found.name) == (hub.remote_id, "Küche ☕")
    assert (found.host, found.xmpp_port) == (HOST, 5222)
    assert found.firmware == hub.firmware


async def test_an_old_hub_is_found_though_it_does_not_tell_its_id(socket_enabled):
    async with SimulatedHub(firmware="1.1.8", udp_port=0) as hub:
        found = await first(hub.udp_port)

    assert found.remote_id is None
    assert found.uuid is not None


async def test_a_hub_is_found_with_what_it_says_and_nothing_of_its_owner(
    socket_enabled,
):
    async with hubs(ANSWER) as (port, questions):
        hub = await first(port)

    assert hub == FoundHub(
        host=HOST,
        xmpp_port=5222,
        remote_id="12345678",
        name="Wohnzimmer ☕",
        firmware="4.15.600",
        product="Pimento",
        uuid="0123abc",
    )
    assert "owner" not in repr(hub)
    assert "8765432" not in repr(hub)
    assert questions[0].startswith(b"_logitech-reverse-bonjour._tcp.local.\n")


def test_old_firmware_tells_no_more_than_where_it_is():
    answer = b"email:o@example.com;ip:10.0.0.9;port:5222;uuid:0a;hubId:82;host_name:h"

    assert read_answer(answer, "10.0.0.9") == FoundHub(
        host="10.0.0.9", name="h", uuid="0a"
    )


@pytest.mark.parametrize("port", [b"0", b"65536", b"-1", b"x", b"", b"9" * 5000])
def test_a_port_that_is_none_is_the_usual_one(port):
    found = read_answer(b"uuid:0a;port:" + port, HOST)

    assert found is not None
    assert found.xmpp_port == 5222


@settings(deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=40).map(lambda x: b"uuid:" + x))
def test_any_bytes_are_a_hub_or_none_and_nothing_else(answer):
    found = read_answer(answer, HOST)

    assert found is None or repr(found).encode()


async def test_each_hub_is_given_once_however_often_it_calls(socket_enabled):
    other = ANSWER.replace(b"12345678", b"99").replace(b"0123abc", b"f")
    async with hubs(ANSWER, other, ANSWER, other) as (port, questions):
        found = [hub async for hub in search(port, 0.3, timing=QUICK)]

    assert len(questions) > 1
    assert {hub.remote_id for hub in found} == {"12345678", "99"}
    assert len(found) == 2


QUICK = Timing(scan_repeat=0.05, scan_answer=0.05)


async def test_the_question_is_asked_again(socket_enabled, time):
    async with hubs() as (port, questions):
        found = asyncio.create_task(first(port, seconds=60))
        while not questions:
            await time.settle()
        await time.advance(2)
        while len(questions) < 2:
            await time.settle()
        found.cancel()
        await asyncio.gather(found, return_exceptions=True)

    assert questions[0] == questions[1]


async def test_a_search_ends_when_its_time_is_over(socket_enabled, time):
    async with hubs() as (port, questions):
        search_ended = asyncio.create_task(collect(port, 60))
        while not questions:
            await time.settle()
        await time.advance(61)

        assert await search_ended == []


async def collect(port: int, seconds: float) -> list[FoundHub]:
    """Return everything that is found."""
    return [hub async for hub in search(port, seconds)]


async def test_who_does_not_hang_up_is_heard_all_the_same(socket_enabled):
    async with hubs(ANSWER, hang_up=False) as (port, _):
        hub = await first(port, timing=QUICK)

    assert hub.remote_id == "12345678"


@pytest.mark.parametrize(
    "rude",
    [b"", b"\xff" * 100, b"GET / HTTP/1.1\r\n\r\n", b"uuid:" + b"x" * 5000, b";;;:"],
)
async def test_who_is_rude_holds_nobody_up(socket_enabled, rude):
    async with hubs(rude, rude, ANSWER) as (port, _):
        hub = await first(port)

    assert hub.remote_id == "12345678"


async def test_very_many_callers_fill_nothing(socket_enabled, time):
    crowd = [b"uuid:%d" % number for number in range(200)]
    async with hubs(*crowd) as (port, _):
        search_ended = asyncio.create_task(collect(port, 60))
        for _ in range(40):
            await time.settle()
            await time.advance(2)

        found = await search_ended

    assert 32 <= len(found) <= 64


@pytest.mark.parametrize("turns", range(5))
async def test_who_calls_at_the_very_end_is_hung_up_on(socket_enabled, turns):
    async with hubs(ANSWER) as (port, questions):
        found = search(port)
        await anext(found)
        callback = int(questions[0].split(b"\n")[1])
        late = [socket.create_connection((HOST, callback)) for _ in range(20)]
        # However far the system has got with them.
        for _ in range(turns):
            await asyncio.sleep(0)
        await found.aclose()
        for one in late:
            one.setblocking(False)
            async with asyncio.timeout(5):
                with suppress(ConnectionResetError):
                    assert await asyncio.get_running_loop().sock_recv(one, 1) == b""
            one.close()


async def test_who_calls_while_too_many_keep_calling_is_hung_up_on(
    socket_enabled, time
):
    silent = [b""] * 40
    async with hubs(*silent, hang_up=False) as (port, questions):
        patient = Timing(scan_answer=600)
        task = asyncio.create_task(first(port, seconds=600, timing=patient))
        while not questions:
            await time.settle()
        await time.settle()
        callback = int(questions[0].split(b"\n")[1])
        reader, writer = await asyncio.open_connection(HOST, callback)

        async with asyncio.timeout(5):
            assert await reader.read() == b""

        writer.close()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_the_port_is_closed_when_nobody_looks_any_more(socket_enabled):
    async with hubs(ANSWER) as (port, questions):
        await first(port)
    callback = int(questions[0].split(b"\n")[1])

    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(HOST, callback)


async def test_the_port_is_closed_when_the_search_is_cancelled(socket_enabled, time):
    async with hubs() as (port, questions):
        task = asyncio.create_task(first(port))
        while not questions:
            await time.settle()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    callback = int(questions[0].split(b"\n")[1])

    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(HOST, callback)


async def test_the_port_that_hubs_call_may_be_chosen(socket_enabled):
    spare = await asyncio.start_server(lambda *_: None, HOST, 0)
    chosen = spare.sockets[0].getsockname()[1]

    with pytest.raises(ConnectionFailed):
        await first(5224, local_port=chosen)

    spare.close()
    await spare.wait_closed()
    async with hubs(ANSWER) as (port, questions):
        await first(port, local_port=chosen)
    assert questions[0].endswith(f"\n{chosen}".encode())


async def test_an_address_that_would_need_a_name_server_is_refused(socket_enabled):
    with pytest.raises(ValueError, match=r"example\.com"):
        await anext(scan(1, addresses=["example.com"]))


@pytest.mark.parametrize(
    ("location", "where"),
    [
        ("http://192.168.1.5:8088/description", ("192.168.1.5", 8088)),
        ("http://[fe80::1]:8088/description", ("fe80::1", 8088)),
        ("http://hub.local/description", ("hub.local", 80)),
        ("https://192.168.1.5:8088/", None),
        ("http://192.168.1.5:99999/", None),
        ("http://[x/", None),
        ("8088", None),
        ("", None),
        (None, None),
    ],
)
def test_a_location_says_where_a_hub_is(location, where):
    assert read_location(location) == where
