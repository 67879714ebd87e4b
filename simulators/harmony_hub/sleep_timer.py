"""The sleep timer, which turns everything off."""

import asyncio
from collections.abc import Callable

from .core import Core
from .messages import Link, Request


class SleepTimer:
    """Counts down on the event loop's clock."""

    def __init__(self, core: Core, ring: Callable[[], None]) -> None:
        """Start with no timer set; `ring` turns everything off."""
        self._core = core
        self._ring = ring
        self._last_id = 0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def left(self) -> float | None:
        """Return the seconds that are left, or None if no timer is set."""
        if self._timer is None:
            return None
        return max(0.0, self._timer.when() - asyncio.get_running_loop().time())

    def set(self, link: Link, request: Request) -> None:
        """Set the timer to `interval` seconds, or turn it off with -1; 0 is at once."""
        try:
            interval = float(request.params["interval"])
        except KeyError, TypeError, ValueError:
            self._core.answer(link, request, code=504, message="not enough arguments")
            return
        self.stop()
        if interval >= 0:
            self._last_id += 1
            self._core.sleep_timer_id = self._last_id
            self._timer = asyncio.get_running_loop().call_later(interval, self._due)
        self._core.answer(link, request, {"timerId": self._core.sleep_timer_id})
        self._core.send_digest()

    def tell(self, link: Link, request: Request) -> None:
        """Answer how many seconds a timer has left."""
        left, wanted = self.left, str(request.params.get("timerId"))
        if left is None or wanted != str(self._core.sleep_timer_id):
            self._core.answer(link, request, code=404, message="Timer not found")
        else:
            self._core.answer(link, request, {"interval": round(left)})

    def stop(self) -> None:
        """Forget the timer."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
        self._core.sleep_timer_id = -1

    def _due(self) -> None:
        self.stop()
        self._ring()
        self._core.send_digest()
