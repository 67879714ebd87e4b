"""The activity state machine: what is known of the hub's activity, and what becomes of our wishes. Pure."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from .codes import Code
from .config import POWER_OFF
from .events import ActivityChange, ActivityEvent
from .exceptions import (
    ActivityFailed,
    ActivityInterrupted,
    ActivityTimedOut,
    ConnectionFailed,
    HarmonyError,
    Superseded,
)
from .state import Phase, Progress


@dataclass(slots=True, eq=False)
class Start:
    """Our wish for an activity, or with POWER_OFF for none, from the request to its end.

    `accepted` and `ended` are set once each; what ended without being accepted is both. `error` is None where the
    activity was reached. `is_switch` is false where the hub may run the activity already.
    """

    activity_id: str
    is_switch: bool
    needs_sending: bool = True
    accepted: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    error: HarmonyError | None = None
    # A digest has shown it under way. Before that, what a digest says may be older than our request.
    seen: bool = False
    # Why it may have failed; the next digest decides.
    doubt: ActivityFailed | None = None
    # The hub has said that it is done; the next digest ends it, so that what is known is true by then.
    finished: bool = False


class ActivityMachine:
    """Knows which activity runs, from digests alone, and follows one wish at a time.

    It neither sends nor waits: whoever feeds it asks for a digest when `wants_digest` is set, and says when time is
    up. `label_of` turns an id into what people call it, for errors.
    """

    def __init__(
        self,
        *,
        label_of: Callable[[str], str],
        on_event: Callable[[ActivityEvent], None],
    ) -> None:
        """Know nothing."""
        self._label_of = label_of
        self._on_event = on_event
        # Both are None until the first digest.
        self.activity_id: str | None = None
        self.phase: Phase | None = None
        self.progress: Progress | None = None
        self.wants_digest = False
        self.pending: Start | None = None
        # The last activity that was running, until it is over for good: hubs say the old one once more in between.
        self._ran: str | None = None

    # ── What we want ──────────────────────────────────────────────────────────

    def request(self, activity_id: str) -> Start | None:
        """Want an activity; returns None where nothing is to be done.

        A wish for the same activity is joined, one for another is superseded.
        """
        pending = self.pending
        if pending is not None:
            if pending.activity_id == activity_id:
                return pending
            wanted = self._label_of(activity_id)
            self._end(pending, Superseded(f"{wanted} was asked for meanwhile"))
        elif self._is_reached(activity_id):
            return None
        perhaps_running = {self.activity_id, self._ran or POWER_OFF}
        start = Start(activity_id, is_switch=activity_id not in perhaps_running)
        if pending is None and self._is_under_way(activity_id):
            start.needs_sending = False
            start.seen = True
            start.accepted.set()
        self.pending = start
        return start

    def refuse(self, start: Start, error: HarmonyError) -> None:
        """Hear that a wish could not even be sent."""
        self._end(start, error)

    def replied(
        self, start: Start, code: Code, message: str, progress: Progress | None
    ) -> None:
        """Hear one of the replies to a wish."""
        if start is not self.pending:
            return
        if code.is_failure:
            self._doubt(start, message or f"code {code}")
            return
        start.accepted.set()
        if progress is not None:
            self.progress = progress
        elif code.is_success and not start.is_switch:
            # Where nothing is to be switched, nothing else will come.
            self.wants_digest = True

    def silent(self, start: Start) -> None:
        """Hear that the hub has not replied for so long that nobody should wait; that is no failure.

        One that is in doubt is waited for, because the digest that decides has been asked for.
        """
        if start is self.pending and start.doubt is None:
            start.accepted.set()
            self.wants_digest = True

    def time_out(self, start: Start) -> None:
        """Hear that a wish has taken too long, also by the digest that was read just now."""
        if start is not self.pending:
            return
        if start.finished:
            self._end(start, None)
        else:
            label = self._label_of(start.activity_id)
            self._fail(start, start.doubt or ActivityTimedOut(label))

    # ── What the hub says ─────────────────────────────────────────────────────

    def digest(self, activity_id: str, phase: Phase) -> None:
        """Hear what a digest says; this alone changes what is known."""
        before = (self.activity_id, self.phase)
        self.activity_id, self.phase = activity_id, phase
        self.wants_digest = False
        if phase in {Phase.RUNNING, Phase.OFF}:
            self.progress = None
        if before[1] is None:
            self._ran = None if phase in {Phase.STARTING, Phase.OFF} else activity_id
        else:
            self._tell_change(*before)
        if self.pending is not None:
            self._judge(self.pending)

    def no_digest(self) -> None:
        """Hear that the digest that was asked for could not be had, though the connection stands."""
        self.wants_digest = False
        start = self.pending
        if start is None:
            return
        if start.finished:
            self._end(start, None)
        elif start.doubt is not None:
            self._fail(start, start.doubt)

    def finished(self, activity_id: str, code: Code, message: str) -> None:
        """Hear the event that ends a switch, whoever asked for it. It changes nothing but wishes."""
        start = self.pending
        ours = start is not None and start.activity_id == activity_id
        if code.is_failure:
            reason = message or f"code {code}"
            if start is not None and ours:
                self._doubt(start, reason)
            else:
                self.wants_digest = True
                self._on_event(ActivityEvent(ActivityChange.FAILED, activity_id))
            return
        self.wants_digest = ours or not self._is_reached(activity_id)
        if start is None or not ours:
            return
        start.accepted.set()
        # That all is off is believed only of a digest.
        if activity_id != POWER_OFF:
            start.finished = True

    def lost(self, error: HarmonyError) -> None:
        """Hear that the connection is gone: what is known stays, and nothing is invented."""
        self.wants_digest = False
        self.progress = None
        start = self.pending
        if start is None:
            return
        if start.finished:
            self._end(start, None)
        elif start.accepted.is_set():
            start.doubt = ActivityInterrupted(self._label_of(start.activity_id))
        else:
            self._end(start, _as_connection_failed(error))

    def close(self) -> None:
        """Let nobody wait any longer."""
        if self.pending is not None:
            self._end(self.pending, ConnectionFailed("The connection was closed"))

    # ── Inside ────────────────────────────────────────────────────────────────

    def _is_reached(self, activity_id: str) -> bool:
        if activity_id == POWER_OFF:
            return self.phase is Phase.OFF
        return self.phase is Phase.RUNNING and self.activity_id == activity_id

    def _is_under_way(self, activity_id: str) -> bool:
        if activity_id == POWER_OFF:
            return self.phase is Phase.STOPPING
        return self.phase is Phase.STARTING and self.activity_id == activity_id

    def _judge(self, start: Start) -> None:
        """Say what a digest means for a wish."""
        if start.finished or self._is_reached(start.activity_id):
            self._end(start, None)
        elif self._is_under_way(start.activity_id):
            start.accepted.set()
            start.seen, start.doubt = True, None
        elif start.doubt is not None:
            self._fail(start, start.doubt)
        elif start.seen and self.phase in {Phase.STARTING, Phase.STOPPING}:
            self._end(start, Superseded("Somebody else asked for something else"))

    def _doubt(self, start: Start, reason: str) -> None:
        start.doubt = ActivityFailed(self._label_of(start.activity_id), reason)
        self.wants_digest = True

    def _fail(self, start: Start, error: ActivityFailed) -> None:
        self._end(start, error)
        self._on_event(ActivityEvent(ActivityChange.FAILED, start.activity_id))

    def _end(self, start: Start, error: HarmonyError | None) -> None:
        if start is not self.pending:
            return
        self.pending = None
        self.progress = None
        start.error = error
        start.accepted.set()
        start.ended.set()

    def _tell_change(self, id_before: str | None, phase_before: Phase | None) -> None:
        """Tell what a digest has changed."""
        assert self.activity_id is not None
        now = self.activity_id
        match self.phase:
            case Phase.STARTING if (now, Phase.STARTING) != (id_before, phase_before):
                self._tell(ActivityChange.STARTING, now)
            case Phase.STOPPING if phase_before is not Phase.STOPPING:
                self._tell(ActivityChange.STOPPING, now)
            case Phase.RUNNING if now != self._ran:
                if self._ran is not None:
                    self._tell(ActivityChange.STOPPED, self._ran)
                self._ran = now
                self._tell(ActivityChange.STARTED, now)
            case Phase.OFF:
                if phase_before is Phase.STOPPING and self._ran is None:
                    self._ran = id_before
                if self._ran is not None:
                    self._tell(ActivityChange.STOPPED, self._ran)
                self._ran = None

    def _tell(self, kind: ActivityChange, activity_id: str) -> None:
        self._on_event(ActivityEvent(kind, activity_id))


def _as_connection_failed(error: HarmonyError) -> HarmonyError:
    if isinstance(error, ConnectionFailed):
        return error
    return ConnectionFailed(str(error))
