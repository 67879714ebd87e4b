"""Reloading a hub in which everything is used, again and again and in the middle of everything: nothing is left."""

import asyncio
from collections import Counter
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.dispatcher import DATA_DISPATCHER
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import DOMAIN
from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import RECEIVER, TELEVISION, WATCH_TV

from ..common import state_of, wait_for_state
from ..other_player import OTHER, OtherPlayer, add_other_player
from .common import MEDIA_PLAYER, act, set_up

_CALIBRATION = {"steps": 50, "level": 0.2, "since": "2026-11-01T20:00:00+00:00"}
_MENU = {"key": "Menu", "device": TELEVISION}


def _subentry(kind: str, title: str, **data: Any) -> dict[str, Any]:
    return {"subentry_type": kind, "title": title, "unique_id": None, "data": data}


_MADE = [
    _subentry("macro", "Macro", steps=[_MENU, {"key": "volume_up", "repeats": 50}]),
    _subentry("macro", "Long", steps=[{**_MENU, "pause": 60.0}, _MENU]),
    _subentry("command_button", "Button", **_MENU),
    _subentry(
        "switch", "Switch", device=TELEVISION, on_key="PowerOn", off_key="PowerOff"
    ),
    _subentry("favourite", "Favourite", channel="7"),
]


@pytest.fixture
async def other(hass: HomeAssistant) -> OtherPlayer:
    """Add a player of somebody else's, which the hub is linked with."""
    return await add_other_player(hass)


@pytest.fixture
async def entry(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry, fast: None, other: None
) -> MockConfigEntry:
    """Set up a hub of which everything is used."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=mock_config_entry.title,
        unique_id=mock_config_entry.unique_id,
        data=dict(mock_config_entry.data),
        options={
            "links": {WATCH_TV: OTHER},
            "calibration": {RECEIVER: _CALIBRATION},
            "activity_switches": True,
        },
        subentries_data=_MADE,
    )
    await set_up(hass, entry)
    return entry


def _held(hass: HomeAssistant) -> Counter[str]:
    """Count what keeps something alive."""
    held = Counter(
        {f"event {kind}": n for kind, n in hass.bus.async_listeners().items()}
    )
    for signal, targets in hass.data[DATA_DISPATCHER].items():
        held[f"signal {signal}"] = len(targets)
    for key, value in hass.data.items():
        # Who follows a state or a registry shares one listener with all the others.
        if str(key).startswith("track_"):
            held[str(key)] = sum(map(len, value.callbacks.values()))
    timers = (one for one in hass.loop._scheduled if not one.cancelled())
    for timer in timers:
        held[f"timer {getattr(timer._callback, '__qualname__', '')}"] += 1
    held["tasks"] = len(asyncio.all_tasks())
    held["states"] = len(hass.states.async_all())
    return held


async def _reload(
    hass: HomeAssistant, hub: SimulatedHub, entry: MockConfigEntry
) -> None:
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    await hub.wait_for(lambda hub: sum(hub.connections.values()) == 1)


async def test_fifty_reloads_leave_nothing(
    hass: HomeAssistant, hub: SimulatedHub, entry: MockConfigEntry
) -> None:
    await hub.press_on_remote(WATCH_TV)
    for _ in range(3):
        await _reload(hass, hub, entry)
    before = _held(hass)

    for _ in range(50):
        await _reload(hass, hub, entry)

    assert dict(_held(hass) - before) == {}
    assert not hub.complaints


async def test_an_unload_leaves_nothing_that_was_not_there_before(
    hass: HomeAssistant,
    hub: SimulatedHub,
    entry: MockConfigEntry,
) -> None:
    assert await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()
    before = _held(hass)
    for _ in range(2):
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        assert await hass.config_entries.async_unload(entry.entry_id)
        await hass.async_block_till_done()

    assert dict(_held(hass) - before) == {}
    ours = [key for key in before if DOMAIN in key]
    assert ours == []


async def test_a_reload_in_the_middle_of_everything_ends_all_of_it(
    hass: HomeAssistant, hub: SimulatedHub, entry: MockConfigEntry
) -> None:
    await _reload(hass, hub, entry)
    await hub.press_on_remote(WATCH_TV)
    await wait_for_state(
        hass, MEDIA_PLAYER, lambda state: state.attributes.get("source") == "Watch TV"
    )
    await hass.async_block_till_done()
    before = _held(hass)
    calls = [
        ("media_player", "volume_set", MEDIA_PLAYER, {"volume_level": 1.0}),
        ("media_player", "volume_mute", MEDIA_PLAYER, {"is_volume_muted": True}),
        *[("media_player", "volume_up", MEDIA_PLAYER, {})] * 5,
        ("button", "press", "button.living_room_macro", {}),
        ("button", "press", "button.living_room_long", {}),
        ("media_player", "media_pause", MEDIA_PLAYER, {}),
        ("remote", "send_command", "remote.samsung_tv", {"command": ["Menu"] * 20}),
        (
            "remote",
            "send_command",
            "remote.living_room",
            {"command": "up", "hold_secs": 5},
        ),
        ("button", "press", "button.living_room_favourite", {}),
        ("media_player", "turn_off", MEDIA_PLAYER, {}),
    ]
    waiting = [
        hass.async_create_task(act(hass, domain, action, entity_id, **data))
        for domain, action, entity_id, data in calls
    ]
    await hub.wait_for(lambda hub: len(hub.infrared) > 2)

    await asyncio.gather(
        *(hass.config_entries.async_reload(entry.entry_id) for _ in range(3))
    )
    async with asyncio.timeout(20):
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    await hass.async_block_till_done()
    await hub.wait_for(lambda hub: sum(hub.connections.values()) == 1)

    strange = [
        one for one in outcomes if one and not isinstance(one, HomeAssistantError)
    ]
    assert strange == []
    assert all(one.ended is not None for one in hub.infrared)
    assert not hub.complaints
    assert dict(_held(hass) - before) == {}
    assert state_of(hass, MEDIA_PLAYER).state != "unavailable"
