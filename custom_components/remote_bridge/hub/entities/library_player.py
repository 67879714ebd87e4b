"""The media library of a hub's player."""

from typing import Any, override

from homeassistant.components.media_player import MediaPlayerEntity
from homeassistant.components.media_player.browse_media import (
    BrowseMedia,
    SearchMedia,
    SearchMediaQuery,
)
from homeassistant.components.media_player.const import (
    MediaPlayerEntityFeature as Feature,
    MediaType,
)

from ...helpers import device_action
from ..library.browsing import async_browse
from ..library.playing import async_play
from ..library.searching import async_search
from .entity import HubEntity


class LibraryPlayer(HubEntity, MediaPlayerEntity):
    """A player of everything that a living room has, from activities to single keys."""

    @property
    def library_features(self) -> Feature:
        """What it can do with its library: always all, and in what way as far as the linked player can."""
        features = Feature.PLAY_MEDIA | Feature.BROWSE_MEDIA | Feature.SEARCH_MEDIA
        player = self.coordinator.living_room.player
        if player is not None and Feature.PLAY_MEDIA in player.features:
            features |= player.features & (
                Feature.MEDIA_ANNOUNCE | Feature.MEDIA_ENQUEUE
            )
        return features

    @override
    @device_action
    async def async_play_media(
        self, /, media_type: MediaType | str, media_id: str, **kwargs: Any
    ) -> None:
        """Play a channel, an activity, a command, a sequence, a favourite, or something on the linked player."""
        await async_play(
            self.coordinator, media_type, media_id, self._context, **kwargs
        )

    @override
    async def async_browse_media(
        self,
        media_content_type: MediaType | str | None = None,
        media_content_id: str | None = None,
    ) -> BrowseMedia:
        """List what there is to play."""
        return await async_browse(
            self.coordinator, media_content_type, media_content_id
        )

    @override
    async def async_search_media(self, query: SearchMediaQuery) -> SearchMedia:
        """Find something to play."""
        return SearchMedia(result=await async_search(self.coordinator, query))
