"""Who may control the device: paired remotes, Home Sharing and live sessions."""

from collections.abc import Callable
from dataclasses import dataclass, field
import re
import secrets

from .clock import Clock

#: Seconds without a request after which a session ends (`mstm`); a held poll keeps it alive.
SESSION_SECONDS = 1800.0

_GUID = re.compile(r"0x[0-9A-Fa-f]{16}")


@dataclass(frozen=True, slots=True)
class PairedRemote:
    """A remote the device remembers; `guid` is `0x` and 16 upper-case hex digits."""

    guid: str
    name: str
    kind: str


@dataclass(slots=True)
class Session:
    """A login that holds; times are the clock's seconds.

    `revisions` are the play status revisions handed out in it: another session's are not accepted.
    """

    id: int
    credential: str
    created: float
    last_used: float
    polls: int = 0
    revisions: set[int] = field(default_factory=set)


class Access:
    """Remembers remotes for good and sessions until sleep, expiry or a newer login."""

    def __init__(self, clock: Clock, home_sharing_id: str | None) -> None:
        """Start with no remote paired; Home Sharing is on if an id is given."""
        self._clock = clock
        self._paired: dict[str, PairedRemote] = {}
        self._sessions: dict[int, Session] = {}
        self.home_sharing_id = home_sharing_id

    @property
    def paired(self) -> tuple[PairedRemote, ...]:
        """List the remotes that may log in, in the order they were paired."""
        return tuple(self._paired.values())

    @property
    def sessions(self) -> tuple[Session, ...]:
        """List the sessions that hold, oldest first."""
        self._expire()
        return tuple(self._sessions.values())

    def authorize(self, guid: str, name: str, kind: str) -> PairedRemote:
        """Remember a remote; the same guid again only renews its name and kind.

        Raises:
            ValueError: the guid is not `0x` and 16 hex digits.
        """
        key = normalize_guid(guid)
        if key is None:
            raise ValueError(f"{guid!r} is not 0x and 16 hex digits")
        self._paired[key] = PairedRemote(key, name, kind)
        return self._paired[key]

    def revoke(self, guid: str) -> bool:
        """Forget a remote and end its sessions; tell whether it was known."""
        key = normalize_guid(guid) or guid
        self.end(lambda session: session.credential == key)
        return self._paired.pop(key, None) is not None

    def set_home_sharing(self, home_sharing_id: str | None) -> None:
        """Turn Home Sharing on with an id, or off; sessions of another id end."""
        old, self.home_sharing_id = self.home_sharing_id, home_sharing_id
        if old is not None and old != home_sharing_id:
            self.end(lambda session: session.credential == old.lower())

    def login(
        self, *, guid: str | None = None, hsgid: str | None = None
    ) -> Session | None:
        """Open a session, which ends an older one of the same credential; None if unknown."""
        credential: str | None = None
        if guid is not None and (key := normalize_guid(guid)) in self._paired:
            credential = key
        if hsgid is not None and self.home_sharing_id is not None:
            wanted = self.home_sharing_id.lower()
            credential = wanted if hsgid.lower() == wanted else credential
        if credential is None:
            return None
        self.end(lambda session: session.credential == credential)
        session_id = 0
        while session_id == 0 or session_id in self._sessions:
            session_id = secrets.randbits(31)
        now = self._clock()
        session = Session(session_id, credential, now, now)
        self._sessions[session_id] = session
        return session

    def use(self, session_id: str | None) -> Session | None:
        """Find a session by the decimal text of a request and keep it alive; None if it is over."""
        self._expire()
        if session_id is None or not session_id.isascii() or not session_id.isdigit():
            return None
        session = self._sessions.get(int(session_id))
        if session is not None:
            session.last_used = self._clock()
        return session

    def holds(self, session: Session) -> bool:
        """Tell whether a session is still the one with its id."""
        return self._sessions.get(session.id) is session

    def end(self, which: Callable[[Session], bool] = lambda _: True) -> None:
        """End the sessions that match, all of them by default."""
        for session in tuple(self._sessions.values()):
            if which(session):
                del self._sessions[session.id]

    def _expire(self) -> None:
        """End the sessions that nobody used for too long."""
        oldest = self._clock() - SESSION_SECONDS
        self.end(lambda session: not session.polls and session.last_used < oldest)


def normalize_guid(guid: str) -> str | None:
    """Write a login guid as `0x` and 16 upper-case hex digits; None if it is not one."""
    return "0x" + guid[2:].upper() if _GUID.fullmatch(guid) else None
