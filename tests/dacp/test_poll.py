"""The long poll: pushed state stays true, trouble is told from sleep, and nobody is woken or flooded."""

from dataclasses import replace
import logging

import pytest

from custom_components.remote_bridge.dacp import (
    Connection,
    ConnectionFailed,
    Key,
    PlayState,
    ProtocolError,
    Timing,
)
from simulators.apple_tv import CATALOGUE, Fault, SleepStyle

from .conftest import LOGIN_ID, until

MOVIE = CATALOGUE["movie"]
SONG = CATALOGUE["song"]


def _polls(tv) -> list[str]:
    """Return the revision numbers that were asked for, in order."""
    return [
        request.query["revision-number"]
        for request in tv.requests
        if request.path.endswith("playstatusupdate")
    ]


async def _settled(tv) -> None:
    """Wait until the device holds our poll."""
    await tv.wait_for(lambda tv: tv.polls_waiting == 1)


@pytest.fixture
async def awake_client(make_client):
    """A connected client that may wake the device."""
    client = make_client(do_not_wake=False)
    await client.connect()
    return client


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
    await _settled(tv)
    first = tv.revision
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title)
    await _settled(tv)
    assert _polls(tv) == ["0", str(first), str(tv.revision)]


async def test_asking_by_hand_does_not_swallow_a_push(tv, client):
    await _settled(tv)
    tv.play(MOVIE)
    await client.wake()
    await until(client, lambda c: c.status.title == MOVIE.title)
    tv.pause()
    await until(client, lambda c: c.status.state is PlayState.PAUSED)


async def test_repeated_content_is_told_once(tv, client):
    await _settled(tv)
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
    await _settled(tv)
    told = []
    client.add_listener(lambda: told.append(client.connection))
    tv.evict_sessions()
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    assert set(told) == {Connection.CONNECTED}


async def test_a_stale_revision_is_dropped_and_everything_asked_again(tv, client):
    await _settled(tv)
    tv.faults.set(Fault.POLL_406, times=1)
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    assert client.connection is Connection.CONNECTED


async def test_a_storm_of_refusals_is_met_with_patience(tv, make_client, time):
    client = make_client(timing=Timing())
    await client.connect()
    await _settled(tv)
    tv.faults.set(Fault.POLL_403)
    # The first refusal is answered at once, with revision 0; that is refused twice, before and after a new login.
    tv.play(MOVIE)
    await tv.wait_for(lambda tv: _polls(tv)[-2:] == ["0", "0"])
    for most in (2, 4, 8, 16, 30, 30, 30):
        await time.settle()
        tv.requests.clear()
        await time.advance(most * 0.7)
        assert _polls(tv) == []
        await time.advance(most * 0.3)
        await tv.wait_for(lambda tv: _polls(tv) == ["0", "0"])


@pytest.mark.parametrize("fault", [Fault.MISSING_REVISION, Fault.POLL_406])
async def test_a_device_that_never_holds_the_poll_is_not_asked_in_a_tight_loop(
    tv, make_client, time, fault
):
    tv.faults.set(fault)
    client = make_client(timing=Timing())
    await client.connect()
    await time.settle()
    assert len(_polls(tv)) <= 3
    for _ in range(60):
        await time.advance(10)
    # Ten minutes, and half a minute between two attempts in the end.
    assert 20 <= len(_polls(tv)) <= 70
    assert client.connection is Connection.CONNECTED


async def test_a_flood_of_changes_is_slowed_down(tv, client, time):
    await _settled(tv)
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
    await _settled(tv)
    caplog.clear()
    before = len(_polls(tv))
    tv.faults.set(fault)
    tv.pause()
    await tv.wait_for(lambda tv: len(_polls(tv)) > before + 3)
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


async def test_a_poll_that_ends_in_good_order_is_simply_asked_again(tv, client):
    await _settled(tv)
    tv.faults.set(Fault.POLL_CLOSED, times=1)
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)


async def test_a_connection_cut_while_playing_is_made_again_and_state_kept(tv, client):
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    await _settled(tv)
    tv.faults.set(Fault.RESET_IN_POLL, times=1)
    tv.pause()
    await until(client, lambda c: c.connection is Connection.RECONNECTING)
    assert client.status.title == MOVIE.title
    await until(client, lambda c: c.connection is Connection.CONNECTED)
    assert client.status.state is PlayState.PAUSED


async def test_a_device_that_stays_away_is_lost_after_the_grace_and_comes_back(
    tv, awake_client
):
    client = awake_client
    await _settled(tv)
    seen = []
    client.add_listener(lambda: seen.append(client.connection))
    await tv.sleep_now(SleepStyle.REFUSING)
    await until(client, lambda c: c.connection is Connection.LOST)
    assert isinstance(client.last_error, ConnectionFailed)
    await tv.wake_up()
    await until(client, lambda c: c.connection is Connection.CONNECTED)
    assert client.last_error is None
    assert seen == [
        Connection.RECONNECTING,
        Connection.LOST,
        Connection.CONNECTED,
    ]


async def test_a_playing_device_that_loses_power_is_lost_not_asleep(tv, client):
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    await _settled(tv)
    # The plug is pulled: no goodbye, no idle before.
    await tv.sleep_now(SleepStyle.REFUSING)
    await until(client, lambda c: c.connection is Connection.LOST)


async def test_a_device_that_falls_asleep_is_left_alone(tv, client, time):
    await _settled(tv)
    await tv.sleep_now(SleepStyle.SILENT)
    await until(client, lambda c: c.connection is Connection.ASLEEP)
    for _ in range(24):
        await time.advance(3600)
    assert tv.knocks == 0
    assert client.connection is Connection.ASLEEP


