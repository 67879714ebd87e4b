"""The simulator as a program, and pyatv's scan of it."""

import asyncio
from collections.abc import AsyncGenerator
import json
from pathlib import Path
import secrets
import signal
import sys

import pytest

from simulators.apple_tv.__main__ import parse

from .conftest import GROUP

ROOT = Path(__file__).parents[3]


async def run(*arguments: str) -> asyncio.subprocess.Process:
    """Start a Python program from the root of the project."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


class Program:
    """The simulator in a process of its own."""

    def __init__(
        self, process: asyncio.subprocess.Process, ready: dict, lines: list[str]
    ) -> None:
        """Keep what it said when it was up."""
        self.process, self.ready, self.lines = process, ready, lines

    async def stop(self, number: int) -> int:
        """Send a signal and return the exit status."""
        self.process.send_signal(number)
        async with asyncio.timeout(5):
            _, errors = await self.process.communicate()
        assert errors == b""
        return self.process.returncode


@pytest.fixture
async def program(socket_enabled, tmp_path) -> AsyncGenerator[Program]:
    """A simulator on a loopback address that is nobody else's."""
    parts = secrets.token_bytes(2)
    address = f"127.77.{parts[0]}.{1 + parts[1] % 254}"
    ready_file = tmp_path / "ready.json"
    process = await run(
        *(
            "-m",
            "simulators.apple_tv",
            "--name",
            "Den",
            "--host",
            address,
            "--port",
            "0",
        ),
        *("--screen-port", "0", "--home-sharing", "--autoplay", "track_1"),
        *("--service-name", "00000000DEADBEEF", "--ready-file", str(ready_file)),
    )
    lines: list[str] = []
    async with asyncio.timeout(20):
        while not any("screen" in line for line in lines):
            lines.append((await process.stdout.readline()).decode())
            assert lines[-1], await process.stderr.read()
    started = Program(process, json.loads(ready_file.read_text()), lines)
    started.ready["address"] = address
    yield started
    if process.returncode is None:
        process.kill()
        await process.wait()


async def test_program_says_where_it_is_and_stops_when_told(program) -> None:
    ready = program.ready
    assert set(ready) == {"host", "port", "screen_url", "service_name", "address"}
    assert (ready["host"], ready["service_name"]) == (
        ready["address"],
        "00000000DEADBEEF",
    )
    assert f"{ready['host']}:{ready['port']}" in program.lines[0]
    assert ready["screen_url"] in program.lines[1]
    assert await program.stop(signal.SIGTERM) == 0


async def test_pyatv_finds_it_by_scanning(program) -> None:
    peer = await run(
        "tests/simulators/apple_tv/pyatv_peer.py", program.ready["address"]
    )
    output, errors = await peer.communicate()
    assert peer.returncode == 0, errors.decode()
    assert json.loads(output) == [
        {
            "name": "Den",
            "address": program.ready["address"],
            "identifier": "00000000DEADBEEF",
            "model": "Gen3",
            "services": [
                {
                    "protocol": "DMAP",
                    "port": program.ready["port"],
                    "credentials": GROUP,
                    "pairing": "Optional",
                }
            ],
        }
    ]
    assert await program.stop(signal.SIGINT) == 0


def test_options_have_sensible_defaults() -> None:
    options = parse([])
    assert (options.host, options.port, options.home_sharing) == (
        "127.0.0.1",
        3689,
        None,
    )
    assert parse(["--home-sharing"]).home_sharing == GROUP


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--paired-guid", "1"], "16 hex digits"),
        (["--host", "0.0.0.0"], "what to announce"),
        (["--autoplay", "silence"], "invalid choice"),
    ],
)
def test_option_that_makes_no_sense_is_refused(capsys, arguments, complaint) -> None:
    with pytest.raises(SystemExit):
        parse(arguments)
    assert complaint in capsys.readouterr().err
