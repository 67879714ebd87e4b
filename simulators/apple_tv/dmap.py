"""The DMAP tag encoding, as the device's side of the wire writes and reads it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
import struct

#: Tags whose payload is a list of items. Nothing in the bytes says so.
CONTAINERS = frozenset(
    {
        "caci",  # control interface
        "casp",  # speakers
        "cmcp",  # control prompt
        "cmgt",  # property reply
        "cmpa",  # pairing answer
        "cmst",  # play status
        "mdcl",  # dictionary
        "mlcl",  # listing
        "mlit",  # listing item
        "mlog",  # login reply
        "msrv",  # server information
        "mupd",  # update reply
    }
)

_HEADER = struct.Struct(">4sI")


class DmapError(ValueError):
    """Bytes are not DMAP."""


@dataclass(frozen=True, slots=True)
class Item:
    """One tag with its payload, and its items if the tag is a container."""

    tag: str
    payload: bytes
    items: tuple[Item, ...] = ()

    @property
    def number(self) -> int:
        """Read the payload as a big-endian unsigned integer of any width."""
        return int.from_bytes(self.payload)

    @property
    def text(self) -> str:
        """Read the payload as UTF-8; bytes that are not become U+FFFD."""
        return self.payload.decode("utf-8", "replace")

    def first(self, tag: str) -> Item | None:
        """Find the first direct item with this tag."""
        return first(self.items, tag)


def first(items: Sequence[Item], tag: str) -> Item | None:
    """Find the first item with this tag."""
    return next((item for item in items if item.tag == tag), None)


def decode(data: bytes) -> tuple[Item, ...]:
    """Split bytes into items, strictly.

    Raises:
        DmapError: a header or a payload runs over the end, or a tag is not ASCII.
    """
    return tuple(_items(data, depth=0))


def _items(data: bytes, depth: int) -> Iterator[Item]:
    """Yield the items of one level; 16 levels are more than any page has."""
    if depth > 16:
        raise DmapError("nested too deeply")
    offset = 0
    while offset < len(data):
        if len(data) - offset < _HEADER.size:
            raise DmapError(f"{len(data) - offset} bytes left where a header should be")
        raw_tag, length = _HEADER.unpack_from(data, offset)
        offset += _HEADER.size
        payload = data[offset : offset + length]
        if len(payload) != length:
            raise DmapError(f"{raw_tag!r} says {length} bytes and has {len(payload)}")
        offset += length
        try:
            tag = raw_tag.decode("ascii")
        except UnicodeDecodeError as error:
            raise DmapError(f"{raw_tag!r} is not a tag") from error
        children = tuple(_items(payload, depth + 1)) if tag in CONTAINERS else ()
        yield Item(tag, payload, children)


def raw(tag: str, payload: bytes) -> bytes:
    """Encode one item from its payload."""
    return _HEADER.pack(tag.encode("ascii"), len(payload)) + payload


def u8(tag: str, value: int) -> bytes:
    """Encode an item with a one-byte number."""
    return raw(tag, value.to_bytes(1))


def u16(tag: str, value: int) -> bytes:
    """Encode an item with a two-byte number."""
    return raw(tag, value.to_bytes(2))


def u32(tag: str, value: int) -> bytes:
    """Encode an item with a four-byte number; a negative one as two's complement."""
    return raw(tag, (value & 0xFFFFFFFF).to_bytes(4))


def u64(tag: str, value: int) -> bytes:
    """Encode an item with an eight-byte number."""
    return raw(tag, value.to_bytes(8))


def text(tag: str, value: str) -> bytes:
    """Encode an item with UTF-8 text; its length counts bytes, not characters."""
    return raw(tag, value.encode())


def container(tag: str, *items: bytes) -> bytes:
    """Encode an item that holds other items, already encoded."""
    return raw(tag, b"".join(items))
