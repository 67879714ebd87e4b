"""Requests and their replies, matched over whichever transport there is."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
import logging
from typing import override
import uuid

from .exceptions import CommandRejected, HarmonyError, RequestTimedOut
from .messages import Event, Reply, Request
from .transport import Receiver, Transport, TransportKind

_LOGGER = logging.getLogger(__name__)

type OnReply = Callable[[Reply], None]


class Exchange(Receiver):
    """One opened transport, with everybody who waits for a reply.

    `on_event` hears what the hub says by itself, `on_end` once that the connection ended without our closing it.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        on_event: Callable[[Event], None],
        on_end: Callable[[HarmonyError], None],
    ) -> None:
        """Prepare; nothing is sent before `open`."""
        self._transport = transport
        self._on_event = on_event
        self._on_end = on_end
        self._listeners: dict[str, OnReply] = {}
        # Who waits for the one reply to a request.
        self._waiting: set[asyncio.Future[Reply]] = set()
        self._ended: HarmonyError | None = None
        self._closed = False

    @property
    def kind(self) -> TransportKind:
        """Which transport it is."""
        return self._transport.kind

    async def open(self) -> None:
        """Connect and log in; raises as `Transport.open`."""
        await self._transport.open(self)

    async def close(self) -> None:
        """End in good order."""
        self._closed = True
        await self._transport.close()

    async def ask(self, request: Request, within: float) -> Reply:
        """Send a request and return its last reply, in `within` seconds.

        Raises CommandRejected, RequestTimedOut, or what ended the connection.
        """
        last: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()

        def hear(reply: Reply) -> None:
            if not reply.code.is_progress and not last.done():
                last.set_result(reply)

        self._waiting.add(last)
        try:
            with self.listening(hear) as request_id:
                async with asyncio.timeout(within):
                    await self.send(request_id, request)
                    reply = await last
        except TimeoutError as error:
            raise RequestTimedOut(
                f"{request.command}: no answer in {within:g} seconds"
            ) from error
        finally:
            self._waiting.discard(last)
        if reply.code.is_failure:
            raise CommandRejected(request.command, reply.code, reply.message)
        return reply

    @contextmanager
    def listening(self, on_reply: OnReply) -> Iterator[str]:
        """Give a fresh request id whose replies come to `on_reply`, as long as the context lasts."""
        request_id = str(uuid.uuid4())
        self._listeners[request_id] = on_reply
        try:
            yield request_id
        finally:
            del self._listeners[request_id]

    async def send(self, request_id: str, request: Request) -> None:
        """Send a request whose replies, if any, go to whoever listens to its id; raises ConnectionFailed."""
        if self._ended is not None:
            raise self._ended
        await self._transport.send(request_id, request)

    @override
    def reply_came(self, reply: Reply) -> None:
        """Give a reply to whoever listens; one that nobody asked for is dropped."""
        listener = self._listeners.get(reply.id)
        if listener is None:
            _LOGGER.debug("A reply (%s) that nobody waits for", reply.code)
            return
        listener(reply)

    @override
    def event_came(self, event: Event) -> None:
        """Pass on an event."""
        self._on_event(event)

    @override
    def connection_ended(self, error: HarmonyError) -> None:
        """Let nobody wait for what cannot come any more."""
        if self._closed or self._ended is not None:
            return
        self._ended = error
        for future in self._waiting:
            if not future.done():
                future.set_exception(error)
        self._on_end(error)
