"""Covers, drawn here and packed as PNG."""

import functools
import struct
import zlib

from .catalogue import Cover

type _Colour = tuple[int, int, int]
type _Run = tuple[int, int, _Colour]

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def fit(cover: Cover, max_width: int | None, max_height: int | None) -> tuple[int, int]:
    """Shrink a cover's size into a box, keeping its shape; it is never enlarged.

    Zero or None leaves a side free, as pyatv sends 0 for "whatever you like".
    """
    scale = min(
        1.0,
        (max_width or cover.width) / cover.width,
        (max_height or cover.height) / cover.height,
    )
    return max(1, round(cover.width * scale)), max(1, round(cover.height * scale))


@functools.lru_cache(maxsize=128)
def draw(cover: Cover, width: int, height: int) -> bytes:
    """Draw a cover as PNG: a sky that fades, a disc low over hills."""
    unit = min(width, height)
    horizon = height * 0.66
    disc = (width * 0.5, height * 0.44, unit * 0.2)
    hills = (
        (width * 0.18, horizon + unit * 0.86, unit * 0.92, 0.35),
        (width * 0.92, horizon + unit * 0.98, unit * 1.02, 0.6),
        (width * 0.48, horizon + unit * 1.30, unit * 1.16, 0.85),
    )
    black = (0, 0, 0)
    rows = bytearray()
    for y in range(height):
        sky = _mix(cover.sky, _mix(cover.disc, cover.sky, 0.45), min(1.0, y / horizon))
        runs: list[_Run] = [(0, width, sky)]
        glow = _chord(disc[0], disc[1], disc[2] * 1.35, y, width)
        if glow:
            runs.append((*glow, _mix(sky, cover.disc, 0.18)))
        if sun := _chord(*disc, y, width):
            runs.append((*sun, cover.disc))
        for x, centre, radius, shade in hills:
            if hill := _chord(x, centre, radius, y, width):
                runs.append((*hill, _mix(_mix(sky, cover.ground, shade), black, 0.08)))
        rows += b"\0" + _paint(runs, width)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"".join(
        (
            PNG_SIGNATURE,
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", zlib.compress(bytes(rows), 6)),
            _chunk(b"IEND", b""),
        )
    )


def _paint(runs: list[_Run], width: int) -> bytes:
    """Lay runs of one colour over each other, the last on top."""
    row = bytearray(width * 3)
    for start, end, colour in runs:
        row[start * 3 : end * 3] = bytes(colour) * (end - start)
    return bytes(row)


def _chord(
    x: float, centre: float, radius: float, y: int, width: int
) -> tuple[int, int] | None:
    """Cut a circle at one row: where it starts and ends, within the picture."""
    reach = radius**2 - (y - centre) ** 2
    if reach <= 0:
        return None
    start, end = max(0, round(x - reach**0.5)), min(width, round(x + reach**0.5))
    return (start, end) if start < end else None


def _mix(one: _Colour, other: _Colour, share: float) -> _Colour:
    """Mix a share (0 to 1) of the other colour into one."""
    red, green, blue = (
        round(a + (b - a) * share) for a, b in zip(one, other, strict=True)
    )
    return red, green, blue


def _chunk(kind: bytes, payload: bytes) -> bytes:
    """Wrap a PNG chunk: length, kind, payload, checksum of the last two."""
    body = kind + payload
    return struct.pack(">I", len(payload)) + body + struct.pack(">I", zlib.crc32(body))
