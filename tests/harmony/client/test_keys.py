"""Keys: press and release, spacing, what overtakes, and what is refused."""

import asyncio
import json

import pytest

from custom_components.remote_bridge.harmony.client import HubOptions
from custom_components.remote_bridge.harmony.exceptions import (
    ConnectionFailed,
    KeyRefused,
    NotPossible,
)
from custom_components.remote_bridge.harmony.timing import Timing
from simulators.harmony_hub import Fault
from simulators.harmony_hub.configuration.identifiers import (
    APPLE_TV,
    BLU_RAY,
    RECEIVER,
    SET_TOP_BOX,
    WATCH_TV,
)

from .conftest import sent


@pytest.fixture
def volume_up(client):
    """The receiver's key."""
    return client.config.device(RECEIVER).function("VolumeUp")


@pytest.fixture
def volume_down(client):
    """The receiver's other key."""
    return client.config.device(RECEIVER).function("VolumeDown")


@pytest.fixture
def mute(client):
    """The receiver's third key."""
    return client.config.device(RECEIVER).function("Mute")


@pytest.fixture
def stop(client):
    """A key that stops something."""
    return client.config.device(BLU_RAY).function("Stop")


def commands(hub) -> list[str]:
    """Return the commands that were sent by infrared, in order."""
    return [key.command for key in hub.infrared]


def statuses(hub) -> list[object]:
    """Return what fingers did, in order."""
    return [params["status"] for params in sent(hub, "holdaction")]


async def ended(hub, count: int = 1) -> None:
    """Wait until so many keys were released."""
    await hub.wait_for(
        lambda hub: sum(key.ended is not None for key in hub.infrared) == count
    )


async def test_a_key_is_pressed_and_released(client, hub, volume_up):
    await client.press(volume_up)
    await ended(hub)
    (key,) = hub.infrared
    assert (key.device_id, key.command, key.let_go) == (RECEIVER, "VolumeUp", True)


async def test_a_press_is_short_and_returns_soon(make_client, hub):
    client = make_client(timing=Timing())
    await client.connect()
    clock = asyncio.get_running_loop().time
    asked = clock()
    await client.press(client.config.device(RECEIVER).function("VolumeUp"))
    # Others wait a second for an answer that never comes.
    assert clock() - asked < 1
    await ended(hub)
    assert 0.09 <= hub.infrared[0].ended - hub.infrared[0].began < 0.5


async def test_what_is_sent_is_the_action_of_the_configuration(client, hub, kind):
    function = client.config.device(SET_TOP_BOX).function("Number0")
    await client.press(function)
    params = sent(hub, "holdaction")[0]
    assert json.loads(str(params["action"]).replace("::", ":")) == json.loads(
        function.action
    )
    assert str(params["timestamp"]) == "0"


async def test_press_and_release_have_one_id_and_the_time_between_them(
    client, hub, volume_up
):
    await client.press(volume_up)
    await ended(hub)
    press, release = (
        request
        for request in hub.requests
        if request.command.lower().endswith("holdaction")
    )
    assert press.id == release.id
    assert int(release.params["timestamp"]) >= 19


async def test_keys_keep_their_distance(make_client, hub):
    client = make_client(options=HubOptions(key_spacing=0.3))
    await client.connect()
    receiver = client.config.device(RECEIVER)
    await asyncio.gather(
        client.press(receiver.function("VolumeUp")),
        client.press(receiver.function("VolumeDown")),
    )
    await ended(hub, 2)
    first, second = hub.infrared
    assert second.began - first.ended >= 0.28


async def test_a_key_can_be_repeated(client, hub, volume_up):
    await client.press(volume_up, repeats=3)
    await ended(hub, 3)
    assert commands(hub) == ["VolumeUp"] * 3


async def test_keys_go_out_in_the_order_in_which_they_were_pressed(
    client, hub, volume_up, volume_down, mute
):
    await asyncio.gather(*map(client.press, (volume_up, mute, volume_down)))
    assert commands(hub) == ["VolumeUp", "Mute", "VolumeDown"]


async def test_stop_overtakes_what_waits(client, hub, volume_up, stop):
    waiting = [asyncio.create_task(client.press(volume_up)) for _ in range(4)]
    await hub.wait_for(lambda hub: hub.infrared)
    await client.press(stop)
    assert commands(hub)[:2] == ["VolumeUp", stop.command]
    await asyncio.wait(waiting)
    assert len(hub.infrared) == 5


async def test_a_key_does_not_wait_for_an_activity_that_starts(client, hub, volume_up):
    hub.faults.set(Fault.NO_REPLY_AT_ALL)
    hub.faults.set(Fault.NO_FINISHED_EVENT)
    hub.faults.set(Fault.NO_FINAL_DIGEST)
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await client.press(volume_up)
    assert commands(hub) == ["VolumeUp"]
    starting.cancel()


