"""The old discovery: a datagram to UDP 5224 makes the hub call back over TCP and say who it is."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
import ipaddress
import socket
from typing import override

from .core import ACCOUNT_ID, OWNER, Core

PORT = 5224
_QUESTION = "_logitech-reverse-bonjour._tcp.local."
#: The port of XMPP, which hubs name even where it is switched off.
_XMPP_PORT = 5222
#: Real questions have some 60 bytes.
_MOST = 512
#: Seconds that calling back may take.
_PATIENCE = 3.0
#: Calls at once; questions beyond that are dropped.
_CALLS = 8
#: Before this firmware the answer has neither a name nor the remote id.
_NAMES_ITSELF = (4,)
_CLOUD_FRONT = (4, 15)


def answer(core: Core, ip: str, *, xmpp_port: int = _XMPP_PORT) -> str:
    """Write who the hub is: `key:value;key:value`, whose values have colons and commas in them too."""
    return ";".join(f"{key}:{value}" for key, value in fields(core, ip, xmpp_port))


def fields(core: Core, ip: str, xmpp_port: int) -> list[tuple[str, object]]:
    """List what a hub tells about itself, which depends on its firmware."""
    version = tuple(int(part) for part in core.firmware.split(".") if part.isdigit())
    last = [
        ("openApiVersion", 2),
        ("minimumOpenApiClientVersionRequired", 1),
        ("recommendedOpenApiClientVersion", 1),
    ]
    if version < _NAMES_ITSELF:
        return [
            ("email", OWNER),
            ("ip", ip),
            ("port", xmpp_port),
            ("uuid", core.uuid),
            ("hubId", 82),
            ("current_fw_version", core.firmware),
            ("host_name", core.name),
            *last,
        ]
    servers = [("discoveryServerUri", "https://svcs.example.com/Discovery/Discovery")]
    if version >= _CLOUD_FRONT:
        servers.append(("discoveryServerUriCF", "https://cf.example.com/Discovery"))
    return [
        ("email", OWNER),
        ("mode", 3),
        ("accountId", ACCOUNT_ID),
        ("ip", ip),
        ("port", xmpp_port),
        ("uuid", core.uuid),
        # The kind of hub, in spite of its name.
        ("hubId", 106),
        ("current_fw_version", core.firmware),
        ("productId", core.model),
        ("setupSessionType", 0),
        ("setupSessionClient", "SilverlightWebClient"),
        ("setupSessionIsStale", "false"),
        ("setupSessionSetupType", ""),
        ("setupStatus", 0),
        ("host_name", core.name),
        ("friendlyName", core.name),
        *servers,
        *last,
        ("protocolVersion", '{XMPP="1.0", HTTP="1.0", RF="1.0", WEBSOCKET="1.0"}'),
        ("hubProfiles", '{Harmony="2.0"}'),
        ("remoteId", core.remote_id),
        ("oohEnabled", "true"),
    ]


class ReverseBonjour:
    """Waits for questions on a UDP port, and calls those back who ask."""

    def __init__(self, core: Core, *, xmpp_port: int = _XMPP_PORT) -> None:
        """Prepare for a hub; `xmpp_port` is what it says its port is."""
        self._core = core
        self._xmpp_port = xmpp_port
        self._host = ""
        self._ears: list[_Ear] = []
        self._calls: set[asyncio.Task[None]] = set()
        self._deaf = False

    async def start(self, host: str, port: int = PORT) -> int:
        """Listen on an address, and for broadcasts to its network; return the port."""
        await self._close()
        self._host, self._deaf = host, False
        loop = asyncio.get_running_loop()
        try:
            for address in (host, *_broadcasts(host)):
                bound = _bind(address, port, host)
                # The broadcasts of a free port are those of the port that was free.
                port = bound.getsockname()[1]
                _, ear = await loop.create_datagram_endpoint(
                    lambda: _Ear(self._heard), sock=bound
                )
                self._ears.append(ear)
        except BaseException:
            await self._close()
            raise
        return port

    async def stop(self) -> None:
        """Close the port and give up calls that are under way."""
        await self._close()

    async def refuse(self) -> None:
        """Keep the port and answer nobody."""
        self._deaf = True

    def _heard(self, data: bytes, sender: tuple[str, int]) -> None:
        """Call back whoever asks; what is no question is ignored."""
        port = _port_in(data)
        if self._deaf or port is None or len(self._calls) >= _CALLS:
            return
        task = asyncio.create_task(self._call(sender[0], port))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _call(self, host: str, port: int) -> None:
        """Connect, say who the hub is, and hang up."""
        # Nobody may be there, or nobody that reads: a hub does not care.
        with suppress(OSError):
            async with asyncio.timeout(_PATIENCE):
                source = None if _is_unspecified(self._host) else (self._host, 0)
                _, writer = await asyncio.open_connection(host, port, local_addr=source)
                try:
                    ip = writer.get_extra_info("sockname")[0]
                    text = answer(self._core, ip, xmpp_port=self._xmpp_port)
                    writer.write(text.encode())
                    await writer.drain()
                finally:
                    writer.close()
                await writer.wait_closed()

    async def _close(self) -> None:
        ears, self._ears = self._ears, []
        calls = tuple(self._calls)
        for call in calls:
            call.cancel()
        # The ports are not free before the loop says so.
        closing = (ear.close() for ear in ears)
        await asyncio.gather(*calls, *closing, return_exceptions=True)


class _Ear(asyncio.DatagramProtocol):
    """Hands on what arrives."""

    def __init__(self, heard: Callable[[bytes, tuple[str, int]], None]) -> None:
        self._heard = heard
        self._transport: asyncio.BaseTransport | None = None
        self._closed = asyncio.Event()

    async def close(self) -> None:
        """Close the port, and return when it is free."""
        if self._transport is not None:
            self._transport.close()
            await self._closed.wait()

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._closed.set()

    @override
    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._heard(data, addr)


def _port_in(data: bytes) -> int | None:
    """Read the port out of a question; the lines after it are optional and say nothing new."""
    if len(data) > _MOST:
        return None
    lines = data.decode("ascii", "replace").split("\n")
    if len(lines) < 2 or lines[0].strip() != _QUESTION:
        return None
    digits = lines[1].strip()
    if not digits.isdecimal() or not digits.isascii():
        return None
    port = int(digits)
    return port if 0 < port < 65536 else None


def _is_unspecified(host: str) -> bool:
    return ipaddress.IPv4Address(host).is_unspecified


def _broadcasts(host: str) -> tuple[str, ...]:
    """Name the broadcast addresses that a socket on this one does not hear."""
    address = ipaddress.IPv4Address(host)
    if address.is_unspecified:
        return ()
    if address.is_loopback:
        return ("127.255.255.255", "255.255.255.255")
    return ("255.255.255.255",)


def _bind(address: str, port: int, host: str) -> socket.socket:
    """Open a UDP port; several hubs may share a broadcast address, but not one of their own."""
    ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        ear.setblocking(False)
        if address != host:
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        ear.bind((address, port))
    except OSError:
        ear.close()
        raise
    return ear
