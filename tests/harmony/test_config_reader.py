"""The reader of configurations: every spelling that hubs have, and nothing else that could hurt."""

import json
import time as clock

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.remote_bridge.harmony.config import POWER_OFF, HubConfig
from custom_components.remote_bridge.harmony.config_reader import (
    MAX_ENTRIES,
    MAX_FUNCTIONS,
    MAX_TEXT,
    read_config,
)
from custom_components.remote_bridge.harmony.exceptions import ProtocolError
from custom_components.remote_bridge.harmony.key_names import normalise
from custom_components.remote_bridge.harmony.owner import without_owner
from simulators.harmony_hub.configuration.living_room import living_room

from .configurations import activity, config, device, function, group


@pytest.mark.parametrize("data", [None, [], "x", 7, True, [{}]])
def test_what_is_no_object_is_no_configuration(data):
    with pytest.raises(ProtocolError):
        read_config(data)


def test_an_empty_hub_has_nothing():
    assert read_config({}) == HubConfig()


def test_a_living_room_is_read_whole():
    raw = living_room()
    read = read_config(raw)

    labels = [one["label"] for one in raw["activity"] if one["id"] != POWER_OFF]
    assert [one.label for one in read.activities] == labels
    assert [one.label for one in read.devices] == [
        one["label"] for one in raw["device"]
    ]
    assert [one.label for one in read.sequences] == ["Good Night"]
    assert read.unreadable == 0
    for one, its in zip(read.devices, raw["device"], strict=True):
        assert [key.action for key in one.functions] == [
            key["action"]
            for part in its.get("controlGroup", ())
            for key in part["function"]
        ]
        assert (one.manufacturer, one.model) == (its["manufacturer"], its["model"])
        assert one.type == its["deviceTypeDisplayName"]


def test_power_off_is_no_activity():
    raw = config(activity=[activity(POWER_OFF, "PowerOff"), activity()])

    assert [one.id for one in read_config(raw).activities] == ["101"]


@pytest.mark.parametrize("empty", [[], {}, None, "", 0, False, [None], {"1": None}])
def test_what_is_empty_may_be_written_in_any_way(empty):
    names = ("controlGroup", "roles", "fixit", "rules", "zones", "sequences")
    raw = {
        "activity": [activity(**dict.fromkeys(names, empty))],
        "device": [device(controlGroup=empty, powerFeatures=empty)],
        "sequence": empty,
    }
    read = read_config(raw)

    assert read.activity("101").functions == ()
    assert dict(read.activity("101").roles) == dict(read.activity("101").fixit) == {}
    assert read.device("9001").functions == ()
    assert read.device("9001").power_on == ()
    assert read.sequences == ()


@pytest.mark.parametrize("name", ["activity", "device", "sequence"])
@pytest.mark.parametrize("missing", [[], {}, None, "x", 3, [1, "x", None, [], {}]])
def test_a_part_that_is_missing_or_nonsense_is_empty(name, missing):
    assert read_config({name: missing}) == HubConfig()


def test_a_list_with_gaps_comes_as_an_object_and_is_read():
    read = read_config({"device": {"1": device(), "3": device("9002", "Radio")}})

    assert [one.label for one in read.devices] == ["TV", "Radio"]


@pytest.mark.parametrize(
    "label",
    [None, "", "  \t", [], {}, True, float("nan"), 10**5000],
    ids=lambda label: type(label).__name__,
)
def test_what_has_no_label_gets_one_that_can_be_read(label):
    read = read_config(
        {
            "activity": [activity("101", label)],
            "device": [device("9001", label)],
            "sequence": [{"id": "7", "name": label}],
        }
    )

    assert read.activity("101").label == "Activity 101"
    assert read.device("9001").label == "Device 9001"
    assert read.sequence("7").label == "Sequence 7"


@pytest.mark.parametrize(
    "label", ["Küche", "Popcorn 🍿", "A.B:C;D", " TV\t", "PowerOff"]
)
def test_labels_are_kept_as_people_wrote_them(label):
    assert read_config(config(device("9001", label))).devices[0].label == label


def test_half_an_emoji_cannot_break_who_writes_it_on():
    raw = json.loads('{"device":[{"id":"1","label":"\\ud83c!"}]}')

    assert read_config(raw).devices[0].label == "?!"


