"""Options, subentries and notes that somebody has edited, or a later version has written: they cost what they say."""

import asyncio
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import DOMAIN
from custom_components.remote_bridge.hub.library.content import favourites
from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import RECEIVER, TELEVISION, WATCH_TV

from ..common import state_of
from .common import MEDIA_PLAYER, REMOTE, act, ask_remote, sent, set_up, start

_SINCE = "2026-11-01T20:00:00+00:00"
_CALIBRATION = {"steps": 50, "level": 0.2, "since": _SINCE}


async def _all_is_well(hass: HomeAssistant, hub: SimulatedHub) -> None:
    await start(hass, hub, WATCH_TV)
    assert state_of(hass, MEDIA_PLAYER).state == "playing"
    await act(hass, "media_player", "volume_up", MEDIA_PLAYER)
    assert sent(hub)[-1] == (RECEIVER, "VolumeUp")


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize(
    "options",
    [
        {"links": "x"},
        {"links": ["x"]},
        {"links": {WATCH_TV: 5}},
        {"links": {WATCH_TV: ["media_player.x"]}},
        {"links": {WATCH_TV: "x" * 10_000}},
        {"links": {WATCH_TV: ""}},
        {"calibration": "x"},
        {"calibration": {RECEIVER: None}},
        {"calibration": {RECEIVER: {}}},
        {"calibration": {RECEIVER: {**_CALIBRATION, "steps": 0}}},
        {"calibration": {RECEIVER: {**_CALIBRATION, "steps": 10**9}}},
        {"calibration": {RECEIVER: {**_CALIBRATION, "steps": "many"}}},
        {"calibration": {RECEIVER: {**_CALIBRATION, "level": float("nan")}}},
        {"calibration": {RECEIVER: {**_CALIBRATION, "level": 7}}},
        {"calibration": {RECEIVER: {**_CALIBRATION, "level": "loud"}}},
        {"default_activity": ["x"]},
        {"player_volume": "x", "activity_switches": "x"},
    ],
)
async def test_options_that_cannot_be_read_are_as_if_they_were_not_there(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await _all_is_well(hass, hub)

    assert state_of(hass, MEDIA_PLAYER).attributes.get("volume_level") is None


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize("options", [{"default_activity": ["x"]}])
async def test_on_starts_nothing_where_nobody_can_tell_what(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await ask_remote(hass, "turn_on")

    assert raised.value.translation_key == "name_an_activity"
    assert not hub.infrared


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize("options", [{"calibration": {RECEIVER: _CALIBRATION}}])
@pytest.mark.parametrize(
    "notes",
    [
        [],
        "x",
        {"last_activity": ["x"]},
        {"last_activity": 5},
        {"volume": 5},
        {"volume": ["x"]},
        {"volume": {RECEIVER: 5}},
        {"volume": {RECEIVER: {"since": _SINCE}}},
        {"volume": {RECEIVER: {"since": _SINCE, "position": "x"}}},
        {"volume": {RECEIVER: {"since": _SINCE, "position": float("nan")}}},
        {"volume": {RECEIVER: {"since": _SINCE, "position": 10**9}}},
        {"former_activities": "x"},
    ],
)
async def test_notes_that_cannot_be_read_are_as_if_they_were_not_there(
    hass: HomeAssistant,
    hub: SimulatedHub,
    mock_config_entry: MockConfigEntry,
    hass_storage: dict[str, Any],
    notes: Any,
) -> None:
    key = f"{DOMAIN}.{mock_config_entry.entry_id}"
    hass_storage[key] = {"version": 1, "minor_version": 1, "key": key, "data": notes}

    await set_up(hass, mock_config_entry)

    await _all_is_well(hass, hub)
    assert 0 <= state_of(hass, MEDIA_PLAYER).attributes["volume_level"] <= 1


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize("kept", [[], "x", {}, {"version": [], "configuration": {}}])
async def test_a_kept_configuration_that_cannot_be_read_is_asked_for_again(
    hass: HomeAssistant,
    hub: SimulatedHub,
    mock_config_entry: MockConfigEntry,
    hass_storage: dict[str, Any],
    kept: Any,
) -> None:
    key = f"{DOMAIN}.{mock_config_entry.entry_id}.configuration"
    hass_storage[key] = {"version": 1, "minor_version": 1, "key": key, "data": kept}

    await set_up(hass, mock_config_entry)

    await _all_is_well(hass, hub)


_MENU = {"key": "Menu", "device": TELEVISION}


def _subentry(kind: str, title: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"subentry_type": kind, "title": title, "unique_id": None, "data": data}


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("macro", {}),
        ("macro", {"steps": 5}),
        ("macro", {"steps": ["Menu"]}),
        ("macro", {"steps": [{}]}),
        ("macro", {"steps": [_MENU, {"hologram": 3}]}),
        ("macro", {"steps": [_MENU, {"key": None}]}),
        ("macro", {"steps": [_MENU, {"key": "Menu", "device": 5}]}),
        ("macro", {"steps": [{**_MENU, "depth": 3}]}),
        ("macro", {"steps": [{**_MENU, "repeats": "3"}]}),
        ("macro", {"steps": [{**_MENU, "repeats": 10**9}]}),
        ("macro", {"steps": [{**_MENU, "hold": "long"}]}),
        ("macro", {"steps": [{**_MENU, "hold": -1}]}),
        ("macro", {"steps": [{**_MENU, "pause": float("inf")}]}),
        ("macro", {"steps": [{**_MENU, "pause": float("nan")}]}),
        ("macro", {"steps": [{"activity": 5}]}),
        ("macro", {"steps": [{"sequence": None}]}),
        ("macro", {"steps": [_MENU] * 10_000}),
        ("macro", {"steps": [{**_MENU, "repeats": 100, "hold": 30.0}]}),
        ("macro", {"steps": [_MENU], "icon": ["x"]}),
        ("command_button", {}),
        ("command_button", {**_MENU, "depth": 3}),
        ("command_button", {**_MENU, "repeats": 0}),
        ("switch", {}),
        ("switch", {"device": 5, "on_key": "PowerOn", "off_key": "PowerOff"}),
        ("favourite", {}),
        ("favourite", {"channel": 7}),
        ("favourite", {"channel": "7", "activity": ["x"]}),
    ],
)
async def test_what_somebody_made_and_cannot_be_read_costs_nothing_else(
    *,
    hass: HomeAssistant,
    hub: SimulatedHub,
    mock_config_entry: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
    kind: str,
    data: dict[str, Any],
) -> None:
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=mock_config_entry.title,
        unique_id=mock_config_entry.unique_id,
        data=dict(mock_config_entry.data),
        subentries_data=[
            _subentry(kind, "Damaged", data),
            _subentry("macro", "Sound", {"steps": [_MENU]}),
        ],
    )

    await set_up(hass, entry)
    hass.config_entries.async_update_entry(entry, title="Living Room 2")
    await hass.async_block_till_done()

    assert not [one for one in hass.states.async_entity_ids() if "damaged" in one]
    assert [one.name for one in favourites(entry)] == ["Sound"]
    async with asyncio.timeout(5):
        await act(hass, "button", "press", "button.living_room_sound")
    assert sent(hub) == [(TELEVISION, "Menu")]
    # It stays for whoever can mend it, and is told of once.
    assert len(entry.subentries) == 2
    assert len([one for one in caplog.records if "Damaged" in one.message]) == 1


@pytest.mark.parametrize(
    "name",
    [
        "<b>News</b>\n[x](http://x)",
        "🦊" * 300,
        "x" * 10_000,
        "\u202enews",
        " ",
    ],
    ids=["markup", "foxes", "long", "backwards", "blank"],
)
@pytest.mark.usefixtures("fast")
async def test_what_somebody_made_may_be_called_anything(
    hass: HomeAssistant,
    hub: SimulatedHub,
    mock_config_entry: MockConfigEntry,
    name: str,
) -> None:
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=mock_config_entry.title,
        unique_id=mock_config_entry.unique_id,
        data=dict(mock_config_entry.data),
        subentries_data=[_subentry("macro", name, {"steps": [_MENU]})],
    )

    await set_up(hass, entry)
    (button,) = (
        one
        for one in hass.states.async_entity_ids("button")
        if one not in {"button.living_room_reconnect", REMOTE} and "sync" not in one
    )
    await act(hass, "button", "press", button)

    assert sent(hub) == [(TELEVISION, "Menu")]
