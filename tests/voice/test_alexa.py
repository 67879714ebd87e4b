"""Alexa: what it discovers in the living room, and what its directives do there."""

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

from ..common import wait_for_state
from ..home import TV, TV_REMOTE, VOLUME_LEVEL, VOLUME_STEPS, Home
from ..hub.common import requests
from .alexa import ACTIVITY, Alexa

WATCH_TV_SWITCH = "switch.watch_tv"
MUSIC_SWITCH = "switch.listen_to_music"


@pytest.fixture
def hub_options(hub_options: dict[str, Any]) -> dict[str, Any]:
    """Have switches for the activities."""
    return hub_options | {CONF_ACTIVITY_SWITCHES: True}


@pytest.fixture
async def alexa(home: Home) -> Alexa:
    """Link the living room with Alexa."""
    alexa = Alexa(home.hass)
    await alexa.link()
    return alexa


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
    home: Home, alexa: Alexa
) -> None:
    await home.play()
    await home.watch(WATCH_APPLE_TV)
    await wait_for_state(home.hass, TV, lambda state: state.state == "playing")
    endpoint = (await alexa.discover())[TV]
    assert endpoint["friendlyName"] == "TV"
    assert endpoint["displayCategories"] == ["TV"]
    assert await alexa.interfaces(TV) >= {
        "PowerController",
        "Speaker",
        "PlaybackController",
        "SeekController",
        "ChannelController",
    }


async def test_what_is_discovered_does_not_depend_on_what_runs_just_then(
    home: Home, alexa: Alexa
) -> None:
    """Alexa asks once, when it is told to look for devices; mostly the television is off then."""
    while_off = await alexa.interfaces(TV)
    await home.watch(WATCH_TV)
    assert await alexa.interfaces(TV) == while_off


async def test_a_volume_without_a_level_is_a_speaker_with_steps(
    home: Home, alexa: Alexa
) -> None:
    await _not_calibrated(home)
    await home.watch(WATCH_TV)
    assert await alexa.interfaces(TV) >= {"StepSpeaker"}
    assert "Speaker" not in await alexa.interfaces(TV)


async def test_names_of_activities_are_no_inputs_that_alexa_knows(
    home: Home, alexa: Alexa
) -> None:
    """It has a fixed list of them (HDMI 1, GAME, …); hence the switches, and the mode of the remote."""
    assert "InputController" not in await alexa.interfaces(TV)
    switch = (await alexa.discover())[WATCH_TV_SWITCH]
    assert switch["friendlyName"] == "Watch TV"
    assert "PowerController" in await alexa.interfaces(WATCH_TV_SWITCH)


async def test_the_remote_has_the_activities_as_a_mode(
    home: Home, alexa: Alexa
) -> None:
    endpoint = (await alexa.discover())[TV_REMOTE]
    (mode,) = (
        one for one in endpoint["capabilities"] if one.get("instance") == ACTIVITY
    )
    names = [
        one["modeResources"]["friendlyNames"][0]["value"]["text"]
        for one in mode["configuration"]["supportedModes"]
    ]
    assert "Watch TV" in names


# ── Directives ────────────────────────────────────────────────────────────────


async def test_on_and_off_of_an_activity(home: Home, alexa: Alexa) -> None:
    await alexa.tell(WATCH_TV_SWITCH, "PowerController", "TurnOn")
    await wait_for_state(home.hass, TV, lambda state: state.state == "playing")
    await alexa.tell(MUSIC_SWITCH, "PowerController", "TurnOff")
    assert home.hub.activity_id == WATCH_TV
    await alexa.tell(WATCH_TV_SWITCH, "PowerController", "TurnOff")
    await home.hub.wait_for(lambda hub: hub.activity_id == POWER_OFF)


async def test_the_television_goes_off_and_off_again_sends_nothing(
    home: Home, alexa: Alexa
) -> None:
    await home.watch(WATCH_TV)
    await alexa.tell(TV, "PowerController", "TurnOff")
    await wait_for_state(home.hass, TV, lambda state: state.state == "off")
    home.hub.requests.clear()
    await alexa.tell(TV, "PowerController", "TurnOff")
    assert not requests(home.hub, "runactivity", "startactivity", "holdaction")


