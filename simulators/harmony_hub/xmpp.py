"""The hub's XMPP server: its port and who is connected to it."""

import asyncio
import socket

from simulators import sockets

from .core import Core
from .xmpp_connection import XmppConnection
from .xmpp_login import GUESTS, Doorkeeper, Login, TokenIssuer

#: Seconds after which a client that sends nothing is cut off without a word.
IDLE = 60.0


class XmppServer:
    """Serves one hub on a port that survives being closed and opened again."""

    def __init__(
        self,
        core: Core,
        *,
        login: Login = Login.OPEN,
        account: TokenIssuer | None = None,
        guests: frozenset[tuple[str, str]] = GUESTS,
        idle: float = IDLE,
    ) -> None:
        """Prepare a server. `guests` are the user names and passwords that Login.PAIR and TOKEN know."""
        self.doorkeeper = Doorkeeper(login, account, guests)
        self._core = core
        self._idle = idle
        self._server: asyncio.Server | None = None
        self._listener: socket.socket | None = None
        self._placeholder: socket.socket | None = None
        self._address = ("127.0.0.1", 0)
        self._connections: set[XmppConnection] = set()
        # Accepts connections and says nothing.
        self.silent = False

    async def start(self, host: str, port: int) -> int:
        """Listen on an address and return the port; 0 takes a free one."""
        await self._close_ports()
        self._listener = listener = sockets.bind(host, port)
        self._address = listener.getsockname()[:2]
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._accept, sock=listener)
        return self._address[1]

    async def refuse(self) -> None:
        """Cut everybody off and refuse connections; the port is kept for later."""
        await self._close_ports()
        self.drop_connections()
        self._placeholder = sockets.bind(*self._address)

    async def stop(self) -> None:
        """Close the port, and every stream in good order."""
        await self._close_ports()
        for connection in tuple(self._connections):
            connection.say_goodbye()

    def drop_connections(self) -> None:
        """Reset every connection, as power loss does."""
        for connection in tuple(self._connections):
            connection.drop()

    def forget_sessions(self) -> None:
        """Reset the hub to what it was when it left the factory: no identity is known any more."""
        self.doorkeeper.forget()
        self.drop_connections()

    def _accept(self) -> XmppConnection:
        connection = XmppConnection(
            self._core,
            self.doorkeeper,
            self._idle,
            silent=lambda: self.silent,
            lost=self._connections.discard,
        )
        self._connections.add(connection)
        return connection

    async def _close_ports(self) -> None:
        if self._listener is not None:
            listener, self._listener = self._listener, None
            await sockets.stop_accepting(listener)
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._placeholder is not None:
            self._placeholder.close()
            self._placeholder = None
