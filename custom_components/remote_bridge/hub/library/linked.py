"""The library of the linked player, as a part of the hub's: each of its ids is wrapped into one that leads there."""

import asyncio
from dataclasses import dataclass
import logging
from typing import Any, Final, Self
from urllib.parse import quote, unquote

from homeassistant.components.media_player.browse_media import (
    BrowseMedia,
    SearchMedia,
    SearchMediaQuery,
)
from homeassistant.components.media_player.const import (
    ATTR_MEDIA_CONTENT_ID,
    ATTR_MEDIA_CONTENT_TYPE,
    ATTR_MEDIA_FILTER_CLASSES,
    ATTR_MEDIA_SEARCH_QUERY,
    SERVICE_BROWSE_MEDIA,
    SERVICE_SEARCH_MEDIA,
    MediaClass,
    MediaPlayerEntityFeature as Feature,
)
from homeassistant.components.media_player.errors import BrowseError

from ...helpers import failure
from ..living_room.linked_player import LinkedPlayer
from .content import Content

_LOGGER = logging.getLogger(__name__)

# Until a player has listed something, which it may have to fetch; and has found something, which others wait for.
_LISTING: Final = 30.0
_FINDING: Final = 10.0


@dataclass(frozen=True, slots=True)
class LinkedContent:
    """Something of a linked player's; its type and id are None for all that it has."""

    entity_id: str
    media_type: str | None = None
    media_id: str | None = None

    @classmethod
    def read(cls, content_id: str) -> Self:
        """Read what `write` has written."""
        entity_id, _, rest = content_id.partition("/")
        if not rest:
            return cls(entity_id)
        media_type, _, media_id = rest.partition("/")
        return cls(entity_id, unquote(media_type), media_id)

    def write(self) -> str:
        """Return it as the id of one of ours."""
        if self.media_type is None:
            return self.entity_id
        return f"{self.entity_id}/{quote(self.media_type, safe='')}/{self.media_id}"


def is_media_source(content_id: Any) -> bool:
    """Tell whether an id is one that means the same everywhere, and that Home Assistant's page looks into."""
    return isinstance(content_id, str) and content_id.startswith("media-source://")


def linked_library(player: LinkedPlayer) -> BrowseMedia | None:
    """Return what the linked player has, as a folder to be opened; None where it shows nothing of that."""
    if player.state is None or Feature.BROWSE_MEDIA not in player.features:
        return None
    return BrowseMedia(
        media_class=MediaClass.DIRECTORY,
        media_content_type=Content.PLAYER,
        media_content_id=LinkedContent(player.entity_id).write(),
        title=f"What {player.state.name} has",
        can_play=False,
        can_expand=True,
        can_search=Feature.SEARCH_MEDIA in player.features,
    )


async def browse(player: LinkedPlayer, content: LinkedContent) -> BrowseMedia:
    """Return what is in one of the player's folders; raises BrowseError."""
    data = _without_nothing(
        {
            ATTR_MEDIA_CONTENT_TYPE: content.media_type,
            ATTR_MEDIA_CONTENT_ID: content.media_id,
        }
    )
    try:
        async with asyncio.timeout(_LISTING):
            listed: BrowseMedia = await player.ask(SERVICE_BROWSE_MEDIA, **data)
        children = [_wrap(player, child) for child in listed.children or ()]
        return _wrap(player, listed, children)
    except BrowseError:
        raise
    except Exception as error:
        # Whatever it is, and whatever it has listed that is no list.
        reason = str(error) or type(error).__name__
        raise failure(
            BrowseError, "cannot_browse", entity=player.entity_id, reason=reason
        ) from error


async def search(player: LinkedPlayer, query: SearchMediaQuery) -> list[BrowseMedia]:
    """Return what the player finds; nothing where it fails, for there is more than that to be found."""
    data = _without_nothing(
        {
            ATTR_MEDIA_SEARCH_QUERY: query.search_query,
            ATTR_MEDIA_CONTENT_TYPE: query.media_content_type,
            ATTR_MEDIA_CONTENT_ID: query.media_content_id,
            ATTR_MEDIA_FILTER_CLASSES: list(query.media_filter_classes or ()) or None,
        }
    )
    try:
        async with asyncio.timeout(_FINDING):
            found: SearchMedia = await player.ask(SERVICE_SEARCH_MEDIA, **data)
        return [_wrap(player, one) for one in found.result]
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not cost what others find
        _LOGGER.debug("%s found nothing: %r", player.entity_id, error)
        return []


def _wrap(
    player: LinkedPlayer, item: BrowseMedia, children: list[BrowseMedia] | None = None
) -> BrowseMedia:
    """Return something of a player's as one of ours; its children only where they are given."""
    media_type, media_id = str(item.media_content_type), item.media_content_id
    if not is_media_source(media_id):
        media_id = LinkedContent(player.entity_id, media_type, media_id).write()
        media_type = Content.PLAYER
    return BrowseMedia(
        media_class=item.media_class,
        media_content_type=media_type,
        media_content_id=media_id,
        title=str(item.title or ""),
        can_play=item.can_play,
        can_expand=item.can_expand,
        children=children,
        children_media_class=item.children_media_class,
        thumbnail=item.thumbnail,
        not_shown=item.not_shown,
        can_search=item.can_search,
        search_media_classes=item.search_media_classes,
    )


def _without_nothing(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None}
