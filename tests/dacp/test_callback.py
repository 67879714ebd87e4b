"""The callback: what the television may ask, and what strangers get."""

import asyncio
import socket

from aiohttp import ClientSession
import pytest

from custom_components.remote_bridge.dacp import (
    CallbackPortUnavailable,
    Timing,
    TooManyWrongCodes,
)
from custom_components.remote_bridge.dacp.pairing import (
    MAX_CONNECTIONS,
    MAX_WRONG_CODES,
)

from .attempt import ask, code_of, registered, session_on

# All of these share the loopback network.
pytestmark = pytest.mark.xdist_group("mdns")

SERVICE_NAME = "61FBE455BD6E3BF2"


async def test_the_code_counts_in_upper_and_lower_case(network):
    async with session_on(network) as session:
        code = code_of(session).lower()
        status, _ = await ask(session, f"?pairingcode={code}&servicename=A")
        assert status == 200
        assert (await session.wait(5)).identifier == "A"


async def test_asked_again_the_answer_is_the_same(network):
    async with session_on(network) as session:
        query = f"?pairingcode={code_of(session)}&servicename=A"
        first = await ask(session, query)
        assert first[1].startswith(b"cmpa")
        assert await ask(session, query) == first


async def test_a_renamed_television_is_still_the_wanted_one(network):
    async with session_on(network, expected=SERVICE_NAME) as session:
        code = code_of(session)
        name = f"{SERVICE_NAME}_2"
        status, _ = await ask(session, f"?pairingcode={code}&servicename={name}")
        assert status == 200
        assert (await session.wait(5)).identifier == SERVICE_NAME


async def test_guessing_ends_the_attempt(network):
    async with session_on(network, pin="1234") as session:
        wrong = "0" * 32
        for _ in range(MAX_WRONG_CODES):
            status, _ = await ask(session, f"?pairingcode={wrong}&servicename=A")
            assert status == 404
        with pytest.raises(TooManyWrongCodes):
            await session.wait(5)
        right = code_of(session)
        status, _ = await ask(session, f"?pairingcode={right}&servicename=A")
        assert status == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?pairingcode=", 400),
        ("?servicename=A", 400),
        ("?pairingcode=A&servicename=", 400),
        ("?pairingcode=A&pairingcode=B&servicename=A", 400),
        ("?pairingcode=A&servicename=A&servicename=B", 400),
        ("?pairingcode=%00%ff&servicename=%ff", 404),
        ("?pairingcode=ÄÖÜ&servicename=A", 404),
        ("?pairingcode=" + "A" * 5000 + "&servicename=A", 404),
        ("ing?pairingcode=A&servicename=A", 404),
    ],
)
async def test_odd_requests_are_answered_and_do_no_harm(network, query, status):
    async with session_on(network) as session:
        assert (await ask(session, query))[0] == status
        code = code_of(session)
        query = f"?pairingcode={code}&servicename=A&pairingcode={code}"
        assert (await ask(session, query))[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD"])
async def test_only_get_pairs(network, method):
    async with session_on(network) as session, ClientSession() as http:
        url = f"http://127.0.0.1:{session.port}/pair"
        query = {"pairingcode": code_of(session), "servicename": "A"}
        async with http.request(method, url, params=query) as response:
            assert response.status == 404


async def test_an_oversized_request_is_refused(network):
    async with session_on(network) as session:
        reader, writer = await asyncio.open_connection("127.0.0.1", session.port)
        writer.write(b"GET /pair?" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n")
        assert b" 400 " in await reader.readline()
        writer.close()
        await writer.wait_closed()


async def test_slow_clients_are_cut_off(network):
    async with session_on(network, timing=Timing(callback=0.1)) as session:
        reader, writer = await asyncio.open_connection("127.0.0.1", session.port)
        writer.write(b"GET /pair?")
        async with asyncio.timeout(5):
            assert await reader.read() == b""
        writer.close()


async def test_crowds_are_turned_away_at_once_and_make_room_when_they_leave(network):
    async with session_on(network) as session:
        crowd = [
            await asyncio.open_connection("127.0.0.1", session.port)
            for _ in range(MAX_CONNECTIONS)
        ]
        reader, late = await asyncio.open_connection("127.0.0.1", session.port)
        async with asyncio.timeout(5):
            assert await reader.read() == b""
        assert not any(reader.at_eof() for reader, _ in crowd)

        for writer in (late, *(writer for _, writer in crowd)):
            writer.close()
            await writer.wait_closed()
        status, _ = await ask(session, f"?pairingcode={code_of(session)}&servicename=A")
        assert status == 200


async def test_a_port_that_is_taken_is_an_error_that_says_so(network):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CallbackPortUnavailable):
            async with session_on(network, port=port):
                pass
    assert registered(network) == []


async def test_an_address_that_is_not_ours_is_an_error_that_says_so(network):
    with pytest.raises(CallbackPortUnavailable):
        async with session_on(network, address="192.0.2.77"):
            pass


async def test_a_fixed_port_is_kept(network):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with session_on(network, port=port) as session:
        assert session.port == port
        (info,) = network.zeroconf.registry.async_get_service_infos()
        assert info.port == port


async def test_a_client_that_hangs_up_does_no_harm(network):
    async with session_on(network) as session:
        _, writer = await asyncio.open_connection("127.0.0.1", session.port)
        writer.transport.abort()
        assert (await ask(session, "?pairingcode=A&servicename=A"))[0] == 404
