"""A demo that waits for a person, and a browser to be that person with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
import os
from pathlib import Path
import shutil
import signal
import socket
import subprocess
import sys
import time

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    expect,
    sync_playwright,
)
import pytest

from demo.__main__ import PORTS
from demo.log import complaints

REPOSITORY = Path(__file__).parents[2]
PICTURES = REPOSITORY / "docs" / "images"

#: Seconds that the demo gets to be ready for a person. It takes ten on a machine with nothing else to do.
START_TIME = 120
STOP_TIME = 30

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo and where to look at it."""

    home_assistant: str
    television: str
    room: str
    output: Path

    def wait_until_it_says(self, text: str, seconds: float = START_TIME) -> None:
        """Wait for a text on the demo's terminal."""
        deadline = time.monotonic() + seconds
        while text not in (said := self.output.read_text()):
            assert time.monotonic() < deadline, f"no {text!r} in:\n{said}"
            time.sleep(0.1)


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """Run a demo from nothing that leaves the pairing to the test; there can be one at a time."""
    port = free_ports(PORTS)
    output = folder / "terminal.txt"
    command = [sys.executable, "-m", "demo", "--by-hand", "--port", str(port)]
    with output.open("wb") as terminal:
        process = subprocess.Popen(
            [*command, "--state", str(folder / "state")],
            cwd=REPOSITORY,
            stdout=terminal,
            stderr=subprocess.STDOUT,
        )
    running = Demo(
        f"http://127.0.0.1:{port}",
        f"http://127.0.0.1:{port + 1}/",
        f"http://127.0.0.1:{port + 3}/",
        output,
    )
    try:
        running.wait_until_it_says("Now it is yours to pair")
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_TIME) == 0, output.read_text()
    assert complaints(folder / "state/config/home-assistant.log") == []


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """Start a demo for one test."""
    with running_demo(tmp_path) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the browser of this machine, or the one that Playwright brought."""
    path = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield browser
        browser.close()


@contextmanager
def unused_browser(chromium: Browser) -> Iterator[BrowserContext]:
    """Open a browser that was never used before."""
    with chromium.new_context(
        viewport={"width": 1280, "height": 800}, reduced_motion="reduce", locale="en-GB"
    ) as fresh:
        fresh.set_default_timeout(30_000)
        yield fresh


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Open a browser for one test."""
    with unused_browser(chromium) as fresh:
        yield fresh


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Open a tab for Home Assistant."""
    return context.new_page()


@pytest.fixture
def television(context: BrowserContext, demo: Demo) -> Page:
    """Open a tab that shows the television."""
    tab = context.new_page()
    tab.goto(demo.television)
    return tab


@pytest.fixture
def room(context: BrowserContext, demo: Demo) -> Page:
    """Open a tab that shows the hub and its room."""
    tab = context.new_page()
    tab.goto(demo.room)
    return tab


def discovered(page: Page, name: str) -> Locator:
    """Find our card of a discovered device; other integrations may have found it as well."""
    cards = page.locator("ha-config-flow-card", has_text=name)
    return cards.filter(has_text="Remote Bridge")


def picture(page: Page, name: str) -> None:
    """Take a picture for the README, if pictures are wanted; tests alone change no files."""
    if os.environ.get("REMOTE_BRIDGE_SCREENSHOTS"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.bring_to_front()
        page.wait_for_timeout(1000)
        page.screenshot(path=PICTURES / f"{name}.png")


def free_ports(count: int) -> int:
    """Find so many free ports in a row and return the first."""
    for first in range(18100, 19000, count):
        with probing(range(first, first + count)) as free:
            if free:
                return first
    raise AssertionError("no free ports")


@contextmanager
def probing(ports: range) -> Iterator[bool]:
    """Tell whether all of these ports can be had now."""
    probes = [socket.socket() for _ in ports]
    try:
        for probe, port in zip(probes, ports, strict=True):
            probe.bind(("127.0.0.1", port))
        yield True
    except OSError:
        yield False
    finally:
        for probe in probes:
            probe.close()
