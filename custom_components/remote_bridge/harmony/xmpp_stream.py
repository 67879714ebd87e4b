"""The XML stream to a hub: slixmpp, made to bear what hubs say, and to leave nothing behind.

Whoever imports this imports slixmpp, which takes a third of a second: not in the event loop, please.
"""

import asyncio
import codecs
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
import ssl
from typing import Any, Final, override
from xml.etree import ElementTree as ET

from slixmpp import ClientXMPP

from .body import encode
from .codes import Code
from .exceptions import (
    ConnectionFailed,
    HarmonyError,
    NobodyListens,
    ProtocolError,
    TooManyClients,
)
from .messages import Request
from .reading import MAX_MESSAGE, short_text
from .xmpp_login import Login, LoginRefused

# Stream, stanza, `oa`: no hub needs more than five levels.
MAX_DEPTH: Final = 32
# Before the first stanza of a stream stand a declaration and a header, and nothing else.
_MAX_PROLOGUE: Final = 4096
# How many characters of one stanza may be looked at again.
_MAX_SCANNED: Final = 64 * MAX_MESSAGE
# So much may wait to be sent: a hub that reads nothing has died.
_MAX_UNSENT: Final = 256 * 1024

_CLIENT: Final = "jabber:client"
_LOGITECH: Final = "connect.logitech.com"
_SASL: Final = "{urn:ietf:params:xml:ns:xmpp-sasl}"

# What Home Assistant's own XMPP integration may do with slixmpp is none of a hub's business, and the other features
# that a client has by itself (TLS, session, roster) are not known to hubs.
_PLUGINS: Final = {"feature_mechanisms", "feature_bind"}


@dataclass(frozen=True, slots=True)
class Heard:
    """What came in a stanza, its body unread. An event has no id, a reply has one; `name` is command or type."""

    id: str | None
    name: str
    code: Code
    message: str
    body: str


