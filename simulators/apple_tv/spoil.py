"""How replies are packed for the wire, and what faults do to them on the way."""

from dataclasses import dataclass, field
import gzip
import random
import struct
import zlib

from simulators.fault_board import FaultBoard

from . import dmap
from .faults import Fault
from .replies import Reply

DMAP_TYPE = "application/x-dmap-tagged"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """A reply as it goes over the wire."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    chunked: bool = False


def pack(
    reply: Reply, *, path: str, asked_gzip: bool, faults: FaultBoard[Fault]
) -> Packed:
    """Pack a reply: gzip if the client can, as the device always does then."""
    headers = {} if reply.status == 204 else {"Content-Type": reply.content_type}
    if not reply.body or reply.content_type != DMAP_TYPE:
        return Packed(reply.status, reply.body, headers)
    body = _spoil(reply.body, path, faults)
    if faults.strike(Fault.EMPTY_200, path):
        return Packed(200, b"", headers)
    if bomb := faults.strike(Fault.GZIP_BOMB, path):
        body = _bomb(bomb["size"])
        headers["Content-Encoding"] = "gzip"
    elif faults.strike(Fault.GZIP_WITHOUT_HEADER, path):
        body = gzip.compress(body)
    elif faults.strike(Fault.GZIP_BROKEN, path):
        body = gzip.compress(body)[:-12] + b"not a gzip trailer"
        headers["Content-Encoding"] = "gzip"
    elif asked_gzip or faults.strike(Fault.GZIP_UNASKED, path):
        body = gzip.compress(body, 6)
        headers["Content-Encoding"] = "gzip"
    chunked = faults.strike(Fault.CHUNKED, path) is not None
    return Packed(reply.status, body, headers, chunked)


def _spoil(body: bytes, path: str, faults: FaultBoard[Fault]) -> bytes:
    """Replace or cut the body as the faults for this path say."""
    if faults.strike(Fault.GARBAGE_BODY, path):
        return random.Random(body).randbytes(max(len(body), 64))
    if faults.strike(Fault.TRUNCATED_DMAP, path):
        return body[: len(body) // 2 + 1]
    if faults.strike(Fault.LYING_LENGTH, path):
        # The first item inside the container claims more than there is.
        return body[:12] + struct.pack(">I", 0x7FFFFFFF) + body[16:]
    if nested := faults.strike(Fault.DEEP_NESTING, path):
        return _nested(body, nested["depth"])
    if huge := faults.strike(Fault.OVERSIZED_BODY, path):
        padding = dmap.raw("zzZZ", bytes(huge["size"]))
        return dmap.raw(body[:4].decode(), body[8:] + padding)
    return body


def _nested(body: bytes, depth: int) -> bytes:
    """Wrap a body in as many containers of its own tag, lengths and all."""
    headers = bytearray()
    for level in range(depth, 0, -1):
        headers += body[:4] + struct.pack(">I", len(body) + 8 * (level - 1))
    return bytes(headers) + body


def _bomb(size: int) -> bytes:
    """Pack so many zero bytes as gzip, without ever holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = bytearray()
    chunk = bytes(_CHUNK)
    for _ in range(size // _CHUNK):
        packed += packer.compress(chunk)
    packed += packer.compress(bytes(size % _CHUNK))
    return bytes(packed + packer.flush())
