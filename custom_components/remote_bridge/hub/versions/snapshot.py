"""One version of a hub's configuration: how it is recognised, and how it is made small."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
import hashlib
import json
from typing import Any, Final, Self
import zlib

from ...harmony.config import HubConfig
from .comparison import Comparison

# Lua keeps these in no particular order, and writes a list with gaps as an object.
_UNORDERED: Final = frozenset(
    {"activity", "controlGroup", "device", "function", "sequence"}
)
# Of what has changed in a version, so many names of each kind are kept with it.
_MOST_NAMES: Final = 20

# What reading something that somebody else has written into a file may end with.
DAMAGED: Final = (
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    OverflowError,
    RecursionError,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Changes:
    """The names of what is other than in the version before. All empty for the first one, and for finer points."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    # Before and after.
    renamed: tuple[tuple[str, str], ...] = ()
    changed: tuple[str, ...] = ()

    @classmethod
    def of(cls, comparison: Comparison) -> Self:
        """Say in names what a comparison found."""
        parts = (comparison.activities, comparison.devices, comparison.sequences)
        return cls(
            _first(one.name for part in parts for one in part.added),
            _first(one.name for part in parts for one in part.removed),
            _first((one.before, one.after) for part in parts for one in part.renamed),
            _first(one.name for part in parts for one in part.changed),
        )

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """Read what was kept; raises one of DAMAGED."""
        return cls(
            tuple(map(str, raw["added"])),
            tuple(map(str, raw["removed"])),
            tuple((str(before), str(after)) for before, after in raw["renamed"]),
            tuple(map(str, raw["changed"])),
        )


@dataclass(frozen=True, slots=True)
class Version:
    """A version that is kept. `saved_at` is aware, in UTC, and no other version's."""

    saved_at: datetime
    # The hub's own number for it: the last one, where it has counted on without changing anything.
    config_version: int | None
    # Two versions with one digest are the same configuration.
    digest: str
    changes: Changes

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """Read what was kept; raises one of DAMAGED."""
        saved_at = datetime.fromisoformat(raw["saved_at"])
        number = raw["config_version"]
        if saved_at.tzinfo is None:
            raise ValueError("A time without a time zone")
        return cls(
            saved_at,
            None if number is None else int(number),
            str(raw["digest"]),
            Changes.read(raw["changes"]),
        )

    @property
    def key(self) -> str:
        """Return what this version is called in an address: the microseconds since 1970."""
        return f"{self.saved_at.timestamp() * 1_000_000:.0f}"


@dataclass(frozen=True, slots=True)
class Content:
    """A configuration as it is kept, compressed. `size` are the bytes that it has as JSON."""

    activities: int
    devices: int
    sequences: int
    size: int
    packed: str

    @classmethod
    def pack(cls, raw: Mapping[str, Any], config: HubConfig) -> Self:
        """Compress a configuration, of which `config` is what it says; some 100 ms for a megabyte."""
        text = json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode()
        return cls(
            len(config.activities),
            len(config.devices),
            len(config.sequences),
            len(text),
            base64.b64encode(zlib.compress(text)).decode(),
        )

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """Read what was kept, still compressed; raises one of DAMAGED."""
        return cls(
            int(raw["activities"]),
            int(raw["devices"]),
            int(raw["sequences"]),
            int(raw["size"]),
            str(raw["packed"]),
        )

    def unpack(self) -> dict[str, Any]:
        """Return the configuration; raises one of DAMAGED."""
        text = zlib.decompress(base64.b64decode(self.packed, validate=True))
        raw = json.loads(text)
        if not isinstance(raw, dict):
            raise TypeError("The configuration is no object")
        return raw


def digest_of(raw: Mapping[str, Any]) -> str:
    """Return what is the same for the same configuration, in whatever order and spelling the hub wrote it."""
    text = json.dumps(_canonical(raw, ""), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(raw: Any, key: str) -> Any:
    """Bring into one order what has none. What is empty is absent: Lua writes it as a list, an object, or null."""
    if key in _UNORDERED and isinstance(raw, Mapping | list):
        items = raw.values() if isinstance(raw, Mapping) else raw
        parts = [_canonical(item, "") for item in items]
        return sorted(parts, key=lambda one: json.dumps(one, sort_keys=True)) or None
    if isinstance(raw, Mapping):
        inside = {name: _canonical(value, name) for name, value in raw.items()}
        return {
            name: value for name, value in inside.items() if value is not None
        } or None
    if isinstance(raw, list):
        return [_canonical(item, "") for item in raw] or None
    return raw


def _first[T](names: Iterable[T]) -> tuple[T, ...]:
    """Return the first names, each once: an activity and a device may go by the same."""
    return tuple(dict.fromkeys(names))[:_MOST_NAMES]
