"""The catalogue of commands, but for keys and activities."""

import pytest

from simulators.harmony_hub import Pace
from simulators.harmony_hub.configuration import (
    LIGHTS,
    POWER_OFF,
    RECEIVER,
    TELEVISION,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from .client import CONFIG, DIGEST, DIGEST_EVENT, FINISHED, LONG, PING

SLEEP = LONG + "engine?setsleeptimer"
LEFT = LONG + "engine?gettimerinterval"
FIX = LONG + "engine?helpSync"


@pytest.mark.parametrize(
    "command",
    [
        CONFIG,
        "harmony.engine?config",
        DIGEST,
        "connect.statedigest?get",
        "connect.discoveryinfo?get",
        "vnd.logitech.connect/vnd.logitech.deviceinfo?get",
        "connect.sysinfo?get",
        LONG + "system?systeminfo",
        PING,
        "setup.account?getProvisionInfo",
        "connect.config?get",
        "connect.rf?info",
        "setup.content?syncChannels",
        "vnd.logitech.setup.content?sync",
        "setup.firmware?check",
        "vnd.logtech.setup/vnd.logitech.firmware?status",
    ],
)
async def test_what_can_be_asked_is_answered(client, command):
    reply = await client.ask(command)

    assert (reply["cmd"], reply["code"]) == (command, 200)
    assert isinstance(reply["data"], dict)


async def test_who_the_hub_is_is_the_same_everywhere(hub, client):
    discovery = (await client.ask("connect.discoveryinfo?get"))["data"]
    provision = (await client.ask("setup.account?getProvisionInfo"))["data"]
    ping = (await client.ask(PING))["data"]
    system = (await client.ask("connect.sysinfo?get"))["data"]

    assert discovery["remoteId"] == str(provision["activeRemoteId"]) == hub.remote_id
    assert discovery["friendlyName"] == hub.name
    assert discovery["email"] == provision["email"]
    assert discovery["uuid"] == ping["uuid"] == hub.uuid
    assert discovery["current_fw_version"] == system["fw_ver"] == hub.firmware
    assert discovery["productId"] == hub.model
    assert ping["status"] == "alive"


async def test_a_hub_may_change_its_name_and_firmware(hub, client):
    hub.name, hub.firmware = "Den", "4.13.100"

    told = (await client.ask("connect.discoveryinfo?get"))["data"]

    assert (told["friendlyName"], told["current_fw_version"]) == ("Den", "4.13.100")


async def test_the_configuration_is_answered_whole(hub, client):
    assert (await client.ask(CONFIG))["data"] == hub.config


@pytest.mark.parametrize("pace", [Pace(configuration=2.0)])
async def test_the_configuration_takes_its_time(hub, client, time):
    await client.send(CONFIG, identity="config")
    assert (await client.ask(PING))["code"] == 200
    await time.advance(2.1)

    assert (await client.receive())["id"] == "config"


async def test_the_digest_tells_the_state(hub, client):
    told = (await client.ask(DIGEST))["data"]

    assert (told["activityId"], told["activityStatus"]) == (POWER_OFF, 0)
    assert told["configVersion"] == hub.config_version
    assert (told["syncStatus"], told["sleepTimerId"]) == (0, -1)
    assert told["hubSwVersion"] == hub.firmware
    assert told["hubUpdate"] is False
    assert {"runningActivityList", "runningZoneList", "contentVersion"} <= told.keys()
    assert {"stateVersion", "wifiStatus", "tz", "mode", "accountId"} <= told.keys()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("connect.statedigest?update", 504),
        ("harmony.engine?nonsense", 404),
        ("", 404),
        ("proxy.resource?put", 403),
        ("setup.firmware?update", 403),
        ("vnd.logtech.setup/vnd.logitech.firmware?update", 403),
    ],
)
async def test_what_cannot_be_asked_is_refused(client, command, code):
    assert (await client.ask(command))["code"] == code


async def test_what_harms_real_hubs_is_remembered(hub, client):
    await client.ask("proxy.resource?put")

    assert hub.complaints == ["proxy.resource?put harms real hubs"]


async def test_newer_firmware_is_told(hub, client):
    hub.update_available("4.15.999")
    told = await client.event(DIGEST_EVENT)
    checked = (await client.ask("setup.firmware?check"))["data"]
    assert (told["hubUpdate"], told["updates"]) == (True, {"106": "4.15.999"})
    assert checked == {"hubUpdate": True, "updates": {"106": "4.15.999"}}

    hub.update_available(None)
    assert (await client.event(DIGEST_EVENT))["hubUpdate"] is False


