"""Addresses of this machine that no network sees."""

from dataclasses import dataclass
import socket

LOOPBACK = "127.0.0.1"

#: What a Harmony hub always uses; Home Assistant's own integration knows no other port.
HUB_PORT, HUB_XMPP_PORT = 8088, 5222

#: The last of the addresses that are tried for the hub.
_MOST_HUBS = 30


@dataclass(frozen=True, slots=True)
class Place:
    """Where the hub listens."""

    host: str
    port: int
    xmpp_port: int


def place_for_hub(*, fallback_port: int) -> Place:
    """Find the hub an address of its own, with the ports that every hub has.

    Some systems have only one loopback address; there the hub gets it, with `fallback_port` and the next one.
    """
    for number in range(2, _MOST_HUBS):
        host = f"127.0.0.{number}"
        if is_free(host, HUB_PORT) and is_free(host, HUB_XMPP_PORT):
            return Place(host, HUB_PORT, HUB_XMPP_PORT)
    return Place(LOOPBACK, fallback_port, fallback_port + 1)


def is_free(host: str, port: int) -> bool:
    """Tell whether one could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