async def test_a_sleeping_device_is_back_once_it_announces_itself(tv, client):
    await _settled(tv)
    await tv.sleep_now(SleepStyle.SILENT)
    await until(client, lambda c: c.connection is Connection.ASLEEP)
    await tv.wake_up()
    tv.play(MOVIE)
    client.announced()
    await until(client, lambda c: c.status.title == MOVIE.title)
    assert client.connection is Connection.CONNECTED


async def test_an_announcement_without_a_device_behind_it_leaves_it_asleep(
    tv, client, time
):
    await _settled(tv)
    await tv.sleep_now(SleepStyle.REFUSING)
    await until(client, lambda c: c.connection is Connection.ASLEEP)
    seen = []
    client.add_listener(lambda: seen.append(client.connection))
    client.announced()
    await time.advance(3600)
    assert Connection.CONNECTED not in seen
    await tv.wake_up()
    client.announced()
    await until(client, lambda c: c.connection is Connection.CONNECTED)


async def test_a_key_wakes_a_sleeping_device(tv, client):
    await _settled(tv)
    await tv.sleep_now(SleepStyle.WAKEABLE, wake_seconds=0.05)
    await until(client, lambda c: c.connection is Connection.ASLEEP)
    await client.press(Key.MENU)
    await until(client, lambda c: c.connection is Connection.CONNECTED)
    assert tv.keys == ["menu"]


async def test_a_key_that_wakes_nobody_shows_that_the_device_is_gone(tv, client):
    await _settled(tv)
    await tv.sleep_now(SleepStyle.REFUSING)
    await until(client, lambda c: c.connection is Connection.ASLEEP)
    with pytest.raises(ConnectionFailed):
        await client.press(Key.MENU)
    assert client.connection is Connection.LOST


async def test_a_silent_idle_device_is_not_disturbed(tv, client, time):
    await _settled(tv)
    tv.requests.clear()
    for _ in range(24):
        await time.advance(3600)
    assert _polls(tv) == []


async def test_a_poll_that_went_deaf_is_noticed_while_something_plays(tv, client):
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    await _settled(tv)
    tv.faults.set(Fault.HALF_OPEN)
    tv.pause()
    await until(client, lambda c: c.status.state is PlayState.PAUSED)


async def test_a_poll_that_went_deaf_is_noticed_after_a_key(tv, client):
    await _settled(tv)
    tv.faults.set(Fault.HALF_OPEN)
    tv.play(SONG)
    await client.press(Key.MENU)
    await until(client, lambda c: c.status.title == SONG.title)


async def test_a_playing_device_that_vanished_without_a_word_is_noticed(tv, client):
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    await _settled(tv)
    tv.faults.set(Fault.HANGING_REPLY)
    await until(client, lambda c: c.connection is Connection.RECONNECTING)


async def test_asking_whether_it_is_there_leaves_a_healthy_poll_alone(tv, awake_client):
    await _settled(tv)
    tv.requests.clear()
    await tv.wait_for(lambda tv: len(_polls(tv)) >= 2)
    assert set(_polls(tv)) == {"0"}
    assert tv.polls_waiting == 1


async def test_a_remote_that_was_removed_on_the_television_is_refused(tv, client, time):
    await _settled(tv)
    tv.revoke(LOGIN_ID)
    await until(client, lambda c: c.connection is Connection.REFUSED)
    tv.requests.clear()
    await time.advance(3600)
    assert tv.requests == []


async def test_nothing_is_heard_after_closing(tv, client, time):
    await _settled(tv)
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


async def test_a_device_that_was_left_asleep_is_not_asked(tv, make_client, time):
    client = make_client()
    client.wait_until_awake()
    assert client.connection is Connection.ASLEEP
    await time.advance(3600)
    assert tv.requests == []
    tv.play(MOVIE)
    client.announced()
    await until(client, lambda c: c.status and c.status.title == MOVIE.title)
    assert client.connection is Connection.CONNECTED


async def test_a_device_that_was_left_asleep_can_be_woken_by_a_key(tv, make_client):
    client = make_client()
    client.wait_until_awake()
    await client.press(Key.MENU)
    await until(client, lambda c: c.connection is Connection.CONNECTED)
    assert tv.keys == ["menu"]


async def test_a_device_that_no_longer_knows_us_when_it_wakes_is_refused(
    tv, make_client
):
    tv.revoke(LOGIN_ID)
    client = make_client()
    client.wait_until_awake()
    client.announced()
    await until(client, lambda c: c.connection is Connection.REFUSED)


async def test_closing_does_not_wake_a_sleeping_device(tv, client):
    await _settled(tv)
    await tv.sleep_now(SleepStyle.SILENT)
    await until(client, lambda c: c.connection is Connection.ASLEEP)
    await client.close()
    assert tv.knocks == 0


async def test_a_lost_device_counts_as_present_for_a_minute(tv, make_client, time):
    client = make_client(timing=Timing(), do_not_wake=False)
    await client.connect()
    await _settled(tv)
    await tv.sleep_now(SleepStyle.REFUSING)
    await until(client, lambda c: c.connection is Connection.RECONNECTING)
    for _ in range(11):
        await time.advance(5)
    assert client.connection is Connection.RECONNECTING
    for _ in range(8):
        await time.advance(5)
    assert client.connection is Connection.LOST
    await tv.wake_up()
    await time.advance(30)
    await until(client, lambda c: c.connection is Connection.CONNECTED)
