"""Switching activities: what happens to the devices, and who is told what in which order."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .core import Core, version
from .faults import Fault
from .messages import Event, Link, Request
from .room import POWER_OFF, Step

FINISHED_EVENT = "harmony.engine?startActivityFinished"
_PROGRESS = "harmony.engine?startActivity"
_HELP = "harmony.engine?helpdiscretes"

#: From this firmware on a start is acknowledged first, and progress goes by a name of its own.
_ACKNOWLEDGES = (4, 10)
#: An envelope with so short a limit does not silence the hub.
_SHORT = 5.0
#: Seconds that a test's step waits for a switch to begin.
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a switch has come; `device_id` was the last device."""

    activity_id: str
    done: int
    total: int
    device_id: str


@dataclass(frozen=True, slots=True)
class Asker:
    """The client that asked for a switch, and its request."""

    core: Core
    link: Link
    request: Request

    def tell(
        self,
        data: Any = None,
        *,
        code: float = 200,
        message: str = "OK",
        command: str | None = None,
    ) -> None:
        """Send one of the replies, unless a fault keeps it back."""
        faults = self.core.faults
        if faults.look(Fault.NO_REPLY_AT_ALL):
            return
        if code == 200 and faults.look(Fault.CODE_200_2):
            code = 200.2
        self.core.answer(
            self.link,
            self.request,
            data,
            code=code,
            message=message,
            command=command,
            as_pairs=True,
        )


