"""What presumably plays in an activity whose devices do not say so."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest

from custom_components.remote_bridge.const import CONF_LINKS
from simulators.harmony_hub import Pace, SimulatedHub
from simulators.harmony_hub.configuration import (
    BLU_RAY,
    LISTEN_TO_MUSIC,
    POPCORN_NIGHT,
    WATCH_A_FILM,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ...common import state_of, wait_for_state
from ...home import TV, Home
from ..common import act

_UNLINKED = pytest.mark.parametrize(
    "hub_options", [{CONF_LINKS: {WATCH_APPLE_TV: None}}]
)


async def _do(hass: HomeAssistant, action: str, **data: Any) -> None:
    await act(hass, "media_player", action, TV, **data)


async def test_a_running_activity_plays_so_that_pause_finds_it(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_A_FILM)

    await wait_for_state(hass, TV, lambda state: state.state == "playing")


@pytest.mark.parametrize(
    ("actions", "state"),
    [
        (("media_pause",), "paused"),
        (("media_pause", "media_play"), "playing"),
        (("media_stop",), "idle"),
        (("media_stop", "media_play"), "playing"),
        (("media_next_track",), "playing"),
    ],
)
async def test_what_was_asked_for_is_what_presumably_plays(
    hass: HomeAssistant, home: Home, actions: tuple[str, ...], state: str
) -> None:
    await home.watch(WATCH_A_FILM)

    for action in actions:
        await _do(hass, action)

    assert state_of(hass, TV).state == state


@_UNLINKED
async def test_a_key_for_both_turns_one_into_the_other(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)

    await _do(hass, "media_play_pause")
    assert state_of(hass, TV).state == "paused"

    await _do(hass, "media_play_pause")
    assert state_of(hass, TV).state == "playing"


async def test_play_means_play_also_where_one_key_does_both(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_A_FILM)
    room = home.hub_entry.runtime_data.living_room
    assert room.infrared("PlayPause").name == "Pause"

    await _do(hass, "media_play")
    await _do(hass, "media_play")

    assert state_of(hass, TV).state == "playing"


@pytest.mark.parametrize(
    ("remote", "command"),
    [("remote.tv", "pause"), ("remote.blu_ray_player", "Pause")],
)
async def test_keys_of_remotes_count_as_well(
    hass: HomeAssistant, home: Home, remote: str, command: str
) -> None:
    await home.watch(WATCH_A_FILM)

    await act(hass, "remote", "send_command", remote, command=command)

    assert state_of(hass, TV).state == "paused"


async def test_keys_of_devices_that_do_not_play_here_count_nothing(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_A_FILM)

    await act(hass, "remote", "send_command", "remote.cd_changer", command="Pause")

    assert (home.infrared[-1][0], home.infrared[-1][1]) != (BLU_RAY, "Pause")
    assert state_of(hass, TV).state == "playing"


async def test_another_activity_begins_by_playing(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_A_FILM)
    await _do(hass, "media_pause")

    await home.watch(LISTEN_TO_MUSIC)

    await wait_for_state(hass, TV, lambda state: state.state == "playing")


async def test_an_activity_without_a_stop_key_says_so(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(POPCORN_NIGHT)
    await wait_for_state(hass, TV, lambda state: state.state == "playing")

    with pytest.raises(ServiceValidationError) as raised:
        await _do(hass, "media_stop")

    assert raised.value.translation_key == "unknown_command"
    assert state_of(hass, TV).state == "playing"


@pytest.mark.parametrize("hub_pace", [Pace.MANUAL])
async def test_a_start_that_takes_its_time_holds_up_neither_volume_nor_off(
    hass: HomeAssistant, home: Home
) -> None:
    hub: SimulatedHub = home.hub
    await _do(hass, "select_source", source="Watch TV")
    await wait_for_state(hass, TV, lambda state: state.state == "on")

    await _do(hass, "volume_up")
    await _do(hass, "media_stop")
    await _do(hass, "turn_off")

    assert [command for _, command in home.infrared] == ["VolumeUp", "Stop"]
    assert hub.activity_id in {WATCH_TV, "-1"}
