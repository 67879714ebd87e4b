"""Who is let in, and what pairing asks for."""

from types import SimpleNamespace

import pytest

from simulators.harmony_hub import Login, SimulatedHub
from simulators.logitech_account import SimulatedAccountService

from .client import DIGEST, PAIR, PING, RawClient

BY_METHOD = "method=pair:name=1vm7ATw/tN6HXGpQcCs/A5MkuvI#iOS6.0.1#iPhone"
GUEST = "\0guest@x.com\0guest"

strict = pytest.mark.parametrize("login", [Login.PAIR])


@pytest.fixture
def account() -> SimpleNamespace:
    """An account service that gave out one token."""
    return SimpleNamespace(issued=["A/b+C="])


@pytest.fixture
async def link(socket_enabled, account):
    """A hub that wants a token, as a Harmony Link did."""
    async with SimulatedHub(xmpp_port=0, login=Login.TOKEN, account=account) as running:
        yield running


@pytest.fixture
async def link_guest(link):
    """A guest of it."""
    client = await RawClient.connect(link.host, link.xmpp_port)
    await client.login(GUEST)
    yield client
    await client.close()


@pytest.mark.parametrize(
    "plain",
    [
        GUEST,
        "\0guest\0gatorade.",
        "\0user\0password",
        "guestgatorade",
        "",
        "\0\xe9\0\0\0",
    ],
)
async def test_an_open_hub_lets_anybody_in(stranger, plain):
    await stranger.login(plain)

    assert (await stranger.ask(DIGEST))["code"] == "200"


async def test_an_open_hub_does_not_even_read_the_login(stranger):
    await stranger.open()
    stranger.send(
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>!</auth>"
    )

    assert await stranger.until("/>") == (
        "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"
    )


async def test_another_mechanism_is_refused(stranger):
    await stranger.open()
    stranger.send("<auth mechanism='SCRAM-SHA-1'>aaaa</auth>")

    assert "<invalid-mechanism/>" in await stranger.until("</failure>")


async def test_a_hub_that_pairs_tells_of_itself(hub, client):
    hub.name = "Den: upstairs"

    reply = await client.ask(PAIR, BY_METHOD)

    body = reply.body.replace("::", "\0")
    pairs = dict(pair.split("=", 1) for pair in body.split(":"))
    identity = pairs.pop("identity")
    assert pairs == {
        "serverIdentity": hub.uuid,
        "hubId": "106",
        "status": "succeeded",
        "protocolVersion": '{XMPP="1.0", HTTP="1.0", RF="1.0", WEBSOCKET="1.0"}',
        "hubProfiles": '{Harmony="2.0"}',
        "productId": "Pimento",
        "friendlyName": "Den\0 upstairs",
    }
    assert hub.sessions == {identity}


@strict
@pytest.mark.parametrize("plain", ["", "guestgatorade", "\0user\0password", "\0a\0a"])
async def test_a_strict_hub_refuses_strangers(stranger, plain):
    await stranger.open()

    assert await stranger.authenticate(plain) == (
        "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>"
    )


@strict
async def test_a_stranger_may_try_again(stranger):
    await stranger.open()
    await stranger.authenticate("\0a\0b")

    assert "<success" in await stranger.authenticate(GUEST)


@strict
async def test_a_guest_may_only_pair_and_ping(hub, stranger):
    await stranger.login(GUEST)

    assert (await stranger.ask(DIGEST))["code"] == "401"
    assert (await stranger.ask(PING))["code"] == "200"
    hub.repeat_digest()
    assert (await stranger.ask(PAIR, BY_METHOD))["code"] == "200"


@strict
@pytest.mark.parametrize("address", ["", "@x.com", "@connect.logitech.com/gatorade"])
async def test_a_paired_identity_may_do_everything(stranger, connect, address):
    await stranger.login(GUEST)
    identity = (await stranger.ask(PAIR, BY_METHOD)).pairs["identity"]

    client = await connect()
    await client.login(f"\0{identity}{address}\0{identity}")
    reply = await client.ask(DIGEST)

    assert (reply["code"], reply["to"]) == ("200", identity)


@strict
async def test_a_factory_reset_forgets_the_identities(hub, stranger, connect):
    await stranger.login(GUEST)
    identity = (await stranger.ask(PAIR, BY_METHOD)).pairs["identity"]

    hub.forget_sessions()
    client = await connect()
    await client.open()

    assert "<failure" in await client.authenticate(f"\0{identity}\0{identity}")
    assert hub.sessions == set()


@pytest.mark.parametrize(
    ("accepted", "refused"),
    [
        (("guest@x.com", "guest"), ("guest", "guest")),
        (("guest", "guest"), ("guest@x.com", "guest")),
    ],
)
async def test_a_hub_may_insist_on_one_form_of_guest(socket_enabled, accepted, refused):
    async with SimulatedHub(
        xmpp_port=0, login=Login.PAIR, guests=frozenset({accepted})
    ) as hub:
        client = await RawClient.connect(hub.host, hub.xmpp_port)
        await client.open()
        said = [
            await client.authenticate("\0" + "\0".join(one))
            for one in (refused, accepted)
        ]
        await client.close()

    assert "<failure" in said[0]
    assert "<success" in said[1]


@strict
@pytest.mark.parametrize("body", ["", "method=pair", "name=a#b"])
async def test_pairing_wants_a_name_and_a_method(stranger, body):
    await stranger.login(GUEST)

    reply = await stranger.ask(PAIR, body)

    assert (reply["code"], reply.body) == ("504", "status=failed")


async def test_a_link_pairs_with_a_token_and_says_little(link, link_guest):
    reply = await link_guest.ask(PAIR, "token=A/b+C=:name=x#iOS6.0.1#iPhone")

    (identity,) = link.sessions
    assert reply.body == f"identity={identity}:status=succeeded"


@pytest.mark.parametrize(
    "body",
    [
        BY_METHOD,
        "token=B:name=x#iOS6.0.1#iPhone",
        "token=A/b+C=:name=x#Android",
        "token=A/b+C=:name=x",
    ],
)
async def test_a_link_pairs_with_nothing_else(link, link_guest, body):
    reply = await link_guest.ask(PAIR, body)

    assert (reply["code"], reply.body) == ("401", "status=failed")
    assert link.sessions == set()


async def test_a_link_takes_the_token_of_the_account_service(
    socket_enabled, http, service_token
):
    service, token = service_token
    async with SimulatedHub(xmpp_port=0, login=Login.TOKEN, account=service) as hub:
        client = await RawClient.connect(hub.host, hub.xmpp_port)
        await client.login(GUEST)
        reply = await client.ask(PAIR, f"token={token}:name=x#iOS6.0.1#iPhone")
        await client.close()

    assert reply.pairs["status"] == "succeeded"


@pytest.fixture
async def service_token(socket_enabled, http):
    """An account service, and the token that it gave out."""
    async with SimulatedAccountService() as service:
        response = await http.post(
            service.url, json={"email": service.email, "password": service.password}
        )
        result = (await response.json())["GetUserAuthTokenResult"]
        yield service, result["UserAuthToken"]


async def test_a_hub_without_an_account_service_pairs_nobody(socket_enabled):
    async with SimulatedHub(xmpp_port=0, login=Login.TOKEN) as hub:
        client = await RawClient.connect(hub.host, hub.xmpp_port)
        await client.login(GUEST)
        reply = await client.ask(PAIR, "token=A:name=x#iOS6.0.1#iPhone")
        await client.close()

    assert reply["code"] == "401"
