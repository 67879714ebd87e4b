"""Held keys: repeats, fingers, and that nothing stays down."""

import asyncio
from contextlib import suppress

import pytest

from custom_components.remote_bridge.harmony.exceptions import (
    ConnectionFailed,
    KeyRefused,
)
from simulators.harmony_hub import Fault
from simulators.harmony_hub.configuration.identifiers import RECEIVER, WATCH_TV

from .conftest import sent
from .test_keys import commands, ended, mute, statuses, volume_down, volume_up

__all__ = ["mute", "volume_down", "volume_up"]


async def test_a_held_key_is_kept_down_and_then_released(client, hub, volume_up):
    await client.press(volume_up, hold=0.28)
    await ended(hub)
    (key,) = hub.infrared
    assert key.ended - key.began >= 0.27
    # Five are due; on a busy machine some come late, and then fewer do.
    assert 1 <= key.holds <= 5
    assert statuses(hub) == ["press", *["hold"] * key.holds, "release"]


async def test_holding_tells_the_time_since_the_press(client, hub, volume_up):
    await client.press(volume_up, hold=0.2)
    await ended(hub)
    times = [int(params["timestamp"]) for params in sent(hub, "holdaction")]
    assert times == sorted(times)
    assert times[-1] >= 199
    ids = {one.id for one in hub.requests if one.command.endswith("holdAction")}
    assert len(ids) == 1


async def test_a_held_key_does_not_keep_others_waiting(client, hub, volume_up, mute):
    holding = asyncio.create_task(client.press(volume_up, hold=20))
    await hub.wait_for(lambda hub: hub.infrared)
    await client.press(mute)
    assert commands(hub) == ["VolumeUp", "Mute"]
    assert not holding.done()
    holding.cancel()
    await ended(hub, 2)


async def test_a_refusal_ends_holding(client, hub, volume_up):
    hub.faults.set(Fault.REFUSE_KEY)
    with pytest.raises(KeyRefused):
        await client.press(volume_up, hold=20)
    await hub.wait_for(lambda hub: statuses(hub)[-1] == "release")


async def test_a_finger_holds_a_key_until_it_leaves(client, hub, volume_up):
    await client.press_down(volume_up)
    await hub.wait_for(lambda hub: hub.infrared[0].holds >= 2)
    await client.let_go(volume_up)
    await ended(hub)
    assert hub.infrared[0].let_go


async def test_two_fingers_hold_two_keys(client, hub, volume_up, mute):
    await client.press_down(volume_up)
    await client.press_down(mute)
    await hub.wait_for(lambda hub: all(key.holds for key in hub.infrared))
    await client.let_go(volume_up)
    await hub.wait_for(lambda hub: hub.infrared[0].ended is not None)
    assert hub.infrared[1].ended is None
    await client.let_go(mute)
    await ended(hub, 2)


async def test_a_finger_that_leaves_at_once_is_a_short_press(client, hub, volume_up):
    pressing = asyncio.create_task(client.press_down(volume_up))
    await asyncio.sleep(0)
    await client.let_go(volume_up)
    await pressing
    await ended(hub)
    assert statuses(hub) == ["press", "release"]


async def test_pressing_down_what_is_down_sends_nothing_more(client, hub, volume_up):
    await client.press_down(volume_up)
    await client.press_down(volume_up)
    await client.let_go(volume_up)
    await ended(hub)
    assert statuses(hub).count("press") == 1


async def test_letting_go_of_what_is_up_sends_nothing(client, hub, volume_up):
    await client.let_go(volume_up)
    assert statuses(hub) == []


async def test_a_finger_that_is_never_seen_to_leave_lets_go_by_itself(
    client, hub, volume_up, time
):
    await client.press_down(volume_up)
    for _ in range(40):
        await time.advance(1)
    await ended(hub)
    assert hub.infrared[0].let_go


async def test_pressing_down_says_that_it_was_refused(client, hub, volume_up):
    hub.faults.set(Fault.REFUSE_KEY)
    with pytest.raises(KeyRefused):
        await client.press_down(volume_up)
    await client.let_go(volume_up)


async def test_letting_go_without_a_connection_says_so(client, hub, heard, volume_up):
    await client.press_down(volume_up)
    going = asyncio.create_task(client.let_go(volume_up))
    hub.drop_connections()
    await heard.until(lambda client: client.connection == "reconnecting")
    await asyncio.wait({going})
    assert going.exception() is None or isinstance(going.exception(), ConnectionFailed)


async def test_closing_lets_go_of_every_finger(client, hub, volume_up, mute):
    await client.press_down(volume_up)
    await client.press_down(mute)
    await client.close()
    assert statuses(hub).count("release") == 2
    assert {key.device_id for key in hub.infrared} == {RECEIVER}


async def test_whoever_goes_on_pressing_while_it_closes_leaves_no_key_down(
    client, hub, volume_up
):
    async def press() -> None:
        with suppress(ConnectionFailed):
            await client.press(volume_up)

    await client.start_activity(WATCH_TV)
    closing = asyncio.create_task(client.close())
    pressing = []
    while not closing.done():
        pressing.append(asyncio.create_task(press()))
        await asyncio.sleep(0)
    await asyncio.wait(pressing)

    assert statuses(hub).count("press") == statuses(hub).count("release")
    assert not [one for one in asyncio.all_tasks() if one.get_name()[:4] == "Key "]
