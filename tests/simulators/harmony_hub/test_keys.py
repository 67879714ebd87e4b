"""Keys: infrared that begins and ends, refusals, channels and letters."""

import json

import pytest

from simulators.harmony_hub.configuration import (
    GOOD_NIGHT,
    LIGHTS,
    LISTEN_TO_MUSIC,
    RECEIVER,
    TELEVISION,
    WATCH_TV,
)

from .client import HOLD, LONG, PING

CHANNEL = "harmony.engine?changeChannel"
VOLUME = {"type": "IRCommand", "deviceId": RECEIVER, "command": "VolumeUp"}


async def test_a_key_is_sent_from_press_to_release(hub, client, time):
    await client.key("VolumeUp", RECEIVER)
    await hub.wait_for(lambda hub: hub.infrared)
    (key,) = hub.infrared
    assert (key.device_id, key.command, key.via) == (RECEIVER, "VolumeUp", "websocket")
    assert key.ended is None
    await time.advance(3)
    await client.key("VolumeUp", RECEIVER, "hold")
    await hub.wait_for(lambda _: key.holds == 1)
    await time.advance(3)
    await client.key("VolumeUp", RECEIVER, "release")
    await hub.wait_for(lambda _: key.ended is not None)

    assert 6 <= key.ended - key.began < 7
    assert key.let_go


async def test_an_accepted_key_is_not_answered(hub, client):
    for status in ("press", "hold", "release", "pressrelease"):
        await client.key("VolumeUp", RECEIVER, status)

    await client.send(PING, identity="next")
    assert (await client.receive())["id"] == "next"
    assert len(hub.infrared) == 2


async def test_a_key_that_nobody_releases_ends_by_itself(hub, client, time):
    await client.key("VolumeUp", RECEIVER)
    await hub.wait_for(lambda hub: hub.infrared)
    await time.advance(5.1)

    assert hub.infrared[0].ended is not None
    assert not hub.infrared[0].let_go


async def test_a_key_that_is_pressed_again_begins_anew(hub, client):
    await client.key("VolumeUp", RECEIVER)
    await client.key("VolumeUp", RECEIVER)
    await client.ask(PING)

    assert [one.ended is None for one in hub.infrared] == [False, True]


async def test_what_is_not_down_can_be_held_and_released_for_nothing(hub, client):
    await client.key("VolumeUp", RECEIVER, "hold")
    await client.key("VolumeUp", RECEIVER, "release")
    await client.ask(PING)

    assert hub.infrared == []


async def test_a_key_goes_up_when_the_power_goes(hub, client):
    await client.key("VolumeUp", RECEIVER)
    await client.ask(PING)
    await hub.unplug()

    assert hub.infrared[0].ended is not None


@pytest.mark.parametrize(
    "action",
    [
        json.dumps(VOLUME),
        json.dumps(VOLUME).replace(":", "::"),
        json.dumps(VOLUME).replace(": ", ":: "),
        json.dumps(VOLUME).replace('"', "'"),
        json.dumps(VOLUME).replace('"', "'").replace(":", "::"),
        VOLUME,
    ],
)
async def test_an_action_may_be_written_in_many_ways(hub, client, action):
    await client.send(HOLD, {"status": "press", "action": action})
    await hub.wait_for(lambda hub: hub.infrared)

    assert (hub.infrared[0].device_id, hub.infrared[0].command) == (
        RECEIVER,
        "VolumeUp",
    )


@pytest.mark.parametrize(
    ("params", "code", "message"),
    [
        ({}, 504, "not enough arguments"),
        ({"status": "press"}, 504, "not enough arguments"),
        ({"action": "{}"}, 504, "not enough arguments"),
        ({"status": "press", "action": "{"}, 400, "bad request"),
        ({"status": "press", "action": "[]"}, 400, "bad request"),
        ({"status": "press", "action": 5}, 400, "bad request"),
        ({"status": "dance", "action": json.dumps(VOLUME)}, 400, "bad request"),
        ({"status": "press", "action": "{}"}, 565, "Device not found"),
        (
            {"status": "press", "action": json.dumps(VOLUME | {"command": "volumeup"})},
            *(566, f"Command not found for device id:{RECEIVER}"),
        ),
        (
            {"status": "press", "action": json.dumps(VOLUME | {"deviceId": LIGHTS})},
            *(566, f"Command not found for device id:{LIGHTS}"),
        ),
    ],
)
async def test_a_key_that_cannot_be_is_refused(hub, client, params, code, message):
    reply = await client.ask(HOLD, params)

    assert (reply["code"], reply["msg"]) == (code, message)
    assert hub.infrared == []


async def test_a_command_that_only_power_needs_is_one_too(hub, client):
    await client.key("PowerOn", TELEVISION, "pressrelease")
    await client.ask(PING)

    assert hub.infrared[0].command == "PowerOn"


async def test_a_sequence_is_run_by_its_id(hub, client):
    for status in ("press", "release"):
        action = json.dumps({"sequenceId": GOOD_NIGHT})
        await client.send(HOLD, {"status": status, "action": action})
    unknown = json.dumps({"sequenceId": "1"})
    reply = await client.ask(HOLD, {"status": "press", "action": unknown})

    assert reply["code"] == 404
    assert hub.sequences == [GOOD_NIGHT]


async def test_a_channel_goes_to_the_device_that_has_channels(hub, client):
    await hub.press_on_remote(WATCH_TV)
    reply = await client.ask(CHANNEL, {"timestamp": 0, "channel": "12.1"})
    told = await client.event("harmony.engine?changeChannelFinished")

    assert reply["code"] == 200
    assert told["channel"] == "12.1"
    assert hub.channels == ["12.1"]


@pytest.mark.parametrize(
    ("channel", "code"), [("12", 404), ("", 400), ("a", 400), ("1.2.3", 400)]
)
async def test_a_channel_needs_digits_and_an_activity_with_channels(
    hub, client, channel, code
):
    assert (await client.ask(CHANNEL, {"channel": channel}))["code"] == code
    await hub.press_on_remote(LISTEN_TO_MUSIC)
    assert (await client.ask(CHANNEL, {"channel": channel}))["code"] == code

    assert hub.channels == []


async def test_letters_are_typed_by_their_usage(hub, client):
    for code in ("0700020b", "0700000c", "0700002c", "0700001e", "0700021e"):
        assert (await client.ask("hid.report", {"code": code}))["code"] == 200

    assert "".join(hub.texts) == "Hi 1!"


@pytest.mark.parametrize("code", ["", "07", "0800000b", "07000003", "070000ff", "xx"])
async def test_what_is_no_letter_is_refused(hub, client, code):
    assert (await client.ask("hid.report", {"code": code}))["code"] == 400

    assert hub.texts == []


async def test_a_key_may_come_by_its_long_name_and_its_short_one(hub, client):
    for command in (LONG + "engine?holdAction", "harmony.engine?holdAction"):
        params = {"status": "pressrelease", "action": json.dumps(VOLUME)}
        await client.send(command, params)
    await client.ask(PING)

    assert len(hub.infrared) == 2
