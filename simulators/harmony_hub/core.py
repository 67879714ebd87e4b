"""The hub's state, which everything shares, and the way from requests to replies."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulators.fault_board import ActiveFault, FaultBoard
from simulators.signal import Changes

from .faults import DEFAULTS, Fault
from .infrared import Blaster
from .messages import Event, Link, Reply, Request
from .pace import Pace
from .room import POWER_OFF, Part, Room

#: So many clients may be connected over XMPP.
MAX_CLIENTS = 6

#: Whose hub it is; hubs tell that to everybody who asks.
OWNER = "owner@example.com"
ACCOUNT_ID = 12345678

DIGEST_EVENT = "connect.stateDigest?notify"

#: So many requests are remembered.
_MEMORY = 10_000
#: An hour in 2015: hubs say the time, and tests want the same in every run.
_EPOCH = 1_447_350_002


class TooManyClientsError(Exception):
    """As many clients are connected as the hub lets in."""


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request as it came in; `time` is the event loop's."""

    id: str | int | None
    command: str
    params: dict[str, Any]
    timeout: float | None
    transport: str
    time: float


def plain(command: str) -> str:
    """Return the short name of a command: the long prefix means the same, and so does any case."""
    name = command.lower().rpartition("/")[2]
    for prefix in ("vnd.logitech.", "vnd.logtech.", "connect."):
        name = name.removeprefix(prefix)
    return name


def version(firmware: str) -> tuple[int, ...]:
    """Return a firmware's version as numbers that can be compared."""
    return tuple(int(part) for part in firmware.split(".") if part.isdigit())


