"""Who is there: what SSDP says about a hub, and the search that makes hubs call back ("reverse bonjour")."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address
import logging
import socket
from typing import Any, Final
from urllib.parse import urlsplit

from .exceptions import ConnectionFailed
from .timing import Timing
from .values import read_identifier, read_integer, read_text

_LOGGER = logging.getLogger(__name__)

SSDP_DEVICE_TYPE: Final = "urn:myharmony-com:device:harmony:1"
SSDP_MANUFACTURER: Final = "Logitech"

SCAN_PORT: Final = 5224
SCAN_ADDRESSES: Final = ("255.255.255.255", "224.0.0.1")

_QUESTION: Final = "_logitech-reverse-bonjour._tcp.local."
_XMPP_PORT: Final = 5222
# Real answers have up to a kilobyte.
_MAX_ANSWER: Final = 4096
_MAX_TEXT: Final = 100
# More hubs than any house has, and more calls at once than hubs make.
_MAX_HUBS: Final = 64
_MAX_CALLS: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundHub:
    """A hub that called back.

    Firmware before 4.x tells neither its remote id nor its name. `xmpp_port` is told also where XMPP is switched off.
    The owner's e-mail address and account, which a hub tells everybody who asks, are not kept.
    """

    host: str
    xmpp_port: int = _XMPP_PORT
    remote_id: str | None = None
    name: str | None = None
    firmware: str | None = None
    product: str | None = None
    uuid: str | None = field(default=None, repr=False)


def read_location(location: str | None) -> tuple[str, int] | None:
    """Return host and HTTP port from the LOCATION of an SSDP announcement; None where there is none."""
    try:
        parts = urlsplit(location or "")
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or parts.scheme != "http":
        return None
    return host, port or 80


def read_answer(answer: bytes, host: str) -> FoundHub | None:
    """Read what a hub says to who searches: `key:value;key:value`, with more colons in the values.

    `host` is where it called from. None if it was no hub.
    """
    pairs = (pair.partition(":") for pair in answer.decode(errors="replace").split(";"))
    said = {key.strip(): value.strip() for key, _, value in pairs}
    uuid = read_text(said.get("uuid"), _MAX_TEXT)
    remote_id = read_identifier(said.get("remoteId"))
    if uuid is None and remote_id is None:
        return None
    port = read_integer(said.get("port")) or 0
    return FoundHub(
        host=host,
        xmpp_port=port if 0 < port < 65536 else _XMPP_PORT,
        remote_id=remote_id,
        name=read_text(said.get("friendlyName") or said.get("host_name"), _MAX_TEXT),
        firmware=read_text(said.get("current_fw_version"), _MAX_TEXT),
        product=read_text(said.get("productId"), _MAX_TEXT),
        uuid=uuid,
    )


async def scan(
    seconds: float,
    *,
    addresses: Sequence[str] = SCAN_ADDRESSES,
    port: int = SCAN_PORT,
    local_host: str = "0.0.0.0",  # noqa: S104 - a hub calls back to whichever of our addresses it saw
    local_port: int = 0,
    timing: Timing | None = None,
) -> AsyncGenerator[FoundHub]:
    """Ask who is there for so many seconds, and give each hub once, as soon as it has called back.

    `addresses` are numeric, mostly of broadcasts; port 0 takes a free one. Who does not iterate to the end closes
    the generator (`contextlib.aclosing`), for a port is open until then. Raises ConnectionFailed if there is none.
    """
    targets = [(str(IPv4Address(address)), port) for address in addresses]
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    calls = _Calls(timing or Timing())
    try:
        callback = calls.listen(local_host, local_port)
        await calls.ask(local_host, callback, targets)
        for _ in range(_MAX_HUBS):
            try:
                # Not across the `yield`: what our caller does meanwhile is no business of this clock.
                async with asyncio.timeout_at(end):
                    hub = await calls.found.get()
            except TimeoutError:
                return
            yield hub
    finally:
        await calls.close()


class _Calls:
    """Our end of a search: the port that hubs call, and the datagrams that make them."""

    def __init__(self, timing: Timing) -> None:
        # Each hub once.
        self.found: asyncio.Queue[FoundHub] = asyncio.Queue()
        self._known: set[str] = set()
        self._timing = timing
        self._listener: socket.socket | None = None
        self._voice: asyncio.DatagramTransport | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._answering = 0

    def listen(self, host: str, port: int) -> int:
        """Open the port, and return which one it is.

        Not by `asyncio.start_server`: who calls in the moment in which such a one is closed stays connected, and the
        log of the event loop complains.
        """
        try:
            self._listener = socket.create_server((host, port), backlog=_MAX_CALLS)
        except OSError as error:
            raise ConnectionFailed(f"No port for hubs to call: {error}") from error
        self._listener.setblocking(False)
        asyncio.get_running_loop().add_reader(self._listener, self._called)
        bound: int = self._listener.getsockname()[1]
        return bound

    async def ask(self, host: str, port: int, targets: list[tuple[str, int]]) -> None:
        try:
            (
                self._voice,
                _,
            ) = await asyncio.get_running_loop().create_datagram_endpoint(
                asyncio.DatagramProtocol, local_addr=(host, 0), allow_broadcast=True
            )
        except OSError as error:
            raise ConnectionFailed(f"Nowhere to ask from: {error}") from error
        self._keep(self._repeat(self._voice, f"{_QUESTION}\n{port}".encode(), targets))

    async def close(self) -> None:
        """Close every socket, whatever state it is in."""
        if self._listener is not None:
            asyncio.get_running_loop().remove_reader(self._listener)
            self._listener.close()
        if self._voice is not None:
            self._voice.abort()
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _keep(self, coroutine: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _repeat(
        self,
        voice: asyncio.DatagramTransport,
        question: bytes,
        targets: list[tuple[str, int]],
    ) -> None:
        while True:
            for target in targets:
                # A network that cannot be reached is told to the protocol, and means that nobody answers.
                voice.sendto(question, target)
            await asyncio.sleep(self._timing.scan_repeat)

    def _called(self) -> None:
        """Let a caller in; the next one has its turn at once."""
        assert self._listener is not None
        try:
            caller, (host, *_) = self._listener.accept()
        except OSError:
            # Who called has hung up already, or this system has no more sockets.
            return
        if self._answering >= _MAX_CALLS:
            caller.close()
            return
        caller.setblocking(False)
        self._answering += 1
        task = self._keep(self._hear(caller, host))
        # Also where it is cancelled before its first step.
        task.add_done_callback(lambda _: self._hang_up(caller))

    def _hang_up(self, caller: socket.socket) -> None:
        self._answering -= 1
        caller.close()

    async def _hear(self, caller: socket.socket, host: str) -> None:
        hub = read_answer(await self._read(caller), host)
        if hub is None:
            _LOGGER.debug("Something that is no hub called from %s", host)
        else:
            self._take(hub)

    def _take(self, hub: FoundHub) -> None:
        identity = hub.remote_id or hub.uuid or hub.host
        if identity not in self._known and len(self._known) < _MAX_HUBS:
            self._known.add(identity)
            self.found.put_nowait(hub)

    async def _read(self, caller: socket.socket) -> bytes:
        """Read until the other end hangs up, has said too much, or takes too long; what it said until then counts."""
        answer = bytearray()
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._timing.scan_answer):
                while chunk := await loop.sock_recv(caller, _MAX_ANSWER):
                    answer += chunk
                    if len(answer) > _MAX_ANSWER:
                        return b""
        except TimeoutError, OSError:
            pass
        return bytes(answer)
