"""DMAP: bytes to items and back.

An item is a four-letter tag, a big-endian 32-bit length and that many bytes. Nothing in the bytes says what
they mean, so the reading comes from the table in `tags.py`. `encode` and `decode` are exact inverses: what
`encode` writes `decode` reads back equal, and what `decode` accepts `encode` writes back byte for byte (the one
exception: the trailing NUL that an Apple TV appends to some strings is stripped for good).
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import batched
import struct
from typing import NamedTuple, Self, cast

from .exceptions import DmapError
from .tags import TAGS, Kind

# Play status is two deep, the deepest known reply (a play queue) five. A hostile one must not exhaust the stack.
MAX_DEPTH = 16

_HEADER = struct.Struct(">4sI")
_HEADER_SIZE = _HEADER.size
_MAX_UINT64 = 2**64


class Version(NamedTuple):
    """A protocol version, as in 2.10."""

    major: int
    minor: int


class SizedInt(int):
    """An integer that came in another width than the table's; it is written back in the same one."""

    width: int

    def __new__(cls, value: int, width: int) -> Self:
        """Make one of `width` bytes."""
        self = super().__new__(cls, value)
        self.width = width
        return self


type Value = int | str | bytes | datetime | Version | tuple[int, ...] | Container | bool
type Item = tuple[str, Value]


class Container(tuple[Item, ...]):
    """Items in the order they came in; a tag may occur more than once."""

    __slots__ = ()

    def get(self, tag: str) -> Value | None:
        """Return the first value of a tag, or None."""
        for code, value in self:
            if code == tag:
                return value
        return None

    def get_all(self, tag: str) -> list[Value]:
        """Return every value of a tag, in order."""
        return [value for code, value in self if code == tag]

    def integer(self, tag: str) -> int | None:
        """Return the first value of a tag if it is a number, else None."""
        value = self.get(tag)
        return value if isinstance(value, int) else None

    def text(self, tag: str) -> str | None:
        """Return the first value of a tag as text, or None.

        Bytes that are not UTF-8 become text with replacement characters, so that one bad title does not cost
        the whole status.
        """
        value = self.get(tag)
        if isinstance(value, bytes):
            return value.decode(errors="replace")
        return value if isinstance(value, str) else None

    def container(self, tag: str) -> Container:
        """Return the first container of a tag, an empty one if there is none."""
        value = self.get(tag)
        return value if isinstance(value, Container) else _EMPTY


_EMPTY = Container()

# The decoder looks a tag up once; members of an Enum would cost an attribute access for each comparison.
_CONTAINER, _UINT, _INT, _BOOL, _TEXT, _OTHER, _DATA = range(7)
_INTEGERS = frozenset({_UINT, _INT, _BOOL})
_FAST_KIND = {
    Kind.CONTAINER: _CONTAINER,
    Kind.UINT: _UINT,
    Kind.INT: _INT,
    Kind.BOOL: _BOOL,
    Kind.TEXT: _TEXT,
    Kind.DATA: _DATA,
}
_DECODING = {
    code.encode(): (code, _FAST_KIND.get(tag.kind, _OTHER), tag.width)
    for code, tag in TAGS.items()
}


def decode(data: bytes) -> Container:
    """Read a DMAP message.

    Tags the table does not know keep their bytes, and so do strings that are not UTF-8 and structured values
    (dates, versions, lists of ids) of an unexpected length. Integers may have any width up to eight bytes, an
    empty one is 0.

    Raises DmapError when an item runs over the end, an integer is wider than 64 bits, or containers nest deeper
    than MAX_DEPTH.
    """
    return _decode(data, 0, len(data), MAX_DEPTH)


