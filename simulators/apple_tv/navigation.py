"""Navigation: a stack of pages that the remote's keys move about in."""

from collections.abc import Callable

from .keyboard import Prompts
from .pages import Entry, KeyboardPage, ListPage, Page, PlayingPage
from .player import Player, PlayerState
from .touch import Direction

#: Keys besides the four directions.
KEYS = ("menu", "select", "topmenu", "contextmenu")


class Navigator:
    """Keeps the stack of pages, the home page at its bottom and the visible one on top."""

    def __init__(
        self, player: Player, prompts: Prompts, changed: Callable[[], None]
    ) -> None:
        """Start without pages; `home` has to be called before the first key."""
        self._player = player
        self._prompts = prompts
        self._changed = changed
        self._stack: list[Page] = []

    @property
    def page(self) -> Page:
        """Return the page on the screen."""
        return self._stack[-1]

    def home(self, page: Page) -> None:
        """Start over with a home page."""
        self._stack = [page]
        self._changed()

    def open(self, page: Page) -> None:
        """Go to a page."""
        self._stack.append(page)
        self._changed()

    def back(self) -> None:
        """Leave the page, unless it is the home page."""
        if len(self._stack) > 1:
            self._stack.pop()
        self._changed()

    def show_playing(self) -> None:
        """Put the now playing page on top."""
        self._drop(PlayingPage)
        self.open(PlayingPage(self._player))

    def sync(self) -> None:
        """Let the pages follow what player and keyboard did by themselves."""
        if self._player.state in (PlayerState.IDLE, PlayerState.STOPPED):
            self._drop(PlayingPage)
        keyboard = self._prompts.open
        shown = [page for page in self._stack if isinstance(page, KeyboardPage)]
        if any(page.keyboard is not keyboard for page in shown):
            self._drop(KeyboardPage)
            shown = []
        if keyboard is not None and not shown:
            self._stack.append(KeyboardPage(keyboard, self._prompts))

    def press(self, key: str) -> None:
        """Press a key: a direction or one of `KEYS`."""
        match key:
            case "select":
                self.page.select()
            case "menu":
                self._menu()
            case "topmenu":
                while len(self._stack) > 1:
                    self._menu()
            case "contextmenu":
                self._context()
            case _:
                self.page.move(Direction(key))
        self._changed()

    def _menu(self) -> None:
        """Go back; leaving a film stops it, music goes on."""
        page = self.page
        if isinstance(page, KeyboardPage):
            self._prompts.cancel()
            self._drop(KeyboardPage)
        elif isinstance(page, PlayingPage):
            self._drop(PlayingPage)
            media = self._player.media
            if media is not None and not media.kind.is_audio:
                self._player.idle()
        else:
            self.back()

    def _context(self) -> None:
        """Hold select: offer to play the entry under the cursor."""
        page = self.page
        entry = page.current if isinstance(page, ListPage) else None
        if entry is None or entry.cover is None or entry.act is None:
            return
        act = entry.act

        def play_it() -> None:
            self.back()
            act()

        play = Entry("Play", play_it, cover=entry.cover)
        cancel = Entry("Cancel", self.back)
        self.open(ListPage(entry.title, lambda: (play, cancel)))

    def _drop(self, kind: type[Page]) -> None:
        self._stack = [page for page in self._stack if not isinstance(page, kind)]
