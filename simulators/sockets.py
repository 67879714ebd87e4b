"""What servers do with sockets that no framework does: refuse on purpose, and cut."""

import asyncio
import socket
import struct

#: Turns of the event loop: the connection is wrapped up, its protocol hears of it, and one to spare.
_ARRIVAL = 3


def bind(host: str, port: int) -> socket.socket:
    """Bind a TCP port without listening: connections are refused until somebody listens."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setblocking(False)
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound


async def stop_accepting(listener: socket.socket) -> None:
    """Let nobody in any more, and whoever was let in already arrive; to be called before a server is closed.

    Accepting takes asyncio two turns of its loop. It trips over a server that is closed in between, and whoever was
    on the way would stay connected to nobody.
    """
    asyncio.get_running_loop().remove_reader(listener)
    for _ in range(_ARRIVAL):
        await asyncio.sleep(0)


def reset(transport: asyncio.BaseTransport) -> None:
    """Close a connection with RST instead of FIN: lingering for zero seconds does that."""
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()
