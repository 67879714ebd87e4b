"""The long poll: keeps the play status true, notices a device that went silent, and finds its way back."""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
import logging
from random import uniform
from typing import NamedTuple

from .exceptions import (
    AuthenticationFailed,
    ConnectionFailed,
    DacpError,
    HungUp,
    SessionExpired,
)
from .playback import PlayStatus, read_status
from .session import Session
from .timing import Timing
from .transport import read_reply

_LOGGER = logging.getLogger(__name__)

_PATH = "ctrl-int/1/playstatusupdate"

# A track change comes as a handful of replies at once; a device that keeps up this pace is broken.
_BURST = 10
_BURST_SECONDS = 1.0


class Connection(Enum):
    """How things stand between us and the device."""

    CONNECTED = "connected"
    # Lost a moment ago; what we last heard still counts.
    RECONNECTING = "reconnecting"
    # Gone for longer than the grace.
    LOST = "lost"
    # Fell silent while nothing played, and we were told not to wake it.
    ASLEEP = "asleep"
    # It no longer accepts our login id.
    REFUSED = "refused"
    CLOSED = "closed"


class _Reply(NamedTuple):
    status: PlayStatus
    revision: int
    generation: int


class StatusPoll:
    """One device's play status, pushed.

    `revision` is private to the poll: nobody else's request can swallow a change. Revision 0 is asked as an
    ordinary request, with its time limit and its single retry after a lost session; any other is held by the
    device until something changes.
    """

    def __init__(
        self,
        session: Session,
        timing: Timing,
        *,
        do_not_wake: bool,
        on_status: Callable[[PlayStatus], None],
        on_connection: Callable[[Connection, DacpError | None], None],
    ) -> None:
        """Prepare; nothing is sent before `refresh` or `run`."""
        self._session = session
        self._timing = timing
        self._do_not_wake = do_not_wake
        self._on_status = on_status
        self._on_connection = on_connection
        self._connection = Connection.CLOSED
        self._status: PlayStatus | None = None
        self._revision = 0
        self._lost_since: float | None = None
        self._known_awake = asyncio.Event()
        self._replies: deque[float] = deque(maxlen=_BURST)

    async def refresh(self) -> PlayStatus:
        """Ask for the status now, publish it, and return it."""
        reply = await self._ask()
        if self._connection is Connection.CLOSED:
            # The very first one: the poll goes on from here. Later ones must not move it, or it could miss a change.
            self._revision = reply.revision
        self._publish(reply.status)
        self._report(Connection.CONNECTED)
        return reply.status

    def awake(self) -> None:
        """Hear that the device is there: it was announced, or it answered a command."""
        self._known_awake.set()

    def missing(self, error: ConnectionFailed) -> None:
        """Hear that the device did not answer a command, although a command would have woken it."""
        if self._connection is Connection.ASLEEP:
            self._report(Connection.LOST, error)

    def let_sleep(self) -> None:
        """Take it that the device sleeps: `run` will not ask before it shows that it is there."""
        self._report(Connection.ASLEEP)

    async def run(self) -> None:
        """Poll until cancelled, or until the device refuses our login id."""
        if self._connection is Connection.ASLEEP:
            await self._known_awake.wait()
        revision = self._revision
        failures = 0
        while True:
            try:
                reply = await (self._held(revision) if revision else self._ask())
            except AuthenticationFailed as error:
                self._report(Connection.REFUSED, error)
                return
            except SessionExpired:
                # Nothing is lost yet: the first time, ask at once for everything, which logs in if need be.
                delay = self._backoff(failures) if failures else 0.0
            except ConnectionFailed as error:
                delay = await self._away(error, failures)
            except DacpError as error:
                # It is there and talks nonsense: what it said before stays, and it gets time to recover.
                log = _LOGGER.debug if failures else _LOGGER.warning
                log("The Apple TV's status could not be read, trying again: %s", error)
                self._lost_since = None
                delay = self._backoff(failures)
            else:
                news = self._publish(reply.status)
                self._report(Connection.CONNECTED)
                revision, self._lost_since = reply.revision, None
                # A reply without news is normal, an endless row of them is a device that does not hold the poll.
                failures = 0 if news else failures + 1
                delay = self._backoff(failures - 2) if failures > 1 else self._pace()
                await self._pause(delay)
                continue
            revision = 0
            failures += 1
            await self._pause(delay)

    async def _ask(self) -> _Reply:
        body = await self._session.get(_PATH, {"revision-number": 0})
        return self._read(body)

    async def _held(self, revision: int) -> _Reply:
        """Wait for the next change, and check now and then that the other side still exists."""
        request = asyncio.create_task(
            self._session.poll(_PATH, {"revision-number": revision})
        )
        generation = self._session.generation
        try:
            while True:
                done, _ = await asyncio.wait({request}, timeout=self._timing.silence)
                if not done and not self._may_disturb():
                    done = await self._until_awake_or(request)
                if done:
                    return self._read(request.result())
                reply = await self._ask()
                if (reply.revision, reply.generation) != (revision, generation):
                    return reply
        finally:
            request.cancel()
            # Collects the outcome too, so that a poll that failed just now leaves no unseen exception.
            await asyncio.wait({request})
            request.cancelled() or request.exception()

    async def _away(self, error: ConnectionFailed, failures: int) -> float:
        """Say what its absence means, and return the seconds to wait before asking again."""
        clock = asyncio.get_running_loop().time
        if self._lost_since is None:
            self._lost_since = clock()
        if self._fell_asleep(error, failures):
            self._report(Connection.ASLEEP, error)
            await self._pause(None)
            self._lost_since = clock()
            return 0.0
        over = clock() - self._lost_since >= self._timing.grace
        self._report(Connection.LOST if over else Connection.RECONNECTING, error)
        return self._backoff(failures)

    def _may_disturb(self) -> bool:
        """Whether asking wakes nobody, or nobody minds."""
        return not self._do_not_wake or bool(self._status and self._status.state.moving)

    async def _until_awake_or[T](
        self, request: asyncio.Task[T]
    ) -> set[asyncio.Task[T]]:
        """Wait for the request's end, or for the moment in which the device shows that it is awake.

        Only in that moment is it safe to ask: the very key that showed it may have put it to sleep.
        """
        self._known_awake.clear()
        shown = asyncio.create_task(self._known_awake.wait())
        try:
            await asyncio.wait({request, shown}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            shown.cancel()
        return {request} if request.done() else set()

    def _fell_asleep(self, error: ConnectionFailed, failures: int) -> bool:
        """Tell sleep from trouble.

        A sleeping Apple TV cuts or abandons its connections. One that hangs up in good order just ends a poll it
        has held for long enough, and one that was playing did not go to sleep: those are asked again.
        """
        if not self._do_not_wake or (self._status and self._status.state.moving):
            return False
        return failures > 0 or not isinstance(error, HungUp)

    def _read(self, body: bytes) -> _Reply:
        received_at = datetime.now(UTC)
        reply = read_reply(body, "cmst")
        return _Reply(
            read_status(reply, received_at),
            reply.integer("cmsr") or 0,
            self._session.generation,
        )

    def _publish(self, status: PlayStatus) -> bool:
        if self._status is not None and status.says_the_same_as(self._status):
            return False
        self._status = status
        self._on_status(status)
        return True

    def _report(self, connection: Connection, error: DacpError | None = None) -> None:
        if connection is not self._connection:
            self._connection = connection
            self._on_connection(connection, error)

    def _backoff(self, failures: int) -> float:
        """Return seconds to wait after so many failures: 1, 2, 4 … 30, up to a quarter less by chance."""
        doubled = self._timing.backoff_first * 2.0 ** min(failures, 10)
        return min(doubled, self._timing.backoff_most) * uniform(0.75, 1)  # noqa: S311 - jitter, no secret

    def _pace(self) -> float:
        """Return seconds to wait so that a flood of changes stays bearable."""
        now = asyncio.get_running_loop().time()
        self._replies.append(now)
        if len(self._replies) < _BURST:
            return 0.0
        return max(0.0, self._replies[0] + _BURST_SECONDS - now)

    async def _pause(self, seconds: float | None) -> None:
        """Wait, at most until the device shows that it is there."""
        if seconds == 0:
            return
        self._known_awake.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._known_awake.wait()
        except TimeoutError:
            pass
