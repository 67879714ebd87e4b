"""The demo's command line; scripts/demo is the way to it."""

import argparse
import asyncio
from contextlib import AsyncExitStack, suppress
from pathlib import Path
import signal
import socket
import sys

import aiohttp

from .api import Api
from .log import complaints
from .process import home_assistant
from .seed import seed
from .state import kept_in
from .story import Story
from .television import LOOPBACK, television
from .terminal import SEE_LOG, Terminal, Trouble

REPOSITORY = Path(__file__).parent.parent
DEFAULT_PORT = 8123
#: Two more are needed.
HIGHEST_PORT = 65533


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
    for wanted in (port, port + 1, port + 2):
        check_port(wanted)
    config = state / "config"
    log = config / "home-assistant.log"
    base, screen = f"http://{LOOPBACK}:{port}", f"http://{LOOPBACK}:{port + 1}/"

    terminal.say(f"{terminal.strong('Remote Bridge')}: the demo\n")
    async with AsyncExitStack() as stack:
        stack.enter_context(kept_in(state, fresh=options.fresh))
        seed(config, REPOSITORY, port=port, screen_url=screen)
        memory = state / "television.json"
        tv = await stack.enter_async_context(
            television(memory, port=port + 2, screen_port=port + 1)
        )
        process = await stack.enter_async_context(home_assistant(config))
        api = await stack.enter_async_context(Api.connect(base, process.check))
        try:
            await Story(api, tv, terminal, base).tell(by_hand=options.by_hand)
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

  To pair it yourself:  scripts/demo --fresh --by-hand
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
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, wanted))
        except OSError as error:
            raise Trouble(
                f"port {wanted} is in use ({error.strerror})",
                "stop what uses it, or choose another: scripts/demo --port 9123"
                " (the demo takes that port and the next two).",
            ) from None


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
