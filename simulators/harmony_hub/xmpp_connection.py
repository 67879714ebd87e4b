"""One XMPP client's connection, from the first header to the end of the stream."""

import asyncio
from collections.abc import Callable
from typing import override
from uuid import uuid4
from xml.sax.saxutils import escape

from .core import Core, TooManyClientsError, plain, version
from .faults import Fault
from .messages import Event, Link, Reply, Request
from .xmpp_faults import (
    declares,
    encode,
    features,
    replies,
    rubbish,
    spoil,
    spoil_body,
    stream_error,
    wrap,
)
from .xmpp_login import Doorkeeper, Standing
from .xmpp_reader import Element, StreamEnd, StreamReader, StreamStart, StreamViolation
from .xmpp_stanzas import (
    ACKNOWLEDGEMENT,
    encode_body,
    encode_event,
    encode_reply,
    quoted,
    request_in,
)
from .xmpp_wire import Wire

DECLARATION = "<?xml version='1.0' encoding='iso-8859-1'?>"
END_OF_STREAM = "</stream:stream>"
_SASL = "urn:ietf:params:xml:ns:xmpp-sasl"
_BIND = "urn:ietf:params:xml:ns:xmpp-bind"
# The hub misspells `ns`, so no library ever asks for a session.
_SESSION = "urn:ietf:params:xml:nx:xmpp-session"

#: What a guest may ask for where guests have to pair.
_FOR_GUESTS = {"pair", "ping"}

#: Firmware from here on leaves the version out of its headers.
_WITHOUT_VERSION = (4, 15, 250)
#: Firmware from here on says in its headers whom the client asked for.
_ECHOES_ADDRESS = (4,)


