"""Covers: fetched once for each thing that plays, and "there is none" told apart from "it failed"."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from .exceptions import CommandRejected, ProtocolError
from .session import Session

_PATH: Final = "ctrl-int/1/nowplayingartwork"
# Fetching is slow on the device and covers are small; going back and forth in an album should not fetch again.
_KEPT: Final = 4
# Covers of 600 pixels have some hundred kilobytes.
_MAX_BYTES: Final = 4 * 1024 * 1024
_NONE_STATUSES: Final = frozenset({404, 500})

_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)


@dataclass(frozen=True, slots=True)
class Artwork:
    """A cover: the file's bytes and its media type."""

    content: bytes
    content_type: str


class ArtworkCache:
    """The covers of what played last."""

    def __init__(self, session: Session) -> None:
        """Start empty."""
        self._session = session
        self._kept: OrderedDict[tuple[str, int, int], Artwork | None] = OrderedDict()
        self._lock = asyncio.Lock()

    async def get(self, artwork_id: str, width: int, height: int) -> Artwork | None:
        """Return the cover, shrunk by the device to fit into `width` by `height` pixels, or None if there is none.

        Raises like `Session.get`, and ProtocolError when what came is no picture: those are failures, and the
        next call asks again.
        """
        key = artwork_id, width, height
        async with self._lock:
            if key not in self._kept:
                self._kept[key] = await self._fetch(width, height)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]

    async def _fetch(self, width: int, height: int) -> Artwork | None:
        try:
            size = {"mw": width, "mh": height}
            content = await self._session.get(_PATH, size, most=_MAX_BYTES)
        except CommandRejected as error:
            # iTunes and its relatives answer like this to "there is no cover"; an Apple TV sends an empty 204.
            if error.status in _NONE_STATUSES:
                return None
            raise
        if not content:
            return None
        for signature, content_type in _SIGNATURES:
            if content.startswith(signature):
                return Artwork(content, content_type)
        raise ProtocolError("The cover is not a picture")
