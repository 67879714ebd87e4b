"""Statistics: how the connection to an Apple TV did so far."""

from datetime import UTC, datetime, timedelta

from custom_components.remote_bridge.dacp import (
    AuthenticationFailed,
    Connection,
    ConnectionFailed,
    Key,
)
from simulators.apple_tv import CATALOGUE, Fault, SleepStyle

from .conftest import LOGIN_ID, settled, until

MOVIE = CATALOGUE["movie"]


async def test_nothing_has_happened_at_first(client):
    statistics = client.statistics
    assert statistics.reconnects == 0
    assert statistics.last_loss is None
    assert statistics.last_loss_at is None
    assert statistics.round_trip is None


async def test_a_key_measures_the_way_there_and_back_and_a_cover_does_not(tv, client):
    tv.play(CATALOGUE["song"])
    await until(client, lambda c: c.status.artwork_id is not None)
    assert await client.artwork(100, 100)
    assert client.statistics.round_trip is None

    await client.press(Key.SELECT)
    assert 0 < client.statistics.round_trip < 2


async def test_a_cut_while_playing_is_a_loss_that_is_remembered(tv, client):
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title == MOVIE.title)
    await settled(tv)
    before = datetime.now(UTC)
    tv.faults.set(Fault.RESET_IN_POLL, times=1)
    tv.pause()
    await until(client, lambda c: c.connection is Connection.RECONNECTING)
    await until(client, lambda c: c.connection is Connection.CONNECTED)

    statistics = client.statistics
    assert statistics.reconnects == 1
    assert isinstance(statistics.last_loss, ConnectionFailed)
    assert before <= statistics.last_loss_at < before + timedelta(minutes=1)


async def test_a_long_absence_is_one_loss_and_one_reconnect(tv, awake_client):
    client = awake_client
    await settled(tv)
    await tv.sleep_now(SleepStyle.REFUSING)
    await until(client, lambda c: c.connection is Connection.RECONNECTING)
    lost_at = client.statistics.last_loss_at
    await until(client, lambda c: c.connection is Connection.LOST)
    await tv.wake_up()
    await until(client, lambda c: c.connection is Connection.CONNECTED)

    assert client.statistics.reconnects == 1
    assert client.statistics.last_loss_at == lost_at


async def test_falling_asleep_is_no_loss_and_waking_up_no_reconnect(tv, client):
    await settled(tv)
    await tv.sleep_now(SleepStyle.SILENT)
    await until(client, lambda c: c.connection is Connection.ASLEEP)
    await tv.wake_up()
    client.announced()
    await until(client, lambda c: c.connection is Connection.CONNECTED)

    assert client.statistics.last_loss is None
    assert client.statistics.reconnects == 0


async def test_a_remote_that_was_removed_is_the_reason(tv, client):
    await settled(tv)
    tv.revoke(LOGIN_ID)
    await until(client, lambda c: c.connection is Connection.REFUSED)

    assert isinstance(client.statistics.last_loss, AuthenticationFailed)
