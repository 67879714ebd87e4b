"""Requests, replies and events as the hub's core knows them, whichever way they come and go."""

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Request:
    """A command from a client; `timeout` is in the WebSocket's envelope, and None over XMPP."""

    id: str | int | None
    command: str
    params: dict[str, Any]
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to a request; `as_pairs` is how its body looks over XMPP: `k=v:k=v` instead of JSON."""

    id: str | int | None
    command: str
    code: int | float | str
    message: str
    data: Any
    as_pairs: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that the hub tells everybody who is connected."""

    type: str
    data: Any
    as_pairs: bool = False


class Link(Protocol):
    """One connected client. Nothing here waits, and order is kept."""

    transport: str

    def reply(self, reply: Reply) -> None:
        """Send an answer."""

    def event(self, event: Event) -> None:
        """Send an event."""

    def drop(self) -> None:
        """Cut the connection at once."""
