"""HTTP and WebSocket: who is let in, how messages look, and how connections end."""

import asyncio
import json

from aiohttp import ClientConnectionError, WSMsgType, WSServerHandshakeError
import pytest

from simulators.harmony_hub import Fault, SimulatedHub

from .client import DIGEST, OLD_ORIGIN, ORIGIN, PING, PROVISION, Client, post, url

ASK = {"id": 1, "cmd": PROVISION, "params": {}}


async def test_provisioning_tells_the_remote_id_and_no_content_type(hub, http):
    response = await post(http, hub, ASK)

    assert (response.status, response.headers["Content-Type"]) == (200, "")
    told = await response.json(content_type=None)
    assert (told["id"], told["code"], told["msg"]) == (1, "200", "OK")
    assert told["data"]["activeRemoteId"] == int(hub.remote_id)
    assert "ethernetStatus" not in told["data"]


async def test_a_pro_hub_tells_of_its_ethernet(socket_enabled, http):
    async with SimulatedHub(model="Harmony Pro") as hub:
        told = await (await post(http, hub, ASK)).json(content_type=None)

    assert "ethernetStatus" in told["data"]


async def test_aioharmonys_misspelt_id_does_no_harm(hub, http):
    response = await post(http, hub, {"id ": 1, "cmd": PROVISION, "params": {}})

    assert (await response.json(content_type=None))["code"] == "200"


@pytest.mark.parametrize(
    ("firmware", "origin", "command", "told"),
    [
        ("4.15.600", ORIGIN, PROVISION, (200, "200")),
        ("4.15.600", ORIGIN, "connect.discoveryinfo?get", (417, "417")),
        ("4.15.600", OLD_ORIGIN, PROVISION, (417, "417")),
        ("4.15.250", OLD_ORIGIN, "connect.discoveryinfo?get", (417, "417")),
        ("4.15.206", OLD_ORIGIN, "connect.discoveryinfo?get", (200, 200)),
        ("4.15.206", OLD_ORIGIN.replace("://", "//:"), PROVISION, (200, "200")),
        ("4.15.206", ORIGIN, PROVISION, (417, "417")),
        ("4.15.206", "http://example.com", PROVISION, (417, "417")),
    ],
)
async def test_firmware_wants_its_origin(hub, http, origin, command, told):
    response = await post(http, hub, {"id": 1, "cmd": command}, origin)

    body = await response.json(content_type=None)
    assert (response.status, body["code"]) == told


async def test_a_refusal_is_short(hub, http):
    response = await post(http, hub, ASK, "http://example.com")

    assert await response.text() == '{"code":"417"}'


async def test_a_request_needs_an_origin(hub, http):
    response = await post(http, hub, ASK, None)

    assert (await response.json(content_type=None))["code"] == "400.1"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[]", b'{"cmd":5}', b"[" * 99999]
)
async def test_what_is_no_request_is_refused(hub, http, body):
    assert (await post(http, hub, body)).status == 400


async def test_the_remote_id_is_in_the_discovery_info_of_old_firmware(
    socket_enabled, http
):
    async with SimulatedHub(firmware="4.13.100") as hub:
        body = {"cmd": "connect.discoveryinfo?get"}
        response = await post(http, hub, body, OLD_ORIGIN)

    told = await response.json(content_type=None)
    assert told["data"]["remoteId"] == hub.remote_id


async def test_the_description_names_logitech(hub, http):
    response = await http.get(f"http://{hub.host}:{hub.port}/description")

    text = await response.text()
    assert "<manufacturer>Logitech</manufacturer>" in text
    assert f"<friendlyName>{hub.name}</friendlyName>" in text


@pytest.mark.parametrize("hub_id", ["", "1", "013572468"])
async def test_the_wrong_id_opens_no_websocket(hub, http, hub_id):
    with pytest.raises(WSServerHandshakeError) as raised:
        await http.ws_connect(url(hub, hub_id))

    assert raised.value.status == 400
    assert hub.connections["websocket"] == 0


@pytest.mark.parametrize("identity", ["a-b", 7])
async def test_a_reply_has_the_id_of_its_request(client, identity):
    reply = await client.ask(DIGEST, identity=identity)

    assert set(reply) == {"cmd", "code", "id", "msg", "data"}
    assert (reply["cmd"], reply["code"], reply["msg"]) == (DIGEST, 200, "OK")


async def test_slashes_are_escaped_and_text_is_utf_8(hub, client):
    hub.send_event("x", {"label": "a/b Küche 🍿"})

    raw = await client.socket.receive_str(timeout=5)

    assert r"a\/b Küche 🍿" in raw


