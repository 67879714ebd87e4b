"""Names of keys: what people and cards send, and what devices of Logitech's database have."""

import time as clock

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.remote_bridge.dacp.keys import Key
from custom_components.remote_bridge.harmony import key_names
from custom_components.remote_bridge.harmony.config import Device
from custom_components.remote_bridge.harmony.config_reader import read_config
from custom_components.remote_bridge.harmony.exceptions import UnknownCommand
from custom_components.remote_bridge.harmony.key_names import (
    Role,
    candidates,
    normalise,
    role_of,
)
from custom_components.remote_bridge.harmony.nearest import nearest

from .configurations import config, device


def with_keys(*names: str) -> Device:
    """Return a device with these keys."""
    return read_config(config(device("1", "TV", *names))).device("1")


@pytest.mark.parametrize(
    ("asked", "keys", "pressed"),
    [
        ("up", "Up DirectionUp", "Up"),
        ("up", "DirectionDown DirectionUp", "DirectionUp"),
        ("arrow_up", "DirectionUp", "DirectionUp"),
        ("DirectionUp", "CursorUp", "CursorUp"),
        ("select", "Enter OK", "OK"),
        ("ok", "Select Enter", "Select"),
        ("enter", "Select", "Select"),
        ("back", "Exit Menu Return", "Return"),
        ("back", "Exit Menu", "Menu"),
        ("menu", "Exit Return", "Return"),
        ("menu", "Back Menu", "Menu"),
        ("home", "SmartHub TopMenu", "SmartHub"),
        ("top_menu", "MenuHold Home", "MenuHold"),
        ("play_pause", "Play Pause", "Pause"),
        ("play_pause", "Play Stop", "Play"),
        ("play", "PlayPause", "PlayPause"),
        ("media_play_pause", "PlayPause Play", "PlayPause"),
        ("volume_up", "VolumeDown VolumeUp", "VolumeUp"),
        ("vol-", "VolumeUp VolumeDown", "VolumeDown"),
        ("Vol +", "VolumeDown VolumeUp", "VolumeUp"),
        ("Input-", "Input+ Input-", "Input-"),
        ("volume_mute", "Mute", "Mute"),
        ("channel_up", "ChannelDown ChannelUp", "ChannelUp"),
        ("last", "PrevChannel", "PrevChannel"),
        ("1", "Number1 Number2", "Number1"),
        ("Number1", "1 2", "1"),
        ("0", "Number0", "Number0"),
        ("skip_back", "SkipBackward Rewind", "SkipBackward"),
        ("skip_backward", "Replay SkipBack", "SkipBack"),
        ("next", "SkipForward", "SkipForward"),
        ("rewind", "Rewind SkipBack", "Rewind"),
        ("fast_forward", "FastForward", "FastForward"),
        ("power_on", "PowerOff PowerOn", "PowerOn"),
        ("turn_off", "PowerOn PowerOff", "PowerOff"),
        ("power", "PowerToggle PowerOn", "PowerToggle"),
        ("source", "Input", "Input"),
        ("-", "Dash", "Dash"),
        ("red", "Red", "Red"),
    ],
)
def test_what_people_send_finds_what_the_device_has(asked, keys, pressed):
    assert with_keys(*keys.split()).function(asked).name == pressed


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("power_on", "PowerToggle PowerOff"),
        ("power_off", "PowerToggle PowerOn"),
        ("unmute", "Mute MuteOn"),
        ("volume_up", "VolumeDown"),
        ("1", "10 Number11"),
        ("input", "Input-"),
        ("vol", "Vol- Vol+"),
    ],
)
def test_what_might_do_the_opposite_is_not_pressed(asked, keys):
    with pytest.raises(UnknownCommand):
        with_keys(*keys.split()).function(asked)


@pytest.mark.parametrize("key", list(Key))
def test_every_key_of_an_apple_tv_has_a_meaning_here(key):
    assert normalise(key.value) in key_names._ALIASES


@pytest.mark.parametrize(
    "spelling", ["volume_up", "Volume-Up", "VOLUME UP", "VolumeUp"]
)
def test_case_blanks_and_dashes_do_not_matter(spelling):
    assert normalise(spelling) == "volumeup"


@pytest.mark.parametrize("name", ["-", "+", "_", " ", "vol-"])
def test_what_would_mean_something_else_without_it_stays(name):
    assert normalise(name) == name


@settings(deadline=None)
@given(st.text())
def test_what_is_asked_for_itself_always_comes_first(name):
    assert candidates(name)[0] == name
    assert len(set(candidates(name))) == len(candidates(name))


@pytest.mark.parametrize(
    ("key", "role"),
    [
        ("volume_down", Role.VOLUME),
        ("volume_mute", Role.VOLUME),
        ("unmute", Role.VOLUME),
        ("channel_down", Role.CHANNEL),
        ("last", Role.CHANNEL),
        ("Number7", Role.CHANNEL),
        ("dot", Role.CHANNEL),
        ("play", Role.MEDIA),
        ("home", Role.MEDIA),
        ("up", Role.MEDIA),
        ("Netflix", Role.MEDIA),
        ("power_on", None),
        ("Standby", None),
    ],
)
def test_each_key_is_for_the_device_in_its_role(key, role):
    assert role_of(key) == role


def test_the_nearest_names_come_first_and_no_more_than_five():
    names = ["VolumeDown", "VolumeUp", "Mute", *(f"VolumeX{n}" for n in range(20))]

    found = nearest("volume_upp", names)

    assert found[0] == "VolumeUp"
    assert len(found) == 5


def test_a_missing_word_is_near():
    assert nearest("netflix", ["Play", "Pause", "AppNetflixStart"]) == (
        "AppNetflixStart",
    )


def test_a_single_letter_is_not_near_to_what_contains_it():
    assert "E" not in nearest("Netflix", ["E", "Netflx"])


def test_looking_for_the_nearest_of_very_many_very_long_names_is_quick():
    names = [f"{number:05}" + "xy" * 500 for number in range(20_000)]
    began = clock.process_time()

    assert len(nearest("yx" * 1_000_000, names)) == 5
    assert clock.process_time() - began < 2
