"""SSDP: answers to searches on the network, and the announcements that a hub makes by itself."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha1
import socket
from typing import override
from xml.sax.saxutils import escape

from .core import Core

URN = "urn:myharmony-com:device:harmony:1"
GROUP = "239.255.255.250"
PORT = 1900
SERVER = "Ubuntu/10.04 UPnP/1.1 Harmony/16.3"

_ROOT = "upnp:rootdevice"
#: Seconds that an announcement is good for, and between two of them.
_MAX_AGE = 1800
_ANNOUNCE_EVERY = 600
#: No search that anybody makes is longer.
_MOST = 2048
#: Linux: hear only the groups that this socket joined itself. Python has no name for it.
_IP_MULTICAST_ALL = 49


def unique_name(core: Core) -> str:
    """Return the hub's UPnP identity: `uuid:` and 40 hex digits, which is more than a UUID has."""
    digest = sha1(core.remote_id.encode(), usedforsecurity=False)
    return f"uuid:{digest.hexdigest()}"


def description(core: Core) -> str:
    """Write the XML that `LOCATION` leads to."""
    return (
        '<?xml version="1.0"?>\n'
        '<root xmlns="urn:schemas-upnp-org:device-1-0">\n'
        "<specVersion><major>1</major><minor>1</minor></specVersion>\n"
        "<device>\n"
        f"<deviceType>{URN}</deviceType>\n"
        f"<friendlyName>{escape(core.name)}</friendlyName>\n"
        "<manufacturer>Logitech</manufacturer>\n"
        "<manufacturerURL>http://www.example.com/</manufacturerURL>\n"
        "<modelName>Harmony Hub</modelName>\n"
        f"<UDN>{unique_name(core)}</UDN>\n"
        "</device>\n"
        "</root>\n"
    )


class SsdpResponder:
    """Answers searches that reach one interface, and says when the hub comes and goes."""

    def __init__(
        self, core: Core, location: Callable[[], str], *, well_formed: bool = False
    ) -> None:
        """Prepare for a hub whose description lies at `location()`.

        Hubs leave out the empty line that ends a message; `well_formed` puts it in.
        """
        self.well_formed = well_formed
        self._core = core
        self._location = location
        self._boot = 0
        self._port = PORT
        self._ear: asyncio.DatagramTransport | None = None
        self._mouth: asyncio.DatagramTransport | None = None
        self._next: asyncio.TimerHandle | None = None

    async def start(self, host: str, port: int = PORT) -> int:
        """Join the group on the interface that has the address `host`, announce the hub, return the port.

        Others may listen on the port as well, as everybody does on 1900.
        """
        self._close()
        loop = asyncio.get_running_loop()
        try:
            self._ear, _ = await loop.create_datagram_endpoint(
                lambda: _Ear(self._heard), sock=_listener(host, port)
            )
            self._mouth, _ = await loop.create_datagram_endpoint(
                asyncio.DatagramProtocol, sock=_speaker(host)
            )
        except BaseException:
            self._close()
            raise
        self._port = self._ear.get_extra_info("sockname")[1]
        self._boot += 1
        self._announce()
        return self._port

    async def stop(self) -> None:
        """Say goodbye and leave."""
        if self._mouth is not None:
            for target in self._targets():
                self._notify(target, "ssdp:byebye")
        self._close()

    async def refuse(self) -> None:
        """Leave without a word, as when the plug is pulled."""
        self._close()

    def _announce(self) -> None:
        """Say that the hub is there, now and as long as it is."""
        for target in self._targets():
            self._notify(target, "ssdp:alive")
        loop = asyncio.get_running_loop()
        self._next = loop.call_later(_ANNOUNCE_EVERY, self._announce)

    def _targets(self) -> tuple[str, ...]:
        """List what the hub can be searched for."""
        return (_ROOT, unique_name(self._core), URN)

    def _heard(self, data: bytes, sender: tuple[str, int]) -> None:
        """Answer a search for the hub, for root devices, or for everything; ignore what is none."""
        lines = data[:_MOST].decode("utf-8", "replace").splitlines()
        if not lines or lines[0].split() != ["M-SEARCH", "*", "HTTP/1.1"]:
            return
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.strip().upper()] = value.strip()
        if headers.get("MAN", "").strip('"') != "ssdp:discover":
            return
        wanted = headers.get("ST")
        for target in self._targets():
            if wanted in (target, "ssdp:all"):
                self._answer(target, sender)

    def _answer(self, target: str, sender: tuple[str, int]) -> None:
        self._say(
            "HTTP/1.1 200 OK",
            {
                "CACHE-CONTROL": f"max-age = {_MAX_AGE}",
                "DATE": format_datetime(datetime.now(UTC), usegmt=True),
                "EXT": "",
                "LOCATION": self._location(),
                "SERVER": SERVER,
                "ST": target,
                "USN": self._usn(target),
                "BOOTID.UPNP.ORG": str(self._boot),
            },
            sender,
        )

    def _notify(self, target: str, what: str) -> None:
        headers = {
            "HOST": f"{GROUP}:{self._port}",
            "NT": target,
            "NTS": what,
            "USN": self._usn(target),
            "BOOTID.UPNP.ORG": str(self._boot),
        }
        if what == "ssdp:alive":
            headers |= {
                "CACHE-CONTROL": f"max-age = {_MAX_AGE}",
                "LOCATION": self._location(),
                "SERVER": SERVER,
            }
        self._say("NOTIFY * HTTP/1.1", headers, (GROUP, self._port))

    def _usn(self, target: str) -> str:
        name = unique_name(self._core)
        return name if target == name else f"{name}::{target}"

    def _say(self, first: str, headers: dict[str, str], to: tuple[str, int]) -> None:
        lines = [first, *(f"{name}: {value}" for name, value in headers.items())]
        end = "\r\n\r\n" if self.well_formed else "\r\n"
        if self._mouth is not None:
            self._mouth.sendto(("\r\n".join(lines) + end).encode(), to)

    def _close(self) -> None:
        if self._next is not None:
            self._next.cancel()
        for transport in (self._ear, self._mouth):
            if transport is not None:
                transport.close()
        self._next = self._ear = self._mouth = None


class _Ear(asyncio.DatagramProtocol):
    """Hands on what arrives."""

    def __init__(self, heard: Callable[[bytes, tuple[str, int]], None]) -> None:
        self._heard = heard

    @override
    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._heard(data, addr)


def _listener(host: str, port: int) -> socket.socket:
    """Open a socket that hears the group on one interface only, and shares its port."""
    ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        ear.setblocking(False)
        ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        ear.setsockopt(socket.IPPROTO_IP, _IP_MULTICAST_ALL, 0)
        ear.setsockopt(
            socket.IPPROTO_IP,
            socket.IP_ADD_MEMBERSHIP,
            socket.inet_aton(GROUP) + socket.inet_aton(host),
        )
        # Bound to the group it takes no unicast datagram away from others on the port.
        ear.bind((GROUP, port))
    except OSError:
        ear.close()
        raise
    return ear


def _speaker(host: str) -> socket.socket:
    """Open a socket that speaks to the group through one interface, and is heard on this machine too."""
    mouth = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        mouth.setblocking(False)
        mouth.setsockopt(
            socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(host)
        )
        mouth.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 2)
        mouth.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 1)
        mouth.bind((host, 0))
    except OSError:
        mouth.close()
        raise
    return mouth