class Engine:
    """Switches one activity at a time; a newer switch ends the one before it."""

    def __init__(self, core: Core) -> None:
        """Prepare the engine of a hub, whose activity is in its core."""
        self._core = core
        self._task: asyncio.Task[None] | None = None
        self._settled = POWER_OFF
        self._gate: asyncio.Future[None] | None = None
        self._waiting: list[Callable[[], None]] = []
        self.stage: Progress | None = None

    @property
    def busy(self) -> bool:
        """Tell whether a switch is under way."""
        return self._task is not None

    @property
    def progress(self) -> tuple[int, int] | None:
        """Return how many devices of how many are done, if a switch is under way."""
        return None if self.stage is None else (self.stage.done, self.stage.total)

    def start(self, activity_id: str, asker: Asker | None = None) -> None:
        """Switch to an activity, and tell whoever asked how it goes; nobody asks who uses the remote control."""
        refused = self._core.faults.strike(Fault.ACTIVITY_REFUSED)
        if refused is None and self._core.room.activity(activity_id) is not None:
            if self.busy or activity_id != self._core.activity_id:
                self._switch_to(activity_id, asker)
            elif asker is not None:
                self._stay(activity_id, asker)
        elif asker is not None:
            code = 404 if refused is None else refused["code"]
            asker.tell(code=code, message="Activity not found")

    def help(self, asker: Asker) -> None:
        """Go through the devices of what runs once more, as the remote control's help does."""
        steps = self._core.room.steps(self._core.activity_id)
        for done, step in enumerate(steps, 1):
            data = _counter(done, len(steps), step) | {"isHelpDiscretes": "true"}
            asker.tell(data, code=100, message="continue", command=_HELP)
        asker.tell({"isHelpDiscretes": "true"}, command=_HELP)

    def when_idle(self, call: Callable[[], None]) -> None:
        """Do something when no switch is under way."""
        if self.busy:
            self._waiting.append(call)
        else:
            call()

    async def idle(self) -> None:
        """Wait until no switch is under way."""
        await self._core.changes.until(lambda: not self.busy)

    async def step(self) -> None:
        """With a manual pace let the next step happen; waits for a switch to begin, or TimeoutError."""
        changes = self._core.changes
        async with asyncio.timeout(_PATIENCE):
            await changes.until(lambda: self._gate is not None)
        assert self._gate is not None
        gate, self._gate = self._gate, None
        gate.set_result(None)
        await changes.until(lambda: self._gate is not None or not self.busy)

    async def finish(self) -> None:
        """With a manual pace let all steps happen; waits for a switch to begin, or TimeoutError."""
        await self.step()
        while self.busy:
            await self.step()

    def forget(self) -> None:
        """Be off, because the activity that ran is gone."""
        self.stop()
        self._settle(POWER_OFF)

    def stop(self) -> None:
        """Give up a switch that is under way, and stay with what was before."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._settle(self._settled)
            self._end()

    def _settle(self, activity_id: str) -> None:
        core = self._core
        self._settled = core.activity_id = activity_id
        core.activity_status = 0 if activity_id == POWER_OFF else 2

    def _stay(self, activity_id: str, asker: Asker) -> None:
        """Answer a start of what runs already, after which hubs say nothing until the request's time is over."""
        if activity_id == POWER_OFF:
            self.help(asker)
            return
        steps = self._core.room.steps(activity_id)
        data = _counter(1, 1, steps[0]) if steps else {"done": "1", "total": "1"}
        asker.tell(data, command=_PROGRESS)
        seconds = asker.request.timeout or 0.0
        if silence := self._core.faults.strike(Fault.SAME_ACTIVITY_SILENCE):
            self._core.silence(asker.link, silence["seconds"])
        elif seconds > _SHORT:
            self._core.silence(asker.link, seconds)

    def _switch_to(self, activity_id: str, asker: Asker | None) -> None:
        if self._task is not None:
            # Whoever asked for it hears nothing more.
            self._task.cancel()
        self._gate = None
        if asker is not None and self._acknowledges:
            asker.tell()
        self._task = asyncio.create_task(self._switch(activity_id, asker))
        self._begin(activity_id)

    @property
    def _acknowledges(self) -> bool:
        return version(self._core.firmware) >= _ACKNOWLEDGES

    def _begin(self, activity_id: str) -> None:
        core = self._core
        if activity_id == POWER_OFF:
            core.activity_id, core.activity_status = self._settled, 3
        else:
            core.activity_id, core.activity_status = activity_id, 1
        total = len(core.room.steps(activity_id))
        self.stage = Progress(activity_id, 0, total, "")
        core.send_digest()
        if core.faults.strike(Fault.FLIP_BACK):
            status = 0 if self._settled == POWER_OFF else 2
            core.send_digest(activityId=self._settled, activityStatus=status)

    async def _switch(self, activity_id: str, asker: Asker | None) -> None:
        """Go through the devices one by one."""
        core = self._core
        steps = core.room.steps(activity_id)
        command = _PROGRESS if self._acknowledges else None
        fails = core.faults.strike(Fault.ACTIVITY_FAILS)
        for done, step in enumerate(steps, 1):
            await self._pause()
            if fails and done > len(steps) // 2:
                break
            core.room.take(step)
            self.stage = Progress(activity_id, done, len(steps), step.device_id)
            if asker is not None:
                data = _counter(done, len(steps), step)
                asker.tell(data, code=100, message="continue", command=command)
            core.changes.notify()
        else:
            await self._pause()
        self._task = None
        code = fails["code"] if fails else 200
        message = "Activity failed" if fails else "OK"
        if asker is not None and not core.faults.look(Fault.NO_FINAL_REPLY):
            asker.tell(code=code, message=message, command=command)
        self._settle(self._settled if fails else activity_id)
        self._tell_everybody(activity_id, str(code), message)
        self._end()

    def _tell_everybody(self, activity_id: str, code: str, message: str) -> None:
        core = self._core
        if not core.faults.look(Fault.NO_FINAL_DIGEST):
            core.send_digest()
            if activity_id == POWER_OFF:
                # Hubs say it twice.
                core.send_digest()
        if not core.faults.look(Fault.NO_FINISHED_EVENT):
            data = {
                "activityId": activity_id,
                "errorCode": code,
                "errorString": message,
            }
            core.broadcast(Event(FINISHED_EVENT, data, as_pairs=True))

    def _end(self) -> None:
        self.stage = self._gate = None
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()
        self._core.changes.notify()

    async def _pause(self) -> None:
        """Take as long as a device takes, or wait for the test to say when."""
        if not self._core.pace.manual:
            await asyncio.sleep(self._core.pace.step)
            return
        gate = self._gate = asyncio.get_running_loop().create_future()
        self._core.changes.notify()
        await gate


def _counter(done: int, total: int, step: Step) -> dict[str, str]:
    return {"done": str(done), "total": str(total), "deviceId": step.device_id}
