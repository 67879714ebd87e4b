"""The remote control of an Apple TV: keys, held keys, sequences, and text."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Self, override

from homeassistant.components.remote import RemoteEntity
from homeassistant.components.remote.const import (
    ATTR_ACTIVITY,
    ATTR_DELAY_SECS,
    ATTR_DEVICE,
    ATTR_HOLD_SECS,
    ATTR_NUM_REPEATS,
    DEFAULT_DELAY_SECS,
    DEFAULT_HOLD_SECS,
    DEFAULT_NUM_REPEATS,
)

from ..dacp import HOLDABLE, CannotHold, Key, parse_keys
from ..helpers import device_action, mistake
from .entity import AppleTvEntity

# Home Assistant's own schema takes any number. More than this is a slip in an automation, and it would keep the
# device busy long after anybody wants it to.
_MOST_REPEATS: Final = 100
_MOST_SECONDS: Final = 60.0
_MOST_PRESSES: Final = 1000
_MOST_TOTAL_SECONDS: Final = 600.0

_VOLUME_KEYS: Final = frozenset({Key.VOLUME_UP, Key.VOLUME_DOWN})


@dataclass(frozen=True, slots=True)
class _Sequence:
    """Which keys to press, checked as a whole before the first one goes out."""

    keys: list[Key]
    delay: float
    hold: float

    @classmethod
    def read(cls, command: Iterable[str], asked: dict[str, Any]) -> Self:
        """Read an action's data; what cannot be is refused by a ServiceValidationError or a DacpError."""
        repeats: int = asked.get(ATTR_NUM_REPEATS, DEFAULT_NUM_REPEATS)
        delay: float = asked.get(ATTR_DELAY_SECS, DEFAULT_DELAY_SECS)
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
        keys = parse_keys(list(command)) * repeats
        if not keys:
            raise mistake("no_command")
        for key in keys:
            if hold and key not in HOLDABLE:
                raise CannotHold(key.value, tuple(name.value for name in HOLDABLE))
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


class AppleTvRemote(AppleTvEntity, RemoteEntity):
    """The remote control of an Apple TV."""

    @property
    @override
    def is_on(self) -> bool:
        """Whether the device is awake."""
        return not self.coordinator.asleep

    @override
    @device_action
    async def async_turn_on(self, /, **kwargs: Any) -> None:
        """Wake the device; harmless when it is awake."""
        if kwargs.get(ATTR_ACTIVITY) is not None:
            raise mistake("no_activities", name=self.coordinator.name)
        await self._client.wake()

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Say that there is no such command, unless the device sleeps anyway.

        Doing nothing would look like success, and walking through the menus to "Sleep Now" presses whatever stands
        there instead.
        """
        if self.is_on:
            raise mistake("cannot_turn_off", name=self.coordinator.name)

    @override
    @device_action
    async def async_send_command(
        self, /, command: Iterable[str], **kwargs: Any
    ) -> None:
        """Press keys one after another, or hold them; nothing is sent if one of them is wrong."""
        if kwargs.get(ATTR_DEVICE) is not None:
            raise mistake("no_devices", name=self.coordinator.name)
        sequence = _Sequence.read(command, kwargs)
        if not self.coordinator.can_set_volume and not _VOLUME_KEYS.isdisjoint(
            sequence.keys
        ):
            raise mistake("no_volume", name=self.coordinator.name)
        for number, key in enumerate(sequence.keys):
            if number and sequence.delay:
                await asyncio.sleep(sequence.delay)
            if sequence.hold:
                await self._client.hold(key, sequence.hold)
            else:
                await self._client.press(key)

    @device_action
    async def async_enter_text(self, text: str, submit: bool) -> None:
        """Replace the text of the field on the screen, and submit it if wanted."""
        await self._client.enter_text(text, submit=submit)
