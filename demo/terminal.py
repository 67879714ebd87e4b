"""What the demo says to the person who started it."""

from collections.abc import Sequence
import os
import sys
from textwrap import indent
import time


class Trouble(Exception):
    """Something that the person should know, with what to do about it."""

    def __init__(self, what: str, advice: str, log: Sequence[str] = ()) -> None:
        """Say what happened and what to do; `log` is what Home Assistant complained of by then."""
        super().__init__(what)
        self.what = what
        self.advice = advice
        self.log = log


#: Where to look when Home Assistant does not do what it should.
SEE_LOG = "see config/home-assistant.log in .demo; scripts/demo --fresh starts over."


class Terminal:
    """Prints one line for each thing that happened."""

    def __init__(self) -> None:
        """Start the clock."""
        self._began = time.monotonic()
        self._colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def say(self, text: str = "") -> None:
        """Print a line, or several."""
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def done(self, text: str) -> None:
        """Print what happened, with the seconds since the start."""
        mark = self._paint("32", "✓")
        seconds = f"{time.monotonic() - self._began:4.0f} s"
        self.say(f"  {mark} {self._paint('2', seconds)}  {text}")

    def failed(self, trouble: Trouble) -> None:
        """Print what went wrong."""
        self.say(f"\n  {self._paint('31', '✗')} {trouble.what}")
        if trouble.log:
            log = indent("\n".join(trouble.log), "    ")
            self.say(f"\n  Home Assistant's log:\n{log}")
        self.say(f"\n  What to do: {trouble.advice}\n")

    def strong(self, text: str) -> str:
        """Make a text stand out."""
        return self._paint("1", text)

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text
