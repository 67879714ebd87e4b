"""Tests of the configurations that the simulated hub may have."""

from collections.abc import Callable, Iterator
import json
from typing import Any

import pytest

from simulators.harmony_hub import configuration
from simulators.harmony_hub.configuration.oddities import (
    AWKWARD_COMMANDS,
    BARE,
    DOTTED,
    EMPTIED,
    HOLLOW,
    NAMELESS,
    NUMERIC_KIND,
    QUOTED,
    SHADOW,
    TWIN_ONE,
    TWIN_TWO,
)

EVERY = pytest.mark.parametrize(
    "make",
    [configuration.living_room, configuration.oddities, configuration.megabyte],
    ids=["living-room", "oddities", "megabyte"],
)


def functions(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """List the functions of a well-formed device or activity."""
    for group in part.get("controlGroup") or ():
        yield from group["function"]


@EVERY
def test_everyone_gets_a_configuration_of_their_own(
    make: Callable[[], dict[str, Any]],
) -> None:
    make()["activity"].clear()
    make()["device"][0]["label"] = "Changed"
    assert make()["activity"]
    assert make()["device"][0]["label"] != "Changed"


@EVERY
def test_a_configuration_is_always_the_same_and_survives_json(
    make: Callable[[], dict[str, Any]],
) -> None:
    assert json.loads(json.dumps(make())) == make()


@EVERY
def test_power_off_is_there_once_and_every_id_is_unique(
    make: Callable[[], dict[str, Any]],
) -> None:
    config = make()
    ids = [one["id"] for one in config["activity"] + config["device"]]
    assert ids.count("-1") == 1
    assert len(ids) == len(set(ids))
    assert all(isinstance(one, str) and int(one) for one in ids)


def test_the_living_room_is_as_large_as_a_real_one() -> None:
    config = configuration.living_room()
    assert len(config["activity"]) == 8
    assert len(config["device"]) == 10
    assert 400 < sum(len(list(functions(one))) for one in config["device"]) < 1000
    assert 50_000 < len(json.dumps(config)) < 300_000


def test_every_action_of_the_living_room_names_its_device_and_a_command_of_it() -> None:
    config = configuration.living_room()
    known = set()
    for device in config["device"]:
        for function in functions(device):
            action = json.loads(function["action"])
            assert set(action) == {"command", "type", "deviceId"}
            assert action["type"] == "IRCommand"
            assert action["deviceId"] == device["id"]
            known.add(function["action"])
    used = [one["action"] for act in config["activity"] for one in functions(act)]
    assert set(used) <= known
    assert len(used) > 200


def test_digits_are_named_numbers_and_send_digits() -> None:
    (television, *_) = configuration.living_room()["device"]
    sent = {one["name"]: json.loads(one["action"]) for one in functions(television)}
    assert sent["Number7"]["command"] == "7"
    assert sent["VolumeUp"]["command"] == "VolumeUp"


def test_the_volume_of_nearly_everything_is_the_receivers() -> None:
    roles = {
        one["id"]: one.get("VolumeActivityRole")
        for one in configuration.living_room()["activity"]
    }
    assert roles.pop(configuration.POWER_OFF) is None
    assert roles.pop(configuration.KITCHEN_RADIO) == configuration.NETWORK_PLAYER
    assert set(roles.values()) == {configuration.RECEIVER}


def test_roles_and_states_of_the_living_room_point_at_its_devices() -> None:
    config = configuration.living_room()
    devices = {one["id"] for one in config["device"]}
    for one in config["activity"]:
        assert set(one["fixit"]) <= devices
        assert set(dict(one["roles"]).values()) <= devices
        assert all(state["id"] == key for key, state in one["fixit"].items())


def test_devices_that_stay_on_have_an_empty_list_for_power() -> None:
    devices = {one["id"]: one for one in configuration.living_room()["device"]}
    assert devices[configuration.APPLE_TV]["powerFeatures"] == []
    television = devices[configuration.TELEVISION]["powerFeatures"]
    assert television["PowerOnActions"][0]["IRCommandName"] == "PowerOn"
    assert "controlGroup" not in devices[configuration.LIGHTS]


def test_the_owners_address_hides_in_the_hash() -> None:
    stamp = configuration.living_room()["global"]["timeStampHash"]
    assert "owner@example.com" in stamp
    assert len(stamp.rpartition(";")[2]) == 32


def test_oddities_have_what_clients_fall_over() -> None:
    config = configuration.oddities()
    activities = {one["id"]: one for one in config["activity"]}
    devices = {one["id"]: one for one in config["device"]}
    assert activities[TWIN_ONE]["label"] == activities[TWIN_TWO]["label"]
    assert activities[NAMELESS]["label"] is None
    assert activities[DOTTED]["label"] == "Dr. Who 2.0"
    assert activities[NUMERIC_KIND]["type"] == 7
    assert set(activities[BARE]) == {"id", "label"}
    assert activities[EMPTIED]["controlGroup"] == {}
    assert devices[HOLLOW]["controlGroup"] == {}
    assert devices[SHADOW]["label"] == devices[configuration.TELEVISION]["label"]
    sent = [json.loads(one["action"])["command"] for one in functions(devices[QUOTED])]
    assert set(AWKWARD_COMMANDS) <= set(sent)


def test_a_megabyte_is_a_megabyte() -> None:
    config = configuration.megabyte()
    assert len(config["device"]) == 15
    assert sum(len(list(functions(one))) for one in config["device"]) > 4000
    assert 1_000_000 <= len(json.dumps(config).encode()) < 1_200_000
