"""Faults of the stream itself, as a client sees them."""

import asyncio
from xml.parsers import expat

import pytest

from simulators.harmony_hub import Fault

from .client import CONFIG, DECLARATION, DIGEST, HEADER, STREAM_END


def parse(stanza: str) -> None:
    parser = expat.ParserCreate("utf-8")
    parser.Parse(HEADER)
    parser.Parse(stanza)


async def test_a_declaration_may_come_with_every_header(hub, stranger):
    hub.faults.set(Fault.XMPP_DECLARATION_REPEATED)

    assert (await stranger.open()).startswith(DECLARATION)
    await stranger.authenticate()
    assert (await stranger.open()).startswith(DECLARATION)


async def test_a_declaration_may_be_missing(hub, stranger):
    hub.faults.set(Fault.XMPP_DECLARATION_MISSING)

    assert (await stranger.open()).startswith("<stream:stream ")


async def test_a_hub_may_offer_nothing(hub, stranger):
    hub.faults.set(Fault.XMPP_NO_FEATURES)

    said = await stranger.open()

    assert said.endswith("<stream:features></stream:features>")


async def test_a_hub_may_offer_only_what_nobody_has(hub, stranger):
    hub.faults.set(Fault.XMPP_SCRAM_ONLY)

    said = await stranger.open()

    assert "<mechanism>SCRAM-SHA-1</mechanism>" in said
    assert "PLAIN" not in said


async def test_bytes_may_come_one_by_one(hub, client, monkeypatch):
    pieces = []
    feed = client.reader.feed_data
    monkeypatch.setattr(
        client.reader, "feed_data", lambda data: (pieces.append(len(data)), feed(data))
    )
    hub.faults.set(Fault.XMPP_ONE_BYTE_SEGMENTS)

    client.request(DIGEST, identity="1")
    client.request(DIGEST, identity="2")
    first, second = await client.reply(), await client.reply()

    assert (first["id"], second["id"]) == ("1", "2")
    # How many arrive together is up to the network, even where there is none.
    assert len(pieces) > sum(pieces) // 4


async def test_the_end_of_the_stream_comes_after_the_last_single_byte(hub, client):
    hub.faults.set(Fault.XMPP_ONE_BYTE_SEGMENTS)

    client.request(DIGEST)
    client.send(STREAM_END)

    assert (await client.rest()).endswith("</oa></iq>" + STREAM_END)


async def test_a_client_may_go_between_two_bytes(hub, client):
    hub.faults.set(Fault.XMPP_ONE_BYTE_SEGMENTS)

    client.request(CONFIG)
    await client.until("<iq")
    await client.close()

    await hub.wait_for(lambda hub: hub.connections.get("xmpp", 0) == 0)


async def test_letters_may_be_latin_1_after_all(hub, client):
    hub.faults.set(Fault.XMPP_LATIN_1)

    hub.send_event("x", {"label": "Télé"})
    said = await client.until("</message>")

    assert "T\udce9l\udce9" in said


@pytest.mark.parametrize("inside", [False, True])
async def test_a_message_with_its_length_may_come_before_an_event(hub, client, inside):
    hub.faults.set(Fault.XMPP_MESSAGE_WRAPPER, inside=inside, times=1)

    hub.repeat_digest()
    before = await client.until(">")
    event = await client.event()

    length = len(
        (
            '<message from="HarmonyOne_Pop@qa1.com" to="guest">'
            '<event xmlns="connect.logitech.com" type="connect.stateDigest?notify">'
            f"<![CDATA[{event.body}]]></event></message>"
        ).encode()
    )
    assert before == f'<message content-length="{length}"{"" if inside else "/"}>'
    assert event["type"] == "connect.stateDigest?notify"


async def test_entities_may_multiply(hub, client):
    hub.faults.set(Fault.XMPP_ENTITY_BOMB, times=1)

    hub.repeat_digest()
    bomb = await client.until("</event></message>")

    assert bomb.startswith("<!DOCTYPE bomb [<!ENTITY e0")
    assert len(bomb) < 2000
    assert (await client.event())["type"] == "connect.stateDigest?notify"


