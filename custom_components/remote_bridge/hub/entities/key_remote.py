"""What the remotes of a hub and of its devices have in common: pressing and holding keys, and sequences of them."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any, override

from homeassistant.components.remote import RemoteEntity
from homeassistant.components.remote.const import (
    ATTR_DEVICE,
    ATTR_HOLD_SECS,
    DEFAULT_HOLD_SECS,
)

from ...harmony.config import Function
from ...harmony.key_names import normalise
from ...helpers import device_action
from ...sequences import KeySequence
from ..coordinator import HubCoordinator
from ..living_room.routes import Infrared, Route
from .entity import HubEntity


class KeyRemote(HubEntity, RemoteEntity):
    """A remote control with keys."""

    def __init__(self, coordinator: HubCoordinator, *parts: str) -> None:
        """Begin with no finger on any key."""
        super().__init__(coordinator, *parts)
        self._fingers: dict[tuple[str, str | None], Function] = {}

    @abstractmethod
    def _function(self, key: str, device: str | None) -> Function:
        """Return what a key means by infrared; raises UnknownName, NothingRuns or ServiceValidationError."""

    def _route(self, key: str, device: str | None, *, held: bool) -> Route:  # noqa: ARG002 - for those that hold otherwise
        """Return how a key gets to its device; raises as `_function`."""
        return Infrared(self._client, self._function(key, device))

    @override
    @device_action
    async def async_send_command(
        self, /, command: Iterable[str], **kwargs: Any
    ) -> None:
        """Press keys one after another, or hold them; nothing is sent if one of them is wrong."""
        device: str | None = kwargs.get(ATTR_DEVICE)
        held = kwargs.get(ATTR_HOLD_SECS, DEFAULT_HOLD_SECS) > 0
        sequence = KeySequence.read(
            command,
            kwargs,
            lambda keys: [self._route(key, device, held=held) for key in keys],
            # The library leaves as much time between two keys as the user wants it to.
            delay=0,
        )
        await sequence.play(self._press)

    async def _press(self, route: Route, hold: float) -> None:
        await route.press(hold, self._context)

    @device_action
    async def async_press_key(self, command: str, device: str | None = None) -> None:
        """Press a key and keep it down until `async_release_key`, or until the library lets go of it."""
        function = self._function(command, device)
        # What is let go of is what was pressed, also if another activity runs by then.
        self._fingers[normalise(command), device] = function
        await self._client.press_down(function)

    @device_action
    async def async_release_key(self, command: str, device: str | None = None) -> None:
        """Let go of a key; harmless if it is not down."""
        function = self._fingers.pop((normalise(command), device), None)
        await self._client.let_go(function or self._function(command, device))
