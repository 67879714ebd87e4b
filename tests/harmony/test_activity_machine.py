"""The activity state machine, played with at random: what a hub, people and the network do, in any order."""

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from custom_components.remote_bridge.harmony.activity import ActivityMachine, Start
from custom_components.remote_bridge.harmony.codes import Code
from custom_components.remote_bridge.harmony.config import POWER_OFF
from custom_components.remote_bridge.harmony.events import ActivityChange, ActivityEvent
from custom_components.remote_bridge.harmony.exceptions import (
    ActivityFailed,
    ActivityInterrupted,
    ConnectionFailed,
    Superseded,
)
from custom_components.remote_bridge.harmony.state import Phase, Progress

ACTIVITIES = ("101", "102", "103")

activities = st.sampled_from(ACTIVITIES)
wishes = st.sampled_from((*ACTIVITIES, POWER_OFF))
digests = st.one_of(
    st.just((POWER_OFF, Phase.OFF)),
    st.tuples(activities, st.sampled_from((Phase.STARTING, Phase.RUNNING))),
    st.tuples(activities, st.just(Phase.STOPPING)),
)
codes = st.sampled_from([100, 200, "200", 200.2, 404, "500", 5504, None]).map(Code.read)


def is_so(activity_id: str, digest: tuple[str | None, Phase | None]) -> bool:
    """Tell whether a digest says that nothing is left to do for a wish."""
    return digest in {(activity_id, Phase.RUNNING), (activity_id, Phase.OFF)}


class Hub(RuleBasedStateMachine):
    """Plays with the machine and remembers what the last digest said, which is all that may be believed."""

    def __init__(self):
        """Begin with nothing known."""
        super().__init__()
        self.events: list[ActivityEvent] = []
        self.machine = ActivityMachine(label_of=str, on_event=self.events.append)
        self.said: tuple[str | None, Phase | None] = (None, None)
        self.starts: list[Start] = []

    @rule(digest=digests)
    def digest(self, digest):
        """A digest comes, and what it changes is told."""
        self.said = digest
        told = len(self.events)
        self.machine.digest(*digest)
        for event in self.events[told:]:
            assert event.activity_id in self.allowed(event.kind)
        assert not self.machine.wants_digest

    def allowed(self, kind):
        """Return of which activities an event may tell after what the last digest said."""
        activity_id, phase = self.said
        others = {*ACTIVITIES, POWER_OFF} - {activity_id}
        # A wish may fail with any digest.
        return {
            ActivityChange.FAILED: {*ACTIVITIES, POWER_OFF},
            ActivityChange.STOPPED: others
            if phase in {Phase.RUNNING, Phase.OFF}
            else (),
            ActivityChange.STARTED: {activity_id} if phase is Phase.RUNNING else (),
            ActivityChange.STARTING: {activity_id} if phase is Phase.STARTING else (),
            ActivityChange.STOPPING: {activity_id} if phase is Phase.STOPPING else (),
        }[kind]

    @precondition(lambda self: self.said[1] is not None)
    @rule()
    def the_same_digest_again_says_nothing_new(self):
        """Hubs repeat themselves."""
        self.machine.digest(*self.said)
        before = len(self.events)
        self.machine.digest(*self.said)
        assert len(self.events) == before

    @rule(activity_id=wishes, code=codes)
    def finished(self, activity_id, code):
        """The event at the end of a switch, whoever asked for it."""
        self.machine.finished(activity_id, code, "")

    @precondition(lambda self: self.said[1] is not None)
    @rule(activity_id=wishes)
    def request(self, activity_id):
        """Somebody wants something."""
        pending = self.machine.pending
        start = self.machine.request(activity_id)
        if start is None:
            assert pending is None
            assert is_so(activity_id, self.said)
            return
        assert start.activity_id == activity_id
        assert pending is not None or not is_so(activity_id, self.said)
        if pending is start:
            return
        self.starts.append(start)
        if pending is not None:
            assert isinstance(pending.error, Superseded)
            assert start.needs_sending
        elif not start.needs_sending:
            assert self.said[1] in {Phase.STARTING, Phase.STOPPING}

    @precondition(lambda self: self.starts)
    @rule(
        data=st.data(),
        code=codes,
        progress=st.none() | st.builds(Progress, st.just(1), st.just(3)),
    )
    def replied(self, data, code, progress):
        """A reply to any wish, also one that is over."""
        start = data.draw(st.sampled_from(self.starts))
        self.machine.replied(start, code, "", progress)

    @precondition(lambda self: self.starts)
    @rule(data=st.data())
    def silent(self, data):
        """No reply comes for a while."""
        start = data.draw(st.sampled_from(self.starts))
        self.machine.silent(start)
        assert start.accepted.is_set() or start.doubt is not None

    @precondition(lambda self: self.starts)
    @rule(data=st.data())
    def time_out(self, data):
        """The time for a wish is over."""
        start = data.draw(st.sampled_from(self.starts))
        self.machine.time_out(start)
        assert start.ended.is_set()

    @rule()
    def no_digest(self):
        """The hub does not answer when asked."""
        self.machine.no_digest()
        assert self.machine.pending is None or self.machine.pending.doubt is None

    @rule()
    def lost(self):
        """The connection is cut."""
        waiting = [start for start in self.starts if not start.accepted.is_set()]
        self.machine.lost(ConnectionFailed("cut"))
        assert all(isinstance(start.error, ConnectionFailed) for start in waiting)

    @invariant()
    def what_is_known_is_what_the_last_digest_said(self):
        """Nothing is invented, least of all that all is off."""
        assert (self.machine.activity_id, self.machine.phase) == self.said

    @invariant()
    def one_wish_at_most_is_open_and_every_other_has_ended(self):
        """Nobody is forgotten."""
        is_open = [start for start in self.starts if not start.ended.is_set()]
        assert is_open == ([self.machine.pending] if self.machine.pending else [])

    @invariant()
    def what_has_ended_lets_nobody_wait_for_acceptance(self):
        """Nobody waits for a beginning after the end."""
        assert all(
            start.accepted.is_set() for start in self.starts if start.ended.is_set()
        )

    @invariant()
    def a_doubt_is_looked_into(self):
        """Whatever needs a digest asks for one."""
        pending = self.machine.pending
        doubt = pending is not None and (pending.doubt or pending.finished)
        # After a lost connection the next one begins with a digest anyway.
        assert (
            not doubt
            or self.machine.wants_digest
            or isinstance(pending.doubt, ActivityInterrupted)
        )

    def teardown(self):
        """Time passes: whatever has happened, everybody who waits gets an answer."""
        for start in self.starts:
            self.machine.time_out(start)
        assert self.machine.pending is None
        assert all(start.ended.is_set() for start in self.starts)


