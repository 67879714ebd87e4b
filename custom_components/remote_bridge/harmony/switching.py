"""Starting activities: send, wait for acceptance or the end, and never for ever."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from . import commands
from .activity import Start
from .exceptions import ConnectionFailed, HarmonyError
from .exchange import Exchange
from .messages import Reply
from .state import read_progress
from .tasks import Tasks, within
from .timing import Timing
from .tracker import Tracker


class Switching:
    """Carries out wishes for activities. A wish goes on when whoever had it is cancelled: the hub has begun."""

    def __init__(
        self, tracker: Tracker, timing: Timing, *, exchange: Callable[[], Exchange]
    ) -> None:
        """Prepare; `exchange` gives the connection as it is, or raises ConnectionFailed."""
        self._tracker = tracker
        self._machine = tracker.machine
        self._timing = timing
        self._exchange = exchange
        self._tasks = Tasks()
        self._followed: Start | None = None
        # When the last switch that somebody waited for was over, by the clock of the event loop.
        self._ended_at: float | None = None

    async def start(self, activity_id: str, *, wait: bool) -> None:
        """Start an activity, or with POWER_OFF turn everything off; returns when the hub has accepted it.

        With `wait` it returns at the end. Nothing is sent where nothing is to be done. Raises ConnectionFailed,
        ActivityFailed, or Superseded when somebody wanted something else meanwhile.
        """
        exchange = self._exchange()
        start = self._machine.request(activity_id)
        if start is None:
            return
        if start is not self._followed:
            self._followed = start
            self._tasks.start(self._follow(start, exchange), "Following an activity")
        await start.accepted.wait()
        if wait:
            await start.ended.wait()
        if start.error is not None:
            raise start.error
        if wait:
            self._ended_at = asyncio.get_running_loop().time()

    async def settle(self) -> None:
        """Wait until the hub listens again after a switch that was waited for; mostly that is now."""
        if self._ended_at is not None:
            now = asyncio.get_running_loop().time()
            await asyncio.sleep(self._ended_at + self._timing.settle - now)

    async def stop(self) -> None:
        """Follow nothing any more."""
        await self._tasks.cancel()

    async def _follow(self, start: Start, exchange: Exchange) -> None:
        """Send a wish and see it to its end, whatever the hub says or does not say."""
        try:
            if not await self._is_ended_in_time(start, exchange):
                with suppress(HarmonyError):
                    await self._tracker.read(self._exchange())
                self._machine.time_out(start)
                self._tracker.changed()
        finally:
            # Only where we are cancelled, because everything ends.
            self._machine.refuse(start, ConnectionFailed("The connection was closed"))

    async def _is_ended_in_time(self, start: Start, exchange: Exchange) -> bool:
        clock = asyncio.get_running_loop().time
        deadline = clock() + self._timing.activity

        def hear(reply: Reply) -> None:
            progress = read_progress(reply.data) if reply.code.is_progress else None
            self._machine.replied(start, reply.code, reply.message, progress)
            self._tracker.changed()

        with exchange.listening(hear) as request_id:
            if start.needs_sending:
                await self._send(start, exchange, request_id)
            if not await within(start.accepted, self._timing.acceptance):
                self._machine.silent(start)
                self._tracker.changed()
            return await within(start.ended, deadline - clock())

    async def _send(self, start: Start, exchange: Exchange, request_id: str) -> None:
        request = commands.start_activity(
            start.activity_id, exchange.kind, is_switch=start.is_switch
        )
        try:
            await exchange.send(request_id, request)
        except HarmonyError as error:
            self._machine.refuse(start, error)
            self._tracker.changed()
