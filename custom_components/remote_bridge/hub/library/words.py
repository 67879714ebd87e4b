"""Names as the words that people say or type for them, and how well the two fit."""

from collections.abc import Sequence
from enum import IntEnum
import re
from typing import Final
import unicodedata

# Nobody says as much.
_LONGEST: Final = 200
# Fewer letters begin too many words.
_SHORTEST: Final = 3

# `InputHdmi1` and `TVGuide` are two or three words each.
_SEAM: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
# Hubs write the names of groups in one word: `NavigationDVD`.
_PART: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

# What people say besides, and hubs do not.
_FILLERS: Final = frozenset({"a", "an", "it", "my", "on", "please", "some", "the"})

type Words = tuple[str, ...]


class Fit(IntEnum):
    """How well a name fits what was asked for; the best comes first."""

    EXACT = 0
    PREFIX = 1
    CONTAINED = 2
    RELATED = 3
    """Somebody else says that it fits."""
    LAST = 4
    """It fits, but is hardly what was meant."""


def words(text: str) -> Words:
    """Return the words of a text: without case, accents, and what is neither letter nor digit."""
    parted = _SEAM.sub(" ", text[:_LONGEST])
    decomposed = unicodedata.normalize("NFKD", parted.casefold())
    found = _WORD.findall("".join(one for one in decomposed if not _is_mark(one)))
    return tuple(_without_zeros(one) if one.isdigit() else one for one in found)


def _without_zeros(number: str) -> str:
    return number.lstrip("0") or "0"


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) == "Mn"


def significant(asked: Words) -> Words:
    """Leave out what says nothing, unless that is all."""
    return tuple(one for one in asked if one not in _FILLERS) or asked


def fit(asked: Words, name: Words) -> Fit | None:
    """Tell how well a name fits; None where not every word of what was asked for is in it."""
    asked, name = significant(asked), significant(name)
    if not asked or not name:
        return None
    if "".join(asked) == "".join(name):
        return Fit.EXACT
    if _is_on_its_way(asked, name):
        return Fit.PREFIX
    if all(is_among(one, name) for one in asked):
        return Fit.CONTAINED
    return None


def _is_on_its_way(asked: Words, name: Words) -> bool:
    """Tell whether somebody who types a name has come this far."""
    if len(asked) > len(name) or not all(
        map(begins, asked[:-1], name[: len(asked) - 1], strict=True)
    ):
        return False
    last, word = asked[-1], name[len(asked) - 1]
    # After other words, a single letter is enough.
    return begins(last, word) or (
        len(asked) > 1 and not last.isdigit() and word.startswith(last)
    )


def is_among(asked: str, name: Sequence[str]) -> bool:
    """Tell whether one of a name's words begins with the one that was asked for."""
    return any(begins(asked, word) for word in name)


def begins(asked: str, word: str) -> bool:
    """Tell whether a word is the one that was asked for, or that is on its way there; a number is or is not."""
    if asked == word:
        return True
    return len(asked) >= _SHORTEST and not asked.isdigit() and word.startswith(asked)


def group_title(group: str) -> str:
    """Return the name of a group of keys as people write it: `NavigationBasic` as "Navigation basic"."""
    if not group.isascii():
        return group
    parts = _PART.findall(group)
    small = [one if one.isupper() else one.lower() for one in parts]
    text = " ".join(small)
    return text[:1].upper() + text[1:] if text else group
