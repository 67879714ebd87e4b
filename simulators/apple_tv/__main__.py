"""Run the simulated Apple TV by itself: `python -m simulators.apple_tv --help`."""

import argparse
import asyncio
from ipaddress import ip_address
from pathlib import Path
import signal

from zeroconf import IPVersion
from zeroconf.asyncio import AsyncZeroconf

from simulators.ready_file import write_ready_file

from .access import normalize_guid
from .catalogue import CATALOGUE
from .device import DEMO_HOME_SHARING_ID, SimulatedAppleTV


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m simulators.apple_tv",
        description="A simulated Apple TV 3, with a screen to look at in a browser.",
    )
    parser.add_argument("--name", default="Living Room", help="the name people see")
    parser.add_argument(
        "--service-name",
        default="61FBE455BD6E3BF2",
        metavar="HEX",
        help="its identity in mDNS: 16 hex digits",
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument(
        "--port", type=int, default=3689, help="the port to listen on; 0 takes one"
    )
    parser.add_argument(
        "--screen-port",
        type=int,
        default=3690,
        help="the port of its screen; 0 takes one",
    )
    parser.add_argument("--model", default="AppleTV3,2", help="the model identifier")
    parser.add_argument(
        "--home-sharing",
        nargs="?",
        const=DEMO_HOME_SHARING_ID,
        metavar="UUID",
        help="turn Home Sharing on, with this group or a made-up one",
    )
    parser.add_argument(
        "--interface",
        metavar="ADDRESS",
        help="the address whose network hears the announcements, and that they name"
        " (the host by default); 'none' announces nothing",
    )
    parser.add_argument(
        "--paired-guid",
        action="append",
        default=[],
        metavar="GUID",
        help="a remote to know from the start: 0x and 16 hex digits; may be repeated",
    )
    parser.add_argument(
        "--autoplay", choices=CATALOGUE, metavar="ITEM", help="what to play at once"
    )
    parser.add_argument(
        "--volume",
        action="store_true",
        help="have loudspeakers whose volume can be changed",
    )
    parser.add_argument(
        "--ready-file",
        type=Path,
        metavar="PATH",
        help="where to write JSON once it is up",
    )
    options = parser.parse_args(arguments)
    if ip_address(options.host).is_unspecified and options.interface is None:
        parser.error(
            "--interface: nobody can connect to the host, say what to announce"
        )
    for guid in options.paired_guid:
        if normalize_guid(guid) is None:
            parser.error(f"--paired-guid: {guid!r} is not 0x and 16 hex digits")
    return options


async def run(options: argparse.Namespace) -> None:
    """Run until somebody says stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    interface = options.interface or options.host
    zeroconf = None
    if interface != "none":
        zeroconf = AsyncZeroconf(interfaces=[interface], ip_version=IPVersion.V4Only)
    tv = SimulatedAppleTV(
        name=options.name,
        service_name=options.service_name,
        host=options.host,
        port=options.port,
        home_sharing_id=options.home_sharing,
        zeroconf=zeroconf,
        screen_port=options.screen_port,
        model=options.model,
        volume_controllable=options.volume,
        announced_address=None if interface == "none" else interface,
    )
    for guid in options.paired_guid:
        tv.authorize(guid)
    try:
        async with tv:
            if options.autoplay:
                tv.play(CATALOGUE[options.autoplay])
            announced = (
                "not announced" if zeroconf is None else f"announced on {interface}"
            )
            print(f"{tv.name} listens on {tv.host}:{tv.port}, {announced}.", flush=True)
            if options.ready_file:
                await asyncio.to_thread(write_ready_file, options.ready_file, where(tv))
            print(f"See its screen at {tv.screen_url}", flush=True)
            await stop.wait()
    finally:
        if zeroconf is not None:
            await zeroconf.async_close()


def where(tv: SimulatedAppleTV) -> dict[str, object]:
    """Say where everything is."""
    return {
        "host": tv.host,
        "port": tv.port,
        "screen_url": tv.screen_url,
        "service_name": tv.service_name,
    }


def main() -> None:
    """Run from the command line."""
    asyncio.run(run(parse()))


if __name__ == "__main__":
    main()
