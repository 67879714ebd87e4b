"""Look-ups in a configuration: by id, by what people call things, and by what an activity means."""

import pytest

from custom_components.remote_bridge.harmony.config import EMPTY, POWER_OFF, HubConfig
from custom_components.remote_bridge.harmony.config_reader import read_config
from custom_components.remote_bridge.harmony.exceptions import (
    NothingRuns,
    UnknownActivity,
    UnknownCommand,
    UnknownDevice,
    UnknownSequence,
)
from custom_components.remote_bridge.harmony.key_names import Role
from simulators.harmony_hub.configuration import identifiers as ids
from simulators.harmony_hub.configuration.living_room import living_room

from .configurations import activity, config, device, function, group


@pytest.fixture(scope="module")
def room() -> HubConfig:
    """The configuration of a living room."""
    return read_config(living_room())


@pytest.mark.parametrize(
    "name", ["Watch TV", "watch tv", "WATCH_TV", "watch-tv", ids.WATCH_TV, "WatchTv"]
)
def test_an_activity_is_found_by_id_and_by_name_in_any_spelling(room, name):
    assert room.activity(name).id == ids.WATCH_TV


def test_ids_may_be_numbers(room):
    assert room.activity(int(ids.WATCH_TV)).label == "Watch TV"
    assert room.device(int(ids.RECEIVER)).label == "Denon AV Receiver"


def test_an_id_wins_over_a_label_that_looks_like_one():
    found = read_config(config(device("1", "2"), device("2", "1")))

    assert found.device("2").label == "1"


def test_the_exact_label_wins_over_one_that_is_spelt_alike():
    found = read_config(config(device("1", "apple-tv"), device("2", "Apple TV")))

    assert found.device("Apple TV").id == "2"
    assert found.device("apple tv").id == "1"


def test_a_slip_is_answered_with_the_nearest_names_best_first(room):
    with pytest.raises(UnknownActivity) as raised:
        room.activity("Wach TV")
    assert raised.value.name == "Wach TV"
    assert raised.value.suggestions[0] == "Watch TV"
    assert len(raised.value.suggestions) <= 5

    with pytest.raises(UnknownDevice) as raised:
        room.device("denon")
    assert raised.value.suggestions[0] == "Denon AV Receiver"

    with pytest.raises(UnknownSequence) as raised:
        room.sequence("good nite")
    assert raised.value.suggestions == ("Good Night",)


def test_what_is_like_nothing_still_gets_a_way_out(room):
    with pytest.raises(UnknownActivity) as raised:
        room.activity("xyzzy")

    assert len(raised.value.suggestions) == 5


def test_nothing_can_be_suggested_where_nothing_is():
    with pytest.raises(UnknownDevice) as raised:
        EMPTY.device("TV")

    assert raised.value.suggestions == ()


def test_power_off_is_no_activity_that_can_be_looked_up(room):
    with pytest.raises(UnknownActivity):
        room.activity(POWER_OFF)


@pytest.mark.parametrize(
    "name", ["Number5", "number_5", "5", "num5", "Number 5", "NUMBER-5"]
)
def test_a_key_is_found_by_name_command_and_alias(room, name):
    assert room.device(ids.RECEIVER).function(name).command == "5"


def test_a_key_is_found_by_its_label(room):
    keys = room.device(ids.TELEVISION)

    assert keys.function("smart hub").name == "SmartHub"
    assert keys.function("-").name == "Dash"


def test_a_key_that_the_device_has_by_this_name_wins_over_everything_it_could_mean():
    keys = ("OK", "Select", "select", "Menu", "Back", "Play", "PlayPause")
    tv = read_config(config(device("1", "TV", *keys))).device("TV")

    assert tv.function("Select").name == "Select"
    assert tv.function("select").name == "select"
    assert tv.function("menu").name == "Menu"
    assert tv.function("play").name == "Play"


def test_a_name_wins_over_a_command_and_a_command_over_a_label():
    groups = [
        group(
            "x",
            function("A", command="B", label="C"),
            function("D", command="A", label="B"),
            function("C", command="E", label="E"),
        )
    ]
    tv = read_config(config(device(controlGroup=groups))).device("TV")

    assert [tv.function(name).name for name in "abcde"] == ["A", "A", "C", "D", "C"]


