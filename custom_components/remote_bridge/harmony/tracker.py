"""What is known of a hub, kept true by its digests."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import logging
from typing import Final

from . import commands
from .activity import ActivityMachine
from .codes import Code
from .events import ActivityEvent, ButtonEvent
from .exceptions import (
    CommandRejected,
    ConnectionFailed,
    HarmonyError,
    ProtocolError,
    RequestTimedOut,
)
from .exchange import Exchange
from .messages import Event
from .state import NO_TIMER, HubStatus, Phase, StateDigest, read_digest
from .tasks import Tasks
from .timing import Timing
from .values import read_identifier, read_integer, read_object, read_text

_LOGGER = logging.getLogger(__name__)

# The types of events, as they end: their prefixes differ by firmware.
_DIGEST: Final = "statedigest?notify"
_FINISHED: Final = "engine?startactivityfinished"
_BUTTON: Final = "control.button?presstype"

_MAX_MESSAGE: Final = 200
# A sleep timer of more than a week is a misunderstanding.
_LONGEST_TIMER: Final = 7 * 24 * 3600


class Tracker:
    """Has the hub's status. It asks where an event leaves something open, and watches over what ought to end.

    `exchange` gives the connection as it is, or raises ConnectionFailed. `on_change` hears that `status` is another
    one, `on_digest` of every digest, before it is judged.
    """

    def __init__(
        self,
        timing: Timing,
        *,
        exchange: Callable[[], Exchange],
        label_of: Callable[[str], str],
        on_change: Callable[[], None],
        on_digest: Callable[[StateDigest], None],
        on_event: Callable[[ActivityEvent | ButtonEvent], None],
    ) -> None:
        """Know nothing."""
        self._timing = timing
        self._exchange = exchange
        self._on_change = on_change
        self._on_digest = on_digest
        self._on_event = on_event
        self._tasks = Tasks()
        self._asking: asyncio.Task[None] | None = None
        self._watchdog: asyncio.TimerHandle | None = None
        self._watched: tuple[str | None, Phase | None] = (None, None)
        self._timer_id = NO_TIMER
        self._timer_ends: datetime | None = None
        self._asking_timer: asyncio.Task[None] | None = None
        self.machine = ActivityMachine(label_of=label_of, on_event=on_event)
        # What digests have said, the last of each thing.
        self.digest = StateDigest()
        # None until the first digest.
        self.status: HubStatus | None = None
        # Seconds that the last question for a digest took.
        self.round_trip: float | None = None

    async def read(self, exchange: Exchange) -> StateDigest:
        """Ask for a digest and take it in; raises as `Exchange.ask`, or ProtocolError."""
        clock = asyncio.get_running_loop().time
        asked = clock()
        reply = await exchange.ask(commands.state_digest(), self._timing.request)
        self.round_trip = clock() - asked
        digest = read_digest(reply.data)
        if digest.phase is None:
            raise ProtocolError("The state digest does not name an activity")
        self._take(digest, exchange)
        return digest

    def event(self, event: Event) -> None:
        """Hear something that the hub says by itself."""
        data = read_object(event.data)
        if event.type.endswith(_DIGEST):
            try:
                self._take(read_digest(event.data))
            except ProtocolError as error:
                _LOGGER.debug("%s", error)
        elif event.type.endswith(_FINISHED):
            activity_id = read_identifier(data.get("activityId"))
            if activity_id is not None:
                message = read_text(data.get("errorString"), _MAX_MESSAGE) or ""
                code = Code.read(data.get("errorCode"))
                self.machine.finished(activity_id, code, message)
                self.changed()
        elif event.type.endswith(_BUTTON):
            self._on_event(ButtonEvent(long=data.get("type") == "long"))

    def lost(self, error: HarmonyError) -> None:
        """Hear that the connection is gone: what was known stands until the next digest."""
        self._stop_watching()
        for task in (self._asking, self._asking_timer):
            if task is not None:
                task.cancel()
        self.machine.lost(error)
        self._publish()

    async def stop(self) -> None:
        """Ask no more, and let nobody wait."""
        self._stop_watching()
        await self._tasks.cancel()
        self.machine.close()

    def changed(self) -> None:
        """Publish what the machine knows now, ask if it wants to know more, and watch what ought to end."""
        self._publish()
        if self.machine.wants_digest and (self._asking is None or self._asking.done()):
            self._asking = self._tasks.start(self._ask(), "Asking for a state digest")
        now = (self.machine.activity_id, self.machine.phase)
        if now != self._watched:
            self._watched = now
            self._watch()

    def timer_set(self, timer_id: int, seconds: int) -> None:
        """Hear of a sleep timer that we have set ourselves, which spares a question."""
        self._timer_id = timer_id
        self._timer_ends = _in_seconds(seconds)
        self._publish()

    # ── Inside ────────────────────────────────────────────────────────────────

    def _take(self, digest: StateDigest, exchange: Exchange | None = None) -> None:
        self.digest = _merged(self.digest, digest)
        self._on_digest(digest)
        if digest.activity_id is not None and digest.phase is not None:
            self.machine.digest(digest.activity_id, digest.phase)
        self._look_at_timer(digest.sleep_timer_id, exchange)
        self.changed()

    async def _ask(self) -> None:
        try:
            await self.read(self._exchange())
        except (RequestTimedOut, CommandRejected, ProtocolError) as error:
            _LOGGER.debug("A state digest could not be had: %s", error)
            self.machine.no_digest()
            self._publish()
        except ConnectionFailed:
            # The next connection begins with a digest.
            self.machine.wants_digest = False

    def _watch(self) -> None:
        """See to it that nothing starts or stops for ever: a digest will tell, and be it the same again."""
        self._stop_watching()
        if self.machine.phase in {Phase.STARTING, Phase.STOPPING}:
            loop = asyncio.get_running_loop()
            self._watchdog = loop.call_later(self._timing.activity, self._overdue)

    def _overdue(self) -> None:
        self.machine.wants_digest = True
        self._watch()
        self.changed()

    def _stop_watching(self) -> None:
        self._watched = (None, None)
        if self._watchdog is not None:
            self._watchdog.cancel()
            self._watchdog = None

    def _look_at_timer(self, timer_id: int | None, exchange: Exchange | None) -> None:
        if timer_id is None:
            return
        if timer_id < 0:
            self._timer_id, self._timer_ends = NO_TIMER, None
        elif timer_id != self._timer_id or self._timer_ends is None:
            if self._asking_timer is not None and not self._asking_timer.done():
                if timer_id == self._timer_id:
                    return
                self._asking_timer.cancel()
            self._timer_id, self._timer_ends = timer_id, None
            self._asking_timer = self._tasks.start(
                self._ask_timer(timer_id, exchange), "Asking for a sleep timer"
            )

    async def _ask_timer(self, timer_id: int, exchange: Exchange | None) -> None:
        try:
            # The first digest of a connection comes before that counts as one.
            reply = await (exchange or self._exchange()).ask(
                commands.sleep_timer_interval(timer_id), self._timing.request
            )
        except HarmonyError as error:
            # The next digest asks again.
            _LOGGER.debug("The sleep timer could not be read: %s", error)
            return
        seconds = read_integer(read_object(reply.data).get("interval"))
        known = seconds is not None and 0 <= seconds <= _LONGEST_TIMER
        if known and seconds is not None and self._timer_id == timer_id:
            self._timer_ends = _in_seconds(seconds)
            self._publish()

    def _publish(self) -> None:
        machine = self.machine
        if machine.activity_id is None or machine.phase is None:
            return
        status = HubStatus(
            activity_id=machine.activity_id,
            phase=machine.phase,
            progress=machine.progress if self._is_moving else None,
            firmware=self.digest.firmware,
            update_available=self.digest.update_available,
            sleep_timer_ends=self._timer_ends,
            syncing=self.digest.is_syncing,
        )
        if status != self.status:
            self.status = status
            self._on_change()

    @property
    def _is_moving(self) -> bool:
        return self.machine.phase in {Phase.STARTING, Phase.STOPPING}


def _in_seconds(seconds: int) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=seconds)


def _merged(old: StateDigest, new: StateDigest) -> StateDigest:
    """Return what is known after a digest that may not mention everything."""
    missing = {
        name: getattr(old, name)
        for name in ("config_version", "firmware", "update_available")
        if getattr(new, name) is None
    }
    return replace(new, **missing)
