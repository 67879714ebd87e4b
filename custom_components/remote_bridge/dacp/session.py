"""HTTP to the device: login, session id, single-flight re-login with one retry, and what each refusal means."""

import asyncio
from collections.abc import Mapping
import logging
from typing import Final
import zlib

from aiohttp import (
    ClientConnectionError,
    ClientConnectorError,
    ClientError,
    ClientHandlerType,
    ClientOSError,
    ClientRequest,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ServerDisconnectedError,
)
from yarl import URL

from .dmap import Container, decode
from .exceptions import (
    AuthenticationFailed,
    CommandRejected,
    ConnectionFailed,
    ConnectionReset,
    DacpError,
    HungUp,
    ProtocolError,
    SessionExpired,
)
from .login import LoginId
from .timing import Timing

_LOGGER = logging.getLogger(__name__)

# Byte for byte what Apple's own remote sent. Devices from tvOS 12.1 on ignore an unknown User-Agent, iTunes
# refuses control without Viewer-Only-Client, and pyatv's fake device compares all of them.
HEADERS: Final = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip",
    "Client-DAAP-Version": "3.13",
    "Client-ATV-Sharing-Version": "1.2",
    "Client-iTunes-Sharing-Version": "3.15",
    "User-Agent": "Remote/1021",
    "Viewer-Only-Client": "1",
}
# Apple's remote sends this with every POST, also when the body is DMAP or empty.
_POST_HEADERS: Final = {
    **HEADERS,
    "Content-Type": "application/x-www-form-urlencoded",
}

# The largest honest reply is a cover of some hundred kilobytes; more is a mistake or an attack.
MAX_BODY: Final = 4 * 1024 * 1024
_GZIP_MAGIC: Final = b"\x1f\x8b"
_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS

_OK: Final = 200
_SESSION_GONE: Final = frozenset({401, 403, 406, 503})
# 503 is what an Apple TV says to an unknown login id, the others what iTunes and its relatives say.
_LOGIN_REFUSED: Final = frozenset({401, 403, 503})

type Query = Mapping[str, str | int]


class Session:
    """One login on one device.

    Requests may run side by side, and none waits for another: the long poll has a connection of its own in
    aiohttp's pool. When the device forgets the session, all callers that notice share one new login.
    """

    def __init__(
        self,
        http: ClientSession,
        host: str,
        port: int,
        login_id: LoginId,
        timing: Timing,
    ) -> None:
        """Prepare; nothing is sent before `login`."""
        self._http = http
        self._host = host
        self._port = port
        self._login_id = login_id
        self._timing = timing
        self._session_id = 0
        self._login_lock = asyncio.Lock()
        # Counts logins, so that a caller can tell whether somebody else has logged in since it looked.
        self.generation = 0

    async def login(self) -> None:
        """Log in, or raise AuthenticationFailed, ConnectionFailed or ProtocolError."""
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
        reply = read_reply(await self._exchange("GET", "login", query), "mlog")
        session_id = reply.integer("mlid")
        if not session_id:
            raise ProtocolError("The login reply has no session id")
        self._session_id = session_id
        self.generation += 1
        _LOGGER.debug("Logged in to %s, login %d", self._host, self.generation)

    async def close(self) -> None:
        """Log out if logged in; give up soon, since the device may be gone."""
        if not self._session_id:
            return
        query = {"session-id": self._session_id}
        self._session_id = 0
        try:
            async with asyncio.timeout(self._timing.logout):
                await self._exchange("GET", "logout", query)
        except DacpError, TimeoutError:
            _LOGGER.debug("No answer to the logout from %s", self._host)

    async def get(self, path: str, query: Query | None = None) -> bytes:
        """GET with the session id; after a lost session log in and ask once more.

        Returns the body, unzipped. Raises CommandRejected, AuthenticationFailed, ConnectionFailed, ProtocolError.
        """
        return await self._with_session("GET", path, query or {}, b"")

    async def post(
        self, path: str, query: Query | None = None, body: bytes = b""
    ) -> bytes:
        """POST with the session id; otherwise like `get`."""
        return await self._with_session("POST", path, query or {}, body)

    async def poll(self, path: str, query: Query) -> bytes:
        """GET that the device may hold for as long as it likes. The caller deals with SessionExpired."""
        if not self._session_id:
            await self.login()
        return await self._send(
            "GET", path, {**query, "session-id": self._session_id}, patient=True
        )

    async def get_without_login(self, path: str) -> bytes:
        """GET one of the pages that need no session."""
        return await self._exchange("GET", path, {})

    async def _with_session(
        self, method: str, path: str, query: Query, body: bytes
    ) -> bytes:
        if not self._session_id:
            await self.login()
        generation = self.generation
        try:
            return await self._once(method, path, query, body)
        except SessionExpired as error:
            _LOGGER.debug("Session lost on %s: %s", self._host, error)
        await self.relogin(generation)
        try:
            return await self._once(method, path, query, body)
        except SessionExpired as error:
            raise CommandRejected(error.request, error.status) from error

    async def _once(self, method: str, path: str, query: Query, body: bytes) -> bytes:
        # The session id goes in last, at the time of sending: a retry carries the new one.
        arguments = {**query, "session-id": self._session_id}
        return await self._exchange(method, path, arguments, body)

    async def _exchange(
        self, method: str, path: str, query: Query, body: bytes = b""
    ) -> bytes:
        """Send a request, and once more if its connection turns out to be cut."""
        try:
            return await self._send(method, path, query, body)
        except HungUp, ConnectionReset:
            # Nearly always a kept-alive connection that the device had closed (or forgotten in a reboot) just
            # before the request reached it. Without this, the first key after a pause would be lost.
            return await self._send(method, path, query, body)

    async def _send(
        self,
        method: str,
        path: str,
        query: Query,
        body: bytes = b"",
        *,
        patient: bool = False,
    ) -> bytes:
        """Send one request, and return what came back or raise what it means."""
        # A sleeping device accepts the connection late, so connecting gets the whole time too.
        limit = asyncio.timeout(None if patient else self._timing.request)
        try:
            async with (
                limit,
                self._http.request(
                    method,
                    self._url(path, query),
                    data=body or None,
                    headers=_POST_HEADERS if method == "POST" else HEADERS,
                    timeout=ClientTimeout(
                        total=None, sock_connect=self._timing.request
                    ),
                    allow_redirects=False,
                    auto_decompress=False,
                    middlewares=(_tell_instead_of_retrying,),
                ) as response,
            ):
                if patient:
                    limit.reschedule(
                        asyncio.get_running_loop().time() + self._timing.request
                    )
                content = await _read_bounded(response)
        except TimeoutError as error:
            raise ConnectionFailed(f"No answer to {path} in time") from error
        except (ClientConnectionError, OSError) as error:
            raise ConnectionFailed(f"No connection for {path}: {error!r}") from error
        except ClientError as error:
            raise ProtocolError(f"Not a valid answer to {path}: {error!r}") from error
        if not _OK <= response.status < 300:
            if response.status in _SESSION_GONE and path != "login":
                raise SessionExpired(path, response.status)
            raise CommandRejected(path, response.status)
        return _unzip(content)

    def _url(self, path: str, query: Query) -> URL:
        try:
            base = URL.build(scheme="http", host=self._host, port=self._port)
        except ValueError as error:
            raise ConnectionFailed(f"{self._host!r} is no host") from error
        return base.joinpath(*path.split("/")).with_query(query)


