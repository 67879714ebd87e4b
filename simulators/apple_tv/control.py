"""The device's answers: what each page of the protocol does and replies."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from . import artwork, commands, replies
from .access import Session
from .core import Core
from .faults import Fault
from .replies import Reply

FORBIDDEN = Reply(403)
NOT_FOUND = Reply(404)
BAD_REQUEST = Reply(400)
NO_CONTENT = Reply(204)

#: What an Apple TV answers to a login it does not know: three bytes that are no DMAP.
LOGIN_REFUSED = Reply(503, b"103", "text/plain")

#: Headers that Apple's Remote was seen to send; with strict headers they have to be equal.
REMOTE_HEADERS: Mapping[str, str] = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip",
    "Client-DAAP-Version": "3.13",
    "Client-ATV-Sharing-Version": "1.2",
    "Client-iTunes-Sharing-Version": "3.15",
    "User-Agent": "Remote/1021",
    "Viewer-Only-Client": "1",
}
_FORM = "application/x-www-form-urlencoded"
_INTERFACE = "/ctrl-int/1/"


class Ending(Enum):
    """Ways to end a request without a reply."""

    RESET = "reset"
    CLOSE = "close"
    SILENCE = "silence"


class NoReplyError(Exception):
    """A request is not going to be answered."""

    def __init__(self, ending: Ending) -> None:
        """Say how it ends."""
        super().__init__(ending.value)
        self.ending = ending


@dataclass(slots=True)
class Call:
    """A request on its way through the pages; `session` is the one that it named."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""
    session: Session | None = field(default=None)

    def number(self, name: str) -> int:
        """Read a number from the query; absent is 0.

        Raises:
            ValueError: it is not a number.
        """
        return int(self.query.get(name) or "0")


