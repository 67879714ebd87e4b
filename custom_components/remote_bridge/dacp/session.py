"""One login on a device: session id, single-flight re-login, and one retry after a lost session."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
import logging
from typing import Final

from .exceptions import (
    AuthenticationFailed,
    CommandRejected,
    ConnectionFailed,
    DacpError,
    ProtocolError,
    SessionExpired,
)
from .login import LoginId
from .timing import Timing
from .transport import MAX_REPLY, Query, Transport, read_reply

_LOGGER = logging.getLogger(__name__)

_SESSION_GONE: Final = frozenset({401, 403, 406, 503})
# 503 is what an Apple TV says to an unknown login id, the others what iTunes and its relatives say.
_LOGIN_REFUSED: Final = frozenset({401, 403, 503})


class Session:
    """One login on one device.

    Requests may run side by side, and none waits for another: the long poll has a connection of its own in
    aiohttp's pool. When the device forgets the session, all callers that notice share one new login.
    """

    def __init__(
        self,
        transport: Transport,
        login_id: LoginId,
        timing: Timing,
    ) -> None:
        """Prepare; nothing is sent before `login`."""
        self._transport = transport
        self._login_id = login_id
        self._timing = timing
        self._session_id = 0
        self._closed = False
        self._login_lock = asyncio.Lock()
        # Seconds that the last command took until it was answered; None before the first.
        self.round_trip: float | None = None
        # Counts logins, so that a caller can tell whether somebody else has logged in since it looked.
        self.generation = 0

    def open(self) -> None:
        """Allow requests; the first one logs in."""
        self._closed = False

    async def login(self) -> None:
        """Log in, or raise AuthenticationFailed, ConnectionFailed or ProtocolError."""
        self.open()
        await self.relogin(self.generation)

    async def relogin(self, generation: int) -> None:
        """Log in again, unless that happened since `generation`.

        A refused login is tried once more before it counts: the device answers the first one after a new
        pairing or a wake-up with an error now and then.
        """
        async with self._login_lock:
            if generation != self.generation:
                return
            try:
                await self._login()
            except CommandRejected:
                await self._login_for_good()

    async def _login_for_good(self) -> None:
        try:
            await self._login()
        except CommandRejected as error:
            if error.status not in _LOGIN_REFUSED:
                raise
            raise AuthenticationFailed(
                f"The device refused the login with status {error.status}"
            ) from error

    async def _login(self) -> None:
        query: Query = {self._login_id.parameter: self._login_id.value, "hasFP": 1}
        reply = read_reply(
            await self._transport.exchange("GET", "login", query), "mlog"
        )
        session_id = reply.integer("mlid")
        if not session_id:
            raise ProtocolError("The login reply has no session id")
        self._session_id = session_id
        self.generation += 1
        _LOGGER.debug(
            "Logged in to %s, login %d", self._transport.host, self.generation
        )

    async def close(self, *, say_goodbye: bool = True) -> None:
        """Log out if logged in; give up soon, since the device may be gone. Nothing is sent after it."""
        self._closed = True
        if not self._session_id or not say_goodbye:
            self._session_id = 0
            return
        query = {"session-id": self._session_id}
        self._session_id = 0
        try:
            async with asyncio.timeout(self._timing.logout):
                await self._transport.exchange("GET", "logout", query)
        except DacpError, TimeoutError:
            _LOGGER.debug("No answer to the logout from %s", self._transport.host)

    async def get(
        self, path: str, query: Query | None = None, *, most: int = MAX_REPLY
    ) -> bytes:
        """GET with the session id; after a lost session log in and ask once more.

        Returns the body, unzipped and of `most` bytes at most. Raises CommandRejected, AuthenticationFailed,
        ConnectionFailed and ProtocolError.
        """
        return await self._with_session("GET", path, query or {}, b"", most)

    async def post(
        self, path: str, query: Query | None = None, body: bytes = b""
    ) -> bytes:
        """POST with the session id; otherwise like `get`."""
        return await self._with_session("POST", path, query or {}, body, MAX_REPLY)

    async def poll(self, path: str, query: Query) -> bytes:
        """GET that the device may hold for as long as it likes. The caller deals with SessionExpired."""
        await self._ensure_login()
        with _session_may_be_gone():
            return await self._transport.send(
                "GET", path, {**query, "session-id": self._session_id}, patient=True
            )

    async def _ensure_login(self) -> None:
        if self._closed:
            # An automation that fires while everything shuts down must not log in again.
            raise ConnectionFailed("The session is closed")
        if not self._session_id:
            await self.relogin(self.generation)

    async def _with_session(
        self, method: str, path: str, query: Query, body: bytes, most: int
    ) -> bytes:
        await self._ensure_login()
        generation = self.generation
        try:
            return await self._once(method, path, query, body, most)
        except SessionExpired as error:
            _LOGGER.debug("Session lost on %s: %s", self._transport.host, error)
        await self.relogin(generation)
        try:
            return await self._once(method, path, query, body, most)
        except SessionExpired as error:
            raise CommandRejected(error.request, error.status) from error

    async def _once(
        self, method: str, path: str, query: Query, body: bytes, most: int
    ) -> bytes:
        # The session id goes in last, at the time of sending: a retry carries the new one.
        arguments = {**query, "session-id": self._session_id}
        clock = asyncio.get_running_loop().time
        began = clock()
        with _session_may_be_gone():
            reply = await self._transport.exchange(
                method, path, arguments, body, most=most
            )
        # What is fetched may take longer for good reasons: a cover is made to measure.
        if method == "POST":
            self.round_trip = clock() - began
        return reply


@contextmanager
def _session_may_be_gone() -> Generator[None]:
    """Tell a refusal that a new login mends from one that it does not."""
    try:
        yield
    except CommandRejected as error:
        if error.status in _SESSION_GONE:
            raise SessionExpired(error.request, error.status) from error
        raise