async def test_a_request_may_lack_nearly_everything(hub, client):
    await client.socket.send_str(json.dumps({"hbus": {"cmd": PING, "params": []}}))

    assert (await client.receive())["id"] is None
    assert hub.requests[-1].timeout is None


async def test_requests_are_recorded(hub, client):
    await client.ask(PING, {"a": 1}, identity="x", limit="30")

    (request,) = hub.requests
    assert (request.command, request.params, request.id) == (PING, {"a": 1}, "x")
    assert (request.timeout, request.transport) == (30.0, "websocket")


@pytest.mark.parametrize("text", ["{", "[]", "7", '{"hbus":{}}', '{"hbus":{"cmd":1}}'])
async def test_what_is_no_request_is_borne_and_remembered(hub, client, text):
    await client.socket.send_str(text)

    assert (await client.ask(PING))["code"] == 200
    assert len(hub.complaints) == 1


async def test_empty_messages_keep_the_connection_alive(hub, client, time):
    await time.advance(50)
    await client.socket.send_str("")
    await time.settle()
    await time.advance(50)

    assert (await client.ask(PING))["code"] == 200
    assert hub.complaints == []


async def test_a_binary_message_is_no_request(hub, client):
    await client.socket.send_bytes(b"{}")

    assert (await client.ask(PING))["code"] == 200
    assert hub.complaints == ["a binary message"]


async def test_pings_are_answered_and_keep_the_connection_alive(hub, client, time):
    client.socket._autoping = False
    await time.advance(50)
    await client.socket.ping(b"hello")
    pong = await client.socket.receive(timeout=5)
    await client.socket.pong(b"unasked")
    await time.settle()
    await time.advance(50)

    assert (pong.type, pong.data) == (WSMsgType.PONG, b"hello")
    assert (await client.ask(PING))["code"] == 200


async def test_a_client_that_is_silent_for_a_minute_is_cut_off(hub, client, time):
    await time.advance(61)

    closed = await client.socket.receive(timeout=5)
    assert closed.type in {WSMsgType.CLOSED, WSMsgType.CLOSING}
    await hub.wait_for(lambda hub: hub.connections["websocket"] == 0)


async def test_closing_is_polite(hub, client):
    await client.socket.close()

    assert client.socket.close_code == 1000
    await hub.wait_for(lambda hub: hub.connections["websocket"] == 0)


async def test_stopping_says_goodbye(socket_enabled, http):
    async with SimulatedHub() as hub:
        client = Client(await http.ws_connect(url(hub)))
        await client.ask(PING)
    received = await client.socket.receive(timeout=5)

    assert (received.type, received.data) == (WSMsgType.CLOSE, 1001)


async def test_dropping_resets_every_connection(hub, client):
    hub.drop_connections()

    assert (await client.socket.receive(timeout=5)).type in {
        *(WSMsgType.CLOSED, WSMsgType.ERROR),
    }
    await hub.wait_for(lambda hub: hub.connections["websocket"] == 0)


async def test_an_unplugged_hub_refuses_and_comes_back_where_it_was(hub, http, client):
    port = hub.port

    await hub.unplug()
    assert not hub.plugged
    with pytest.raises(ClientConnectionError):
        await post(http, hub, ASK)
    await hub.plug_in()

    assert hub.port == port
    assert (await post(http, hub, ASK)).status == 200
    await hub.plug_in()
    assert hub.plugged


async def test_a_restart_cuts_everybody_off_and_is_soon_over(hub, http, connect):
    client = await connect()

    await hub.restart()

    await client.socket.receive(timeout=5)
    assert client.socket.closed
    assert (await (await connect()).ask(PING))["code"] == 200


async def test_a_silent_hub_accepts_and_never_answers(hub, http, client):
    await hub.unplug(silent=True)

    asking = asyncio.create_task(post(http, hub, ASK))
    await client.send(PING)
    await hub.wait_for(lambda hub: hub.requests)
    assert not asking.done()
    asking.cancel()
    await hub.plug_in()

    assert hub.faults.look(Fault.HALF_OPEN) is None
    assert (await post(http, hub, ASK)).status == 200


async def test_a_client_that_reads_nothing_is_cut_off(hub, client, monkeypatch):
    monkeypatch.setattr("simulators.harmony_hub.websocket_link.MAX_UNSENT", 1 << 20)
    client.socket._response.connection.transport.pause_reading()

    async with asyncio.timeout(20):
        while hub.connections["websocket"]:
            hub.send_event("x", "x" * 100_000)
            await asyncio.sleep(0)


async def test_a_hub_that_cannot_have_its_port_opens_nothing(hub):
    second = SimulatedHub(port=hub.port)

    with pytest.raises(OSError, match="in use"):
        await second.start()

    assert not second.plugged
