"""What the simulated television has to show and to play."""

from dataclasses import dataclass, field
from enum import IntEnum


class MediaKind(IntEnum):
    """Media kinds as the device reports them in `cmmk`: bits, with flags on top."""

    SONG = 1
    MOVIE = 2
    PODCAST = 4
    AUDIOBOOK = 8
    MUSIC_VIDEO = 32
    VIDEO_PODCAST = 36
    TV_SHOW = 64
    HOME_VIDEO = 1024
    RENTAL_MOVIE = 0x8000 | 2

    @property
    def is_audio(self) -> bool:
        """Tell whether it goes on playing while somebody looks at the menu."""
        return self in _AUDIO


_AUDIO = frozenset({MediaKind.SONG, MediaKind.PODCAST, MediaKind.AUDIOBOOK})


@dataclass(frozen=True, slots=True)
class Cover:
    """How a cover is drawn: its colours from top to bottom and its full size in pixels."""

    sky: tuple[int, int, int]
    ground: tuple[int, int, int]
    disc: tuple[int, int, int]
    width: int = 600
    height: int = 600


@dataclass(frozen=True, slots=True)
class Media:
    """One thing that can be played.

    `duration` is in seconds. `collection` joins tracks of one album into one queue. `reports_kind`
    is false where the device leaves `cmmk` out, as an Apple TV 3 was seen to do for music.
    `stream` is the content of the binary plist in `ceSD`.
    """

    title: str
    kind: MediaKind = MediaKind.MOVIE
    duration: float = 300.0
    artist: str | None = None
    album: str | None = None
    genre: str | None = None
    cover: Cover | None = None
    collection: str | None = None
    reports_kind: bool = True
    scrubbable: bool = True
    stream: dict[str, str] = field(default_factory=dict)


_POSTER = (400, 600)

_MEADOW = Cover((246, 174, 92), (38, 70, 83), (255, 243, 214), *_POSTER)
_HARBOUR = Cover((30, 42, 94), (12, 16, 40), (235, 94, 85), *_POSTER)
_ISLAND = Cover((72, 164, 196), (24, 78, 84), (255, 224, 130), *_POSTER)
_NORTH = Cover((9, 21, 58), (22, 105, 98), (140, 235, 190))
_DESERT = Cover((232, 112, 76), (110, 44, 56), (252, 222, 156))
_RADIO = Cover((88, 64, 150), (34, 24, 72), (246, 143, 178))
_GARDEN = Cover((150, 200, 120), (46, 92, 60), (255, 250, 220), 640, 360)


def _track(title: str, minutes: float) -> Media:
    """Make a track of the one album, as an Apple TV 3 reports music: without a kind."""
    return Media(
        title,
        MediaKind.SONG,
        minutes * 60,
        artist="The Polar Choir",
        album="Northern Lights",
        cover=_NORTH,
        collection="Northern Lights",
        reports_kind=False,
        stream={"id": "1037421", "url": "http://127.0.0.1/northern-lights"},
    )


CATALOGUE: dict[str, Media] = {
    "movie": Media("The Long Meadow", MediaKind.MOVIE, 6120, cover=_MEADOW),
    "rental": Media("Harbour by Night", MediaKind.RENTAL_MOVIE, 5400, cover=_HARBOUR),
    "episode": Media(
        "The Lighthouse",
        MediaKind.TV_SHOW,
        2580,
        artist="Island Stories",
        album="Island Stories, Season 1",
        genre="Drama",
        cover=_ISLAND,
    ),
    "home_video": Media("Anna's first steps", MediaKind.HOME_VIDEO, 95, cover=_GARDEN),
    "music_video": Media(
        "Ember Road", MediaKind.MUSIC_VIDEO, 214, artist="Dust & Amber", cover=_DESERT
    ),
    "song": Media(
        "Slow Caravan",
        MediaKind.SONG,
        254,
        artist="Dust & Amber",
        album="Amber Hours",
        genre="Folk",
        cover=_DESERT,
    ),
    "podcast": Media(
        "Episode 12: Old remotes",
        MediaKind.PODCAST,
        1860,
        artist="Signal & Noise",
        album="Signal & Noise",
        genre="Podcast",
        cover=_RADIO,
    ),
    "track_1": _track("First Snow", 3.7),
    "track_2": _track("Žluťoučký kůň 🌌", 4.25),
    "track_3": _track("Mittsommer", 3.1),
    "track_4": _track("Green Curtain", 5.0),
    "airplay": Media("Holiday.mov", MediaKind.MOVIE, 180),
    "stream": Media(
        "Evening News",
        MediaKind.TV_SHOW,
        900,
        cover=_RADIO,
        stream={"id": "com.example.news", "url": "http://127.0.0.1/evening-news.m3u8"},
    ),
}