# Changes of the configuration.


@pytest.mark.parametrize("command", ["setup.sync", "setup.sync?None"])
async def test_a_sync_tells_everybody_to_read_again(hub, client, command):
    before = hub.config_version
    assert (await client.ask(command))["code"] == 200
    running, done = await client.event(DIGEST_EVENT), await client.event(DIGEST_EVENT)

    assert (running["syncStatus"], done["syncStatus"]) == (1, 0)
    assert done["configVersion"] > before
    assert hub.syncs == 1


@pytest.mark.parametrize("pace", [Pace(sync=3.0)])
async def test_a_sync_takes_its_time(client, time):
    await client.ask("setup.sync")
    assert (await client.event(DIGEST_EVENT))["syncStatus"] == 1
    assert (await client.ask(DIGEST))["data"]["syncStatus"] == 1
    await time.advance(3.1)

    assert (await client.event(DIGEST_EVENT))["syncStatus"] == 0


def labels(hub, kind) -> dict:
    return {one["id"]: one["label"] for one in hub.config[kind]}


@pytest.mark.parametrize(
    ("change", "part", "expected"),
    [
        (lambda hub: hub.rename_activity(WATCH_TV, "X"), ("activity", WATCH_TV), "X"),
        (lambda hub: hub.rename_device(LIGHTS, None), ("device", LIGHTS), None),
        (lambda hub: hub.remove_activity(WATCH_TV), ("activity", WATCH_TV), "gone"),
        (lambda hub: hub.remove_device(LIGHTS), ("device", LIGHTS), "gone"),
        (
            lambda hub: hub.add_activity({"id": "5", "label": "New"}),
            ("activity", "5"),
            "New",
        ),
        (
            lambda hub: hub.add_device({"id": "6", "label": "New"}),
            ("device", "6"),
            "New",
        ),
    ],
    ids=["rename activity", "device", "remove activity", "device", "add", "device"],
)
async def test_every_change_of_the_configuration_is_told(
    hub, client, change, part, expected
):
    before = hub.config_version
    change(hub)
    await client.event(DIGEST_EVENT)
    told = await client.event(DIGEST_EVENT)

    kind, identity = part
    assert labels(hub, kind).get(identity, "gone") == expected
    assert told["configVersion"] == hub.config_version > before
    assert set(hub.powered) == set(labels(hub, "device"))


async def test_an_activity_that_is_removed_is_over(hub, client):
    await hub.press_on_remote(WATCH_TV)
    hub.remove_activity(WATCH_TV)

    assert (hub.activity_id, hub.activity_status) == (POWER_OFF, 0)
    with pytest.raises(LookupError):
        hub.remove_activity(WATCH_TV)


async def test_nobody_elses_configuration_is_changed(hub):
    config = hub.config
    hub.replace_config(config)
    hub.rename_activity(WATCH_TV, "X")

    assert labels(hub, "activity")[WATCH_TV] == "X"
    assert config is not hub.config


# The sleep timer.


async def test_the_sleep_timer_turns_everything_off(hub, client, time):
    await hub.press_on_remote(WATCH_TV)
    timer_id = (await client.ask(SLEEP, {"interval": "50"}))["data"]["timerId"]
    told = await client.event(DIGEST_EVENT)
    assert told["sleepTimerId"] == timer_id
    await time.advance(10)
    left = (await client.ask(LEFT, {"timerId": str(timer_id)}))["data"]["interval"]
    assert left == 40
    assert 39 < hub.sleep_timer < 41

    await time.advance(41)
    said = await client.until(lambda one: one.get("type") == FINISHED)

    assert said[-1]["data"]["activityId"] == POWER_OFF
    assert (hub.activity_id, hub.sleep_timer) == (POWER_OFF, None)
    assert (await client.ask(LEFT, {"timerId": timer_id}))["code"] == 404


async def test_the_sleep_timer_can_be_cancelled_and_set_anew(hub, client, time):
    await hub.press_on_remote(WATCH_TV)
    first = (await client.ask(SLEEP, {"interval": 60}))["data"]["timerId"]
    second = (await client.ask(SLEEP, {"interval": 120}))["data"]["timerId"]
    assert first != second
    assert (await client.ask(SLEEP, {"interval": -1}))["data"] == {"timerId": -1}
    await time.advance(200)

    assert (hub.activity_id, hub.sleep_timer) == (WATCH_TV, None)


