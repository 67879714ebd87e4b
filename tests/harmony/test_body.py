"""The body of an `oa` element, both ways."""

import json

from hypothesis import given, strategies as st
import pytest

from custom_components.remote_bridge.harmony import body
from custom_components.remote_bridge.harmony.exceptions import ProtocolError
from custom_components.remote_bridge.harmony.reading import LONG, MAX_DEPTH

KEYS = st.text(st.characters(exclude_characters=":=", exclude_categories=["Cs"]))
VALUES = st.text(st.characters(exclude_categories=["Cs"]))


def test_nothing_to_say_is_an_empty_body():
    assert body.encode({}) == ""
    assert body.decode("") is None
    assert body.decode(" \n ") is None


def test_the_seeds_key_press_is_written_to_the_letter():
    action = '{"type":"IRCommand","deviceId":"11586428","command":"VolumeDown"}'
    assert body.encode({"action": action, "status": "press"}) == (
        'action={"type"::"IRCommand","deviceId"::"11586428","command"::"VolumeDown"}'
        ":status=press"
    )


def test_numbers_flags_and_objects_are_written_as_hubs_read_them():
    params = {"timestamp": 0, "async": True, "off": False, "state": {"1": {"on": True}}}
    assert body.encode(params) == (
        'timestamp=0:async=true:off=false:state={"1"::{"on"::true}}'
    )


def test_the_seeds_answer_to_pairing_is_read():
    text = "\n    identity=753b4836-2093-4c56-b4cf-eb6db9da28cb:status=succeeded\n  "
    assert body.decode(text) == {
        "identity": "753b4836-2093-4c56-b4cf-eb6db9da28cb",
        "status": "succeeded",
    }


def test_a_value_may_contain_equals_signs_and_doubled_colons():
    text = 'protocolVersion={XMPP="1.0", HTTP="1.0"}:uri=dynamite:://Config/:done=1'
    assert body.decode(text) == {
        "protocolVersion": '{XMPP="1.0", HTTP="1.0"}',
        "uri": "dynamite://Config/",
        "done": "1",
    }


def test_colons_that_a_firmware_forgot_to_double_stay_in_their_value():
    assert body.decode("server=https://example.com/x:mode=3") == {
        "server": "https://example.com/x",
        "mode": "3",
    }


def test_json_is_read_as_json():
    assert body.decode(' {"label":"Küche \\/ Bad"}') == {"label": "Küche / Bad"}
    assert body.decode("[1]") == [1]


async def test_long_json_is_read_the_same_way():
    value = {"text": "x" * (LONG + 1)}
    assert await body.decode_aside(json.dumps(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        '{"a":',
        "{a}",
        '{"a":NaN}',
        "[" * 100_000 + "]" * 100_000,
        "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
        '{"a":' * 100_000,
        "[" + "9" * 10_000 + "]",
    ],
)
def test_broken_json_is_a_typed_error_that_quotes_nothing(text):
    with pytest.raises(ProtocolError) as caught:
        body.decode(text)
    assert len(str(caught.value)) < 100
    assert caught.value.__context__ is None or caught.value.__suppress_context__


@given(st.text())
def test_any_text_is_read_or_a_typed_error(text):
    try:
        read = body.decode(text)
    except ProtocolError:
        return
    assert read is None or isinstance(read, dict | list)


@given(st.dictionaries(KEYS.map(str.strip).filter(bool), VALUES, min_size=1))
def test_what_was_written_is_read_again(params):
    params = {f"k{key}": f"{value}." for key, value in params.items()}
    assert body.decode(body.encode(params)) == params
