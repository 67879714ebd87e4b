"""The remote control of an Apple TV: keys, held keys, sequences, and text."""

from collections.abc import Iterable
from typing import Any, Final, override

from homeassistant.components.remote import RemoteEntity
from homeassistant.components.remote.const import (
    ATTR_ACTIVITY,
    ATTR_DEVICE,
    ATTR_HOLD_SECS,
    DEFAULT_HOLD_SECS,
)

from ..dacp import HOLDABLE, CannotHold, Key, parse_keys
from ..helpers import device_action, mistake
from ..sequences import KeySequence
from .entity import AppleTvEntity

_VOLUME_KEYS: Final = frozenset({Key.VOLUME_UP, Key.VOLUME_DOWN})


def _parse_holdable(command: list[str]) -> list[Key]:
    """Read keys that can be held down."""
    keys = parse_keys(command)
    for key in keys:
        if key not in HOLDABLE:
            raise CannotHold(key.value, tuple(name.value for name in HOLDABLE))
    return keys


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
        held = kwargs.get(ATTR_HOLD_SECS, DEFAULT_HOLD_SECS) > 0
        sequence = KeySequence.read(
            command, kwargs, _parse_holdable if held else parse_keys
        )
        if not self.coordinator.can_set_volume and not _VOLUME_KEYS.isdisjoint(
            sequence.keys
        ):
            raise mistake("no_volume", name=self.coordinator.name)
        await sequence.play(self._press)

    async def _press(self, key: Key, hold: float) -> None:
        if hold:
            await self._client.hold(key, hold)
        else:
            await self._client.press(key)

    @device_action
    async def async_enter_text(self, text: str, submit: bool) -> None:
        """Replace the text of the field on the screen, and submit it if wanted."""
        await self._client.enter_text(text, submit=submit)
