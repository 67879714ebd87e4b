"""The body of an `oa` element: text of pairs, or JSON."""

from collections.abc import Mapping
import json
import re
from typing import Any, Final

from .reading import parse, parse_aside

# One piece: a doubled colon belongs to it, a single one ends it.
_PIECE: Final = re.compile(r"(?:::|[^:])+")


def encode(params: Mapping[str, Any]) -> str:
    """Write parameters as `key=value:key=value`, with every colon inside a value doubled (reference, section 2.3).

    Objects and lists become JSON, flags become words; nothing at all is an empty text.
    """
    return ":".join(f"{key}={_value(value)}" for key, value in params.items())


def decode(text: str) -> Any:
    """Read a body: JSON as it is, pairs as a dictionary of texts, None for an empty one.

    Raises ProtocolError for broken JSON.
    """
    text = text.strip()
    return parse(text) if _is_json(text) else _pairs(text)


async def decode_aside(text: str) -> Any:
    """Read a body as `decode` does, long JSON in a thread."""
    text = text.strip()
    return await parse_aside(text) if _is_json(text) else _pairs(text)


def _is_json(text: str) -> bool:
    return text.startswith(("{", "["))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        value = "true" if value else "false"
    elif not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value).replace(":", "::")


def _pairs(text: str) -> dict[str, str] | None:
    """Cut at single colons, and each piece at its first `=`: `protocolVersion={XMPP="1.0"}` has more of them."""
    if not text:
        return None
    pairs: dict[str, str] = {}
    last: str | None = None
    for piece in _PIECE.findall(text):
        key, equals, value = piece.replace("::", ":").partition("=")
        if equals:
            last = key.strip()
            pairs[last] = value
        elif last is not None:
            # Not every firmware doubles the colons of its addresses.
            pairs[last] += f":{key}"
    return pairs
