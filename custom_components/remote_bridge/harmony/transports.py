"""Transports by kind, made anew for each connection."""

from collections.abc import Callable

from aiohttp import ClientSession

from .provision import DEFAULT_PORT
from .timing import Timing
from .transport import Transport
from .websocket import WebSocketTransport

type TransportFactory = Callable[[], Transport]


def websocket(
    http: ClientSession,
    host: str,
    port: int = DEFAULT_PORT,
    *,
    timing: Timing | None = None,
) -> TransportFactory:
    """Return what makes WebSockets to a hub."""
    return lambda: WebSocketTransport(http, host, port, timing=timing)
