"""Running macros: checked as a whole before the first key goes out, and one after another."""

import asyncio
from typing import Final

from homeassistant.core import Context
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ...harmony import config as harmony_config
from ...harmony.exceptions import (
    ConnectionFailed,
    NothingRuns,
    UnknownActivity,
    UnknownCommand,
    UnknownDevice,
    UnknownName,
    UnknownSequence,
)
from ...harmony.tasks import within
from ...helpers import failure, mistake
from .keys import Action, Hub, find_key
from .model import ActivityStep, KeyStep, Macro, SequenceStep, Step

# Whoever has waited for so long no longer means it.
LONGEST_WAIT: Final = 60.0

# What a step is about in vain, because the hub no longer has it.
_GONE: Final[dict[type[UnknownName], str]] = {
    UnknownActivity: "macro_activity_gone",
    UnknownDevice: "macro_device_gone",
    UnknownSequence: "macro_sequence_gone",
}


class MacroRunner:
    """Runs the macros of one hub.

    Two of them never mix their keys, which would get both lost in some menu: the second begins when the first is
    done. One that runs or waits is not begun again by whoever presses once more because nothing is to be seen yet.
    """

    def __init__(self, hub: Hub) -> None:
        """Begin with none."""
        self._hub = hub
        self._turn = asyncio.Lock()
        self._pressed: set[str] = set()
        self._closed = asyncio.Event()

    def close(self) -> None:
        """End what runs with its next step, for the hub is being left; nothing begins any more."""
        self._closed.set()

    async def run(self, macro: Macro, context: Context | None = None) -> None:
        """Run a macro to its end; whoever is cancelled meanwhile leaves no key down.

        Raises ServiceValidationError before anything is sent, where the hub no longer has what a step names or the
        macro runs already; HomeAssistantError where others ran for too long; and whatever a step fails at, which ends
        the macro.
        """
        if macro.id in self._pressed:
            raise mistake("macro_runs", macro=macro.name)
        self._pressed.add(macro.id)
        try:
            await self._wait(macro)
            try:
                await self._play(macro, context)
            finally:
                self._turn.release()
        finally:
            self._pressed.discard(macro.id)

    async def _wait(self, macro: Macro) -> None:
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                await self._turn.acquire()
        except TimeoutError as error:
            raise failure(
                HomeAssistantError,
                "macro_waited",
                macro=macro.name,
                name=self._hub.name,
                seconds=f"{LONGEST_WAIT:g}",
            ) from error

    async def _play(self, macro: Macro, context: Context | None) -> None:
        pause = 0.0
        for step, action in self._prepare(macro, context):
            if await within(self._closed, pause):
                raise ConnectionFailed("The hub was left in the middle of a macro")
            # It may have been the start of an activity that this comes after.
            await self._hub.client.settle()
            await action()
            pause = step.pause

    def _prepare(
        self, macro: Macro, context: Context | None
    ) -> list[tuple[Step, Action]]:
        """Find everything that the macro needs."""
        prepared: list[tuple[Step, Action]] = []
        # Which activity runs by then, where that is not the one that runs now.
        activity: str | None = None
        for number, step in enumerate(macro.steps, 1):
            try:
                prepared.append((step, self._action(step, activity, context)))
            except (UnknownName, NothingRuns) as error:
                raise self._explain(error, number, macro) from error
            if isinstance(step, ActivityStep):
                activity = step.activity
        return prepared

    def _action(
        self, step: Step, activity: str | None, context: Context | None
    ) -> Action:
        """Return what a step does; raises UnknownName or NothingRuns."""
        client, config = self._hub.client, self._hub.config
        match step:
            case KeyStep():
                return find_key(self._hub, step, context, activity=activity)
            case ActivityStep(activity=harmony_config.POWER_OFF):
                return lambda: client.power_off(wait=True)
            case ActivityStep():
                wanted = config.activity(step.activity)
                return lambda: client.start_activity(wanted.id, wait=True)
            case SequenceStep():
                sequence = config.sequence(step.sequence)
                return lambda: client.run_sequence(sequence.id)

    def _explain(
        self, error: UnknownName | NothingRuns, number: int, macro: Macro
    ) -> ServiceValidationError:
        """Say which step cannot be taken."""
        where = {"step": str(number), "macro": macro.name, "name": self._hub.name}
        match error:
            case NothingRuns():
                return mistake("macro_nothing_runs", **where)
            case UnknownCommand():
                where |= {"key": error.name, "owner": error.owner}
                return mistake("macro_key_gone", **where, suggestions=_listed(error))
            case _:
                key = _GONE[type(error)]
                return mistake(key, **where, suggestions=_listed(error))


def _listed(error: UnknownName) -> str:
    return ", ".join(error.suggestions) or "-"
