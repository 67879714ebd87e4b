"""An HTTP server that answers whatever a test wants, valid or not."""

import asyncio
from typing import Self


class Answers:
    """Gives one answer after the other, the last for ever; keeps the requests as they came.

    Text is a body, sent with status 200 and without a content type as a hub does; bytes are sent as they are, and
    after none the connection is cut without an answer.
    """

    def __init__(self, *answers: str | bytes) -> None:
        """Say what to answer."""
        self._answers = [
            one if isinstance(one, bytes) else response(200, one) for one in answers
        ]
        self.requests: list[str] = []
        self.port = 0

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}/"

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the port and cut all connections."""
        self._server.close()
        self._server.abort_clients()
        await self._server.wait_closed()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        fields = dict(
            line.lower().split(": ", 1) for line in head.decode().splitlines()[1:-1]
        )
        body = await reader.readexactly(int(fields.get("content-length", 0)))
        self.requests.append((head + body).decode())
        answer = self._answers[min(len(self.requests), len(self._answers)) - 1]
        writer.write(answer)
        writer.close()


def response(status: int, body: str = "", headers: str = "") -> bytes:
    """Return an answer with a status and more headers, each ended by CRLF."""
    content = body.encode()
    head = f"HTTP/1.1 {status} Said\r\nContent-Length: {len(content)}\r\n{headers}\r\n"
    return head.encode() + content
