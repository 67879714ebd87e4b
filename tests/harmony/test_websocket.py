"""What is special about the WebSocket: who is asked for first, how it is opened, and what its frames may do."""

import asyncio
import json

from aiohttp import web
import pytest

from custom_components.remote_bridge.harmony import commands, transports
from custom_components.remote_bridge.harmony.exceptions import (
    ConnectionFailed,
    HarmonyError,
    ProtocolError,
    RequestTimedOut,
)
from custom_components.remote_bridge.harmony.exchange import Exchange
from custom_components.remote_bridge.harmony.messages import Reply
from custom_components.remote_bridge.harmony.timing import Timing
from custom_components.remote_bridge.harmony.transport import TransportKind
from simulators.harmony_hub import Fault, SimulatedHub, configuration

from .raw_http import Answers, response

IDENTITY = json.dumps(
    {
        "code": "200",
        "data": {
            "activeRemoteId": 777,
            "discoveryServer": "https://svcs.example.com/Discovery",
        },
    }
)


@pytest.fixture
def kind() -> TransportKind:
    """Only this one."""
    return TransportKind.WEBSOCKET


@pytest.fixture
async def connect(http):
    """A function that opens an exchange with a port; all are closed in the end."""
    made: list[Exchange] = []

    async def connect(port: int, timing: Timing | None = None) -> Exchange:
        make = transports.websocket(http, "127.0.0.1", port, timing=timing)
        made.append(Exchange(make(), on_event=print, on_end=print))
        await made[-1].open()
        return made[-1]

    yield connect
    for exchange in made:
        await exchange.close()


@pytest.mark.parametrize("firmware", ["4.13.100", "4.15.206", "4.15.600"])
async def test_hubs_of_every_age_are_entered(socket_enabled, connect, firmware):
    async with SimulatedHub(firmware=firmware) as hub:
        exchange = await connect(hub.port)
        assert await exchange.ask(commands.state_digest(), 5)


async def test_the_url_names_the_hub_and_its_domain(connect):
    upgrade = response(400)
    async with Answers(IDENTITY, upgrade) as server:
        with pytest.raises(ConnectionFailed, match="400"):
            await connect(server.port)
        assert server.requests[-1].startswith(
            "GET /?domain=svcs.example.com&hubId=777 "
        )


@pytest.mark.parametrize("status", [400, 404, 417, 500])
async def test_a_refused_upgrade_is_a_failed_connection(hub, connect, status):
    hub.faults.set(Fault.WRONG_HUB_ID, status=status)
    with pytest.raises(ConnectionFailed):
        await connect(hub.port)
    assert hub.connections["websocket"] == 0


SAID = {
    "nothing, and the end": b"",
    "no HTTP": b"hello\r\n\r\n",
    "half a head": b"HTTP/1.1 101 Switching",
    "a switch to something else": b"HTTP/1.1 101 Switching\r\nUpgrade: tea\r\n\r\n",
    "a wrong key": b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n"
    b"Connection: upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n",
    "a redirect": b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n",
}


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
async def test_whatever_is_said_in_place_of_an_upgrade_is_a_typed_error(connect, said):
    async with Answers(IDENTITY, said) as server:
        with pytest.raises(HarmonyError):
            await connect(server.port, Timing(connect=2))


async def test_fragmented_messages_are_put_together(hub, listener):
    hub.replace_config(configuration.megabyte())
    hub.faults.set(Fault.FRAGMENTED_FRAMES, size=1000)
    reply = await listener.exchange.ask(commands.configuration(), 20)
    assert reply.data == hub.config


async def test_a_message_without_end_ends_the_connection(hub, listener):
    hub.faults.set(Fault.ENDLESS_FRAMES)
    with pytest.raises(ProtocolError):
        await listener.exchange.ask(commands.state_digest(), 30)
    assert type(await listener.end()) is ProtocolError


async def test_a_message_that_is_no_text_ends_the_connection(hub, listener):
    hub.faults.set(Fault.INVALID_UTF8)
    with pytest.raises(ProtocolError):
        await listener.exchange.ask(commands.state_digest(), 30)


@pytest.mark.parametrize(
    "fault", [Fault.BINARY_FRAMES, Fault.MALFORMED_JSON, Fault.DEEP_JSON]
)
async def test_a_reply_that_cannot_be_read_is_one_that_never_came(hub, listener, fault):
    hub.faults.set(fault)
    with pytest.raises(RequestTimedOut):
        await listener.exchange.ask(commands.state_digest(), 0.2)
    hub.faults.clear()
    assert await listener.exchange.ask(commands.state_digest(), 5)


async def test_pings_of_the_hub_are_answered(socket_enabled, connect):
    pongs: asyncio.Queue[bytes] = asyncio.Queue()

    async def serve(request: web.Request) -> web.StreamResponse:
        websocket = web.WebSocketResponse(autoping=False)
        await websocket.prepare(request)
        await websocket.ping(b"are you there?")
        async for message in websocket:
            pongs.put_nowait(message.data)
        return websocket

    async with Served(serve) as port:
        exchange = await connect(port)
        async with asyncio.timeout(5):
            assert await pongs.get() == b"are you there?"
        await exchange.close()


@pytest.mark.parametrize("identity", [1, "1", 10**30, "ü" * 1000])
async def test_ids_and_codes_of_every_type_are_read(socket_enabled, http, identity):
    async def serve(request: web.Request) -> web.StreamResponse:
        websocket = web.WebSocketResponse()
        await websocket.prepare(request)
        for code in (200, "200", 200.2, None, [], {"a": 1}):
            await websocket.send_json({"id": identity, "code": code, "cmd": 5})
        await websocket.close()
        return websocket

    replies: list[Reply] = []
    ended: asyncio.Future[HarmonyError] = asyncio.get_running_loop().create_future()
    async with Served(serve) as port:
        transport = transports.websocket(http, "127.0.0.1", port)()
        exchange = Exchange(transport, on_event=print, on_end=ended.set_result)
        exchange.reply_came = replies.append
        await exchange.open()
        async with asyncio.timeout(5):
            await ended
        await exchange.close()
    assert {reply.id for reply in replies} == {str(identity)}
    assert [reply.code.is_success for reply in replies] == [True] * 3 + [False] * 3


class Served:
    """A hub of one WebSocket that is served as a test wants."""

    def __init__(self, serve) -> None:
        """Say how."""
        self._serve = serve

    async def __aenter__(self) -> int:
        """Listen, and return the port."""
        application = web.Application()
        application.router.add_post("/", self._identity)
        application.router.add_get("/", self._serve)
        self._runner = web.AppRunner(application)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self._runner.addresses[0][1]

    async def __aexit__(self, *_: object) -> None:
        """Close the port."""
        await self._runner.cleanup()

    async def _identity(self, _: web.Request) -> web.Response:
        return web.Response(text=IDENTITY)
