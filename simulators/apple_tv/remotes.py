"""The remotes that ask to be paired, as mDNS tells of them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from zeroconf import IPVersion, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

TOUCH_REMOTE = "_touch-remote._tcp.local."

#: How long to ask for the details of a remote, in milliseconds.
RESOLVE_TIME = 3000


@dataclass(frozen=True, slots=True)
class FoundRemote:
    """A remote that asks to be paired; `name` is its `DvNm`, `pair` what the PIN is hashed with."""

    name: str
    address: str
    port: int
    pair: str
    kind: str
    service: str


class RemoteFinder:
    """Watches the network for remotes."""

    def __init__(
        self, zeroconf: AsyncZeroconf | None, changed: Callable[[], None]
    ) -> None:
        """Prepare to watch; without zeroconf nothing is ever found."""
        self._zeroconf = zeroconf
        self._changed = changed
        self._browser: AsyncServiceBrowser | None = None
        self._found: dict[str, FoundRemote] = {}
        self._resolving: dict[str, asyncio.Task[None]] = {}

    @property
    def remotes(self) -> tuple[FoundRemote, ...]:
        """List the remotes that are there now, by name."""
        return tuple(
            sorted(
                self._found.values(), key=lambda remote: (remote.name, remote.service)
            )
        )

    def find(self, name: str) -> FoundRemote | None:
        """Find a remote by the name it shows, or by its service's."""
        return next(
            (one for one in self.remotes if name in (one.name, one.service)), None
        )

    async def start(self) -> None:
        """Begin to watch."""
        if self._zeroconf is not None and self._browser is None:
            self._browser = AsyncServiceBrowser(
                self._zeroconf.zeroconf, TOUCH_REMOTE, handlers=[self._heard]
            )

    async def stop(self) -> None:
        """Stop watching and forget what was found."""
        if self._browser is not None:
            browser, self._browser = self._browser, None
            await browser.async_cancel()
        tasks = tuple(self._resolving.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._found.clear()

    def _heard(
        self,
        zeroconf: Zeroconf,
        service_type: str,
        name: str,
        state_change: ServiceStateChange,
    ) -> None:
        """Follow a remote that came, changed or went."""
        if task := self._resolving.pop(name, None):
            task.cancel()
        if state_change is ServiceStateChange.Removed:
            if self._found.pop(name, None) is not None:
                self._changed()
            return
        task = asyncio.get_running_loop().create_task(
            self._resolve(zeroconf, service_type, name)
        )
        self._resolving[name] = task

    async def _resolve(self, zeroconf: Zeroconf, service_type: str, name: str) -> None:
        """Ask for address, port and TXT; a remote without a name or Pair is not shown."""
        info = AsyncServiceInfo(service_type, name)
        if not await info.async_request(zeroconf, RESOLVE_TIME):
            return
        text = {
            key.decode("ascii", "replace").lower(): (value or b"").decode(
                "utf-8", "replace"
            )
            for key, value in info.properties.items()
        }
        addresses = info.parsed_addresses(IPVersion.V4Only) or info.parsed_addresses()
        if (
            not text.get("dvnm")
            or not text.get("pair")
            or not addresses
            or info.port is None
        ):
            return
        self._found[name] = FoundRemote(
            name=text["dvnm"],
            address=addresses[0],
            port=info.port,
            pair=text["pair"],
            kind=text.get("dvty", ""),
            service=name.removesuffix("." + service_type),
        )
        self._changed()
