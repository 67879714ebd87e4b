"""What tests and the screen may look at: the state of the device, read only."""

from simulators.fault_board import FaultBoard

from .access import PairedRemote, Session
from .catalogue import Media
from .core import Core, RecordedRequest
from .faults import Fault
from .keyboard import Keyboard
from .player import Player, PlayerState


class ObservedDevice:
    """The readable side of a simulated Apple TV."""

    def __init__(self, core: Core) -> None:
        """Look at the state of one device."""
        self._core = core

    @property
    def name(self) -> str:
        """The name shown to people."""
        return self._core.name

    @property
    def service_name(self) -> str:
        """The DACP service instance name: 16 upper-case hex digits, the device's identity."""
        return self._core.service_name

    @property
    def model(self) -> str:
        """The model identifier."""
        return self._core.model

    @property
    def awake(self) -> bool:
        """Whether it is awake."""
        return self._core.awake

    @property
    def paired(self) -> tuple[PairedRemote, ...]:
        """The remotes it remembers."""
        return self._core.access.paired

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions that hold."""
        return self._core.access.sessions

    @property
    def home_sharing_id(self) -> str | None:
        """The Home Sharing group, None when Home Sharing is off."""
        return self._core.access.home_sharing_id

    @property
    def player(self) -> Player:
        """The player, for what the device itself does not offer."""
        return self._core.player

    @property
    def playing(self) -> Media | None:
        """What plays, if anything."""
        return self._core.player.media

    @property
    def state(self) -> PlayerState:
        """The player's state."""
        return self._core.player.state

    @property
    def position(self) -> float:
        """The position in seconds."""
        return self._core.player.position

    @property
    def volume(self) -> int:
        """The volume, 0 to 100."""
        return self._core.player.volume

    @property
    def revision(self) -> int:
        """The play status revision (`cmsr`)."""
        return self._core.revision

    @property
    def page(self) -> str:
        """The title of the page on the screen; the home page has none."""
        return self._core.navigator.page.title

    @property
    def cursor(self) -> str:
        """The entry or key that the cursor is on."""
        return self._core.navigator.page.focus

    @property
    def faults(self) -> FaultBoard[Fault]:
        """The faults that can be switched on."""
        return self._core.faults

    @property
    def requests(self) -> list[RecordedRequest]:
        """Every request since the start or since the list was cleared, up to a few thousand."""
        return self._core.requests

    @property
    def keys(self) -> list[str]:
        """The key presses that were understood: menu keys, directions, direct commands."""
        return self._core.keys

    @property
    def complaints(self) -> list[str]:
        """What clients did that a device would not like, touches excepted."""
        return self._core.complaints

    @property
    def touch_complaints(self) -> list[str]:
        """Touches that made no sense: a finger put down twice, lifted or moved from nowhere."""
        return self._core.touchpad.complaints

    @property
    def finger_down(self) -> bool:
        """Whether a touch has begun and not ended."""
        return self._core.touchpad.finger_down

    @property
    def artwork_requests(self) -> int:
        """How often artwork was asked for."""
        return self._core.artwork_requests

    @property
    def polls_waiting(self) -> int:
        """How many polls are held now."""
        return self._core.polls_waiting

    @property
    def knocks(self) -> int:
        """How many requests came while it slept (and did not refuse connections)."""
        return self._core.knocks

    @property
    def keyboard(self) -> Keyboard | None:
        """The keyboard on the screen, or the last one that was submitted."""
        return self._core.prompts.keyboard
