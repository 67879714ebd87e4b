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
    seen: asyncio.Future[State] = asyncio.get_running_loop().create_future()

    @callback
    def look(state: State | None) -> None:
        if state is not None and not seen.done() and condition(state):
            seen.set_result(state)

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        # Each one counts, also if the next comes before anybody who waits has a turn.
        if event.data["entity_id"] == entity_id:
            look(event.data["new_state"])

    stop = hass.bus.async_listen("state_changed", note)
    try:
        look(state_of(hass, entity_id))
        async with asyncio.timeout(5):
            return await seen
    finally:
        stop()
