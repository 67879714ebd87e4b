"""One client that is connected over the WebSocket."""

import asyncio
from collections.abc import AsyncIterator
import json
import math
from typing import Any, override

from aiohttp import WSMsgType, web

from simulators.sockets import reset

from .core import Core
from .faults import Fault
from .messages import Event, Link, Reply, Request
from .websocket_frames import CLOSE, CONTINUATION, PONG, TEXT, frame, message

#: A client that reads nothing is cut off at so many bytes.
MAX_UNSENT = 64 << 20
#: Seconds after which a client that sends nothing is cut off.
IDLE = 60.0

_GOING_AWAY = (1001).to_bytes(2)
_FLOOD = frame(CONTINUATION, b"x" * (64 << 10), final=False)
_FLOOD_LIMIT = 1 << 20


class WebSocketLink(Link):
    """Reads requests, and writes frames straight to the connection: that never waits and keeps order."""

    transport = "websocket"

    def __init__(
        self, core: Core, socket: web.WebSocketResponse, wire: asyncio.Transport
    ) -> None:
        """Take over a WebSocket that was just opened."""
        self._core = core
        self._socket = socket
        self._wire = wire
        self._timer: asyncio.TimerHandle | None = None
        self._flood: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """Serve the client until it is gone."""
        self._core.join(self)
        try:
            async for request in self._requests():
                self._core.handle(self, request)
        finally:
            if self._timer is not None:
                self._timer.cancel()
            if self._flood is not None:
                self._flood.cancel()
            self._core.leave(self)

    @override
    def reply(self, reply: Reply) -> None:
        faults = self._core.faults
        body = {
            "cmd": reply.command,
            "code": reply.code,
            "id": reply.id,
            "msg": reply.message,
            "data": reply.data,
        }
        if others := faults.strike(Fault.ANSWER_OTHERS):
            for number in range(others["copies"]):
                self._send(body | {"id": f"nobody-{number}"}, reply=True)
        wrong = {"id": "nobody"} if faults.strike(Fault.WRONG_ID) else {}
        self._send(body | wrong, reply=True)

    @override
    def event(self, event: Event) -> None:
        self._send({"type": event.type, "data": event.data}, reply=False)

    @override
    def drop(self) -> None:
        reset(self._wire)

    def say_goodbye(self) -> None:
        """Close in good order."""
        self._write(frame(CLOSE, _GOING_AWAY))
        self._wire.close()

    async def _requests(self) -> AsyncIterator[Request]:
        """Read requests; whatever comes in counts as a sign of life."""
        while True:
            self._start_timer()
            received = await self._socket.receive()
            match received.type:
                case WSMsgType.TEXT:
                    if request := self._read(received.data):
                        yield request
                case WSMsgType.PING:
                    if not self._core.faults.look(Fault.NO_PONG):
                        self._write(frame(PONG, received.data))
                case WSMsgType.PONG:
                    pass
                case WSMsgType.BINARY:
                    self._core.complain("a binary message")
                case _:
                    return

    def _read(self, text: str) -> Request | None:
        """Read a request out of its envelope; an empty message only keeps the connection alive."""
        if not text:
            return None
        try:
            envelope = json.loads(text)
            inner = envelope["hbus"]
            command = inner["cmd"]
            if not isinstance(command, str):
                raise TypeError(command)  # noqa: TRY301 - one answer for everything that is no request
        except ValueError, RecursionError, TypeError, KeyError:
            self._core.complain(f"no request: {text[:200]}")
            return None
        params = inner.get("params")
        request_id = inner.get("id")
        return Request(
            request_id if isinstance(request_id, (str, int)) else None,
            command,
            params if isinstance(params, dict) else {},
            _seconds(envelope.get("timeout")),
        )

    def _start_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(IDLE, self._wire.close)

    def _send(self, body: dict[str, Any], *, reply: bool) -> None:
        faults = self._core.faults
        if self._flood is not None:
            return
        if faults.strike(Fault.ENDLESS_FRAMES):
            self._flood = asyncio.create_task(self._send_without_end())
            return
        for piece in message(faults, body, reply=reply):
            self._write(piece)

    def _write(self, data: bytes) -> None:
        if self._wire.is_closing() or self._core.faults.look(Fault.HALF_OPEN):
            return
        self._wire.write(data)
        if self._wire.get_write_buffer_size() > MAX_UNSENT:
            self.drop()

    async def _send_without_end(self) -> None:
        self._write(frame(TEXT, b'{"data":"', final=False))
        while not self._wire.is_closing():
            if self._wire.get_write_buffer_size() < _FLOOD_LIMIT:
                self._write(_FLOOD)
            await asyncio.sleep(0)


def _seconds(value: Any) -> float | None:
    """Read the limit of a request, which may be a number or a string of one."""
    try:
        seconds = float(value)
    except TypeError, ValueError:
        return None
    return seconds if math.isfinite(seconds) else None
