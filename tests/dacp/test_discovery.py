"""Announcements: who a device is, whatever it is called today, and whether it needs a PIN."""

from hypothesis import given, strategies as st
import pytest

from custom_components.remote_bridge.dacp import Announcement, read_announcement
from custom_components.remote_bridge.dacp.discovery import (
    APPLE_TV,
    HOME_SHARING,
    SERVICE_TYPES,
    TOUCH_ABLE,
    service_identifier,
)

IDENTIFIER = "61FBE455BD6E3BF2"
GROUP = "00000000-1125-ff3b-7f12-111111111111"

# What a real Apple TV 3 with 8.4.4 announced.
TOUCH_ABLE_TXT = {
    "txtvers": "1",
    "CtlN": "Big Stereo",
    "DvTy": "AppleTV",
    "DvSv": "1792",
    "atSV": "65541",
    "atCV": "65539",
    "Ver": "131077",
    "DbId": "D2A34DFAD64E27CB",
}
# And one with Home Sharing.
APPLE_TV_TXT = {
    "hG": GROUP,
    "Name": "Apple\u00a0TV",
    "txtvers": "1",
    "atSV": "65541",
    "PrVs": "65538",
}
# A Mac with Home Sharing.
MAC_TXT = {
    "Machine Name": "Anna's Mac",
    "Machine ID": "A1B2C3D4E5F6",
    "hG": GROUP,
    "txtvers": "1",
}


def _read(service_type: str, properties: dict, **changes: object):
    service = {
        "name": f"{IDENTIFIER}.{service_type}",
        "host": "192.0.2.10",
        "port": 3689,
    } | changes
    return read_announcement(service_type, properties=properties, **service)


def test_an_apple_tv_without_home_sharing_needs_a_pin():
    assert _read(TOUCH_ABLE, TOUCH_ABLE_TXT) == Announcement(
        identifier=IDENTIFIER, name="Big Stereo", host="192.0.2.10", port=3689
    )


def test_an_apple_tv_with_home_sharing_brings_its_login_id():
    assert _read(APPLE_TV, APPLE_TV_TXT) == Announcement(
        identifier=IDENTIFIER,
        name="Apple TV",
        host="192.0.2.10",
        port=3689,
        login_id=GROUP,
    )


def test_a_mac_is_known_by_its_machine_id():
    announcement = _read(HOME_SHARING, MAC_TXT)
    assert announcement.identifier == "A1B2C3D4E5F6"
    assert announcement.name == "Anna's Mac"
    assert not announcement.is_apple_tv


def test_itunes_is_no_apple_tv():
    assert not _read(TOUCH_ABLE, {"DvTy": "iTunes", "CtlN": "Library"}).is_apple_tv


@pytest.mark.parametrize(
    "instance", [IDENTIFIER, f"{IDENTIFIER}_2", f"{IDENTIFIER}_17"]
)
def test_a_renamed_instance_is_the_same_device(instance):
    name = f"{instance}.{TOUCH_ABLE}"
    assert _read(TOUCH_ABLE, TOUCH_ABLE_TXT, name=name).identifier == IDENTIFIER
    assert service_identifier(instance) == IDENTIFIER


def test_keys_count_in_any_case():
    properties = {key.upper(): value for key, value in APPLE_TV_TXT.items()}
    assert _read(APPLE_TV, properties).login_id == GROUP


@pytest.mark.parametrize("group", ["", "0x0123456789ABCDEF", "nonsense", GROUP + "0"])
def test_what_is_no_home_sharing_id_is_no_login_id(group):
    assert _read(APPLE_TV, {"hG": group, "Name": "x"}).login_id is None


@pytest.mark.parametrize(
    ("service_type", "properties", "changes"),
    [
        (TOUCH_ABLE, TOUCH_ABLE_TXT, {"port": 0}),
        (TOUCH_ABLE, TOUCH_ABLE_TXT, {"port": None}),
        (TOUCH_ABLE, TOUCH_ABLE_TXT, {"name": f"_2.{TOUCH_ABLE}"}),
        (HOME_SHARING, {"hG": GROUP}, {}),
        ("_raop._tcp.local.", TOUCH_ABLE_TXT, {}),
    ],
)
def test_what_cannot_be_controlled_is_no_announcement(
    service_type, properties, changes
):
    assert _read(service_type, properties, **changes) is None


def test_a_nameless_device_goes_by_its_identifier():
    assert _read(TOUCH_ABLE, {"CtlN": None}).name == IDENTIFIER


def test_a_very_long_name_is_cut():
    assert len(_read(TOUCH_ABLE, {"CtlN": "x" * 10_000}).name) == 64


def test_both_announcements_of_one_device_say_more_together():
    touch_able = _read(TOUCH_ABLE, TOUCH_ABLE_TXT)
    apple_tv = _read(APPLE_TV, APPLE_TV_TXT)
    assert touch_able.merged_with(apple_tv) == apple_tv
    assert apple_tv.merged_with(touch_able) == apple_tv
    assert touch_able.merged_with(touch_able) == touch_able


@given(
    st.sampled_from(SERVICE_TYPES),
    st.text(max_size=20),
    st.integers(0, 65535),
    st.dictionaries(
        st.one_of(st.text(max_size=8), st.sampled_from(["hG", "CtlN", "Machine ID"])),
        st.one_of(st.none(), st.text(max_size=20)),
        max_size=5,
    ),
)
def test_no_announcement_can_make_the_reader_raise(
    service_type, instance, port, properties
):
    read_announcement(
        service_type, f"{instance}.{service_type}", "192.0.2.1", port, properties
    )
