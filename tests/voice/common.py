"""What several tests of the voice assistants need to say."""

from homeassistant.components.conversation.agent_manager import async_converse
from homeassistant.core import Context
from homeassistant.helpers.intent import IntentResponseErrorCode
from homeassistant.setup import async_setup_component

from ..home import Home


async def listen(home: Home) -> None:
    """Set up Assist."""
    assert await async_setup_component(home.hass, "conversation", {})
    await home.hass.async_block_till_done()


async def say(home: Home, phrase: str) -> tuple[str, IntentResponseErrorCode | None]:
    """Say something in the living room; returns the answer, and what was wrong with the phrase, if anything."""
    result = await async_converse(
        home.hass, phrase, None, Context(), "en", device_id=home.satellite_id
    )
    await home.hass.async_block_till_done()
    response = result.response
    return response.speech["plain"]["speech"], response.error_code
