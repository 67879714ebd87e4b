"""The way of a key, with or without a device, to where it is pressed."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from homeassistant.core import Context

from ...harmony.client import HarmonyHub
from ...harmony.config import HubConfig
from ..living_room.room import LivingRoom
from .model import KeyStep

type Action = Callable[[], Awaitable[None]]


class Hub(Protocol):
    """What macros need of their hub."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def client(self) -> HarmonyHub:
        """What keys are given to."""

    @property
    def config(self) -> HubConfig:
        """What the hub controls."""

    @property
    def activity_id(self) -> str:
        """The activity that starts, runs or ends; POWER_OFF where there is none."""

    @property
    def last_activity(self) -> str | None:
        """What runs, or ran last."""

    @property
    def living_room(self) -> LivingRoom:
        """Where keys go that name no device."""


def find_key(
    hub: Hub, step: KeyStep, context: Context | None, *, activity: str | None = None
) -> Action:
    """Return what presses a key; raises UnknownDevice, UnknownCommand, or NothingRuns.

    `activity` is the one that will run by then, if it is not the one that runs now. The way of a key that names no
    device is looked for only then, for it may lead over the network to a player that does not play yet; what that
    can do, nobody knows before.
    """
    if step.device is not None:
        function = hub.config.device(step.device).function(step.key)
        return lambda: hub.client.press(function, hold=step.hold, repeats=step.repeats)
    held = step.hold > 0
    if activity is None:
        route = hub.living_room.route(step.key, held=held)
    else:
        if not hub.living_room.has_player(activity):
            hub.config.function_for(activity, step.key)
        route = None

    async def press() -> None:
        way = route or hub.living_room.route(step.key, held=held)
        for _ in range(step.repeats):
            await way.press(step.hold, context)

    return press
