"""What the hub's reader forgives, and what it does not."""

from itertools import batched

import pytest

from simulators.harmony_hub.xmpp_reader import (
    Element,
    StreamEnd,
    StreamReader,
    StreamStart,
    StreamViolation,
)
from simulators.harmony_hub.xmpp_stanzas import decode_params

from .client import DIGEST, HEADER, STREAM_END

OA = (
    '<iq type="get" id="1"><oa xmlns="" xmlns="connect.logitech.com" '
    f"mime='{DIGEST}'>a=&quot;é&#233;&quot;<![CDATA[:b=<c> & é]]></oa></iq>"
)
WHOLE = f"<?xml version='1.0'?>{HEADER} <!-- no --><!DOCTYPE a>{OA}<a/>{STREAM_END}"


def read(*pieces: bytes) -> list:
    reader = StreamReader()
    return [item for piece in pieces for item in reader.feed(piece)]


@pytest.mark.parametrize("size", [1, 2, 7, 10_000])
def test_bytes_may_come_in_any_pieces(size):
    data = WHOLE.encode()

    items = read(*(bytes(piece) for piece in batched(data, size, strict=False)))

    start, iq, empty, end = items
    assert isinstance(start, StreamStart)
    assert start.attributes["to"] == "x.com"
    assert iq.child("oa").text == 'a="éé":b=<c> & é'
    assert iq.child("oa").attributes == {
        "xmlns": "connect.logitech.com",
        "mime": DIGEST,
    }
    assert empty == Element("a", {})
    assert end == StreamEnd()


@pytest.mark.parametrize(
    "attributes",
    ['a="1" a=""', 'a="" a="1"', "a='1'", 'b=">" a = "1"', "a='1' c='\"'"],
)
def test_attributes_may_be_doubled_and_quoted_either_way(attributes):
    (element,) = read(f"<x {attributes}/>".encode())

    assert element.attributes["a"] == "1"


def test_bytes_that_are_no_utf_8_do_no_harm():
    (element,) = read(b"<a>T\xe9l\xe9</a>")

    assert element.text == "T\ufffdl\ufffd"


@pytest.mark.parametrize(
    "data",
    [
        "<a>" + "x" * 300_000,
        "<a b='" + "x" * 300_000,
        "<a>" + "<b/>" * 100_000,
        "<a>" * 33,
        "x" * 300_000,
    ],
)
def test_what_never_ends_is_ended(data):
    with pytest.raises(StreamViolation, match="policy-violation"):
        read(data.encode())


async def test_a_stream_that_never_ends_is_closed_with_an_error(client):
    client.send("<a>" * 40)

    assert await client.rest() == (
        "<stream:error><policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
        "</stream:error></stream:stream>"
    )


async def test_several_stanzas_may_come_at_once(client):
    client.send(OA + OA.replace('id="1"', "id='2'") + STREAM_END)

    assert (await client.reply())["id"] == "1"
    assert (await client.reply())["id"] == "2"
    assert await client.rest() == STREAM_END


@pytest.mark.parametrize(
    ("body", "params"),
    [
        ("", {}),
        ("  \n ", {}),
        ("a=1", {"a": "1"}),
        (" b=2:a=1 ", {"a": "1", "b": "2"}),
        ("uri=dynamite:://X/:encode=true", {"uri": "dynamite://X/", "encode": "true"}),
        ("token=A+b==:name=n#x", {"token": "A+b==", "name": "n#x"}),
        ("a=:b=2:c", {"a": "", "b": "2"}),
        ('action={"a":: "b"}', {"action": '{"a": "b"}'}),
        ('{"interval": 5}', {"interval": 5}),
        ("{'code':'07000004'}", {"code": "07000004"}),
        ("{what", {}),
        ("[" * 9, {}),
        ('{"a":' * 90_000, {}),
    ],
)
def test_a_body_is_read_as_pairs_or_json(body, params):
    assert decode_params(body) == params
