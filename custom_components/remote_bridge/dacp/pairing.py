"""Pairing: the remote we advertise, the server the Apple TV calls back, and the PIN hash."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
import hashlib
import hmac
from ipaddress import IPv4Address
import logging
from secrets import randbelow, token_hex
import socket
from typing import Final, Self, override
from uuid import uuid4

from aiohttp import web
from zeroconf import Error as ZeroconfError
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from .discovery import service_identifier
from .dmap import Container, Item, encode
from .exceptions import (
    CallbackPortUnavailable,
    PairingTimedOut,
    TooManyWrongCodes,
    WrongDevice,
)
from .login import format_pairing_guid, random_pairing_guid
from .timing import Timing

_LOGGER = logging.getLogger(__name__)

TOUCH_REMOTE: Final = "_touch-remote._tcp.local."

# A person mistypes a few times; ten thousand PINs can be tried in a minute.
MAX_WRONG_CODES: Final = 30
# One Apple TV calls; whoever comes in crowds is not one.
MAX_CONNECTIONS: Final = 16
_CODE_LENGTH: Final = 32
_NAME_LENGTH: Final = 64
# Labels are 40 characters with Apple's and everybody else's remotes.
_LABEL_LENGTH: Final = 40


def pairing_code(pairing_guid: int, pin: str) -> str:
    """Return what an Apple TV sends for a PIN: 32 upper-case hex digits.

    MD5 over the guid as it is published (16 upper-case hex digits) and each digit of the PIN followed by a zero
    byte, which is the PIN in UTF-16. Verified against the request log of a real Apple TV 3.
    """
    salted = f"{pairing_guid:016X}".encode() + pin.encode("utf-16-le")
    return hashlib.md5(salted, usedforsecurity=False).hexdigest().upper()


def random_pin() -> str:
    """Return four random digits."""
    return f"{randbelow(10_000):04}"


def routed_address(host: str) -> str | None:
    """Return the local IPv4 address from which `host` (an IPv4 address) is reached, or None if there is none.

    Nothing is sent: the kernel only looks up the route.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.setblocking(False)
        try:
            # A name would be looked up here, and block.
            probe.connect((str(IPv4Address(host)), 9))
        except OSError, ValueError:
            return None
        address: str = probe.getsockname()[0]
    return None if address == "0.0.0.0" else address  # noqa: S104 - compared, not bound


@dataclass(frozen=True, slots=True)
class PairedDevice:
    """Who paired: the login id it now accepts, its identifier, and the address it called from."""

    login_id: str
    identifier: str
    address: str


