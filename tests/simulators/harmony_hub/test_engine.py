"""Switching activities: what is said in which order, and what becomes of the devices."""

import asyncio

import pytest

from simulators.harmony_hub import Pace
from simulators.harmony_hub.configuration import (
    APPLE_TV,
    LISTEN_TO_MUSIC,
    POWER_OFF,
    RECEIVER,
    SET_TOP_BOX,
    TELEVISION,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from .client import (
    CURRENT,
    DIGEST,
    DIGEST_EVENT,
    FINISHED,
    PING,
    PROGRESS,
    RUN,
    summary,
)

HELP = "harmony.engine?helpdiscretes"
START = "vnd.logitech.harmony/vnd.logitech.harmony.engine?startactivity"
manual = pytest.mark.parametrize("pace", [Pace.MANUAL])


async def test_a_start_is_told_in_the_order_of_real_hubs(hub, client):
    said = await client.run(WATCH_TV)

    assert summary(said) == [
        (RUN, 200),
        (DIGEST_EVENT, WATCH_TV, 1),
        (PROGRESS, 100),
        (PROGRESS, 100),
        (PROGRESS, 100),
        (PROGRESS, 200),
        (DIGEST_EVENT, WATCH_TV, 2),
        (FINISHED, WATCH_TV, None),
    ]
    assert said[2]["data"] == {"done": "1", "total": "3", "deviceId": TELEVISION}
    assert said[2]["msg"] == "continue"
    assert said[-1]["data"]["errorCode"] == "200"
    assert (hub.activity_id, hub.activity_status) == (WATCH_TV, 2)


async def test_devices_go_on_and_to_their_inputs(hub, client):
    await client.run(WATCH_TV)

    on = {device_id for device_id, power in hub.powered.items() if power}
    assert on == {TELEVISION, RECEIVER, SET_TOP_BOX}
    assert hub.inputs == {TELEVISION: "HDMI 1", RECEIVER: "CBL/SAT"}


async def test_what_the_next_activity_does_not_need_goes_off(hub, client):
    await client.run(WATCH_TV)
    await client.run(WATCH_APPLE_TV)

    on = {device_id for device_id, power in hub.powered.items() if power}
    assert on == {TELEVISION, RECEIVER, APPLE_TV}
    assert hub.inputs[RECEIVER] == "Media Player"


async def test_turning_off_keeps_the_old_activity_until_it_is_off(hub, client):
    await client.run(WATCH_APPLE_TV)
    said = await client.run(POWER_OFF)

    assert summary(said) == [
        (RUN, 200),
        (DIGEST_EVENT, WATCH_APPLE_TV, 3),
        (PROGRESS, 100),
        (PROGRESS, 100),
        (PROGRESS, 200),
        (DIGEST_EVENT, POWER_OFF, 0),
        (DIGEST_EVENT, POWER_OFF, 0),
        (FINISHED, POWER_OFF, None),
    ]
    # The Apple TV is one of the devices that stay on.
    assert [one for one, power in hub.powered.items() if power] == [APPLE_TV]


async def test_turning_off_what_is_off_gives_only_help(hub, client):
    identity = await client.send(RUN, {"activityId": POWER_OFF})
    reply = await client.receive()

    assert (reply["id"], reply["cmd"], reply["code"]) == (identity, HELP, 200)
    assert reply["data"] == {"isHelpDiscretes": "true"}
    assert (await client.ask(PING))["code"] == 200
    assert hub.activity_status == 0


@pytest.mark.parametrize(("limit", "seconds"), [(60, 60), (10, 10)])
async def test_starting_what_runs_silences_the_hub(hub, client, time, limit, seconds):
    await client.run(WATCH_TV)
    reply = await client.ask(RUN, {"activityId": WATCH_TV}, limit=limit)
    assert (reply["cmd"], reply["code"]) == (PROGRESS, 200)
    assert (reply["data"]["done"], reply["data"]["total"]) == ("1", "1")

    await client.send(PING, identity="late")
    await hub.wait_for(lambda hub: hub.requests[-1].id == "late")
    await time.advance(seconds - 1)
    # The hub still talks, but does not answer.
    hub.repeat_digest()
    assert (await client.receive())["type"] == DIGEST_EVENT
    await time.advance(2)

    assert (await client.receive())["id"] == "late"


@pytest.mark.parametrize("limit", [5, None])
async def test_a_short_limit_silences_nothing(client, limit):
    await client.run(WATCH_TV)
    await client.ask(RUN, {"activityId": WATCH_TV}, limit=limit)

    assert (await client.ask(PING))["code"] == 200


async def test_others_are_not_silenced(client, connect):
    other = await connect()
    await client.run(WATCH_TV)
    await client.ask(RUN, {"activityId": WATCH_TV}, limit=60)

    assert (await other.ask(PING))["code"] == 200


async def test_an_unknown_activity_is_refused(hub, client):
    reply = await client.ask(RUN, {"activityId": "404"})

    assert reply["code"] == 404
    assert hub.activity_status == 0


async def test_a_start_needs_an_activity(client):
    assert (await client.ask(RUN))["code"] == 504


async def test_the_remote_in_somebodys_hand_is_told_to_everybody(hub, client):
    await hub.press_on_remote(WATCH_TV)

    said = await client.until(lambda one: one.get("type") == FINISHED)
    assert summary(said) == [
        (DIGEST_EVENT, WATCH_TV, 1),
        (DIGEST_EVENT, WATCH_TV, 2),
        (FINISHED, WATCH_TV, None),
    ]
    await hub.press_on_remote(WATCH_TV)
    await hub.press_on_remote("404")
    assert hub.activity_id == WATCH_TV


@pytest.mark.parametrize(
    ("firmware", "expected"),
    [
        ("4.15.600", [(START, 200), (PROGRESS, 100), (PROGRESS, 200)]),
        ("4.10.30", [(START, 200), (PROGRESS, 100), (PROGRESS, 200)]),
        ("3.12.9", [(START, 100), (START, 200)]),
    ],
)
async def test_old_firmware_answers_under_the_requests_own_name(client, expected):
    identity = await client.send(START, {"activityId": WATCH_TV})
    said = await client.until(lambda one: one.get("type") == FINISHED)

    replies = [one for one in said if "id" in one]
    assert {one["id"] for one in replies} == {identity}
    assert list(dict.fromkeys(summary(replies))) == expected


@manual
async def test_a_test_can_take_a_switch_step_by_step(hub, client):
    await client.send(RUN, {"activityId": WATCH_TV})
    await hub.step()
    assert (hub.activity_id, hub.activity_status) == (WATCH_TV, 1)
    assert (hub.progress.done, hub.progress.total) == (1, 3)
    assert hub.progress.device_id == TELEVISION
    assert (hub.powered[TELEVISION], hub.powered[RECEIVER]) == (True, False)

    await hub.step()
    assert hub.powered[RECEIVER]
    await hub.finish_activity()

    assert hub.activity_status == 2
    assert hub.progress is None


@manual
async def test_the_current_activity_is_told_when_the_switch_is_over(hub, client):
    await client.send(RUN, {"activityId": WATCH_TV})
    await client.send(CURRENT, identity="current")
    assert (await client.ask(DIGEST))["data"]["activityStatus"] == 1
    await hub.finish_activity()

    said = await client.until(lambda one: one.get("id") == "current")
    assert said[-1]["data"] == {"result": WATCH_TV}
    assert (await client.ask(CURRENT))["data"] == {"result": WATCH_TV}


@manual
async def test_a_second_start_ends_the_first_without_an_answer(hub, client):
    first = await client.send(RUN, {"activityId": WATCH_TV}, "first")
    await hub.step()
    await client.send(RUN, {"activityId": LISTEN_TO_MUSIC}, "second")
    await hub.wait_for(lambda hub: hub.activity_id == LISTEN_TO_MUSIC)
    await hub.finish_activity()

    said = await client.until(lambda one: one.get("type") == FINISHED)
    assert said[-1]["data"]["activityId"] == LISTEN_TO_MUSIC
    finals = [one["id"] for one in said if one.get("cmd") == PROGRESS]
    assert finals.count(first) == 1
    assert finals[-1] == "second"


@manual
async def test_turning_off_while_starting_ends_at_off(hub, client):
    await client.send(RUN, {"activityId": WATCH_TV})
    await hub.step()
    await client.send(RUN, {"activityId": POWER_OFF})
    await hub.wait_for(lambda hub: hub.activity_status == 3)
    await hub.finish_activity()

    assert (hub.activity_id, hub.activity_status) == (POWER_OFF, 0)
    assert not any(hub.powered.values())


@manual
async def test_an_unplugged_hub_is_where_it_was_before_the_switch(hub, client):
    await client.send(RUN, {"activityId": WATCH_TV})
    await hub.step()

    await hub.restart()
    assert not hub.plugged
    await hub.plug_in()

    assert (hub.activity_id, hub.activity_status) == (POWER_OFF, 0)


@manual
async def test_a_step_waits_for_a_switch(hub, time):
    stepping = asyncio.create_task(hub.step())
    await time.settle()
    assert not stepping.done()
    await hub.press_on_remote(WATCH_TV)
    await stepping
    assert hub.progress.done == 1

    await hub.finish_activity()
    hopeless = asyncio.create_task(hub.finish_activity())
    await time.settle()
    await time.advance(6)
    with pytest.raises(TimeoutError):
        await hopeless


@pytest.mark.parametrize("pace", [Pace(step=2.0)])
async def test_a_switch_takes_its_time(hub, client, time):
    await client.send(RUN, {"activityId": WATCH_TV})
    await hub.wait_for(lambda hub: hub.activity_status == 1)
    await time.settle()
    await time.advance(2.1)
    assert hub.progress.done == 1
    for _ in range(3):
        await time.advance(2.1)

    assert hub.activity_status == 2


def test_a_real_pace_takes_about_as_long_as_a_hub() -> None:
    assert 0.5 <= Pace.REAL.step <= 3
    assert Pace.REAL.boot >= 5
    assert not Pace.REAL.manual


@pytest.mark.parametrize("pace", [Pace(boot=8.0, initializing=2.0)])
async def test_a_hub_boots_and_then_initializes(hub, connect, time):
    starting = asyncio.create_task(hub.restart())
    await time.settle()
    assert not hub.plugged
    await time.advance(8.1)
    await starting
    client = await connect()
    assert (await client.ask(PING))["code"] == 510

    await time.advance(2.1)
    assert (await client.ask(PING))["code"] == 200
