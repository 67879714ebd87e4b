"""HomeKit's remote control: keys that HomeKit's own televisions are asked for arrive at the devices."""

from typing import Any

from homeassistant.components.homekit.const import (
    ATTR_KEY_NAME,
    EVENT_HOMEKIT_TV_REMOTE_KEY_PRESSED,
)
from homeassistant.components.homekit.type_remotes import REMOTE_KEYS
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import Context, Event, HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.remote_bridge.const import CONF_LINKS
from custom_components.remote_bridge.homekit import _ATTR_KEY_NAME, _EVENT, _KEYS
from simulators.harmony_hub.configuration import (
    APPLE_TV as APPLE_TV_BY_INFRARED,
    POWER_OFF,
    SET_TOP_BOX,
    TELEVISION,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ..common import wait_for_state
from ..home import APPLE_TV, TV, TV_REMOTE, Home
from .conftest import Press

_CODES = {name: code for code, name in REMOTE_KEYS.items()}


def _fire(
    hass: HomeAssistant, entity_id: Any, key: Any, context: Context | None = None
) -> None:
    """Fire what HomeKit does."""
    hass.bus.async_fire(
        EVENT_HOMEKIT_TV_REMOTE_KEY_PRESSED,
        {ATTR_KEY_NAME: key, ATTR_ENTITY_ID: entity_id},
        context=context,
    )


def test_every_key_and_name_is_homekits_own() -> None:
    assert set(_KEYS) == set(REMOTE_KEYS.values())
    assert _EVENT == EVENT_HOMEKIT_TV_REMOTE_KEY_PRESSED
    assert _ATTR_KEY_NAME == ATTR_KEY_NAME


@pytest.mark.parametrize(
    ("key", "arrives"),
    [
        ("arrow_up", "up"),
        ("arrow_down", "down"),
        ("arrow_left", "left"),
        ("arrow_right", "right"),
        ("select", "select"),
        ("back", "menu"),
        ("exit", "topmenu"),
        ("information", "contextmenu"),
        ("next_track", "nextitem"),
        ("previous_track", "previtem"),
        ("rewind", "beginrew"),
        ("fast_forward", "beginff"),
    ],
)
async def test_a_key_of_homekit_arrives_at_an_apple_tv(
    home: Home, press: Press, key: str, arrives: str
) -> None:
    press(APPLE_TV, _CODES[key])
    await home.until_keys(arrives)
    await home.hass.async_block_till_done()


@pytest.mark.parametrize("entity_id", [TV, TV_REMOTE])
@pytest.mark.parametrize(
    ("key", "arrives"),
    [
        ("arrow_up", "DirectionUp"),
        ("arrow_down", "DirectionDown"),
        ("arrow_left", "DirectionLeft"),
        ("arrow_right", "DirectionRight"),
        ("select", "Ok"),
        ("back", "Back"),
        ("exit", "Exit"),
        ("information", "Info"),
        ("next_track", "SkipForward"),
        ("previous_track", "SkipBackward"),
        ("rewind", "Rewind"),
        ("fast_forward", "FastForward"),
    ],
)
async def test_a_key_of_homekit_arrives_at_the_device_of_the_running_activity(
    home: Home, press: Press, entity_id: str, key: str, arrives: str
) -> None:
    await home.watch(WATCH_TV)
    press(entity_id, _CODES[key])
    await home.until_infrared((SET_TOP_BOX, arrives))


@pytest.mark.parametrize("hub_options", [{CONF_LINKS: {WATCH_APPLE_TV: None}}])
async def test_exit_means_home_where_there_is_no_exit(home: Home, press: Press) -> None:
    await home.watch(WATCH_APPLE_TV)
    press(TV, _CODES["exit"])
    await home.until_infrared((APPLE_TV_BY_INFRARED, "Home"))


async def test_a_key_goes_over_the_network_where_an_apple_tv_plays(
    home: Home, press: Press
) -> None:
    await home.watch(WATCH_APPLE_TV)
    press(TV, _CODES["arrow_up"])
    await home.until_keys("up")
    assert not home.infrared


async def test_a_device_that_the_hub_controls_has_its_own_keys(home: Home) -> None:
    await home.watch(WATCH_TV)
    _fire(home.hass, "remote.samsung_tv", "information")
    await home.until_infrared((TELEVISION, "Info"))


async def test_play_and_pause_are_pressed_once_whoever_takes_care_of_them(
    home: Home, press: Press
) -> None:
    await home.watch(WATCH_TV)
    fired = async_capture_events(home.hass, EVENT_HOMEKIT_TV_REMOTE_KEY_PRESSED)
    # The player pauses by an action of HomeKit's own, the remote has none.
    press(TV, _CODES["play_pause"])
    await home.hass.async_block_till_done()
    assert not fired
    press(TV_REMOTE, _CODES["play_pause"])
    await home.hass.async_block_till_done()
    assert len(fired) == 1

    await home.hub.wait_for(lambda hub: len(hub.infrared) == 2)
    assert {device_id for device_id, _ in home.infrared} == {SET_TOP_BOX}


async def test_keys_that_come_fast_arrive_in_order(home: Home, press: Press) -> None:
    await home.watch(WATCH_TV)
    keys = ["arrow_up", "arrow_left", "select", "arrow_down"] * 3
    for key in keys:
        press(TV, _CODES[key])
    arrive = ["DirectionUp", "DirectionLeft", "Ok", "DirectionDown"] * 3
    await home.until_infrared(*[(SET_TOP_BOX, command) for command in arrive])


async def test_the_press_says_who_asked_for_it(home: Home) -> None:
    await home.watch(WATCH_TV)
    calls: list[Event[Any]] = async_capture_events(home.hass, "call_service")
    context = Context(user_id="somebody")
    _fire(home.hass, TV, "select", context)
    await home.hass.async_block_till_done()

    (call,) = (call for call in calls if call.data["service"] == "send_command")
    assert call.context is context


async def test_a_renamed_entity_is_found(home: Home) -> None:
    await home.watch(WATCH_TV)
    registry = er.async_get(home.hass)
    registry.async_update_entity(TV_REMOTE, new_entity_id="remote.sofa")
    await home.hass.async_block_till_done()
    _fire(home.hass, TV, "select")
    await home.until_infrared((SET_TOP_BOX, "Ok"))


# ── What is not for us ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("entity_id", "key"),
    [
        (TV, "dance"),
        (TV, None),
        (TV, ["select"]),
        (None, "select"),
        ([TV], "select"),
        ("media_player.nobody", "select"),
        ("select.tv_activity", "select"),
    ],
)
async def test_what_is_no_key_for_a_device_of_ours_does_nothing(
    home: Home, entity_id: Any, key: Any
) -> None:
    await home.watch(WATCH_TV)
    calls = async_capture_events(home.hass, "call_service")
    _fire(home.hass, entity_id, key)
    await home.hass.async_block_till_done()
    assert not calls


