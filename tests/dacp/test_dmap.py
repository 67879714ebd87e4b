"""The DMAP codec: worked bytes from real devices, and the promise that it is an exact inverse."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.remote_bridge.dacp.dmap import (
    MAX_DEPTH,
    Container,
    SizedInt,
    Version,
    decode,
    encode,
)
from custom_components.remote_bridge.dacp.exceptions import DmapError, ProtocolError
from custom_components.remote_bridge.dacp.tags import TAGS, Kind

IDLE = bytes.fromhex(
    "636d737400000018 6d73747400000004 000000c8 636d737200000004 00000019"
)
LOGIN = bytes.fromhex(
    "6d6c6f6700000018 6d73747400000004 000000c8 6d6c696400000004 67a719ef"
)
PAIRED = bytes.fromhex(
    "636d706100000032 636d706700000008 0000000000000001"
    "636d6e6d0000000c 70796174762072656d6f7465 636d747900000006 6950686f6e65"
)


@pytest.mark.parametrize(
    ("raw", "items"),
    [
        (IDLE, [("cmst", Container([("mstt", 200), ("cmsr", 25)]))]),
        (LOGIN, [("mlog", Container([("mstt", 200), ("mlid", 1739004399)]))]),
        (
            PAIRED,
            [
                (
                    "cmpa",
                    Container(
                        [("cmpg", 1), ("cmnm", "pyatv remote"), ("cmty", "iPhone")]
                    ),
                )
            ],
        ),
        (
            bytes.fromhex("636d6265000000046d656e75 636d63630000000100"),
            # One NUL is all there is, and one trailing NUL is stripped.
            [("cmbe", "menu"), ("cmcc", "")],
        ),
        (
            bytes.fromhex("636d63630000000130 636d6265000000046d656e75"),
            [("cmcc", "0"), ("cmbe", "menu")],
        ),
    ],
)
def test_bytes_seen_on_real_devices_read_as_documented(raw, items):
    assert decode(raw) == Container(items)


@pytest.mark.parametrize("raw", [IDLE, LOGIN, PAIRED])
def test_real_replies_are_written_back_byte_for_byte(raw):
    assert encode(decode(raw)) == raw


def _item(tag: str, payload: bytes) -> bytes:
    return tag.encode() + len(payload).to_bytes(4, "big") + payload


@pytest.mark.parametrize(
    ("payload", "value"),
    [
        (b"", 0),
        (b"\x04", 4),
        (b"\x00\x04", 4),
        (b"\x00\x00\x00\x04", 4),
        (b"\xff" * 8, 2**64 - 1),
    ],
)
def test_an_integer_has_the_width_of_its_length_field(payload, value):
    raw = _item("caps", payload)
    assert decode(raw).integer("caps") == value
    assert encode(decode(raw)) == raw


def test_a_signed_integer_may_be_negative():
    raw = _item("msto", b"\xff\xff\xf1\xf0")
    assert decode(raw).integer("msto") == -3600
    assert encode(decode(raw)) == raw


@pytest.mark.parametrize(
    ("payload", "value"),
    [(b"\x00", False), (b"\x01", True), (b"\x02", 2), (b"\x00\x00\x00\x01", 1)],
)
def test_a_boolean_is_true_when_it_is_not_zero(payload, value):
    raw = _item("cavc", payload)
    assert decode(raw).get("cavc") == value
    assert encode(decode(raw)) == raw


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        ("Namnlös 🎵".encode(), "Namnlös 🎵"),
        (b"Apple\xc2\xa0TV", "Apple\u00a0TV"),
        (b"Living Room\x00", "Living Room"),
        (b"two\x00\x00", "two\x00"),
        (b"", ""),
    ],
)
def test_a_string_is_utf8_and_loses_one_trailing_nul(payload, text):
    assert decode(_item("minm", payload)).text("minm") == text


def test_a_string_is_measured_in_bytes():
    assert encode([("cann", "ö🎵")]) == _item("cann", "ö🎵".encode())


def test_a_string_that_is_not_utf8_keeps_its_bytes_and_can_still_be_shown():
    raw = _item("cann", b"caf\xe9")
    assert decode(raw).get("cann") == b"caf\xe9"
    assert decode(raw).text("cann") == "caf�"
    assert encode(decode(raw)) == raw


@pytest.mark.parametrize(
    ("tag", "payload", "value"),
    [
        ("mpro", b"\x00\x02\x00\x0a", Version(2, 10)),
        ("mpro", b"\x02", b"\x02"),
        ("mpro", bytes(8), bytes(8)),
        ("mstc", b"\x00\x00\x00\x3c", datetime(1970, 1, 1, 0, 1, tzinfo=UTC)),
        ("canp", bytes(7) + b"\x01" + bytes(8), (0, 1, 0, 0)),
        ("canp", b"", b""),
        ("ceQL", bytes(7) + b"\x05", (5,)),
        ("ceSD", b"bplist00", b"bplist00"),
    ],
)
def test_structured_values_are_typed_and_odd_sizes_keep_their_bytes(
    tag, payload, value
):
    raw = _item(tag, payload)
    assert decode(raw).get(tag) == value
    assert encode(decode(raw)) == raw


def test_unknown_tags_keep_their_bytes_and_their_place():
    raw = _item("caps", b"\x04") + _item("zzzz", _item("mstt", b"\x01")) + IDLE
    items = decode(raw)
    assert [tag for tag, _ in items] == ["caps", "zzzz", "cmst"]
    assert items.get("zzzz") == _item("mstt", b"\x01")
    assert encode(items) == raw


def test_repeated_tags_are_kept_in_order():
    items = decode(_item("minm", b"a") + _item("mstt", b"\x01") + _item("minm", b"b"))
    assert items.get_all("minm") == ["a", "b"]
    assert items.get("minm") == "a"


def test_case_tells_tags_apart():
    assert decode(_item("ceGs", b"\x01")).get("ceGS") is None


def test_lookups_of_what_is_not_there_or_of_another_type_give_nothing():
    items = decode(_item("cann", b"x") + _item("caps", b"\x04"))
    assert items.integer("cann") is None
    assert items.integer("cant") is None
    assert items.text("caps") is None
    assert items.container("caps") == ()


@pytest.mark.parametrize(
    "raw",
    [
        b"103",
        b"cmst",
        b"cmst\x00\x00\x00",
        b"cmst\x00\x00\x00\x01",
        b"cmst\xff\xff\xff\xff",
        _item("cmst", b"caps\x00\x00\x00\x02\x01"),
        _item("caps", bytes(9)),
    ],
)
def test_broken_bytes_raise_a_typed_error(raw):
    with pytest.raises(DmapError) as caught:
        decode(raw)
    assert isinstance(caught.value, ProtocolError)


def _nested(depth: int) -> bytes:
    raw = b""
    for _ in range(depth):
        raw = _item("mlit", raw)
    return raw


def test_nesting_is_limited():
    assert decode(_nested(MAX_DEPTH))
    with pytest.raises(DmapError, match="deeper"):
        decode(_nested(MAX_DEPTH + 1))
    with pytest.raises(DmapError, match="deeper"):
        decode(_nested(5000))


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        ("toolong", b""),
        ("zzzz", 1),
        ("zzzz", "text"),
        ("caps", "text"),
        ("caps", 256),
        ("caps", -1),
        ("cann", 1),
        ("cann", Container()),
        ("cann", "\ud800"),
        ("caps", Version(1, 2)),
        ("mpro", Version(70000, 2)),
        ("caps", datetime(2026, 1, 1, tzinfo=UTC)),
        ("mstc", datetime(1960, 1, 1, tzinfo=UTC)),
        ("canp", ()),
        ("canp", (2**32,)),
        ("caps", (1,)),
        ("caps", None),
        ("€uro", b""),
    ],
)
def test_values_that_do_not_fit_are_refused(tag, value):
    with pytest.raises(DmapError):
        encode([(tag, value)])


# ── Properties ────────────────────────────────────────────────────────────────

_MADE: dict[Kind, Any] = {
    Kind.TEXT: lambda _: st.text(max_size=20),
    Kind.DATA: lambda _: st.binary(max_size=20),
    Kind.BOOL: lambda _: st.booleans(),
    Kind.UINT: lambda width: st.one_of(
        st.integers(0, 256**width - 1),
        st.sampled_from([1, 2, 3, 4, 8]).flatmap(
            lambda size: st.integers(0, 256**size - 1).map(
                lambda value: SizedInt(value, size)
            )
        ),
    ),
    Kind.INT: lambda width: st.integers(-(256**width) // 2, 256**width // 2 - 1),
    Kind.VERSION: lambda _: st.builds(
        Version, st.integers(0, 65535), st.integers(0, 65535)
    ),
    Kind.DATE: lambda _: st.integers(0, 2**32 - 1).map(
        lambda seconds: datetime.fromtimestamp(seconds, UTC)
    ),
    Kind.UINT32S: lambda _: st.lists(
        st.integers(0, 2**32 - 1), min_size=1, max_size=4
    ).map(tuple),
    Kind.UINT64S: lambda _: st.lists(
        st.integers(0, 2**64 - 1), min_size=1, max_size=4
    ).map(tuple),
}
_LEAVES = sorted(tag for tag, row in TAGS.items() if row.kind is not Kind.CONTAINER)
_CONTAINERS = sorted(set(TAGS) - set(_LEAVES))


def _leaf(tag: str):
    row = TAGS[tag]
    return st.tuples(st.just(tag), _MADE[row.kind](row.width))


_unknown = st.tuples(
    st.binary(min_size=4, max_size=4)
    .map(lambda code: code.decode("latin-1"))
    .filter(lambda tag: tag not in TAGS),
    st.binary(max_size=20),
)
_leaves = st.one_of(st.sampled_from(_LEAVES).flatmap(_leaf), _unknown)
_items = st.recursive(
    _leaves,
    lambda inner: st.tuples(
        st.sampled_from(_CONTAINERS), st.lists(inner, max_size=4).map(Container)
    ),
    max_leaves=15,
)


@given(st.lists(_items, max_size=6).map(Container))
def test_what_is_written_is_read_back_equal(items):
    assert decode(encode(items)) == items


@given(st.lists(_items, max_size=6).map(Container))
def test_what_is_read_is_written_back_byte_for_byte(items):
    raw = encode(items)
    assert encode(decode(raw)) == raw


@given(st.binary(max_size=200))
def test_random_bytes_are_read_or_refused_but_nothing_else(data):
    try:
        items = decode(data)
    except DmapError:
        return
    # Each string may have lost one NUL, nothing else may be gone.
    assert len(data) - len(encode(items)) <= len(data) // 9


@given(st.sampled_from([IDLE, LOGIN, PAIRED]), st.data())
def test_every_cut_and_every_flipped_byte_is_read_or_refused(raw, data):
    position = data.draw(st.integers(0, len(raw) - 1))
    flipped = bytearray(raw)
    flipped[position] ^= data.draw(st.integers(1, 255))
    for damaged in (raw[:position], bytes(flipped)):
        try:
            decode(damaged)
        except DmapError:
            continue
