"""What servers do with sockets that no framework does: refuse on purpose, and cut."""

import asyncio
import socket
import struct


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


def reset(transport: asyncio.BaseTransport) -> None:
    """Close a connection with RST instead of FIN: lingering for zero seconds does that."""
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()
