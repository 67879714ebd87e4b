"""Starting activities in time that flies: whatever a hub does, everybody gets an answer and the truth comes out."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
import selectors
from typing import override

from hypothesis import HealthCheck, given, settings, strategies as st

from custom_components.remote_bridge.harmony.codes import Code
from custom_components.remote_bridge.harmony.config import POWER_OFF
from custom_components.remote_bridge.harmony.exceptions import (
    ConnectionFailed,
    HarmonyError,
    RequestTimedOut,
)
from custom_components.remote_bridge.harmony.messages import Event, Reply, Request
from custom_components.remote_bridge.harmony.state import Phase
from custom_components.remote_bridge.harmony.switching import Switching
from custom_components.remote_bridge.harmony.timing import Timing
from custom_components.remote_bridge.harmony.tracker import Tracker
from custom_components.remote_bridge.harmony.transport import TransportKind

ACTIVITIES = ("101", "102")
MOVING = {Phase.STARTING, Phase.STOPPING}
_PHASES = {0: Phase.OFF, 2: Phase.RUNNING}

truths = st.one_of(
    st.just((POWER_OFF, 0)),
    st.tuples(st.sampled_from(ACTIVITIES), st.sampled_from([1, 2, 3])),
)
actions = st.one_of(
    st.tuples(st.just("start"), st.sampled_from((*ACTIVITIES, POWER_OFF))),
    st.tuples(st.just("truth"), truths),
    st.tuples(st.just("digest"), truths),
    st.tuples(
        st.just("finished"),
        st.tuples(
            st.sampled_from((*ACTIVITIES, POWER_OFF)), st.sampled_from([200, 500])
        ),
    ),
    st.tuples(st.just("reply"), st.sampled_from([100, 200, 200.2, 404, 5504])),
    st.tuples(st.just("passes"), st.sampled_from([0.1, 4.0, 6.0, 30.0, 80.0])),
    st.tuples(st.just("deaf"), st.booleans()),
    st.tuples(st.just("lost"), st.none()),
)


class FlyingTime(asyncio.SelectorEventLoop):
    """A loop in which waiting takes no time."""

    def __init__(self):
        """Begin at noon."""
        self.now = 0.0
        super().__init__(_Impatient(self))

    @override
    def time(self):
        return self.now


class _Impatient(selectors.DefaultSelector):
    """Never waits: what would have been waited is added to the clock."""

    def __init__(self, loop):
        super().__init__()
        self._loop = loop

    @override
    def select(self, timeout=None):
        self._loop.now += max(timeout or 0, 0)
        return super().select(0)


class ScriptedHub:
    """A connection to a hub that does what the script says, in place of `Exchange`."""

    kind = TransportKind.WEBSOCKET

    def __init__(self):
        """Begin switched off."""
        self.truth = (POWER_OFF, 0)
        # Whether it answers no questions.
        self.deaf = False
        self.sent: list[str] = []
        self.listeners: list[Callable[[Reply], None]] = []

    @contextmanager
    def listening(self, on_reply) -> Iterator[str]:
        """Listen to replies."""
        self.listeners.append(on_reply)
        yield "id"
        self.listeners.remove(on_reply)

    async def send(self, _: str, request: Request):
        """Take a request."""
        await asyncio.sleep(0)
        self.sent.append(request.params["activityId"])

    async def ask(self, request: Request, within: float) -> Reply:
        """Answer with the truth, or not at all."""
        await asyncio.sleep(within if self.deaf else 0.04)
        if self.deaf:
            raise RequestTimedOut(request.command)
        return Reply("id", request.command, Code.read(200), "OK", self.digest())

    def digest(self):
        """Return a digest that tells the truth."""
        return {"activityId": self.truth[0], "activityStatus": self.truth[1]}

    def reply(self, code):
        """Answer all that is listened for."""
        for listener in tuple(self.listeners):
            listener(Reply("id", "", Code.read(code), "", None))


class Scene:
    """A client's inside with a scripted hub, and everybody who wants something of it."""

    def __init__(self):
        """Set the scene."""
        self.hub = ScriptedHub()
        self.connected = True
        self.digests: list[tuple[str | None, Phase | None]] = []
        self.callers: list[asyncio.Task[None]] = []
        self.tracker = Tracker(
            Timing(),
            exchange=self.exchange,
            label_of=str,
            on_change=lambda: None,
            on_digest=lambda one: self.digests.append((one.activity_id, one.phase)),
            on_event=lambda _: None,
        )
        self.switching = Switching(self.tracker, Timing(), exchange=self.exchange)

    def exchange(self) -> ScriptedHub:
        """Return the connection, if there is one."""
        if not self.connected:
            raise ConnectionFailed("cut")
        return self.hub

    @property
    def known(self) -> tuple[str, Phase]:
        """What is said of the hub."""
        return self.tracker.status.activity_id, self.tracker.status.phase

    async def start(self, activity_id):
        """Somebody wants an activity; nothing is sent where nothing is to be done."""
        is_done = self.tracker.machine.pending is None and self.digests[-1] in {
            (activity_id, Phase.RUNNING),
            (activity_id, Phase.OFF),
        }
        before = len(self.hub.sent)
        work = self.switching.start(activity_id, wait=True)
        self.callers.append(asyncio.create_task(work))
        await asyncio.sleep(0.001)
        assert not is_done or len(self.hub.sent) == before

    async def truth(self, truth):
        """Something happens at the hub that it tells nobody of."""
        self.hub.truth = truth

    async def digest(self, truth):
        """Something happens at the hub, and it tells."""
        self.hub.truth = truth
        self.tracker.event(Event("connect.statedigest?notify", self.hub.digest()))

    async def finished(self, end):
        """The hub says that a switch is over."""
        data = {"activityId": end[0], "errorCode": end[1]}
        self.tracker.event(Event("harmony.engine?startactivityfinished", data))

    async def reply(self, code):
        """The hub answers."""
        self.hub.reply(code)

    async def passes(self, seconds):
        """Time passes."""
        await asyncio.sleep(seconds)

    async def deaf(self, deaf):
        """The hub answers no questions, or does again."""
        self.hub.deaf = deaf

    async def lost(self, _):
        """The connection is cut, and comes back."""
        self.connected = False
        self.tracker.lost(ConnectionFailed("cut"))
        await asyncio.sleep(1)
        self.connected, self.hub.deaf = True, False
        await self.tracker.read(self.hub)


