"""The session: headers, login, one shared re-login, what each refusal means, and bounds on what comes back."""

import asyncio
from dataclasses import replace
import time

import pytest

from custom_components.remote_bridge.dacp import (
    AuthenticationFailed,
    CommandRejected,
    Connection,
    ConnectionFailed,
    InvalidLoginId,
    Key,
    LoginId,
    ProtocolError,
    Timing,
)
from custom_components.remote_bridge.dacp.exceptions import DmapError
from simulators.apple_tv import CATALOGUE, Fault, SleepStyle

from .conftest import HOME_SHARING_ID, LOGIN_ID, QUICK

HEADERS = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip",
    "Client-DAAP-Version": "3.13",
    "Client-ATV-Sharing-Version": "1.2",
    "Client-iTunes-Sharing-Version": "3.15",
    "User-Agent": "Remote/1021",
    "Viewer-Only-Client": "1",
}


async def test_every_request_carries_all_seven_headers(tv, client):
    await client.press(Key.MENU)
    for request in tv.requests:
        sent = {name: request.headers.get(name) for name in HEADERS}
        assert sent == HEADERS, request.path
    posts = [request for request in tv.requests if request.method == "POST"]
    assert posts
    assert {request.headers["Content-Type"] for request in posts} == {
        "application/x-www-form-urlencoded"
    }


@pytest.mark.parametrize(
    ("login_id", "query"),
    [
        (LOGIN_ID, {"pairing-guid": LOGIN_ID, "hasFP": "1"}),
        (LOGIN_ID.lower(), {"pairing-guid": LOGIN_ID, "hasFP": "1"}),
        (HOME_SHARING_ID, {"hsgid": HOME_SHARING_ID, "hasFP": "1"}),
    ],
)
async def test_login_takes_a_pairing_guid_or_a_home_sharing_id(
    tv, make_client, login_id, query
):
    await make_client(login_id).connect()
    assert tv.requests[0].path == "/login"
    assert tv.requests[0].query == query


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0x",
        "0x1",
        "0123456789ABCDEF",
        LOGIN_ID + "0",
        LOGIN_ID + "\n",
        HOME_SHARING_ID + "x",
        HOME_SHARING_ID.replace("-", ""),
        "0x\uff10\uff11\uff12\uff1356789ABCDEF",
    ],
)
def test_anything_else_is_no_login_id(text):
    with pytest.raises(InvalidLoginId):
        LoginId.parse(text)


def test_a_login_id_never_shows_itself():
    assert LOGIN_ID not in repr(LoginId.parse(LOGIN_ID))
    assert LOGIN_ID not in f"{LoginId.parse(LOGIN_ID)}"


async def test_a_refused_login_is_tried_twice_and_then_means_pair_again(
    tv, make_client
):
    tv.revoke(LOGIN_ID)
    with pytest.raises(AuthenticationFailed):
        await make_client().connect()
    assert [request.path for request in tv.requests] == ["/login", "/login"]


async def test_a_login_that_was_refused_once_by_mistake_succeeds(tv, make_client):
    tv.faults.set(Fault.LOGIN_REFUSED, times=1)
    client = make_client()
    await client.connect()
    assert client.connection is Connection.CONNECTED


async def test_a_lost_session_is_renewed_and_the_command_sent_again(tv, client):
    tv.evict_sessions()
    await client.press(Key.MENU)
    assert tv.keys == ["menu"]


async def test_many_callers_share_one_new_login(tv, client):
    tv.requests.clear()
    tv.evict_sessions()
    await asyncio.gather(*(client.volume() for _ in range(10)))
    logins = [request for request in tv.requests if request.path == "/login"]
    assert len(logins) == 1


async def test_a_command_is_retried_once_and_no_more(tv, make_client):
    client = make_client()
    await client.connect()
    tv.requests.clear()
    tv.faults.set(Fault.COMMAND_500)
    with pytest.raises(CommandRejected) as caught:
        await client.press(Key.PLAY)
    assert caught.value.status == 500
    sent = [request for request in tv.requests if request.path.endswith("/play")]
    assert len(sent) == 1


async def test_a_session_that_is_lost_again_and_again_gives_up(tv, client):
    tv.faults.set(Fault.POLL_403)
    with pytest.raises(CommandRejected):
        await client.wake()