@pytest.mark.parametrize("code", [565, 566, 401, 506, 599])
async def test_a_refusal_names_device_and_key(client, hub, code):
    hub.faults.set(Fault.REFUSE_KEY, code=code, message="No.")
    key = client.config.device(APPLE_TV).function("Menu")
    with pytest.raises(KeyRefused) as caught:
        await client.press(key)
    assert caught.value.device == client.config.device(APPLE_TV).label
    assert caught.value.key == key.label
    assert caught.value.code.number == code
    assert client.statistics.refused_keys == 1
    assert client.statistics.last_refusal is caught.value


async def test_a_refused_key_is_not_repeated(client, hub, volume_up):
    hub.faults.set(Fault.REFUSE_KEY)
    with pytest.raises(KeyRefused):
        await client.press(volume_up, repeats=5)
    assert statuses(hub).count("press") == 1


async def test_a_refusal_concerns_one_key_alone(client, hub, volume_up):
    hub.faults.set(Fault.REFUSE_KEY, device_id=APPLE_TV)
    apple_key = client.config.device(APPLE_TV).function("Menu")
    outcomes = await asyncio.gather(
        client.press(apple_key), client.press(volume_up), return_exceptions=True
    )
    assert isinstance(outcomes[0], KeyRefused)
    assert outcomes[1] is None


async def test_a_late_refusal_is_counted_and_raises_nothing(client, hub, volume_up):
    hub.faults.set(Fault.LATE_REFUSAL, seconds=0.4)
    await client.press(volume_up)
    assert client.statistics.refused_keys == 0
    hub.faults.clear()
    await client.press(volume_up, repeats=4)
    assert client.statistics.refused_keys == 1


async def test_firmware_that_answers_a_key_is_understood(client, hub, volume_up):
    hub.faults.set(Fault.OLD_FIRMWARE_ANSWERS)
    await client.press(volume_up)
    assert client.statistics.refused_keys == 0


async def test_too_many_keys_at_once_are_refused_before_they_pile_up(
    client, hub, volume_up
):
    keys = [asyncio.create_task(client.press(volume_up)) for _ in range(150)]
    await hub.wait_for(lambda hub: hub.infrared)
    done = [key for key in keys if key.done()]
    for key in keys:
        key.cancel()
    await asyncio.wait(keys)
    assert len(done) >= 40
    assert all(isinstance(key.exception(), NotPossible) for key in done)


@pytest.mark.parametrize("more", [{"hold": 31}, {"repeats": 0}, {"repeats": 101}])
async def test_what_nobody_would_want_sends_nothing(client, hub, volume_up, more):
    with pytest.raises(NotPossible):
        await client.press(volume_up, **more)
    assert hub.infrared == []


# ── Whoever pressed goes away ─────────────────────────────────────────────────


async def test_release_is_sent_when_the_caller_is_cancelled(client, hub, volume_up):
    pressing = asyncio.create_task(client.press(volume_up, hold=20))
    await hub.wait_for(lambda hub: hub.infrared)
    pressing.cancel()
    await ended(hub)
    assert hub.infrared[0].let_go


async def test_a_key_whose_caller_is_cancelled_in_the_queue_is_never_sent(
    client, hub, volume_up, volume_down, mute
):
    first = asyncio.create_task(client.press(volume_up))
    second = asyncio.create_task(client.press(volume_down))
    third = asyncio.create_task(client.press(mute))
    await hub.wait_for(lambda hub: hub.infrared)
    second.cancel()
    await asyncio.wait({first, second, third})
    assert commands(hub) == ["VolumeUp", "Mute"]


async def test_a_key_that_is_cancelled_at_once_leaves_nothing_behind(
    client, hub, volume_up, volume_down
):
    pressing = asyncio.create_task(client.press(volume_up))
    pressing.cancel()
    await asyncio.wait({pressing})
    await client.press(volume_down)
    assert commands(hub) == ["VolumeDown"]


async def test_closing_releases_what_is_down(client, hub, volume_up):
    pressing = asyncio.create_task(client.press(volume_up, hold=20))
    await hub.wait_for(lambda hub: hub.infrared)
    await client.close()
    await asyncio.wait({pressing})
    assert statuses(hub)[-1] == "release"


async def test_what_waits_when_the_connection_is_lost_fails_and_is_not_sent_later(
    client, hub, heard, volume_up, volume_down
):
    keys = [asyncio.create_task(client.press(volume_up)) for _ in range(5)]
    await hub.wait_for(lambda hub: hub.infrared)
    hub.drop_connections()
    await heard.until(lambda client: client.connection == "reconnecting")
    await asyncio.wait(keys)
    assert all(isinstance(key.exception(), ConnectionFailed) for key in keys[1:])
    with pytest.raises(ConnectionFailed):
        await client.press(volume_down)
    await heard.until(lambda client: client.connection == "connected")
    await client.press(volume_down)
    assert commands(hub) == ["VolumeUp", "VolumeDown"]
