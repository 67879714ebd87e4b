"""Addresses: what somebody typed, where it leads, and which of ours a device should call back."""

import asyncio
from collections.abc import Iterable
from ipaddress import IPv4Address, ip_address
import re
import socket
from typing import Final

from homeassistant.components import network
from homeassistant.components.zeroconf import async_get_async_zeroconf
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from zeroconf import AddressResolverIPv4  # type: ignore[attr-defined] # public, if not in __all__

from .dacp import routed_address

# Addresses live two minutes in a cache, pointers more than an hour: most of what is found has to be asked again.
# Who is there answers within a second; the rest is for a lost packet.
LOOKUP_MILLISECONDS: Final = 2000

_ADDRESS = re.compile(r"(?P<host>[^:/\s]+)(:(?P<port>\d{1,5}))?")
_HOST_NAME = re.compile(
    r"[A-Za-z0-9]([\w-]{0,61}\w)?(\.\w([\w-]{0,61}\w)?)*\.?", re.ASCII
)
_DIGITS_AND_DOTS = re.compile(r"[\d.]+")


def parse_address(text: str) -> tuple[str, int | None]:
    """Read an IPv4 address or a host name, with or without `:port`; raise ValueError for anything else."""
    match = _ADDRESS.fullmatch(text.strip())
    if match is None:
        raise ValueError("Not an address")
    host, port = match["host"], int(match["port"]) if match["port"] else None
    if _DIGITS_AND_DOTS.fullmatch(host):
        # Half an address would otherwise pass for a name, and be completed with zeroes by the system.
        host = str(IPv4Address(host))
    elif len(host) > 253 or not _HOST_NAME.fullmatch(host):
        raise ValueError("Not a host name")
    if port is not None and not 0 < port < 65536:
        raise ValueError("Not a port")
    return host, port


def usable_address(addresses: Iterable[str]) -> str | None:
    """Return the address to use among those announced: these devices speak IPv4 only, and link-local leads nowhere."""
    parsed = map(ip_address, addresses)
    return next(
        (str(one) for one in parsed if one.version == 4 and not one.is_link_local), None
    )


async def async_resolve(hass: HomeAssistant, host: str) -> str | None:
    """Return the IPv4 address of a host name (or an address itself), None when nobody knows it."""
    if host.removesuffix(".").endswith(".local"):
        # Containers mostly cannot look these up by themselves.
        resolver = AddressResolverIPv4(f"{host.removesuffix('.')}.")
        zc = async_get_async_zeroconf(hass).zeroconf
        if await resolver.async_request(zc, LOOKUP_MILLISECONDS):
            return usable_address(resolver.parsed_addresses())
    loop = asyncio.get_running_loop()
    try:
        answers = await loop.getaddrinfo(
            host, None, family=socket.AF_INET, type=socket.SOCK_STREAM
        )
    except OSError, UnicodeError:
        return None
    return str(answers[0][4][0])


async def async_local_address(hass: HomeAssistant, host: str | None) -> str | None:
    """Return the one address of ours that `host` can reach, or None when there is none.

    Without a host it is the address of the default route. An adapter that is switched off in Home Assistant's
    network settings does not count: nothing is announced there.
    """
    if host is None:
        try:
            return await network.async_get_source_ip(hass)
        except HomeAssistantError:
            return None
    remote = await async_resolve(hass, host)
    local = remote and routed_address(remote)
    if not local:
        return None
    # Nobody switches this one on, and it leads to a device on this very machine.
    if IPv4Address(local).is_loopback:
        return local
    enabled = await network.async_get_enabled_source_ips(hass)
    return local if IPv4Address(local) in enabled else None
