"""The WebSocket: what every hub since 2015 speaks on port 8088, with nothing to log in to."""

import asyncio
from contextlib import suppress
import logging
from typing import Any, override

from aiohttp import (
    ClientConnectionError,
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientWebSocketResponse,
    ClientWSTimeout,
    WebSocketError,
    WSMsgType,
    WSServerHandshakeError,
)
from yarl import URL

from .exceptions import (
    ConnectionFailed,
    HarmonyError,
    NobodyListens,
    NoSignOfLife,
    ProtocolError,
)
from .keep_alive import KeepAlive
from .messages import Request
from .provision import DEFAULT_PORT, identify
from .reading import MAX_MESSAGE, event_of, parse_aside, reply_of
from .timing import Timing
from .transport import Receiver, Transport, TransportKind

_LOGGER = logging.getLogger(__name__)


class WebSocketTransport(Transport):
    """One WebSocket to a hub."""

    def __init__(
        self,
        http: ClientSession,
        host: str,
        port: int = DEFAULT_PORT,
        *,
        timing: Timing | None = None,
    ) -> None:
        """Prepare; nothing is sent before `open`."""
        self._http = http
        self._host = host
        self._port = port
        self._timing = timing or Timing()
        self._socket: ClientWebSocketResponse | None = None
        self._keep_alive = KeepAlive(self._timing, self._ping)
        self._silent = False
        self._tasks: tuple[asyncio.Task[None], ...] = ()
        self._remote_id = ""

    @property
    @override
    def kind(self) -> TransportKind:
        return TransportKind.WEBSOCKET

    @override
    async def open(self, receiver: Receiver) -> None:
        try:
            async with asyncio.timeout(self._timing.connect):
                identity = await identify(
                    self._http, self._host, self._port, self._timing
                )
                self._remote_id = identity.remote_id
                self._socket = await self._connect(identity.domain)
        except TimeoutError as error:
            limit = self._timing.connect
            raise ConnectionFailed(f"No connection within {limit:g} seconds") from error
        self._tasks = (
            asyncio.create_task(
                self._read(self._socket, receiver), name=f"Reader of {self._host}"
            ),
            asyncio.create_task(
                self._watch(self._socket), name=f"Keep-alive of {self._host}"
            ),
        )

    @override
    async def send(self, request_id: str, request: Request) -> None:
        envelope = {
            "hubId": self._remote_id,
            "timeout": request.hub_timeout,
            "hbus": {
                "cmd": request.command,
                "id": request_id,
                "params": dict(request.params),
            },
        }
        if self._socket is None or self._socket.closed:
            raise ConnectionFailed("The WebSocket is closed")
        try:
            async with asyncio.timeout(self._timing.request):
                await self._socket.send_json(envelope)
        except (ClientError, OSError, TimeoutError) as error:
            raise ConnectionFailed("The WebSocket was cut") from error

    @override
    async def close(self) -> None:
        websocket, self._socket = self._socket, None
        tasks, self._tasks = self._tasks, ()
        try:
            for task in tasks:
                task.cancel()
            if tasks:
                await asyncio.wait(tasks)
        finally:
            if websocket is not None:
                await self._end(websocket)

    async def _connect(self, domain: str) -> ClientWebSocketResponse:
        url = URL.build(
            scheme="http",
            host=self._host,
            port=self._port,
            path="/",
            query={"domain": domain, "hubId": self._remote_id},
        )
        try:
            return await self._http.ws_connect(
                url,
                max_msg_size=MAX_MESSAGE,
                # Pings and pongs are our business: aiohttp's heartbeat may start its timer again after the end.
                autoping=False,
                timeout=ClientWSTimeout(ws_close=self._timing.close),
            )
        except ClientConnectorError as error:
            if isinstance(error.os_error, ConnectionRefusedError):
                raise NobodyListens("Nothing listens there") from error
            raise ConnectionFailed("No connection") from error
        except WSServerHandshakeError as error:
            raise ConnectionFailed(
                f"The hub refused the WebSocket with status {error.status}"
            ) from error
        except (ClientConnectionError, OSError) as error:
            raise ConnectionFailed("The connection was cut") from error
        except (ClientError, ValueError) as error:
            raise ProtocolError("No valid answer to a WebSocket") from error

    async def _read(
        self, websocket: ClientWebSocketResponse, receiver: Receiver
    ) -> None:
        """Pass on what comes until nothing comes any more."""
        broken: BaseException | None = None
        async for message in websocket:
            self._keep_alive.heard()
            # Binary messages mean nothing.
            if message.type is WSMsgType.TEXT:
                try:
                    content = await parse_aside(message.data)
                except ProtocolError as error:
                    _LOGGER.debug("A message was dropped: %s", error)
                else:
                    _pass_on(content, receiver)
            elif message.type is WSMsgType.PING:
                with suppress(ClientError, OSError):
                    await websocket.pong(message.data)
            elif message.type is WSMsgType.ERROR:
                broken = message.data
        self._socket = None
        for task in self._tasks[1:]:
            task.cancel()
        receiver.connection_ended(
            NoSignOfLife("The hub gives no sign of life")
            if self._silent
            else _reason(broken or websocket.exception())
        )
        await self._end(websocket)

    async def _watch(self, websocket: ClientWebSocketResponse) -> None:
        """End the connection when the hub gives no sign of life."""
        await self._keep_alive.run()
        self._silent = True
        await self._end(websocket)

    async def _ping(self) -> None:
        if self._socket is None:
            raise ConnectionFailed("The WebSocket is closed")
        try:
            await self._socket.ping()
        except (ClientError, OSError) as error:
            raise ConnectionFailed("The WebSocket was cut") from error

    async def _end(self, websocket: ClientWebSocketResponse) -> None:
        with suppress(TimeoutError, ClientError, OSError):
            async with asyncio.timeout(self._timing.close):
                await websocket.close()


def _pass_on(message: Any, receiver: Receiver) -> None:
    if not isinstance(message, dict):
        _LOGGER.debug("A message was dropped: it is no object")
    elif (event := event_of(message)) is not None:
        receiver.event_came(event)
    elif (reply := reply_of(message)) is not None:
        receiver.reply_came(reply)


def _reason(broken: BaseException | None) -> HarmonyError:
    """Return why a WebSocket ended."""
    if isinstance(broken, WebSocketError):
        return ProtocolError(
            f"The hub sent what no WebSocket bears (code {broken.code})"
        )
    if broken is not None:
        return ConnectionFailed(f"The WebSocket broke: {type(broken).__name__}")
    return ConnectionFailed("The hub closed the WebSocket")
