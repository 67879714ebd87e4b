"""The bytes that go out to one XMPP client."""

import asyncio
from collections import deque

from simulators import sockets

#: A client that reads nothing is cut off at so many bytes.
MAX_UNSENT = 64 << 20

#: Seconds between single bytes, or the network puts them together again; only the first so many bytes of
#: a connection get that much care, for a configuration would take minutes.
_PAUSE = 0.001
_CAREFUL = 1000

_FLOOD = b"x" * (64 << 10)


class Wire:
    """Writes to a connection without ever waiting, in order.

    `slow` has every byte sent by itself, in a turn of the event loop of its own at least.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        """Take over a connection that was just made."""
        self._transport = transport
        self._paused = False
        self._queue: deque[bytes] = deque()
        self._offset = 0
        self._careful = _CAREFUL
        self._close_when_empty = False
        self._flooding = False

    @property
    def gone(self) -> bool:
        """Tell whether nothing can be sent any more."""
        return self._close_when_empty or self._transport.is_closing()

    def send(self, data: bytes, *, slow: bool = False) -> None:
        """Send bytes; whoever reads nothing is cut off in the end."""
        if self.gone or self._flooding:
            return
        if self._queue or slow:
            if not self._queue:
                asyncio.get_running_loop().call_soon(self._send_byte)
            self._queue.append(data)
            return
        self._transport.write(data)
        if self._transport.get_write_buffer_size() > MAX_UNSENT:
            self.reset()

    def flood(self) -> None:
        """Send without end, as fast as the client reads, and nothing else any more."""
        if not self._flooding:
            self._flooding = True
            self._gush()

    def pause(self) -> None:
        """Hear that the client reads too slowly."""
        self._paused = True

    def resume(self) -> None:
        """Hear that the client has caught up."""
        self._paused = False
        if self._flooding:
            self._gush()

    def close(self) -> None:
        """Close once everything is sent."""
        if self._queue:
            self._close_when_empty = True
        else:
            self._transport.close()

    def reset(self) -> None:
        """Cut the connection at once."""
        self._queue.clear()
        sockets.reset(self._transport)

    def _send_byte(self) -> None:
        """Send the next byte of the queue, and see to the one after it."""
        if not self._queue or self._transport.is_closing():
            self._queue.clear()
            return
        data = self._queue[0]
        self._transport.write(data[self._offset : self._offset + 1])
        self._offset += 1
        if self._offset >= len(data):
            self._queue.popleft()
            self._offset = 0
        if self._queue:
            loop = asyncio.get_running_loop()
            self._careful -= 1
            if self._careful > 0:
                loop.call_later(_PAUSE, self._send_byte)
            else:
                loop.call_soon(self._send_byte)
        elif self._close_when_empty:
            self._transport.close()

    def _gush(self) -> None:
        """Send another piece of the flood, unless the client has enough, and see to the one after it."""
        while not (self.gone or self._paused):
            self._transport.write(_FLOOD)
