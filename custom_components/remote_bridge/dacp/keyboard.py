"""The on-screen keyboard: find out what is being asked, put text in, submit it."""

import asyncio
from dataclasses import dataclass
import re
from typing import Final

from .dmap import Container, Item, encode
from .exceptions import NoTextPrompt, SecureTextPrompt, TextTooLong
from .session import Session
from .timing import Timing
from .transport import read_reply

_UPDATE: Final = "controlpromptupdate"
_ENTRY: Final = "ctrl-int/1/controlpromptentry"

# `kKeybMsgKey_MessageType`, as decimal text.
_SHOWN, _CHANGED, _HIDDEN = "0", "1", "2"
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
# The device sends certificates and port numbers between prompts; more than a few of those is no conversation.
_MESSAGES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPrompt:
    """An open keyboard: what it is for, what is typed so far, and whether it is a secret."""

    session: str
    title: str
    text: str
    secure: bool
    max_characters: int | None = None


class Keyboard:
    """Types into whatever field the device shows."""

    def __init__(self, session: Session, timing: Timing) -> None:
        """Prepare; nothing is followed until somebody wants to type."""
        self._session = session
        self._timing = timing

    async def prompt(self) -> TextPrompt | None:
        """Return the field that is waiting for text, or None.

        There is no question for "is a keyboard open": the device is asked to send its prompt again, and says
        nothing if there is none.
        """
        await self._enter("PromptResendReq", "0")
        prompt_id = 0
        try:
            async with asyncio.timeout(self._timing.text_prompt):
                for _ in range(_MESSAGES):
                    body = await self._session.poll(_UPDATE, {"prompt-id": prompt_id})
                    reply = read_reply(body, "cmcp")
                    prompt_id = reply.integer("miid") or prompt_id + 1
                    message = _read_message(reply)
                    kind = message.get("kKeybMsgKey_MessageType")
                    if kind == _HIDDEN:
                        return None
                    if kind in (_SHOWN, _CHANGED):
                        return _read_prompt(message)
        except TimeoutError:
            return None
        return None

    async def enter(self, text: str, *, submit: bool) -> None:
        """Replace the field's text and, if wanted, submit it.

        Raises NoTextPrompt, SecureTextPrompt or TextTooLong before anything is typed.
        """
        prompt = await self.prompt()
        if prompt is None:
            raise NoTextPrompt("No keyboard is open on the Apple TV")
        if prompt.secure:
            raise SecureTextPrompt("Secret fields cannot be filled in by a remote")
        if prompt.max_characters is not None and len(text) > prompt.max_characters:
            raise TextTooLong(prompt.max_characters)
        await self._enter("PromptUpdate", prompt.session, text)
        if submit:
            await self._enter("PromptDone", prompt.session, text)

    async def _enter(self, command: str, session: str, text: str | None = None) -> None:
        items: list[Item] = [("cmbe", command), ("cmcc", session)]
        if text is not None:
            items.append(("cmte", text))
        await self._session.post(_ENTRY, {"prompt-id": 0}, encode(items))


def _read_message(reply: Container) -> dict[str, str]:
    """Read the key-value pairs of a prompt message; numbers are decimal text in this protocol."""
    entries = (entry for entry in reply.get_all("mdcl") if isinstance(entry, Container))
    return {
        key: entry.text("cmcv") or ""
        for entry in entries
        if (key := entry.text("cmce")) is not None
    }


def _read_prompt(message: dict[str, str]) -> TextPrompt:
    limit = message.get("kKeybMsgKey_MaxCharacters", "")
    secret = ("kKeybMsgKey_SecureText", "kKeybMsgKey_TextInputType")
    return TextPrompt(
        session=message.get("kKeybMsgKey_SessionID", "0"),
        title=message.get("kKeybMsgKey_Title", ""),
        text=message.get("kKeybMsgKey_String", ""),
        secure=any(message.get(key) == "1" for key in secret),
        # Zero is how a device says "no limit".
        max_characters=(int(limit) or None) if _NUMBER.fullmatch(limit) else None,
    )
