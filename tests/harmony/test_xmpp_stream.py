"""What hubs do to an XMPP stream, and what hostile ones could do."""

import asyncio
from pathlib import Path
import subprocess
import sys

import pytest

from custom_components.remote_bridge.harmony import commands, transports
from custom_components.remote_bridge.harmony.exceptions import (
    ConnectionFailed,
    HarmonyError,
    ProtocolError,
)
from custom_components.remote_bridge.harmony.exchange import Exchange
from custom_components.remote_bridge.harmony.timing import Timing
from custom_components.remote_bridge.harmony.transport import TransportKind
from simulators.harmony_hub import Fault

from .xmpp_server import BIND, FAILURE, HEADER, PLAIN, SUCCESS, Answering, Parrot

LABEL = "Télévision für Änne 🎬"


@pytest.fixture
def kind() -> TransportKind:
    """Only this one."""
    return TransportKind.XMPP


@pytest.mark.parametrize(
    "fault",
    [
        Fault.XMPP_DECLARATION_REPEATED,
        Fault.XMPP_DECLARATION_MISSING,
        Fault.XMPP_ONE_BYTE_SEGMENTS,
    ],
)
async def test_every_letter_arrives_whatever_the_declaration_says(hub, listen, fault):
    hub.name = LABEL
    hub.faults.set(fault)
    listener = listen()
    await listener.exchange.open()
    reply = await listener.exchange.ask(commands.discovery_info(), 10)
    assert reply.data["friendlyName"] == LABEL


async def test_text_in_latin_1_spoils_letters_and_not_the_stream(hub, listener):
    hub.name = "Büro"
    hub.faults.set(Fault.XMPP_LATIN_1)
    reply = await listener.exchange.ask(commands.discovery_info(), 5)
    assert reply.data["friendlyName"] == "B\ufffdro"
    hub.faults.clear()
    assert await listener.exchange.ask(commands.state_digest(), 5)


@pytest.mark.parametrize("inside", [False, True])
async def test_events_in_a_second_message_are_heard(hub, listener, inside):
    await listener.exchange.ask(commands.state_digest(), 5)
    hub.faults.set(Fault.XMPP_MESSAGE_WRAPPER, inside=inside)
    hub.repeat_digest()
    await listener.until(lambda listener: listener.events)
    assert listener.events[0].data["activityId"] == "-1"


@pytest.mark.parametrize(
    "fault",
    [
        Fault.XMPP_ENTITY_BOMB,
        Fault.XMPP_DEEP_NESTING,
        Fault.XMPP_ENDLESS_STANZA,
        Fault.XMPP_NOT_WELL_FORMED,
    ],
)
async def test_a_stream_that_no_hub_would_send_ends(hub, listener, fault):
    await listener.exchange.ask(commands.state_digest(), 5)
    hub.faults.set(fault)
    hub.repeat_digest()
    assert type(await listener.end()) is ProtocolError


@pytest.mark.parametrize("fault", [Fault.MALFORMED_JSON, Fault.DEEP_JSON])
async def test_a_body_that_cannot_be_read_leaves_the_code(hub, listener, fault):
    hub.faults.set(fault)
    reply = await listener.exchange.ask(commands.state_digest(), 5)
    assert reply.code.is_success
    assert reply.data is None


async def test_bytes_that_are_no_text_spoil_one_body(hub, listener):
    hub.faults.set(Fault.INVALID_UTF8)
    reply = await listener.exchange.ask(commands.state_digest(), 5)
    assert reply.data is None
    hub.faults.clear()
    assert (await listener.exchange.ask(commands.state_digest(), 5)).data


async def test_a_stream_error_ends_the_session_with_its_name(hub, listener):
    await listener.exchange.ask(commands.state_digest(), 5)
    hub.faults.set(Fault.XMPP_STREAM_ERROR, condition="system-shutdown")
    hub.repeat_digest()
    error = await listener.end()
    assert type(error) is ConnectionFailed
    assert "system-shutdown" in str(error)


@pytest.mark.parametrize("fault", [Fault.XMPP_NO_FEATURES, Fault.XMPP_SCRAM_ONLY])
async def test_a_hub_without_a_login_that_is_known_is_no_hub(hub, listen, fault):
    hub.faults.set(fault)
    with pytest.raises(ProtocolError):
        await listen().exchange.open()


