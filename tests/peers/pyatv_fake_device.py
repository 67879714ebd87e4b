"""A program that runs the fake Apple TV of pyatv's own tests, steered over HTTP.

It runs in a process of its own because pyatv's tests live in a package called `tests`, as ours do. The source
archive is unpacked by scripts/setup; nothing of it is copied here.
"""

import asyncio
from enum import Enum
from pathlib import Path
import sys
from types import ModuleType
from typing import Any


def _load(source: Path) -> ModuleType:
    sys.path.insert(0, str(source))
    # The package's own __init__ imports the fakes of every protocol, with requirements that nobody needs here.
    package = ModuleType("tests.fake_device")
    package.__path__ = [str(source / "tests" / "fake_device")]
    sys.modules["tests.fake_device"] = package
    from tests.fake_device import dmap

    return dmap


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


async def main(source: Path, guid: str, home_sharing_id: str) -> None:
    """Serve until killed; the first line printed is the port."""
    from aiohttp import web

    dmap = _load(source)
    state = dmap.FakeDmapState(home_sharing_id, guid, 55555)
    use_cases = dmap.FakeDmapUseCases(state)

    async def reset(_: web.Request) -> web.Response:
        """Make it as new; its count of keys decides what is an arrow and is never reset otherwise."""
        state.__init__(home_sharing_id, guid, 55555)
        return web.Response()

    async def use_case(request: web.Request) -> web.Response:
        """Call one of pyatv's use cases with the body's arguments."""
        arguments = await request.json()
        getattr(use_cases, request.match_info["name"])(**arguments)
        return web.Response()

    async def artwork(request: web.Request) -> web.Response:
        use_cases.change_artwork(await request.read(), "image/png")
        return web.Response()

    async def pair(request: web.Request) -> web.Response:
        """Play the Apple TV in pairing; an assertion that fails there is a 500 here."""
        arguments = await request.json()
        await state.perform_pairing(
            arguments["name"], arguments["code"], arguments["port"]
        )
        return web.Response()

    async def seen(_: web.Request) -> web.Response:
        return web.json_response(
            {
                "button": state.last_button_pressed,
                "width": state.last_artwork_width,
                "height": state.last_artwork_height,
                "playing": {
                    name: _plain(value)
                    for name, value in vars(state.playing).items()
                    if not isinstance(value, bytes)
                },
            }
        )

    app = web.Application()
    app.router.add_post("/-/use-case/{name}", use_case)
    app.router.add_post("/-/reset", reset)
    app.router.add_post("/-/artwork", artwork)
    app.router.add_post("/-/pair", pair)
    app.router.add_get("/-/seen", seen)
    service = dmap.FakeDmapService(state, app, asyncio.get_running_loop())
    runner = web.AppRunner(service.app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201 - the parent reads it
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
