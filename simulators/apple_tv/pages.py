"""The pages of the television's menu: each has a cursor, and knows how it looks."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, override

from .keyboard import Keyboard, Prompts
from .player import Player
from .touch import Direction

type Snapshot = dict[str, Any]
"""What the screen needs to draw a page, as JSON."""

#: Seconds that left and right jump in a film.
JUMP = 10.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list or one tile of the home page; `cover` is a key of the catalogue."""

    title: str
    act: Callable[[], None] | None = None
    detail: str = ""
    cover: str | None = None
    icon: str = ""
    role: str = ""


class Page(ABC):
    """Something that fills the screen."""

    kind: str
    title: str = ""

    @abstractmethod
    def move(self, direction: Direction) -> None:
        """Move the cursor."""

    @abstractmethod
    def select(self) -> None:
        """Do what is under the cursor."""

    @property
    def focus(self) -> str:
        """Tell what the cursor is on; a page without one says nothing."""
        return ""

    def snapshot(self) -> Snapshot:
        """Describe the page for the screen."""
        return {"kind": self.kind, "title": self.title}


class ListPage(Page):
    """Entries under each other, or as tiles in rows; they are asked for anew at every look."""

    def __init__(
        self, title: str, entries: Callable[[], Sequence[Entry]], *, columns: int = 1
    ) -> None:
        """Start with the cursor on the first entry."""
        self.kind = "list" if columns == 1 else "home"
        self.title = title
        self._entries = entries
        self._columns = columns
        self._cursor = 0

    @property
    def entries(self) -> Sequence[Entry]:
        """List the entries as they are now."""
        return self._entries()

    @property
    def cursor(self) -> int:
        """Tell which entry the cursor is on; entries may have gone since it got there."""
        return max(0, min(self._cursor, len(self.entries) - 1))

    @property
    def current(self) -> Entry | None:
        """Return the entry under the cursor."""
        entries = self.entries
        return entries[self.cursor] if entries else None

    @property
    @override
    def focus(self) -> str:
        current = self.current
        return current.title if current is not None else ""

    def go_to(self, index: int) -> None:
        """Put the cursor on an entry."""
        self._cursor = index

    @override
    def move(self, direction: Direction) -> None:
        cursor, columns, last = self.cursor, self._columns, len(self.entries) - 1
        match direction:
            case Direction.UP if cursor >= columns:
                cursor -= columns
            case Direction.DOWN if cursor // columns < last // columns:
                cursor = min(cursor + columns, last)
            case Direction.LEFT if cursor % columns:
                cursor -= 1
            case Direction.RIGHT if cursor % columns < columns - 1 and cursor < last:
                cursor += 1
        self._cursor = cursor

    @override
    def select(self) -> None:
        entry = self.current
        if entry is not None and entry.act is not None:
            entry.act()

    @override
    def snapshot(self) -> Snapshot:
        return super().snapshot() | {
            "cursor": self.cursor,
            "columns": self._columns,
            "entries": [
                {
                    "title": entry.title,
                    "detail": entry.detail,
                    "cover": entry.cover,
                    "icon": entry.icon,
                    "role": entry.role,
                    "enabled": entry.act is not None,
                }
                for entry in self.entries
            ],
        }


class PlayingPage(Page):
    """Now playing: select pauses, left and right jump in a film and change the track in music."""

    kind = "playing"
    title = "Now Playing"

    def __init__(self, player: Player) -> None:
        """Show what a player plays."""
        self._player = player

    @override
    def move(self, direction: Direction) -> None:
        player = self._player
        if direction not in (Direction.LEFT, Direction.RIGHT) or player.media is None:
            return
        forward = direction is Direction.RIGHT
        if not player.media.kind.is_audio:
            player.seek(player.position + (JUMP if forward else -JUMP))
        elif forward:
            player.next()
        else:
            player.previous()

    @override
    def select(self) -> None:
        self._player.toggle()


class Grid(Page):
    """A page of keys in rows; an empty key leaves a gap that the cursor jumps."""

    rows: Sequence[Sequence[str]]

    def __init__(self) -> None:
        """Start with the cursor on the first key."""
        self._row, self._column = 0, 0

    @property
    @override
    def focus(self) -> str:
        return self.rows[self._row][self._column]

    @abstractmethod
    def press(self, key: str) -> None:
        """Press one of the keys."""

    @override
    def select(self) -> None:
        self.press(self.focus)

    @override
    def move(self, direction: Direction) -> None:
        row, column = self._row, self._column
        match direction:
            case Direction.UP:
                row -= 1
            case Direction.DOWN:
                row += 1
            case Direction.LEFT:
                column -= 1
            case Direction.RIGHT:
                column += 1
        if 0 <= row < len(self.rows):
            column = (
                min(column, len(self.rows[row]) - 1) if row != self._row else column
            )
            if 0 <= column < len(self.rows[row]) and self.rows[row][column]:
                self._row, self._column = row, column

    @override
    def snapshot(self) -> Snapshot:
        return super().snapshot() | {"rows": self.rows, "cursor": self.focus}


class KeyboardPage(Grid):
    """The on-screen keyboard."""

    kind = "keyboard"
    rows = (
        *(
            tuple(letters)
            for letters in ("abcdef", "ghijkl", "mnopqr", "stuvwx", "yz1234")
        ),
        tuple("567890"),
        ("space", "delete", "clear", "done"),
    )

    def __init__(self, keyboard: Keyboard, prompts: Prompts) -> None:
        """Show a keyboard; keys go to its prompts, so that remotes hear of them."""
        super().__init__()
        self.keyboard = keyboard
        self.title = keyboard.title
        self._prompts = prompts

    @override
    def press(self, key: str) -> None:
        text = self.keyboard.text
        match key:
            case "done":
                self._prompts.submit()
            case "delete":
                self._prompts.type(text[:-1])
            case "clear":
                self._prompts.type("")
            case "space":
                self._prompts.type(text + " ")
            case _:
                self._prompts.type(text + key)

    @override
    def snapshot(self) -> Snapshot:
        keyboard = self.keyboard
        return super().snapshot() | {
            "text": keyboard.shown,
            "secure": keyboard.secure,
            "sub_text": keyboard.sub_text,
        }


class PinState(StrEnum):
    """How far the PIN page is."""

    ENTRY = "entry"
    CHECKING = "checking"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class PinPage(Grid):
    """Four digits for a remote; the fourth one sends them."""

    kind = "pin"
    rows = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), ("", "0", "delete"))

    def __init__(
        self,
        remote: str,
        submit: Callable[[PinPage, str], None],
        leave: Callable[[], None],
    ) -> None:
        """Ask for the PIN of a remote, given by the name that it announces."""
        super().__init__()
        self.remote = remote
        self.title = "Add a remote"
        self.digits = ""
        self.state = PinState.ENTRY
        self._submit = submit
        self._leave = leave

    @override
    def press(self, key: str) -> None:
        if self.state is PinState.ACCEPTED:
            self._leave()
            return
        if self.state is PinState.CHECKING:
            return
        if self.state is PinState.REFUSED:
            self.state, self.digits = PinState.ENTRY, ""
        if key == "delete":
            self.digits = self.digits[:-1]
        elif key.isdigit():
            self.digits += key
        if len(self.digits) == 4:
            self.state = PinState.CHECKING
            self._submit(self, self.digits)

    @override
    def snapshot(self) -> Snapshot:
        return super().snapshot() | {
            "remote": self.remote,
            "digits": self.digits,
            "state": self.state.value,
        }
