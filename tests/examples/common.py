"""What several tests of the examples need to say."""

from pathlib import Path
import shutil
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from ..fake_time import FakeTime

ROOT = Path(__file__).parents[2]
BLUEPRINTS = ROOT / "blueprints"
FOLDER = "remote_bridge"


async def automate(hass: HomeAssistant, blueprint: str, **inputs: Any) -> None:
    """Make an automation of a blueprint, as people do on the page."""
    await _make(hass, "automation", [_use(blueprint, inputs)])


async def make_script(hass: HomeAssistant, blueprint: str, **inputs: Any) -> None:
    """Make the script `script.example` of a blueprint."""
    await _make(hass, "script", {"example": _use(blueprint, inputs)})


def _use(blueprint: str, inputs: dict[str, Any]) -> dict[str, Any]:
    path = f"{FOLDER}/{blueprint}.yaml"
    return {"alias": "Example", "use_blueprint": {"path": path, "input": inputs}}


async def _make(hass: HomeAssistant, domain: str, config: Any) -> None:
    assert await async_setup_component(hass, domain, {domain: config})
    await hass.async_block_till_done()
    (state,) = hass.states.async_all(domain)
    # An automation that could not be made is there as well, and unavailable.
    assert state.state in {"on", "off"}
    assert state.name == "Example"


def install(hass: HomeAssistant, folder: Path) -> None:
    """Put the blueprints where Home Assistant looks for them."""
    hass.config.config_dir = str(folder)
    shutil.copytree(BLUEPRINTS, folder / "blueprints")


async def let_pass(time: FakeTime, minutes: float) -> None:
    """Let minutes pass in steps that leave both ends of a connection the time for their signs of life."""
    for _ in range(round(minutes * 12) + 1):
        await time.advance(5)
