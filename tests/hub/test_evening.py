"""An evening with a hub, over either transport: whatever happens to it, Home Assistant is right again by itself."""

import asyncio

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest

from simulators.harmony_hub import Pace, SimulatedHub
from simulators.harmony_hub.configuration import (
    APPLE_TV,
    LISTEN_TO_MUSIC,
    POWER_OFF,
    RECEIVER,
    TELEVISION,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ..common import state_of, wait_for_state
from .common import (
    CONNECTION,
    MEDIA_PLAYER,
    PHASE,
    REMOTE,
    act,
    ask,
    ask_remote,
    sent,
    settled,
)

pytestmark = [
    pytest.mark.parametrize("transport", ["websocket", "xmpp"]),
    pytest.mark.usefixtures("init_integration"),
]


@pytest.fixture
def grace() -> float:
    """Mend what breaks before anybody has to hear of it."""
    return 60.0


@pytest.fixture
def pace() -> Pace:
    """Let each step of an activity wait for the test."""
    return Pace.MANUAL


async def test_an_activity_from_off_to_off(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await ask_remote(hass, "turn_on", activity="Watch TV")
    # It came back, and nothing has happened yet but that the hub has begun.
    assert not any(hub.powered.values())
    await wait_for_state(hass, PHASE, lambda state: state.state == "starting")
    await hub.step()
    await wait_for_state(
        hass, PHASE, lambda state: (state.attributes["progress"] or 0) > 0
    )
    # Volume does not wait for it.
    await ask_remote(hass, "send_command", command=["volume_up"])
    await hub.wait_for(lambda hub: sent(hub) == [(RECEIVER, "VolumeUp")])

    await hub.finish_activity()
    await settled(hass, hub)
    assert state_of(hass, MEDIA_PLAYER).attributes["source"] == "Watch TV"
    assert hub.powered[TELEVISION]

    await act(hass, "media_player", "turn_off", MEDIA_PLAYER)
    await wait_for_state(hass, PHASE, lambda state: state.state == "stopping")
    await hub.finish_activity()
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == "off")
    assert not hub.powered[TELEVISION]


async def test_the_plug_is_pulled_while_an_activity_starts(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await ask_remote(hass, "turn_on", activity="Watch TV")
    await hub.step()
    await hub.unplug()
    await wait_for_state(hass, CONNECTION, lambda state: state.state == "off")
    # Nobody said that anything is off.
    assert state_of(hass, REMOTE).state == "on"

    await hub.plug_in()
    await wait_for_state(hass, CONNECTION, lambda state: state.state == "on")
    await settled(hass, hub)
    # Nothing is left of it: the next one starts as if nothing had been.
    await ask_remote(hass, "turn_on", activity="Listen to Music")
    await hub.finish_activity()
    await settled(hass, hub)
    assert hub.activity_id == LISTEN_TO_MUSIC


async def test_somebody_changes_everything_while_the_hub_restarts(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await hub.press_on_remote(WATCH_TV)
    await hub.finish_activity()
    await settled(hass, hub)
    await hub.unplug()
    hub.rename_activity(WATCH_APPLE_TV, "Films 🍿")
    hub.remove_device(APPLE_TV)
    await hub.press_on_remote(WATCH_APPLE_TV)
    await hub.finish_activity()
    await hub.plug_in()

    await wait_for_state(
        hass,
        REMOTE,
        lambda state: state.attributes["current_activity"] == "Films 🍿",
    )
    assert "Films 🍿" in state_of(hass, MEDIA_PLAYER).attributes["source_list"]
    await hass.async_block_till_done()
    assert hass.states.get("remote.apple_tv") is None


async def test_a_held_key_ends_with_the_finger_and_with_the_connection(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await hub.press_on_remote(WATCH_TV)
    await hub.finish_activity()
    await settled(hass, hub)
    await ask(hass, "press_key", command="volume_up")
    (key,) = hub.infrared
    await hub.wait_for(lambda _: key.holds > 2)
    assert key.ended is None
    await ask(hass, "release_key", command="volume_up")
    await hub.wait_for(lambda _: key.ended is not None)
    assert key.let_go

    await ask(hass, "press_key", command="volume_down")
    hub.drop_connections()
    await wait_for_state(hass, CONNECTION, lambda state: state.state == "off")
    await wait_for_state(hass, CONNECTION, lambda state: state.state == "on")
    # What was wanted before is not sent again after.
    assert sent(hub) == [(RECEIVER, "VolumeUp"), (RECEIVER, "VolumeDown")]
    assert hub.activity_id != POWER_OFF


async def test_keys_that_would_come_too_late_are_refused(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await hub.press_on_remote(WATCH_TV)
    await hub.finish_activity()
    await settled(hass, hub)
    presses = (
        ask_remote(hass, "send_command", command="volume_up") for _ in range(130)
    )
    outcomes = await asyncio.gather(*presses, return_exceptions=True)

    refused = [one for one in outcomes if isinstance(one, ServiceValidationError)]
    assert {one.translation_key for one in refused} == {"too_many_keys"}
    await hub.wait_for(lambda hub: len(sent(hub)) == len(outcomes) - len(refused))
