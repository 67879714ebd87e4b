"""The demo's command line; scripts/demo is the way to it."""

import argparse
import asyncio
from contextlib import AsyncExitStack, suppress
from pathlib import Path
import signal
import sys

import aiohttp

from .api import Api
from .hub import harmony_hub
from .log import complaints
from .loopback import LOOPBACK, is_free, place_for_hub
from .process import home_assistant
from .seed import seed
from .state import kept_in
from .story import Story
from .television import television
from .terminal import SEE_LOG, Terminal, Trouble

REPOSITORY = Path(__file__).parent.parent
DEFAULT_PORT = 8123
#: So many ports in a row are needed: for Home Assistant, the television's screen, the television, the hub's room,
#: and for the hub itself where it gets no address of its own.
PORTS = 6
HIGHEST_PORT = 65535 - PORTS


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="scripts/demo", add_help=False)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--by-hand", action="store_true")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--exit-after-story", action="store_true")
    parser.add_argument("--state", type=Path, default=REPOSITORY / ".demo")
    options = parser.parse_args(arguments)
    if not 1 <= options.port <= HIGHEST_PORT:
        parser.error(f"--port: choose one from 1 to {HIGHEST_PORT}")
    return options


async def run(options: argparse.Namespace, terminal: Terminal) -> None:
    """Start everything, tell the story, and stay until somebody says stop."""
    port, state = options.port, options.state.resolve()
    for wanted in range(port, port + PORTS):
        check_port(wanted)
    config = state / "config"
    log = config / "home-assistant.log"
    base, screen = f"http://{LOOPBACK}:{port}", f"http://{LOOPBACK}:{port + 1}/"
    room = f"http://{LOOPBACK}:{port + 3}/"

    terminal.say(f"{terminal.strong('Remote Bridge')}: the demo\n")
    async with AsyncExitStack() as stack:
        stack.enter_context(kept_in(state, fresh=options.fresh))
        seed(config, REPOSITORY, port=port, screen_url=screen, room_url=room)
        memory = state / "television.json"
        tv = await stack.enter_async_context(
            television(memory, port=port + 2, screen_port=port + 1)
        )
        hub = await stack.enter_async_context(
            harmony_hub(
                state / "hub.json",
                place_for_hub(fallback_port=port + 4),
                page_port=port + 3,
            )
        )
        hub_url = f"http://{hub.host}:{hub.port}/"
        process = await stack.enter_async_context(home_assistant(config, hub_url))
        api = await stack.enter_async_context(Api.connect(base, process.check))
        try:
            await Story(api, tv, hub, terminal, base).tell(by_hand=options.by_hand)
        except Trouble as trouble:
            trouble.log = complaints(log)
            raise
        except aiohttp.ClientError as error:
            lost = f"Home Assistant went away ({error})"
            raise Trouble(lost, SEE_LOG, complaints(log)) from error
        if not options.exit_after_story:
            terminal.say(f"""
  {terminal.strong("Home Assistant")}  {base}
  {terminal.strong("The television")}  {screen}
  {terminal.strong("The hub's room")}  {room}

  To set them up yourself:  scripts/demo --fresh --by-hand
  Home Assistant's log: {_short(log)}

  Ctrl-C stops everything.""")
            await process.ended()
    if found := complaints(log):
        what = "all went well, but Home Assistant complained"
        raise Trouble(what, f"read {_short(log)}", found)
    terminal.done("Home Assistant's log is clean")


def check_port(wanted: int) -> None:
    """Make sure that a port is free.

    Raises:
        Trouble: it is not.
    """
    if not is_free(LOOPBACK, wanted):
        raise Trouble(
            f"port {wanted} is in use",
            "stop what uses it, or choose another: scripts/demo --port 9123"
            f" (the demo takes that port and the next {PORTS - 1}).",
        )


def _short(path: Path) -> Path:
    return path.relative_to(REPOSITORY) if path.is_relative_to(REPOSITORY) else path


async def until_stopped(options: argparse.Namespace, terminal: Terminal) -> None:
    """Run, and end in order when a person or a system says so."""
    running = asyncio.current_task()
    assert running is not None

    def stop() -> None:
        terminal.say("\n  Stopping…")
        running.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    await run(options, terminal)


def main() -> int:
    """Run from the command line; 0 when all went well or somebody stopped it."""
    options, terminal = parse(), Terminal()
    try:
        with suppress(asyncio.CancelledError):
            asyncio.run(until_stopped(options, terminal))
    except Trouble as trouble:
        terminal.failed(trouble)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
