"""The infrared that the hub sends: which key of which device, from when until when."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

#: So many keys are remembered.
_MEMORY = 5000


@dataclass(slots=True)
class Infrared:
    """A key that was sent. Times are the event loop's seconds; `ended` is None while it is down.

    `holds` counts the messages that kept it down, `via` is the transport of who pressed, and `let_go` is False
    where nobody released it and the hub gave up by itself.
    """

    device_id: str
    command: str
    began: float
    via: str
    ended: float | None = None
    holds: int = 0
    let_go: bool = True


class Blaster:
    """Sends keys, and lets go of those that nobody holds any more."""

    def __init__(self, watchdog: float, changed: Callable[[], None]) -> None:
        """Prepare; a key that is neither held nor released for `watchdog` seconds ends."""
        self.sent: list[Infrared] = []
        self._watchdog = watchdog
        self._changed = changed
        self._down: dict[tuple[str, str], tuple[Infrared, asyncio.TimerHandle]] = {}

    def press(self, device_id: str, command: str, via: str) -> None:
        """Begin to send a key; one that is down already ends and begins anew."""
        self.release(device_id, command)
        loop = asyncio.get_running_loop()
        key = Infrared(device_id, command, loop.time(), via)
        self.sent.append(key)
        del self.sent[:-_MEMORY]
        self._down[device_id, command] = key, self._wait(device_id, command)
        self._changed()

    def hold(self, device_id: str, command: str) -> None:
        """Go on sending a key; one that is not down stays up."""
        if found := self._down.get((device_id, command)):
            key, timer = found
            timer.cancel()
            key.holds += 1
            self._down[device_id, command] = key, self._wait(device_id, command)
            self._changed()

    def release(self, device_id: str, command: str, *, let_go: bool = True) -> None:
        """Stop sending a key; harmless for one that is not down."""
        if found := self._down.pop((device_id, command), None):
            key, timer = found
            timer.cancel()
            key.ended = asyncio.get_running_loop().time()
            key.let_go = let_go
            self._changed()

    def stop(self) -> None:
        """Stop sending anything, as without power."""
        for device_id, command in tuple(self._down):
            self.release(device_id, command, let_go=False)

    def _wait(self, device_id: str, command: str) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(
            self._watchdog, lambda: self.release(device_id, command, let_go=False)
        )
