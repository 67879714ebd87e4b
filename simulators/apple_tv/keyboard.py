"""The on-screen keyboard, and the prompt messages that tell remotes about it."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
import secrets

from . import dmap


class MessageType(IntEnum):
    """What a prompt message says (`kKeybMsgKey_MessageType`)."""

    BEGIN = 0
    UPDATE = 1
    END = 2


class KeyboardType(IntEnum):
    """Which keys a remote should offer (`kKeybMsgKey_KeyboardType`)."""

    STANDARD = 0
    URL = 3
    NUMBER_PAD = 4
    EMAIL = 7


@dataclass(slots=True)
class Keyboard:
    """A text field on the screen.

    `submitted` holds the text once somebody chose Done; `session_id` is what a remote has to echo.
    """

    title: str
    text: str = ""
    secure: bool = False
    kind: KeyboardType = KeyboardType.STANDARD
    sub_text: str = ""
    max_characters: int = 255
    session_id: int = field(default_factory=lambda: secrets.randbelow(9000) + 1000)
    submitted: str | None = None
    is_open: bool = True
    done: Callable[[str], None] | None = None

    @property
    def shown(self) -> str:
        """Show the text as the screen does: a secret as dots."""
        return "•" * len(self.text) if self.secure else self.text


class Prompts:
    """Opens and closes the keyboard and keeps the messages that remotes poll for."""

    #: Message ids begin above 1, which some remotes send to say "from the start".
    FIRST_ID = 2

    def __init__(self, changed: Callable[[], None]) -> None:
        """Start without a keyboard."""
        self._changed = changed
        self._messages: deque[tuple[int, bytes]] = deque(maxlen=32)
        self._next_id = self.FIRST_ID
        self.keyboard: Keyboard | None = None

    @property
    def open(self) -> Keyboard | None:
        """Return the keyboard on the screen, if there is one."""
        return (
            self.keyboard
            if self.keyboard is not None and self.keyboard.is_open
            else None
        )

    def show(self, keyboard: Keyboard) -> None:
        """Put a keyboard on the screen."""
        self.keyboard = keyboard
        self._tell(MessageType.BEGIN, keyboard)

    def type(self, text: str) -> None:
        """Replace the text on the device itself, of which remotes are told."""
        keyboard = self.open
        if keyboard is not None and keyboard.text != text[: keyboard.max_characters]:
            keyboard.text = text[: keyboard.max_characters]
            self._tell(MessageType.UPDATE, keyboard)

    def enter(self, text: str) -> None:
        """Replace the text on a remote's behalf, which knows it already."""
        keyboard = self.open
        if keyboard is not None:
            keyboard.text = text[: keyboard.max_characters]
            self._changed()

    def submit(self) -> None:
        """Close the keyboard with Done."""
        keyboard = self.open
        if keyboard is not None:
            keyboard.submitted = keyboard.text
            self._close(keyboard)
            if keyboard.done is not None:
                keyboard.done(keyboard.text)

    def cancel(self) -> None:
        """Take the keyboard off the screen; its text is gone."""
        keyboard = self.open
        if keyboard is not None:
            self._close(keyboard)
            self.keyboard = None

    def resend(self) -> None:
        """Tell every remote again what there is: a keyboard, or none."""
        keyboard = self.open
        if keyboard is None:
            self._tell(MessageType.END, Keyboard("", session_id=0))
        else:
            self._tell(MessageType.BEGIN, keyboard)

    def forget(self) -> None:
        """Start anew, as after a reboot."""
        self.keyboard = None
        self._messages.clear()
        self._next_id = self.FIRST_ID

    def message_for(self, prompt_id: int) -> bytes | None:
        """Find what a poll is to be answered with now; None means it has to wait.

        0 and 1 ask for the state now; any other number is the `miid` of the answer before.
        """
        if prompt_id < self.FIRST_ID or prompt_id > self._next_id:
            keyboard = self.open
            if keyboard is not None:
                return _message(MessageType.BEGIN, keyboard, self._next_id)
            return None
        return next(
            (body for number, body in self._messages if number >= prompt_id), None
        )

    def wait_id(self, prompt_id: int) -> int:
        """Tell the id of the message that a waiting poll is waiting for."""
        return (
            self._next_id
            if prompt_id < self.FIRST_ID
            else min(prompt_id, self._next_id)
        )

    def _close(self, keyboard: Keyboard) -> None:
        keyboard.is_open = False
        self._tell(MessageType.END, keyboard)

    def _tell(self, kind: MessageType, keyboard: Keyboard) -> None:
        """Queue a message and wake the polls."""
        number, self._next_id = self._next_id, self._next_id + 1
        self._messages.append((number, _message(kind, keyboard, self._next_id)))
        self._changed()


def _message(kind: MessageType, keyboard: Keyboard, next_id: int) -> bytes:
    """Write a `cmcp` message; all its numbers are decimal text."""
    entries: dict[str, str] = {
        "kKeybMsgKey_MessageType": str(kind.value),
        "kKeybMsgKey_Version": "1",
        "kKeybMsgKey_SessionID": str(keyboard.session_id),
    }
    if kind is not MessageType.END:
        # A secret never leaves the device in the clear.
        entries["kKeybMsgKey_String"] = "" if keyboard.secure else keyboard.text
    if kind is MessageType.BEGIN:
        entries |= {
            "kKeybMsgKey_Title": keyboard.title,
            "kKeybMsgKey_SubText": keyboard.sub_text,
            "kKeybMsgKey_KeyboardType": str(keyboard.kind.value),
            "kKeybMsgKey_TextInputType": "1" if keyboard.secure else "0",
            "kKeybMsgKey_SecureText": "1" if keyboard.secure else "0",
            "kKeybMsgKey_MinCharacters": "0",
            "kKeybMsgKey_MaxCharacters": str(keyboard.max_characters),
        }
    return dmap.container(
        "cmcp", dmap.u32("mstt", 200), dmap.u32("miid", next_id), *_dictionary(entries)
    )


def _dictionary(entries: Mapping[str, str]) -> list[bytes]:
    """Write entries as `mdcl` with `cmce` (key) and `cmcv` (value)."""
    return [
        dmap.container("mdcl", dmap.text("cmce", key), dmap.text("cmcv", value))
        for key, value in entries.items()
    ]
