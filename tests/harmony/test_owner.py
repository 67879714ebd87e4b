"""What tells whose hub it is stays behind, wherever it hides."""

import json

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.remote_bridge.harmony.config_reader import read_config
from custom_components.remote_bridge.harmony.owner import (
    HIDDEN,
    for_others,
    without_owner,
)
from simulators.harmony_hub.configuration import living_room, megabyte, oddities

from .configurations import config, device

# One for each thing that section 12 of the reference names, in spellings that hubs have for it.
PRIVATE = {
    "email": "ann.owner@example.com",
    "Email": "ann.owner@example.com",
    "username": "ann-the-owner",
    "userName": "ann-the-owner",
    "accountId": "77777701",
    "account_id": "77777701",
    "timeStampHash": f"1447350002ann.owner@example.comLiving RoomEurope/Berlin;{'5f' * 16}",
    "uuid": "deadbeefdeadbeef",
    "UUID": "deadbeefdeadbeef",
    "serial_number": "SN-424242",
    "serialNumber": "SN-424242",
    "serial": "SN-424242",
    "remoteId": "31415926",
    "activeRemoteId": "31415926",
    "discoveryServer": "https://svcs.home-of-ann.example/",
    "discoveryServerUri": "https://svcs.home-of-ann.example/",
    "discoveryServerCF": "https://svcs.home-of-ann.example/",
    "bt_addr": "c0ffee-c0ffee",
    "BTAddress": "c0ffee-c0ffee",
}
SECRETS = {
    "ann.owner@example.com",
    "ann-the-owner",
    "77777701",
    "Europe/Berlin",
    "deadbeefdeadbeef",
    "SN-424242",
    "31415926",
    "home-of-ann",
    "c0ffee",
}

OWNED = st.dictionaries(
    st.sampled_from(sorted(PRIVATE)), st.just(None), min_size=1, max_size=4
).map(lambda keys: {key: PRIVATE[key] for key in keys})
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
# The owner's data beside, in, and as text inside of anything.
NESTED = st.recursive(
    OWNED | OWNED.map(json.dumps) | PLAIN,
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.text(max_size=6), inside, max_size=3)
        | inside.map(json.dumps)
        | st.builds(lambda one, owned: {"x": one} | owned, inside, OWNED)
    ),
    max_leaves=8,
)
CONFIG = st.dictionaries(
    st.sampled_from(["activity", "device", "sequence", "global", "content", "email"]),
    NESTED | st.lists(NESTED, max_size=3),
)


@settings(deadline=None)
@given(CONFIG)
def test_nothing_of_the_owner_is_handed_on_from_wherever_it_was(data):
    text = json.dumps(for_others(data), ensure_ascii=False)

    assert not [secret for secret in SECRETS if secret in text]
    # Half an emoji would break whoever writes it on.
    assert text.encode()


@settings(deadline=None)
@given(CONFIG)
def test_what_is_handed_on_says_nothing_more_when_it_is_handed_on_again(data):
    once = for_others(data)

    assert json.dumps(for_others(once)) == json.dumps(once)


@pytest.mark.parametrize("key", PRIVATE)
def test_each_thing_that_is_the_owners_stays_behind_in_a_cache_as_well(key):
    raw = config(device("9001", "TV", "Mute", **{key: PRIVATE[key]}))
    raw["device"][0]["more"] = [{"deeper": {key: PRIVATE[key]}}]

    kept = json.dumps(without_owner(raw))

    assert PRIVATE[key] not in kept
    assert key not in kept


@pytest.mark.parametrize("make", [living_room, megabyte, oddities])
def test_what_a_hub_controls_is_all_handed_on(make):
    raw = make()

    assert read_config(for_others(raw)) == read_config(raw)


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("TV of ann@example.com", f"TV of {HIDDEN}"),
        ("ann@example.com, bob@example.org", f"{HIDDEN}, {HIDDEN}"),
        ("Hue 00:00:5e:00:53:01", f"Hue {HIDDEN}"),
        ("half a \ud83d", "half a ?"),
        (f"x;{'0a' * 16}", HIDDEN),
        ("@home", "@home"),
        ("{not json", "{not json"),
        ('{"fine": 1}', '{"fine": 1}'),
        ("[" * 100_000, "[" * 100_000),
    ],
)
def test_names_are_handed_on_without_addresses(label, shown):
    raw = config(device("9001", label))

    assert for_others(raw)["device"][0]["label"] == shown
    assert without_owner(raw)["device"][0]["label"] == label


def test_numbers_that_few_can_read_are_not_handed_on():
    raw = config(device("9001", "TV", odd=2**63, even=2**63 - 1, least=-(2**63)))

    shown = for_others(raw)["device"][0]

    assert shown["odd"] == HIDDEN
    assert shown["even"] == 2**63 - 1
    assert shown["least"] == -(2**63)


def test_only_what_is_read_is_handed_on():
    assert set(for_others(living_room())) == {"activity", "device", "sequence"}