def test_numbers_may_stand_for_text_and_text_for_numbers():
    read = read_config(
        {
            "activity": [
                activity(102, 24, activityOrder="1", isAVActivity="true"),
                activity(101.0, "First", activityOrder=0, type=5),
            ],
            "device": [device(9001, 5, model=1200, IsKeyboardAssociated="false")],
        }
    )

    assert [one.id for one in read.activities] == ["101", "102"]
    assert read.activity(102).label == "24"
    assert read.activity(102).is_av
    assert read.activity("101").type == "5"
    assert read.device(9001).model == "1200"
    assert not read.device(9001).has_keyboard


def test_activities_come_in_the_order_of_the_app_and_then_as_sent():
    raw = [
        activity("1", "no order, first"),
        activity("2", "second", activityOrder=1),
        activity("3", "nonsense", activityOrder="x"),
        activity("4", "first", activityOrder=0),
        activity("5", "also second", activityOrder=1),
    ]

    ids = [one.id for one in read_config({"activity": raw}).activities]

    assert ids == ["4", "2", "5", "1", "3"]


def test_of_two_with_one_id_the_first_counts_and_labels_may_repeat():
    read = read_config(
        config(device("1", "TV"), device("2", "TV"), device("1", "Radio"))
    )

    assert [(one.id, one.label) for one in read.devices] == [("1", "TV"), ("2", "TV")]


@pytest.mark.parametrize(
    "bad", [None, "", " ", True, [], 1.5, 10**60, "x" * 41, "a b", "a:b", "é", "1\n2"]
)
def test_what_has_no_usable_id_is_left_out(bad):
    assert read_config(config(device() | {"id": bad})).devices == ()


@pytest.mark.parametrize(
    "action",
    [
        None,
        "",
        "VolumeUp",
        "{",
        "[]",
        "null",
        "{}",
        '{"command":"Up"}',
        '{"deviceId":"9001"}',
        '{"command":null,"deviceId":"9001"}',
        '{"command":"Up","deviceId":"' + "9" * 50 + '"}',
        '{"command":"Up","deviceId":"9001","x":"' + "y" * 3000 + '"}',
        "[" * 1900,
        "\ud83c",
        7,
        [],
    ],
)
def test_a_key_that_says_not_what_to_send_is_left_out_and_counted(action):
    bad = function("Up") | {"action": action}
    keys = group("NavigationBasic", bad, function("Down"))

    read = read_config(config(device(controlGroup=[keys])))

    assert [one.name for one in read.device("TV").functions] == ["Down"]
    assert read.unreadable == 1


def test_an_action_is_kept_to_the_letter():
    action = '{ "deviceId" : 9001 ,"command":"\\u00e9","type":"IRCommand", "more":1}'
    key = {"name": "E", "label": None, "action": action}

    read = read_config(config(device(controlGroup=[group("x", key)])))

    (found,) = read.device("9001").functions
    assert found.action == action
    assert (found.command, found.device_id) == ("é", "9001")
    assert (found.label, found.group) == ("E", "x")


def test_an_action_that_is_an_object_can_be_sent_as_well():
    action = {"command": "Up", "type": "IRCommand", "deviceId": "9001"}
    key = {"action": action}

    (found,) = (
        read_config(config(device(controlGroup=[group("x", key)])))
        .device("TV")
        .functions
    )

    assert found.name == "Up"
    assert json.loads(found.action) == action


def test_roles_are_read_from_both_places_where_firmwares_write_them():
    raw = activity(
        VolumeActivityRole="9001",
        DisplayActivityRole=None,
        roles={"ChannelChangingActivityRole": 9002, "VolumeActivityRole": "9003"},
    )

    assert dict(read_config({"activity": [raw]}).activity("101").roles) == {
        "VolumeActivityRole": "9003",
        "ChannelChangingActivityRole": "9002",
    }


def test_the_state_that_an_activity_wants_is_read():
    fixit = {
        "9001": {"id": "9001", "Power": "On", "Input": "HDMI 1", "isAlwaysOn": "true"},
        "9002": {"Power": "Off", "isRelativePower": True},
        "x y": {},
        "9003": [],
    }
    read = read_config({"activity": [activity(fixit=fixit)]}).activity("101")

    assert list(read.fixit) == ["9001", "9002"]
    assert (read.fixit["9001"].power, read.fixit["9001"].input) == ("On", "HDMI 1")
    assert read.fixit["9001"].is_always_on
    assert read.fixit["9002"].is_relative_power
    assert read.device_ids == ("9001",)


