"""What every transport promises, tested unchanged on each of them."""

import asyncio

import pytest

from custom_components.remote_bridge.harmony import commands
from custom_components.remote_bridge.harmony.exceptions import (
    CommandRejected,
    ConnectionFailed,
    NobodyListens,
    RequestTimedOut,
)
from custom_components.remote_bridge.harmony.messages import Reply, Request
from custom_components.remote_bridge.harmony.timing import Timing
from simulators.harmony_hub import Fault, configuration

LABEL = "Fernsehen für Änne 🎬"
QUICK = Timing(connect=0.5, request=1, close=0.2)


def wire(kind) -> str:
    """Return what the simulator calls a transport."""
    return kind.value


async def test_the_state_is_read(listener):
    reply = await listener.exchange.ask(commands.state_digest(), 5)
    assert reply.code.is_success
    assert reply.data["activityId"] == "-1"


async def test_the_configuration_is_read_with_every_letter(hub, listener):
    hub.rename_activity("23451801", LABEL)
    reply = await listener.exchange.ask(commands.configuration(), 5)
    assert reply.data == hub.config
    assert LABEL in {activity["label"] for activity in reply.data["activity"]}


async def test_a_configuration_of_a_megabyte_is_read(hub, listener):
    hub.replace_config(configuration.megabyte())
    reply = await listener.exchange.ask(commands.configuration(), 10)
    assert reply.data == hub.config


async def test_the_hub_says_who_it_is(hub, listener):
    reply = await listener.exchange.ask(commands.discovery_info(), 5)
    assert reply.data["friendlyName"] == "Wohnzimmer ☕"
    assert reply.data["remoteId"] == hub.remote_id


async def test_replies_find_who_asked_in_whatever_order_they_come(hub, listener):
    hub.faults.set(Fault.SLOW_CONFIGURATION, seconds=0.05)
    ask = listener.exchange.ask
    configured, digest, sleep, alive = await asyncio.gather(
        ask(commands.configuration(), 5),
        ask(commands.state_digest(), 5),
        ask(commands.set_sleep_timer(600), 5),
        ask(commands.ping(), 5),
    )
    assert "device" in configured.data
    assert "activityStatus" in digest.data
    assert "timerId" in sleep.data
    assert alive.data["status"] == "alive"


async def test_a_long_reply_does_not_get_overtaken_by_later_ones(hub, listener):
    hub.replace_config(configuration.megabyte())
    order: list[str] = []
    with (
        listener.exchange.listening(lambda _: order.append("long")) as first,
        listener.exchange.listening(lambda _: order.append("short")) as second,
    ):
        await listener.exchange.send(first, commands.configuration())
        await listener.exchange.send(second, commands.state_digest())
        await listener.exchange.ask(commands.state_digest(), 5)
    assert order == ["long", "short"]


async def test_progress_comes_before_the_last_reply(hub, kind, listener):
    replies: list[Reply] = []
    with listener.exchange.listening(replies.append) as request_id:
        start = commands.start_activity("23451801", kind, is_switch=True)
        await listener.exchange.send(request_id, start)
        await hub.wait_for(lambda hub: hub.activity_status == 2)
        await listener.exchange.ask(commands.state_digest(), 5)
    progress = [reply for reply in replies if reply.code.is_progress]
    assert progress
    assert {"done", "total"} <= set(progress[0].data)
    assert replies[-1].code.is_success


async def test_a_refusal_is_an_error_with_the_hubs_own_words(hub, listener):
    hub.faults.set(Fault.ACTIVITY_REFUSED, code=404)
    refused = Request("harmony.activityengine?runactivity", {"activityId": "23451801"})
    with pytest.raises(CommandRejected) as caught:
        await listener.exchange.ask(refused, 5)
    assert caught.value.code.number == 404


@pytest.mark.parametrize("fault", [Fault.CODE_AS_STRING, Fault.CODE_200_2])
async def test_codes_are_understood_however_they_are_written(hub, listener, fault):
    hub.faults.set(fault)
    reply = await listener.exchange.ask(commands.state_digest(), 5)
    assert reply.code.is_success


async def test_what_is_not_answered_times_out_and_the_connection_stands(hub, listener):
    hub.faults.set(Fault.HANG)
    with pytest.raises(RequestTimedOut):
        await listener.exchange.ask(commands.state_digest(), 0.05)
    hub.faults.clear()
    assert await listener.exchange.ask(commands.state_digest(), 5)
    assert listener.ends == []


async def test_events_come_with_every_letter_and_their_type_in_lower_case(
    hub, listener
):
    await listener.exchange.ask(commands.state_digest(), 5)
    hub.send_event("Harmony.Some?THING", {"label": LABEL})
    await listener.until(lambda listener: listener.events)
    assert listener.events[0].type == "harmony.some?thing"
    assert listener.events[0].data == {"label": LABEL}


async def test_digests_are_told_unasked(hub, listener):
    await listener.exchange.ask(commands.state_digest(), 5)
    hub.repeat_digest()
    await listener.until(lambda listener: listener.events)
    assert listener.events[0].type == "connect.statedigest?notify"
    assert listener.events[0].data["activityStatus"] == 0


