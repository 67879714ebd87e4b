"""One connection to a hub, kept for ever: first connect, reconnects, grace."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
import logging
from random import uniform
from typing import Final

from .codes import INITIALIZING
from .exceptions import (
    AuthenticationFailed,
    CommandRejected,
    ConnectionFailed,
    HarmonyError,
)
from .exchange import Exchange
from .messages import Event
from .timing import Timing
from .transports import TransportFactory

_LOGGER = logging.getLogger(__name__)

_CLOSED: Final = "The connection was closed meanwhile"


class Connection(StrEnum):
    """How the connection is. While it is RECONNECTING, what was last known still stands; LOST it is after a while."""

    CLOSED = "closed"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    RECONNECTING = "reconnecting"
    LOST = "lost"
    # The hub lets us in no more, and only `reconnect` tries again.
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class _Link:
    """An open connection, and a future that gets what ended it."""

    exchange: Exchange
    ended: asyncio.Future[HarmonyError]


class HubConnection:
    """Connects, and connects again, until it is closed. There is never more than one connection.

    `prepare` reads what must be known before anybody uses a new connection. `on_change` hears every change of
    `state`, in which it is already the new one.
    """

    def __init__(
        self,
        transport: TransportFactory,
        timing: Timing,
        *,
        prepare: Callable[[Exchange], Awaitable[None]],
        on_event: Callable[[Event], None],
        on_change: Callable[[], None],
    ) -> None:
        """Prepare; nothing is sent before `connect` or `start`."""
        self._transport = transport
        self._timing = timing
        self._prepare = prepare
        self._on_event = on_event
        self._on_change = on_change
        # Ending one connection and beginning another takes time in which nobody else may do the same.
        self._turn = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._link: _Link | None = None
        self._grace: asyncio.TimerHandle | None = None
        self.state = Connection.CLOSED
        # Why it is not CONNECTED.
        self.last_error: HarmonyError | None = None
        self.reconnects = 0
        # What the last connection that stood ended with, and when; that stays when there is another one.
        self.last_loss: HarmonyError | None = None
        self.last_loss_at: datetime | None = None
        self._was_connected = False

    @property
    def exchange(self) -> Exchange:
        """The connection as it is now; raises ConnectionFailed where there is none, for nothing is kept for later."""
        if self.state is not Connection.CONNECTED or self._link is None:
            reason = self.last_error or "it has not been opened"
            raise ConnectionFailed(f"There is no connection to the hub: {reason}")
        return self._link.exchange

    async def connect(self) -> None:
        """Connect for the first time, and from then on stay connected.

        Raises what `Transport.open` does, and what reading the state may raise; then nothing stays open.
        """
        attempt = await self._begin(Connection.CONNECTING, keep_trying=False)
        try:
            await attempt
        except asyncio.CancelledError:
            await self.close()
            raise

    def start(self) -> None:
        """Connect in the background, however long it takes; harmless where that goes on already."""
        if self._task is None or self._task.done():
            self._report(Connection.CONNECTING)
            self._begin_grace()
            self._run(None, keep_trying=True)

    async def reconnect(self) -> None:
        """Connect anew at once; raises as `connect`, and then goes on trying in the background."""
        attempt = await self._begin(Connection.RECONNECTING, keep_trying=True)
        self._begin_grace()
        await attempt

    async def close(self) -> None:
        """End in good order, in `Timing.close` at most."""
        async with self._turn:
            await self._end_task()
            self._end_grace()
            self._report(Connection.CLOSED)

    # ── Inside ────────────────────────────────────────────────────────────────

    async def _begin(
        self, state: Connection, *, keep_trying: bool
    ) -> asyncio.Future[None]:
        """End what there is and connect anew; returns what gets the outcome of the first attempt."""
        async with self._turn:
            await self._end_task()
            self._report(state)
            attempt: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._run(attempt, keep_trying=keep_trying)
            return attempt

    def _run(self, attempt: asyncio.Future[None] | None, *, keep_trying: bool) -> None:
        self._task = asyncio.create_task(
            self._keep(attempt, keep_trying=keep_trying), name="Harmony connection"
        )
        self._task.add_done_callback(
            lambda _: _settle(attempt, ConnectionFailed(_CLOSED))
        )

    async def _end_task(self) -> None:
        """End the connection, and whatever waits for one."""
        # Again and again, for `start` may have begun anew while we waited.
        while self._task is not None or self._link is not None:
            task, self._task = self._task, None
            if task is not None:
                task.cancel()
                await asyncio.wait({task})
            link, self._link = self._link, None
            if link is not None:
                await link.exchange.close()

    async def _open(self) -> _Link:
        """Open and prepare a connection; failed or cancelled, nothing stays open."""
        ended: asyncio.Future[HarmonyError] = asyncio.get_running_loop().create_future()
        exchange = Exchange(
            self._transport(),
            on_event=self._on_event,
            # It is cancelled with whoever waits for it.
            on_end=lambda error: None if ended.done() else ended.set_result(error),
        )
        try:
            await exchange.open()
            await self._prepare(exchange)
        except CommandRejected as error:
            await exchange.close()
            if error.code.number == INITIALIZING:
                # It will answer soon, so that is no refusal.
                raise ConnectionFailed("The hub is still starting") from error
            raise
        except BaseException:
            await exchange.close()
            raise
        return _Link(exchange, ended)

    async def _keep(
        self, attempt: asyncio.Future[None] | None, *, keep_trying: bool
    ) -> None:
        """Stay connected until cancelled, or until the hub lets us in no more.

        `attempt` gets the outcome of the first attempt; without `keep_trying` there is no other where that fails.
        """
        clock = asyncio.get_running_loop().time
        failures = 0
        while True:
            try:
                link = await self._open()
            except Exception as error:  # noqa: BLE001 - our own mistakes must not leave the hub unreachable for good
                if self._is_end(error, keep_trying=keep_trying or attempt is None):
                    _settle(attempt, error)
                    return
                _settle(attempt, error)
            else:
                since = clock()
                self._connected(link)
                _settle(attempt, None)
                keep_trying = True
                self._lost(await link.ended)
                await link.exchange.close()
                self._link = None
                # One that is cut again and again must not be asked again and again.
                stood = clock() - since >= self._timing.backoff_most
                failures = 0 if stood else failures
            await asyncio.sleep(self._backoff(failures))
            failures += 1

    def _is_end(self, error: Exception, *, keep_trying: bool) -> bool:
        """Say why an attempt failed, and tell whether it was the last."""
        if not isinstance(error, HarmonyError):
            _LOGGER.error("Connecting to the hub failed unexpectedly", exc_info=error)
            error = ConnectionFailed(f"{type(error).__name__} while connecting")
        if isinstance(error, AuthenticationFailed):
            self._note_loss(error)
            self._end_grace()
            self._report(Connection.REFUSED, error)
            return True
        if not keep_trying:
            self._end_grace()
            self._report(Connection.CLOSED, error)
            return True
        if str(error) != str(self.last_error):
            _LOGGER.debug("The hub cannot be reached: %s", error)
        self.last_error = error
        return False

    def _connected(self, link: _Link) -> None:
        self._link = link
        self.reconnects += self._was_connected
        self._was_connected = True
        self._end_grace()
        self._report(Connection.CONNECTED)

    def _lost(self, error: HarmonyError) -> None:
        _LOGGER.debug("The connection to the hub was lost: %s", error)
        self._note_loss(error)
        self._begin_grace()
        self._report(Connection.RECONNECTING, error)

    def _note_loss(self, error: HarmonyError) -> None:
        if self._was_connected:
            self.last_loss, self.last_loss_at = error, datetime.now(UTC)

    def _begin_grace(self) -> None:
        if self._grace is None:
            loop = asyncio.get_running_loop()
            self._grace = loop.call_later(self._timing.grace, self._grace_over)

    def _end_grace(self) -> None:
        if self._grace is not None:
            self._grace.cancel()
            self._grace = None

    def _grace_over(self) -> None:
        self._grace = None
        self._report(Connection.LOST, self.last_error)

    def _report(self, state: Connection, error: HarmonyError | None = None) -> None:
        self.last_error = error
        if state is not self.state:
            self.state = state
            self._on_change()

    def _backoff(self, failures: int) -> float:
        """Return seconds to wait after so many failures: 1, 2, 4 … 30, up to a quarter more or less by chance."""
        doubled = self._timing.backoff_first * 2.0 ** min(failures, 10)
        return min(doubled, self._timing.backoff_most) * uniform(0.75, 1.25)  # noqa: S311 - jitter, no secret


def _settle(attempt: asyncio.Future[None] | None, error: Exception | None) -> None:
    """Tell whoever waits for an attempt how it went."""
    if attempt is None or attempt.done():
        return
    if error is None:
        attempt.set_result(None)
    else:
        attempt.set_exception(error)
