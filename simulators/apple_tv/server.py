"""The HTTP server of the device: connections, recording, and ends that are no replies."""

import asyncio
from collections.abc import Callable
import socket

from aiohttp import web

from simulators import sockets

from .control import Call, Control, Ending, NoReplyError
from .core import Core, RecordedRequest
from .faults import Fault
from .spoil import Packed, pack

#: What a real Apple TV 3 calls its server.
DAAP_SERVER = "iTunes/11.1b37 (OS X)"
_MAX_REQUEST = 1 << 20


class HttpServer:
    """Serves one device on a port that survives being closed and opened again."""

    def __init__(
        self,
        core: Core,
        control: Control,
        *,
        always_gzip: bool,
        woken: Callable[[], None],
    ) -> None:
        """Prepare a server. `woken` is called when a request reaches the device asleep."""
        self._core = core
        self._control = control
        self._always_gzip = always_gzip
        self._woken = woken
        self._runner: web.AppRunner | None = None
        self._site: web.SockSite | None = None
        self._listener: socket.socket | None = None
        self._placeholder: socket.socket | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen on an address and return the port; 0 takes a free one."""
        self._release()
        if self._runner is None:
            application = web.Application(client_max_size=_MAX_REQUEST)
            application.router.add_route("*", "/{path:.*}", self._handle)
            application.on_response_prepare.append(_sign)
            self._runner = web.AppRunner(
                application,
                handler_cancellation=True,
                access_log=None,
                shutdown_timeout=1.0,
            )
            await self._runner.setup()
        self._listener = listener = sockets.bind(host, port)
        self._site = web.SockSite(self._runner, listener)
        await self._site.start()
        bound: int = listener.getsockname()[1]
        return bound

    async def refuse(self, host: str, port: int) -> int:
        """Refuse connections to a port, keep it for later, and return it; 0 takes a free one."""
        self._release()
        await self._close_site()
        self.drop_connections()
        self._placeholder = sockets.bind(host, port)
        kept: int = self._placeholder.getsockname()[1]
        return kept

    async def stop(self) -> None:
        """Close the port and everything that is connected."""
        self._release()
        await self._close_site()
        self.drop_connections()
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def move(self, host: str, port: int) -> int:
        """Listen somewhere else; what was connected is cut."""
        await self._close_site()
        self.drop_connections()
        return await self.start(host, port)

    def drop_connections(self) -> None:
        """Reset every connection, as power loss and sleep do."""
        if self._runner is None or self._runner.server is None:
            return
        for protocol in tuple(self._runner.server.connections):
            if protocol.transport is not None:
                sockets.reset(protocol.transport)

    async def _close_site(self) -> None:
        if self._listener is not None:
            listener, self._listener = self._listener, None
            await sockets.stop_accepting(listener)
        if self._site is not None:
            site, self._site = self._site, None
            await site.stop()

    def _release(self) -> None:
        if self._placeholder is not None:
            self._placeholder.close()
            self._placeholder = None

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        """Take one request from its arrival to its reply."""
        core = self._core
        query = dict(request.rel_url.query)
        body = await request.read()
        core.record(
            RecordedRequest(
                request.method, request.path, query, request.headers, body, core.clock()
            )
        )
        await self._wake_up()
        call = Call(request.method, request.path, query, request.headers, body)
        try:
            if hanging := core.faults.strike(Fault.HANGING_REPLY, call.path):
                await _hang(request, after_headers=hanging["after_headers"])
            reply = await self._control.answer(call)
        except NoReplyError as end:
            return await _end(request, end.ending)
        asked = "gzip" in request.headers.get("Accept-Encoding", "")
        packed = pack(
            reply,
            path=call.path,
            asked_gzip=asked or self._always_gzip,
            faults=core.faults,
        )
        return await _respond(request, packed)

    async def _wake_up(self) -> None:
        """Wait until the device is awake; the request itself may be what wakes it."""
        core = self._core
        if not core.awake:
            core.knocks += 1
            self._woken()
            await core.changes.until(lambda: core.awake)
        if slow := core.faults.strike(Fault.SLOW_WAKE):
            await asyncio.sleep(slow["seconds"])


async def _respond(request: web.Request, packed: Packed) -> web.StreamResponse:
    """Send a packed reply, with Content-Length unless it is chunked."""
    if not packed.chunked:
        return web.Response(
            status=packed.status, body=packed.body, headers=packed.headers
        )
    response = web.StreamResponse(status=packed.status, headers=packed.headers)
    response.enable_chunked_encoding()
    await response.prepare(request)
    await response.write(packed.body)
    await response.write_eof()
    return response


async def _hang(request: web.Request, *, after_headers: bool) -> None:
    """Never answer, or stop after the headers and half a tag."""
    if after_headers:
        response = web.StreamResponse(
            headers={"Content-Type": "application/x-dmap-tagged"}
        )
        response.content_length = 64
        await response.prepare(request)
        await response.write(b"cmst\0\0\0\x38mstt")
    await asyncio.Event().wait()


async def _end(request: web.Request, ending: Ending) -> web.StreamResponse:
    """End a request without a reply; losing its connection cancels the handler."""
    transport = request.transport
    if transport is not None and ending is Ending.RESET:
        sockets.reset(transport)
    elif transport is not None and ending is Ending.CLOSE:
        transport.close()
    await asyncio.Event().wait()
    raise AssertionError("a handler whose connection is gone went on")


async def _sign(_: web.Request, response: web.StreamResponse) -> None:
    """Put the device's own server header on every reply."""
    response.headers.pop("Server", None)
    response.headers["DAAP-Server"] = DAAP_SERVER
