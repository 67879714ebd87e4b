"""Who answers at an address: both dialects, everything that is no answer, and nothing that hangs."""

import asyncio
import json
import zlib

import pytest

from custom_components.remote_bridge.harmony.exceptions import (
    CommandRejected,
    ConnectionFailed,
    NobodyListens,
    ProtocolError,
)
from custom_components.remote_bridge.harmony.provision import (
    DEFAULT_DOMAIN,
    identify,
    read_identity,
)
from custom_components.remote_bridge.harmony.timing import Timing
from simulators.harmony_hub import Fault, SimulatedHub

from .raw_http import Answers, response

HOST = "127.0.0.1"
MODERN = json.dumps(
    {
        "id": 1,
        "msg": "OK",
        "code": "200",
        "data": {
            "activeRemoteId": 12345678,
            "email": "owner@example.com",
            "username": "owner@example.com",
            "discoveryServer": "https://svcs.example.com/Discovery/Discovery.svc",
            "mode": 3,
        },
    }
)
OLD = json.dumps(
    {
        "code": 200,
        "data": {
            "remoteId": "12345678",
            "friendlyName": "Wohnzimmer ☕",
            "current_fw_version": "4.13.100",
            "productId": "Pimento",
            "uuid": "0123",
            "email": "owner@example.com",
        },
    }
)
REFUSED = response(417, '{"code":"417"}')


@pytest.mark.parametrize("firmware", ["4.15.600", "4.15.250", "4.15.206", "4.13.100"])
async def test_hubs_of_every_age_are_identified(socket_enabled, http, firmware):
    async with SimulatedHub(firmware=firmware, remote_id="24680") as hub:
        found = await identify(http, hub.host, hub.port)

    assert found.remote_id == "24680"
    assert "example.com" not in repr(found).replace(found.domain, "")


@pytest.mark.parametrize("fault", [Fault.CODE_AS_STRING, Fault.INVALID_UTF8])
async def test_a_hub_that_writes_badly_is_identified_all_the_same(
    socket_enabled, http, fault
):
    async with SimulatedHub() as hub:
        hub.faults.set(fault)
        found = await identify(http, hub.host, hub.port)

    assert found.remote_id == hub.remote_id


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.MALFORMED_JSON, ProtocolError),
        (Fault.DEEP_JSON, ProtocolError),
        (Fault.HUGE_BODY, ProtocolError),
        (Fault.STILL_INITIALIZING, CommandRejected),
    ],
)
async def test_a_hub_that_says_nothing_sensible_is_an_error(
    socket_enabled, http, fault, error
):
    async with SimulatedHub() as hub:
        hub.faults.set(fault)
        with pytest.raises(error):
            await identify(http, hub.host, hub.port)


async def test_an_unplugged_hub_is_found_once_it_is_back(socket_enabled, http):
    async with SimulatedHub() as hub:
        await hub.unplug()
        with pytest.raises(NobodyListens):
            await identify(http, hub.host, hub.port)

        await hub.plug_in()
        found = await identify(http, hub.host, hub.port)

    assert found.remote_id == hub.remote_id


async def test_modern_firmware_answers_the_first_question(http):
    async with Answers(MODERN) as hub:
        found = await identify(http, HOST, hub.port)

    assert found.remote_id == "12345678"
    assert found.domain == "svcs.example.com"
    assert (found.name, found.firmware, found.is_pro) == (None, None, False)
    assert "owner@example.com" not in repr(found)
    (request,) = hub.requests
    assert request.startswith("POST / HTTP/1.1")
    assert "Origin: http://sl.dhg.myharmony.com\r\n" in request
    assert "Connection: close\r\n" in request
    assert json.loads(request.split("\r\n\r\n")[1]) == {
        "id": 1,
        "cmd": "setup.account?getProvisionInfo",
        "params": {},
    }


@pytest.mark.parametrize(
    "first",
    [
        REFUSED,
        response(417),
        response(400, '{"code":"400.1","msg":"no origin"}'),
        response(404, "not found"),
        response(302, "", "Location: /elsewhere\r\n"),
        response(500),
        '{"code":"417"}',
        '{"code":"200","data":{"activeRemoteId":null}}',
        '{"code":"200","data":{}}',
        '{"code":"200","data":[]}',
        '{"code":"200"}',
        "[]",
        "",
        "no JSON",
        "[" * 60_000,
        '{"data":' * 8_000 + "1" + "}" * 8_000,
        '"' + "x" * 70_000 + '"',
    ],
    ids=lambda first: str(first)[:40],
)
async def test_old_firmware_is_asked_in_its_own_dialect(http, first):
    async with Answers(first, OLD) as hub:
        found = await identify(http, HOST, hub.port)

    assert found.remote_id == "12345678"
    assert found.name == "Wohnzimmer ☕"
    assert (found.firmware, found.product) == ("4.13.100", "Pimento")
    assert found.domain == DEFAULT_DOMAIN
    _, request = hub.requests
    assert "Origin: http://localhost.nebula.myharmony.com\r\n" in request
    assert '"connect.discoveryinfo?get"' in request