class HubStream(ClientXMPP):
    """One stream, from the connection to its end; used once.

    `on_heard` gets every reply and event, `on_end` hears once that a stream that was entered has ended without our
    finishing it.
    """

    def __init__(
        self,
        login: Login,
        *,
        on_heard: Callable[[Heard], None],
        on_end: Callable[[HarmonyError], None],
    ) -> None:
        """Prepare; nothing is sent before `enter`."""
        self._on_heard = on_heard
        self._on_end = on_end
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._size = self._scanned = 0
        self._prologue = ""
        self._entered = False
        self._finishing = False
        self._failure: HarmonyError | None = None
        self._settled = asyncio.Event()
        self._gone = asyncio.Event()
        self._work: set[asyncio.Future[Any]] = set()
        super().__init__(
            f"{login.user.partition('@')[0]}@{login.host}/{login.resource}",
            login.password,
            plugin_config={
                "feature_mechanisms": {"use_mech": "PLAIN", "unencrypted_plain": True}
            },
            # Its own would read the system's certificates from disk, in the event loop, for TLS that hubs do not have.
            ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            loop=asyncio.get_running_loop(),
        )
        self.credentials["username"] = login.user
        self.enable_plaintext = True
        self.enable_starttls = False
        self.enable_direct_tls = False
        # Whitespace is no question that a dead hub would leave unanswered.
        self.del_event_handler("session_start", self._start_keepalive)
        self.add_event_handler("connection_failed", self._not_connected)
        self.add_event_handler("stream_negotiated", self._negotiated)

    async def enter(self, host: str, port: int) -> None:
        """Connect and log in.

        Raises LoginRefused, ConnectionFailed, NobodyListens, TooManyClients and ProtocolError. It has no limit of its
        own; cancelled or failed, it leaves nothing open.
        """
        try:
            self._work.add(self.connect(host, port))
            await self._settled.wait()
        except BaseException:
            self._failure = self._failure or ConnectionFailed("Given up")
            self.drop()
            raise
        if self._failure is not None:
            self.drop()
            raise self._failure
        self._entered = True

    def ask(self, request_id: str, request: Request) -> None:
        """Send a request; raises ConnectionFailed."""
        if self.transport is None or self.transport.is_closing():
            raise ConnectionFailed("The connection is closed")
        if self.transport.get_write_buffer_size() > _MAX_UNSENT:
            raise ConnectionFailed("The hub does not read any more")
        # Qualified by its namespace: added as an attribute it would stand there twice.
        oa = ET.Element(f"{{{_LOGITECH}}}oa", mime=request.command)
        oa.text = _writable(encode(request.params))
        iq = self.Iq()
        iq["type"] = "get"
        iq["id"] = request_id
        iq.xml.append(oa)
        # Not by its queue: the system has it when this returns.
        self.send_raw(str(iq))

    def fail(self, error: HarmonyError) -> None:
        """End the connection at once for a reason; the first one counts."""
        if self._failure is None:
            self._failure = error
        self._settled.set()
        self.cancel_connection_attempt()
        self.abort()

    async def finish(self, within: float) -> None:
        """End the stream in good order, or in so many seconds the hard way: half-open ones count for the hub."""
        self._finishing = True
        try:
            if self.transport is not None:
                self.send_raw(self.stream_footer)
                with suppress(TimeoutError):
                    async with asyncio.timeout(within):
                        await self._gone.wait()
        finally:
            self.drop()
        if self._work:
            await asyncio.wait(self._work)

    def drop(self) -> None:
        """Cut the connection and give up what is under way."""
        self.cancel_connection_attempt()
        self.abort()
        for name in tuple(self.scheduled_events):
            self.cancel_schedule(name)
        if self._run_out_filters is not None:
            self._work.add(self._run_out_filters)
        for work in self._work:
            work.cancel()

    def hold(self, held: bool) -> None:
        """Read nothing for a while, or go on."""
        if self.transport is None or self.transport.is_closing():
            return
        if held:
            self.transport.pause_reading()
        else:
            self.transport.resume_reading()

    # ── What slixmpp calls ────────────────────────────────────────────────────

    @override
    def register_plugin(
        self, plugin: str, pconfig: dict[str, Any] | None = None, module: Any = None
    ) -> None:
        """Leave out what hubs do not know."""
        if plugin in _PLUGINS:
            super().register_plugin(plugin, pconfig, module)

    @override
    def start_stream_handler(self, xml: ET.Element) -> None:
        """Bear a header without a version, as new firmware sends it; slixmpp would warn the user each time."""

    @override
    def send_raw(self, data: str | bytes) -> None:
        """Send; slixmpp's own would log it, the login too, and raise once the hub has gone."""
        if self.transport is not None:
            self.transport.write(data.encode() if isinstance(data, str) else data)

    @override
    def init_parser(self) -> None:
        """Start over, at the beginning and after the login."""
        super().init_parser()
        self._prologue = ""

    @override
    def data_received(self, data: bytes | str) -> None:
        """Read what came.

        In place of slixmpp's own, which believes the declaration of iso-8859-1 where hubs send UTF-8, bears any size
        and depth, and logs whatever it cannot read. Text in place of bytes overrules the declaration.
        """
        text = data if isinstance(data, str) else self._decoder.decode(data)
        self._size += len(text)
        if self._size > MAX_MESSAGE:
            self.fail(ProtocolError("The hub sent a stanza that is too long"))
        elif self._bears_prologue(text):
            try:
                self._read(text)
            except ET.ParseError:
                self.fail(ProtocolError("The hub sent something that is no XML"))

    @override
    def connection_lost(self, exception: BaseException | None) -> None:
        """Hear that the connection has ended, whoever ended it."""
        super().connection_lost(exception)
        if self._failure is None:
            self._failure = ConnectionFailed("The hub closed the connection")
        self._settled.set()
        self._gone.set()
        self.drop()
        if self._entered and not self._finishing:
            self._finishing = True
            self._on_end(self._failure)

    @override
    def disconnect(
        self,
        wait: float = 2.0,
        reason: str | None = None,
        ignore_send_queue: bool = False,
    ) -> asyncio.Future[None]:
        """Hear that slixmpp gives up; its own would leave a task behind that nobody waits for."""
        self.fail(ConnectionFailed("The login did not work"))
        done = self.loop.create_future()
        done.set_result(None)
        return done

    # ── The login ─────────────────────────────────────────────────────────────

    def _not_connected(self, error: object) -> None:
        # Once is enough: whoever wants to try again decides when.
        if isinstance(error, ConnectionRefusedError):
            self.fail(NobodyListens("Nothing listens there"))
        else:
            self.fail(ConnectionFailed("No connection"))

    def _negotiate(self, features: ET.Element) -> None:
        """Do what the hub offers: log in, and afterwards take an address."""
        if self._settled.is_set():
            return
        offered = {one.text for one in features.iterfind(f".//{_SASL}mechanism")}
        if not self.authenticated and "PLAIN" not in offered:
            self.fail(ProtocolError("The hub offers no login that is known"))
            return
        # A task of ours: slixmpp's is nobody's, and waits for ever for a hub that gives no address.
        stanza = self._build_stanza(features)
        work = self.loop.create_task(self._handle_stream_features(stanza))  # type: ignore[arg-type] # slixmpp declares a class of its own, and takes any stanza
        self._work.add(work)
        work.add_done_callback(self._work.discard)

    def _negotiated(self, _: object) -> None:
        if self.authenticated:
            self._settled.set()

    def _logged_in(self, success: ET.Element) -> None:
        mechanism = self.plugin["feature_mechanisms"].mech
        if mechanism is not None and not self.authenticated:
            # Nothing that the hub could say along with it matters.
            success.text = None
            self._spawn_event(success)

    def _answered(self, iq: ET.Element) -> None:
        """Take any answer for an address: hubs give one that is none, and do without."""
        if self._settled.is_set() or iq.get("type") not in {"result", "error"}:
            return
        attributes = {"type": "result", "id": iq.get("id", "")}
        self._spawn_event(ET.Element(f"{{{_CLIENT}}}iq", attributes))

    # ── Stanzas ───────────────────────────────────────────────────────────────

    def _bears_prologue(self, text: str) -> bool:
        """Refuse a document type, with which a few bytes could become gigabytes; XML allows it only here."""
        if self.xml_depth > 0:
            return True
        self._prologue += text
        if "<!" in self._prologue or len(self._prologue) > _MAX_PROLOGUE:
            self.fail(ProtocolError("The hub did not begin with a stream"))
            return False
        return True

    def _read(self, text: str) -> None:
        parser = self.parser
        if parser is None:
            return
        parser.feed(text)
        if ">" in text and self._scanned < _MAX_SCANNED:
            # Expat puts off what came in small pieces until more comes, which may be never; whoever sends a token in
            # very many pieces only to have it scanned again and again is left to that.
            self._scanned += self._size
            parser.flush()
        for item in parser.read_events():
            kind, element = item[0], item[-1]
            if not isinstance(element, ET.Element):
                continue
            if kind == "start":
                self._begin(element)
            else:
                self._end(element)
            # The login starts a new stream, and a failure ends this one.
            if self.parser is not parser or self._failure is not None:
                return

    def _begin(self, element: ET.Element) -> None:
        if self.xml_depth == 0:
            self.xml_root = element
        self.xml_depth += 1
        if self.xml_depth > MAX_DEPTH:
            self.fail(ProtocolError("The hub sent a stanza that is too deep"))

    def _end(self, element: ET.Element) -> None:
        self.xml_depth -= 1
        if self.xml_depth == 0:
            self.fail(ConnectionFailed("The hub ended the stream"))
        elif self.xml_depth == 1:
            self._size = self._scanned = 0
            self._take(element)
            if self.xml_root is not None:
                # Or it would hold all that ever came.
                self.xml_root.clear()

    def _take(self, stanza: ET.Element) -> None:
        match stanza.tag.rpartition("}")[2]:
            case "iq":
                if (oa := stanza.find("{*}oa")) is None:
                    self._answered(stanza)
                elif (identity := stanza.get("id")) is not None:
                    self._hear(oa, identity, oa.get("mime"))
            case "message":
                # Firmware 4.14.123 puts another message around it.
                if (event := stanza.find(".//{*}event")) is not None:
                    self._hear(event, None, event.get("type"))
            case "features":
                self._negotiate(stanza)
            case "success":
                self._logged_in(stanza)
            case "failure":
                self.fail(LoginRefused("The hub refused the login"))
            case "error":
                self.fail(_stream_error(stanza))
            # Everything else means nothing, and above all needs no answer.

    def _hear(self, element: ET.Element, identity: str | None, name: Any) -> None:
        self._on_heard(
            Heard(
                id=identity,
                name=short_text(name),
                code=Code.read(element.get("errorcode")),
                message=short_text(element.get("errorstring")),
                body=element.text or "",
            )
        )


def _stream_error(stanza: ET.Element) -> HarmonyError:
    if "MAX_CLIENTS" in ET.tostring(stanza, "unicode", "text"):
        return TooManyClients("The hub has as many clients as it takes")
    condition = next((one.tag.rpartition("}")[2] for one in stanza), "")
    return ConnectionFailed(f"The hub ended the stream: {short_text(condition)}")


def _writable(text: str) -> str:
    """Leave out what XML cannot say: control characters, and halves of emoji."""
    if text.isprintable():
        return text
    allowed = (one for one in text if one >= " " or one in "\t\n\r")
    return "".join(allowed).encode("utf-8", "replace").decode()
