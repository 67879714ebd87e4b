"""How loud it is: steps that can be stopped, muting, a level that is counted, and a player that has its own."""

import asyncio
from typing import Any

from homeassistant.components.media_player.const import (
    MediaPlayerEntityFeature as Feature,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest

from custom_components.remote_bridge.const import CONF_LINKS, CONF_PLAYER_VOLUME
from simulators.harmony_hub import Fault
from simulators.harmony_hub.configuration import (
    LISTEN_TO_MUSIC,
    RECEIVER,
    WATCH_TV,
    living_room,
)

from ...common import state_of, wait_for_state
from ...home import TV, VOLUME_LEVEL, VOLUME_STEPS, Home
from ...other_player import OTHER, OtherPlayer
from ..common import act

_UP = (RECEIVER, "VolumeUp")
_DOWN = (RECEIVER, "VolumeDown")
_MUTE = (RECEIVER, "Mute")


async def _do(hass: HomeAssistant, action: str, **data: Any) -> None:
    await act(hass, "media_player", action, TV, **data)


def _shows(hass: HomeAssistant, name: str) -> Any:
    return state_of(hass, TV).attributes.get(name)


def _features(hass: HomeAssistant) -> Feature:
    return Feature(_shows(hass, "supported_features"))


def _ask(hass: HomeAssistant, action: str, times: int) -> list[asyncio.Task[None]]:
    return [hass.async_create_task(_do(hass, action)) for _ in range(times)]


async def _set(hass: HomeAssistant, level: float) -> None:
    await _do(hass, "volume_set", volume_level=level)


async def _watch(home: Home) -> None:
    await home.watch(WATCH_TV)
    home.forget()


# ── Bursts ────────────────────────────────────────────────────────────────────


async def test_ten_steps_at_once_become_ten_keys(
    hass: HomeAssistant, home: Home
) -> None:
    await _watch(home)

    await asyncio.gather(*_ask(hass, "volume_up", 10))

    await home.until_infrared(*[_UP] * 10)


async def test_the_other_direction_stops_what_is_left_of_them(
    hass: HomeAssistant, home: Home
) -> None:
    await _watch(home)
    louder = _ask(hass, "volume_up", 50)
    await home.hub.wait_for(lambda hub: bool(hub.infrared))

    await _do(hass, "volume_down")
    # Nobody is left waiting, and none of them is an error.
    await asyncio.gather(*louder)

    assert home.infrared[-1] == _DOWN
    assert home.infrared.count(_UP) < 50
    assert home.infrared.count(_DOWN) == 1


async def test_muting_stops_them_as_well(hass: HomeAssistant, home: Home) -> None:
    await _watch(home)
    louder = _ask(hass, "volume_up", 50)
    await home.hub.wait_for(lambda hub: bool(hub.infrared))

    await _do(hass, "volume_mute", is_volume_muted=True)
    await asyncio.gather(*louder)

    assert home.infrared[-1] == _MUTE
    assert home.infrared.count(_UP) < 50
    assert _shows(hass, "is_volume_muted") is True


async def test_turning_off_stops_them_as_well(hass: HomeAssistant, home: Home) -> None:
    await _watch(home)
    louder = _ask(hass, "volume_up", 50)
    await home.hub.wait_for(lambda hub: bool(hub.infrared))

    await _do(hass, "turn_off")
    await asyncio.gather(*louder)

    assert home.infrared.count(_UP) < 50


async def test_who_gives_up_waiting_takes_his_step_back(
    hass: HomeAssistant, home: Home
) -> None:
    await _watch(home)
    first, *others = _ask(hass, "volume_up", 4)
    await home.hub.wait_for(lambda hub: bool(hub.infrared))

    others[1].cancel()
    await asyncio.gather(first, others[0], others[2])

    await home.until_infrared(*[_UP] * 3)


async def test_a_refused_step_is_an_error_for_everybody_who_waits(
    hass: HomeAssistant, home: Home
) -> None:
    await _watch(home)
    home.hub.faults.set(Fault.REFUSE_KEY, code=506)

    outcomes = await asyncio.gather(*_ask(hass, "volume_up", 3), return_exceptions=True)

    assert all(isinstance(outcome, HomeAssistantError) for outcome in outcomes)
    assert home.infrared == []


async def test_more_steps_than_anybody_means_are_refused(
    hass: HomeAssistant, home: Home
) -> None:
    await _watch(home)

    louder = _ask(hass, "volume_up", 210)
    done, _ = await asyncio.wait(louder, return_when=asyncio.FIRST_EXCEPTION)
    await _do(hass, "turn_off")
    await asyncio.gather(*louder, return_exceptions=True)

    refused = [error for task in done if (error := task.exception())]
    assert {error.translation_key for error in refused} == {"too_many_keys"}
    assert 0 < len(refused) < 20


async def test_unloading_in_the_middle_ends_the_steps(
    hass: HomeAssistant, home: Home
) -> None:
    await _watch(home)
    louder = _ask(hass, "volume_up", 50)
    await home.hub.wait_for(lambda hub: bool(hub.infrared))

    assert await hass.config_entries.async_unload(home.hub_entry.entry_id)
    await asyncio.gather(*louder, return_exceptions=True)

    assert home.infrared.count(_UP) < 50


# ── A level that is counted ───────────────────────────────────────────────────


async def test_a_calibrated_volume_has_a_level_that_can_be_set(
    hass: HomeAssistant, home: Home
) -> None:
    await _watch(home)

    assert _shows(hass, "volume_level") == VOLUME_LEVEL
    assert {Feature.VOLUME_SET, Feature.VOLUME_STEP} <= set(_features(hass))
    await _set(hass, 0.3)

    await wait_for_state(
        hass, TV, lambda state: state.attributes["volume_level"] == 0.3
    )
    await home.until_infrared(*[_UP] * round(0.1 * VOLUME_STEPS))


async def test_setting_the_level_again_counts_from_where_it_is(
    hass: HomeAssistant, home: Home
) -> None:
    await _watch(home)
    await _set(hass, 1.0)
    await home.hub.wait_for(lambda hub: bool(hub.infrared))

    await _set(hass, 0.1)

    await wait_for_state(
        hass, TV, lambda state: state.attributes["volume_level"] == 0.1
    )
    up, down = home.infrared.count(_UP), home.infrared.count(_DOWN)
    assert 0 < up < 40
    assert round(VOLUME_LEVEL * VOLUME_STEPS) + up - down == 0.1 * VOLUME_STEPS


async def test_silence_is_where_counting_begins_anew(
    hass: HomeAssistant, home: Home
) -> None:
    await _watch(home)

    await _set(hass, 0)

    # The device may have been louder than was thought.
    await home.until_infrared(*[_DOWN] * (10 + 5))
    assert _shows(hass, "volume_level") == 0


async def test_the_same_level_sends_nothing(hass: HomeAssistant, home: Home) -> None:
    await _watch(home)

    await _set(hass, VOLUME_LEVEL)
    await hass.async_block_till_done()

    assert home.infrared == []


async def test_every_key_that_changes_it_is_counted_whoever_presses_it(
    hass: HomeAssistant, home: Home
) -> None:
    await _watch(home)

    await act(hass, "remote", "send_command", "remote.tv", command="volume_up")
    await act(
        hass,
        "remote",
        "send_command",
        "remote.denon_av_receiver",
        command=["VolumeUp", "VolumeUp"],
    )

    await wait_for_state(
        hass, TV, lambda state: state.attributes["volume_level"] == 13 / VOLUME_STEPS
    )


async def test_the_level_outlives_a_restart(hass: HomeAssistant, home: Home) -> None:
    await _watch(home)
    await _set(hass, 0.3)
    await wait_for_state(
        hass, TV, lambda state: state.attributes["volume_level"] == 0.3
    )

    assert await hass.config_entries.async_reload(home.hub_entry.entry_id)

    await wait_for_state(
        hass, TV, lambda state: state.attributes.get("volume_level") == 0.3
    )


async def test_a_new_calibration_counts_more_than_what_was_counted(
    hass: HomeAssistant, home: Home
) -> None:
    await _watch(home)
    await _set(hass, 0.3)
    options = dict(home.hub_entry.options)
    options["calibration"] = {
        RECEIVER: {"steps": 80, "level": 0.5, "since": "2026-11-02T20:00:00+00:00"}
    }
    hass.config_entries.async_update_entry(home.hub_entry, options=options)

    assert await hass.config_entries.async_reload(home.hub_entry.entry_id)

    await wait_for_state(
        hass, TV, lambda state: state.attributes.get("volume_level") == 0.5
    )


@pytest.mark.parametrize("hub_options", [{}])
async def test_without_a_calibration_no_level_is_made_up(
    hass: HomeAssistant, home: Home
) -> None:
    await _watch(home)

    assert _shows(hass, "volume_level") is None
    assert Feature.VOLUME_SET not in _features(hass)
    assert Feature.VOLUME_STEP in _features(hass)
    with pytest.raises(ServiceValidationError):
        await _set(hass, 0.3)
    assert home.infrared == []


# ── The player's own volume ───────────────────────────────────────────────────


def _without_volume() -> dict[str, Any]:
    """Return a living room where nothing has volume keys while music plays."""
    config = living_room()
    for activity in config["activity"]:
        if activity["id"] == LISTEN_TO_MUSIC:
            activity["roles"].pop("VolumeActivityRole", None)
            activity.pop("VolumeActivityRole", None)
            activity["controlGroup"] = [
                group for group in activity["controlGroup"] if group["name"] != "Volume"
            ]
    return config


_LINKED = {CONF_LINKS: {LISTEN_TO_MUSIC: OTHER}}
_OF_PLAYER = pytest.mark.parametrize(
    ("hub_options", "hub_config"),
    [
        pytest.param(_LINKED, _without_volume(), id="nothing has it by infrared"),
        pytest.param(
            _LINKED | {CONF_PLAYER_VOLUME: True}, living_room(), id="as the user wants"
        ),
    ],
)


@_OF_PLAYER
async def test_the_players_volume_is_used_where_it_is_the_one(
    hass: HomeAssistant, other: OtherPlayer, home: Home
) -> None:
    await home.watch(LISTEN_TO_MUSIC)
    home.forget()

    assert _shows(hass, "volume_level") == 0.4
    assert _shows(hass, "is_volume_muted") is False
    await _do(hass, "volume_up")
    await _do(hass, "volume_down")
    await _set(hass, 0.6)
    await _do(hass, "volume_mute", is_volume_muted=True)

    assert other.asked == [
        ("volume_up",),
        ("volume_down",),
        ("volume_set", 0.6),
        ("mute", True),
    ]
    assert home.infrared == []


@_OF_PLAYER
@pytest.mark.parametrize(
    ("command", "asked"),
    [
        ("volume_up", ("volume_up",)),
        ("VolumeDown", ("volume_down",)),
        ("mute", ("mute", True)),
        ("unmute", ("mute", False)),
        ("MuteOn", ("mute", True)),
    ],
)
async def test_keys_for_the_volume_go_to_it_as_well(
    hass: HomeAssistant,
    other: OtherPlayer,
    home: Home,
    command: str,
    asked: tuple[Any, ...],
) -> None:
    await home.watch(LISTEN_TO_MUSIC)
    home.forget()

    await act(hass, "remote", "send_command", "remote.tv", command=command)

    assert other.asked == [asked]
    assert home.infrared == []


@pytest.mark.parametrize("hub_options", [_LINKED])
async def test_infrared_comes_first_unless_the_user_wants_it_otherwise(
    hass: HomeAssistant, other: OtherPlayer, home: Home
) -> None:
    await home.watch(LISTEN_TO_MUSIC)
    home.forget()

    assert _shows(hass, "volume_level") is None
    await _do(hass, "volume_up")

    assert other.asked == []
    await home.until_infrared(_UP)
