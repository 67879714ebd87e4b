"""The hub's result codes, which come as numbers, as text, and with a decimal."""

from dataclasses import dataclass
from typing import Final, Self, override


@dataclass(frozen=True, slots=True)
class Code:
    """A result code such as 100, 200, "200" or 200.2 (reference: firmware decides which of them).

    `number` is the part before the dot; 0 where there is none.
    """

    text: str
    number: int

    @classmethod
    def read(cls, raw: object) -> Self:
        """Read a code as it came; anything that is none gets the number 0."""
        text = str(raw).strip()[:16] if raw is not None else ""
        head = text.partition(".")[0]
        valid = head.isascii() and head.isdigit() and len(head) <= 5
        return cls(text, int(head) if valid else 0)

    @property
    def is_progress(self) -> bool:
        """Whether more replies to the same request follow."""
        return self.number == 100

    @property
    def is_success(self) -> bool:
        """Whether the request was carried out, or accepted to be (200.2)."""
        return self.number == 200

    @property
    def is_failure(self) -> bool:
        """Whether the hub refused; an absent code is none."""
        return self.number >= 300

    @override
    def __str__(self) -> str:
        """Return the code as the hub wrote it."""
        return self.text or "?"


BLUETOOTH_NOT_PAIRED: Final = 401
BLUETOOTH_NOT_CONNECTED: Final = 506
# The hub's local interface has started, the rest of it has not: try again.
INITIALIZING: Final = 510
DEVICE_NOT_FOUND: Final = 565
COMMAND_NOT_FOUND: Final = 566
