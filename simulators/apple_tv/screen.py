"""The television's screen as a web page, with live updates and a panel for faults."""

import asyncio
from collections.abc import Callable, Mapping
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from . import artwork
from .catalogue import CATALOGUE
from .core import Core
from .faults import Fault
from .pages import Grid, KeyboardPage, ListPage
from .player import Repeat

if TYPE_CHECKING:
    from .device import SimulatedAppleTV

_HERE = Path(__file__).parent
_FILES = {
    "/": ("screen.html", "text/html"),
    "/screen.css": ("screen.css", "text/css"),
    "/screen.js": ("screen.js", "text/javascript"),
}


class Screen:
    """Serves the page, streams what is on it, and takes what a person does there."""

    def __init__(
        self, tv: SimulatedAppleTV, core: Core, host: str, port: int | None
    ) -> None:
        """Prepare the screen of a device; a port of None leaves it dark."""
        self._tv = tv
        self._core = core
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None
        self._switches: dict[str, Callable[[], None]] = {
            "home-sharing": tv.toggle_home_sharing,
            "sleep": tv.nap,
            "wake": tv.rouse,
            "reboot": tv.restart,
            "all-well": tv.faults.clear,
        }
        self.url: str | None = None

    async def start(self) -> None:
        """Serve the page, if there is to be one."""
        if self._port is None:
            return
        application = web.Application()
        application.router.add_get("/events", self._events)
        application.router.add_get("/cover/{key}", self._cover)
        application.router.add_post("/do/{action}", self._do)
        for path in _FILES:
            application.router.add_get(path, _file)
        self._runner = web.AppRunner(
            application,
            access_log=None,
            handler_cancellation=True,
            shutdown_timeout=0.1,
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://{self._host}:{self._port}/"

    async def stop(self) -> None:
        """Close the page and every stream."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Stream the state as server-sent events: now, and after every change."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        last = ""
        while True:
            seen = self._core.changes.count
            state = json.dumps(self.snapshot())
            if state != last:
                last = state
                await response.write(f"data: {state}\n\n".encode())
            if seen == self._core.changes.count:
                await self._core.changes.next()

    async def _cover(self, request: web.Request) -> web.Response:
        """Serve a cover of the catalogue, or of what plays."""
        key = request.match_info["key"]
        media = self._tv.playing if key == "now" else CATALOGUE.get(key)
        if media is None or media.cover is None:
            raise web.HTTPNotFound
        size = artwork.fit(media.cover, 360, 480)
        body = await asyncio.to_thread(artwork.draw, media.cover, *size)
        return web.Response(body=body, content_type="image/png")

    async def _do(self, request: web.Request) -> web.Response:
        """Do what a person did on the page."""
        parameters: Mapping[str, Any] = await request.json()
        try:
            self._act(request.match_info["action"], parameters)
        except (KeyError, ValueError, TypeError) as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        self._core.changed()
        return web.Response(status=204)

    def _act(self, action: str, parameters: Mapping[str, Any]) -> None:
        """Do one of the actions of the television set, or of the panel beside it."""
        tv, page = self._tv, self._core.navigator.page
        match action:
            case "press":
                tv.press(parameters["key"])
            case "entry" if isinstance(page, ListPage):
                page.go_to(int(parameters["index"]))
                tv.press("select")
            case "pad" if isinstance(page, Grid):
                page.press(str(parameters["key"]))
            case "type" if isinstance(page, KeyboardPage):
                tv.type_text(page.keyboard.text + str(parameters["text"]))
            case "fault" if parameters["on"]:
                tv.faults.set(Fault[parameters["name"]])
            case "fault":
                tv.faults.clear(Fault[parameters["name"]])
            case "remove":
                tv.revoke(parameters["guid"])
            case _:
                self._switches[action]()

    def snapshot(self) -> dict[str, Any]:
        """Describe everything the page shows."""
        tv, core = self._tv, self._core
        player = core.player
        media = player.media
        now = None
        if media is not None:
            now = {
                "title": media.title,
                "artist": media.artist,
                "album": media.album,
                "kind": media.kind.name.replace("_", " ").lower(),
                "cover": media.cover is not None,
                "duration": media.duration,
                "position": round(player.position, 1),
                "rate": player.rate,
                "state": player.state.name.lower(),
                "shuffle": player.shuffle,
                "repeat": Repeat(player.repeat).name.lower(),
            }
        return {
            "name": tv.name,
            "awake": tv.awake,
            "address": f"{tv.host}:{tv.port}",
            "service_name": tv.service_name,
            "home_sharing": tv.home_sharing_id,
            "volume": player.volume if core.volume_controllable else None,
            "sessions": len(tv.sessions),
            "polls": tv.polls_waiting,
            "keys": tv.keys[-6:],
            "paired": [{"guid": one.guid, "name": one.name} for one in tv.paired],
            "faults": [
                {
                    "name": fault.name,
                    "summary": fault.summary,
                    "on": core.faults.look(fault) is not None,
                }
                for fault in Fault
            ],
            "page": core.navigator.page.snapshot(),
            "now": now,
        }


async def _file(request: web.Request) -> web.Response:
    """Serve one of the page's files."""
    name, kind = _FILES[request.path]
    text = await asyncio.to_thread((_HERE / name).read_text, "utf-8")
    return web.Response(
        text=text, content_type=kind, headers={"Cache-Control": "no-store"}
    )
