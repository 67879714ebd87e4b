"""What is playing: the frozen model, and how a status reply is read into it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, IntEnum, IntFlag
import hashlib

from .dmap import Container

# Real devices send -1000 and -1 (as unsigned numbers) for "not known"; no film lasts 24 days.
_UNKNOWN_TIME = 0x80000000

# No title is longer. What a device says is shown, stored and sent to every open page.
_MAX_TEXT = 500

# Positions are whole numbers of milliseconds measured at the device and arrive over a network.
_POSITION_TOLERANCE = 2.0


class PlayState(Enum):
    """What the player does; the values are the protocol's (`caps`), idle is also what a device says by silence."""

    IDLE = 0
    LOADING = 1
    STOPPED = 2
    PAUSED = 3
    PLAYING = 4
    FAST_FORWARD = 5
    REWIND = 6

    @property
    def moving(self) -> bool:
        """Whether somebody is most likely watching or listening right now."""
        return self in _MOVING


_MOVING = frozenset(
    {
        PlayState.LOADING,
        PlayState.PLAYING,
        PlayState.FAST_FORWARD,
        PlayState.REWIND,
    }
)


class MediaKind(Enum):
    """What sort of thing is playing."""

    UNKNOWN = "unknown"
    MUSIC = "music"
    MOVIE = "movie"
    TV_SHOW = "tv_show"
    MUSIC_VIDEO = "music_video"
    HOME_VIDEO = "home_video"
    VIDEO = "video"
    PODCAST = "podcast"
    AUDIOBOOK = "audiobook"
    COURSE = "course"


class RepeatMode(IntEnum):
    """What is repeated; the values are the protocol's (`carp`)."""

    OFF = 0
    ONE = 1
    ALL = 2


class _Kind(IntFlag):
    """Apple's media-kind bitmask (`cmmk`)."""

    SONG = 0x1
    MOVIE = 0x2
    PODCAST = 0x4
    AUDIOBOOK = 0x8
    MUSIC_VIDEO = 0x20
    TV_SHOW = 0x40
    HOME_VIDEO = 0x400
    RENTAL = 0x8000
    ITUNES_U = 0x200000


# The first that matches counts, so the narrower kinds come first.
_KINDS = (
    (_Kind.ITUNES_U, MediaKind.COURSE),
    (_Kind.PODCAST, MediaKind.PODCAST),
    (_Kind.TV_SHOW, MediaKind.TV_SHOW),
    (_Kind.MUSIC_VIDEO, MediaKind.MUSIC_VIDEO),
    (_Kind.HOME_VIDEO, MediaKind.HOME_VIDEO),
    (_Kind.AUDIOBOOK, MediaKind.AUDIOBOOK),
    (_Kind.SONG | _Kind.MOVIE, MediaKind.VIDEO),
    (_Kind.MOVIE, MediaKind.MOVIE),
    (_Kind.RENTAL, MediaKind.MOVIE),
    (_Kind.SONG, MediaKind.MUSIC),
)


class _Skip(IntFlag):
    """Which way one may skip (`caks`)."""

    NEXT = 0x2
    PREVIOUS = 0x4


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayStatus:
    """What a device said about its player at one moment.

    None means that the device did not say. `duration` and `position` are seconds; `position` held at
    `received_at` (UTC) and goes on from there while the state is PLAYING. `artwork_id` changes when the cover
    may have, and is None when there is nothing that could have one.
    """

    state: PlayState
    received_at: datetime
    media_kind: MediaKind = MediaKind.UNKNOWN
    title: str | None = None
    artist: str | None = None
    album: str | None = None
    genre: str | None = None
    duration: float | None = None
    position: float | None = None
    shuffle: bool | None = None
    repeat: RepeatMode | None = None
    can_seek: bool = False
    can_skip_next: bool = False
    can_skip_previous: bool = False
    can_set_volume: bool | None = None
    artwork_id: str | None = None

    def position_at(self, moment: datetime) -> float | None:
        """Return where playback is at a moment, in seconds, as far as the status tells."""
        if self.position is None or self.state is not PlayState.PLAYING:
            return self.position
        position = self.position + (moment - self.received_at).total_seconds()
        return position if self.duration is None else min(position, self.duration)

    def says_the_same_as(self, earlier: PlayStatus) -> bool:
        """Whether this status brings no news: equal in everything, and its position where it had to be by now."""
        expected = earlier.position_at(self.received_at)
        if (self.position is None) != (expected is None):
            return False
        # A jump is measured against where the clock says playback had to be, not against the last report.
        if (
            self.position is not None
            and expected is not None
            and abs(self.position - expected) > _POSITION_TOLERANCE
        ):
            return False
        return self._content() == earlier._content()

    def _content(self) -> tuple[object, ...]:
        skipped = ("position", "received_at")
        return tuple(
            getattr(self, name) for name in self.__slots__ if name not in skipped
        )


