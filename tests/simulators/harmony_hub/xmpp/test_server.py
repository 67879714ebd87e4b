"""The server's port: closed, refusing, and open again."""

import pytest

from simulators.harmony_hub.xmpp import XmppServer

from .client import DIGEST, FEATURES_END, HEADER, STREAM_END, RawClient


@pytest.fixture
async def server(hub):
    """A second server of the same hub, which the test may close."""
    running = XmppServer(hub.core)
    running.port = await running.start("127.0.0.1", 0)
    yield running
    await running.stop()


async def login(server) -> RawClient:
    client = await RawClient.connect("127.0.0.1", server.port)
    await client.login()
    return client


async def test_stopping_ends_every_stream_in_good_order(server):
    client = await login(server)

    await server.stop()

    assert await client.rest() == STREAM_END
    with pytest.raises(ConnectionRefusedError):
        await login(server)


async def test_a_client_that_said_nothing_is_just_closed(server):
    client = await RawClient.connect("127.0.0.1", server.port)
    other = await login(server)

    await server.stop()

    assert await other.rest() == STREAM_END
    assert await client.rest() == ""


async def test_a_port_that_refuses_is_kept(server):
    client = await login(server)

    await server.refuse()

    with pytest.raises(ConnectionResetError):
        await client.rest()
    with pytest.raises(ConnectionRefusedError):
        await login(server)


async def test_a_port_opens_again_where_it_was(server):
    await server.refuse()

    assert await server.start("127.0.0.1", server.port) == server.port
    client = await login(server)
    assert (await client.ask(DIGEST))["code"] == "200"
    await client.close()


async def test_a_silent_server_accepts_and_says_nothing(server, time):
    server.silent = True
    client = await RawClient.connect("127.0.0.1", server.port)
    client.send(HEADER)
    await time.advance(600)
    assert not client.reader._buffer

    server.silent = False

    assert (await client.open()).endswith(FEATURES_END)
    await client.close()
