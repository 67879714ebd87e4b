"""The state of the device: everything its parts share, and the one place changes go through."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulators.fault_board import FaultBoard
from simulators.signal import Changes

from .access import Access
from .clock import Clock
from .faults import DEFAULTS, STATUS_FAULTS, Fault
from .keyboard import Prompts
from .navigation import Navigator
from .player import Player
from .touch import Touchpad

#: Revisions start small after a boot, and above 1, which some remotes send to say "from the start".
FIRST_REVISION = 2
#: How many requests and keys are remembered.
MEMORY = 5000


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request as it arrived; header names compare without case. `at` is the clock's second."""

    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    body: bytes
    at: float


class Core:
    """Holds the parts of one device and tells everybody when something changed."""

    def __init__(
        self,
        *,
        name: str,
        service_name: str,
        model: str,
        home_sharing_id: str | None,
        volume_controllable: bool,
        clock: Clock,
    ) -> None:
        """Assemble a device that is awake, plays nothing and knows no remote."""
        self.name = name
        self.service_name = service_name
        self.model = model
        self.volume_controllable = volume_controllable
        self.clock = clock
        self.changes = Changes()
        self.access = Access(clock, home_sharing_id)
        self.player = Player(clock, self.status_changed)
        self.prompts = Prompts(self.changed)
        self.touchpad = Touchpad()
        self.navigator = Navigator(self.player, self.prompts, self.changed)
        self.faults = FaultBoard[Fault](self._fault_switched, DEFAULTS)
        self.revision = FIRST_REVISION
        self.duplicates_due = 0
        self.awake = True
        self.polls_waiting = 0
        self.artwork_requests = 0
        self.knocks = 0
        self.requests: list[RecordedRequest] = []
        self.keys: list[str] = []
        self.complaints: list[str] = []

    def changed(self) -> None:
        """Wake everybody who waits; the play status reads as before."""
        self.navigator.sync()
        self.changes.notify()

    def status_changed(self) -> None:
        """Count a new play status revision and wake everybody who waits."""
        self.revision += 1
        if duplicates := self.faults.look(Fault.DUPLICATE_REPLIES):
            self.duplicates_due = duplicates["copies"]
        self.changed()

    def press(self, key: str, steps: int = 1) -> None:
        """Press a key of the menu so many times, and remember it."""
        for _ in range(steps):
            self.understood(key)
            self.navigator.press(key)

    def understood(self, key: str) -> None:
        """Remember a key press that was understood."""
        self.keys.append(key)
        del self.keys[:-MEMORY]

    def record(self, request: RecordedRequest) -> None:
        """Remember a request and wake those who wait for it."""
        self.requests.append(request)
        del self.requests[:-MEMORY]
        self.changes.notify()

    def complain(self, complaint: str) -> None:
        """Remember something a client did that a device would not like."""
        self.complaints.append(complaint)
        del self.complaints[:-MEMORY]

    def boot(self) -> None:
        """Forget what does not survive a reboot; paired remotes do."""
        self.access.end()
        self.prompts.forget()
        self.touchpad.lift()
        self.player.idle()
        self.duplicates_due = 0
        self.revision = FIRST_REVISION
        self.changed()

    def _fault_switched(self, fault: Fault) -> None:
        """Let a fault that strikes at once do so, and polls hear of one that they can see."""
        if fault is Fault.SESSION_EVICTED and self.faults.look(fault) is not None:
            self.access.end()
            self.faults.strike(fault)
        if fault in STATUS_FAULTS:
            self.status_changed()
        else:
            self.changed()
