"""The versions of one hub's configuration, kept beside its entry."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ...harmony.client import CachedConfig
from ...harmony.config_reader import read_config
from ...harmony.owner import for_others
from ...stores import versions_store
from .comparison import Comparison, compare
from .snapshot import DAMAGED, Changes, Content, Version, digest_of

_LOGGER = logging.getLogger(__name__)

MOST_VERSIONS: Final = 10
_INSTANT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A version with its content, and its place: 0 is the newest. `same_as` is the next older one that is the same."""

    number: int
    version: Version
    content: Content = field(repr=False)
    same_as: int | None

    def describe(self) -> dict[str, Any]:
        """Return what is to be known of a version, without its content."""
        return {
            "version": self.number,
            "saved_at": self.version.saved_at.isoformat(),
            "config_version": self.version.config_version,
            "activities": self.content.activities,
            "devices": self.content.devices,
            "sequences": self.content.sequences,
            "size": self.content.size,
            "same_as": self.same_as,
            "changes": asdict(self.version.changes),
        }


@dataclass(slots=True)
class _Shelf:
    """All that is kept, the oldest version first. Versions that are the same share their content."""

    versions: list[Version] = field(default_factory=list)
    contents: dict[str, Content] = field(default_factory=dict)
    is_damaged: bool = False

    def add(self, version: Version, content: Content) -> None:
        """Add the newest version, and let go of those that are too old."""
        self.versions = [*self.versions, version][-MOST_VERSIONS:]
        self.contents[version.digest] = content
        wanted = {one.digest for one in self.versions}
        self.contents = {
            digest: one for digest, one in self.contents.items() if digest in wanted
        }

    def newest_first(self) -> list[Kept]:
        """List what is kept."""
        digests = [one.digest for one in reversed(self.versions)]
        kept = []
        for number, version in enumerate(reversed(self.versions)):
            older = digests[number + 1 :]
            same_as = None
            if version.digest in older:
                same_as = number + 1 + older.index(version.digest)
            content = self.contents[version.digest]
            kept.append(Kept(number, version, content, same_as))
        return kept


class Archive:
    """Keeps the last versions of a hub's configuration. Nothing but disk is needed to read them.

    Everything that a megabyte makes slow happens in threads. What is damaged is left out, and that is said once.
    """

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Prepare; nothing is read."""
        self._hass = hass
        self._name = entry.title
        self._store = versions_store(hass, entry)
        # What is being added changes what the next one is compared with.
        self._turn = asyncio.Lock()

    async def async_add(self, cached: CachedConfig) -> None:
        """Keep a configuration, if it is another one than the newest that is kept."""
        async with self._turn:
            kept = await self._load()
            data = await self._hass.async_add_executor_job(
                self._added, kept, cached, dt_util.utcnow()
            )
            if data is not None:
                await self._store.async_save(data)

    async def async_list(self) -> list[Kept]:
        """Return what is kept, the newest first."""
        kept = await self._load()
        shelf = await self._hass.async_add_executor_job(self._read, kept)
        return shelf.newest_first()

    async def async_read(self, kept: Kept) -> dict[str, Any] | None:
        """Return a configuration, without what is its owner's; None where it cannot be read any more."""
        return await self._hass.async_add_executor_job(self._unpack, kept.content)

    async def async_compare(self, older: Kept, newer: Kept) -> Comparison | None:
        """Return what differs between two versions; None where one of them cannot be read any more."""
        return await self._hass.async_add_executor_job(
            self._compare, older.content, newer.content
        )

    # ── Inside; from here on in threads, but for the first ────────────────────

    async def _load(self) -> Mapping[str, Any] | None:
        try:
            return await self._store.async_load()
        except HomeAssistantError as error:
            self._complain(error)
            return None

    def _added(
        self, kept: Mapping[str, Any] | None, cached: CachedConfig, now: datetime
    ) -> dict[str, Any] | None:
        """Return what is to be kept once a configuration was added; None where that changes nothing."""
        shelf = self._read(kept)
        raw = for_others(cached.raw)
        digest = digest_of(raw)
        newest = shelf.versions[-1] if shelf.versions else None
        if newest is not None and newest.digest == digest:
            if newest.config_version == cached.version and not shelf.is_damaged:
                return None
            shelf.versions[-1] = replace(newest, config_version=cached.version)
        else:
            config = read_config(raw)
            changes = Changes()
            if newest is not None:
                # Clocks are put back now and then.
                now = max(now, newest.saved_at + _INSTANT)
                before = self._unpack(shelf.contents[newest.digest])
                if before is not None:
                    changes = Changes.of(compare(read_config(before), config))
            shelf.add(
                Version(now, cached.version, digest, changes), Content.pack(raw, config)
            )
        return {
            "versions": [
                asdict(one) | {"saved_at": one.saved_at.isoformat()}
                for one in shelf.versions
            ],
            "contents": {key: asdict(one) for key, one in shelf.contents.items()},
        }

    def _read(self, kept: Mapping[str, Any] | None) -> _Shelf:
        """Read what was kept, and leave out what is damaged."""
        shelf = _Shelf()
        if kept is None:
            return shelf
        try:
            versions, contents = list(kept["versions"]), dict(kept["contents"])
        except DAMAGED as error:
            return self._damaged(shelf, error)
        for raw in versions[-MOST_VERSIONS:]:
            try:
                version = Version.read(raw)
                if version.digest not in shelf.contents:
                    content = Content.read(contents[version.digest])
                    shelf.contents[version.digest] = content
            except DAMAGED as error:
                self._damaged(shelf, error)
            else:
                shelf.versions.append(version)
        return shelf

    def _damaged(self, shelf: _Shelf, error: Exception) -> _Shelf:
        if not shelf.is_damaged:
            shelf.is_damaged = True
            self._complain(error)
        return shelf

    def _complain(self, error: Exception) -> None:
        _LOGGER.warning(
            "Saved configurations of %s are damaged and were left out (%s: %s)",
            self._name,
            type(error).__name__,
            error,
        )

    def _unpack(self, content: Content) -> dict[str, Any] | None:
        try:
            return content.unpack()
        except DAMAGED as error:
            self._complain(error)
            return None

    def _compare(self, older: Content, newer: Content) -> Comparison | None:
        before, after = self._unpack(older), self._unpack(newer)
        if before is None or after is None:
            return None
        return compare(read_config(before), read_config(after))
