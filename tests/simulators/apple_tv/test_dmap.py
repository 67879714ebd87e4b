"""The simulator's own DMAP codec, against bytes that real devices and remotes exchanged."""

import pytest

from simulators.apple_tv import dmap

IDLE = bytes.fromhex("636d7374000000186d73747400000004000000c8636d73720000000400000019")
LOGIN = bytes.fromhex(
    "6d6c6f67000000186d73747400000004000000c86d6c69640000000467a719ef"
)
PAIRING = bytes.fromhex(
    "636d706100000032636d7067000000080000000000000001636d6e6d0000000c"
    "70796174762072656d6f7465636d7479000000066950686f6e65"
)


def test_idle_status_of_a_real_device_is_read_and_written_byte_for_byte() -> None:
    (status,) = dmap.decode(IDLE)
    assert (status.tag, status.first("mstt").number, status.first("cmsr").number) == (
        "cmst",
        200,
        25,
    )
    assert dmap.container("cmst", dmap.u32("mstt", 200), dmap.u32("cmsr", 25)) == IDLE


def test_login_reply_of_a_real_device_is_read_and_written_byte_for_byte() -> None:
    (reply,) = dmap.decode(LOGIN)
    assert reply.first("mlid").number == 1739004399
    assert (
        dmap.container("mlog", dmap.u32("mstt", 200), dmap.u32("mlid", 1739004399))
        == LOGIN
    )


def test_pairing_answer_is_read_and_written_byte_for_byte() -> None:
    (answer,) = dmap.decode(PAIRING)
    assert [item.tag for item in answer.items] == ["cmpg", "cmnm", "cmty"]
    assert answer.first("cmnm").text == "pyatv remote"
    written = dmap.container(
        "cmpa",
        dmap.u64("cmpg", 1),
        dmap.text("cmnm", "pyatv remote"),
        dmap.text("cmty", "iPhone"),
    )
    assert written == PAIRING


@pytest.mark.parametrize(
    "body",
    [
        "636d6265000000046d656e75636d63630000000100",
        "636d63630000000130636d6265000000046d656e75",
    ],
    ids=["pyatv's order", "Basic-IP's order"],
)
def test_menu_key_is_understood_in_either_order(body) -> None:
    assert dmap.first(dmap.decode(bytes.fromhex(body)), "cmbe").text == "menu"


def test_length_counts_bytes_of_text_and_not_characters() -> None:
    assert dmap.text("cann", "é🌌") == b"cann\0\0\0\x06\xc3\xa9\xf0\x9f\x8c\x8c"


def test_negative_number_is_written_as_twos_complement() -> None:
    assert dmap.u32("msto", -3600) == b"msto\0\0\0\x04\xff\xff\xf1\xf0"


@pytest.mark.parametrize(
    "data",
    [b"103", b"cmst", b"cmst\0\0\0\x05mstt", b"cms\xff\0\0\0\0", IDLE[:-1]],
)
def test_bytes_that_are_no_dmap_are_an_error(data) -> None:
    with pytest.raises(dmap.DmapError):
        dmap.decode(data)


def test_endless_nesting_is_an_error_and_no_crash() -> None:
    body = b""
    for _ in range(100):
        body = dmap.container("cmst", body)
    with pytest.raises(dmap.DmapError, match="deep"):
        dmap.decode(body)
