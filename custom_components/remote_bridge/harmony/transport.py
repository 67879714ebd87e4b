"""What a transport is: something that carries requests, replies and events, and nothing more."""

from enum import StrEnum
from typing import Protocol

from .exceptions import HarmonyError
from .messages import Event, Reply, Request


class TransportKind(StrEnum):
    """How a hub is spoken to."""

    WEBSOCKET = "websocket"
    XMPP = "xmpp"


class Receiver(Protocol):
    """Who hears what comes from a hub. None of these may block or raise."""

    def reply_came(self, reply: Reply) -> None:
        """Hear an answer; the id may be one that was never sent."""

    def event_came(self, event: Event) -> None:
        """Hear something the hub says by itself."""

    def connection_ended(self, error: HarmonyError) -> None:
        """Hear, once and after `open` has returned, that the connection ended without our closing it."""


class Transport(Protocol):
    """One connection to a hub, used once: after its end a new one is made.

    A transport keeps its connection alive by itself and bounds what it takes in (size, depth, time).
    """

    @property
    def kind(self) -> TransportKind:
        """Which of the two it is."""

    async def open(self, receiver: Receiver) -> None:
        """Connect and log in.

        Raises ConnectionFailed (NobodyListens, TooManyClients), AuthenticationFailed (AccountRequired) or
        ProtocolError. Cancelled or failed, it leaves nothing open.
        """

    async def send(self, request_id: str, request: Request) -> None:
        """Hand a request to the system; replies come to the receiver. Raises ConnectionFailed."""

    async def close(self) -> None:
        """End in good order, within `Timing.close`; harmless at any time and more than once. Never raises."""
