"""What several tests of the integration need to say."""

import asyncio
from collections.abc import Callable

from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)


def state_of(hass: HomeAssistant, entity_id: str) -> State:
    """Return an entity's state."""
    state = hass.states.get(entity_id)
    assert state is not None
    return state


async def wait_for_state(
    hass: HomeAssistant, entity_id: str, condition: Callable[[State], bool]
) -> State:
    """Wait until an entity's state is as wanted, five seconds at most."""
    changed = asyncio.Event()

    @callback
    def note(_: Event[EventStateChangedData]) -> None:
        changed.set()

    stop = hass.bus.async_listen("state_changed", note)
    try:
        async with asyncio.timeout(5):
            while not condition(state := state_of(hass, entity_id)):
                changed.clear()
                await changed.wait()
    finally:
        stop()
    return state
