"""What a connection that stood ended with, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.remote_bridge.harmony.client import Connection
from custom_components.remote_bridge.harmony.exceptions import (
    AuthenticationFailed,
    ConnectionFailed,
    NoSignOfLife,
    ProtocolError,
)
from simulators.harmony_hub import Fault

from .conftest import NoHub, passes


async def test_nothing_was_lost_at_first(client):
    assert client.statistics.last_loss is None
    assert client.statistics.last_loss_at is None


async def test_a_loss_is_remembered_after_it_was_mended(client, hub, heard):
    before = datetime.now(UTC)
    hub.drop_connections()
    await heard.until(lambda client: client.connection is Connection.RECONNECTING)
    await heard.until(lambda client: client.connection is Connection.CONNECTED)

    statistics = client.statistics
    assert type(statistics.last_loss) is ConnectionFailed
    assert before <= statistics.last_loss_at < before + timedelta(minutes=1)


async def test_a_hub_that_fell_silent_is_told_from_one_that_hung_up(client, hub, time):
    hub.faults.set(Fault.HALF_OPEN)
    await passes(time, 60)

    assert isinstance(client.statistics.last_loss, NoSignOfLife)


async def test_what_no_hub_should_send_is_told_as_well(client, hub, heard):
    hub.faults.set(Fault.HUGE_BODY)
    hub.repeat_digest()
    hub.faults.clear()
    await heard.until(lambda client: client.statistics.last_loss is not None)

    assert isinstance(client.statistics.last_loss, ProtocolError)


async def test_a_first_attempt_in_vain_is_no_loss(make_client):
    client = make_client(NoHub())
    with pytest.raises(ConnectionFailed):
        await client.connect()

    assert client.statistics.last_loss is None


async def test_being_refused_at_first_is_no_loss(make_client):
    client = make_client(NoHub(AuthenticationFailed("no")))
    with pytest.raises(AuthenticationFailed):
        await client.connect()

    assert client.statistics.last_loss is None


async def test_connecting_anew_and_closing_is_no_loss(client):
    await client.reconnect()
    await client.close()

    assert client.statistics.last_loss is None
    assert client.statistics.reconnects == 1


async def test_whoever_listens_hears_of_a_refused_key(client, hub, heard):
    hub.faults.set(Fault.REFUSE_KEY)
    key = client.config.devices[0].functions[0]
    heard.news.clear()

    with pytest.raises(Exception, match="refused"):
        await client.press(key)

    assert heard.news.is_set()
    assert client.statistics.refused_keys == 1
