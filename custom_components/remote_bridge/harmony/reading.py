"""JSON from a hub, read within bounds, and what a message of the WebSocket is."""

import asyncio
import json
from typing import Any, Final, NoReturn

from .codes import Code
from .exceptions import ProtocolError
from .messages import Event, Reply

# The largest configuration that anybody has seen has a megabyte.
MAX_MESSAGE: Final = 16 * 1024 * 1024
# Longer ones are read in a thread: a megabyte takes longer than the event loop may stand still.
LONG: Final = 64 * 1024
# A configuration has less than ten levels. Whoever walks through what was read need not fear for the stack.
MAX_DEPTH: Final = 64
# A type, a command or a hub's own words in an error.
MAX_TEXT: Final = 200


def parse(text: str | bytes) -> Any:
    """Read JSON; raise ProtocolError for what is none, or nested too deeply."""
    try:
        value = json.loads(text, parse_constant=_refuse)
    except RecursionError as error:
        raise ProtocolError("The hub sent JSON that is nested too deeply") from error
    except ValueError:
        # Without the cause, which holds all of the text, and the owner's data may be in it.
        raise ProtocolError("The hub sent something that is no JSON") from None
    if _is_deep(value):
        raise ProtocolError("The hub sent JSON that is nested too deeply")
    return value


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
        command=short_text(message.get("cmd")),
        code=Code.read(message.get("code")),
        message=short_text(message.get("msg")),
        data=message.get("data"),
    )


def event_of(message: dict[str, Any]) -> Event | None:
    """Return the event that a WebSocket message is, None for what is none."""
    kind = message.get("type")
    if not isinstance(kind, str):
        return None
    return Event(short_text(kind).lower(), message.get("data"))


def short_text(raw: Any) -> str:
    """Return text that stands in a line of a log, cut; empty for what is no text."""
    return raw[:MAX_TEXT] if isinstance(raw, str) else ""


def _refuse(_: str) -> NoReturn:
    """Refuse NaN and the infinities, which Python reads and no JSON has."""
    raise ValueError


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for parent in level
            if isinstance(parent, dict | list)
            for child in (parent.values() if isinstance(parent, dict) else parent)
        ]
        if not level:
            return False
    return True
