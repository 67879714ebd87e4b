"""A bare XMPP client that sends what it is told and hides nothing that comes back."""

import asyncio
from base64 import b64encode
from dataclasses import dataclass, field
import json
import re
from typing import Self

HEADER = (
    "<stream:stream to='x.com' xmlns='jabber:client'"
    " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
)
DECLARATION = "<?xml version='1.0' encoding='iso-8859-1'?>"
FEATURES_END = "</stream:features>"
STREAM_END = "</stream:stream>"
CONFIG = "vnd.logitech.harmony/vnd.logitech.harmony.engine?config"
DIGEST = "vnd.logitech.connect/vnd.logitech.statedigest?get"
PAIR = "vnd.logitech.connect/vnd.logitech.pair"
PING = "vnd.logitech.connect/vnd.logitech.ping"
HOLD = "vnd.logitech.harmony/vnd.logitech.harmony.engine?holdAction"
START = "vnd.logitech.harmony/vnd.logitech.harmony.engine?startactivity"

_REPLY = re.compile(
    r'<iq/><iq id="(?P<id>[^"]*)" to="(?P<to>[^"]*)" type="get">'
    r"<oa xmlns='connect.logitech.com' mime='(?P<mime>[^']*)'"
    r" errorcode='(?P<code>[^']*)' errorstring='(?P<message>[^']*)'>"
    r"<!\[CDATA\[(?P<body>.*)\]\]></oa></iq>",
    re.DOTALL,
)
_EVENT = re.compile(
    r'<message from="HarmonyOne_Pop@qa1.com" to="(?P<to>[^"]*)">'
    r'<event xmlns="connect.logitech.com" type="(?P<type>[^"]*)">'
    r"<!\[CDATA\[(?P<body>.*)\]\]></event></message>",
    re.DOTALL,
)


@dataclass(frozen=True)
class Said:
    """A reply or an event as it stood on the wire."""

    fields: dict[str, str]

    def __getitem__(self, name: str) -> str:
        """Return one field."""
        return self.fields[name]

    @property
    def body(self) -> str:
        """Return what was inside."""
        return self.fields["body"].replace("]]]]><![CDATA[>", "]]>")

    @property
    def json(self):
        """Return what was inside, read as JSON."""
        return json.loads(self.body)

    @property
    def pairs(self) -> dict[str, str]:
        """Return what was inside, read as pairs whose values have no colon."""
        return dict(pair.split("=", 1) for pair in self.body.split(":"))


@dataclass
class RawClient:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    heard: bytearray = field(default_factory=bytearray)

    @classmethod
    async def connect(cls, host: str, port: int) -> Self:
        """Connect and say nothing yet."""
        return cls(*await asyncio.open_connection(host, port))

    def send(self, text: str) -> None:
        """Send text as it is."""
        self.writer.write(text.encode())

    def request(self, command: str, body: str = "", identity: str = "1") -> None:
        """Send a request."""
        self.send(
            f'<iq type="get" id="{identity}"><oa xmlns="connect.logitech.com"'
            f' mime="{command}">{body}</oa></iq>'
        )

    async def until(self, marker: str) -> str:
        """Return what is said up to and with a marker."""
        wanted = marker.encode()
        async with asyncio.timeout(20):
            while (found := self.heard.find(wanted)) < 0:
                data = await self.reader.read(1 << 16)
                assert data, f"the end, before {marker}, after {bytes(self.heard)!r}"
                self.heard += data
        end = found + len(wanted)
        said = self.heard[:end].decode(errors="surrogateescape")
        del self.heard[:end]
        return said

    async def rest(self) -> str:
        """Return what is said until the hub closes."""
        async with asyncio.timeout(20):
            while data := await self.reader.read(1 << 16):
                self.heard += data
        await self.close()
        return self.heard.decode()

    async def reply(self) -> Said:
        """Return the next reply, which has to come next."""
        return self._said(_REPLY, await self.until("</oa></iq>"))

    async def event(self) -> Said:
        """Return the next event, which has to come next."""
        return self._said(_EVENT, await self.until("</message>"))

    async def ask(self, command: str, body: str = "", identity: str = "1") -> Said:
        """Send a request and return its reply."""
        self.request(command, body, identity)
        return await self.reply()

    async def open(self) -> str:
        """Send a header and return what the hub says to it."""
        self.send(HEADER)
        return await self.until(FEATURES_END)

    async def authenticate(self, plain: str = "\0guest\0gatorade.") -> str:
        """Log in with a PLAIN message and return what the hub says to it."""
        payload = b64encode(plain.encode()).decode()
        self.send(
            "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
            f"{payload}</auth>"
        )
        return await self._verdict()

    async def login(self, plain: str = "\0guest\0gatorade.") -> None:
        """Open a stream and log in; nothing more is needed to ask for things."""
        await self.open()
        assert "<success" in await self.authenticate(plain)

    async def close(self) -> None:
        """Cut the connection."""
        self.writer.transport.abort()

    async def _verdict(self) -> str:
        said = await self.until(">")
        return said if said.endswith("/>") else said + await self.until("</failure>")

    @staticmethod
    def _said(pattern: re.Pattern[str], text: str) -> Said:
        match = pattern.fullmatch(text)
        assert match is not None, text
        return Said(match.groupdict())