async def test_elements_may_be_in_elements_in_elements(hub, client):
    hub.faults.set(Fault.XMPP_DEEP_NESTING, depth=500, times=1)

    hub.repeat_digest()

    assert await client.until("<message>" * 500 + "</message>" * 500)
    assert (await client.event())["type"] == "connect.stateDigest?notify"


async def test_a_stanza_may_be_no_xml(hub, client):
    hub.faults.set(Fault.XMPP_NOT_WELL_FORMED, times=1)

    hub.repeat_digest()
    broken = await client.until("&<")

    with pytest.raises(expat.ExpatError):
        parse(broken)
    assert (await client.event())["type"] == "connect.stateDigest?notify"


async def test_a_stanza_may_never_end(hub, client):
    hub.faults.set(Fault.XMPP_ENDLESS_STANZA, times=1)

    hub.repeat_digest()
    hub.repeat_digest()
    await client.until("<![CDATA[")
    async with asyncio.timeout(30):
        flood = await client.reader.readexactly(8 << 20)

    assert set(flood) == {ord("x")}
    await client.close()
    await hub.wait_for(lambda hub: hub.connections.get("xmpp", 0) == 0)


async def test_a_stream_may_end_with_an_error(hub, client):
    hub.faults.set(Fault.XMPP_STREAM_ERROR, condition="system-shutdown")

    hub.repeat_digest()

    assert await client.rest() == (
        "<stream:error><system-shutdown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
        "</stream:error></stream:stream>"
    )


async def test_a_half_open_connection_is_silent_and_stays(hub, client, time):
    hub.faults.set(Fault.HALF_OPEN)
    client.request(DIGEST, identity="lost")
    await time.settle()
    hub.repeat_digest()
    await time.advance(600)

    hub.faults.clear(Fault.HALF_OPEN)

    assert (await client.ask(DIGEST, identity="heard"))["id"] == "heard"


async def test_a_hub_may_have_six_clients_from_the_start(hub, connect):
    hub.faults.set(Fault.MAX_CLIENTS)
    stranger = await connect()
    stranger.send(HEADER)

    assert "MAX_CLIENTS=6" in await stranger.rest()


async def test_a_hub_may_hang(hub, client):
    hub.faults.set(Fault.HANG, times=1)

    client.request(DIGEST, identity="lost")

    assert (await client.ask(DIGEST, identity="heard"))["id"] == "heard"


async def test_a_body_may_be_cut_in_half(hub, client):
    hub.faults.set(Fault.MALFORMED_JSON, times=1)

    with pytest.raises(ValueError, match="line 1"):
        (await client.ask(CONFIG)).json  # noqa: B018 - reading it is the test


async def test_a_body_may_be_no_utf_8(hub, client):
    hub.faults.set(Fault.INVALID_UTF8, times=1)

    assert (await client.ask(DIGEST)).body.endswith("}\udcff")


async def test_a_body_may_be_deep(hub, client):
    hub.faults.set(Fault.DEEP_JSON, times=1, depth=9)

    assert (await client.ask(DIGEST)).body == "[" * 9 + "]" * 9


async def test_a_body_may_be_huge(hub, client):
    hub.faults.set(Fault.HUGE_BODY, times=1, size=1 << 20)

    assert len((await client.ask(DIGEST)).body) > 1 << 20


async def test_others_may_be_answered_first(hub, client):
    hub.faults.set(Fault.ANSWER_OTHERS, copies=2)

    client.request(DIGEST, identity="mine")

    said = [(await client.reply())["id"] for _ in range(3)]
    assert said == ["nobody-0", "nobody-1", "mine"]


async def test_a_reply_may_be_to_nobody(hub, client):
    hub.faults.set(Fault.WRONG_ID, times=1)

    assert (await client.ask(DIGEST, identity="1"))["id"] == "nobody"
    assert (await client.ask(DIGEST, identity="2"))["id"] == "2"


async def test_stanzas_may_mean_nothing(hub, client):
    hub.faults.set(Fault.RUBBISH, times=1)

    client.request(DIGEST)
    parse(
        await client.until("<message><event xmlns='connect.logitech.com'/></message>")
    )

    assert (await client.reply())["code"] == "200"
