"""Looking for hubs on the networks that Home Assistant uses, when somebody asks for it and never else."""

from contextlib import aclosing
import logging
from typing import Final

from homeassistant.components import network
from homeassistant.core import HomeAssistant

from ...harmony.discovery import SCAN_ADDRESSES, SCAN_PORT, FoundHub, scan
from ...harmony.exceptions import ConnectionFailed

_LOGGER = logging.getLogger(__name__)

# A hub answers within a second; the rest is for a question or an answer that got lost.
SEARCH_SECONDS: Final = 4.0
SEARCH_PORT: Final = SCAN_PORT
# Asked beside the broadcast addresses of the adapters that are enabled in Home Assistant's network settings.
ALSO_ASKED: Final = SCAN_ADDRESSES


async def async_search(hass: HomeAssistant) -> list[FoundHub]:
    """Return who called back; nobody where nobody can be asked, for an address can be typed all the same."""
    broadcasts = await network.async_get_ipv4_broadcast_addresses(hass)
    addresses = sorted({*map(str, broadcasts), *ALSO_ASKED})
    try:
        async with aclosing(
            scan(SEARCH_SECONDS, addresses=addresses, port=SEARCH_PORT)
        ) as hubs:
            return [hub async for hub in hubs]
    except ConnectionFailed as error:
        _LOGGER.debug("Nobody can be asked: %s", error)
        return []
