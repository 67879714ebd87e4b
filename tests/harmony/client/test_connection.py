"""One connection, kept for ever: first connect, loss, grace, reconnects, refusals."""

import asyncio

import pytest

from custom_components.remote_bridge.harmony.client import Connection
from custom_components.remote_bridge.harmony.events import ActivityChange, ActivityEvent
from custom_components.remote_bridge.harmony.exceptions import (
    ActivityFailed,
    AuthenticationFailed,
    ConnectionFailed,
    ProtocolError,
)
from custom_components.remote_bridge.harmony.state import Phase
from custom_components.remote_bridge.harmony.timing import Timing
from simulators.harmony_hub import Fault
from simulators.harmony_hub.configuration.identifiers import WATCH_A_FILM, WATCH_TV

from .conftest import Heard, NoHub, passes


async def until_time(time, condition) -> None:
    """Let time pass, a second at a time, until something holds."""
    for _ in range(200):
        if condition():
            return
        await time.advance(1)
    raise AssertionError("it never came to that")


async def running(client, activity_id: str = WATCH_TV) -> None:
    """Have an activity run."""
    await client.start_activity(activity_id, wait=True)


async def test_connecting_reads_state_and_configuration(make_client, hub):
    client = make_client()
    assert client.status is None
    await client.connect()
    assert client.connection is Connection.CONNECTED
    assert client.status.phase is Phase.OFF
    assert client.config.activities
    assert client.config_version == hub.config_version


async def test_a_client_is_a_context(make_client, hub):
    async with make_client() as client:
        assert client.connection is Connection.CONNECTED
    assert client.connection is Connection.CLOSED
    await hub.wait_for(lambda hub: not any(hub.connections.values()))


async def test_a_first_connection_that_fails_leaves_nothing_open(make_client, hub):
    client = make_client()
    hub.faults.set(Fault.NULL_CONFIGURATION)
    with pytest.raises(ProtocolError):
        await client.connect()
    assert client.connection is Connection.CLOSED
    assert isinstance(client.last_error, ProtocolError)
    await hub.wait_for(lambda hub: not any(hub.connections.values()))
    hub.faults.clear()
    await client.connect()
    assert client.connection is Connection.CONNECTED


async def test_a_connect_that_is_cancelled_leaves_nothing_open(make_client, hub):
    client = make_client()
    hub.faults.set(Fault.SLOW_CONFIGURATION, seconds=60)
    connecting = asyncio.create_task(client.connect())
    await hub.wait_for(
        lambda hub: any(one.command.endswith("engine?config") for one in hub.requests)
    )
    connecting.cancel()
    await asyncio.wait({connecting})
    await hub.wait_for(lambda hub: not any(hub.connections.values()))
    assert client.connection is Connection.CLOSED


async def test_a_hub_that_still_starts_is_a_connection_that_failed(make_client, hub):
    hub.faults.set(Fault.STILL_INITIALIZING)
    with pytest.raises(ConnectionFailed):
        await make_client().connect()


async def test_there_is_one_connection_however_often_people_reconnect(client, hub):
    await asyncio.gather(
        *(client.reconnect() for _ in range(4)), return_exceptions=True
    )
    assert client.connection is Connection.CONNECTED
    await hub.wait_for(lambda hub: sum(hub.connections.values()) == 1)


async def test_closing_ends_a_connect_that_somebody_waits_for(make_client, hub):
    client = make_client()
    hub.faults.set(Fault.SLOW_CONFIGURATION, seconds=60)
    connecting = asyncio.create_task(client.connect())
    await hub.wait_for(lambda hub: any(hub.connections.values()))
    await client.close()
    with pytest.raises(ConnectionFailed):
        await connecting


# ── Loss ──────────────────────────────────────────────────────────────────────


async def test_a_lost_connection_comes_back_and_the_state_stands_meanwhile(
    client, hub, heard, time
):
    await running(client)
    hub.drop_connections()
    await heard.until(lambda client: client.connection is Connection.RECONNECTING)
    assert client.status.activity_id == WATCH_TV
    await until_time(time, lambda: client.connection is Connection.CONNECTED)
    assert client.status.activity_id == WATCH_TV
    assert client.statistics.reconnects == 1


async def test_off_is_never_invented(client, hub, heard, time):
    await running(client)
    phases = []
    client.add_listener(lambda: phases.append(client.status.phase))
    await hub.unplug()
    await until_time(time, lambda: client.connection is Connection.LOST)
    # Out of sight of the hub's own state, which a plug that was pulled forgets.
    assert client.status.activity_id == WATCH_TV
    assert set(phases) == {Phase.RUNNING}
    assert ActivityEvent(ActivityChange.STOPPED, WATCH_TV) not in heard.events


async def test_it_is_lost_only_after_a_while(client, hub, heard, time):
    await hub.unplug()
    await heard.until(lambda client: client.connection is Connection.RECONNECTING)
    await passes(time, 70)
    assert client.connection is Connection.RECONNECTING
    await passes(time, 10)
    assert client.connection is Connection.LOST
    await hub.plug_in()
    await until_time(time, lambda: client.connection is Connection.CONNECTED)