class XmppConnection(asyncio.Protocol, Link):
    """Speaks with one client; what it asks for goes to the core."""

    transport = "xmpp"

    def __init__(
        self,
        core: Core,
        doorkeeper: Doorkeeper,
        idle: float,
        *,
        silent: Callable[[], bool],
        lost: Callable[[XmppConnection], None],
    ) -> None:
        """Prepare for a client, who is cut off after `idle` seconds without a word.

        `silent` says whether the hub is deaf and mute; `lost` hears of the end of the connection.
        """
        self._core = core
        self._doorkeeper = doorkeeper
        self._idle = idle
        self._silent = silent
        self._lost = lost
        self._reader = StreamReader()
        self._wire: Wire | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._stream_id = uuid4().hex[:8]
        self._headers = 0
        self._standing = Standing.STRANGER
        self._name = "guest"
        self._too_many = False

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._wire = Wire(transport)
        self._start_timer()
        try:
            self._core.join(self)
        except TooManyClientsError:
            self._too_many = True

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._wire = None
        if self._timer is not None:
            self._timer.cancel()
        self._core.leave(self)
        self._lost(self)

    @override
    def data_received(self, data: bytes) -> None:
        self._start_timer()
        if self._deaf:
            return
        try:
            for item in self._reader.feed(data):
                self._take(item)
                if self._gone:
                    return
        except StreamViolation as violation:
            self._fail(violation.condition)

    @override
    def reply(self, reply: Reply) -> None:
        faults = self._core.faults
        self._write(rubbish(faults))
        for one in replies(faults, reply):
            body = spoil_body(faults, encode_body(one))
            self._write_stanza(ACKNOWLEDGEMENT + encode_reply(one, body, self._name))

    @override
    def event(self, event: Event) -> None:
        if self._standing is Standing.MEMBER:
            body = spoil_body(self._core.faults, encode_body(event))
            written = encode_event(event, body, self._name)
            self._write_stanza(wrap(self._core.faults, written))

    @override
    def drop(self) -> None:
        if self._wire is not None:
            self._wire.reset()

    @override
    def pause_writing(self) -> None:
        if self._wire is not None:
            self._wire.pause()

    @override
    def resume_writing(self) -> None:
        if self._wire is not None:
            self._wire.resume()

    def say_goodbye(self) -> None:
        """End the stream as the XMPP standard wants it, and close."""
        if self._headers:
            self._write(END_OF_STREAM)
        self._close()

    @property
    def _deaf(self) -> bool:
        """Tell whether nothing comes in or goes out, though connections stay open."""
        return self._silent() or self._core.faults.look(Fault.HALF_OPEN) is not None

    @property
    def _gone(self) -> bool:
        return self._wire is None or self._wire.gone

    def _start_timer(self) -> None:
        """Count the silence anew; only what the client sends breaks it."""
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._idle, self._cut_off)

    def _cut_off(self) -> None:
        """Close without a word, unless the hub is as good as dead."""
        if not self._deaf:
            self._close()

    def _take(self, item: StreamStart | StreamEnd | Element) -> None:
        match item:
            case StreamStart():
                self._greet(item.attributes.get("to", ""))
            case StreamEnd():
                self.say_goodbye()
            case Element(name="auth"):
                self._authenticate(item)
            case Element(name="iq"):
                self._answer(item)
            case _:
                pass  # Presence, messages and anything else do not trouble a hub.

    def _greet(self, address: str) -> None:
        """Answer a header, which starts the stream or restarts it, with ours and what is next."""
        firmware = version(self._core.firmware)
        ours = "" if firmware >= _WITHOUT_VERSION else " version='1.0'"
        sender = quoted(address) if firmware >= _ECHOES_ADDRESS else "''"
        header = (
            f"<stream:stream from={sender} id='{self._stream_id}'{ours}"
            " xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
        )
        if declares(self._core.faults, first=self._headers == 0):
            header = DECLARATION + header
        self._headers += 1
        if self._too_many:
            self._write(header)
            self._fail("resource-constraint", "MAX_CLIENTS=6")
            return
        if self._standing is Standing.STRANGER:
            offered = (
                f"<mechanisms xmlns='{_SASL}'><mechanism>PLAIN</mechanism></mechanisms>"
            )
        else:
            offered = f"<bind xmlns='{_BIND}'/><session xmlns='{_SESSION}'/>"
        offered = features(self._core.faults, offered)
        self._write(f"{header}<stream:features>{offered}</stream:features>")

    def _authenticate(self, auth: Element) -> None:
        if auth.attributes.get("mechanism") != "PLAIN":
            self._write(f"<failure xmlns='{_SASL}'><invalid-mechanism/></failure>")
            return
        self._standing, name = self._doorkeeper.admit(auth.text.strip())
        if self._standing is Standing.STRANGER:
            self._write(f"<failure xmlns='{_SASL}'><not-authorized/></failure>")
            return
        self._name = name
        self._write(f"<success xmlns='{_SASL}'/>")

    def _answer(self, iq: Element) -> None:
        """Answer what asks for something; errors and what nobody knows get no answer."""
        if iq.attributes.get("type") == "error":
            return
        if self._standing is Standing.STRANGER:
            self._fail("not-authorized")
        elif request := request_in(iq):
            self._handle(request)
        elif (bind := iq.child("bind")) is not None:
            self._bind(iq.attributes.get("id", ""), bind)
        elif iq.child("ping") is not None:
            identity = quoted(iq.attributes.get("id", ""))
            self._write(f"<iq id={identity} type='result'></iq>")

    def _handle(self, request: Request) -> None:
        """Pair here, which is XMPP's own business; the core does the rest."""
        command = plain(request.command)
        if command == "pair":
            self._core.record(self, request)
            about = {
                "uuid": self._core.uuid,
                "model": self._core.model,
                "name": self._core.name,
            }
            self.reply(self._doorkeeper.pair(request, about))
        elif self._standing is Standing.GUEST and command not in _FOR_GUESTS:
            self._core.record(self, request)
            # What hubs said to guests is not known; an error is the least that clients have to bear.
            self.reply(Reply(request.id, request.command, 401, "Unauthorized", None))
        else:
            self._core.handle(self, request)

    def _bind(self, identity: str, bind: Element) -> None:
        """Give the client its address, which has no domain."""
        resource = bind.child("resource")
        named = "gatorade" if resource is None else resource.text.strip()
        self._write(
            f"<iq id={quoted(identity)} type='result'><bind xmlns='{_BIND}'>"
            f"<jid>{escape(f'1111/{named}')}</jid></bind></iq>"
        )

    def _fail(self, condition: str, text: str = "") -> None:
        """End the stream with an error."""
        self._write(stream_error(condition, text))
        self._close()

    def _write_stanza(self, stanza: str) -> None:
        """Send a reply or an event, or what a fault makes of it."""
        spoilt = spoil(self._core.faults, stanza)
        self._write(spoilt.text)
        if spoilt.flood and self._wire is not None:
            self._wire.flood()
        if spoilt.end:
            self._close()

    def _write(self, text: str) -> None:
        faults = self._core.faults
        if self._wire is not None and not self._deaf:
            slow = faults.look(Fault.XMPP_ONE_BYTE_SEGMENTS) is not None
            self._wire.send(encode(faults, text), slow=slow)

    def _close(self) -> None:
        if self._wire is not None:
            self._wire.close()