async def test_a_revoked_login_is_told_from_a_lost_session(tv, client):
    tv.revoke(LOGIN_ID)
    with pytest.raises(AuthenticationFailed):
        await client.press(Key.MENU)


async def test_a_sleeping_device_gets_the_time_to_wake_up(tv, make_client):
    await tv.sleep_now(SleepStyle.WAKEABLE, wake_seconds=0.3)
    client = make_client()
    await client.connect()
    assert client.connection is Connection.CONNECTED


def test_an_ordinary_request_may_take_as_long_as_waking_up_does():
    assert Timing().request == 25


@pytest.mark.parametrize(
    ("fault", "parameters"),
    [
        (Fault.HANGING_REPLY, {}),
        (Fault.HANGING_REPLY, {"after_headers": True}),
        (Fault.SLOW_WAKE, {"seconds": 30}),
    ],
)
async def test_a_device_that_does_not_answer_is_an_error_in_time(
    tv, make_client, fault, parameters
):
    tv.faults.set(fault, **parameters)
    client = make_client(timing=replace(QUICK, request=0.1))
    started = time.monotonic()
    with pytest.raises(ConnectionFailed):
        await client.connect()
    assert time.monotonic() - started < 2


async def test_a_device_that_is_not_there_is_an_error(tv, make_client):
    await tv.sleep_now(SleepStyle.REFUSING)
    with pytest.raises(ConnectionFailed):
        await make_client().connect()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.GARBAGE_BODY, DmapError),
        (Fault.TRUNCATED_DMAP, DmapError),
        (Fault.LYING_LENGTH, DmapError),
        (Fault.DEEP_NESTING, DmapError),
        (Fault.OVERSIZED_BODY, ProtocolError),
        (Fault.GZIP_BOMB, ProtocolError),
        (Fault.GZIP_BROKEN, ProtocolError),
        (Fault.EMPTY_200, ProtocolError),
        (Fault.STATUS_500, CommandRejected),
    ],
)
async def test_hostile_replies_are_typed_errors(tv, make_client, fault, error):
    tv.faults.set(fault)
    client = make_client()
    with pytest.raises(error):
        await client.connect()


@pytest.mark.parametrize(
    "fault",
    [
        Fault.GZIP_UNASKED,
        Fault.GZIP_WITHOUT_HEADER,
        Fault.CHUNKED,
    ],
)
async def test_replies_are_read_whether_or_not_they_say_that_they_are_zipped(
    tv, make_client, fault
):
    tv.faults.set(fault)
    tv.play(CATALOGUE["movie"])
    client = make_client()
    assert (await client.connect()).title == "The Long Meadow"


async def test_keys_never_wait_behind_the_long_poll(tv, client):
    await tv.wait_for(lambda tv: tv.polls_waiting == 1)
    await client.press(Key.MENU)
    assert tv.polls_waiting == 1


async def test_the_first_key_after_the_device_dropped_idle_connections_arrives(
    tv, client
):
    await client.press(Key.MENU)
    await tv.move(port=tv.port)
    await client.press(Key.MENU)
    assert tv.keys == ["menu", "menu"]


async def test_closing_logs_out(tv, client):
    await client.close()
    assert tv.requests[-1].path == "/logout"
    assert tv.sessions == ()
    assert client.connection is Connection.CLOSED


async def test_closing_twice_or_before_connecting_is_harmless(tv, make_client):
    client = make_client()
    await client.close()
    await client.connect()
    await client.close()
    await client.close()
    assert [r.path for r in tv.requests].count("/logout") == 1


async def test_closing_does_not_wait_for_a_device_that_is_gone(tv, client):
    tv.faults.set(Fault.HANGING_REPLY)
    started = time.monotonic()
    await client.close()
    assert time.monotonic() - started < 2


async def test_no_secret_is_logged(tv, client, caplog):
    await client.press(Key.MENU)
    tv.revoke(LOGIN_ID)
    with pytest.raises(AuthenticationFailed) as caught:
        await client.press(Key.MENU)
    assert LOGIN_ID not in caplog.text
    assert LOGIN_ID[2:] not in caplog.text
    assert LOGIN_ID[2:] not in str(caught.value)


async def test_a_closed_client_sends_nothing_any_more(tv, client):
    await client.close()
    tv.requests.clear()
    with pytest.raises(ConnectionFailed):
        await client.press(Key.MENU)
    assert tv.requests == []