TestHub = Hub.TestCase
TestHub.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)


# ── The cases that such play has shown, and those that people have reported ───


def machine_that_runs(activity_id: str) -> tuple[ActivityMachine, list[ActivityEvent]]:
    """Return a machine that knows that an activity runs, and what it will tell."""
    events: list[ActivityEvent] = []
    machine = ActivityMachine(label_of=str, on_event=events.append)
    machine.digest(activity_id, Phase.RUNNING)
    return machine, events


def test_the_first_digest_is_no_event():
    _, events = machine_that_runs("101")
    assert events == []


def test_a_switch_tells_that_the_old_activity_is_over_when_the_new_one_runs():
    machine, events = machine_that_runs("101")
    machine.digest("102", Phase.STARTING)
    machine.digest("102", Phase.RUNNING)
    assert events == [
        ActivityEvent(ActivityChange.STARTING, "102"),
        ActivityEvent(ActivityChange.STOPPED, "101"),
        ActivityEvent(ActivityChange.STARTED, "102"),
    ]


def test_a_digest_that_says_the_old_activity_once_more_ends_nothing():
    machine, events = machine_that_runs("101")
    start = machine.request("102")
    machine.digest("102", Phase.STARTING)
    machine.digest("101", Phase.RUNNING)
    assert not start.ended.is_set()
    assert ActivityEvent(ActivityChange.STOPPED, "101") not in events
    machine.digest("102", Phase.RUNNING)
    assert start.ended.is_set()
    assert start.error is None


def test_a_digest_older_than_our_request_supersedes_nothing():
    machine, _ = machine_that_runs("101")
    start = machine.request("102")
    machine.digest("103", Phase.STARTING)
    assert not start.ended.is_set()


def test_off_is_believed_only_of_a_digest():
    machine, _ = machine_that_runs("101")
    start = machine.request(POWER_OFF)
    machine.finished(POWER_OFF, Code.read(200), "OK")
    assert machine.wants_digest
    assert not start.ended.is_set()
    assert machine.phase is Phase.RUNNING


def test_a_restart_in_the_middle_is_judged_by_the_digest_after_it():
    machine, _ = machine_that_runs("101")
    start = machine.request("102")
    machine.digest("102", Phase.STARTING)
    machine.lost(ConnectionFailed("cut"))
    assert not start.ended.is_set()
    machine.digest("101", Phase.RUNNING)
    assert isinstance(start.error, ActivityFailed)


def test_a_failing_code_while_the_hub_goes_on_is_no_failure():
    machine, _ = machine_that_runs("101")
    start = machine.request("102")
    machine.replied(start, Code.read(5504), "timed out", None)
    machine.digest("102", Phase.STARTING)
    assert not start.ended.is_set()
    machine.digest("102", Phase.RUNNING)
    assert start.error is None


def test_wanting_back_what_a_digest_still_shows_is_sent_and_asks_for_a_digest():
    machine, _ = machine_that_runs("101")
    machine.request("102")
    back = machine.request("101")
    assert back.needs_sending
    assert not back.is_switch
    machine.replied(back, Code.read(200), "OK", None)
    assert machine.wants_digest
    machine.digest("101", Phase.RUNNING)
    assert back.ended.is_set()
