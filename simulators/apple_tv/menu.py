"""What the menu offers: media, search, and the settings with the list of remotes."""

from collections.abc import Callable, Sequence
from typing import Protocol

from .access import PairedRemote
from .catalogue import CATALOGUE, Media
from .keyboard import Keyboard
from .navigation import Navigator
from .pages import Entry, ListPage, PinPage

_MOVIES = ("movie", "rental")
_SHOWS = ("episode", "stream")
_ALBUM = ("track_1", "track_2", "track_3", "track_4")
_SONGS = ("song", "music_video")
_VIDEOS = ("home_video", "airplay")
_COLUMNS = 5


class Household(Protocol):
    """What the menu needs to know and may ask of the device."""

    @property
    def name(self) -> str:
        """The television's name."""

    @property
    def model(self) -> str:
        """The model identifier."""

    @property
    def paired(self) -> tuple[PairedRemote, ...]:
        """The remotes it remembers."""

    @property
    def remote_names(self) -> tuple[str, ...]:
        """The names of the remotes that ask to be paired."""

    @property
    def home_sharing_id(self) -> str | None:
        """The Home Sharing group, None when it is off."""

    @property
    def playing(self) -> Media | None:
        """What plays, if anything."""

    def choose(self, media: Media) -> None:
        """Play something and show it."""

    def show_keyboard(self, keyboard: Keyboard) -> None:
        """Put a keyboard on the screen."""

    def check_pin(self, page: PinPage, pin: str) -> None:
        """Ask a remote whether a PIN is right; the page hears of it later."""

    def revoke(self, guid: str) -> None:
        """Forget a remote."""

    def toggle_home_sharing(self) -> None:
        """Turn Home Sharing on or off."""

    def nap(self) -> None:
        """Go to sleep soon."""

    def restart(self) -> None:
        """Reboot soon."""


class Menu:
    """Builds the pages and opens them on a navigator."""

    def __init__(self, household: Household, navigator: Navigator) -> None:
        """Prepare the menu of one device."""
        self._household = household
        self._navigator = navigator

    def home(self) -> ListPage:
        """Build the home page."""
        tiles = (
            Entry("Movies", self._lists("Movies", _MOVIES), icon="film"),
            Entry("TV Shows", self._lists("TV Shows", _SHOWS), icon="screen"),
            Entry("Music", self._opens("Music", self._music), icon="note"),
            Entry(
                "Computers", self._opens("Computers", self._computers), icon="computer"
            ),
            Entry("Settings", self._opens("Settings", self._settings), icon="gear"),
            Entry("Search", self.search, icon="lens"),
            Entry("Podcasts", self._lists("Podcasts", ("podcast",)), icon="waves"),
            Entry("Home Videos", self._lists("Home Videos", _VIDEOS), icon="camera"),
        )
        return ListPage("", lambda: tiles, columns=_COLUMNS)

    def remotes(self) -> Sequence[Entry]:
        """List the remotes that ask to be paired, then those that are."""
        entries = [
            Entry(name, self._asks_pin(name), "Enter passcode", role="found")
            for name in self._household.remote_names
        ]
        entries += [
            Entry(remote.name, self._offers_removal(remote), "Paired", role="paired")
            for remote in self._household.paired
        ]
        return entries or [Entry("Looking for remotes…")]

    def search(self) -> None:
        """Open the search keyboard."""
        keyboard = Keyboard(
            "Search", sub_text="Movies, shows and music", done=self._found
        )
        self._household.show_keyboard(keyboard)

    def _found(self, text: str) -> None:
        wanted = text.casefold()
        keys = [
            key
            for key, media in CATALOGUE.items()
            if wanted in f"{media.title} {media.artist} {media.album}".casefold()
        ]
        none = (Entry(f"Nothing found for “{text}”"),)
        results = tuple(self._media(key) for key in keys) or none
        self._navigator.open(ListPage("Search results", lambda: results))

    def _music(self) -> Sequence[Entry]:
        entries = [
            Entry(
                "Northern Lights",
                self._lists("Northern Lights", _ALBUM),
                cover="track_1",
            ),
            *(self._media(key) for key in _SONGS),
        ]
        playing = self._household.playing
        if playing is not None and playing.kind.is_audio:
            entries.insert(
                0, Entry("Now Playing", self._navigator.show_playing, playing.title)
            )
        return entries

    def _computers(self) -> Sequence[Entry]:
        if self._household.home_sharing_id is None:
            return (Entry("Turn On Home Sharing", self._household.toggle_home_sharing),)
        return [self._media(key) for key in _VIDEOS]

    def _settings(self) -> Sequence[Entry]:
        sharing = "On" if self._household.home_sharing_id else "Off"
        return (
            Entry("General", self._opens("General", self._general), role="more"),
            Entry("Home Sharing", self._household.toggle_home_sharing, sharing),
            Entry("Sleep Now", self._household.nap),
        )

    def _general(self) -> Sequence[Entry]:
        return (
            Entry("About", self._opens("About", self._about), role="more"),
            Entry("Remotes", self._opens("Remotes", self.remotes), role="more"),
            Entry("Restart", self._household.restart),
        )

    def _about(self) -> Sequence[Entry]:
        return (
            Entry("Name", detail=self._household.name),
            Entry("Model", detail=self._household.model),
            Entry("Software", detail="8.4.4 (simulated)"),
        )

    def _media(self, key: str) -> Entry:
        media = CATALOGUE[key]
        minutes, seconds = divmod(round(media.duration), 60)
        return Entry(
            media.title,
            lambda: self._household.choose(media),
            f"{minutes}:{seconds:02d}",
            cover=key,
        )

    def _lists(self, title: str, keys: Sequence[str]) -> Callable[[], None]:
        entries = [self._media(key) for key in keys]
        return self._opens(title, lambda: entries)

    def _opens(
        self, title: str, entries: Callable[[], Sequence[Entry]]
    ) -> Callable[[], None]:
        return lambda: self._navigator.open(ListPage(title, entries))

    def _asks_pin(self, name: str) -> Callable[[], None]:
        check, back = self._household.check_pin, self._navigator.back
        return lambda: self._navigator.open(PinPage(name, check, back))

    def _offers_removal(self, remote: PairedRemote) -> Callable[[], None]:
        def remove() -> None:
            self._household.revoke(remote.guid)
            self._navigator.back()

        entries = (
            Entry("Remove Remote", remove),
            Entry("Cancel", self._navigator.back),
        )
        return lambda: self._navigator.open(ListPage(remote.name, lambda: entries))
