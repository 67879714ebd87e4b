"""XMPP servers that say what a test wants, valid or not."""

import asyncio
import re
from typing import Self

HEADER = (
    "<stream:stream xmlns='jabber:client'"
    " xmlns:stream='http://etherx.jabber.org/streams'>"
)
PLAIN = (
    "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
    "<mechanism>PLAIN</mechanism></mechanisms></stream:features>"
)
BIND = (
    "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
    "</stream:features>"
)
SUCCESS = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"
FAILURE = "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"

_IQ = re.compile(r'<iq [^>]*id="(?P<id>[^"]*)".*?</iq>', re.DOTALL)
_MIME = re.compile(r'mime="[^"]*[./](?P<name>[^".]*)"')


class Server:
    """Listens on a free port; everybody is cut off in the end."""

    async def __aenter__(self) -> Self:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Cut everybody off."""
        self._server.close()
        self._server.abort_clients()
        await self._server.wait_closed()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        raise NotImplementedError


class Parrot(Server):
    """Says the same to everybody, whatever they say."""

    def __init__(self, said: bytes) -> None:
        """Say what to say."""
        self._said = said

    async def _serve(self, reader, writer):
        await reader.read(1000)
        writer.write(self._said)
        await reader.read()
        writer.close()


class Answering(Server):
    """Lets everybody in, and answers requests by their names: code, and body. What it does not know it ignores.

    `bind` is what it says to a wish for an address, with the id to be put in.
    """

    def __init__(
        self,
        answers: dict[str, tuple[str, str]],
        bind: str = "<iq id='{}' type='result'/>",
        features: str = BIND,
    ) -> None:
        """Say what to answer."""
        self._answers = answers
        self._bind = bind
        self._features = features
        self.asked: list[str] = []

    async def _serve(self, reader, writer):
        await reader.readuntil(b">")
        writer.write((HEADER + PLAIN).encode())
        await reader.readuntil(b"</auth>")
        writer.write(SUCCESS.encode())
        await reader.readuntil(b">")
        writer.write((HEADER + self._features).encode())
        pending = ""
        while chunk := await reader.read(10_000):
            pending += chunk.decode()
            while (iq := _IQ.search(pending)) is not None:
                pending = pending[iq.end() :]
                writer.write(self._answer(iq[0], iq["id"]).encode())
            if "</stream:stream>" in pending:
                break
        writer.close()

    def _answer(self, iq: str, identity: str) -> str:
        name = _MIME.search(iq)
        if name is None:
            return self._bind.format(identity)
        self.asked.append(name["name"])
        if name["name"] not in self._answers:
            return ""
        code, body = self._answers[name["name"]]
        return (
            f"<iq/><iq id='{identity}' type='get'><oa xmlns='connect.logitech.com'"
            f" errorcode='{code}' errorstring='x'><![CDATA[{body}]]></oa></iq>"
        )