async def test_what_refuses_both_is_named_with_its_code(http):
    async with Answers(REFUSED) as hub:
        with pytest.raises(CommandRejected) as raised:
            await identify(http, HOST, hub.port)

    assert raised.value.code.number == 417


@pytest.mark.parametrize(
    "answers", [("<html>a router</html>", REFUSED), (REFUSED, "<html>")]
)
async def test_what_was_answered_says_more_than_what_was_refused(http, answers):
    async with Answers(*answers) as hub:
        with pytest.raises(ProtocolError):
            await identify(http, HOST, hub.port)


async def test_a_hub_that_still_starts_is_not_asked_twice(http):
    async with Answers('{"code":510,"msg":"initializing"}', OLD) as hub:
        with pytest.raises(CommandRejected) as raised:
            await identify(http, HOST, hub.port)

    assert raised.value.code.number == 510
    assert len(hub.requests) == 1


async def test_a_redirect_is_not_followed(http):
    async with Answers(MODERN) as other:
        there = response(307, "", f"Location: {other.url}\r\n")
        async with Answers(there) as hub:
            with pytest.raises(ProtocolError):
                await identify(http, HOST, hub.port)

    assert other.requests == []


@pytest.mark.parametrize(
    "raw",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"],
)
async def test_a_connection_that_is_cut_is_a_failure(http, raw):
    async with Answers(raw) as hub:
        with pytest.raises(ConnectionFailed, match="cut"):
            await identify(http, HOST, hub.port)

    # Once more, for it might have been a connection that was kept.
    assert len(hub.requests) == 2


async def test_what_speaks_no_http_is_no_hub(http):
    async with Answers(b"SSH-2.0-OpenSSH_9.9\r\n\r\n") as other:
        with pytest.raises(ProtocolError):
            await identify(http, HOST, other.port)


async def test_a_zipped_answer_is_not_unzipped(http):
    zipped = zlib.compress(MODERN.encode())
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: {len(zipped)}"
    )
    async with Answers(head.encode() + b"\r\n\r\n" + zipped) as hub:
        with pytest.raises(ProtocolError):
            await identify(http, HOST, hub.port)


async def test_where_nobody_listens_says_so(http):
    async with Answers(MODERN) as hub:
        port = hub.port

    with pytest.raises(NobodyListens):
        await identify(http, HOST, port)


@pytest.mark.parametrize("host", ["", "a b", "x/y", "[", "192.168.1.5:8088"])
async def test_what_is_no_host_is_a_failure_to_connect(http, host):
    with pytest.raises(ConnectionFailed):
        await identify(http, host, timing=Timing(connect=1))


async def test_who_never_answers_is_given_up_in_time_for_both_questions(
    socket_enabled, http
):
    gone = asyncio.Event()

    async def say_nothing(
        _: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await gone.wait()
        writer.close()

    server = await asyncio.start_server(say_nothing, HOST, 0)
    port = server.sockets[0].getsockname()[1]
    began = asyncio.get_running_loop().time()

    with pytest.raises(ConnectionFailed, match=r"0\.05 seconds"):
        await identify(http, HOST, port, Timing(connect=0.05))

    assert asyncio.get_running_loop().time() - began < 2
    gone.set()
    server.close()
    await server.wait_closed()


async def test_who_says_more_than_any_hub_is_cut_off(http):
    async with Answers(MODERN + " " * 100_000) as hub:
        with pytest.raises(ProtocolError, match="too large"):
            await identify(http, HOST, hub.port)


def test_the_pro_hub_is_known_by_its_network_socket():
    data = {"activeRemoteId": "1", "ethernetStatus": {}}

    assert read_identity(data).is_pro
    assert not read_identity({"activeRemoteId": "1", "ethernetStatus": None}).is_pro


@pytest.mark.parametrize(
    "remote_id", [None, "", " ", True, [], "a b", "1&x=2", "9" * 41, 10**50, 1.5]
)
def test_without_a_remote_id_it_is_nobody(remote_id):
    with pytest.raises(ProtocolError):
        read_identity({"activeRemoteId": remote_id})


@pytest.mark.parametrize(
    ("server", "domain"),
    [
        ("https://svcs.example.com/x", "svcs.example.com"),
        ("https://svcs.example.com:8443/x", "svcs.example.com"),
        (None, DEFAULT_DOMAIN),
        ("", DEFAULT_DOMAIN),
        (7, DEFAULT_DOMAIN),
        ("svcs", DEFAULT_DOMAIN),
        ("https://[x/", DEFAULT_DOMAIN),
        ("https://a&b=c/", DEFAULT_DOMAIN),
    ],
)
def test_the_domain_is_the_discovery_server_or_the_usual_one(server, domain):
    data = {"activeRemoteId": 1, "discoveryServer": server}

    assert read_identity(data).domain == domain