def test_keys_for_power_come_in_their_order():
    actions = [
        {"IRCommandName": "Second", "Order": 1},
        {"IRCommandName": "First", "Order": "0"},
        {"IRCommandName": None},
    ]
    raw = device(powerFeatures={"PowerOnActions": actions, "PowerOffActions": {}})

    read = read_config(config(raw)).device("TV")

    assert read.power_on == ("First", "Second")
    assert read.power_off == ()


def test_nothing_can_be_larger_than_a_house():
    keys = [function(f"Key{number}") for number in range(MAX_FUNCTIONS + 9)]
    many = [device(str(number), "x" * 9999) for number in range(MAX_ENTRIES + 9)]
    groups = [group("g" * 9999, *keys), group("h", *keys)]

    read = read_config(config(device("k", "TV", controlGroup=groups), *many))

    assert len(read.devices) == MAX_ENTRIES
    assert len(read.device("k").functions) == MAX_FUNCTIONS
    assert max(len(one.label) for one in read.devices) == MAX_TEXT


def test_a_megabyte_is_read_in_less_than_a_second():
    raw = living_room()
    number = 0
    while len(json.dumps(raw)) < 1_000_000:
        for one in living_room()["device"]:
            number += 1
            raw["device"].append(one | {"id": str(number)})

    began = clock.process_time()
    read_config(raw)

    assert clock.process_time() - began < 0.8


def test_what_is_cached_tells_not_whose_it_is():
    raw = living_room()
    kept = json.dumps(without_owner(raw))

    assert "owner@example.com" in json.dumps(raw)
    for secret in ("owner@example.com", "timeStampHash", "BTAddress", "profiles."):
        assert secret not in kept
    assert read_config(without_owner(raw)) == read_config(raw)


# With halves of emoji, which JSON can spell and nothing can encode.
TEXT = st.text(st.characters(exclude_categories=()), max_size=5)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | TEXT
    | st.sampled_from(["101", "9001", "-1", "true", '{"command":"A","deviceId":"1"}']),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(TEXT, inside),
    max_leaves=8,
)
FUNCTION = st.fixed_dictionaries(
    {},
    optional={
        "name": JSON | TEXT,
        "label": JSON | TEXT,
        "action": JSON
        | st.builds(
            lambda command, device_id: json.dumps(
                {"command": command, "deviceId": device_id}
            ),
            JSON | TEXT,
            st.integers(0, 3),
        ),
    },
)
GROUP = st.fixed_dictionaries(
    {}, optional={"name": JSON, "function": JSON | st.lists(FUNCTION, max_size=6)}
)
ENTRY = st.fixed_dictionaries(
    {"id": st.integers(-1, 4) | st.sampled_from(["1", "2", "-1"]) | JSON},
    optional={
        "label": JSON | TEXT,
        "name": JSON,
        "controlGroup": JSON | st.lists(GROUP, max_size=3),
        "roles": JSON | st.dictionaries(TEXT, JSON, max_size=3),
        "VolumeActivityRole": JSON,
        "fixit": JSON | st.dictionaries(st.sampled_from(["1", "2"]), JSON),
        "activityOrder": JSON,
        "powerFeatures": JSON,
        "type": JSON,
    },
)
CONFIG = st.fixed_dictionaries(
    {},
    optional={
        name: JSON | st.lists(ENTRY, max_size=5)
        for name in ("activity", "device", "sequence", "global")
    },
)


@settings(deadline=None)
@given(JSON | CONFIG)
def test_any_json_is_a_configuration_or_an_error_and_nothing_else(data):
    try:
        read = read_config(data)
    except ProtocolError:
        assert not isinstance(data, dict)
        return
    # What was read can be found, called by its name, and written on.
    assert all(read.activity(one.id) is one for one in read.activities)
    assert all(read.device(one.id) is one for one in read.devices)
    assert all(read.sequence(one.id) is one for one in read.sequences)
    assert POWER_OFF not in {one.id for one in read.activities}
    assert all(one.label.encode() for one in (*read.activities, *read.devices))
    for owner in (*read.activities, *read.devices):
        first = {normalise(key.name): key for key in reversed(owner.functions)}
        assert all(owner.function(key.name) is key for key in first.values())
        assert all(json.loads(key.action.encode()) for key in owner.functions)
    assert read_config(without_owner(data)) == read
