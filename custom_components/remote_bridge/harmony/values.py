"""Single values as hubs write them: a number as text, a flag as a word, an empty list for an empty object."""

from collections.abc import Iterable, Mapping
import re
from typing import Any, Final

# Seen are 7 to 9 digits; no more than 40 characters of them, for they end up in requests and in keys of registries.
_IDENTIFIER: Final = re.compile(r"[0-9A-Za-z_.-]{1,40}", re.ASCII)
# Python refuses to write out numbers of thousands of digits, and no number that a hub has is this long.
_MOST: Final = 10**40


def read_text(raw: Any, most: int) -> str | None:
    """Return text as it is, cut to `most` characters; None where there is none, or only blanks.

    What cannot be encoded (half of an emoji) is replaced, or it would break whoever writes it on.
    """
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)[:most] if -_MOST < raw < _MOST else None
    if not isinstance(raw, str) or not raw.strip():
        return None
    return raw[:most].encode("utf-8", "replace").decode("utf-8")


def read_identifier(raw: Any) -> str | None:
    """Return an id, which most firmwares write as text; None where it is none."""
    text = read_text(raw, 100)
    text = text.strip() if text else ""
    return text if _IDENTIFIER.fullmatch(text) else None


def read_integer(raw: Any) -> int | None:
    """Return a number, which may have come as text."""
    text = read_text(raw, 20)
    try:
        return int(text) if text else None
    except ValueError:
        return None


def read_flag(raw: Any) -> bool:
    """Return a flag, which may have come as "true"; what is neither is false."""
    return raw is True or (isinstance(raw, str) and raw.strip().lower() == "true")


def read_objects(raw: Any) -> Iterable[Mapping[str, Any]]:
    """Return the objects in a list.

    Lua knows no difference between lists and objects, so an empty list may come as `{}`, and one with gaps as an
    object with numbers for keys.
    """
    items = raw.values() if isinstance(raw, Mapping) else raw
    if not isinstance(items, Iterable) or isinstance(items, str):
        return ()
    return (item for item in items if isinstance(item, Mapping))


def read_object(raw: Any) -> Mapping[str, Any]:
    """Return an object; what is none (an empty one may come as `[]` or null) is empty."""
    return raw if isinstance(raw, Mapping) else {}
