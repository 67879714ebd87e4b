"""Requests, replies and events on the wire."""

import pytest

from .client import CONFIG, DIGEST, HOLD, PING, START

LABEL = "Télé ]]> <b> & \"q\" 'a' 🎬"


async def test_a_reply_comes_after_an_empty_stanza_and_is_of_type_get(client):
    client.request(DIGEST, identity="my id")

    said = await client.until("</iq>")

    assert said.startswith(
        '<iq/><iq id="my id" to="guest" type="get">'
        f"<oa xmlns='connect.logitech.com' mime='{DIGEST}' errorcode='200' errorstring='OK'><![CDATA[{{"
    )
    assert said.endswith("}]]></oa></iq>")


@pytest.mark.parametrize("kind", ["get", "set", "render", "startActivity"])
async def test_the_type_of_a_request_does_not_matter(client, kind):
    client.send(
        f"<iq type='{kind}' id='1'><oa xmlns='connect.logitech.com' mime='{DIGEST}'/></iq>"
    )

    assert (await client.reply()).json["activityId"] == "-1"


async def test_a_request_may_lack_an_id(client):
    client.send(
        f"<iq type='get'><oa xmlns='connect.logitech.com' mime='{DIGEST}'/></iq>"
    )

    assert (await client.until("</iq>")).startswith('<iq/><iq to="guest" ')


async def test_the_configuration_survives_the_journey(hub, client):
    activity = next(one["id"] for one in hub.config["activity"] if one["id"] != "-1")
    hub.rename_activity(activity, LABEL)
    for _ in range(2):
        await client.event()

    reply = await client.ask(CONFIG)

    labels = {one["id"]: one["label"] for one in reply.json["activity"]}
    assert labels[activity] == LABEL
    assert reply.json == hub.config


async def test_a_short_command_is_as_good_as_a_long_one(client):
    long = await client.ask(CONFIG)
    short = await client.ask("harmony.engine?config")

    assert short.json == long.json


async def test_logitechs_own_ping_is_answered_in_pairs(client):
    reply = await client.ask(PING)

    assert reply["code"] == "200"
    assert reply.pairs["status"] == "alive"


async def test_the_current_activity_is_answered_in_pairs(client):
    reply = await client.ask("harmony.engine?getCurrentActivity", "verb=get")

    assert reply.body == "result=-1"


async def test_colons_inside_a_value_are_doubled(hub, client):
    device = hub.config["device"][0]
    function = device["controlGroup"][0]["function"][0]
    action = function["action"].replace(":", "::").replace('"', "&quot;")

    client.request(HOLD, f"action={action}:status=press:timestamp=0", "press")
    client.request(HOLD, f"action={action}:status=release:timestamp=9", "release")
    await hub.wait_for(lambda hub: hub.infrared and hub.infrared[-1].ended is not None)

    assert hub.infrared[-1].device_id == device["id"]
    assert hub.requests[-1].params["action"] == function["action"]
    assert hub.requests[-1].params["status"] == "release"


async def test_a_refused_key_says_why(client):
    action = '{"command"::"Nothing","type"::"IRCommand","deviceId"::"1"}'

    reply = await client.ask(HOLD, f"status=press:action={action}", "key")

    assert (reply["id"], reply["code"]) == ("key", "565")


async def test_an_activity_that_starts_is_told_to_everybody(hub, connect, client):
    other = await connect()
    await other.login()
    activity = next(one["id"] for one in hub.config["activity"] if one["id"] != "-1")

    client.request(START, f"activityId={activity}:timestamp=0")
    finished = await other.event()
    while finished["type"] == "connect.stateDigest?notify":
        finished = await other.event()

    assert finished["type"] == "harmony.engine?startActivityFinished"
    assert finished.body == f"activityId={activity}:errorCode=200:errorString=OK"


async def test_an_event_comes_from_logitechs_own_address(hub, client):
    hub.repeat_digest()

    said = await client.until("</message>")

    assert said.startswith(
        '<message from="HarmonyOne_Pop@qa1.com" to="guest">'
        '<event xmlns="connect.logitech.com" type="connect.stateDigest?notify"><![CDATA[{'
    )


async def test_strangers_hear_no_events(hub, stranger):
    await stranger.open()

    hub.repeat_digest()
    await stranger.authenticate()
    reply = await stranger.ask(DIGEST)

    assert reply["code"] == "200"


async def test_an_event_may_be_anything(hub, client):
    hub.send_event("control.button?pressType", {"type": "a/b"})
    hub.send_event("automation.state?notify", None)

    first, second = await client.event(), await client.event()

    assert first.json == {"type": "a/b"}
    assert r"a\/b" in first.body
    assert second.body == ""
