"""Home Assistant as a program of its own: started, waited for and stopped."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import os
from pathlib import Path
import sys

from .terminal import Trouble

#: Seconds that Home Assistant gets to stop by itself; it takes two or three.
STOP_TIME = 20.0

LAUNCHER = Path(__file__).with_name("launch.py")


class HomeAssistantProcess:
    """The running program; its chatter goes to a file beside its settings."""

    def __init__(self, process: asyncio.subprocess.Process, output: Path) -> None:
        """Take over a program that was just started."""
        self._process = process
        self._output = output

    def check(self) -> None:
        """Make sure that it still runs.

        Raises:
            Trouble: it ended by itself.
        """
        if self._process.returncode is None:
            return
        last_words = "\n    ".join(self._output.read_text().splitlines()[-12:])
        raise Trouble(
            f"Home Assistant stopped by itself. Its last words:\n\n    {last_words}",
            "if they do not tell, start over: scripts/demo --fresh",
        )

    async def ended(self) -> None:
        """Stay as long as it runs.

        Raises:
            Trouble: it ended by itself.
        """
        await self._process.wait()
        self.check()

    async def stop(self) -> None:
        """End it, gently at first."""
        if self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(STOP_TIME):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def home_assistant(
    config: Path, hub_url: str
) -> AsyncIterator[HomeAssistantProcess]:
    """Run Home Assistant on a folder of settings, in a world with one hub."""
    output = config.parent / "home-assistant.out"
    with output.open("wb") as sink:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            # Without the folder it is started from on the path: the integration is to be found as
            # Home Assistant finds it in any house, under custom_components of its settings.
            "-P",
            str(LAUNCHER),
            "--config",
            str(config),
            "--skip-pip",
            # Held open as long as we live: see the launcher.
            stdin=asyncio.subprocess.PIPE,
            env={**os.environ, "DEMO_HUB": hub_url},
            stdout=sink,
            stderr=asyncio.subprocess.STDOUT,
            # Ctrl-C is for the demo, which then stops its parts in order.
            start_new_session=True,
        )
    running = HomeAssistantProcess(process, output)
    try:
        yield running
    finally:
        await running.stop()
