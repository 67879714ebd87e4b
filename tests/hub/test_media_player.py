"""The media player of a hub: activities as sources, and keys of the running one."""

from typing import Any

from homeassistant.components.media_player import DOMAIN as MEDIA_PLAYER_DOMAIN
from homeassistant.components.media_player.const import (
    MediaPlayerEntityFeature as Feature,
)
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest

from custom_components.remote_bridge.const import CONF_DEFAULT_ACTIVITY
from simulators.harmony_hub import Fault, SimulatedHub
from simulators.harmony_hub.configuration import living_room
from simulators.harmony_hub.configuration.build import control_group, keys
from simulators.harmony_hub.configuration.identifiers import (
    APPLE_TV,
    BLU_RAY,
    KITCHEN_RADIO,
    PLAY_GAMES,
    RECEIVER,
    WATCH_A_FILM,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ..common import state_of, wait_for_state
from .common import MEDIA_PLAYER, act, sent, start

pytestmark = pytest.mark.usefixtures("init_integration")

_ALWAYS = (
    Feature.TURN_ON
    | Feature.TURN_OFF
    | Feature.SELECT_SOURCE
    | Feature.PLAY_MEDIA
    | Feature.BROWSE_MEDIA
    | Feature.SEARCH_MEDIA
)


async def _do(hass: HomeAssistant, action: str, **data: object) -> None:
    await act(hass, MEDIA_PLAYER_DOMAIN, action, MEDIA_PLAYER, **data)


def _features(hass: HomeAssistant) -> Feature:
    return Feature(state_of(hass, MEDIA_PLAYER).attributes["supported_features"])


# ── Off, on, source ───────────────────────────────────────────────────────────


async def test_sources_are_the_activities(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await _do(hass, "select_source", source="Küche Radio")

    state = await wait_for_state(
        hass,
        MEDIA_PLAYER,
        lambda state: state.attributes.get("source") == "Küche Radio",
    )
    assert state.state == STATE_ON
    assert "Popcorn 🍿" in state.attributes["source_list"]
    assert hub.activity_id == KITCHEN_RADIO


async def test_an_unknown_source_is_refused_with_the_nearest(
    hass: HomeAssistant,
) -> None:
    with pytest.raises(ServiceValidationError, match="Play Games") as raised:
        await _do(hass, "select_source", source="Play Game")

    assert raised.value.translation_key == "unknown_activity"


@pytest.mark.parametrize("options", [{CONF_DEFAULT_ACTIVITY: PLAY_GAMES}])
async def test_it_turns_on_and_off(hass: HomeAssistant, hub: SimulatedHub) -> None:
    await _do(hass, "turn_on")
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == STATE_ON)
    assert hub.activity_id == PLAY_GAMES

    await _do(hass, "turn_off")
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == STATE_OFF)


# ── What it offers ────────────────────────────────────────────────────────────


_BY_KEYS = (
    Feature.VOLUME_STEP
    | Feature.VOLUME_MUTE
    | Feature.PLAY
    | Feature.PAUSE
    | Feature.STOP
    | Feature.NEXT_TRACK
    | Feature.PREVIOUS_TRACK
)


