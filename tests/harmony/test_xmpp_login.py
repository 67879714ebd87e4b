"""Guests, pairing, session tokens, and hubs of every strictness."""

import pytest

from custom_components.remote_bridge.harmony import commands, transports
from custom_components.remote_bridge.harmony.exceptions import (
    AccountRequired,
    AuthenticationFailed,
    ConnectionFailed,
    TooManyClients,
)
from custom_components.remote_bridge.harmony.exchange import Exchange
from custom_components.remote_bridge.harmony.timing import Timing
from simulators.harmony_hub import Fault, Login, SimulatedHub
from simulators.logitech_account import SimulatedAccountService

from .xmpp_server import Answering

QUICK = Timing(guest=0.1)
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def kept() -> list[str]:
    """The session tokens that were to be kept."""
    return []


@pytest.fixture
async def connect(kept):
    """A function that logs in to a hub and returns the exchange; all are closed in the end."""
    made: list[Exchange] = []

    async def connect(hub: SimulatedHub, **options: object) -> Exchange:
        options = {"on_session_token": kept.append, "timing": QUICK} | options
        make = transports.xmpp(hub.host, hub.xmpp_port, **options)
        made.append(Exchange(make(), on_event=print, on_end=print))
        await made[-1].open()
        return made[-1]

    yield connect
    for exchange in made:
        await exchange.close()


async def works(exchange: Exchange) -> bool:
    """Tell whether a session may do something."""
    return (await exchange.ask(commands.state_digest(), 5)).code.is_success


def commands_sent(hub: SimulatedHub) -> list[str]:
    """Return what was asked for, in short."""
    return [request.command.rpartition(".")[2] for request in hub.requests]


async def test_a_guest_pairs_and_comes_back_with_what_that_gave(
    socket_enabled, connect, kept
):
    async with SimulatedHub(xmpp_port=0, login=Login.PAIR) as hub:
        assert await works(await connect(hub))
        assert kept == list(hub.sessions)
        assert commands_sent(hub)[0] == "pair"
        assert hub.requests[0].params["method"] == "pair"


async def test_a_session_token_spares_the_pairing(socket_enabled, connect, kept):
    async with SimulatedHub(xmpp_port=0, login=Login.PAIR) as hub:
        await (await connect(hub)).close()
        assert await works(await connect(hub, session_token=kept[0]))
        assert len(kept) == 1
        assert commands_sent(hub).count("pair") == 1


async def test_the_factory_makes_later_sessions_with_the_newest_token(
    socket_enabled, hub
):
    make = transports.xmpp(hub.host, hub.xmpp_port)
    for _ in range(3):
        exchange = Exchange(make(), on_event=print, on_end=print)
        await exchange.open()
        await exchange.close()
    assert commands_sent(hub).count("pair") == 1


async def test_a_hub_that_forgot_us_is_paired_anew_once(socket_enabled, connect, kept):
    async with SimulatedHub(xmpp_port=0, login=Login.PAIR) as hub:
        assert await works(await connect(hub, session_token=UNKNOWN))
        assert kept == list(hub.sessions)
        assert commands_sent(hub).count("pair") == 1


@pytest.mark.parametrize("token", ["", "a b", "<x/>", "x" * 1000, "ü", "a@b/c"])
async def test_a_token_that_is_none_is_not_even_sent(
    socket_enabled, connect, kept, token
):
    async with SimulatedHub(xmpp_port=0, login=Login.PAIR) as hub:
        assert await works(await connect(hub, session_token=token))
        assert len(kept) == 1


@pytest.mark.parametrize(
    "guest",
    [("guest", "gatorade."), ("guest@x.com", "guest"), ("guest", "guest")],
)
async def test_whatever_name_a_hub_knows_guests_by_is_found(
    socket_enabled, connect, guest
):
    async with SimulatedHub(
        xmpp_port=0, login=Login.PAIR, guests=frozenset({guest})
    ) as hub:
        assert await works(await connect(hub))


async def test_a_hub_that_lets_no_guests_in_is_an_authentication_failure(
    socket_enabled, connect
):
    async with SimulatedHub(xmpp_port=0, login=Login.PAIR, guests=frozenset()) as hub:
        with pytest.raises(AuthenticationFailed) as caught:
            await connect(hub)
        assert not isinstance(caught.value, AccountRequired)
        await hub.wait_for(lambda hub: hub.connections["xmpp"] == 0)


