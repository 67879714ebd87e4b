"""Whose hub it is: what tells that in a configuration, and how to leave it out."""

from collections.abc import Mapping
import json
import re
from typing import Any, Final

# Besides these three, a configuration holds the owner's e-mail address, hub name and time zone (`timeStampHash`) and
# addresses in Logitech's cloud.
_KEPT: Final = ("activity", "device", "sequence")
# In lower case, without anything between the words. `uuid`, addresses and profiles tell one household from the
# others; the rest is what section 12 of the reference names, in every spelling that a hub has for it.
_OWNERS: Final = frozenset(
    {
        "accountid",
        "activeremoteid",
        "btaddr",
        "btaddress",
        "contentprofilekey",
        "deviceaddeddate",
        "deviceprofileuri",
        "discoveryserver",
        "discoveryservercf",
        "discoveryserveruri",
        "discoveryserveruricf",
        "donglerfid",
        "email",
        "hostname",
        "householduserprofileuri",
        "ipaddress",
        "macaddress",
        "remoteid",
        "serial",
        "serialnumber",
        "timestamphash",
        "username",
        "uuid",
    }
)
_BETWEEN_WORDS: Final = str.maketrans("", "", " _-")
# What we read lies at most 5 deep.
_MAX_DEPTH: Final = 20

HIDDEN: Final = "**REDACTED**"
# The lengths are the longest that addresses have, and keep the search from looking at everything again and again.
_EMAIL: Final = re.compile(
    r"""[^\s@,;:<>()\[\]{}"'|\\]{1,64}@[\w.-]{1,253}\.[A-Za-z]{2,24}"""
)
_ADDRESS: Final = re.compile(r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b")
# How a `timeStampHash` ends, wherever it may have got to.
_HASHED: Final = re.compile(r";[0-9A-Fa-f]{32}\s*\Z")
# More than 64 bits are beyond most who read JSON.
_MOST: Final = 2**63


def without_owner(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a configuration for a cache file: all that `read_config` reads, and nothing that tells whose it is.

    What people called things stays as it is, and so does what is to be sent to the hub.
    """
    return {key: _clean(data[key], _MAX_DEPTH) for key in _KEPT if key in data}


def for_others(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a configuration that may be handed on: besides what `without_owner` leaves out, it hides what is written.

    E-mail and hardware addresses disappear from names as well, and everything of the owner's from JSON inside of
    texts. Whatever comes of it can be written as UTF-8 JSON with numbers of 64 bits.
    """
    return {
        key: _hidden(value, _MAX_DEPTH) for key, value in without_owner(data).items()
    }


def _clean(raw: Any, depth: int) -> Any:
    if isinstance(raw, Mapping):
        return {
            key: _clean(value, depth - 1)
            for key, value in raw.items()
            if depth and isinstance(key, str) and not _is_owners(key)
        }
    if isinstance(raw, list):
        return [_clean(item, depth - 1) for item in raw if depth]
    return raw


def _is_owners(key: str) -> bool:
    return key.translate(_BETWEEN_WORDS).lower() in _OWNERS


def _hidden(raw: Any, depth: int) -> Any:
    """Hide what values tell; keys have been seen to."""
    if isinstance(raw, Mapping):
        return {
            _hide_in_text(key): _hidden(value, depth - 1) for key, value in raw.items()
        }
    if isinstance(raw, list):
        return [_hidden(item, depth - 1) for item in raw]
    if isinstance(raw, str):
        return _hide_in_text(_hide_in_json(raw, depth))
    if isinstance(raw, int) and not -_MOST <= raw < _MOST:
        return HIDDEN
    return raw


def _hide_in_json(text: str, depth: int) -> str:
    """Leave out of JSON inside of a text what would be left out beside it; what says nothing wrong stays verbatim."""
    if not text.lstrip().startswith(("{", "[", '"')):
        return text
    try:
        inside = json.loads(text)
    except ValueError, RecursionError:
        return text
    clean = _hidden(_clean(inside, depth), depth)
    return text if clean == inside else json.dumps(clean, separators=(",", ":"))


def _hide_in_text(text: str) -> str:
    # Half of an emoji would break whoever writes it on.
    text = text.encode("utf-8", "replace").decode("utf-8")
    if _HASHED.search(text):
        return HIDDEN
    return _ADDRESS.sub(HIDDEN, _EMAIL.sub(HIDDEN, text))
