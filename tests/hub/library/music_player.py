"""A player of somebody else's with a library, in which two albums are to be found."""

import asyncio
from typing import Any, override

from homeassistant.components.media_player import DATA_COMPONENT
from homeassistant.components.media_player.browse_media import (
    BrowseMedia,
    SearchMedia,
    SearchMediaQuery,
)
from homeassistant.components.media_player.const import (
    DOMAIN,
    MediaClass,
    MediaPlayerEntityFeature as Feature,
)
from homeassistant.components.media_player.errors import BrowseError
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from ...other_player import OtherPlayer

ALBUMS = {"A:1/2": "Blue Train", "A:3/4": "Fearless"}


def _album(album_id: str) -> BrowseMedia:
    return BrowseMedia(
        media_class=MediaClass.ALBUM,
        # A slash, as types of files have one.
        media_content_type="album/music",
        media_content_id=album_id,
        title=ALBUMS[album_id],
        can_play=True,
        can_expand=True,
        thumbnail="/cover.png",
    )


class MusicPlayer(OtherPlayer):
    """A player with a library."""

    _attr_supported_features = (
        Feature.PLAY
        | Feature.PAUSE
        | Feature.PLAY_MEDIA
        | Feature.BROWSE_MEDIA
        | Feature.SEARCH_MEDIA
        | Feature.MEDIA_ENQUEUE
        | Feature.MEDIA_ANNOUNCE
    )

    def __init__(self) -> None:
        """Begin with nothing wrong."""
        super().__init__()
        self.error: Exception | None = None
        self.never = False
        # Another player whose library it shows in place of its own, as a group does.
        self.through: str | None = None

    @override
    async def async_play_media(
        self, media_type: str, media_id: str, **kwargs: Any
    ) -> None:
        self.asked.append(("play_media", media_type, media_id, kwargs))

    @override
    async def async_browse_media(
        self,
        media_content_type: str | None = None,
        media_content_id: str | None = None,
    ) -> BrowseMedia:
        self.asked.append(("browse", media_content_type, media_content_id))
        await self._be_troubled()
        if self.through is not None:
            other = self.hass.data[DATA_COMPONENT].get_entity(self.through)
            assert other is not None
            return await other.async_browse_media(media_content_type, media_content_id)
        if media_content_id == "nowhere":
            raise BrowseError("There is no such album")
        children = [_album(album_id) for album_id in ALBUMS]
        source = BrowseMedia(
            media_class=MediaClass.DIRECTORY,
            media_content_type="",
            media_content_id="media-source://radio",
            title="Radio",
            can_play=False,
            can_expand=True,
        )
        return BrowseMedia(
            media_class=MediaClass.DIRECTORY,
            media_content_type="library",
            media_content_id=media_content_id or "everything",
            title="Sonos",
            can_play=False,
            can_expand=True,
            can_search=True,
            children=[*children, source],
        )

    @override
    async def async_search_media(self, query: SearchMediaQuery) -> SearchMedia:
        self.asked.append(
            (
                "search",
                query.search_query,
                query.media_content_type,
                query.media_content_id,
                query.media_filter_classes,
            )
        )
        await self._be_troubled()
        return SearchMedia(result=[_album(album_id) for album_id in ALBUMS])

    async def _be_troubled(self) -> None:
        if self.error is not None:
            raise self.error
        if self.never:
            await asyncio.Event().wait()


async def add_music_player(hass: HomeAssistant) -> MusicPlayer:
    """Add the player to Home Assistant."""
    player = MusicPlayer()
    assert await async_setup_component(hass, DOMAIN, {})
    await hass.data[DATA_COMPONENT].async_add_entities([player])
    await hass.async_block_till_done()
    return player