async def test_nothing_is_sent_that_a_hub_does_not_know(hub, listener):
    await listener.exchange.ask(commands.state_digest(), 5)
    hub.send_event("automation.state?notify", {})
    await listener.until(lambda listener: listener.events)
    await listener.exchange.ask(commands.state_digest(), 5)
    assert hub.complaints == []
    known = {"pair", "statedigest?get"}
    assert {one.command.rpartition(".")[2] for one in hub.requests} == known


SAID = {
    "HTTP": "HTTP/1.1 400 Bad Request\r\n\r\n",
    "nothing": "",
    "bytes that are no text": "\0\udcff\udcfe\udc80" * 100,
    "a document type": "<!DOCTYPE x [<!ENTITY a 'b'>]>" + HEADER + PLAIN,
    "blanks without end": " " * 100_000,
    "depth": HEADER + "<a>" * 100,
    "an unknown entity": HEADER + "&undefined;",
    "the end": HEADER + "</stream:stream>",
    "a refusal": HEADER + PLAIN + FAILURE,
    "an error": HEADER + "<stream:error><conflict/></stream:error>",
    "an empty error": HEADER + "<stream:error/>",
    "success for nothing": HEADER + SUCCESS,
    "everything three times": HEADER + PLAIN * 3 + SUCCESS * 3,
    "stanzas": HEADER + "<iq type='result' id='x'/><iq/><iq type='set'/><message/>",
    "a reply": HEADER + "<iq id='1'><oa errorcode='x'>{</oa></iq>",
    "an address before the login": HEADER + BIND,
}


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
async def test_whatever_is_said_in_place_of_a_login_is_a_typed_error_in_time(
    socket_enabled, said, caplog
):
    async with Parrot(said.encode(errors="surrogateescape")) as server:
        timing = Timing(connect=0.3, close=0.1)
        make = transports.xmpp("127.0.0.1", server.port, timing=timing)
        exchange = Exchange(make(), on_event=print, on_end=print)
        with pytest.raises(HarmonyError):
            async with asyncio.timeout(5):
                await exchange.open()
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


ADDRESSES = {
    "none": "<iq id='{}' type='result'/>",
    "an odd one": "<iq id='{}' type='result'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
    "<jid>@@//\u0000x</jid></bind></iq>".replace("\0", " "),
    "a refusal": "<iq id='{}' type='error'><error type='cancel'/></iq>",
}


@pytest.mark.parametrize("bind", ADDRESSES.values(), ids=ADDRESSES)
async def test_a_hub_may_answer_the_wish_for_an_address_as_it_likes(
    socket_enabled, bind, caplog
):
    answers = {"statedigest?get": ("200", "{}")}
    async with Answering(answers, bind) as server:
        timing = Timing(guest=0.1)
        make = transports.xmpp("127.0.0.1", server.port, timing=timing)
        exchange = Exchange(make(), on_event=print, on_end=print)
        await exchange.open()
        await exchange.close()
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_hub_that_never_gives_an_address_is_given_up(socket_enabled):
    async with Answering({}, bind="") as server:
        timing = Timing(connect=0.3, close=0.1)
        make = transports.xmpp("127.0.0.1", server.port, timing=timing)
        exchange = Exchange(make(), on_event=print, on_end=print)
        with pytest.raises(ConnectionFailed):
            await exchange.open()


async def test_a_hub_that_offers_no_addresses_is_entered_without_one(socket_enabled):
    answers = {"statedigest?get": ("200", "{}")}
    nothing = "<stream:features/>"
    async with Answering(answers, features=nothing) as server:
        timing = Timing(guest=0.1)
        make = transports.xmpp("127.0.0.1", server.port, timing=timing)
        exchange = Exchange(make(), on_event=print, on_end=print)
        await exchange.open()
        await exchange.close()


def test_slixmpp_is_only_imported_where_xmpp_is_spoken():
    program = (
        "import sys, custom_components.remote_bridge.harmony.transports;"
        "print('slixmpp' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program.replace("custom_components.remote_bridge.", "")],
        cwd=Path(transports.__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert result.stderr == ""
    assert result.stdout.strip() == "False"
