"""Favourite channels: which activity tunes, and what is refused before one starts."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import living_room
from simulators.harmony_hub.configuration.identifiers import (
    LISTEN_TO_MUSIC,
    PLAY_GAMES,
    POWER_OFF,
    RECEIVER,
    TELEVISION,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ..common import start
from .common import change_config, make_favourite, press, refused


async def test_a_favourite_of_no_activity_takes_the_first_that_tunes(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    button = await make_favourite(hass, init_integration, "12", "News")
    await start(hass, hub, WATCH_APPLE_TV)

    await press(hass, button)

    await hub.wait_for(lambda hub: hub.channels == ["12"])
    assert hub.activity_id == WATCH_TV


def _two_tuners() -> dict[str, Any]:
    config = living_room()
    config["activity"][1]["roles"]["ChannelChangingActivityRole"] = TELEVISION
    return config


@pytest.mark.parametrize("config", [_two_tuners()])
async def test_a_favourite_of_no_activity_leaves_the_running_one_if_that_tunes(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    button = await make_favourite(hass, init_integration, "12", "News")
    await start(hass, hub, WATCH_APPLE_TV)

    await press(hass, button)

    await hub.wait_for(lambda hub: hub.channels == ["12"])
    assert hub.activity_id == WATCH_APPLE_TV


def _a_radio_comes_first() -> dict[str, Any]:
    """Return a living room in which two activities that are no television tune as well, one of them first."""
    config = living_room()
    by_id = {one["id"]: one for one in config["activity"]}
    for activity_id, order in ((LISTEN_TO_MUSIC, -1), (PLAY_GAMES, 9)):
        by_id[activity_id]["activityOrder"] = order
        by_id[activity_id]["roles"]["ChannelChangingActivityRole"] = RECEIVER
    return config


@pytest.mark.parametrize("config", [_a_radio_comes_first()])
async def test_a_favourite_of_no_activity_is_one_for_television_where_none_ran(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    button = await make_favourite(hass, init_integration, "12", "News")

    await press(hass, button)

    assert hub.channels == ["12"]
    assert hub.activity_id == WATCH_TV


@pytest.mark.parametrize("config", [_a_radio_comes_first()])
async def test_a_favourite_of_no_activity_prefers_the_one_that_ran_last(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    button = await make_favourite(hass, init_integration, "12", "News")
    await start(hass, hub, PLAY_GAMES)
    await start(hass, hub, POWER_OFF)

    await press(hass, button)

    assert hub.channels == ["12"]
    assert hub.activity_id == PLAY_GAMES


def _only_a_radio() -> dict[str, Any]:
    """Return a living room in which nothing for television tunes."""
    config = living_room()
    for activity in config["activity"]:
        activity.pop("ChannelChangingActivityRole", None)
        activity["roles"] = {}
    by_id = {one["id"]: one for one in config["activity"]}
    by_id[LISTEN_TO_MUSIC]["roles"] = {"ChannelChangingActivityRole": RECEIVER}
    return config


@pytest.mark.parametrize("config", [_only_a_radio()])
async def test_a_favourite_of_no_activity_takes_anything_that_tunes_at_last(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    button = await make_favourite(hass, init_integration, "12", "News")

    await press(hass, button)

    assert hub.channels == ["12"]
    assert hub.activity_id == LISTEN_TO_MUSIC


async def _untune(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """Take the tuner out of the only activity that has one."""

    def change(config: dict[str, Any]) -> None:
        # They stand in it twice.
        activity = config["activity"][0]
        for roles in (activity, activity["roles"]):
            del roles["ChannelChangingActivityRole"]

    await change_config(hass, hub, change)


@pytest.mark.parametrize(
    ("activity", "key"), [("any", "nothing_tunes"), (WATCH_TV, "no_tuner")]
)
async def test_a_favourite_that_nothing_tunes_to_any_more_starts_nothing(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    activity: str,
    key: str,
) -> None:
    button = await make_favourite(hass, init_integration, "12", "News", activity)
    await _untune(hass, hub)

    error = await refused(hass, hub, button)

    assert error.translation_key == key


async def test_a_favourite_whose_activity_is_gone_starts_nothing(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    button = await make_favourite(hass, init_integration, "12", "News", WATCH_TV)
    await change_config(hass, hub, lambda config: config["activity"].pop(0))

    error = await refused(hass, hub, button)

    assert error.translation_key == "unknown_activity"
