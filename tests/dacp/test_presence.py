"""Presence: trouble told from sleep, silence noticed where it matters, and nobody woken."""

import pytest

from custom_components.remote_bridge.dacp import (
    Connection,
    ConnectionFailed,
    Key,
    PlayState,
    Timing,
)
from simulators.apple_tv import CATALOGUE, Fault, SleepStyle

from .conftest import LOGIN_ID, polls, settled, until

MOVIE = CATALOGUE["movie"]
SONG = CATALOGUE["song"]


async def test_a_poll_that_ends_in_good_order_is_simply_asked_again(tv, client):
    await settled(tv)
    tv.faults.set(Fault.POLL_CLOSED, times=1)
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)


async def test_a_connection_cut_while_playing_is_made_again_and_state_kept(tv, client):
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    await settled(tv)
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
    await settled(tv)
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
    await settled(tv)
    # The plug is pulled: no goodbye, no idle before.
    await tv.sleep_now(SleepStyle.REFUSING)
    await until(client, lambda c: c.connection is Connection.LOST)


async def test_a_device_that_falls_asleep_is_left_alone(tv, client, time):
    await settled(tv)
    await tv.sleep_now(SleepStyle.SILENT)
    await until(client, lambda c: c.connection is Connection.ASLEEP)
    for _ in range(24):
        await time.advance(3600)
    assert tv.knocks == 0
    assert client.connection is Connection.ASLEEP


async def test_a_sleeping_device_is_back_once_it_announces_itself(tv, client):
    await settled(tv)
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
    await settled(tv)
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
    await settled(tv)
    await tv.sleep_now(SleepStyle.WAKEABLE, wake_seconds=0.05)
    await until(client, lambda c: c.connection is Connection.ASLEEP)
    await client.press(Key.MENU)
    await until(client, lambda c: c.connection is Connection.CONNECTED)
    assert tv.keys == ["menu"]


async def test_a_key_that_wakes_nobody_shows_that_the_device_is_gone(tv, client):
    await settled(tv)
    await tv.sleep_now(SleepStyle.REFUSING)
    await until(client, lambda c: c.connection is Connection.ASLEEP)
    with pytest.raises(ConnectionFailed):
        await client.press(Key.MENU)
    assert client.connection is Connection.LOST


async def test_a_silent_idle_device_is_not_disturbed(tv, client, time):
    await settled(tv)
    tv.requests.clear()
    for _ in range(24):
        await time.advance(3600)
    assert polls(tv) == []


async def test_a_poll_that_went_deaf_is_noticed_while_something_plays(tv, client):
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    await settled(tv)
    tv.faults.set(Fault.HALF_OPEN)
    tv.pause()
    await until(client, lambda c: c.status.state is PlayState.PAUSED)


async def test_a_poll_that_went_deaf_is_noticed_with_the_next_key(
    tv, make_client, time
):
    client = make_client(timing=Timing())
    await client.connect()
    await settled(tv)
    tv.faults.set(Fault.HALF_OPEN)
    tv.play(SONG)
    await time.advance(61)
    await client.press(Key.MENU)
    await until(client, lambda c: c.status.title == SONG.title)


async def test_a_key_is_followed_by_no_question_that_could_wake_it_again(
    tv, make_client, time
):
    client = make_client(timing=Timing())
    await client.connect()
    await settled(tv)
    tv.requests.clear()
    # For all we know, somebody walks through the menu to "Sleep Now".
    for _ in range(3):
        await client.press(Key.DOWN)
    for _ in range(24):
        await time.advance(3600)
    assert polls(tv) == []


async def test_a_playing_device_that_vanished_without_a_word_is_noticed(tv, client):
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    await settled(tv)
    tv.faults.set(Fault.HANGING_REPLY)
    await until(client, lambda c: c.connection is Connection.RECONNECTING)


async def test_asking_whether_it_is_there_leaves_a_healthy_poll_alone(tv, awake_client):
    await settled(tv)
    tv.requests.clear()
    await tv.wait_for(lambda tv: len(polls(tv)) >= 2)
    assert set(polls(tv)) == {"0"}
    assert tv.polls_waiting == 1


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
    await settled(tv)
    await tv.sleep_now(SleepStyle.SILENT)
    await until(client, lambda c: c.connection is Connection.ASLEEP)
    await client.close()
    assert tv.knocks == 0


async def test_a_lost_device_counts_as_present_for_a_minute(tv, make_client, time):
    client = make_client(timing=Timing(), do_not_wake=False)
    await client.connect()
    await settled(tv)
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
