"""Macros whose hub is left meanwhile, and macros that go on with a player on the network."""

import asyncio
from typing import Any

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.remote_bridge.const import CONF_LINKS
from custom_components.remote_bridge.hub.macros.model import SubentryType
from simulators.harmony_hub.configuration import (
    LISTEN_TO_MUSIC,
    TELEVISION,
    living_room,
)

from ...home import Home, home, hub_config, hub_options, hub_pace
from ...other_player import OTHER, add_other_player
from .common import press

__all__ = ["home", "hub_config", "hub_options", "hub_pace"]

BUTTON = "button.living_room_tv_macro"


async def _make(hass: HomeAssistant, home: Home, *steps: dict[str, object]) -> None:
    subentry = ConfigSubentry(
        data={"steps": list(steps)},
        subentry_type=SubentryType.MACRO,
        title="Macro",
        unique_id=None,
    )
    hass.config_entries.async_add_subentry(home.hub_entry, subentry)
    await hass.async_block_till_done()


async def test_a_macro_ends_with_its_hub_also_in_a_pause(
    hass: HomeAssistant, home: Home
) -> None:
    key = {"key": "Menu", "device": TELEVISION}
    await _make(hass, home, key | {"pause": 60.0}, key)
    running = hass.async_create_task(press(hass, BUTTON))
    await home.hub.wait_for(lambda hub: bool(hub.infrared))

    assert await hass.config_entries.async_unload(home.hub_entry.entry_id)
    async with asyncio.timeout(5):
        await asyncio.wait([running])

    assert isinstance(running.exception(), HomeAssistantError)
    assert home.infrared == [(TELEVISION, "Menu")]


def _without_transport() -> dict[str, Any]:
    """Return a living room in which nothing can be played by infrared."""
    config = living_room()
    for one in (*config["activity"], *config["device"]):
        one["controlGroup"] = [
            group
            for group in one.get("controlGroup", [])
            if "Transport" not in group["name"]
        ]
    return config


@pytest.mark.parametrize("hub_config", [_without_transport()])
@pytest.mark.parametrize("hub_options", [{CONF_LINKS: {LISTEN_TO_MUSIC: OTHER}}])
async def test_a_key_may_be_one_that_only_the_linked_player_of_the_activity_to_come_has(
    hass: HomeAssistant, home: Home
) -> None:
    player = await add_other_player(hass)
    await _make(hass, home, {"activity": LISTEN_TO_MUSIC}, {"key": "resume"})

    await press(hass, BUTTON)

    assert player.asked == [("play",)]
