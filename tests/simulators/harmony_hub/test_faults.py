"""Every fault of the hub, but for those of XMPP alone, as a client sees it."""

import asyncio
import json

from aiohttp import WSMsgType, WSServerHandshakeError
import pytest

from simulators.harmony_hub import Fault, Pace
from simulators.harmony_hub.configuration import (
    POWER_OFF,
    RECEIVER,
    TELEVISION,
    WATCH_TV,
)

from .client import (
    CONFIG,
    DIGEST,
    DIGEST_EVENT,
    FINISHED,
    PING,
    PROGRESS,
    PROVISION,
    RUN,
    post,
    summary,
    url,
)


def test_every_fault_says_what_it_does() -> None:
    assert all(one.summary.endswith(".") for one in Fault)
    assert len({one.summary for one in Fault}) == len(Fault)


async def test_faults_can_be_set_for_some_times_and_cleared(hub, client):
    hub.faults.set(Fault.HANG, times=1)
    await client.send(PING, identity="lost")
    assert (await client.ask(PING, identity="heard"))["id"] == "heard"
    assert hub.faults.active == ()

    with pytest.raises(TypeError):
        hub.faults.set(Fault.HANG, nonsense=1)


# The connection.


@pytest.mark.parametrize("path", [CONFIG, "harmony.engine?config"])
async def test_a_hub_may_never_answer_some_commands(hub, client, path):
    hub.faults.set(Fault.HANG, path=path)
    await client.send(CONFIG, identity="lost")

    assert (await client.ask(PING, identity="heard"))["id"] == "heard"


async def test_provisioning_may_hang(hub, http):
    hub.faults.set(Fault.HANG, path=PROVISION)
    asking = asyncio.create_task(post(http, hub, {"id": 1, "cmd": PROVISION}))
    await hub.wait_for(lambda hub: hub.requests)

    assert not asking.done()
    asking.cancel()


async def test_nothing_may_go_out_though_connections_stay(hub, client):
    hub.faults.set(Fault.HALF_OPEN)
    await client.send(PING, identity="lost")
    hub.repeat_digest()
    await hub.wait_for(lambda hub: hub.requests)
    hub.faults.clear(Fault.HALF_OPEN)
    await client.send(PING, identity="heard")

    assert (await client.receive())["id"] == "heard"


async def test_pings_may_stay_without_pongs(hub, client):
    client.socket._autoping = False
    hub.faults.set(Fault.NO_PONG)
    await client.socket.ping()
    await client.send(PING)

    assert (await client.socket.receive(timeout=5)).type is WSMsgType.TEXT


async def test_the_right_hub_id_may_be_refused(hub, http):
    hub.faults.set(Fault.WRONG_HUB_ID, status=403)
    with pytest.raises(WSServerHandshakeError) as raised:
        await http.ws_connect(url(hub))

    assert raised.value.status == 403


async def test_replies_may_come_to_requests_that_nobody_made(hub, client):
    hub.faults.set(Fault.ANSWER_OTHERS, copies=2, times=1)
    await client.send(PING, identity="mine")
    ids = [(await client.receive())["id"] for _ in range(3)]

    assert ids == ["nobody-0", "nobody-1", "mine"]


async def test_replies_may_have_the_wrong_id(hub, client):
    hub.faults.set(Fault.WRONG_ID)
    await client.send(PING, identity="mine")

    assert (await client.receive())["id"] == "nobody"


@pytest.mark.parametrize("size", [1, 100])
async def test_messages_may_come_in_fragments(hub, client, size):
    hub.faults.set(Fault.FRAGMENTED_FRAMES, size=size)

    assert (await client.ask(DIGEST))["data"]["activityId"] == POWER_OFF


async def test_messages_may_be_binary(hub, client):
    hub.faults.set(Fault.BINARY_FRAMES)
    await client.send(PING)

    received = await client.socket.receive(timeout=5)
    assert received.type is WSMsgType.BINARY
    assert json.loads(received.data)["code"] == 200


@pytest.mark.parametrize(
    ("fault", "error"),
    [(Fault.MALFORMED_JSON, ValueError), (Fault.DEEP_JSON, RecursionError)],
)
async def test_messages_may_be_unreadable(hub, client, fault, error):
    hub.faults.set(fault)
    await client.send(DIGEST)
    text = await client.socket.receive_str(timeout=5)

    with pytest.raises(error):
        json.loads(text)


