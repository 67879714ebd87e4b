"""The nearest names for an error, so that a slip is put right at once."""

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from typing import Final

from .key_names import normalise

MOST: Final = 5
# Comparing takes time with the length and the number; no name is half as long, and few devices have so many keys.
_LONGEST: Final = 40
_COMPARED: Final = 1000
_CUTOFF: Final = 0.5
# Fewer letters are part of anything.
_SHORTEST: Final = 3


def nearest(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return up to five of the names, the most similar first; the first five where none is similar."""
    spellings: dict[str, str] = {}
    for one in islice(names, _COMPARED):
        spellings.setdefault(normalise(one)[:_LONGEST], one)
    wanted = normalise(name[: 2 * _LONGEST])[:_LONGEST]
    # Who leaves out or adds a word ("Apple TV") is nearer than the letters say.
    parts = [one for one in spellings if _is_part(wanted, one)]
    close = get_close_matches(wanted, spellings, n=MOST, cutoff=_CUTOFF)
    similar = dict.fromkeys((*close, *parts))
    return tuple(spellings[one] for one in islice(similar or spellings, MOST))


def _is_part(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST and shorter in longer
