"""The dashboards: Home Assistant loads them, and everything that they name is there and does something."""

from collections.abc import Iterator
from pathlib import Path
import re
import shutil
from typing import Any

import hass_frontend
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict
import pytest

from simulators.apple_tv import CATALOGUE
from simulators.harmony_hub.configuration import (
    POWER_OFF,
    RECEIVER,
    SET_TOP_BOX,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ..home import Home
from .common import ROOT

DASHBOARDS = ROOT / "docs" / "dashboards"
LIVING_ROOM = "living-room.yaml"
UNIVERSAL = "universal-remote-card.yaml"

both = pytest.mark.parametrize("name", [LIVING_ROOM, UNIVERSAL])

type Action = dict[str, Any]


def _parts(config: Any) -> Iterator[dict[str, Any]]:
    """Return every mapping in a configuration, however deep."""
    match config:
        case dict():
            yield config
            for one in config.values():
                yield from _parts(one)
        case list():
            for one in config:
                yield from _parts(one)


def _load(name: str) -> dict[str, Any]:
    return load_yaml_dict(DASHBOARDS / name)


def _actions(name: str) -> list[Action]:
    """Return what the buttons of a dashboard do, in order."""
    found = _parts(_load(name))
    return [one for one in found if one.get("action") == "perform-action"]


async def _do(home: Home, action: Action) -> None:
    domain, service = action["perform_action"].split(".")
    await home.hass.services.async_call(
        domain, service, action.get("data"), target=action["target"], blocking=True
    )


async def test_home_assistant_shows_it_as_a_dashboard(
    hass: HomeAssistant, tmp_path: Path
) -> None:
    hass.config.config_dir = str(tmp_path)
    shutil.copy(DASHBOARDS / LIVING_ROOM, tmp_path)
    dashboard = {"mode": "yaml", "title": "Living room", "filename": LIVING_ROOM}
    assert await async_setup_component(
        hass, "lovelace", {"lovelace": {"dashboards": {"living-room": dashboard}}}
    )
    shown = await hass.data[LOVELACE_DATA].dashboards["living-room"].async_load(False)
    assert shown == _load(LIVING_ROOM)
    (view,) = shown["views"]
    assert view["type"] == "sections"


def test_no_card_of_somebody_else_is_needed() -> None:
    types = [one["type"] for one in _parts(_load(LIVING_ROOM)) if "type" in one]
    assert not [one for one in types if one.startswith("custom:")]


def test_home_assistants_page_knows_every_card_and_feature() -> None:
    cards, features = set(), set()
    for part in _parts(_load(LIVING_ROOM)["views"][0]["sections"]):
        features |= {one["type"] for one in part.get("features", ())}
        cards |= {one["type"] for one in part.get("cards", ())}
    wanted = {f"hui-{one}-card" for one in cards}
    wanted |= {f"hui-{one}-card-feature" for one in features}
    page = re.compile("|".join(rf"{one}(?![\w-])" for one in sorted(wanted)))
    known: set[str] = set()
    for script in (hass_frontend.where() / "frontend_latest").glob("*.js"):
        known |= set(page.findall(script.read_text("utf-8")))
    assert known == wanted


def test_the_card_has_every_key_that_its_rows_name() -> None:
    card = _load(UNIVERSAL)
    described = {one["name"] for one in card["custom_actions"]}
    pad = {"up", "down", "left", "right", "center"}
    named = {one for row in card["rows"] for one in _names(row)} - {"dpad"} | pad
    assert named == described


def _names(row: Any) -> Iterator[str]:
    if isinstance(row, str):
        yield row
        return
    for one in row:
        yield from _names(one)


@both
async def test_every_entity_and_action_that_it_names_is_there(
    home: Home, name: str
) -> None:
    named = set()
    for part in _parts(_load(name)):
        for key in ("entity", "entity_id", "remote_id", "media_player_id"):
            named |= {part[key]} if key in part else set()
    assert named >= {"media_player.tv", "remote.tv"}
    for entity_id in named:
        assert home.hass.states.get(entity_id), entity_id
    for action in _actions(name):
        assert home.hass.services.has_service(*action["perform_action"].split("."))


def _keys(name: str, *, without: frozenset[str] = frozenset()) -> list[Action]:
    """Return what the buttons do that are no buttons for power, except some keys."""
    return [
        one
        for one in _actions(name)
        if not one["perform_action"].startswith("media_player.turn_")
        and one.get("data", {}).get("command") not in without
    ]


async def test_the_living_room_works_while_television_is_watched(home: Home) -> None:
    await home.watch(WATCH_TV)
    home.forget()
    # The recorder has no such key.
    for action in _keys(LIVING_ROOM, without=frozenset({"home"})):
        await _do(home, action)
    assert {command for device, command in home.infrared if device == RECEIVER} == {
        "VolumeDown",
        "Mute",
        "VolumeUp",
    }
    assert {command for device, command in home.infrared if device == SET_TOP_BOX} == {
        "Back",
        "DirectionUp",
        "DirectionDown",
        "DirectionLeft",
        "DirectionRight",
        "Ok",
        "SkipForward",
        "SkipBackward",
    }


def _level(home: Home) -> tuple[Any, float]:
    """Return what the slider for the volume waits for, and above what it has to be."""
    (tile,) = (one for one in _parts(_load(LIVING_ROOM)) if one.get("name") == "Volume")
    (known,) = (one for one in tile["visibility"] if "attribute" in one)
    state = home.hass.states.get(known["entity"])
    assert state is not None
    return state.attributes.get(known["attribute"]), known["above"]


async def test_a_slider_shows_how_loud_it_is(home: Home) -> None:
    await home.watch(WATCH_TV)
    level, least = _level(home)
    assert level > least


@pytest.mark.parametrize("hub_options", [{}])
async def test_without_a_known_level_there_are_buttons_for_the_volume_and_no_slider(
    home: Home,
) -> None:
    await home.watch(WATCH_TV)
    home.forget()
    level, _ = _level(home)
    assert level is None
    volume = "media_player.volume_"
    buttons = (one for one in _actions(LIVING_ROOM) if volume in one["perform_action"])
    for action in buttons:
        await _do(home, action)
    assert home.infrared == [(RECEIVER, "VolumeDown"), (RECEIVER, "VolumeUp")]


async def test_the_living_room_works_with_an_apple_tv_over_the_network(
    home: Home,
) -> None:
    await home.play(CATALOGUE["track_2"])
    await home.watch(WATCH_APPLE_TV)
    home.forget()
    for action in _keys(LIVING_ROOM):
        await _do(home, action)
    assert home.infrared == [
        (RECEIVER, command) for command in ("VolumeDown", "Mute", "VolumeUp")
    ]
    keys = set(home.apple_tv.keys)
    assert keys >= {"menu", "topmenu", "select", "up", "down", "left", "right"}
    assert keys >= {"nextitem", "previtem"}


async def test_the_card_works_while_television_is_watched(home: Home) -> None:
    await home.watch(WATCH_TV)
    home.forget()
    for action in _keys(UNIVERSAL, without=frozenset({"home"})):
        await _do(home, action)
    assert {command for _, command in home.infrared} == {
        "VolumeDown",
        "Mute",
        "VolumeUp",
        "ChannelUp",
        "ChannelDown",
        "Back",
        "Info",
        "Guide",
        "DirectionUp",
        "DirectionDown",
        "DirectionLeft",
        "DirectionRight",
        "Ok",
        "SkipForward",
        "SkipBackward",
        "Pause",
    }
    # What was pressed down was let go of.
    assert all(key.ended is not None and key.let_go for key in home.hub.infrared)


async def test_the_card_works_with_an_apple_tv_over_the_network(home: Home) -> None:
    await home.play(CATALOGUE["track_2"])
    await home.watch(WATCH_APPLE_TV)
    home.forget()
    others = frozenset({"channel_up", "channel_down", "guide"})
    for action in _keys(UNIVERSAL, without=others):
        await _do(home, action)
    keys = set(home.apple_tv.keys)
    assert keys >= {"menu", "topmenu", "contextmenu", "select", "nextitem", "previtem"}
    assert {command for device, command in home.infrared if device == RECEIVER} == {
        "VolumeDown",
        "Mute",
        "VolumeUp",
    }


async def test_the_card_turns_everything_off(home: Home) -> None:
    await home.watch(WATCH_TV)
    (off,) = (one for one in _actions(UNIVERSAL) if "turn_off" in one["perform_action"])
    await _do(home, off)
    await home.hub.wait_for(lambda hub: hub.activity_id == POWER_OFF)
