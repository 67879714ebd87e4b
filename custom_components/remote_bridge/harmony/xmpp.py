"""XMPP: what hubs spoke before there was the WebSocket, and speak again where the user switches it on."""

import asyncio
from collections.abc import Callable, Coroutine
import contextlib
import importlib
import logging
import sys
from typing import TYPE_CHECKING, Final, override
import uuid

from .body import decode_aside
from .codes import INITIALIZING
from .commands import ping, state_digest
from .exceptions import (
    AccountRequired,
    AuthenticationFailed,
    ConnectionFailed,
    HarmonyError,
    NoSignOfLife,
    ProtocolError,
)
from .keep_alive import KeepAlive
from .messages import Event, Reply, Request
from .reading import MAX_MESSAGE
from .timing import Timing
from .transport import Receiver, Transport, TransportKind
from .xmpp_login import GUESTS, Login, LoginRefused, logins_of, pair, session_token_in

if TYPE_CHECKING:
    from .xmpp_stream import Heard, HubStream

DEFAULT_XMPP_PORT: Final = 5222

_LOGGER = logging.getLogger(__name__)

_STREAM: Final = f"{__package__}.xmpp_stream"


class XmppTransport(Transport):
    """One XMPP session with a hub.

    `session_token` is what an earlier pairing gave, `login_token` what a Logitech account gave. `on_session_token`
    hears of a new session token, which has let us in and is to be kept.
    """

    def __init__(
        self,
        host: str,
        port: int = DEFAULT_XMPP_PORT,
        *,
        session_token: str | None = None,
        login_token: str | None = None,
        timing: Timing | None = None,
        on_session_token: Callable[[str], None] | None = None,
    ) -> None:
        """Prepare; nothing is sent before `open`."""
        self._host = host
        self._port = port
        self._session_token = session_token
        self._login_token = login_token
        self._timing = timing or Timing()
        self._on_session_token = on_session_token
        self._receiver: Receiver | None = None
        self._stream: HubStream | None = None
        # What came and was not read yet: stanzas, and in the end why there are no more.
        self._inbox: asyncio.Queue[Heard | HarmonyError] = asyncio.Queue()
        self._unread = 0
        self._keep_alive = KeepAlive(self._timing, self._ping)
        # Our own questions.
        self._asked: dict[str, asyncio.Future[Reply]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    @override
    def kind(self) -> TransportKind:
        return TransportKind.XMPP

    @override
    async def open(self, receiver: Receiver) -> None:
        try:
            async with asyncio.timeout(self._timing.connect):
                await _load()
                self._start(self._deliver(), "Reader")
                await self._log_in()
        except TimeoutError as error:
            await self.close()
            limit = self._timing.connect
            raise ConnectionFailed(f"No session within {limit:g} seconds") from error
        except HarmonyError:
            await self.close()
            raise
        except BaseException:
            self._give_up()
            raise
        self._receiver = receiver
        self._start(self._watch(), "Keep-alive")

    @override
    async def send(self, request_id: str, request: Request) -> None:
        if self._stream is None:
            raise ConnectionFailed("The session is closed")
        self._stream.ask(request_id, request)

    @override
    async def close(self) -> None:
        self._receiver = None
        try:
            if self._stream is not None:
                await self._stream.finish(self._timing.close)
        finally:
            tasks = tuple(self._tasks)
            self._give_up()
        if tasks:
            await asyncio.wait(tasks)

    # ── The login ─────────────────────────────────────────────────────────────

    async def _log_in(self) -> None:
        """Enter with the session token, or pair once to get one."""
        if logins := logins_of(self._session_token):
            try:
                await self._enter_as_one_of(logins)
            except LoginRefused:
                _LOGGER.debug("The hub does not know us any more; pairing again")
            else:
                return
        try:
            await self._enter_as_one_of(GUESTS)
        except LoginRefused as error:
            raise AuthenticationFailed("The hub lets no guests in") from error
        session_token = await self._pair()
        if session_token is None:
            return
        await self._leave()
        try:
            await self._enter_as_one_of(logins_of(session_token))
        except LoginRefused as error:
            raise AuthenticationFailed(
                "The hub refuses what it gave when it was paired"
            ) from error
        if self._on_session_token is not None:
            self._on_session_token(session_token)

    async def _enter_as_one_of(self, logins: tuple[Login, ...]) -> None:
        """Log in as the first that is let in; raises LoginRefused if none is."""
        for login in logins[:-1]:
            with contextlib.suppress(LoginRefused):
                await self._enter(login)
                return
        await self._enter(logins[-1])

    async def _enter(self, login: Login) -> None:
        module = sys.modules[_STREAM]
        stream: HubStream = module.HubStream(
            login, on_heard=self._hear, on_end=self._inbox.put_nowait
        )
        # Known before it is there, so that a close meanwhile ends it.
        self._stream = stream
        await stream.enter(self._host, self._port)

    async def _leave(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            await stream.finish(self._timing.close)

    async def _pair(self) -> str | None:
        """Return a new session token, or None where a guest may do everything, as with all newer hubs."""
        answer = await self._ask_as_guest(pair(self._login_token))
        if answer is not None and not answer.code.is_failure:
            session_token = session_token_in(answer.data)
            if session_token is not None:
                return session_token
        digest = await self._ask_as_guest(state_digest())
        if digest is not None and not digest.code.is_failure:
            return None
        if answer is None and digest is None:
            raise ConnectionFailed("The hub does not answer")
        if self._login_token is None:
            raise AccountRequired("The hub pairs only with a Logitech account")
        raise AuthenticationFailed("The hub does not accept the login token")

    async def _ask_as_guest(self, request: Request) -> Reply | None:
        """Return the hub's answer to a guest, None where it does not care to answer."""
        try:
            reply = await self._ask(request, self._timing.guest)
        except TimeoutError:
            return None
        if reply.code.number == INITIALIZING:
            raise ConnectionFailed("The hub has not started yet")
        return reply

    # ── The session ───────────────────────────────────────────────────────────

    async def _watch(self) -> None:
        """End the connection when the hub gives no sign of life."""
        await self._keep_alive.run()
        if self._stream is not None:
            self._stream.fail(NoSignOfLife("The hub gives no sign of life"))

    async def _ping(self) -> None:
        # The answer is a sign of life like any other, and otherwise one that nobody waits for.
        await self.send(str(uuid.uuid4()), ping())

    async def _ask(self, request: Request, within: float) -> Reply:
        """Return the answer to a question of our own; raises TimeoutError, or what ended the connection."""
        request_id = str(uuid.uuid4())
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._asked[request_id] = answer
        try:
            async with asyncio.timeout(within):
                await self.send(request_id, request)
                return await answer
        finally:
            del self._asked[request_id]

    def _hear(self, heard: Heard) -> None:
        self._keep_alive.heard()
        self._unread += len(heard.body)
        self._inbox.put_nowait(heard)
        if self._unread > MAX_MESSAGE and self._stream is not None:
            self._stream.hold(True)

    async def _deliver(self) -> None:
        """Read what came and pass it on, in order, and the end after all else."""
        while True:
            item = await self._inbox.get()
            if isinstance(item, HarmonyError):
                for answer in self._asked.values():
                    if not answer.done():
                        answer.set_exception(item)
                if self._receiver is not None:
                    self._receiver.connection_ended(item)
                self._give_up()
                return
            try:
                data = await decode_aside(item.body)
            except ProtocolError as error:
                _LOGGER.debug("Part of a message was dropped: %s", error)
                data = None
            self._unread -= len(item.body)
            if self._unread <= MAX_MESSAGE and self._stream is not None:
                self._stream.hold(False)
            self._pass_on(item, data)

    def _pass_on(self, heard: Heard, data: object) -> None:
        if heard.id is None:
            if self._receiver is not None:
                self._receiver.event_came(Event(heard.name.lower(), data))
            return
        reply = Reply(heard.id, heard.name, heard.code, heard.message, data)
        answer = self._asked.get(reply.id)
        if answer is not None:
            if not answer.done():
                answer.set_result(reply)
        elif self._receiver is not None:
            self._receiver.reply_came(reply)

    def _start(self, work: Coroutine[None, None, None], name: str) -> None:
        task = asyncio.create_task(work, name=f"{name} of {self._host}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _give_up(self) -> None:
        """End everything at once."""
        if self._stream is not None:
            self._stream.drop()
        for task in self._tasks - {asyncio.current_task()}:
            task.cancel()


async def _load() -> None:
    """Import slixmpp, which takes a third of a second, where that holds up nobody."""
    if _STREAM not in sys.modules:
        await asyncio.to_thread(importlib.import_module, _STREAM)
