"""JSON from a hub, read within bounds, and what a message of either transport is."""

import asyncio
import json
from typing import Any, Final

from .codes import Code
from .exceptions import ProtocolError
from .messages import Event, Reply

# The largest configuration that anybody has seen has a megabyte.
MAX_MESSAGE: Final = 16 * 1024 * 1024
# Longer ones are read in a thread: a megabyte takes longer than the event loop may stand still.
LONG: Final = 64 * 1024

_MAX_TEXT: Final = 200


def parse(text: str | bytes) -> Any:
    """Read JSON; raise ProtocolError for what is none, or nested too deeply."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ProtocolError("The hub sent JSON that is nested too deeply") from error
    except ValueError as error:
        raise ProtocolError("The hub sent something that is no JSON") from error


async def parse_aside(text: str | bytes) -> Any:
    """Read JSON as `parse` does, in a thread where it is long."""
    if len(text) < LONG:
        return parse(text)
    return await asyncio.to_thread(parse, text)


def reply_of(message: dict[str, Any]) -> Reply | None:
    """Return the reply that a WebSocket message is, None for what is none."""
    identity = message.get("id")
    if not isinstance(identity, str | int) or isinstance(identity, bool):
        return None
    return Reply(
        id=str(identity),
        command=_text(message.get("cmd")),
        code=Code.read(message.get("code")),
        message=_text(message.get("msg")),
        data=message.get("data"),
    )


def event_of(message: dict[str, Any]) -> Event | None:
    """Return the event that a WebSocket message is, None for what is none."""
    kind = message.get("type")
    if not isinstance(kind, str):
        return None
    return Event(kind[:_MAX_TEXT].lower(), message.get("data"))


def _text(raw: Any) -> str:
    return raw[:_MAX_TEXT] if isinstance(raw, str) else ""