async def test_a_sleep_timer_of_no_time_is_now(hub, client):
    await hub.press_on_remote(WATCH_TV)
    await client.ask(SLEEP, {"interval": 0})

    await hub.wait_for(lambda hub: hub.activity_id == POWER_OFF)


@pytest.mark.parametrize("params", [{}, {"interval": "soon"}, {"interval": None}])
async def test_a_sleep_timer_needs_a_number(client, params):
    assert (await client.ask(SLEEP, params))["code"] == 504


# What devices really are.


async def test_somebody_knows_better_what_a_device_does(hub, client):
    for state, value in (("Power", "On"), ("Input", "Game")):
        params = {"deviceId": RECEIVER, "state": state, "value": value}
        assert (await client.ask(FIX, params))["code"] == 200
    assert hub.powered[RECEIVER]
    assert hub.inputs[RECEIVER] == "Game"
    await client.ask(FIX, {"deviceId": RECEIVER, "state": "Power", "value": "Off"})

    assert not hub.powered[RECEIVER]
    assert [one["value"] for one in hub.fixes] == ["On", "Game", "Off"]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({}, 504),
        ({"deviceId": RECEIVER, "state": "Mood", "value": "x"}, 504),
        ({"deviceId": "1", "state": "Power", "value": "On"}, 565),
    ],
)
async def test_nobody_knows_better_without_saying_what(client, params, code):
    assert (await client.ask(FIX, params))["code"] == code


async def test_help_goes_through_the_devices_of_what_runs(hub, client):
    await hub.press_on_remote(WATCH_APPLE_TV)
    await client.until(lambda one: one.get("type") == FINISHED)
    identity = await client.send(LONG + "engine?helpdiscretes")
    said = await client.until(lambda one: one.get("code") == 200)

    assert {one["id"] for one in said} == {identity}
    assert [one["code"] for one in said] == [100, 100, 100, 200]
    assert all(one["data"]["isHelpDiscretes"] == "true" for one in said)
    assert "done" not in said[-1]["data"]


async def test_the_keyboards_device_can_be_chosen(hub, client):
    command = LONG + "engine?sethiddevice"
    assert (await client.ask(command, {"deviceId": TELEVISION}))["code"] == 200
    assert (await client.ask(command, {"deviceId": "1"}))["code"] == 565

    assert hub.keyboard_device == TELEVISION


# Home automation and resources.


async def test_lights_can_be_set_and_are_told_to_everybody(client):
    state = {"hue-1": {"on": True, "brightness": 254}, "odd": 1}
    reply = await client.ask("harmony.automation?setState", {"state": state})
    assert reply["code"] == 200
    told = await client.event("automation.state?notify")
    assert told == {"hue-1": {"on": True, "brightness": 254}}

    asked = await client.ask("harmony.automation?getState", {"deviceIds": ["hue-1"]})
    assert asked["data"] == told
    assert (await client.ask("harmony.automation?getstate"))["data"] == told
    assert (await client.ask("harmony.automation?setstate"))["code"] == 504


@pytest.mark.parametrize(
    ("uri", "key"),
    [
        ("dynamite://HomeAutomationService/Config/", "devices"),
        ("harmony://Account/0/ActivityList", "ActivityList"),
        ("harmony://Account/123/DeviceList", "DeviceList"),
        ("harmony://Account/0/CapabilityList", "capabilities"),
    ],
)
async def test_resources_have_addresses(client, uri, key):
    data = (await client.ask("proxy.resource?get", {"uri": uri}))["data"]

    assert data["uri"] == uri
    assert key in data["resource"]


@pytest.mark.parametrize(
    "uri",
    ["", "content://x", "harmony://Account/x/DeviceList", "harmony://Account/0/X"],
)
async def test_other_addresses_have_no_resource(client, uri):
    assert (await client.ask("proxy.resource?get", {"uri": uri}))["code"] == 404


@pytest.mark.parametrize(("long", "kind"), [(False, "short"), (True, "long")])
async def test_buttons_of_the_remote_are_told(hub, client, long, kind):
    await hub.press_button(long)

    assert await client.event("control.button?pressType") == {"type": kind}
