"""A living room in which people use what the project hands out."""

from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from ..home import home, hub_config, hub_options, hub_pace  # noqa: F401 - fixtures
from .common import install

LIGHT = "light.sofa"


@pytest.fixture
def blueprints(hass: HomeAssistant, tmp_path: Path) -> None:
    """Put the blueprints where Home Assistant looks for them."""
    install(hass, tmp_path)


@pytest.fixture
async def light(hass: HomeAssistant) -> str:
    """Put a lamp beside the sofa, and let it be night."""
    lamp = {"name": "Sofa", "turn_on": [], "turn_off": [], "set_level": []}
    assert await async_setup_component(hass, "template", {"template": {"light": lamp}})
    await hass.async_block_till_done()
    hass.states.async_set("sun.sun", "below_horizon")
    return LIGHT
