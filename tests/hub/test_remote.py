"""The remote of a hub: activities, keys, and what dashboard cards read."""

import asyncio
from typing import Any

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import CONF_DEFAULT_ACTIVITY
from simulators.harmony_hub import Fault, Pace, SimulatedHub
from simulators.harmony_hub.configuration.identifiers import (
    FIRE_TV,
    LISTEN_TO_MUSIC,
    RECEIVER,
    SET_TOP_BOX,
    TELEVISION,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ..common import state_of, wait_for_state
from ..fake_time import FakeTime
from .common import REMOTE, ask_remote, requests, sent, start

pytestmark = pytest.mark.usefixtures("init_integration")

_START = ("runactivity", "startactivity")


# ── Activities ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("transport", ["websocket", "xmpp"])
@pytest.mark.parametrize("name", ["Watch TV", "watch_tv", WATCH_TV])
async def test_turning_on_starts_the_named_activity(
    hass: HomeAssistant, hub: SimulatedHub, name: str
) -> None:
    await ask_remote(hass, "turn_on", activity=name)

    state = await wait_for_state(
        hass, REMOTE, lambda state: state.attributes["current_activity"] == "Watch TV"
    )
    assert state.state == STATE_ON
    assert hub.activity_id == WATCH_TV


@pytest.mark.parametrize("pace", [Pace.MANUAL])
async def test_turning_on_returns_when_the_hub_has_accepted_and_shows_what_starts(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await ask_remote(hass, "turn_on", activity="Watch TV")

    await hub.step()
    state = await wait_for_state(
        hass, REMOTE, lambda state: state.attributes["activity_starting"] == "Watch TV"
    )
    assert state.state == STATE_ON
    assert state.attributes["current_activity"] == "Watch TV"
    await hub.finish_activity()
    await wait_for_state(
        hass, REMOTE, lambda state: state.attributes["activity_starting"] is None
    )
    assert hub.activity_status == 2


async def test_starting_what_runs_sends_nothing(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_TV)

    await ask_remote(hass, "turn_on", activity="Watch TV")

    assert not requests(hub, *_START)


@pytest.mark.parametrize("transport", ["websocket", "xmpp"])
async def test_turning_off_turns_everything_off(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_TV)

    await ask_remote(hass, "turn_off")

    state = await wait_for_state(hass, REMOTE, lambda state: state.state == STATE_OFF)
    assert state.attributes["current_activity"] == "PowerOff"
    assert not any(hub.powered[one] for one in (TELEVISION, RECEIVER, SET_TOP_BOX))


async def test_turning_off_what_is_off_sends_nothing(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await ask_remote(hass, "turn_off")

    assert not requests(hub, *_START)


@pytest.mark.parametrize("name", ["PowerOff", "power_off", "-1"])
async def test_the_activity_that_is_none_can_be_started_as_cards_do(
    hass: HomeAssistant, hub: SimulatedHub, name: str
) -> None:
    await start(hass, hub, WATCH_TV)

    await ask_remote(hass, "turn_on", activity=name)

    await wait_for_state(hass, REMOTE, lambda state: state.state == STATE_OFF)


async def test_an_unknown_activity_is_refused_with_the_nearest(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    with pytest.raises(ServiceValidationError, match="Watch TV") as raised:
        await ask_remote(hass, "turn_on", activity="Wach TV")

    assert raised.value.translation_key == "unknown_activity"
    assert not requests(hub, *_START)


async def test_an_activity_that_the_hub_refuses_is_an_error(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    hub.faults.set(Fault.ACTIVITY_REFUSED)

    with pytest.raises(HomeAssistantError, match="Watch TV") as raised:
        await ask_remote(hass, "turn_on", activity="Watch TV")

    assert raised.value.translation_key == "activity_failed"
    assert state_of(hass, REMOTE).state == STATE_OFF


# ── On, without saying what ───────────────────────────────────────────────────


async def test_on_starts_what_ran_last(hass: HomeAssistant, hub: SimulatedHub) -> None:
    await start(hass, hub, LISTEN_TO_MUSIC)
    await start(hass, hub, "-1")

    await ask_remote(hass, "turn_on")

    await wait_for_state(hass, REMOTE, lambda state: state.state == STATE_ON)
    assert hub.activity_id == LISTEN_TO_MUSIC


async def test_what_ran_last_is_known_after_a_restart(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await start(hass, hub, LISTEN_TO_MUSIC)
    await start(hass, hub, "-1")

    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()

    state = state_of(hass, REMOTE)
    assert state.attributes["last_activity"] == "Listen to Music"
    assert state.state == STATE_OFF


@pytest.mark.parametrize("options", [{CONF_DEFAULT_ACTIVITY: WATCH_APPLE_TV}])
async def test_on_starts_the_activity_that_the_user_chose(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await ask_remote(hass, "turn_on")

    await wait_for_state(hass, REMOTE, lambda state: state.state == STATE_ON)
    assert hub.activity_id == WATCH_APPLE_TV


@pytest.mark.parametrize("options", [{CONF_DEFAULT_ACTIVITY: WATCH_APPLE_TV}])
async def test_on_leaves_alone_what_is_on(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_TV)

    await ask_remote(hass, "turn_on")

    assert not requests(hub, *_START)


@pytest.mark.parametrize(
    "options",
    [
        {CONF_DEFAULT_ACTIVITY: "none"},
        {CONF_DEFAULT_ACTIVITY: "last"},
        {CONF_DEFAULT_ACTIVITY: "999"},
    ],
    ids=["the user wants to be asked", "nothing has run yet", "it is no more"],
)
async def test_on_names_the_activities_where_it_cannot_know(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    with pytest.raises(ServiceValidationError, match=r"Watch TV.*Küche Radio") as error:
        await ask_remote(hass, "turn_on")

    assert error.value.translation_key == "name_an_activity"
    assert not requests(hub, *_START)


# ── What cards read ───────────────────────────────────────────────────────────


async def test_cards_find_what_they_read(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_TV)

    attributes = state_of(hass, REMOTE).attributes

    assert attributes["activity_list"] == [
        "Watch TV",
        "Watch Apple TV",
        "Watch a Film",
        "Play Games",
        "Listen to Music",
        "Küche Radio",
        "Popcorn 🍿",
    ]
    assert attributes["current_activity"] == "Watch TV"
    assert attributes["last_activity"] == "Watch TV"
    assert attributes["activity_starting"] is None
    assert attributes["devices_list"][:2] == ["Samsung TV", "Denon AV Receiver"]


@pytest.mark.parametrize("pace", [Pace.MANUAL])
async def test_cards_see_that_everything_is_being_turned_off(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await hub.press_on_remote(WATCH_TV)
    await hub.finish_activity()

    await ask_remote(hass, "turn_off")
    await hub.step()

    state = await wait_for_state(
        hass, REMOTE, lambda state: state.attributes["activity_starting"] == "PowerOff"
    )
    assert state.state == STATE_ON
    await hub.finish_activity()


# ── Keys ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("transport", ["websocket", "xmpp"])
@pytest.mark.parametrize("device", ["Samsung TV", "samsung_tv", TELEVISION])
async def test_a_key_goes_to_the_named_device(
    hass: HomeAssistant, hub: SimulatedHub, device: str
) -> None:
    await ask_remote(hass, "send_command", command="volume_up", device=device)

    await hub.wait_for(lambda hub: bool(hub.infrared) and hub.infrared[0].ended)
    assert sent(hub) == [(TELEVISION, "VolumeUp")]


@pytest.mark.parametrize(
    ("activity", "key", "expected"),
    [
        (WATCH_TV, "VolumeUp", (RECEIVER, "VolumeUp")),
        (WATCH_TV, "channel_up", (SET_TOP_BOX, "ChannelUp")),
        (WATCH_TV, "5", (SET_TOP_BOX, "5")),
        (WATCH_APPLE_TV, "mute", (RECEIVER, "Mute")),
    ],
)
async def test_a_key_without_a_device_follows_the_activity(
    hass: HomeAssistant,
    hub: SimulatedHub,
    activity: str,
    key: str,
    expected: tuple[str, str],
) -> None:
    await start(hass, hub, activity)
    hub.infrared.clear()

    await ask_remote(hass, "send_command", command=key)

    await hub.wait_for(lambda hub: bool(hub.infrared))
    assert sent(hub) == [expected]


async def test_a_key_without_a_device_needs_an_activity(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    with pytest.raises(ServiceValidationError, match="No activity") as raised:
        await ask_remote(hass, "send_command", command="VolumeUp")

    assert raised.value.translation_key == "nothing_runs"
    assert not hub.infrared


async def test_keys_are_sent_in_order_and_repeated(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await ask_remote(
        hass,
        "send_command",
        device="Fire TV",
        command=["Home", "DirectionDown", "OK"],
        num_repeats=2,
        delay_secs=0,
    )

    await hub.wait_for(lambda hub: len(hub.infrared) == 6)
    keys = [(FIRE_TV, "Home"), (FIRE_TV, "DirectionDown"), (FIRE_TV, "Ok")]
    assert sent(hub) == keys * 2


async def test_a_key_is_held_as_long_as_it_was_asked_for(
    hass: HomeAssistant, hub: SimulatedHub, time: FakeTime
) -> None:
    held = asyncio.create_task(
        ask_remote(
            hass, "send_command", device="Samsung TV", command="VolumeUp", hold_secs=2
        )
    )
    await hub.wait_for(lambda hub: bool(hub.infrared))
    (key,) = hub.infrared
    for _ in range(3):
        await time.advance(0.5)
        assert key.ended is None
    await time.advance(1)
    await held
    await hub.wait_for(lambda _: key.ended is not None)
    assert key.ended - key.began >= 2
    assert key.holds >= 2
    assert key.let_go


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"device": "Sams", "command": ["Mute"]}, "unknown_device"),
        ({"device": "Samsung TV", "command": ["Mute", "Mutte"]}, "unknown_command"),
        ({"device": "Philips Hue", "command": ["On"]}, "no_command_known"),
        ({"device": "Samsung TV", "command": []}, "no_command"),
        (
            {"device": "Samsung TV", "command": ["Mute"], "num_repeats": 101},
            "out_of_range",
        ),
        (
            {"device": "Samsung TV", "command": ["Mute"], "delay_secs": -1},
            "out_of_range",
        ),
        (
            {"device": "Samsung TV", "command": ["Mute"], "hold_secs": 61},
            "out_of_range",
        ),
        (
            {"device": "Samsung TV", "command": ["Mute"], "hold_secs": 45},
            "hold_too_long",
        ),
        (
            {"device": "Samsung TV", "command": ["Mute"] * 11, "num_repeats": 100},
            "sequence_too_long",
        ),
    ],
)
async def test_what_cannot_be_is_refused_before_the_first_key(
    hass: HomeAssistant, hub: SimulatedHub, data: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await ask_remote(hass, "send_command", **data)

    assert raised.value.translation_key == reason
    assert not hub.infrared


@pytest.mark.parametrize("refusal", [5.0])
@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (565, "key_device_not_found"),
        (566, "key_not_found"),
        (401, "bluetooth_not_paired"),
        (506, "bluetooth_not_connected"),
        (500, "key_refused"),
    ],
)
async def test_a_refused_key_is_an_error_that_names_device_and_key(
    hass: HomeAssistant, hub: SimulatedHub, code: int, reason: str
) -> None:
    hub.faults.set(Fault.REFUSE_KEY, code=code)

    with pytest.raises(HomeAssistantError) as raised:
        await ask_remote(hass, "send_command", device="PlayStation 3", command="PS")

    assert raised.value.translation_key == reason
    assert not isinstance(raised.value, ServiceValidationError)
    assert "PlayStation 3" in str(raised.value)
    assert "PS" in str(raised.value)
