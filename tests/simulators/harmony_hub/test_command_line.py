"""The simulated hub as a program."""

import asyncio
from collections.abc import AsyncGenerator
import json
from pathlib import Path
import signal
import sys

import pytest

from simulators.harmony_hub import configuration
from simulators.harmony_hub.__main__ import parse

ROOT = Path(__file__).parents[3]


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
    """A hub whose ports are free ones."""
    ready_file = tmp_path / "ready.json"
    config = tmp_path / "config.json"
    config.write_text(json.dumps(configuration.oddities()))
    ports = ("--port", "--xmpp-port", "--page-port", "--udp-port")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "simulators.harmony_hub", "--name", "Den"),
        *(word for port in ports for word in (port, "0")),
        *("--ssdp", "--remote-id", "24681357", "--pace", "instant"),
        *("--configuration", str(config), "--ready-file", str(ready_file)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    lines: list[str] = []
    async with asyncio.timeout(20):
        while not any("page" in line for line in lines):
            lines.append((await process.stdout.readline()).decode())
            assert lines[-1], await process.stderr.read()
    yield Program(process, json.loads(ready_file.read_text()), lines)
    if process.returncode is None:
        process.kill()
        await process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_program_says_where_it_is_and_stops_when_told(program, number) -> None:
    ready = program.ready
    assert set(ready) == {
        *("host", "port", "xmpp_port", "page_url", "remote_id", "name"),
    }
    assert (ready["host"], ready["name"]) == ("127.0.0.1", "Den")
    assert ready["remote_id"] == "24681357"
    assert f"{ready['host']}:{ready['port']}" in program.lines[0]
    assert str(ready["xmpp_port"]) in program.lines[0]
    assert ready["page_url"] in program.lines[1]
    assert await program.stop(number) == 0


async def test_program_answers_with_its_configuration(program, http) -> None:
    response = await http.get(f"{program.ready['page_url']}events")
    line = await response.content.readline()
    state = json.loads(line.removeprefix(b"data: "))
    odd = configuration.oddities()
    assert {one["id"] for one in state["devices"]} == {
        one["id"] for one in odd["device"]
    }
    response.close()


def test_options_have_sensible_defaults() -> None:
    options = parse([])
    assert (options.host, options.port, options.xmpp_port) == ("127.0.0.1", 8088, 5222)
    assert (options.udp_port, options.ssdp, options.remote_id) == (5224, None, None)
    assert (options.login, options.pace) == ("open", "real")
    assert options.configuration == configuration.living_room()


def test_ssdp_speaks_on_the_hosts_network_unless_told_otherwise() -> None:
    assert parse(["--ssdp", "--host", "127.0.0.9"]).ssdp == "127.0.0.9"
    assert parse(["--ssdp", "127.0.0.8"]).ssdp == "127.0.0.8"


def test_ports_can_be_off() -> None:
    options = parse(["--xmpp-port", "off", "--udp-port", "off"])
    assert (options.xmpp_port, options.udp_port) == (None, None)


def test_tokens_are_collected() -> None:
    options = parse(["--login", "token", "--token", "one", "--token", "two"])
    assert options.token == ["one", "two"]


@pytest.mark.parametrize("name", ["living-room", "oddities", "megabyte"])
def test_configurations_have_names(name) -> None:
    assert parse(["--configuration", name]).configuration["activity"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--remote-id", "12ab"], "not made of digits"),
        (["--host", "0.0.0.0", "--ssdp"], "nobody can connect"),
        (["--pace", "leisurely"], "invalid choice"),
        (["--login", "never"], "invalid choice"),
        (["--login", "token"], "nobody would get in"),
        (["--xmpp-port", "none"], "invalid"),
        (["--configuration", "no-such-file"], "no-such-file"),
        (["--configuration", "pyproject.toml"], "pyproject.toml"),
        (["--configuration", "hacs.json"], "no activity and device"),
    ],
)
def test_option_that_makes_no_sense_is_refused(
    capsys, monkeypatch, arguments, complaint
) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit):
        parse(arguments)
    assert complaint in capsys.readouterr().err
