"""The long poll: what is pushed, what a broken device may send, and how patient we are with it."""

from dataclasses import replace
import logging

import pytest

from custom_components.remote_bridge.dacp import (
    Connection,
    PlayState,
    ProtocolError,
    Timing,
)
from simulators.apple_tv import CATALOGUE, Fault

from .conftest import LOGIN_ID, polls, settled, until

MOVIE = CATALOGUE["movie"]


async def test_a_change_is_pushed(tv, client):
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    assert client.status.state is PlayState.PLAYING
    tv.pause()
    await until(client, lambda c: c.status.state is PlayState.PAUSED)
    tv.idle()
    await until(client, lambda c: c.status.state is PlayState.IDLE)
    assert client.status.title is None


async def test_the_poll_goes_on_from_the_revision_it_was_given(tv, client):
    await settled(tv)
    first = tv.revision
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title)
    await settled(tv)
    assert polls(tv) == ["0", str(first), str(tv.revision)]


async def test_asking_by_hand_does_not_swallow_a_push(tv, client):
    await settled(tv)
    tv.play(MOVIE)
    await client.wake()
    await until(client, lambda c: c.status.title == MOVIE.title)
    tv.pause()
    await until(client, lambda c: c.status.state is PlayState.PAUSED)


async def test_repeated_content_is_told_once(tv, client):
    await settled(tv)
    told = []
    client.add_listener(lambda: told.append(client.status))
    tv.faults.set(Fault.DUPLICATE_REPLIES, copies=3)
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    tv.faults.clear()
    tv.pause()
    await until(client, lambda c: c.status.state is PlayState.PAUSED)
    assert [status.state for status in told] == [PlayState.PLAYING, PlayState.PAUSED]


async def test_a_jump_in_the_same_film_is_told(tv, client):
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title)
    await client.seek(600)
    await until(client, lambda c: c.status.position and c.status.position >= 600)


async def test_an_evicted_session_is_renewed_without_anybody_noticing(tv, client):
    await settled(tv)
    told = []
    client.add_listener(lambda: told.append(client.connection))
    tv.evict_sessions()
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    assert set(told) == {Connection.CONNECTED}


async def test_a_stale_revision_is_dropped_and_everything_asked_again(tv, client):
    await settled(tv)
    tv.faults.set(Fault.POLL_406, times=1)
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    assert client.connection is Connection.CONNECTED


async def test_a_storm_of_refusals_is_met_with_patience(tv, make_client, time):
    client = make_client(timing=Timing())
    await client.connect()
    await settled(tv)
    tv.faults.set(Fault.POLL_403)
    # The first refusal is answered at once, with revision 0; that is refused twice, before and after a new login.
    tv.play(MOVIE)
    await tv.wait_for(lambda tv: polls(tv)[-2:] == ["0", "0"])
    for most in (2, 4, 8, 16, 30, 30, 30):
        await time.settle()
        tv.requests.clear()
        await time.advance(most * 0.7)
        assert polls(tv) == []
        await time.advance(most * 0.3)
        await tv.wait_for(lambda tv: polls(tv) == ["0", "0"])


@pytest.mark.parametrize("fault", [Fault.MISSING_REVISION, Fault.POLL_406])
async def test_a_device_that_never_holds_the_poll_is_not_asked_in_a_tight_loop(
    tv, make_client, time, fault
):
    tv.faults.set(fault)
    client = make_client(timing=Timing())
    await client.connect()
    await time.settle()
    assert len(polls(tv)) <= 3
    for _ in range(60):
        await time.advance(10)
    # Ten minutes, and half a minute between two attempts in the end.
    assert 20 <= len(polls(tv)) <= 70
    assert client.connection is Connection.CONNECTED


async def test_a_flood_of_changes_is_slowed_down(tv, client, time):
    await settled(tv)
    told = []
    client.add_listener(lambda: told.append(client.status.title))

    def change_again() -> None:
        tv.play(replace(MOVIE, title=f"Film {len(told)}"))

    client.add_listener(change_again)
    change_again()
    await until(client, lambda _: len(told) >= 9)
    for _ in range(10):
        await time.settle()
    assert len(told) <= 11
    await time.advance(1)
    await until(client, lambda _: len(told) > 11)


@pytest.mark.parametrize(
    "fault",
    [
        Fault.GARBAGE_BODY,
        Fault.TRUNCATED_DMAP,
        Fault.LYING_LENGTH,
        Fault.DEEP_NESTING,
        Fault.EMPTY_200,
        Fault.STATUS_500,
    ],
)
async def test_a_malformed_reply_costs_nothing_but_one_log_line(
    tv, client, caplog, fault
):
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    await settled(tv)
    caplog.clear()
    before = len(polls(tv))
    tv.faults.set(fault)
    tv.pause()
    await tv.wait_for(lambda tv: len(polls(tv)) > before + 3)
    assert client.status.state is PlayState.PLAYING
    assert client.connection is Connection.CONNECTED
    warnings = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert len(warnings) == 1
    tv.faults.clear()
    await until(client, lambda c: c.status.state is PlayState.PAUSED)


@pytest.mark.parametrize(
    ("fault", "title"),
    [
        (Fault.INVALID_UTF8_TITLE, None),
        (Fault.TRAILING_NUL_TITLE, MOVIE.title),
        (Fault.UNKNOWN_TAGS, MOVIE.title),
        (Fault.UNKNOWN_TIMES, MOVIE.title),
    ],
)
async def test_odd_but_readable_replies_are_read(tv, client, fault, title):
    tv.faults.set(fault)
    tv.play(MOVIE)
    await until(client, lambda c: c.status.state is PlayState.PLAYING)
    assert client.status.title
    assert title is None or client.status.title == title


async def test_a_remote_that_was_removed_on_the_television_is_refused(tv, client, time):
    await settled(tv)
    tv.revoke(LOGIN_ID)
    await until(client, lambda c: c.connection is Connection.REFUSED)
    tv.requests.clear()
    await time.advance(3600)
    assert tv.requests == []


async def test_nothing_is_heard_after_closing(tv, client, time):
    await settled(tv)
    await client.close()
    told = []
    client.add_listener(lambda: told.append(client.status))
    tv.play(MOVIE)
    await time.advance(3600)
    assert told == []


async def test_a_listener_can_leave(tv, client):
    told = []
    remove = client.add_listener(lambda: told.append(client.status))
    remove()
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    assert told == []


async def test_a_reply_of_the_wrong_kind_is_a_protocol_error(tv, make_client):
    tv.faults.set(Fault.EMPTY_200, path="/ctrl-int")
    with pytest.raises(ProtocolError):
        await make_client().connect()


async def test_a_listener_that_fails_does_not_stop_the_news(tv, client, caplog):
    def fail() -> None:
        raise RuntimeError("mine")

    remove = client.add_listener(fail)
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    assert "A listener to" in caplog.text
    remove()
    tv.pause()
    await until(client, lambda c: c.status.state is PlayState.PAUSED)
