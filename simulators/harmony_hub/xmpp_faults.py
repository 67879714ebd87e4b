"""What faults do to the stream: headers that mislead, and stanzas that no client should fall over."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from simulators.fault_board import FaultBoard

from .faults import Fault
from .messages import Reply

_SCRAM = (
    "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
    "<mechanism>SCRAM-SHA-1</mechanism></mechanisms>"
)
_RUBBISH = (
    "<presence/><message/><nonsense xmlns='x'><iq/></nonsense>"
    "<iq id='r' type='result'/><iq type='get'><oa xmlns='connect.logitech.com'/></iq>"
    "<message><event xmlns='connect.logitech.com'/></message>"
)
#: A byte that is no UTF-8, in the clothes that Python gives it in text.
NO_UTF8 = "\udcff"

#: How often each entity of the bomb stands for the one before it.
_FACTOR = 10


@dataclass(frozen=True, slots=True)
class Spoilt:
    """What goes out in place of a stanza, and whether something that does not end or the end comes after it."""

    text: str
    flood: bool = False
    end: bool = False


def declares(faults: FaultBoard[Fault], *, first: bool) -> bool:
    """Tell whether a header has an XML declaration before it, which only the first should have."""
    if first:
        return faults.strike(Fault.XMPP_DECLARATION_MISSING) is None
    return faults.strike(Fault.XMPP_DECLARATION_REPEATED) is not None


def features(faults: FaultBoard[Fault], good: str) -> str:
    """Return what the hub says that it can do."""
    if faults.strike(Fault.XMPP_NO_FEATURES):
        return ""
    if faults.strike(Fault.XMPP_SCRAM_ONLY):
        return _SCRAM
    return good


def replies(faults: FaultBoard[Fault], reply: Reply) -> Iterator[Reply]:
    """Return what is said in place of a reply: it and others, to requests that nobody made."""
    if others := faults.strike(Fault.ANSWER_OTHERS):
        for number in range(others["copies"]):
            yield replace(reply, id=f"nobody-{number}")
    yield replace(reply, id="nobody") if faults.strike(Fault.WRONG_ID) else reply


def rubbish(faults: FaultBoard[Fault]) -> str:
    """Return stanzas that mean nothing, to go before a reply."""
    active = faults.strike(Fault.RUBBISH)
    return "" if active is None else _RUBBISH * active["copies"]


def spoil(faults: FaultBoard[Fault], stanza: str) -> Spoilt:
    """Return what goes out where a reply or an event should."""
    if bomb := faults.strike(Fault.XMPP_ENTITY_BOMB):
        return Spoilt(_entity_bomb(bomb["levels"]) + stanza)
    if deep := faults.strike(Fault.XMPP_DEEP_NESTING):
        depth = deep["depth"]
        return Spoilt("<message>" * depth + "</message>" * depth + stanza)
    if faults.strike(Fault.XMPP_NOT_WELL_FORMED):
        return Spoilt("<message><event a=1 a='2'></message>&<" + stanza)
    if faults.strike(Fault.XMPP_ENDLESS_STANZA):
        begin = "<message><event xmlns='connect.logitech.com'><![CDATA["
        return Spoilt(begin, flood=True)
    if error := faults.strike(Fault.XMPP_STREAM_ERROR):
        return Spoilt(stream_error(error["condition"]), end=True)
    return Spoilt(stanza)


def spoil_body(faults: FaultBoard[Fault], body: str) -> str:
    """Return what stands inside a reply or an event in place of its body."""
    if faults.strike(Fault.MALFORMED_JSON):
        return body[: len(body) // 2]
    if faults.strike(Fault.INVALID_UTF8):
        return body + NO_UTF8
    if deep := faults.strike(Fault.DEEP_JSON):
        depth: int = deep["depth"]
        return "[" * depth + "]" * depth
    if huge := faults.strike(Fault.HUGE_BODY):
        size: int = huge["size"]
        return '{"padding":"' + "x" * size + '"}'
    return body


def stream_error(condition: str, text: str = "") -> str:
    """Write a stream error and the end of the stream."""
    namespace = "urn:ietf:params:xml:ns:xmpp-streams"
    said = f"<text xmlns='{namespace}'>{text}</text>" if text else ""
    error = f"<stream:error><{condition} xmlns='{namespace}'/>{said}</stream:error>"
    return error + "</stream:stream>"


def wrap(faults: FaultBoard[Fault], event: str) -> str:
    """Put before an event what firmware 4.14.123 puts there.

    Nobody wrote down whether it is closed at once or the event is inside: the fault's `inside` says so.
    """
    wrapper = faults.strike(Fault.XMPP_MESSAGE_WRAPPER)
    if wrapper is None:
        return event
    begin = f'<message content-length="{len(event.encode())}"'
    return f"{begin}>{event}</message>" if wrapper["inside"] else f"{begin}/>{event}"


def encode(faults: FaultBoard[Fault], text: str) -> bytes:
    """Write text as UTF-8, whatever the declaration says; a fault has it as the declaration says."""
    if faults.look(Fault.XMPP_LATIN_1):
        return text.encode("iso-8859-1", "replace")
    return text.encode(errors="surrogateescape")


def _entity_bomb(levels: int) -> str:
    """Write a stanza of a few hundred bytes whose text is 10 ** `levels` letters long."""
    entities = '<!ENTITY e0 "x">' + "".join(
        f'<!ENTITY e{level} "{f"&e{level - 1};" * _FACTOR}">'
        for level in range(1, levels + 1)
    )
    return f"<!DOCTYPE bomb [{entities}]><message><event>&e{levels};</event></message>"