class Control:
    """Answers calls from the state of the device."""

    def __init__(
        self, core: Core, *, strict_headers: bool, require_viewer: bool
    ) -> None:
        """Prepare the pages of one device."""
        self._core = core
        self._strict_headers = strict_headers
        self._require_viewer = require_viewer
        self._open: dict[str, Callable[[Call], Reply]] = {
            "/server-info": lambda _: Reply(
                body=replies.server_info(core.name, core.faults)
            ),
            "/ctrl-int": lambda _: Reply(
                body=replies.control_interface(core.volume_controllable)
            ),
            "/login": self._login,
        }
        self._pages: dict[str, Callable[[Call], Reply]] = {
            "/logout": self._logout,
            "/update": lambda _: Reply(body=replies.library_update()),
            _INTERFACE + "getproperty": self._get_property,
            _INTERFACE + "nowplayingartwork": self._artwork,
            _INTERFACE + "getspeakers": lambda _: Reply(
                body=replies.speakers(core.name, core.player)
            ),
        }
        self._polls: dict[str, Callable[[Call, Session], Awaitable[Reply]]] = {
            _INTERFACE + "playstatusupdate": self._play_status,
            "/controlpromptupdate": self._prompt,
        }

    async def answer(self, call: Call) -> Reply:
        """Answer a call.

        Raises:
            NoReplyError: a fault wants the request to end otherwise.
        """
        core = self._core
        core.player.catch_up()
        if (refusal := self._check_headers(call)) is not None:
            return refusal
        if (page := self._open.get(call.path)) is not None:
            return page(call)
        session = core.access.use(call.query.get("session-id"))
        if session is None:
            return FORBIDDEN
        call.session = session
        try:
            if (poll := self._polls.get(call.path)) is not None:
                return await poll(call, session)
            if (page := self._pages.get(call.path)) is not None:
                return page(call)
            return self._command(call)
        except ValueError as error:
            core.complain(f"{call.method} {call.path}: {error}")
            return BAD_REQUEST

    def _check_headers(self, call: Call) -> Reply | None:
        """Refuse a client that does not send what Apple's Remote sends."""
        if self._strict_headers:
            wanted = dict(REMOTE_HEADERS)
            if call.method == "POST":
                wanted["Content-Type"] = _FORM
            wrong = [
                name
                for name, value in wanted.items()
                if call.headers.get(name) != value
            ]
            for name in wrong:
                self._core.complain(
                    f"{call.method} {call.path}: {name} is {call.headers.get(name)!r}, "
                    f"wanted {wanted[name]!r}"
                )
            if wrong:
                return BAD_REQUEST
        is_viewer = call.headers.get("Viewer-Only-Client") == "1"
        if self._require_viewer and not is_viewer and call.path != "/server-info":
            # Such a client is taken for one that wants to share music, not to control.
            self._core.complain(f"{call.method} {call.path}: no Viewer-Only-Client")
            return FORBIDDEN
        return None

    def _login(self, call: Call) -> Reply:
        core = self._core
        if core.faults.strike(Fault.LOGIN_REFUSED):
            return LOGIN_REFUSED
        session = core.access.login(
            guid=call.query.get("pairing-guid"), hsgid=call.query.get("hsgid")
        )
        if session is None:
            return LOGIN_REFUSED
        core.changed()
        return Reply(body=replies.login(session.id))

    def _logout(self, call: Call) -> Reply:
        self._core.access.end(lambda session: session is call.session)
        self._core.changed()
        return NO_CONTENT

    def _command(self, call: Call) -> Reply:
        """Do a command; paths that are none, `/databases` among them, do not exist."""
        core = self._core
        name = call.path.removeprefix(_INTERFACE)
        if not call.path.startswith(_INTERFACE) or not commands.is_known(name):
            core.complain(f"{call.method} {call.path}: unknown page")
            return NOT_FOUND
        failing = core.faults.look(Fault.COMMAND_500)
        if failing and failing["command"] in (None, name):
            core.faults.strike(Fault.COMMAND_500)
            return Reply(500)
        return Reply(commands.run(core, name, call.query, call.body))

    def _get_property(self, call: Call) -> Reply:
        core = self._core
        body = replies.properties(
            core.player,
            call.query.get("properties", "").split(","),
            volume_controllable=core.volume_controllable,
            faults=core.faults,
        )
        return Reply(body=body)

    def _artwork(self, call: Call) -> Reply:
        core = self._core
        width, height = call.number("mw"), call.number("mh")
        core.artwork_requests += 1
        core.changes.notify()
        for fault, status in ((Fault.ARTWORK_404, 404), (Fault.ARTWORK_500, 500)):
            if core.faults.strike(fault):
                return Reply(status)
        if core.faults.strike(Fault.ARTWORK_EMPTY):
            return Reply(200, b"", "image/png")
        if core.faults.strike(Fault.ARTWORK_HTML):
            return Reply(
                200, b"<!DOCTYPE html><title>Not a picture</title>", "image/png"
            )
        media = core.player.media
        if media is None or media.cover is None:
            return NO_CONTENT
        size = artwork.fit(media.cover, width, height)
        return Reply(200, artwork.draw(media.cover, *size), "image/png")

    async def _play_status(self, call: Call, session: Session) -> Reply:
        """Answer at once, or hold the request until the revision is another one."""
        core, faults = self._core, self._core.faults
        if faults.strike(Fault.POLL_403):
            return FORBIDDEN
        revision = call.number("revision-number")
        # 1 asks for the state now if the session was told no revision yet.
        if revision and (session.revisions or revision != 1):
            if faults.strike(Fault.POLL_406) or revision not in session.revisions:
                return Reply(406)
            if revision == core.revision and core.duplicates_due:
                core.duplicates_due -= 1
                core.revision += 1
            await self._hold(call, session, lambda: core.revision != revision)
            if not core.access.holds(session):
                return FORBIDDEN
        session.revisions.add(core.revision)
        body = replies.play_status(
            core.player,
            core.revision,
            volume_controllable=core.volume_controllable,
            faults=faults,
        )
        return Reply(body=body)

    async def _prompt(self, call: Call, session: Session) -> Reply:
        """Answer with the keyboard's message, or hold the request until there is one."""
        prompts = self._core.prompts
        asked = call.number("prompt-id")
        message = prompts.message_for(asked)
        if message is None:
            wanted = prompts.wait_id(asked)
            await self._hold(
                call, session, lambda: prompts.message_for(wanted) is not None
            )
            if not self._core.access.holds(session):
                return FORBIDDEN
            message = prompts.message_for(wanted) or b""
        return Reply(body=message)

    async def _hold(
        self, call: Call, session: Session, done: Callable[[], bool]
    ) -> None:
        """Hold a poll until it is done, its session is over or a fault ends it."""
        core, faults = self._core, self._core.faults

        def over() -> bool:
            return (
                done()
                or not core.access.holds(session)
                or faults.look(Fault.RESET_IN_POLL, call.path) is not None
                or faults.look(Fault.POLL_CLOSED, call.path) is not None
            )

        session.polls += 1
        core.polls_waiting += 1
        core.changes.notify()
        try:
            await core.changes.until(over)
            if faults.look(Fault.HALF_OPEN):
                await asyncio.Event().wait()
        finally:
            session.polls -= 1
            session.last_used = core.clock()
            core.polls_waiting -= 1
            core.changes.notify()
        if faults.strike(Fault.RESET_IN_POLL, call.path):
            raise NoReplyError(Ending.RESET)
        if faults.strike(Fault.POLL_CLOSED, call.path):
            raise NoReplyError(Ending.CLOSE)
