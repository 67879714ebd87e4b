"""Frames of the WebSocket protocol, written byte by byte, so that faults can write them wrong."""

from collections.abc import Iterator
import json
from typing import Any

from simulators.fault_board import FaultBoard

from .faults import Fault

CONTINUATION, TEXT, BINARY, CLOSE, PONG = 0x0, 0x1, 0x2, 0x8, 0xA
_FINAL = 0x80

#: Messages that are no objects, or objects that say nothing.
_RUBBISH = ("[]", "17", '"hello"', "null", "{}", '{"type":5,"data":[]}', '{"id":[]}')


def frame(opcode: int, payload: bytes, *, final: bool = True) -> bytes:
    """Write one frame, unmasked as servers do (RFC 6455, section 5.2)."""
    first = opcode | (_FINAL if final else 0)
    length = len(payload)
    if length < 126:
        header = bytes((first, length))
    elif length < 1 << 16:
        header = bytes((first, 126)) + length.to_bytes(2)
    else:
        header = bytes((first, 127)) + length.to_bytes(8)
    return header + payload


def message(
    faults: FaultBoard[Fault], body: dict[str, Any], *, reply: bool
) -> Iterator[bytes]:
    """Write a message as frames, and what faults make of it; some strike only before replies."""
    if reply and (rubbish := faults.strike(Fault.RUBBISH)):
        for _ in range(rubbish["copies"]):
            yield from (frame(TEXT, text.encode()) for text in _RUBBISH)
    opcode = BINARY if faults.strike(Fault.BINARY_FRAMES) else TEXT
    payload = spoil(faults, encode(body))
    fragments = faults.strike(Fault.FRAGMENTED_FRAMES)
    size = fragments["size"] if fragments else len(payload)
    pieces = [payload[at : at + size] for at in range(0, len(payload), size)]
    for number, piece in enumerate(pieces, 1):
        kind = opcode if number == 1 else CONTINUATION
        yield frame(kind, piece, final=number == len(pieces))


def encode(body: dict[str, Any]) -> bytes:
    """Write JSON as hubs do, with escaped slashes."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return text.replace("/", "\\/").encode()


def spoil(faults: FaultBoard[Fault], payload: bytes) -> bytes:
    """Return a payload as the faults that are on leave it."""
    if faults.strike(Fault.MALFORMED_JSON):
        return payload[: len(payload) // 2]
    if faults.strike(Fault.INVALID_UTF8):
        return payload[:-1] + b',"x":"\xff\xfe"}'
    if deep := faults.strike(Fault.DEEP_JSON):
        depth: int = deep["depth"]
        return b'{"data":' + b"[" * depth + b"]" * depth + b"}"
    if huge := faults.strike(Fault.HUGE_BODY):
        size: int = huge["size"]
        return payload[:-1] + b',"x":"' + b"x" * size + b'"}'
    return payload