async def test_what_is_offered_does_not_depend_on_what_runs(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    """Voice assistants ask once what a player can do, mostly while everything is off."""
    assert _features(hass) == _ALWAYS | _BY_KEYS

    await start(hass, hub, WATCH_TV)
    assert _features(hass) == _ALWAYS | _BY_KEYS


def _without_keys(*activities: str) -> dict[str, Any]:
    """Return a living room where some activities have neither keys nor roles."""
    config = living_room()
    for activity in config["activity"]:
        if activity["id"] in activities:
            activity |= {"controlGroup": [], "roles": {}}
            for role in [name for name in activity if name.endswith("ActivityRole")]:
                # Hubs say it twice.
                del activity[role]
    return config


@pytest.mark.parametrize("config", [_without_keys(WATCH_TV)])
@pytest.mark.parametrize("action", ["volume_up", "media_pause"])
async def test_what_the_running_activity_cannot_do_is_an_error_that_says_so(
    hass: HomeAssistant, hub: SimulatedHub, action: str
) -> None:
    await start(hass, hub, WATCH_TV)
    hub.infrared.clear()

    with pytest.raises(ServiceValidationError, match="Watch TV") as raised:
        await _do(hass, action)

    assert raised.value.translation_key in {"unknown_command", "no_command_known"}
    assert hub.infrared == []


async def test_while_all_is_off_nothing_is_turned_up(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await _do(hass, "volume_up")

    assert raised.value.translation_key == "nothing_runs"
    assert hub.infrared == []


@pytest.mark.parametrize(
    "config", [_without_keys(*(one["id"] for one in living_room()["activity"]))]
)
async def test_what_no_activity_has_keys_for_is_not_offered(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_TV)

    assert _features(hass) == _ALWAYS


# ── Keys ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("volume_up", (RECEIVER, "VolumeUp")),
        ("volume_down", (RECEIVER, "VolumeDown")),
        ("media_play", (BLU_RAY, "Play")),
        ("media_pause", (BLU_RAY, "Pause")),
        ("media_stop", (BLU_RAY, "Stop")),
        ("media_next_track", (BLU_RAY, "SkipForward")),
        ("media_previous_track", (BLU_RAY, "SkipBackward")),
    ],
)
async def test_keys_go_to_the_devices_of_the_activity(
    hass: HomeAssistant, hub: SimulatedHub, action: str, expected: tuple[str, str]
) -> None:
    await start(hass, hub, WATCH_A_FILM)
    hub.infrared.clear()

    await _do(hass, action)

    await hub.wait_for(lambda hub: bool(hub.infrared))
    assert sent(hub) == [expected]


async def test_play_and_pause_by_turns_is_left_to_the_device(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_APPLE_TV)
    hub.infrared.clear()

    await _do(hass, "media_play_pause")

    await hub.wait_for(lambda hub: bool(hub.infrared))
    assert sent(hub) == [(APPLE_TV, "PlayPause")]


@pytest.mark.parametrize("refusal", [5.0])
async def test_a_refused_key_is_an_error(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_A_FILM)
    hub.faults.set(Fault.REFUSE_KEY, code=506)

    with pytest.raises(HomeAssistantError, match="Denon") as raised:
        await _do(hass, "volume_up")

    assert raised.value.translation_key == "bluetooth_not_connected"


# ── Mute ──────────────────────────────────────────────────────────────────────


async def _mute(hass: HomeAssistant, hub: SimulatedHub, mute: bool) -> None:
    await _do(hass, "volume_mute", is_volume_muted=mute)
    await wait_for_state(
        hass,
        MEDIA_PLAYER,
        lambda state: state.attributes["is_volume_muted"] is mute,
    )


async def test_a_key_that_mutes_and_unmutes_is_pressed_only_to_change_something(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_TV)
    hub.infrared.clear()

    for mute in (True, True, False, False):
        await _mute(hass, hub, mute)

    await hub.wait_for(lambda hub: len(hub.infrared) == 2)
    assert sent(hub) == [(RECEIVER, "Mute")] * 2


def _with_discrete_mute() -> dict[str, Any]:
    """Return a living room whose receiver has keys for muting and for unmuting."""
    config = living_room()
    group = control_group(RECEIVER, "Discrete", keys("MuteOn MuteOff"))
    for owner in (config["device"][1], config["activity"][0]):
        owner["controlGroup"].append(group)
    return config


@pytest.mark.parametrize("config", [_with_discrete_mute()])
async def test_keys_for_muting_and_unmuting_are_always_pressed(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_TV)
    hub.infrared.clear()

    for mute in (True, True, False):
        await _mute(hass, hub, mute)

    await hub.wait_for(lambda hub: len(hub.infrared) == 3)
    assert [command for _, command in sent(hub)] == ["MuteOn", "MuteOn", "MuteOff"]


@pytest.mark.parametrize("action", ["volume_up", "volume_down"])
async def test_changing_the_volume_ends_muting_as_it_does_on_devices(
    hass: HomeAssistant, hub: SimulatedHub, action: str
) -> None:
    await start(hass, hub, WATCH_TV)
    await _mute(hass, hub, True)

    await _do(hass, action)

    assert state_of(hass, MEDIA_PLAYER).attributes["is_volume_muted"] is False


async def test_another_activity_begins_unmuted(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_TV)
    await _mute(hass, hub, True)

    await start(hass, hub, WATCH_A_FILM)

    assert state_of(hass, MEDIA_PLAYER).attributes["is_volume_muted"] is False
