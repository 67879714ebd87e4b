"""Text, typed as a Bluetooth keyboard would: one USB usage after another."""

import asyncio
from typing import Final

from . import commands
from .exceptions import CannotType, CommandRejected, TextTooLong
from .exchange import Exchange
from .messages import Reply, Request
from .tasks import within
from .timing import Timing

# USB HID Usage Tables, section 10, keyboard page: from usage 0x04 on, without and with the shift key, on the layout
# of the United States, which is what devices take a keyboard for that says nothing else. Only what can be typed:
# blanks stand for keys that type nothing, and 0x32 repeats 0x31.
_PLAIN: Final = "abcdefghijklmnopqrstuvwxyz1234567890\n   " + " -=[]\\\\;'`,./"
_SHIFTED: Final = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()     _+{}||:"~<>?'
_FIRST: Final = 0x04
_SPACE: Final = 0x2C
# The code's first byte is the page, its last the usage. That the modifiers are in the third is a guess: nobody has
# published a capital letter. Where it is wrong a capital comes out small, on a screen that people look at.
_LEFT_SHIFT: Final = 0x02

MAX_TEXT: Final = 500


def _usages() -> dict[str, str]:
    """Return the code of each character: page, reserved, modifiers and usage, a byte each."""
    codes: dict[str, str] = {}
    for modifier, characters in ((0, _PLAIN), (_LEFT_SHIFT, _SHIFTED)):
        for usage, character in enumerate(characters, _FIRST):
            if character != " " or usage == _SPACE:
                codes.setdefault(character, f"0700{modifier:02X}{usage:02X}")
    return codes


_USAGES: Final = _usages()


def read_text_to_type(text: str) -> list[str]:
    """Return the codes of a text; raises TextTooLong, and CannotType for what no such keyboard has."""
    if len(text) > MAX_TEXT:
        raise TextTooLong(MAX_TEXT)
    if missing := sorted(set(text) - _USAGES.keys()):
        raise CannotType("".join(missing[:10]))
    return [_USAGES[character] for character in text]


class Keyboard:
    """Types on the devices of one hub; one text after another, for letters must not get mixed up."""

    def __init__(self, timing: Timing) -> None:
        """Prepare; nothing is sent."""
        self._timing = timing
        self._lock = asyncio.Lock()

    async def type(self, exchange: Exchange, device_id: str, codes: list[str]) -> None:
        """Type on a device; raises CommandRejected or ConnectionFailed, after which part of it may be there."""
        async with self._lock:
            await self._send(exchange, commands.set_keyboard(device_id))
            for code in codes:
                await self._send(exchange, commands.type_usage(code))

    async def _send(self, exchange: Exchange, request: Request) -> None:
        """Send something that firmwares may or may not answer, and wait for that as long as for a key."""
        replies: list[Reply] = []
        answered = asyncio.Event()

        def hear(reply: Reply) -> None:
            replies.append(reply)
            answered.set()

        with exchange.listening(hear) as request_id:
            await exchange.send(request_id, request)
            await within(answered, self._timing.refusal)
        for reply in replies:
            if reply.code.is_failure:
                raise CommandRejected(request.command, reply.code, reply.message)
