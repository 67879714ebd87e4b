"""Requests, replies and events, the same for both transports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .codes import Code

type Params = Mapping[str, Any]
"""What a command takes: texts, numbers, booleans, and for home automation nested objects."""


@dataclass(frozen=True, slots=True)
class Request:
    """A command for the hub.

    `command` is a mime type on XMPP and `hbus.cmd` on the WebSocket. `hub_timeout` (seconds) goes into the WebSocket's
    envelope: it is how long the hub itself works on the request, and how long it stays silent when an activity is
    started that runs already.
    """

    command: str
    params: Params = field(default_factory=dict)
    hub_timeout: int = 5


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to a request; a request may get none, one, or several with code 100 before the last."""

    id: str
    command: str
    code: Code
    message: str
    data: Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something the hub says by itself; `type` is in lower case, for firmwares differ in it."""

    type: str
    data: Any
