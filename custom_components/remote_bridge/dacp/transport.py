"""One HTTP exchange with a device: the headers, the limits in time and size, and what each failure means."""

import asyncio
from collections.abc import Mapping
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
    CommandRejected,
    ConnectionFailed,
    ConnectionReset,
    HungUp,
    ProtocolError,
)
from .timing import Timing

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

# The largest honest reply has some kilobytes. What is read must not keep the event loop busy: this much takes 20 ms.
MAX_REPLY: Final = 256 * 1024
# What others say in an error is cut: it ends up in a log.
_MAX_QUOTE: Final = 200
_GZIP_MAGIC: Final = b"\x1f\x8b"
_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS

_OK: Final = 200

type Query = Mapping[str, str | int]


class Transport:
    """Requests to one device, each for itself. Raises ConnectionFailed, CommandRejected and ProtocolError."""

    def __init__(
        self, http: ClientSession, host: str, port: int, timing: Timing
    ) -> None:
        """Prepare; nothing is sent."""
        self._http = http
        self.host = host
        self._port = port
        self._timing = timing

    async def exchange(
        self,
        method: str,
        path: str,
        query: Query,
        body: bytes = b"",
        *,
        most: int = MAX_REPLY,
    ) -> bytes:
        """Send a request, and once more if its connection turns out to be cut.

        Returns the answer, unzipped; one of more than `most` bytes is a ProtocolError.
        """
        try:
            return await self.send(method, path, query, body, most=most)
        except HungUp, ConnectionReset:
            # Nearly always a kept-alive connection that the device had closed (or forgotten in a reboot) just
            # before the request reached it. Without this, the first key after a pause would be lost.
            return await self.send(method, path, query, body, most=most)

    async def send(
        self,
        method: str,
        path: str,
        query: Query,
        body: bytes = b"",
        *,
        patient: bool = False,
        most: int = MAX_REPLY,
    ) -> bytes:
        """Send one request, and return what came back, unzipped.

        A patient one may be answered as late as the device likes; once it begins to answer, the usual limit holds.
        """
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
                content = await _read_bounded(response, most)
        except TimeoutError as error:
            raise ConnectionFailed(f"No answer to {path} in time") from error
        except (ClientConnectionError, OSError) as error:
            raise ConnectionFailed(
                f"No connection for {path}: {_quote(error)}"
            ) from error
        except ClientError as error:
            raise ProtocolError(
                f"No valid answer to {path}: {_quote(error)}"
            ) from error
        if not _OK <= response.status < 300:
            raise CommandRejected(path, response.status)
        return _unzip(content, most)

    def _url(self, path: str, query: Query) -> URL:
        try:
            base = URL.build(scheme="http", host=self.host, port=self._port)
        except ValueError as error:
            raise ConnectionFailed(f"{self.host!r} is no host") from error
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


def _quote(error: Exception) -> str:
    return str(error)[:_MAX_QUOTE]


async def _read_bounded(response: ClientResponse, most: int) -> bytes:
    chunks = bytearray()
    async for chunk in response.content.iter_any():
        chunks += chunk
        if len(chunks) > most:
            raise ProtocolError("The answer is too large")
    return bytes(chunks)


def _unzip(content: bytes, most: int) -> bytes:
    """Unzip what is zipped.

    The bytes decide and not the header: Apple TVs zip unasked, and some devices zip without saying so or say so
    without zipping. Neither DMAP nor a picture can begin with gzip's magic.
    """
    if not content.startswith(_GZIP_MAGIC):
        return content
    unzipper = zlib.decompressobj(_GZIP_WINDOW)
    try:
        plain = unzipper.decompress(content, most)
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