@pytest.mark.parametrize("fault", [Fault.ANSWER_OTHERS, Fault.RUBBISH])
async def test_what_nobody_asked_for_is_ignored(hub, listener, fault):
    hub.faults.set(fault, copies=50)
    reply = await listener.exchange.ask(commands.state_digest(), 5)
    assert reply.data["activityId"] == "-1"
    assert listener.ends == []


async def test_a_reply_with_nobodys_id_is_nobodys(hub, listener):
    hub.faults.set(Fault.WRONG_ID)
    with pytest.raises(RequestTimedOut):
        await listener.exchange.ask(commands.state_digest(), 0.05)


async def test_an_action_arrives_as_the_configuration_has_it(hub, listener):
    action = hub.config["device"][0]["controlGroup"][0]["function"][0]["action"]
    press = commands.hold_action(action, commands.KeyStatus.PRESS)
    with listener.exchange.listening(lambda _: None) as request_id:
        await listener.exchange.send(request_id, press)
        await listener.exchange.ask(commands.state_digest(), 5)
    assert len(hub.infrared) == 1
    assert hub.infrared[0].device_id == hub.config["device"][0]["id"]


async def test_a_cut_connection_ends_every_wait(hub, listener):
    hub.faults.set(Fault.HANG)
    waits = [
        asyncio.ensure_future(listener.exchange.ask(commands.state_digest(), 30))
        for _ in range(3)
    ]
    await hub.wait_for(lambda hub: len(hub.requests) >= 3)
    hub.drop_connections()
    ended = await asyncio.gather(*waits, return_exceptions=True)
    assert [type(error) for error in ended] == [ConnectionFailed] * 3
    assert type(await listener.end()) is ConnectionFailed
    with pytest.raises(ConnectionFailed):
        await listener.exchange.ask(commands.state_digest(), 5)
    assert len(listener.ends) == 1


async def test_a_hub_that_falls_silent_is_noticed(hub, listener, time):
    timing = Timing()
    await listener.exchange.ask(commands.state_digest(), 5)
    hub.faults.set(Fault.HALF_OPEN)
    await time.advance(timing.keep_alive + 0.1)
    assert listener.ends == []
    for _ in range(3):
        await time.advance(timing.pong + 0.1)
    assert isinstance(await listener.end(), ConnectionFailed)


async def test_a_hub_that_is_left_alone_for_hours_stays_connected(hub, listener, time):
    await listener.exchange.ask(commands.state_digest(), 5)
    for _ in range(200):
        await time.advance(Timing().keep_alive)
    assert listener.ends == []
    assert await listener.exchange.ask(commands.state_digest(), 5)


async def test_closing_is_polite_and_may_be_done_twice(hub, kind, listener):
    await listener.exchange.ask(commands.state_digest(), 5)
    await listener.exchange.close()
    await hub.wait_for(lambda hub: hub.connections[wire(kind)] == 0)
    await listener.exchange.close()
    assert listener.ends == []


async def test_closing_a_hub_that_is_gone_takes_no_longer_than_allowed(hub, listen):
    listener = listen(QUICK)
    await listener.exchange.open()
    hub.faults.set(Fault.HALF_OPEN)
    async with asyncio.timeout(2):
        await listener.exchange.close()


async def test_closing_before_opening_is_harmless(listen):
    listener = listen()
    await listener.exchange.close()
    assert listener.ends == []


async def test_nobody_listens_where_the_port_is_closed(hub, listen):
    await hub.unplug()
    with pytest.raises(NobodyListens):
        await listen().exchange.open()


async def test_a_hub_that_accepts_and_says_nothing_is_given_up(hub, listen):
    await hub.unplug(silent=True)
    with pytest.raises(ConnectionFailed):
        await listen(QUICK).exchange.open()


async def test_an_opening_cancelled_at_any_moment_leaves_nothing_behind(
    hub, kind, listen
):
    cancelled = 0
    for turns in range(60):
        listener = listen()
        opening = asyncio.ensure_future(listener.exchange.open())
        for _ in range(turns):
            await asyncio.sleep(0)
        opening.cancel()
        await asyncio.wait({opening})
        cancelled += opening.cancelled()
        # Only those that came too late are closed.
        for exchange in [listener.exchange][: not opening.cancelled()]:
            await exchange.close()
    await hub.wait_for(lambda hub: hub.connections[wire(kind)] == 0)
    assert 10 < cancelled < 60


async def test_a_hundred_sessions_leave_none_behind(hub, kind, listen):
    for _ in range(100):
        listener = listen()
        await listener.exchange.open()
        await listener.exchange.ask(commands.state_digest(), 5)
        await listener.exchange.close()
    await hub.wait_for(lambda hub: hub.connections[wire(kind)] == 0)


async def test_whoever_hears_of_the_end_may_close_at_once(hub, listener):
    hub.drop_connections()
    await listener.end()
    await listener.exchange.close()
    assert len(listener.ends) == 1
