"""Which keys to press one after another, checked as a whole before the first one goes out."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Self

from homeassistant.components.remote.const import (
    ATTR_DELAY_SECS,
    ATTR_HOLD_SECS,
    ATTR_NUM_REPEATS,
    DEFAULT_DELAY_SECS,
    DEFAULT_HOLD_SECS,
    DEFAULT_NUM_REPEATS,
)

from .helpers import mistake

# Home Assistant's own schema takes any number. More than this is a slip in an automation, and it would keep the
# device busy long after anybody wants it to.
_MOST_REPEATS: Final = 100
_MOST_SECONDS: Final = 60.0
_MOST_PRESSES: Final = 1000
_MOST_TOTAL_SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True)
class KeySequence[KeyT]:
    """Keys with a pause (seconds) between each two; `hold` is how long each is held, 0 for a press."""

    keys: list[KeyT]
    delay: float
    hold: float

    @classmethod
    def read(
        cls,
        command: Iterable[str],
        asked: dict[str, Any],
        parse: Callable[[list[str]], list[KeyT]],
        *,
        delay: float = DEFAULT_DELAY_SECS,
    ) -> Self:
        """Read the data of `remote.send_command`, where `delay` is the pause unless one was asked for.

        What cannot be is refused by a ServiceValidationError, or by whatever `parse` raises.
        """
        repeats: int = asked.get(ATTR_NUM_REPEATS, DEFAULT_NUM_REPEATS)
        delay = asked.get(ATTR_DELAY_SECS, delay)
        hold: float = asked.get(ATTR_HOLD_SECS, DEFAULT_HOLD_SECS)
        for field, value, least, most in (
            (ATTR_NUM_REPEATS, repeats, 1, _MOST_REPEATS),
            (ATTR_DELAY_SECS, delay, 0, _MOST_SECONDS),
            (ATTR_HOLD_SECS, hold, 0, _MOST_SECONDS),
        ):
            if not least <= value <= most:
                raise mistake(
                    "out_of_range",
                    field=field,
                    value=f"{value:g}",
                    least=f"{least:g}",
                    most=f"{most:g}",
                )
        keys = parse(list(command)) * repeats
        if not keys:
            raise mistake("no_command")
        seconds = len(keys) * hold + (len(keys) - 1) * delay
        if len(keys) > _MOST_PRESSES or seconds > _MOST_TOTAL_SECONDS:
            raise mistake(
                "sequence_too_long",
                presses=str(len(keys)),
                seconds=f"{seconds:g}",
                most_presses=str(_MOST_PRESSES),
                most_seconds=f"{_MOST_TOTAL_SECONDS:g}",
            )
        return cls(keys, delay, hold)

    async def play(self, press: Callable[[KeyT, float], Awaitable[None]]) -> None:
        """Press the keys, each with how long it is held."""
        for number, key in enumerate(self.keys):
            if number and self.delay:
                await asyncio.sleep(self.delay)
            await press(key, self.hold)
