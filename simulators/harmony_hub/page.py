"""The hub and its room as a web page, with live updates and a panel for faults."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .core import Core
from .faults import Fault
from .page_state import snapshot

if TYPE_CHECKING:
    from .hub import SimulatedHub

_HERE = Path(__file__).parent
_FILES = {
    "/": ("page.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
}
#: Longer than any label that a person would give.
_MOST_LETTERS = 200

type Deed = Callable[[], Coroutine[Any, Any, None]]


class Page:
    """Serves the page, streams what is on it, and does what a person does there."""

    def __init__(self, core: Core, hub: SimulatedHub) -> None:
        """Prepare the page of a hub."""
        self._core = core
        self._hub = hub
        self._runner: web.AppRunner | None = None
        self._deeds: set[asyncio.Task[None]] = set()
        self._buttons: dict[str, Deed] = {
            "unplug": hub.unplug,
            "plug-in": hub.plug_in,
            "restart": hub.restart,
            "button-short": lambda: hub.press_button(long=False),
            "button-long": lambda: hub.press_button(long=True),
        }

    async def start(self, host: str, port: int) -> int:
        """Serve the page and return the port; 0 takes a free one."""
        application = web.Application()
        application.router.add_get("/events", self._events)
        application.router.add_post("/do/{action}", self._do)
        for path in _FILES:
            application.router.add_get(path, _file)
        runner = web.AppRunner(
            application,
            access_log=None,
            handler_cancellation=True,
            shutdown_timeout=0.1,
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except BaseException:
            await runner.cleanup()
            raise
        self._runner = runner
        bound: int = runner.addresses[0][1]
        return bound

    async def stop(self) -> None:
        """Close the page, every stream, and what was begun on it."""
        deeds = tuple(self._deeds)
        for deed in deeds:
            deed.cancel()
        await asyncio.gather(*deeds, return_exceptions=True)
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
            state = json.dumps(snapshot(self._core, self._hub))
            if state != last:
                last = state
                await response.write(f"data: {state}\n\n".encode())
            if seen == self._core.changes.count:
                await self._core.changes.next()

    async def _do(self, request: web.Request) -> web.Response:
        """Do what a person did on the page; what takes time goes on after the reply."""
        try:
            parameters: Mapping[str, Any] = await request.json()
            deed = self._act(request.match_info["action"], parameters)
        except (KeyError, ValueError, TypeError) as error:
            raise web.HTTPBadRequest(text=repr(error)) from error
        if deed is not None:
            task = asyncio.create_task(deed())
            self._deeds.add(task)
            task.add_done_callback(self._deeds.discard)
        self._core.changes.notify()
        return web.Response(status=204)

    def _act(self, action: str, parameters: Mapping[str, Any]) -> Deed | None:
        """Do one of the actions of the page, or return it where it takes time."""
        hub = self._hub
        match action:
            case "activity":
                activity_id = self._known(parameters["id"])
                return lambda: hub.press_on_remote(activity_id)
            case "rename":
                label = str(parameters["label"])[:_MOST_LETTERS]
                hub.rename_activity(self._known(parameters["id"]), label)
            case "sync":
                # What a hub does that comes back from the cloud with the same configuration.
                hub.replace_config(hub.config)
            case "fault" if parameters["on"]:
                hub.faults.set(Fault[parameters["name"]])
            case "fault":
                hub.faults.clear(Fault[parameters["name"]])
            case "all-well":
                hub.faults.clear()
            case _:
                return self._buttons[action]
        return None

    def _known(self, activity_id: object) -> str:
        """Return the id of an activity that the hub has, or raise KeyError."""
        for activity in self._hub.config["activity"]:
            if activity["id"] == activity_id:
                return str(activity_id)
        raise KeyError(activity_id)


async def _file(request: web.Request) -> web.Response:
    """Serve one of the page's files."""
    name, kind = _FILES[request.path]
    text = await asyncio.to_thread((_HERE / name).read_text, "utf-8")
    return web.Response(
        text=text, content_type=kind, headers={"Cache-Control": "no-store"}
    )
