"""What the tests of the library need to say."""

from typing import Any

from homeassistant.components.media_player.browse_media import BrowseMedia, SearchMedia
from homeassistant.core import HomeAssistant
import pytest

from custom_components.remote_bridge.const import CONF_LINKS
from simulators.harmony_hub.configuration import LISTEN_TO_MUSIC, WATCH_APPLE_TV

from ...home import TV
from ...other_player import OTHER
from ..common import act

LINKED = pytest.mark.parametrize(
    "hub_options", [{CONF_LINKS: {LISTEN_TO_MUSIC: OTHER, WATCH_APPLE_TV: None}}]
)


async def play(
    hass: HomeAssistant, media_type: str, media_id: str, **data: Any
) -> None:
    """Play something on the hub's player."""
    media = {"media_content_type": media_type, "media_content_id": media_id}
    await act(hass, "media_player", "play_media", TV, **media, **data)


async def play_item(hass: HomeAssistant, item: BrowseMedia) -> None:
    """Play what was listed or found."""
    await play(hass, item.media_content_type, item.media_content_id)


async def _ask(hass: HomeAssistant, action: str, **data: Any) -> Any:
    answer = await hass.services.async_call(
        "media_player",
        action,
        {"entity_id": TV, **data},
        blocking=True,
        return_response=True,
    )
    assert answer is not None
    return answer[TV]


async def browse(
    hass: HomeAssistant, media_type: str | None = None, media_id: str | None = None
) -> BrowseMedia:
    """Open a folder of the hub's player."""
    data = {"media_content_type": media_type, "media_content_id": media_id}
    listed = await _ask(
        hass, "browse_media", **{key: one for key, one in data.items() if one}
    )
    assert isinstance(listed, BrowseMedia)
    return listed


async def open_item(hass: HomeAssistant, item: BrowseMedia) -> BrowseMedia:
    """Open a folder that was listed."""
    return await browse(hass, item.media_content_type, item.media_content_id)


def titles(folder: BrowseMedia) -> list[str]:
    """List what is in a folder."""
    return [child.title for child in folder.children or ()]


def child(folder: BrowseMedia, title: str) -> BrowseMedia:
    """Return what is in a folder by this title."""
    return next(one for one in folder.children or () if one.title == title)


async def search(hass: HomeAssistant, query: str, **data: Any) -> list[BrowseMedia]:
    """Search in what the hub's player can play."""
    found = await _ask(hass, "search_media", search_query=query, **data)
    assert isinstance(found, SearchMedia)
    return list(found.result)


async def found(hass: HomeAssistant, query: str, **data: Any) -> list[str]:
    """Return the titles of what a search finds."""
    return [one.title for one in await search(hass, query, **data)]
