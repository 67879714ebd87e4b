"""Transports by kind, made anew for each connection."""

from collections.abc import Callable

from aiohttp import ClientSession

from .provision import DEFAULT_PORT
from .timing import Timing
from .transport import Transport
from .websocket import WebSocketTransport
from .xmpp import DEFAULT_XMPP_PORT, XmppTransport

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


def xmpp(
    host: str,
    port: int = DEFAULT_XMPP_PORT,
    *,
    session_token: str | None = None,
    login_token: str | None = None,
    timing: Timing | None = None,
    on_session_token: Callable[[str], None] | None = None,
) -> TransportFactory:
    """Return what makes XMPP sessions with a hub; each session after a pairing uses what that gave.

    `on_session_token` hears of every new session token, which is to be kept for the next start.
    """
    known = session_token

    def keep(new: str) -> None:
        nonlocal known
        known = new
        if on_session_token is not None:
            on_session_token(new)

    return lambda: XmppTransport(
        host,
        port,
        session_token=known,
        login_token=login_token,
        timing=timing,
        on_session_token=keep,
    )
