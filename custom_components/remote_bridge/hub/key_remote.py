"""What the remotes of a hub and of its devices have in common: pressing and holding keys, and sequences of them."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any, override

from homeassistant.components.remote import RemoteEntity
from homeassistant.components.remote.const import ATTR_DEVICE

from ..harmony.config import Function
from ..helpers import device_action
from ..sequences import KeySequence
from .entity import HubEntity


class KeyRemote(HubEntity, RemoteEntity):
    """A remote control with keys."""

    @abstractmethod
    def _function(self, key: str, device: str | None) -> Function:
        """Return what a key means; raises UnknownName, NothingRuns or ServiceValidationError."""

    @override
    @device_action
    async def async_send_command(
        self, /, command: Iterable[str], **kwargs: Any
    ) -> None:
        """Press keys one after another, or hold them; nothing is sent if one of them is wrong."""
        device: str | None = kwargs.get(ATTR_DEVICE)
        sequence = KeySequence.read(
            command,
            kwargs,
            lambda keys: [self._function(key, device) for key in keys],
            # The library leaves as much time between two keys as the user wants it to.
            delay=0,
        )
        await sequence.play(self._press)

    async def _press(self, function: Function, hold: float) -> None:
        await self._client.press(function, hold=hold)

    @device_action
    async def async_press_key(self, command: str, device: str | None = None) -> None:
        """Press a key and keep it down until `async_release_key`, or until the library lets go of it."""
        await self._client.press_down(self._function(command, device))

    @device_action
    async def async_release_key(self, command: str, device: str | None = None) -> None:
        """Let go of a key; harmless if it is not down."""
        await self._client.let_go(self._function(command, device))
