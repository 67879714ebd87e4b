"""A reader of XMPP streams that forgives what the hub forgives."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
import re

#: A client's longest stanza is an action of a few hundred characters.
MAX_STANZA = 1 << 18
MAX_DEPTH = 32

# Quoted values may hold angle brackets; every alternative begins differently, so nothing is tried twice.
_TAG = re.compile(r"""<(?:[^<>'"]|'[^']*'|"[^"]*")*>""")
_NAME = re.compile(r"</?\s*([^\s/<>]+)")
_ATTRIBUTE = re.compile(r"""([^\s=/<>'"]+)\s*=\s*(?:'([^']*)'|"([^"]*)")""")

#: What is not a tag: how it begins and how it ends.
_SECTIONS = (("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>"), ("<!", ">"))


class StreamViolation(Exception):
    """The stream is longer or deeper than any client's would be; `condition` is RFC 6120's word."""

    def __init__(self, condition: str) -> None:
        """Keep the condition to name in the stream error."""
        super().__init__(condition)
        self.condition = condition


@dataclass(slots=True)
class Element:
    """An element with its text in one piece; names are without prefix."""

    name: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def child(self, name: str) -> Element | None:
        """Return the first child of a name."""
        return next((child for child in self.children if child.name == name), None)


@dataclass(frozen=True, slots=True)
class StreamStart:
    """A stream header: the first, or one that restarts the stream."""

    attributes: dict[str, str]


@dataclass(frozen=True, slots=True)
class StreamEnd:
    """The end of the stream."""


type Item = StreamStart | StreamEnd | Element


class StreamReader:
    """Cuts bytes into stream headers, stanzas and the end of the stream.

    Bytes may come in any pieces. Duplicate attributes, which aioharmony sends, are no error: the last
    one that is not empty counts.
    """

    def __init__(self) -> None:
        """Start before the first byte."""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pending = ""
        self._open: list[Element] = []
        self._length = 0

    def feed(self, data: bytes) -> Iterator[Item]:
        """Take bytes and yield what is complete.

        Raises:
            StreamViolation: a stanza exceeds `MAX_STANZA` characters or `MAX_DEPTH` levels.
        """
        self._pending += self._decoder.decode(data)
        while (token := self._take()) is not None:
            if (item := self._place(token)) is not None:
                self._length = 0
                yield item

    def _take(self) -> str | None:
        """Cut off the next token: a tag, a section, or text up to one; None if it is incomplete."""
        end = self._end_of_token()
        taken = len(self._pending) if end is None else end
        if self._length + taken > MAX_STANZA:
            raise StreamViolation("policy-violation")
        if end is None:
            return None
        token, self._pending = self._pending[:end], self._pending[end:]
        if self._open or token.startswith("<"):
            self._length += end
        return token

    def _end_of_token(self) -> int | None:
        """Find where the next token ends; whitespace between stanzas ends at once."""
        pending = self._pending
        if not pending.startswith("<"):
            end = pending.find("<")
            if end < 0:
                return len(pending) or None if not self._open else None
            return end
        for begin, finish in _SECTIONS:
            if pending.startswith(begin):
                end = pending.find(finish, len(begin))
                return None if end < 0 else end + len(finish)
            if begin.startswith(pending):
                return None
        tag = _TAG.match(pending)
        return None if tag is None else tag.end()

    def _place(self, token: str) -> Item | None:
        """Put a token where it belongs and return what is complete with it."""
        if not token.startswith("<"):
            self._say(unescape(token))
            return None
        if token.startswith("<![CDATA["):
            self._say(token[9:-3])
            return None
        if token.startswith(("<!", "<?")):
            return None
        if token.startswith("</"):
            return self._close() if self._open else StreamEnd()
        return self._begin(token)

    def _say(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text

    def _begin(self, tag: str) -> Item | None:
        named = _NAME.match(tag)
        name = named[1].rpartition(":")[2] if named else ""
        attributes: dict[str, str] = {}
        for key, single, double in _ATTRIBUTE.findall(tag, named.end() if named else 0):
            attributes[key] = unescape(single or double) or attributes.get(key, "")
        if name == "stream" and not self._open:
            return StreamStart(attributes)
        if len(self._open) >= MAX_DEPTH:
            raise StreamViolation("policy-violation")
        element = Element(name, attributes)
        if self._open:
            self._open[-1].children.append(element)
        self._open.append(element)
        return self._close() if tag.endswith("/>") else None

    def _close(self) -> Item | None:
        element = self._open.pop()
        return None if self._open else element