async def test_messages_may_be_no_utf_8(hub, client):
    hub.faults.set(Fault.INVALID_UTF8)
    await client.send(PING)

    received = await client.socket.receive(timeout=5)
    assert received.type is WSMsgType.ERROR
    assert "UTF-8" in str(received.data)


async def test_messages_may_be_huge(hub, client):
    hub.faults.set(Fault.HUGE_BODY, size=3 << 20)
    await client.send(PING)

    assert len(await client.socket.receive_str(timeout=20)) > 3 << 20


async def test_a_message_may_never_end(hub, http):
    socket = await http.ws_connect(url(hub), max_msg_size=1 << 20)
    hub.faults.set(Fault.ENDLESS_FRAMES)
    hub.repeat_digest()
    hub.repeat_digest()

    received = await socket.receive(timeout=20)
    assert received.type is WSMsgType.ERROR
    assert "exceeds limit" in str(received.data)
    socket._response.close()
    await hub.wait_for(lambda hub: hub.connections["websocket"] == 0)


async def test_rubbish_may_come_before_a_reply(hub, client):
    hub.faults.set(Fault.RUBBISH)
    await client.send(PING, identity="mine")
    said = []
    while not said or said[-1] != "mine":
        one = await client.receive()
        said.append(one["id"] if isinstance(one, dict) and "id" in one else one)

    assert said[:4] == [[], 17, "hello", None]


@pytest.mark.parametrize(
    "fault", [Fault.MALFORMED_JSON, Fault.INVALID_UTF8, Fault.DEEP_JSON]
)
async def test_provisioning_may_be_unreadable_too(hub, http, fault):
    hub.faults.set(fault)
    response = await post(http, hub, {"id": 1, "cmd": PROVISION})

    with pytest.raises((ValueError, RecursionError)):
        json.loads(await response.read())


# Answers.


async def test_codes_may_be_strings(hub, client):
    hub.faults.set(Fault.CODE_AS_STRING)

    assert (await client.ask(PING))["code"] == "200"


@pytest.mark.parametrize("path", ["", CONFIG, "harmony.engine?config"])
async def test_a_hub_may_be_initializing(hub, client, path):
    hub.faults.set(Fault.STILL_INITIALIZING, path=path, times=1)

    assert (await client.ask(CONFIG))["code"] == 510
    assert (await client.ask(CONFIG))["code"] == 200


async def test_provisioning_may_be_too_early(hub, http):
    hub.faults.set(Fault.STILL_INITIALIZING)
    response = await post(http, hub, {"id": 1, "cmd": PROVISION})

    assert (await response.json(content_type=None))["code"] == 510


async def test_the_configuration_may_be_slow(hub, client, time):
    hub.faults.set(Fault.SLOW_CONFIGURATION)
    await client.send(CONFIG, identity="config")
    await client.ask(PING)
    await time.advance(12.1)

    assert (await client.receive())["id"] == "config"


async def test_the_configuration_may_be_nothing(hub, client):
    hub.faults.set(Fault.NULL_CONFIGURATION)

    reply = await client.ask(CONFIG)
    assert (reply["code"], reply["data"]) == (200, None)


async def test_old_firmware_may_answer_keys(hub, client):
    hub.faults.set(Fault.OLD_FIRMWARE_ANSWERS)
    identity = await client.key("VolumeUp", RECEIVER)

    reply = await client.receive()
    assert (reply["id"], reply["code"]) == (identity, 200)


@pytest.mark.parametrize("code", [401, 506, 565, 566])
async def test_keys_of_a_device_may_be_refused(hub, client, code):
    hub.faults.set(
        Fault.REFUSE_KEY, code=code, message="No", device_id=RECEIVER, times=1
    )
    await client.key("VolumeUp", TELEVISION)
    identity = await client.key("VolumeUp", RECEIVER)
    reply = await client.receive()
    await client.key("VolumeUp", RECEIVER)
    await client.ask(PING)

    assert (reply["id"], reply["code"], reply["msg"]) == (identity, code, "No")
    assert [one.device_id for one in hub.infrared] == [TELEVISION, RECEIVER]


