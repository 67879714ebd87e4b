"""The blueprint for lights that follow what plays."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from simulators.apple_tv import PlayerState
from simulators.harmony_hub.configuration import POWER_OFF, WATCH_APPLE_TV, WATCH_TV

from ..common import state_of, wait_for_state
from ..home import APPLE_TV, TV, Home
from ..hub.common import act
from .common import automate

pytestmark = pytest.mark.usefixtures("blueprints")


async def _lights(hass: HomeAssistant, player: str, light: str, **more: Any) -> None:
    inputs = {
        "player": player,
        "lights": [light],
        "brightness_playing": 10,
        "brightness_paused": 40,
        "brightness_over": 100,
        "patience": 0,
    }
    await automate(hass, "lights_follow_playback", **inputs | more)


async def _until(hass: HomeAssistant, light: str, percent: int | None) -> None:
    """Wait until the light is as bright as that; None is off."""
    level = None if percent is None else int(percent / 100 * 255)
    await wait_for_state(
        hass,
        light,
        lambda state: state.attributes.get("brightness") in (level, (level or 0) + 1),
    )


async def test_lights_follow_an_apple_tv_by_itself(home: Home, light: str) -> None:
    await _lights(home.hass, APPLE_TV, light)
    await home.play()
    await _until(home.hass, light, 10)
    home.apple_tv.pause()
    await _until(home.hass, light, 40)
    home.apple_tv.set_state(PlayerState.PLAYING)
    await _until(home.hass, light, 10)
    home.apple_tv.idle()
    await _until(home.hass, light, 100)


async def test_lights_follow_an_activity_that_no_player_is_linked_to(
    home: Home, light: str
) -> None:
    await _lights(home.hass, TV, light)
    await home.watch(WATCH_TV)
    await _until(home.hass, light, 10)
    await act(home.hass, "media_player", "media_pause", TV)
    await _until(home.hass, light, 40)
    await home.hub.press_on_remote(POWER_OFF)
    await _until(home.hass, light, 100)


async def test_lights_follow_the_apple_tv_that_an_activity_is_linked_to(
    home: Home, light: str
) -> None:
    await _lights(home.hass, TV, light)
    await home.play()
    # Nobody watches it.
    await home.watch(WATCH_TV)
    await home.watch(WATCH_APPLE_TV)
    await _until(home.hass, light, 10)
    home.apple_tv.pause()
    await _until(home.hass, light, 40)


async def test_no_brightness_is_no_light(home: Home, light: str) -> None:
    await act(home.hass, "light", "turn_on", light, brightness_pct=50)
    await _lights(home.hass, APPLE_TV, light, brightness_playing=0)
    await home.play()
    await wait_for_state(home.hass, light, lambda state: state.state == "off")


async def test_a_scene_takes_the_place_of_a_brightness(home: Home, light: str) -> None:
    scene = {"name": "Cinema", "entities": {light: {"state": "on", "brightness": 77}}}
    assert await async_setup_component(home.hass, "scene", {"scene": scene})
    await _lights(home.hass, APPLE_TV, light, scene_playing=["scene.cinema"])
    await home.play()
    await wait_for_state(
        home.hass, light, lambda state: state.attributes.get("brightness") == 77
    )
    home.apple_tv.pause()
    await _until(home.hass, light, 40)


async def test_by_day_nothing_happens_unless_that_is_wanted(
    home: Home, light: str
) -> None:
    home.hass.states.async_set("sun.sun", "above_horizon")
    await _lights(home.hass, APPLE_TV, light)
    await home.play()
    assert state_of(home.hass, light).state == "unknown"


async def test_by_day_as_well_if_that_is_wanted(home: Home, light: str) -> None:
    home.hass.states.async_set("sun.sun", "above_horizon")
    await _lights(home.hass, APPLE_TV, light, only_in_the_dark=False)
    await home.play()
    await _until(home.hass, light, 10)


async def test_a_device_that_comes_back_leaves_the_lights_alone(
    home: Home, light: str
) -> None:
    await home.play()
    await act(home.hass, "light", "turn_on", light, brightness_pct=60)
    await _lights(home.hass, APPLE_TV, light)
    await home.hass.config_entries.async_unload(home.apple_tv_entry.entry_id)
    await home.hass.async_block_till_done()
    assert state_of(home.hass, APPLE_TV).state == "unavailable"
    await home.hass.config_entries.async_setup(home.apple_tv_entry.entry_id)
    await wait_for_state(home.hass, APPLE_TV, lambda state: state.state == "playing")
    await home.hass.async_block_till_done()
    await _until(home.hass, light, 60)
