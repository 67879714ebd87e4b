"""How a stream begins, restarts and ends."""

import asyncio

import pytest

from .client import CONFIG, DECLARATION, DIGEST, FEATURES_END, HEADER, STREAM_END

PRESENCE = "<presence/><message to='x'><body>hi</body></message><nonsense a='1'/>"


async def test_the_hub_says_latin_1_and_offers_only_plain(stranger):
    said = await stranger.open()

    header, features = said.split("<stream:features>")
    assert header.startswith(f"{DECLARATION}<stream:stream from='x.com' id='")
    assert header.endswith(
        " xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
    )
    assert features == (
        "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
        "<mechanism>PLAIN</mechanism></mechanisms>" + FEATURES_END
    )


@pytest.mark.parametrize(
    ("firmware", "has_version"),
    [("4.13.100", True), ("4.15.249", True), ("4.15.250", False), ("4.15.600", False)],
)
async def test_newer_firmware_leaves_the_version_out(stranger, has_version):
    header = (await stranger.open()).removeprefix(DECLARATION)

    assert (" version='1.0' " in header) is has_version


@pytest.mark.parametrize("firmware", ["1.1.8"])
async def test_old_firmware_does_not_say_whom_it_is(stranger):
    assert "<stream:stream from='' " in await stranger.open()


async def test_a_restarted_stream_has_the_same_id_and_no_declaration(stranger):
    first = await stranger.open()
    await stranger.authenticate()
    second = await stranger.open()

    assert second.startswith("<stream:stream ")
    assert second.split(">")[0] == first.removeprefix(DECLARATION).split(">")[0]
    assert second.endswith(
        "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
        "<session xmlns='urn:ietf:params:xml:nx:xmpp-session'/></stream:features>"
    )


async def test_binding_gives_an_address_without_a_domain(client):
    await client.open()
    client.send(
        "<iq type='set' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
        "<resource>gatorade.</resource></bind></iq>"
    )

    assert await client.until("</iq>") == (
        "<iq id='b1' type='result'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
        "<jid>1111/gatorade.</jid></bind></iq>"
    )


async def test_binding_without_a_resource_gives_one(client):
    client.send(
        "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
    )

    assert "<jid>1111/gatorade</jid>" in await client.until("</iq>")


async def test_requests_need_neither_restart_nor_binding(client):
    assert (await client.ask(DIGEST))["code"] == "200"


async def test_requests_of_strangers_end_the_stream(stranger):
    await stranger.open()
    stranger.request(DIGEST)

    assert "<not-authorized " in await stranger.rest()


async def test_what_nobody_asks_for_is_borne_in_silence(client):
    client.send(PRESENCE)
    client.send("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>")
    client.send(
        "<iq type='set' id='s'><session xmlns='urn:ietf:params:xml:nx:xmpp-session'/></iq>"
    )
    client.send(
        "<iq type='error' id='e'><oa xmlns='connect.logitech.com' mime='x'/>"
        "<error type='cancel'><feature-not-implemented/></error></iq>"
    )
    client.send("<iq type='get' id='o'><oa xmlns='somebody else' mime='x'/></iq>")
    client.send(" \n ")

    assert (await client.ask(DIGEST, identity="d"))["id"] == "d"


async def test_a_standard_ping_is_answered(client):
    client.send("<iq type='get' id='ping-7'><ping xmlns='urn:xmpp:ping'/></iq>")

    assert await client.until("</iq>") == "<iq id='ping-7' type='result'></iq>"


async def test_the_hub_closes_politely_when_the_client_does(client):
    client.send(STREAM_END)

    assert await client.rest() == STREAM_END


async def test_a_client_that_goes_without_a_word_is_forgotten(hub, client):
    await client.close()

    await hub.wait_for(lambda hub: hub.connections.get("xmpp", 0) == 0)


async def test_a_client_that_is_silent_for_a_minute_is_cut_off(client, time):
    await time.advance(59)
    client.send(" ")
    await time.advance(59)
    assert (await client.ask(DIGEST))["code"] == "200"

    await time.advance(60)

    assert await client.rest() == ""


async def test_replies_do_not_break_the_silence(hub, client, time):
    await time.advance(40)
    hub.repeat_digest()
    await client.event()

    await time.advance(20)

    assert await client.rest() == ""


async def test_a_seventh_client_is_turned_away(connect):
    for _ in range(6):
        await (await connect()).open()
    seventh = await connect()
    seventh.send(HEADER)

    said = await seventh.rest()

    error = said[said.index("<stream:error>") :]
    assert error == (
        "<stream:error><resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
        "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>MAX_CLIENTS=6</text>"
        "</stream:error></stream:stream>"
    )


async def test_a_place_is_free_when_a_client_has_gone(hub, connect):
    clients = [await connect() for _ in range(6)]
    await clients[0].open()
    clients[0].send(STREAM_END)
    await clients[0].rest()
    await hub.wait_for(lambda hub: hub.connections["xmpp"] == 5)

    assert "PLAIN" in await (await connect()).open()


async def test_a_client_that_reads_nothing_is_cut_off(hub, client, monkeypatch):
    monkeypatch.setattr("simulators.harmony_hub.xmpp_wire.MAX_UNSENT", 1 << 20)
    client.writer.transport.pause_reading()

    async with asyncio.timeout(30):
        while hub.connections.get("xmpp"):
            client.request(CONFIG)
            await asyncio.sleep(0)


async def test_dropping_resets_every_connection(hub, client, stranger):
    hub.drop_connections()

    with pytest.raises(ConnectionResetError):
        await client.rest()