async def test_entities_of_other_integrations_are_left_alone(home: Home) -> None:
    registry, hass = er.async_get(home.hass), home.hass
    stranger = MockConfigEntry(domain="stranger")
    stranger.add_to_hass(hass)
    ours = registry.async_get(TV)
    assert ours is not None
    theirs = registry.async_get_or_create(
        "media_player",
        "stranger",
        "1",
        config_entry=stranger,
        device_id=ours.device_id,
    )
    await home.watch(WATCH_TV)
    calls = async_capture_events(hass, "call_service")
    _fire(hass, theirs.entity_id, "select")
    await hass.async_block_till_done()
    assert not calls


async def test_a_remote_that_somebody_has_disabled_is_not_pressed(home: Home) -> None:
    await home.watch(WATCH_TV)
    er.async_get(home.hass).async_update_entity(
        TV_REMOTE, disabled_by=er.RegistryEntryDisabler.USER
    )
    await home.hass.async_block_till_done()
    calls = async_capture_events(home.hass, "call_service")
    _fire(home.hass, TV, "select")
    await home.hass.async_block_till_done()
    assert not calls


# ── Failures ──────────────────────────────────────────────────────────────────


def _complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.levelname == "WARNING"]


async def test_a_key_that_fails_is_told_once_in_words_until_one_succeeds(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        _fire(home.hass, TV, "select")
        await home.hass.async_block_till_done()
    (told,) = _complaints(caplog)
    assert told.startswith("HomeKit asked remote.tv for a key: select: ")
    assert "Traceback" not in caplog.text

    await home.watch(WATCH_TV)
    _fire(home.hass, TV, "select")
    await home.until_infrared((SET_TOP_BOX, "Ok"))
    await home.hub.press_on_remote(POWER_OFF)
    await wait_for_state(home.hass, TV, lambda state: state.state == "off")
    _fire(home.hass, TV, "select")
    await home.hass.async_block_till_done()
    assert _complaints(caplog) == [told, told]


async def test_a_hub_that_is_away_gets_no_key_and_says_so_in_the_log(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    await home.watch(WATCH_TV)
    await home.hub.unplug()
    await wait_for_state(
        home.hass, "binary_sensor.tv_connection", lambda state: state.state == "off"
    )
    _fire(home.hass, TV, "select")
    await home.hass.async_block_till_done()
    assert any("HomeKit asked remote.tv" in one for one in _complaints(caplog))
    assert not home.infrared
