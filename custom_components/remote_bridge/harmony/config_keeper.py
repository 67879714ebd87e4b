"""The hub's configuration, kept with its version, and read again when that changes."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
import logging
from typing import Any

from . import commands
from .config import EMPTY, HubConfig
from .config_reader import read_config
from .exceptions import HarmonyError, ProtocolError
from .exchange import Exchange
from .owner import without_owner
from .tasks import Tasks
from .timing import Timing

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CachedConfig:
    """A configuration as it may be kept on disk, where nothing of its owner is in it.

    Making one reads it, which takes some 100 ms where it has a megabyte: event loops do that in a thread. Raises
    ProtocolError where `raw` is no configuration.
    """

    version: int | None
    raw: Mapping[str, Any] = field(repr=False)
    config: HubConfig = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Read it."""
        object.__setattr__(self, "config", read_config(self.raw))


class ConfigKeeper:
    """Has the hub's configuration, and reads it anew where the hub says that there is a newer one."""

    def __init__(
        self,
        cached: CachedConfig | None,
        timing: Timing,
        *,
        on_new: Callable[[CachedConfig | None], None],
    ) -> None:
        """Begin with what was kept; `on_new` hears of each one that was read, and what was there before."""
        self.cache = cached
        self._timing = timing
        self._on_new = on_new
        self._tasks = Tasks()
        self._reading: asyncio.Task[None] | None = None
        # The version that the hub named last.
        self._wanted: int | None = cached.version if cached else None

    @property
    def config(self) -> HubConfig:
        """The configuration; EMPTY where none has ever been read."""
        return self.cache.config if self.cache else EMPTY

    def is_current(self, version: int | None) -> bool:
        """Whether this version has been read; where the hub names none nobody can know."""
        return version is not None and bool(self.cache) and self._version == version

    async def prepare(self, exchange: Exchange, version: int | None) -> None:
        """Read the configuration of a new connection, if it is not the one that was kept.

        Where that fails the kept one goes on to serve, and the new one is read in the background. Without one it
        raises what `Exchange.ask` does, or ProtocolError.
        """
        self.lost()
        self._wanted = version
        if self.is_current(version):
            return
        if self.cache is not None:
            # Nobody waits for what changes seldom: until it is there, the old one is the best that there is.
            self.renew(exchange, version)
        else:
            await self._read(exchange, version)

    def renew(self, exchange: Exchange, version: int | None) -> None:
        """Read the configuration in the background, and try again until it succeeds or the connection ends."""
        self._wanted = version
        if self._reading is None or self._reading.done():
            self._reading = self._tasks.start(
                self._keep_reading(exchange), "Reading a Harmony configuration"
            )

    async def stop(self) -> None:
        """Read no more."""
        await self._tasks.cancel()

    def lost(self) -> None:
        """Hear that the connection is gone; the next one reads."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    # ── Inside ────────────────────────────────────────────────────────────────

    @property
    def _version(self) -> int | None:
        return self.cache.version if self.cache else None

    async def _keep_reading(self, exchange: Exchange) -> None:
        delay = self._timing.backoff_first
        while True:
            # The version that was asked for while we read counts, not the one of the beginning.
            version = self._wanted
            try:
                await self._read(exchange, version)
            except HarmonyError as error:
                _LOGGER.debug("The configuration could not be read: %s", error)
                await asyncio.sleep(delay)
                delay = min(2 * delay, self._timing.backoff_most)
            else:
                if version == self._wanted:
                    return

    async def _read(self, exchange: Exchange, version: int | None) -> None:
        reply = await exchange.ask(commands.configuration(), self._timing.configuration)
        before = self.cache
        self.cache = await asyncio.to_thread(_read_aside, version, reply.data)
        self._on_new(before)


def _read_aside(version: int | None, data: Any) -> CachedConfig:
    # A hub always lists its PowerOff. One that has no activities at all has no configuration at the moment, and
    # believing it would remove everything that people have.
    if not isinstance(data, Mapping) or not data.get("activity"):
        raise ProtocolError("The hub's configuration is empty")
    return CachedConfig(version, without_owner(data))