async def test_a_link_without_an_account_says_that_it_wants_one(
    socket_enabled, connect, kept
):
    async with SimulatedHub(xmpp_port=0, login=Login.TOKEN) as hub:
        with pytest.raises(AccountRequired):
            await connect(hub)
        assert kept == []
        await hub.wait_for(lambda hub: hub.connections["xmpp"] == 0)


async def test_a_link_pairs_with_the_accounts_token_as_the_seed_says(
    socket_enabled, connect, kept
):
    async with (
        SimulatedAccountService() as account,
        SimulatedHub(xmpp_port=0, login=Login.TOKEN, account=account) as hub,
    ):
        account.issued.append(account.token)
        assert await works(await connect(hub, login_token=account.token))
        assert kept == list(hub.sessions)
        params = hub.requests[0].params
        assert list(params) == ["token", "name"]
        assert params["token"] == account.token
        assert params["name"].endswith("#iOS6.0.1#iPhone")


async def test_a_wrong_login_token_is_an_authentication_failure(
    socket_enabled, connect, kept
):
    async with (
        SimulatedAccountService() as account,
        SimulatedHub(xmpp_port=0, login=Login.TOKEN, account=account) as hub,
    ):
        with pytest.raises(AuthenticationFailed) as caught:
            await connect(hub, login_token="bm8gdG9rZW4=")
        assert not isinstance(caught.value, AccountRequired)
        assert kept == []


async def pair_with(answers, **options: object) -> list[str]:
    """Open and close a session with a hub that gives these answers; return what it was asked."""
    async with Answering(answers) as server:
        make = transports.xmpp("127.0.0.1", server.port, timing=QUICK, **options)
        exchange = Exchange(make(), on_event=print, on_end=print)
        await exchange.open()
        await exchange.close()
        return server.asked


DIGEST = ("200", '{"activityId":"-1"}')


@pytest.mark.parametrize(
    "answer",
    [
        {"pair": ("200", "status=succeeded")},
        {"pair": ("200", "identity=")},
        {"pair": ("200", "identity=<x/>:status=succeeded")},
        {"pair": ("404", "")},
        {},
    ],
    ids=["no identity", "an empty one", "no UUID", "refused", "ignored"],
)
async def test_a_guest_who_may_do_everything_stays_a_guest(
    socket_enabled, kept, answer
):
    answers = answer | {"statedigest?get": DIGEST}
    asked = await pair_with(answers, on_session_token=kept.append)
    assert asked == ["pair", "statedigest?get"]
    assert kept == []


@pytest.mark.parametrize(
    "answers",
    [
        {"pair": ("510", "")},
        {"pair": ("401", "status=failed"), "statedigest?get": ("510", "")},
        {},
    ],
    ids=["starting", "starting too", "silent"],
)
async def test_a_hub_that_starts_or_is_silent_wants_no_account(socket_enabled, answers):
    with pytest.raises(ConnectionFailed):
        await pair_with(answers)


async def test_a_hub_with_nothing_to_say_to_guests_wants_an_account(socket_enabled):
    with pytest.raises(AccountRequired):
        await pair_with({"pair": ("401", "status=failed")})


async def test_what_a_hub_takes_for_an_identity_is_reported_once(socket_enabled, kept):
    identity = ("200", f"identity={UNKNOWN}:status=succeeded")
    await pair_with({"pair": identity}, on_session_token=kept.append)
    assert kept == [UNKNOWN]


async def test_a_seventh_client_hears_that_there_are_too_many(hub, connect):
    hub.faults.set(Fault.MAX_CLIENTS)
    with pytest.raises(TooManyClients):
        await connect(hub)


@pytest.mark.parametrize("firmware", ["1.1.8", "4.13.100", "4.15.210", "4.15.600"])
async def test_headers_of_every_firmware_are_understood(
    socket_enabled, connect, firmware
):
    async with SimulatedHub(xmpp_port=0, firmware=firmware) as hub:
        assert await works(await connect(hub))


async def test_neither_tokens_nor_configurations_get_into_the_log(
    socket_enabled, connect, kept, caplog
):
    caplog.set_level("DEBUG")
    async with (
        SimulatedAccountService() as account,
        SimulatedHub(xmpp_port=0, login=Login.TOKEN, account=account) as hub,
    ):
        account.issued.append(account.token)
        exchange = await connect(hub, login_token=account.token)
        await exchange.ask(commands.configuration(), 5)
        await exchange.ask(commands.discovery_info(), 5)
        await exchange.close()
    assert "slixmpp" in caplog.text
    for secret in (account.token, kept[0], "owner@example.com", "IRCommand"):
        assert secret not in caplog.text