# One flat loop: a function call for each item would double the time.
def _decode(  # noqa: C901, PLR0912 - see above
    data: bytes, start: int, end: int, depth: int
) -> Container:
    items: list[Item] = []
    unpack, known = _HEADER.unpack_from, _DECODING.get
    while start < end:
        payload = start + _HEADER_SIZE
        if payload > end:
            raise DmapError(f"Item header runs over the end at byte {start}")
        code, length = unpack(data, start)
        start = payload + length
        if start > end:
            raise DmapError(f"Item of {length} bytes runs over the end at {payload}")
        entry = known(code)
        if entry is None:
            items.append((code.decode("latin-1"), data[payload:start]))
            continue
        tag, kind, width = entry
        value: Value
        if kind in _INTEGERS:
            if length > 8:
                raise DmapError(f"Integer {tag} is {length} bytes wide")
            value = int.from_bytes(data[payload:start], "big", signed=kind == _INT)
            if length != width:
                value = SizedInt(value, length)
            elif kind == _BOOL and value < 2:
                value = value == 1
        elif kind == _TEXT:
            value = _text(data[payload:start])
        elif kind == _CONTAINER:
            if not depth:
                raise DmapError(f"Containers nest deeper than {MAX_DEPTH}")
            value = _decode(data, payload, start, depth - 1)
        elif kind == _DATA:
            value = data[payload:start]
        else:
            value = _structured(tag, data[payload:start])
        items.append((tag, value))
    return Container(items)


def _text(payload: bytes) -> str | bytes:
    try:
        return payload.removesuffix(b"\0").decode()
    except UnicodeDecodeError:
        return payload


def _structured(tag: str, payload: bytes) -> Value:
    kind, width, _ = TAGS[tag]
    if not payload or len(payload) % width:
        return payload
    words = tuple(
        int.from_bytes(bytes(word), "big")
        for word in batched(payload, width, strict=True)
    )
    if kind in (Kind.UINT32S, Kind.UINT64S):
        return words
    if len(words) > 1:
        return payload
    if kind is Kind.VERSION:
        return Version(*divmod(words[0], 0x10000))
    return datetime.fromtimestamp(words[0], UTC)


def encode(items: Iterable[Item]) -> bytes:
    """Write items as a DMAP message.

    Integers take the table's width unless they are a SizedInt, strings are UTF-8 and measured in bytes, bytes go
    out verbatim whatever the tag.

    Raises DmapError when a tag is not four characters, a value does not fit its tag, or a number its width.
    """
    return b"".join(_encode_item(tag, value) for tag, value in items)


def _encode_item(tag: str, value: Value) -> bytes:
    try:
        code = tag.encode("latin-1")
        payload = _payload(tag, value)
        if len(code) != 4:
            raise DmapError(f"A tag has four characters, not {tag!r}")
        return _HEADER.pack(code, len(payload)) + payload
    except (OverflowError, struct.error, UnicodeError, TypeError) as error:
        raise DmapError(f"{value!r} does not fit {tag}: {error}") from error


def _payload(tag: str, value: Value) -> bytes:
    if isinstance(value, bytes):
        return value
    if tag not in TAGS:
        raise DmapError(f"Unknown tag {tag!r} takes bytes only")
    kind, width, _ = TAGS[tag]
    if isinstance(value, Container):
        _expect(tag, kind, Kind.CONTAINER)
        return encode(value)
    if isinstance(value, str):
        _expect(tag, kind, Kind.TEXT)
        # A decoder strips one NUL: text that ends with one needs another to survive.
        return (value + "\0" if value.endswith("\0") else value).encode()
    if isinstance(value, Version):
        _expect(tag, kind, Kind.VERSION)
        return b"".join(part.to_bytes(2, "big") for part in value)
    if isinstance(value, datetime):
        _expect(tag, kind, Kind.DATE)
        return int(value.timestamp()).to_bytes(width, "big")
    if isinstance(value, tuple):
        _expect(tag, kind, Kind.UINT32S, Kind.UINT64S)
        if not value:
            raise DmapError(f"{tag} needs at least one number")
        # The cast drops Container and Version, tuples too, which returned above.
        words = cast("tuple[int, ...]", value)
        return b"".join(word.to_bytes(width, "big") for word in words)
    _expect(tag, kind, Kind.UINT, Kind.INT, Kind.BOOL)
    if isinstance(value, SizedInt):
        width = value.width
    return int(value).to_bytes(width, "big", signed=kind is Kind.INT)


def _expect(tag: str, kind: Kind, *allowed: Kind) -> None:
    if kind not in allowed:
        raise DmapError(
            f"{tag} carries {kind.value}, not {' or '.join(k.value for k in allowed)}"
        )