async def test_retries_come_more_and_more_seldom_and_never_end(
    make_client, client, hub, heard, time
):
    nobody = NoHub()
    other = make_client(nobody)
    other.start()
    await passes(time, 60)
    early = nobody.attempts
    assert 5 <= early <= 8
    await passes(time, 600)
    assert 15 <= nobody.attempts - early <= 30
    assert other.connection is Connection.LOST


async def test_state_is_read_again_after_a_reconnect(client, hub, heard, time):
    await running(client)
    await hub.unplug()
    await heard.until(lambda client: client.connection is Connection.RECONNECTING)
    hub.core.activity_id, hub.core.activity_status = WATCH_A_FILM, 2
    await hub.plug_in()
    await until_time(time, lambda: client.connection is Connection.CONNECTED)
    assert client.status.activity_id == WATCH_A_FILM
    assert heard.events[-2:] == [
        ActivityEvent(ActivityChange.STOPPED, WATCH_TV),
        ActivityEvent(ActivityChange.STARTED, WATCH_A_FILM),
    ]


async def test_commands_without_a_connection_fail_at_once(client, hub, heard):
    await hub.unplug()
    await heard.until(lambda client: client.connection is Connection.RECONNECTING)
    for command in (
        client.start_activity(WATCH_TV),
        client.power_off(),
        client.change_channel("1"),
        client.sync(),
        client.set_sleep_timer(60),
        client.run_sequence(client.config.sequences[0].id),
    ):
        with pytest.raises(ConnectionFailed):
            await command


async def test_a_restart_while_an_activity_starts_ends_in_what_the_digest_says(
    client, hub, heard, time
):
    hub.faults.set(Fault.NO_FINISHED_EVENT)
    hub.faults.set(Fault.NO_FINAL_DIGEST)
    hub.faults.set(Fault.NO_FINAL_REPLY)
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await heard.until(lambda client: client.status.phase is Phase.STARTING)
    await hub.unplug()
    hub.core.activity_id, hub.core.activity_status = "-1", 0
    await hub.plug_in()
    await until_time(time, starting.done)
    assert isinstance(starting.exception(), ActivityFailed)
    assert client.status.phase is Phase.OFF


async def test_a_hub_that_answers_nothing_any_more_is_noticed(client, hub, heard, time):
    hub.faults.set(Fault.HALF_OPEN)
    hub.faults.set(Fault.NO_PONG)
    await until_time(time, lambda: client.connection is Connection.RECONNECTING)
    hub.faults.clear()
    await until_time(time, lambda: client.connection is Connection.CONNECTED)


# ── Beginning without a hub, and refusals ─────────────────────────────────────


async def test_a_client_may_begin_before_the_hub_is_there(make_client, hub, time):
    await hub.unplug()
    client = make_client()
    client.start()
    await time.advance(5)
    assert client.connection is Connection.CONNECTING
    assert client.status is None
    await hub.plug_in()
    await until_time(time, lambda: client.connection is Connection.CONNECTED)
    assert client.status.phase is Phase.OFF


async def test_a_refusal_ends_all_trying_until_somebody_wants_it_again(
    make_client, hub, time
):
    nobody = NoHub(AuthenticationFailed("no"))
    client = make_client(nobody)
    client.start()
    await passes(time, 100)
    assert client.connection is Connection.REFUSED
    assert isinstance(client.last_error, AuthenticationFailed)
    assert nobody.attempts == 1
    with pytest.raises(AuthenticationFailed):
        await client.reconnect()
    assert nobody.attempts == 2


async def test_reconnecting_in_vain_goes_on_in_the_background(client, hub, time):
    await hub.unplug()
    with pytest.raises(ConnectionFailed):
        await client.reconnect()
    await hub.plug_in()
    await until_time(time, lambda: client.connection is Connection.CONNECTED)


async def test_our_own_mistake_does_not_end_all_trying(make_client, hub, time, caplog):
    broken = NoHub(RuntimeError("a mistake"))
    client = make_client(broken)
    client.start()
    await passes(time, 10)
    assert broken.attempts > 1
    assert isinstance(client.last_error, ConnectionFailed)
    assert "a mistake" in caplog.text


async def test_a_listener_that_fails_does_not_keep_the_news_from_others(
    make_client, hub, caplog
):
    client = make_client()
    remove = client.add_listener(lambda: 1 / 0)
    heard = Heard(client)
    await client.connect()
    assert heard.news.is_set()
    assert "ZeroDivisionError" in caplog.text
    remove()
    remove()
    caplog.clear()
    await client.reconnect()
    assert "ZeroDivisionError" not in caplog.text


async def test_closing_a_client_whose_hub_is_silent_takes_seconds_at_most(
    make_client, hub
):
    client = make_client(timing=Timing(close=0.2))
    await client.connect()
    hub.faults.set(Fault.HALF_OPEN)
    async with asyncio.timeout(2):
        await client.close()
    assert client.connection is Connection.CLOSED
