"""A hub and an Apple TV in one living room, and somebody else's player beside them."""

from homeassistant.core import HomeAssistant
import pytest

from tests.home import home, hub_config, hub_options, hub_pace
from tests.other_player import OtherPlayer, add_other_player

__all__ = ["home", "hub_config", "hub_options", "hub_pace"]


@pytest.fixture
async def other(hass: HomeAssistant) -> OtherPlayer:
    """Add a player of somebody else's."""
    return await add_other_player(hass)