class Core:
    """One hub: who it is, what it controls, who is connected, and what was asked of it."""

    def __init__(
        self,
        *,
        name: str,
        remote_id: str,
        uuid: str,
        firmware: str,
        model: str,
        pace: Pace,
        config: Part,
    ) -> None:
        """Start with everything off and nobody connected."""
        self.name, self.remote_id, self.uuid = name, remote_id, uuid
        self.firmware, self.model, self.pace = firmware, model, pace
        self.changes = Changes()
        self.faults = FaultBoard[Fault](lambda _: self.changes.notify(), DEFAULTS)
        self.room = Room(config)
        self.blaster = Blaster(pace.watchdog, self.changes.notify)
        self.activity_id = POWER_OFF
        self.activity_status = 0
        self.sync_status = 0
        self.state_version = 1
        self.content_version = 1
        self.sleep_timer_id = -1
        self.update: str | None = None
        self.initializing = False
        self.links: set[Link] = set()
        self.requests: list[RecordedRequest] = []
        self.complaints: list[str] = []
        # The commands need the core, so the hub puts them in here.
        self.carry_out: Callable[[Link, Request], None] = lambda _, __: None
        self._silenced: dict[Link, list[Request]] = {}
        self._timers: set[asyncio.TimerHandle] = set()

    @property
    def config(self) -> Part:
        """Return the configuration as `?config` answers it."""
        return self.room.config

    @property
    def config_version(self) -> int:
        """Return the number that changes whenever the configuration does."""
        return self.room.version

    def join(self, link: Link) -> None:
        """Count a client in.

        Raises:
            TooManyClientsError: it comes over XMPP and there are six already.
        """
        others = sum(1 for one in self.links if one.transport == "xmpp")
        full = others >= MAX_CLIENTS or self.faults.look(Fault.MAX_CLIENTS)
        if link.transport == "xmpp" and full:
            raise TooManyClientsError
        self.links.add(link)
        self.changes.notify()

    def leave(self, link: Link) -> None:
        """Count a client out."""
        self.links.discard(link)
        self._silenced.pop(link, None)
        self.changes.notify()

    def record(self, link: Link, request: Request) -> None:
        """Remember a request for tests to look at."""
        self.requests.append(
            RecordedRequest(
                request.id,
                request.command,
                request.params,
                request.timeout,
                link.transport,
                asyncio.get_running_loop().time(),
            )
        )
        del self.requests[:-_MEMORY]
        self.changes.notify()

    def complain(self, complaint: str) -> None:
        """Remember that a client did what no client should."""
        self.complaints.append(complaint)
        del self.complaints[:-_MEMORY]
        self.changes.notify()

    def handle(self, link: Link, request: Request) -> None:
        """Carry a request out; its replies go to `link.reply`, now or later."""
        self.record(link, request)
        if self.faults.look(Fault.HALF_OPEN) or self.strikes(Fault.HANG, request):
            return
        if link in self._silenced:
            self._silenced[link].append(request)
        elif self.initializing or self.strikes(Fault.STILL_INITIALIZING, request):
            self.answer(link, request, code=510, message="Hub is initializing")
        else:
            self.carry_out(link, request)

    def strikes(self, fault: Fault, request: Request) -> ActiveFault[Fault] | None:
        """Tell whether a fault is on for a command, by its long name or its short one, and count it."""
        return self.faults.strike(fault, request.command) or self.faults.strike(
            fault, plain(request.command)
        )

    def answer(
        self,
        link: Link,
        request: Request,
        data: Any = None,
        *,
        code: float | str = 200,
        message: str = "OK",
        command: str | None = None,
        as_pairs: bool = False,
    ) -> None:
        """Send a reply; `command` is what it says to belong to if not to the request's."""
        command = request.command if command is None else command
        if self.faults.strike(Fault.CODE_AS_STRING):
            code = str(code)
        link.reply(Reply(request.id, command, code, message, data, as_pairs))

    def broadcast(self, event: Event) -> None:
        """Tell everybody who is connected."""
        for link in tuple(self.links):
            link.event(event)
        self.changes.notify()

    def digest(self) -> Part:
        """Return the state digest."""
        running = self.activity_id if self.activity_id != POWER_OFF else ""
        return {
            "sleepTimerId": self.sleep_timer_id,
            "runningZoneList": [],
            "sequence": False,
            "activityId": self.activity_id,
            "errorCode": "200",
            "syncStatus": self.sync_status,
            "time": _EPOCH + int(asyncio.get_running_loop().time()) % 3600,
            "stateVersion": self.state_version,
            "tzOffset": "3600",
            "tzoffset": "3600",
            "mode": 3,
            "hubSwVersion": self.firmware,
            "deviceSetupState": [],
            "tz": "CET-1CEST,M3.5.0,M10.5.0/3",
            "isSetupComplete": True,
            "contentVersion": self.content_version,
            "wifiStatus": 1,
            "discoveryServer": "https://svcs.myharmony.com/Discovery/Discovery.svc",
            "discoveryServerCF": "https://cf.example.com/Discovery",
            "activityStatus": self.activity_status,
            "runningActivityList": running,
            "activitySetupState": False,
            "updates": {"106": self.update or self.firmware},
            "hubUpdate": self.update is not None,
            "configVersion": self.config_version,
            "accountId": str(ACCOUNT_ID),
        }

    def send_digest(self, **instead: Any) -> None:
        """Tell everybody the state; `instead` replaces parts of it."""
        self.state_version += 1
        event = Event(DIGEST_EVENT, self.digest() | instead)
        again = self.faults.strike(Fault.DUPLICATE_DIGESTS)
        for _ in range(1 + (again["copies"] if again else 0)):
            self.broadcast(event)

    def silence(self, link: Link, seconds: float) -> None:
        """Answer nothing on a connection for a while; what is asked meanwhile waits."""
        if seconds > 0 and link not in self._silenced:
            self._silenced[link] = []
            self.later(seconds, lambda: self._speak(link))

    def _speak(self, link: Link) -> None:
        for request in self._silenced.pop(link, ()):
            self.carry_out(link, request)

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        """Do something after a while, or at once if that is no time."""
        if seconds <= 0:
            call()
            return

        def due() -> None:
            self._timers.discard(timer)
            call()

        timer = asyncio.get_running_loop().call_later(seconds, due)
        self._timers.add(timer)

    def stop(self) -> None:
        """Forget everything that was to happen later, and let go of every key."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        self._silenced.clear()
        self.sync_status = 0
        self.blaster.stop()
