"""One HTTP POST of JSON, bounded in time and size, and what each way to fail means."""

import asyncio
from collections.abc import Mapping
import json
from typing import Any, Final

from aiohttp import (
    ClientConnectionError,
    ClientConnectorError,
    ClientError,
    ClientPayloadError,
    ClientSession,
    ClientTimeout,
)
from yarl import URL

from .exceptions import ConnectionFailed, NobodyListens, ProtocolError

# The largest honest answer has two kilobytes.
MAX_ANSWER: Final = 64 * 1024


class _Cut(ConnectionFailed):
    """The connection ended before there was an answer."""


async def post_json(
    http: ClientSession,
    url: URL,
    body: Mapping[str, Any],
    headers: Mapping[str, str],
    within: float,
) -> tuple[int, Any]:
    """Post an object, and return the HTTP status with the JSON that came back within so many seconds.

    What came back is None where it is no JSON: the status alone may say enough. Raises NobodyListens,
    ConnectionFailed, and ProtocolError for what is no HTTP or too large. No error quotes what was sent or received.
    """
    content = json.dumps(body).encode()
    try:
        async with asyncio.timeout(within):
            try:
                return await _post(http, url, content, headers)
            except _Cut:
                # Mostly a kept connection that the other end, asked to close it, closed without a word.
                return await _post(http, url, content, headers)
    except TimeoutError as error:
        raise ConnectionFailed(f"No answer in {within:g} seconds") from error


async def _post(
    http: ClientSession, url: URL, content: bytes, headers: Mapping[str, str]
) -> tuple[int, Any]:
    valid = True
    try:
        async with http.post(
            url,
            data=content,
            headers=headers,
            # The limit of our caller holds for all of it.
            timeout=ClientTimeout(total=None),
            # Nobody but the one we asked is told what we sent.
            allow_redirects=False,
            # A few zipped bytes could become gigabytes.
            auto_decompress=False,
        ) as response:
            answer = bytearray()
            async for chunk in response.content.iter_any():
                answer += chunk
                if len(answer) > MAX_ANSWER:
                    raise ProtocolError("The answer is too large")
    except ClientConnectorError as error:
        if isinstance(error.os_error, ConnectionRefusedError):
            raise NobodyListens("Nothing listens there") from error
        raise ConnectionFailed("No connection") from error
    except (ClientConnectionError, ClientPayloadError, OSError) as error:
        raise _Cut("The connection was cut") from error
    except ClientError, ValueError:
        valid = False
    if not valid:
        # Outside of the handler, for aiohttp's error quotes the bytes it stumbled over, and a token may be among them.
        raise ProtocolError("No valid HTTP answer")
    return response.status, _parse(answer)


def _parse(answer: bytearray) -> Any:
    # A hub's answer has no content type, so the bytes decide; one that is no UTF-8 spoils a name and not the rest.
    try:
        return json.loads(answer.decode(errors="replace"))
    except ValueError, RecursionError:
        return None
