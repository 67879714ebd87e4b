"""The remote control of an Apple TV."""

import asyncio
from typing import Any

from homeassistant.components.remote import DOMAIN as REMOTE_DOMAIN
from homeassistant.components.remote.const import (
    ATTR_ACTIVITY,
    ATTR_DELAY_SECS,
    ATTR_DEVICE,
    ATTR_HOLD_SECS,
    ATTR_NUM_REPEATS,
    SERVICE_SEND_COMMAND,
)
from homeassistant.const import (
    ATTR_COMMAND,
    ATTR_ENTITY_ID,
    SERVICE_TOGGLE,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
    STATE_OFF,
    STATE_ON,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import CONF_SWIPE
from custom_components.remote_bridge.dacp import HOLDABLE, Key
from custom_components.remote_bridge.dacp.keys import _ALIASES
from simulators.apple_tv import CATALOGUE, Fault, SimulatedAppleTV

from ..common import state_of, wait_for_state
from .common import MEDIA_PLAYER, REMOTE

pytestmark = pytest.mark.usefixtures("init_integration")

# What arrives at the device for each key.
_ARRIVES = {
    Key.UP: ["up"],
    Key.DOWN: ["down"],
    Key.LEFT: ["left"],
    Key.RIGHT: ["right"],
    Key.SELECT: ["select"],
    Key.MENU: ["menu"],
    Key.TOP_MENU: ["topmenu"],
    Key.CONTEXT_MENU: ["contextmenu"],
    Key.PLAY: ["play"],
    Key.PAUSE: ["pause"],
    Key.PLAY_PAUSE: ["playpause"],
    Key.STOP: ["stop"],
    Key.NEXT: ["nextitem"],
    Key.PREVIOUS: ["previtem"],
    Key.FAST_FORWARD: ["beginff"],
    Key.REWIND: ["beginrew"],
    # These two set the position, and waking up asks for the status.
    Key.SKIP_FORWARD: [],
    Key.SKIP_BACKWARD: [],
    Key.VOLUME_UP: ["volumeup"],
    Key.VOLUME_DOWN: ["volumedown"],
    Key.WAKE_UP: [],
}
_ARRIVES_WHEN_HELD = {
    Key.MENU: ["topmenu"],
    Key.SELECT: ["contextmenu"],
    Key.FAST_FORWARD: ["beginff", "playresume"],
    Key.REWIND: ["beginrew", "playresume"],
    Key.NEXT: ["beginff", "playresume"],
    Key.PREVIOUS: ["beginrew", "playresume"],
}


def _names(key: Key) -> list[str]:
    """Spell a key's names as different people do."""
    own = key.value
    return [
        own,
        own.upper(),
        own.replace("_", " ").title(),
        own.replace("_", ""),
        own.replace("_", "-").capitalize(),
        *_ALIASES[key].split(),
        *_ALIASES[key].upper().split(),
    ]


async def _send(hass: HomeAssistant, *commands: str, **data: Any) -> None:
    await hass.services.async_call(
        REMOTE_DOMAIN,
        SERVICE_SEND_COMMAND,
        {
            ATTR_ENTITY_ID: REMOTE,
            ATTR_COMMAND: list(commands),
            ATTR_DELAY_SECS: 0,
            **data,
        },
        blocking=True,
    )


async def _turn(hass: HomeAssistant, service: str, **data: Any) -> None:
    await hass.services.async_call(
        REMOTE_DOMAIN, service, {ATTR_ENTITY_ID: REMOTE, **data}, blocking=True
    )


@pytest.fixture
async def song(hass: HomeAssistant, apple_tv: SimulatedAppleTV) -> SimulatedAppleTV:
    """Play one of several songs, and forget how that came."""
    apple_tv.play(CATALOGUE["track_2"], position=100)
    await wait_for_state(
        hass, MEDIA_PLAYER, lambda state: "volume_level" in state.attributes
    )
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
    apple_tv.requests.clear()
    return apple_tv


# ── Keys ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", Key)
async def test_every_key_arrives_by_each_of_its_names(
    hass: HomeAssistant, song: SimulatedAppleTV, key: Key
) -> None:
    names = _names(key)

    await _send(hass, *names)

    assert song.keys == _ARRIVES[key] * len(names)
    assert not song.complaints
    assert not song.touch_complaints


async def test_skip_keys_move_by_ten_seconds(
    hass: HomeAssistant, song: SimulatedAppleTV
) -> None:
    await _send(hass, "skip_forward", "skip_forward", "skip_backward")

    assert song.position == pytest.approx(110, abs=2)


async def test_a_sequence_keeps_its_order_and_repeats_as_a_whole(
    hass: HomeAssistant, song: SimulatedAppleTV
) -> None:
    await _send(hass, "Menu", "DirectionUp", "OK", **{ATTR_NUM_REPEATS: 3})

    assert song.keys == ["menu", "up", "select"] * 3


@pytest.mark.parametrize(
    ("data", "pauses"),
    [
        ({}, [0.4] * 3),
        ({ATTR_DELAY_SECS: 1.5}, [1.5] * 3),
        ({ATTR_DELAY_SECS: 0}, []),
    ],
)
async def test_there_is_a_pause_between_keys_and_none_after_the_last(
    hass: HomeAssistant,
    song: SimulatedAppleTV,
    monkeypatch: pytest.MonkeyPatch,
    data: dict[str, Any],
    pauses: list[float],
) -> None:
    paused: list[float] = []

    async def note(seconds: float) -> None:
        paused.append(seconds)

    monkeypatch.setattr("custom_components.remote_bridge.sequences.asyncio.sleep", note)
    await hass.services.async_call(
        REMOTE_DOMAIN,
        SERVICE_SEND_COMMAND,
        {
            ATTR_ENTITY_ID: REMOTE,
            ATTR_COMMAND: ["menu", "menu"],
            ATTR_NUM_REPEATS: 2,
            **data,
        },
        blocking=True,
    )

    assert song.keys == ["menu"] * 4
    assert paused == pauses


async def test_arrows_are_drawn_as_the_options_say(
    hass: HomeAssistant, init_integration: MockConfigEntry, song: SimulatedAppleTV
) -> None:
    await _send(hass, "up")
    assert len(song.requests) == 7

    hass.config_entries.async_update_entry(
        init_integration, options={CONF_SWIPE: "three_events"}
    )
    assert await hass.config_entries.async_reload(init_integration.entry_id)
    await song.wait_for(lambda tv: tv.polls_waiting == 1)
    song.requests.clear()

    await _send(hass, "up")
    assert [request.path for request in song.requests].count(
        "/ctrl-int/1/controlpromptentry"
    ) == 3
    assert song.keys == ["up", "up"]


# ── Held keys ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", _ARRIVES_WHEN_HELD)
async def test_holding_sends_what_stands_in_for_it(
    hass: HomeAssistant, song: SimulatedAppleTV, key: Key
) -> None:
    await _send(hass, key.value, **{ATTR_HOLD_SECS: 0.01})

    assert song.keys == _ARRIVES_WHEN_HELD[key]


@pytest.mark.parametrize(
    "key", [key for key in HOLDABLE if key not in _ARRIVES_WHEN_HELD]
)
async def test_holding_other_keys_repeats_them_until_the_caller_has_enough(
    hass: HomeAssistant, song: SimulatedAppleTV, key: Key
) -> None:
    holding = hass.async_create_task(_send(hass, key.value, **{ATTR_HOLD_SECS: 60}))
    await song.wait_for(lambda tv: len(tv.keys) > 2)

    holding.cancel()
    await asyncio.wait({holding})

    assert set(song.keys) == set(_ARRIVES[key])
    assert not song.finger_down


async def test_a_key_that_cannot_be_held_holds_up_all_of_them(
    hass: HomeAssistant, song: SimulatedAppleTV
) -> None:
    with pytest.raises(
        ServiceValidationError, match=r"stop cannot be held.* up, "
    ) as e:
        await _send(hass, "up", "Stop", **{ATTR_HOLD_SECS: 1})

    assert e.value.translation_key == "cannot_hold"
    assert not song.requests


# ── Mistakes ──────────────────────────────────────────────────────────────────


async def test_an_unknown_key_in_the_middle_sends_nothing_and_names_the_nearest(
    hass: HomeAssistant, song: SimulatedAppleTV
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await _send(hass, "up", "down", "volum_upp", "select")

    assert raised.value.translation_key == "unknown_key"
    assert "volum_upp" in str(raised.value)
    assert "volume_up" in str(raised.value)
    assert not song.requests


@pytest.mark.parametrize(
    ("commands", "data", "reason"),
    [
        ([], {}, "no_command"),
        (["up"], {ATTR_NUM_REPEATS: 0}, "out_of_range"),
        (["up"], {ATTR_NUM_REPEATS: 101}, "out_of_range"),
        (["up"], {ATTR_DELAY_SECS: -0.1}, "out_of_range"),
        (["up"], {ATTR_DELAY_SECS: 61}, "out_of_range"),
        (["up"], {ATTR_DELAY_SECS: float("nan")}, "out_of_range"),
        (["up"], {ATTR_HOLD_SECS: -1}, "out_of_range"),
        (["up"], {ATTR_HOLD_SECS: float("inf")}, "out_of_range"),
        (["up"] * 11, {ATTR_NUM_REPEATS: 100}, "sequence_too_long"),
        (["up"], {ATTR_NUM_REPEATS: 100, ATTR_DELAY_SECS: 7}, "sequence_too_long"),
        (["up"], {ATTR_NUM_REPEATS: 11, ATTR_HOLD_SECS: 60}, "sequence_too_long"),
        (["up"], {ATTR_DEVICE: "Television"}, "no_devices"),
    ],
)
async def test_absurd_wishes_are_refused_and_nothing_is_sent(
    hass: HomeAssistant,
    song: SimulatedAppleTV,
    commands: list[str],
    data: dict[str, Any],
    reason: str,
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await _send(hass, *commands, **data)

    assert raised.value.translation_key == reason
    assert "{" not in str(raised.value)
    assert not song.requests


async def test_volume_keys_are_refused_while_there_is_no_volume(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
    apple_tv.requests.clear()

    with pytest.raises(ServiceValidationError) as raised:
        await _send(hass, "up", "VolumeUp")

    assert raised.value.translation_key == "no_volume"
    assert not apple_tv.requests


# ── Failures ──────────────────────────────────────────────────────────────────


async def test_a_sequence_ends_where_the_device_refuses(
    hass: HomeAssistant, song: SimulatedAppleTV
) -> None:
    song.faults.set(Fault.COMMAND_500, command="pause")

    with pytest.raises(HomeAssistantError) as raised:
        await _send(hass, "menu", "pause", "menu")

    assert raised.value.translation_key == "command_rejected"
    assert song.keys == ["menu"]


async def test_a_swipe_that_fails_half_way_lifts_the_finger(
    hass: HomeAssistant, song: SimulatedAppleTV
) -> None:
    song.faults.set(Fault.TOUCH_FAILS)

    with pytest.raises(HomeAssistantError):
        await _send(hass, "up")

    assert not song.finger_down


async def test_skipping_when_nothing_plays_is_an_error(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    with pytest.raises(HomeAssistantError) as raised:
        await _send(hass, "skip_forward")

    assert raised.value.translation_key == "command_rejected"


async def test_nonsense_in_reply_to_a_key_is_an_error(
    hass: HomeAssistant, song: SimulatedAppleTV
) -> None:
    song.faults.set(Fault.GZIP_BROKEN, path="/ctrl-int/1/playstatusupdate")

    with pytest.raises(HomeAssistantError) as raised:
        await _send(hass, "wake_up")

    assert raised.value.translation_key == "protocol_error"


# ── Power ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("service", [SERVICE_TURN_OFF, SERVICE_TOGGLE])
async def test_turning_off_says_that_it_cannot(
    hass: HomeAssistant, song: SimulatedAppleTV, service: str
) -> None:
    with pytest.raises(ServiceValidationError, match="falls asleep by itself"):
        await _turn(hass, service)

    assert not song.requests
    assert state_of(hass, REMOTE).state == STATE_ON


async def test_turning_on_takes_no_activity(
    hass: HomeAssistant, song: SimulatedAppleTV
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await _turn(hass, SERVICE_TURN_ON, **{ATTR_ACTIVITY: "Watch TV"})

    assert raised.value.translation_key == "no_activities"
    assert not song.requests


@pytest.mark.parametrize("service", [SERVICE_TURN_ON, SERVICE_TOGGLE])
async def test_a_sleeping_device_is_off_already_and_can_be_woken(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, service: str
) -> None:
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
    await apple_tv.sleep_now()
    await wait_for_state(hass, REMOTE, lambda state: state.state == STATE_OFF)

    await _turn(hass, SERVICE_TURN_OFF)
    assert state_of(hass, REMOTE).state == STATE_OFF

    await apple_tv.wake_up()
    await _turn(hass, service)
    assert state_of(hass, REMOTE).state == STATE_ON