async def _tell_instead_of_retrying(
    request: ClientRequest, handler: ClientHandlerType
) -> ClientResponse:
    """Raise what a cut connection means to us.

    aiohttp would quietly send a GET again, and that would wake an Apple TV that cut its connections to sleep.
    """
    try:
        return await handler(request)
    except ServerDisconnectedError as error:
        raise HungUp(f"{request.url.path} was hung up on") from error
    except ClientConnectorError:
        raise
    except ClientOSError as error:
        raise ConnectionReset(f"{request.url.path} was cut off") from error


async def _read_bounded(response: ClientResponse) -> bytes:
    chunks = bytearray()
    async for chunk in response.content.iter_any():
        chunks += chunk
        if len(chunks) > MAX_BODY:
            raise ProtocolError("The answer is too large")
    return bytes(chunks)


def _unzip(content: bytes) -> bytes:
    """Unzip what is zipped.

    The bytes decide and not the header: Apple TVs zip unasked, and some devices zip without saying so or say so
    without zipping. Neither DMAP nor a picture can begin with gzip's magic.
    """
    if not content.startswith(_GZIP_MAGIC):
        return content
    unzipper = zlib.decompressobj(_GZIP_WINDOW)
    try:
        plain = unzipper.decompress(content, MAX_BODY)
    except zlib.error as error:
        raise ProtocolError("The answer is damaged: it does not unzip") from error
    if unzipper.unconsumed_tail:
        raise ProtocolError("The answer is too large when unzipped")
    if not unzipper.eof:
        raise ProtocolError("The answer is cut off: it does not unzip")
    return plain


def read_reply(body: bytes, *tags: str) -> Container:
    """Return the inside of a reply that consists of one container, of any of these tags.

    Raises ProtocolError when it does not, and CommandRejected when it carries a refusal: iTunes answers 200 and
    puts the real status into `mstt`.
    """
    reply = decode(body)
    inside = next((inside for tag in tags if (inside := reply.container(tag))), None)
    if inside is None:
        raise ProtocolError(f"The reply holds no {' or '.join(tags)}")
    status = inside.integer("mstt")
    if status is not None and status != _OK:
        raise CommandRejected(tags[0], status)
    return inside
