"""Run the simulated account service by itself: `python -m simulators.logitech_account --help`."""

import argparse
import asyncio
from pathlib import Path
import signal
import ssl

from simulators.ready_file import write_ready_file

from .answers import Answer
from .service import SimulatedAccountService


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m simulators.logitech_account",
        description="Logitech's account service, which gave out login tokens for Harmony hubs.",
        epilog="Answers: "
        + " ".join(f"{one.name.lower()}: {one.value}" for one in Answer),
    )
    parser.add_argument(
        "--email", default="owner@example.com", help="the account's e-mail address"
    )
    parser.add_argument("--password", default="secret", help="the account's password")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument(
        "--port", type=int, default=0, help="the port to listen on; 0 takes one"
    )
    parser.add_argument(
        "--answer",
        type=str.upper,
        choices=[one.name for one in Answer],
        default=Answer.GOOD.name,
        help="what to answer",
    )
    parser.add_argument(
        "--certificate",
        type=Path,
        metavar="PATH",
        help="a PEM file with certificate and key, to speak HTTPS with",
    )
    parser.add_argument(
        "--ready-file",
        type=Path,
        metavar="PATH",
        help="where to write JSON once it is up",
    )
    return parser.parse_args(arguments)


async def run(options: argparse.Namespace) -> None:
    """Run until somebody says stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    context = None
    if options.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        await asyncio.to_thread(context.load_cert_chain, options.certificate)
    service = SimulatedAccountService(
        email=options.email,
        password=options.password,
        host=options.host,
        port=options.port,
        answer=Answer[options.answer],
        ssl_context=context,
    )
    async with service:
        if options.ready_file:
            await asyncio.to_thread(
                write_ready_file, options.ready_file, where(service)
            )
        print(f"Login tokens for {service.email} at {service.url}", flush=True)
        await stop.wait()


def where(service: SimulatedAccountService) -> dict[str, object]:
    """Say where everything is."""
    return {"host": service.host, "port": service.port, "url": service.url}


def main() -> None:
    """Run from the command line."""
    asyncio.run(run(parse()))


if __name__ == "__main__":
    main()