async def play(script) -> None:
    """Play a script to its end, and see what came of it."""
    scene = Scene()
    await scene.tracker.read(scene.hub)
    for action, value in script:
        await getattr(scene, action)(value)
        # Whatever happens, what we say is what the last digest said.
        assert scene.known == scene.digests[-1]
    # The hub comes to rest, tells nobody of it, and answers again.
    was_moving = scene.known[1] in MOVING
    scene.hub.deaf = False
    activity_id, status = scene.hub.truth
    rest = {1: (activity_id, 2), 3: (POWER_OFF, 0)}
    scene.hub.truth = rest.get(status, scene.hub.truth)
    await asyncio.sleep(200)
    assert all(caller.done() for caller in scene.callers)
    assert all(
        isinstance(caller.exception(), HarmonyError | None) for caller in scene.callers
    )
    assert scene.known[1] not in MOVING
    activity_id, status = scene.hub.truth
    assert not was_moving or scene.known == (activity_id, _PHASES[status])
    await scene.switching.stop()
    await scene.tracker.stop()


@given(script=st.lists(actions, max_size=25))
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_everybody_gets_an_answer_and_nothing_is_invented(socket_enabled, script):
    with asyncio.Runner(loop_factory=FlyingTime) as runner:
        runner.run(play(script))
