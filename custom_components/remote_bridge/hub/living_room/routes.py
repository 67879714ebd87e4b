"""Where a key goes that names no device: over the network, by infrared, or to the player that has the volume."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
import logging
from typing import Any, override

from homeassistant.components.remote.const import (
    ATTR_HOLD_SECS,
    DOMAIN as REMOTE_DOMAIN,
    SERVICE_SEND_COMMAND,
)
from homeassistant.const import ATTR_COMMAND
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ...harmony.client import HarmonyHub
from ...harmony.config import Function
from .linked_player import LinkedPlayer, async_act_on

_LOGGER = logging.getLogger(__name__)


class Route(ABC):
    """A key, and how it gets to its device."""

    @abstractmethod
    async def press(self, hold: float, context: Context | None) -> None:
        """Press it, or hold it for so many seconds; raises a HarmonyError or a HomeAssistantError."""


@dataclass(frozen=True, slots=True)
class Infrared(Route):
    """A key of a device that the hub controls."""

    client: HarmonyHub
    function: Function

    @override
    async def press(self, hold: float, context: Context | None) -> None:
        await self.client.press(self.function, hold=hold)


@dataclass(frozen=True, slots=True)
class OverNetwork(Route):
    """A key of an Apple TV; `fallback` is the same by infrared, for when it is away."""

    hass: HomeAssistant
    remote: str
    key: str
    fallback: Infrared | None

    @override
    async def press(self, hold: float, context: Context | None) -> None:
        data = {ATTR_COMMAND: [self.key], ATTR_HOLD_SECS: hold}
        try:
            await async_act_on(
                self.hass,
                REMOTE_DOMAIN,
                SERVICE_SEND_COMMAND,
                self.remote,
                context,
                **data,
            )
        except ServiceValidationError:
            raise
        except HomeAssistantError as error:
            if self.fallback is None:
                raise
            _LOGGER.debug(
                "%s goes by infrared, not to %s: %s", self.key, self.remote, error
            )
            await self.fallback.press(hold, context)


@dataclass(frozen=True, slots=True)
class PlayerAction(Route):
    """An action of the linked player in place of a key."""

    player: LinkedPlayer
    action: str
    data: Mapping[str, Any] = field(default_factory=dict)

    @override
    async def press(self, hold: float, context: Context | None) -> None:
        await self.player.act(self.action, context, **self.data)
