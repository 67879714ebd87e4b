"""Run the simulated hub by itself: `python -m simulators.harmony_hub --help`."""

import argparse
import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
import json
from pathlib import Path
import signal
from typing import Any

from simulators.ready_file import write_ready_file

from .configuration import living_room, megabyte, oddities
from .hub import SimulatedHub
from .pace import Pace
from .xmpp_login import Login

_CONFIGURATIONS: dict[str, Callable[[], dict[str, Any]]] = {
    "living-room": living_room,
    "oddities": oddities,
    "megabyte": megabyte,
}
_PACES = {"real": Pace.REAL, "instant": Pace.INSTANT}


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Stands for the account service, which may run elsewhere: the tokens that it gave out."""

    issued: list[str]


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m simulators.harmony_hub",
        description="A simulated Harmony hub, with a page to look at in a browser.",
    )
    parser.add_argument("--name", default="Living Room", help="the name people see")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument(
        "--port",
        type=int,
        default=8088,
        help="the port of HTTP and WebSocket; 0 takes one",
    )
    parser.add_argument(
        "--xmpp-port",
        type=_port_or_off,
        default=5222,
        metavar="PORT",
        help="the port of XMPP; 0 takes one, 'off' is how new firmware comes",
    )
    parser.add_argument(
        "--page-port", type=int, default=8089, help="the port of its page; 0 takes one"
    )
    parser.add_argument(
        "--udp-port",
        type=_port_or_off,
        default=5224,
        metavar="PORT",
        help="the port of the old discovery; 0 takes one, or 'off'",
    )
    parser.add_argument(
        "--ssdp",
        nargs="?",
        const="",
        metavar="ADDRESS",
        help="be found by SSDP on the interface with this address (the host by default)",
    )
    parser.add_argument(
        "--remote-id", metavar="DIGITS", help="its identity: digits, 8 or so"
    )
    parser.add_argument("--firmware", default="4.15.600", help="the firmware's version")
    parser.add_argument(
        "--login",
        choices=[login.name.lower() for login in Login],
        default="open",
        help="who is let in over XMPP",
    )
    parser.add_argument(
        "--token",
        action="append",
        default=[],
        help="what the account service gave out, for '--login token'; may be repeated",
    )
    parser.add_argument(
        "--pace",
        choices=_PACES,
        default="real",
        help="how long switching activities takes",
    )
    parser.add_argument(
        "--configuration",
        type=_configuration,
        default="living-room",
        metavar="NAME|FILE",
        help=f"what it controls: {', '.join(_CONFIGURATIONS)}, or a JSON file",
    )
    parser.add_argument(
        "--ready-file",
        type=Path,
        metavar="PATH",
        help="where to write JSON once it is up",
    )
    options = parser.parse_args(arguments)
    if options.remote_id is not None and not options.remote_id.isdecimal():
        parser.error(f"--remote-id: {options.remote_id!r} is not made of digits")
    if options.login == "token" and not options.token:
        parser.error("--login token: nobody would get in, say which --token is good")
    if options.ssdp == "":
        options.ssdp = options.host
    if options.ssdp is not None and ip_address(options.ssdp).is_unspecified:
        parser.error("--ssdp: nobody can connect to that address, name one")
    return options


def _port_or_off(text: str) -> int | None:
    """Read a port, or `off`."""
    return None if text == "off" else int(text)


def _configuration(text: str) -> dict[str, Any]:
    """Return a configuration by its name, or read it from a file."""
    make = _CONFIGURATIONS.get(text)
    if make is not None:
        return make()
    try:
        config = json.loads(Path(text).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{text}: {error}") from error
    if not isinstance(config, dict) or not {"activity", "device"} <= set(config):
        raise argparse.ArgumentTypeError(f"{text} has no activity and device in it")
    return config


async def run(options: argparse.Namespace) -> None:
    """Run until somebody says stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    identity = {} if options.remote_id is None else {"remote_id": options.remote_id}
    hub = SimulatedHub(
        name=options.name,
        host=options.host,
        port=options.port,
        xmpp_port=options.xmpp_port,
        page_port=options.page_port,
        ssdp=options.ssdp,
        udp_port=options.udp_port,
        config=options.configuration,
        firmware=options.firmware,
        login=Login[options.login.upper()],
        account=_Tokens(options.token),
        pace=_PACES[options.pace],
        **identity,
    )
    async with hub:
        also = [
            f"XMPP on {hub.xmpp_port}" if hub.xmpp_port else "no XMPP",
            f"SSDP on {options.ssdp}" if options.ssdp else "no SSDP",
        ]
        print(
            f"{hub.name} listens on {hub.host}:{hub.port}, {', '.join(also)}.",
            flush=True,
        )
        if options.ready_file:
            await asyncio.to_thread(write_ready_file, options.ready_file, where(hub))
        print(f"See its page at {hub.page_url}", flush=True)
        await stop.wait()


def where(hub: SimulatedHub) -> dict[str, object]:
    """Say where everything is."""
    return {
        "host": hub.host,
        "port": hub.port,
        "xmpp_port": hub.xmpp_port,
        "page_url": hub.page_url,
        "remote_id": hub.remote_id,
        "name": hub.name,
    }


def main() -> None:
    """Run from the command line."""
    asyncio.run(run(parse()))


if __name__ == "__main__":
    main()
