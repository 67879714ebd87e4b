"""The login id: a pairing guid or a Home Sharing id."""

from dataclasses import dataclass
import re
from secrets import randbits
from typing import Self, override

from .exceptions import InvalidLoginId

_PAIRING_GUID = re.compile(r"0x[0-9A-Fa-f]{16}")
_HOME_SHARING_ID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


@dataclass(frozen=True, slots=True)
class LoginId:
    """What `/login` wants to see: `parameter` is the query's key, `value` its value."""

    parameter: str
    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `0x` and 16 hex digits, or a UUID in its 8-4-4-4-12 form.

        Guids come out in upper case, the form devices store. Raises InvalidLoginId for anything else.
        """
        if _PAIRING_GUID.fullmatch(text):
            return cls("pairing-guid", f"0x{text[2:].upper()}")
        if _HOME_SHARING_ID.fullmatch(text):
            return cls("hsgid", text)
        raise InvalidLoginId(
            "A login id is 0x and 16 hex digits, or a Home Sharing UUID"
        )

    @override
    def __repr__(self) -> str:
        """Say which sort it is, never the secret itself."""
        return f"<LoginId {self.parameter}>"


def format_pairing_guid(guid: int) -> str:
    """Return a 64-bit guid in the form that is stored and sent: `0x`, then always 16 digits."""
    return f"0x{guid:016X}"


def random_pairing_guid() -> int:
    """Return a fresh 64-bit guid, never 0."""
    return randbits(64) or 1