def test_an_unknown_key_names_its_device_and_the_nearest_keys(room):
    with pytest.raises(UnknownCommand) as raised:
        room.device(ids.RECEIVER).function("VolumUp")

    assert raised.value.owner == "Denon AV Receiver"
    assert raised.value.suggestions[0] == "VolumeUp"


def test_a_device_without_keys_has_no_command(room):
    with pytest.raises(UnknownCommand) as raised:
        room.device(ids.LIGHTS).function("PowerOn")

    assert raised.value.suggestions == ()


@pytest.mark.parametrize(
    ("activity_id", "key", "device_id", "command"),
    [
        (ids.WATCH_TV, "volume_up", ids.RECEIVER, "VolumeUp"),
        (ids.WATCH_TV, "channel_up", ids.SET_TOP_BOX, "ChannelUp"),
        (ids.WATCH_TV, "DirectionUp", ids.SET_TOP_BOX, "DirectionUp"),
        (ids.WATCH_APPLE_TV, "volume_mute", ids.RECEIVER, "Mute"),
        (ids.WATCH_APPLE_TV, "back", ids.APPLE_TV, "Menu"),
        (ids.WATCH_APPLE_TV, "ok", ids.APPLE_TV, "Select"),
        (ids.WATCH_APPLE_TV, "play_pause", ids.APPLE_TV, "PlayPause"),
        (ids.WATCH_A_FILM, "menu", ids.BLU_RAY, "Back"),
        (ids.WATCH_A_FILM, "info", ids.BLU_RAY, "Display"),
    ],
)
def test_a_key_without_a_device_goes_where_the_activity_sends_it(
    room, activity_id, key, device_id, command
):
    found = room.function_for(activity_id, key)

    assert (found.device_id, found.command) == (device_id, command)


def bare_activity() -> HubConfig:
    """Return an activity that has only roles, with four devices that have the same keys, and more."""
    keys = ("VolumeUp", "Mute", "ChannelUp", "Number1", "Play", "Home", "PowerOff")
    roles = {
        Role.VOLUME: "1",
        Role.CHANNEL: "2",
        Role.MEDIA: "3",
        Role.KEYBOARD: "4",
        Role.DISPLAY: "5",
    }
    return read_config(
        config(
            *(device(str(number), f"Device {number}", *keys) for number in range(1, 5)),
            activity=[activity("101", roles=roles)],
        )
    )


@pytest.mark.parametrize(
    ("key", "device_id"),
    [
        ("vol+", "1"),
        ("mute", "1"),
        ("channelup", "2"),
        ("1", "2"),
        ("play", "3"),
        ("home", "3"),
    ],
)
def test_a_key_that_the_activity_lacks_goes_to_the_device_in_its_role(key, device_id):
    assert bare_activity().function_for("101", key).device_id == device_id


@pytest.mark.parametrize("key", ["power_off", "PowerOff", "turn_off", "power"])
def test_a_power_key_finds_no_device_by_itself(key):
    with pytest.raises(UnknownCommand) as raised:
        bare_activity().function_for("101", key)

    assert raised.value.owner == "Watch TV"


def test_the_better_meaning_wins_wherever_it_is():
    keys = group("NavigationBasic", function("Return", "1"))
    found = read_config(
        config(
            device("1", "TV", "Return"),
            device("2", "Player", "Back"),
            activity=[activity(controlGroup=[keys], roles={Role.MEDIA: "2"})],
        )
    )

    assert found.function_for("101", "back").device_id == "2"
    assert found.function_for("101", "return").device_id == "1"


def test_who_has_a_role_is_known_as_long_as_the_device_is():
    found = bare_activity()

    keyboard = found.device_in_role("101", Role.KEYBOARD)
    assert keyboard is found.device("4")
    assert found.device_in_role("101", Role.DISPLAY) is None
    assert found.device_in_role("999", Role.VOLUME) is None


def test_a_key_without_a_device_needs_a_running_activity(room):
    with pytest.raises(NothingRuns):
        room.function_for(POWER_OFF, "VolumeUp")


def test_an_activity_that_is_gone_is_not_guessed(room):
    with pytest.raises(UnknownActivity):
        room.function_for("1", "VolumeUp")


def test_what_the_hub_said_cannot_be_changed(room):
    with pytest.raises(AttributeError):
        room.activities[0].label = "x"
    with pytest.raises(TypeError):
        room.activities[0].roles["x"] = "y"
