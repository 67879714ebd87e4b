"""Google: what it discovers in the living room, and what its commands do there."""

from typing import Any

import pytest

from custom_components.remote_bridge.const import CONF_ACTIVITY_SWITCHES
from simulators.apple_tv import PlayerState
from simulators.harmony_hub.configuration import (
    LISTEN_TO_MUSIC,
    POWER_OFF,
    RECEIVER,
    SET_TOP_BOX,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ..common import state_of, wait_for_state
from ..home import APPLE_TV, TV, TV_REMOTE, VOLUME_LEVEL, VOLUME_STEPS, Home
from ..hub.common import requests
from .google import Google

TRAITS = "action.devices.traits."
SELECT = "select.tv_activity"

WATCH_TV_SWITCH = "switch.watch_tv"
MUSIC_SWITCH = "switch.listen_to_music"


@pytest.fixture
def hub_options(hub_options: dict[str, Any]) -> dict[str, Any]:
    """Have switches for the activities."""
    return hub_options | {CONF_ACTIVITY_SWITCHES: True}


@pytest.fixture
async def google(home: Home) -> Google:
    """Link the living room with Google."""
    google = Google(home.hass)
    await google.link()
    return google


async def _traits(google: Google, entity_id: str) -> set[str]:
    device = (await google.discover())[entity_id]
    return {one.removeprefix(TRAITS) for one in device["traits"]}


async def _not_calibrated(home: Home) -> None:
    hass, entry = home.hass, home.hub_entry
    hass.config_entries.async_update_entry(entry, options={})
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()


async def _steps(home: Home, command: str, times: int) -> None:
    """Wait until a volume key was pressed so many times, and nothing else."""
    await home.until_infrared(*[(RECEIVER, command)] * times)


# ── What is discovered ────────────────────────────────────────────────────────


async def test_the_living_room_is_a_television_with_all_that_runs_in_it(
    home: Home, google: Google
) -> None:
    await home.watch(WATCH_TV)
    device = (await google.discover())[TV]
    assert device["type"] == "action.devices.types.TV"
    assert device["name"]["name"] == "TV"
    assert device["roomHint"] == "Living Room"
    assert {one.removeprefix(TRAITS) for one in device["traits"]} >= {
        "OnOff",
        "Volume",
        "InputSelector",
        "TransportControl",
        "MediaState",
        "Channel",
    }


async def test_what_is_discovered_does_not_depend_on_what_runs_just_then(
    home: Home, google: Google
) -> None:
    """Google asks once, when the account is linked or something new is there; mostly the television is off then."""
    while_off = await _traits(google, TV)
    await home.watch(WATCH_TV)
    assert await _traits(google, TV) == while_off


async def test_the_activities_are_inputs_by_the_names_that_people_say(
    home: Home, google: Google
) -> None:
    attributes = (await google.discover())[TV]["attributes"]
    names = [
        one["names"][0]["name_synonym"][0] for one in attributes["availableInputs"]
    ]
    assert names == state_of(home.hass, TV).attributes["source_list"]
    assert attributes["orderedInputs"] is True


async def test_a_volume_without_a_level_has_steps_alone(
    home: Home, google: Google
) -> None:
    await _not_calibrated(home)
    await home.watch(WATCH_TV)
    attributes = (await google.discover())[TV]["attributes"]
    assert attributes["levelStepSize"] == 10
    assert "currentVolume" not in await google.look(TV)


async def test_a_calibrated_volume_has_a_level(home: Home, google: Google) -> None:
    await home.watch(WATCH_TV)
    assert (await google.look(TV))["currentVolume"] == round(VOLUME_LEVEL * 100)


async def test_activities_are_switches_where_that_is_wanted(
    home: Home, google: Google
) -> None:
    device = (await google.discover())[WATCH_TV_SWITCH]
    assert device["type"] == "action.devices.types.SWITCH"
    assert device["name"]["name"] == "Watch TV"
    assert device["traits"] == [f"{TRAITS}OnOff"]


async def test_remotes_are_nothing_that_google_knows(
    home: Home, google: Google
) -> None:
    """That is why the player has to be able to do everything."""
    assert TV_REMOTE not in await google.discover()


# ── Commands ──────────────────────────────────────────────────────────────────


async def test_on_and_off_of_an_activity(home: Home, google: Google) -> None:
    result = await google.tell(WATCH_TV_SWITCH, "OnOff", on=True)
    assert result["status"] == "SUCCESS"
    await wait_for_state(home.hass, TV, lambda state: state.state == "playing")
    await google.tell(MUSIC_SWITCH, "OnOff", on=False)
    assert home.hub.activity_id == WATCH_TV
    await google.tell(WATCH_TV_SWITCH, "OnOff", on=False)
    await home.hub.wait_for(lambda hub: hub.activity_id == POWER_OFF)


async def test_the_television_goes_off_and_off_again_sends_nothing(
    home: Home, google: Google
) -> None:
    await home.watch(WATCH_TV)
    result = await google.tell(TV, "OnOff", on=False)
    assert result["status"] == "SUCCESS"
    await wait_for_state(home.hass, TV, lambda state: state.state == "off")
    home.hub.requests.clear()
    await google.tell(TV, "OnOff", on=False)
    assert not requests(home.hub, "runactivity", "startactivity", "holdaction")


async def test_an_input_is_an_activity(home: Home, google: Google) -> None:
    await google.tell(TV, "SetInput", newInput="Listen to Music")
    await home.hub.wait_for(lambda hub: hub.activity_id == LISTEN_TO_MUSIC)


async def test_the_select_is_a_mode_with_the_activities(
    home: Home, google: Google
) -> None:
    (mode,) = (await google.discover())[SELECT]["attributes"]["availableModes"]
    settings = [one["setting_name"] for one in mode["settings"]]
    assert "Listen to Music" in settings
    await google.tell(
        SELECT, "SetModes", updateModeSettings={mode["name"]: "Listen to Music"}
    )
    await home.hub.wait_for(lambda hub: hub.activity_id == LISTEN_TO_MUSIC)


async def test_louder_without_a_level_is_ten_steps_and_arrives_as_ten(
    home: Home, google: Google
) -> None:
    await _not_calibrated(home)
    await home.watch(WATCH_TV)
    home.forget()
    await google.tell(TV, "volumeRelative", relativeSteps=10)
    await _steps(home, "VolumeUp", 10)


async def test_quieter_with_a_level_is_percent(home: Home, google: Google) -> None:
    await home.watch(WATCH_TV)
    home.forget()
    await google.tell(TV, "volumeRelative", relativeSteps=-10)
    await _steps(home, "VolumeDown", VOLUME_STEPS // 10)


async def test_a_level_is_as_many_steps_as_it_takes(home: Home, google: Google) -> None:
    await home.watch(WATCH_TV)
    home.forget()
    await google.tell(TV, "setVolume", volumeLevel=40)
    await _steps(home, "VolumeUp", round((0.4 - VOLUME_LEVEL) * VOLUME_STEPS))
    assert (await google.look(TV))["currentVolume"] == 40


async def test_mute_and_unmute_toggle_once_each(home: Home, google: Google) -> None:
    await home.watch(WATCH_TV)
    home.forget()
    await google.tell(TV, "mute", mute=True)
    assert (await google.look(TV))["isMuted"] is True
    await google.tell(TV, "mute", mute=True)
    await _steps(home, "Mute", 1)
    await google.tell(TV, "mute", mute=False)
    await _steps(home, "Mute", 2)


@pytest.mark.parametrize(
    ("command", "key"),
    [("mediaPause", "Pause"), ("mediaStop", "Stop"), ("mediaNext", "SkipForward")],
)
async def test_transport_is_infrared_where_no_player_is_linked(
    home: Home, google: Google, command: str, key: str
) -> None:
    await home.watch(WATCH_TV)
    home.forget()
    await google.tell(TV, command)
    await home.until_infrared((SET_TOP_BOX, key))


async def test_transport_goes_over_the_network_to_a_linked_player(
    home: Home, google: Google
) -> None:
    await home.play()
    await home.watch(WATCH_APPLE_TV)
    await wait_for_state(home.hass, TV, lambda state: state.state == "playing")
    home.forget()
    await google.tell(TV, "mediaPause")
    await home.apple_tv.wait_for(lambda tv: tv.state is PlayerState.PAUSED)
    await wait_for_state(home.hass, TV, lambda state: state.state == "paused")
    assert (await google.look(TV))["playbackState"] == "PAUSED"
    await google.tell(TV, "mediaResume")
    await home.apple_tv.wait_for(lambda tv: tv.state is PlayerState.PLAYING)
    await google.tell(TV, "mediaSeekRelative", relativePositionMs=60_000)
    await home.apple_tv.wait_for(lambda tv: tv.position > 110)
    assert not home.infrared


async def test_a_channel_is_tuned_to(home: Home, google: Google) -> None:
    await home.watch(WATCH_TV)
    await google.tell(TV, "selectChannel", channelNumber="105")
    await home.hub.wait_for(lambda hub: hub.channels == ["105"])


async def test_an_apple_tv_by_itself_is_a_television_that_pauses(
    home: Home, google: Google
) -> None:
    await home.play()
    device = (await google.discover())[APPLE_TV]
    assert device["type"] == "action.devices.types.TV"
    await google.tell(APPLE_TV, "mediaPause")
    await home.until_keys("pause")
