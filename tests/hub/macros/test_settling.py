"""A hub that has just started an activity hears nothing for a second: what follows by itself waits, people do not."""

import asyncio
from dataclasses import replace

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.harmony.timing import Timing
from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration.identifiers import TELEVISION, WATCH_TV

from ...fake_time import FakeTime
from ..common import ask_remote, sent, settled
from ..conftest import COORDINATOR
from .common import add_activity, add_key, begin, finish, make_favourite, press, submit

BUTTON = "button.living_room_macro"
# Longer than this test takes, shorter than what brings about a sign of life.
SETTLE = 20


@pytest.fixture
def fast(fast: Timing, monkeypatch: pytest.MonkeyPatch) -> Timing:
    """Let a hub that has started something be deaf for as long as a test needs."""
    timing = replace(fast, settle=SETTLE)
    monkeypatch.setattr(f"{COORDINATOR}.TIMING", timing)
    return timing


@pytest.fixture
async def favourite(hass: HomeAssistant, init_integration: MockConfigEntry) -> str:
    """Make a favourite, and return its button."""
    return await make_favourite(hass, init_integration, "12", "News", WATCH_TV)


async def _runs(hass: HomeAssistant, hub: SimulatedHub, time: FakeTime) -> None:
    """Wait until an activity runs, and for everything that might follow at once."""
    await hub.wait_for(lambda hub: hub.activity_status == 2)
    await settled(hass, hub)
    await time.settle()


async def test_a_channel_waits_for_the_activity_to_settle(
    hass: HomeAssistant, hub: SimulatedHub, favourite: str, time: FakeTime
) -> None:
    tuning = hass.async_create_task(press(hass, favourite))
    await _runs(hass, hub, time)
    await time.advance(SETTLE - 2)
    assert hub.channels == []

    await time.advance(3)
    await tuning

    assert hub.channels == ["12"]


async def test_a_channel_of_the_activity_that_runs_already_waits_for_nothing(
    hass: HomeAssistant, hub: SimulatedHub, favourite: str, time: FakeTime
) -> None:
    await hub.press_on_remote(WATCH_TV)
    await _runs(hass, hub, time)

    await press(hass, favourite)

    assert hub.channels == ["12"]


async def test_whoever_is_cancelled_meanwhile_tunes_no_more(
    hass: HomeAssistant, hub: SimulatedHub, favourite: str, time: FakeTime
) -> None:
    tuning = hass.async_create_task(press(hass, favourite))
    await _runs(hass, hub, time)

    tuning.cancel()
    with pytest.raises(asyncio.CancelledError):
        await tuning

    await time.advance(SETTLE + 1)
    assert hub.channels == []
    # The next one waits for what is left of it, which is nothing.
    await press(hass, favourite)
    assert hub.channels == ["12"]


async def test_the_step_after_an_activity_waits_and_its_pause_counts(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    time: FakeTime,
) -> None:
    flow = await submit(
        hass, await begin(hass, init_integration, "macro"), name="Macro"
    )
    flow = await add_activity(hass, flow, WATCH_TV, pause=5)
    await finish(hass, await add_key(hass, flow, TELEVISION, "Menu"))
    running = hass.async_create_task(press(hass, BUTTON))
    await _runs(hass, hub, time)
    hub.infrared.clear()
    await time.advance(6)
    await time.advance(SETTLE - 8)
    assert sent(hub) == []

    await time.advance(3)
    await running

    assert sent(hub) == [(TELEVISION, "Menu")]


async def test_a_key_that_somebody_presses_does_not_wait(
    hass: HomeAssistant, hub: SimulatedHub, favourite: str, time: FakeTime
) -> None:
    tuning = hass.async_create_task(press(hass, favourite))
    await _runs(hass, hub, time)
    hub.infrared.clear()

    await ask_remote(hass, "send_command", command="volume_up")

    assert [command for _, command in sent(hub)] == ["VolumeUp"]
    await time.advance(SETTLE + 1)
    await tuning
