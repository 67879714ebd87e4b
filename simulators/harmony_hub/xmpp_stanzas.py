"""What stands in the hub's XMPP stanzas: requests to read, replies and events to write."""

from collections.abc import Mapping
import json
import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from .messages import Event, Reply, Request
from .xmpp_reader import Element

LOGITECH = "connect.logitech.com"

#: The empty acknowledgement that goes before every reply, without id or type.
ACKNOWLEDGEMENT = "<iq/>"

#: What hubs call themselves in events; the reason is Logitech's own.
EVENT_SENDER = "HarmonyOne_Pop@qa1.com"

# One pair: a doubled colon belongs to it, a single one ends it.
_PAIR = re.compile(r"(?:::|[^:])+")


def request_in(stanza: Element) -> Request | None:
    """Return the request that a stanza carries, whatever its type, or None if it carries none."""
    oa = stanza.child("oa")
    if stanza.name != "iq" or oa is None or oa.attributes.get("xmlns") != LOGITECH:
        return None
    command = oa.attributes.get("mime", "")
    params = decode_params(oa.text)
    return Request(stanza.attributes.get("id"), command, params, timeout=None)


def decode_params(text: str) -> dict[str, Any]:
    """Read `key=value:key=value`, where `::` is a colon inside a value, or a JSON object.

    The single quotes that FHEM sends for JSON's double ones are read too. What is neither is left out.
    """
    text = text.strip()
    if text.startswith("{"):
        return _decode_object(text)
    params = {}
    for pair in _PAIR.findall(text):
        key, equals, value = pair.partition("=")
        if equals:
            params[key.strip()] = value.replace("::", ":")
    return params


def _decode_object(text: str) -> dict[str, Any]:
    for candidate in (text, text.replace("'", '"')):
        try:
            found = json.loads(candidate)
        except ValueError, RecursionError:
            continue
        if isinstance(found, dict):
            return found
    return {}


def encode_reply(reply: Reply, body: str, to: str) -> str:
    """Write a reply with a body from `encode_body`; strangely it is of type `get`."""
    identity = "" if reply.id is None else f" id={quoteattr(str(reply.id))}"
    return (
        f'<iq{identity} to={quoteattr(to)} type="get">'
        f"<oa xmlns='{LOGITECH}' mime={quoted(reply.command)}"
        f" errorcode={quoted(str(reply.code))} errorstring={quoted(reply.message)}>"
        f"{cdata(body)}</oa></iq>"
    )


def encode_event(event: Event, body: str, to: str) -> str:
    """Write an event, which nobody asked for, with a body from `encode_body`."""
    return (
        f'<message from="{EVENT_SENDER}" to={quoteattr(to)}>'
        f'<event xmlns="{LOGITECH}" type={quoteattr(event.type)}>'
        f"{cdata(body)}</event></message>"
    )


def encode_body(said: Reply | Event) -> str:
    """Write what goes inside: pairs, JSON with its slashes escaped as the hub's Lua does it, or nothing."""
    data = said.data
    if data is None:
        return ""
    if said.as_pairs and isinstance(data, Mapping):
        return ":".join(f"{key}={_value(value)}" for key, value in data.items())
    return _json(data)


def cdata(text: str) -> str:
    """Wrap text in CDATA; the sequence that would end it is divided between two sections."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def quoted(value: str) -> str:
    """Write an attribute's value in single quotes."""
    return "'" + escape(value, {"'": "&apos;", "\n": " "}) + "'"


def _value(value: Any) -> str:
    text = value if isinstance(value, str) else _json(value)
    return text.replace(":", "::")


def _json(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("/", "\\/")
