"""HTTP and WebSocket on one port: provisioning, the description, and clients that stay."""

import asyncio
import json
import socket
from typing import Any, override

from aiohttp import web

from simulators.sockets import bind, reset, stop_accepting

from .core import Core, plain, version
from .faults import Fault
from .messages import Event, Link, Reply, Request
from .ssdp import description
from .websocket_frames import encode, spoil
from .websocket_link import WebSocketLink

#: Firmware from here on wants another origin, and answers only one command over HTTP.
_STRICT = (4, 15, 250)
_STRICT_ORIGIN = "http://sl.dhg.myharmony.com"
# The misspelling is let in by real hubs too.
_OLD_ORIGINS = {
    "http://localhost.nebula.myharmony.com",
    "http//:localhost.nebula.myharmony.com",
}
_PROVISION = "setup.account?getprovisioninfo"

_MAX_REQUEST = 1 << 20


class HttpLink(Link):
    """A client that asks once over HTTP."""

    transport = "http"

    def __init__(self) -> None:
        """Wait for the reply."""
        self.answered: asyncio.Future[Reply] = (
            asyncio.get_running_loop().create_future()
        )

    @override
    def reply(self, reply: Reply) -> None:
        if not self.answered.done():
            self.answered.set_result(reply)

    @override
    def event(self, event: Event) -> None:
        """Tell nothing: nobody would hear it."""

    @override
    def drop(self) -> None:
        self.answered.cancel()


class WebSocketServer:
    """Serves one hub on a port that survives being closed and opened again."""

    def __init__(self, core: Core) -> None:
        """Prepare a server."""
        self._core = core
        self._runner: web.AppRunner | None = None
        self._site: web.SockSite | None = None
        self._listener: socket.socket | None = None
        self._placeholder: socket.socket | None = None
        self._address = ("127.0.0.1", 0)
        self._links: set[WebSocketLink] = set()

    async def start(self, host: str, port: int) -> int:
        """Listen on an address and return the port; 0 takes a free one."""
        await self._close_port()
        if self._runner is None:
            application = web.Application(client_max_size=_MAX_REQUEST)
            application.router.add_get("/", self._open)
            application.router.add_post("/", self._post)
            application.router.add_get("/description", self._describe)
            self._runner = web.AppRunner(
                application,
                access_log=None,
                handler_cancellation=True,
                shutdown_timeout=0.1,
            )
            await self._runner.setup()
        self._listener = listener = bind(host, port)
        self._address = listener.getsockname()[:2]
        self._site = web.SockSite(self._runner, listener)
        await self._site.start()
        return self._address[1]

    async def refuse(self) -> None:
        """Cut everybody off and refuse connections; the port is kept for later."""
        await self._close_port()
        self.drop_connections()
        self._placeholder = bind(*self._address)

    async def stop(self) -> None:
        """Close the port, and every WebSocket in good order."""
        await self._close_port()
        for link in tuple(self._links):
            link.say_goodbye()
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    def drop_connections(self) -> None:
        """Reset every connection, as power loss does."""
        if self._runner is not None and self._runner.server is not None:
            for protocol in tuple(self._runner.server.connections):
                if protocol.transport is not None:
                    reset(protocol.transport)

    async def _close_port(self) -> None:
        if self._placeholder is not None:
            self._placeholder.close()
            self._placeholder = None
        if self._listener is not None:
            listener, self._listener = self._listener, None
            await stop_accepting(listener)
        if self._site is not None:
            site, self._site = self._site, None
            await site.stop()

    async def _open(self, request: web.Request) -> web.StreamResponse:
        """Open a WebSocket for whoever knows the hub's id."""
        await self._heard()
        refusing = self._core.faults.strike(Fault.WRONG_HUB_ID)
        if refusing or request.query.get("hubId") != self._core.remote_id:
            status = refusing["status"] if refusing else 400
            return web.Response(status=status, text="wrong hubId")
        opened = web.WebSocketResponse(autoping=False, compress=False)
        await opened.prepare(request)
        assert isinstance(request.transport, asyncio.Transport)
        link = WebSocketLink(self._core, opened, request.transport)
        self._links.add(link)
        try:
            await link.serve()
        finally:
            self._links.discard(link)
        return opened

    async def _post(self, request: web.Request) -> web.Response:
        """Answer one command, if the origin is the one that this firmware wants."""
        await self._heard()
        origin = request.headers.get("Origin")
        try:
            body = json.loads(await request.read())
            command = body["cmd"]
            asked = Request(body.get("id"), command, body.get("params") or {}, None)
            name = plain(command)
        except ValueError, RecursionError, TypeError, KeyError, AttributeError:
            return self._answer(400, {"code": "400", "msg": "bad request"})
        if origin is None:
            return self._answer(400, {"code": "400.1", "msg": "no origin"})
        if not self._lets_in(origin, name):
            self._core.record(HttpLink(), asked)
            return self._answer(417, {"code": "417"})
        link = HttpLink()
        self._core.handle(link, asked)
        reply = await link.answered
        told: dict[str, Any] = {
            "id": reply.id,
            "msg": reply.message,
            "code": reply.code,
            "data": reply.data,
        }
        return self._answer(200, told)

    def _lets_in(self, origin: str, name: str) -> bool:
        """Tell whether a page from an origin may use a command."""
        if version(self._core.firmware) < _STRICT:
            return origin in _OLD_ORIGINS
        return origin == _STRICT_ORIGIN and name == _PROVISION

    async def _describe(self, _request: web.Request) -> web.Response:
        """Serve the description that SSDP leads to."""
        await self._heard()
        return web.Response(text=description(self._core), content_type="text/xml")

    def _answer(self, status: int, body: dict[str, Any]) -> web.Response:
        """Answer as hubs do, which leave the content type empty."""
        payload = spoil(self._core.faults, encode(body))
        return web.Response(status=status, body=payload, headers={"Content-Type": ""})

    async def _heard(self) -> None:
        """Wait while nothing goes out, which is mostly until the client gives up."""
        faults = self._core.faults
        await self._core.changes.until(lambda: not faults.look(Fault.HALF_OPEN))
