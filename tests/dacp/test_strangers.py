"""Whatever answers at the address: HTTP that is none, refusals nobody expects, and redirects."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
import gzip

import pytest

from custom_components.remote_bridge.dacp import (
    AppleTV,
    CommandRejected,
    ConnectionFailed,
    DacpError,
    ProtocolError,
    device_name,
)
from custom_components.remote_bridge.dacp.dmap import Container, encode

from .conftest import LOGIN_ID, QUICK

type Stranger = Callable[[bytes], Awaitable[AppleTV]]

REFUSED = encode([("mlog", Container([("mstt", 500), ("msts", "no")]))])
LARGE = encode([("mlog", Container([("mlid", 7)] * 30_000))])
NO_SESSION = encode([("mlog", Container([("mstt", 200), ("mlid", 0)]))])


def _reply(body: bytes, status: str = "200 OK", headers: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    return head.encode() + body


@pytest.fixture
async def stranger(http) -> AsyncGenerator[Stranger]:
    """A function that puts a server which always answers the same bytes behind a client."""
    servers = []

    async def serve(answer: bytes) -> AppleTV:
        async def handle(
            reader: asyncio.StreamReader, writer: asyncio.StreamWriter
        ) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            writer.close()

        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        servers.append(server)
        port = server.sockets[0].getsockname()[1]
        return AppleTV(http, "127.0.0.1", port, LOGIN_ID, timing=QUICK)

    yield serve
    for server in servers:
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"", ConnectionFailed),
        (b"SSH-2.0-OpenSSH_9.2\r\n", ProtocolError),
        (b"\x16\x03\x01" * 50, ProtocolError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: lots\r\n\r\n", ProtocolError),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", ProtocolError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut", DacpError),
        (_reply(b"<html>A router</html>"), ProtocolError),
        (_reply(b""), ProtocolError),
        (_reply(NO_SESSION), ProtocolError),
        (_reply(REFUSED), CommandRejected),
        (_reply(LARGE), ProtocolError),
        (_reply(gzip.compress(LARGE)), ProtocolError),
        (_reply(b"", "404 Not Found"), CommandRejected),
        (_reply(b"", "500 Oops"), CommandRejected),
        (
            _reply(b"", "302 Found", "Location: http://127.0.0.1:1/\r\n"),
            CommandRejected,
        ),
        (_reply(b"", "100 Continue"), DacpError),
        (_reply(b"", "999 Odd"), CommandRejected),
    ],
)
async def test_a_stranger_is_a_typed_error(stranger, answer, error):
    client = await stranger(answer)
    with pytest.raises(error) as caught:
        await client.connect()
    assert len(str(caught.value)) < 400
    await client.close()


async def test_a_device_that_is_nowhere_is_a_typed_error(http):
    client = AppleTV(http, "not a host", 3689, LOGIN_ID, timing=QUICK)
    with pytest.raises(ConnectionFailed):
        await client.connect()


async def test_the_name_is_told_without_a_login(tv, http):
    assert await device_name(http, tv.host, tv.port) == tv.name
    assert [request.path for request in tv.requests] == ["/server-info"]


@pytest.mark.parametrize(
    ("told", "name"),
    [("Apple\u00a0TV", "Apple TV"), ("", None), (" \n ", None), ("x" * 999, "x" * 64)],
)
async def test_a_name_is_made_fit_to_be_shown(stranger, http, told, name):
    body = encode([("msrv", Container([("mstt", 200), ("minm", told)]))])
    client = await stranger(_reply(body))
    assert await device_name(http, client.host, client.port) == name