def read_status(reply: Container, received_at: datetime) -> PlayStatus:
    """Read the inside of a `cmst` reply. Unknown states and kinds become IDLE and UNKNOWN; nothing raises.

    While loading or seeking an Apple TV sends partial records: what is absent is not known, and is not carried
    over from earlier.
    """
    state = _state(reply.integer("caps"))
    loaded = state is not PlayState.IDLE
    duration = _seconds(reply.integer("cast"))
    remaining = _seconds(reply.integer("cant"))
    position = None
    if duration and remaining is not None:
        position = max(0.0, duration - remaining)
    skips = reply.integer("caks")
    scrubbable = reply.integer("casc")
    text = _texts(reply)
    return PlayStatus(
        state=state,
        received_at=received_at,
        media_kind=_media_kind(reply) if loaded else MediaKind.UNKNOWN,
        title=text("cann"),
        artist=text("cana"),
        album=text("canl"),
        genre=text("cang"),
        duration=duration or None,
        position=position,
        shuffle=_boolean(reply.integer("cash")),
        repeat=_repeat(reply.integer("carp")),
        # A device that does not say (iTunes does not) is believed to be able to, as long as there is something
        # to seek in.
        can_seek=loaded
        and duration is not None
        and (bool(scrubbable) if scrubbable is not None else True),
        can_skip_next=loaded and (skips is None or bool(skips & _Skip.NEXT)),
        can_skip_previous=loaded and (skips is None or bool(skips & _Skip.PREVIOUS)),
        can_set_volume=_boolean(reply.integer("cavc")),
        artwork_id=_artwork_id(reply) if loaded else None,
    )


def _state(caps: int | None) -> PlayState:
    try:
        return PlayState(caps or 0)
    except ValueError:
        return PlayState.IDLE


def _texts(reply: Container) -> Callable[[str], str | None]:
    """Return what reads a text; an empty one is none, and an absurdly long one is cut before it spreads."""
    return lambda tag: (reply.text(tag) or "")[:_MAX_TEXT] or None


def _boolean(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _repeat(carp: int | None) -> RepeatMode | None:
    try:
        return None if carp is None else RepeatMode(carp)
    except ValueError:
        return None


def _seconds(milliseconds: int | None) -> float | None:
    if milliseconds is None or milliseconds >= _UNKNOWN_TIME:
        return None
    return milliseconds / 1000


def _media_kind(reply: Container) -> MediaKind:
    """Read `cmmk` as the bitmask it is; without one, an artist or album means music."""
    mask = reply.integer("cmmk")
    described = bool(reply.text("cana") or reply.text("canl"))
    if not mask:
        return MediaKind.MUSIC if described else MediaKind.VIDEO
    # Some apps say "movie" for songs: a movie has no artist together with an album.
    if mask == _Kind.MOVIE and reply.text("cana") and reply.text("canl"):
        return MediaKind.MUSIC
    for flags, kind in _KINDS:
        if mask & flags == flags:
            return kind
    return MediaKind.UNKNOWN


# What tells one cover from another. The title alone does not: two episodes may share theirs.
_ARTWORK_TAGS = (
    "cmmk",
    "cann",
    "cana",
    "canl",
    "canp",
    "asai",
    "mper",
    "aeSI",
    "aeCS",
    "ceSD",
)


def _artwork_id(reply: Container) -> str | None:
    found = [(tag, reply.get(tag)) for tag in _ARTWORK_TAGS if reply.get(tag)]
    if not found:
        return None
    return hashlib.sha256(repr(found).encode()).hexdigest()[:16]