class PairingSession:
    """One attempt to pair, as an async context manager.

    Inside it our remote shows up on the Apple TV under Settings > General > Remotes, and entering `pin` there
    ends `wait`. Leaving it takes everything down: announcement withdrawn, port closed, no task left.
    """

    def __init__(
        self,
        zeroconf: AsyncZeroconf,
        *,
        name: str,
        address: str,
        port: int = 0,
        pin: str | None = None,
        expected: str | None = None,
        timing: Timing | None = None,
    ) -> None:
        """Prepare.

        `name` is shown on the television. `address` is the one local IPv4 address that routes to the Apple TV:
        with several, old firmware takes the first and may not reach it. Port 0 takes any free one. `expected` is
        the identifier of the device that has to answer, None accepts every device.
        """
        self.name = name
        self.address = address
        self.pin = pin or random_pin()
        self.wrong_codes = 0
        self._zeroconf = zeroconf
        self._port = port
        self._expected = expected
        self._timing = timing or Timing()
        self._guid = random_pairing_guid()
        self._code = pairing_code(self._guid, self.pin)
        self._outcome: asyncio.Future[PairedDevice] | None = None
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Open the port, then announce it. Raises CallbackPortUnavailable or zeroconf's own errors."""
        self._outcome = asyncio.get_running_loop().create_future()
        async with self._stack as stack:
            server = _CallbackServer(self._answer, self._timing)
            self._port = await server.start(self.address, self._port)
            stack.push_async_callback(server.stop)
            info = self._service_info()
            # Withdrawing what was never announced is harmless, and announcing may be cut off half-way.
            stack.push_async_callback(self._withdraw, info)
            # Our label is random, so probing the network for another one like it would only cost a second.
            broadcast = await self._zeroconf.async_register_service(
                info, cooperating_responders=True
            )
            stack.push_async_callback(_end, asyncio.ensure_future(broadcast))
            self._stack = stack.pop_all()
        _LOGGER.debug("Announced as %s at %s:%d", self.name, self.address, self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Withdraw the announcement and close the port."""
        await self._stack.aclose()
        if self._outcome is not None and not self._outcome.cancel():
            # Whoever did not wait for the outcome does not want to hear of it.
            self._outcome.exception()

    @property
    def port(self) -> int:
        """Return the port the Apple TV calls back."""
        return self._port

    async def wait(self, seconds: float) -> PairedDevice:
        """Return who paired.

        Raises PairingTimedOut, WrongDevice when the right code came from another device than the expected one,
        or TooManyWrongCodes.
        """
        if self._outcome is None:
            raise RuntimeError("A pairing session has to be entered first")
        await asyncio.wait({self._outcome}, timeout=seconds)
        if not self._outcome.done():
            raise PairingTimedOut(self.wrong_codes)
        return self._outcome.result()

    def _service_info(self) -> AsyncServiceInfo:
        # A fresh label for each attempt: the last one may still be in somebody's cache.
        label = f"{uuid4().hex}{token_hex(4)}"[:_LABEL_LENGTH]
        return AsyncServiceInfo(
            TOUCH_REMOTE,
            f"{label}.{TOUCH_REMOTE}",
            port=self._port,
            parsed_addresses=[self.address],
            server=f"{label}.local.",
            properties={
                "DvNm": self.name,
                "RemN": "Remote",
                "RemV": "10000",
                "DvTy": "iPod",
                "Pair": f"{self._guid:016X}",
                "txtvers": "1",
            },
        )

    async def _withdraw(self, info: AsyncServiceInfo) -> None:
        try:
            async with asyncio.timeout(self._timing.goodbye):
                await (await self._zeroconf.async_unregister_service(info))
        except ZeroconfError, TimeoutError, OSError:
            _LOGGER.debug("Could not withdraw the announcement of %s", self.name)

    def _answer(self, request: web.BaseRequest) -> web.Response:
        """Answer the Apple TV: the pairing on the right code, 404 on a wrong one so that it lets the user retry."""
        codes = request.query.getall("pairingcode", [])
        names = request.query.getall("servicename", [])
        if request.method != "GET" or request.path != "/pair":
            return web.Response(status=404)
        if len(set(codes)) != 1 or len(set(names)) != 1 or not names[0]:
            return web.Response(status=400)
        code = codes[0].upper()
        identifier = service_identifier(names[0])[:_NAME_LENGTH]
        if self.wrong_codes >= MAX_WRONG_CODES:
            return web.Response(status=404)
        if not hmac.compare_digest(code.encode(), self._code.encode()):
            self.wrong_codes += 1
            _LOGGER.debug("Wrong code number %d came in", self.wrong_codes)
            if self.wrong_codes >= MAX_WRONG_CODES:
                self._finish(TooManyWrongCodes("Too many wrong codes arrived"))
            return web.Response(status=404)
        if self._expected is not None and identifier != self._expected:
            self._finish(WrongDevice(identifier))
            return web.Response(status=404)
        login_id = format_pairing_guid(self._guid)
        self._finish(PairedDevice(login_id, identifier, request.remote or ""))
        # Asked again, the answer stays the same until we are taken down: the first one may have been lost.
        items: list[Item] = [
            ("cmpg", self._guid),
            ("cmnm", self.name),
            ("cmty", "iPhone"),
        ]
        body = encode([("cmpa", Container(items))])
        return web.Response(body=body, content_type="application/x-dmap-tagged")

    def _finish(self, outcome: PairedDevice | Exception) -> None:
        if self._outcome is None or self._outcome.done():
            return
        if isinstance(outcome, Exception):
            self._outcome.set_exception(outcome)
        else:
            self._outcome.set_result(outcome)


async def _end(broadcast: asyncio.Future[None]) -> None:
    """Wait for the announcement's repetitions to end; nobody needs them any more."""
    broadcast.cancel()
    await asyncio.wait({broadcast})


class _Refused(asyncio.Protocol):
    """Hangs up at once."""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


type _Answer = Callable[[web.BaseRequest], web.Response]


class _CallbackServer:
    """An HTTP server that bears strangers: few connections, each for a short time, and nothing logged."""

    def __init__(self, answer: _Answer, timing: Timing) -> None:
        """Prepare."""
        self._timing = timing

        async def handler(request: web.BaseRequest) -> web.Response:
            return answer(request)

        self._web = web.Server(handler, access_log=None, tcp_keepalive=False)
        self._server: asyncio.Server | None = None
        self._deadlines: set[asyncio.TimerHandle] = set()

    async def start(self, address: str, port: int) -> int:
        """Listen, and return the port; raise CallbackPortUnavailable."""
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(self._connection, address, port)
        except OSError as error:
            raise CallbackPortUnavailable(
                f"Cannot listen on {address}:{port}: {error}"
            ) from error
        bound: int = self._server.sockets[0].getsockname()[1]
        return bound

    async def stop(self) -> None:
        """Stop listening and drop all connections."""
        for deadline in self._deadlines:
            deadline.cancel()
        if self._server is not None:
            self._server.close()
        await self._web.shutdown(self._timing.callback_shutdown)
        if self._server is not None:
            await self._server.wait_closed()

    def _connection(self) -> asyncio.BaseProtocol:
        if len(self._web.connections) >= MAX_CONNECTIONS:
            return _Refused()
        protocol = self._web()
        loop = asyncio.get_running_loop()

        def expire() -> None:
            self._deadlines.discard(deadline)
            protocol.force_close()

        deadline = loop.call_later(self._timing.callback, expire)
        self._deadlines.add(deadline)
        return protocol