async def test_a_mode_of_the_remote_is_an_activity(home: Home, alexa: Alexa) -> None:
    await alexa.tell(
        TV_REMOTE,
        "ModeController",
        "SetMode",
        instance=ACTIVITY,
        mode="activity.Listen to Music",
    )
    await home.hub.wait_for(lambda hub: hub.activity_id == LISTEN_TO_MUSIC)


async def test_a_level_is_as_many_steps_as_it_takes(home: Home, alexa: Alexa) -> None:
    await home.watch(WATCH_TV)
    home.forget()
    await alexa.tell(TV, "Speaker", "SetVolume", volume=40)
    await _steps(home, "VolumeUp", round((0.4 - VOLUME_LEVEL) * VOLUME_STEPS))


async def test_louder_with_a_level_is_percent(home: Home, alexa: Alexa) -> None:
    await home.watch(WATCH_TV)
    home.forget()
    await alexa.tell(TV, "Speaker", "AdjustVolume", volume=10, volumeDefault=False)
    await _steps(home, "VolumeUp", VOLUME_STEPS // 10)


async def test_quieter_without_a_level_is_as_many_steps_as_were_asked_for(
    home: Home, alexa: Alexa
) -> None:
    await _not_calibrated(home)
    await home.watch(WATCH_TV)
    home.forget()
    await alexa.tell(
        TV, "StepSpeaker", "AdjustVolume", volumeSteps=-4, volumeStepsDefault=False
    )
    await _steps(home, "VolumeDown", 4)


async def test_mute_and_unmute_toggle_once_each(home: Home, alexa: Alexa) -> None:
    await home.watch(WATCH_TV)
    home.forget()
    await alexa.tell(TV, "Speaker", "SetMute", mute=True)
    await alexa.tell(TV, "Speaker", "SetMute", mute=True)
    await _steps(home, "Mute", 1)
    await alexa.tell(TV, "Speaker", "SetMute", mute=False)
    await _steps(home, "Mute", 2)


@pytest.mark.parametrize(
    ("directive", "key"),
    [("Pause", "Pause"), ("Stop", "Stop"), ("Next", "SkipForward")],
)
async def test_transport_is_infrared_where_no_player_is_linked(
    home: Home, alexa: Alexa, directive: str, key: str
) -> None:
    await home.watch(WATCH_TV)
    home.forget()
    await alexa.tell(TV, "PlaybackController", directive)
    await home.until_infrared((SET_TOP_BOX, key))


async def test_transport_goes_over_the_network_to_a_linked_player(
    home: Home, alexa: Alexa
) -> None:
    await home.play()
    await home.watch(WATCH_APPLE_TV)
    await wait_for_state(home.hass, TV, lambda state: state.state == "playing")
    home.forget()
    await alexa.tell(TV, "PlaybackController", "Pause")
    await home.apple_tv.wait_for(lambda tv: tv.state is PlayerState.PAUSED)
    await wait_for_state(home.hass, TV, lambda state: state.state == "paused")
    await alexa.tell(TV, "PlaybackController", "Play")
    await home.apple_tv.wait_for(lambda tv: tv.state is PlayerState.PLAYING)
    assert not home.infrared


async def test_seeking_moves_the_linked_player(home: Home, alexa: Alexa) -> None:
    await home.play(position=60)
    await home.watch(WATCH_APPLE_TV)
    await wait_for_state(home.hass, TV, lambda state: state.state == "playing")
    await alexa.tell(
        TV,
        "SeekController",
        "AdjustSeekPosition",
        answer="StateReport",
        deltaPositionMilliseconds=60_000,
    )
    await home.apple_tv.wait_for(lambda tv: tv.position > 110)


async def test_a_channel_is_tuned_to(home: Home, alexa: Alexa) -> None:
    await home.watch(WATCH_TV)
    await alexa.tell(
        TV,
        "ChannelController",
        "ChangeChannel",
        channel={"number": "105"},
        channelMetadata={},
    )
    await home.hub.wait_for(lambda hub: hub.channels == ["105"])