async def test_a_key_may_be_refused_late(hub, client, time):
    hub.faults.set(Fault.LATE_REFUSAL)
    identity = await client.key("VolumeUp", RECEIVER)
    await client.ask(PING)
    await time.advance(2.1)

    reply = await client.receive()
    assert (reply["id"], reply["code"]) == (identity, 566)


# Activities.


async def test_success_may_be_200_2(hub, client):
    hub.faults.set(Fault.CODE_200_2)
    said = await client.run(WATCH_TV)

    assert [one["code"] for one in said if "code" in one] == [
        200.2,
        100,
        100,
        100,
        200.2,
    ]


async def test_the_final_reply_may_be_missing(hub, client):
    hub.faults.set(Fault.NO_FINAL_REPLY)
    said = await client.run(WATCH_TV)

    assert (PROGRESS, 200) not in summary(said)
    assert (PROGRESS, 100) in summary(said)


async def test_no_reply_may_come_at_all(hub, client):
    hub.faults.set(Fault.NO_REPLY_AT_ALL)
    said = await client.run(WATCH_TV)

    assert {one["type"] for one in said} == {DIGEST_EVENT, FINISHED}


async def test_the_finished_event_may_be_missing(hub, client):
    hub.faults.set(Fault.NO_FINISHED_EVENT)
    await client.send(RUN, {"activityId": WATCH_TV})
    await hub.wait_for(lambda hub: hub.activity_status == 2)
    await client.send(PING, identity="end")
    said = await client.until(lambda one: one.get("id") == "end")

    assert [one["type"] for one in said if "type" in one] == [DIGEST_EVENT] * 2


async def test_the_final_digest_may_be_missing(hub, client):
    hub.faults.set(Fault.NO_FINAL_DIGEST)
    said = await client.run(WATCH_TV)

    assert (DIGEST_EVENT, WATCH_TV, 1) in summary(said)
    assert (DIGEST_EVENT, WATCH_TV, 2) not in summary(said)


async def test_an_activity_may_fail_half_way(hub, client):
    hub.faults.set(Fault.ACTIVITY_FAILS, code=405)
    said = await client.run(WATCH_TV)

    assert summary(said)[-3:] == [
        (PROGRESS, 405),
        (DIGEST_EVENT, POWER_OFF, 0),
        (FINISHED, WATCH_TV, None),
    ]
    assert said[-1]["data"]["errorCode"] == "405"
    assert sum(hub.powered.values()) == 1


async def test_an_activity_may_be_refused(hub, client):
    hub.faults.set(Fault.ACTIVITY_REFUSED, code=401, times=1)

    assert (await client.ask(RUN, {"activityId": WATCH_TV}))["code"] == 401
    assert hub.activity_status == 0
    hub.faults.set(Fault.ACTIVITY_REFUSED, times=1)
    await hub.press_on_remote(WATCH_TV)
    assert hub.activity_status == 0


async def test_starting_what_runs_may_silence_whatever_the_limit(hub, client, time):
    await client.run(WATCH_TV)
    hub.faults.set(Fault.SAME_ACTIVITY_SILENCE, seconds=30)
    await client.ask(RUN, {"activityId": WATCH_TV}, limit=5)
    await client.send(PING, identity="late")
    await hub.wait_for(lambda hub: hub.requests[-1].id == "late")
    hub.repeat_digest()
    assert "type" in await client.receive()
    await time.advance(30.1)

    assert (await client.receive())["id"] == "late"


async def test_digests_may_come_twice(hub, client):
    hub.faults.set(Fault.DUPLICATE_DIGESTS)
    said = summary(await client.run(WATCH_TV))

    assert said.count((DIGEST_EVENT, WATCH_TV, 1)) == 2
    assert said.count((DIGEST_EVENT, WATCH_TV, 2)) == 2


@pytest.mark.parametrize("pace", [Pace.MANUAL])
async def test_the_old_activity_may_come_back_for_a_moment(hub, client):
    hub.faults.set(Fault.FLIP_BACK)
    await client.send(RUN, {"activityId": WATCH_TV})
    said = [await client.receive() for _ in range(3)]

    assert summary(said)[1:] == [
        (DIGEST_EVENT, WATCH_TV, 1),
        (DIGEST_EVENT, POWER_OFF, 0),
    ]
    assert hub.activity_id == WATCH_TV
