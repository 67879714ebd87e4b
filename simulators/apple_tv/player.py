"""The player: what is playing, and how it moves in time."""

from collections.abc import Callable, Sequence
from enum import IntEnum
import random

from .catalogue import CATALOGUE, Media
from .clock import Clock

#: Scanning speed in seconds of film per second. The real steps are not known.
SCAN_RATE = 8.0
#: "Previous" goes back to the start of the track once it has run this many seconds.
RESTART_AFTER = 3.0


class PlayerState(IntEnum):
    """Player states with the number the device gives each in `caps`."""

    IDLE = 0
    LOADING = 1
    STOPPED = 2
    PAUSED = 3
    PLAYING = 4
    FAST_FORWARD = 5
    REWIND = 6


class Repeat(IntEnum):
    """Repeat modes with the number the device gives each in `carp`."""

    OFF = 0
    TRACK = 1
    ALL = 2


_RATES = {
    PlayerState.PLAYING: 1.0,
    PlayerState.FAST_FORWARD: SCAN_RATE,
    PlayerState.REWIND: -SCAN_RATE,
}


class Player:
    """Plays a queue of media against a clock; position is computed, never counted."""

    def __init__(self, clock: Clock, changed: Callable[[], None]) -> None:
        """Start with nothing playing. `changed` is called when a status would read differently."""
        self._clock = clock
        self._changed = changed
        self._order: tuple[Media, ...] = ()
        self._anchor = (0.0, 0.0)
        self._ready_at: float | None = None
        self._random = random.Random(2012)
        self.loading_seconds = 0.3
        self.state = PlayerState.IDLE
        self.media: Media | None = None
        self.queue: tuple[Media, ...] = ()
        self.shuffle = False
        self.repeat = Repeat.OFF
        self.volume = 50

    @property
    def rate(self) -> float:
        """Tell how many seconds of media pass in a second."""
        return _RATES.get(self.state, 0.0)

    @property
    def position(self) -> float:
        """Tell the position in seconds from the start."""
        if self.media is None:
            return 0.0
        position, since = self._anchor
        position += (self._clock() - since) * self.rate
        return min(max(position, 0.0), self.media.duration)

    @property
    def deadline(self) -> float | None:
        """Tell at what time of the clock something happens by itself, if it does."""
        if self.media is None:
            return None
        if self.state is PlayerState.LOADING:
            return self._ready_at
        position, since = self._anchor
        if self.rate > 0:
            return since + (self.media.duration - position) / self.rate
        if self.rate < 0:
            return since + position / -self.rate
        return None

    def catch_up(self) -> None:
        """Do everything that was due by now: start after loading, the next track at an end."""
        while (due := self.deadline) is not None and due <= self._clock():
            if self.state is PlayerState.LOADING:
                self._enter(PlayerState.PLAYING, self._anchor[0], due)
            elif self.state is PlayerState.REWIND:
                self._enter(PlayerState.PLAYING, 0.0, due)
            else:
                self._ended(due)

    def start(
        self,
        media: Media,
        *,
        queue: Sequence[Media] = (),
        position: float = 0.0,
        state: PlayerState = PlayerState.LOADING,
    ) -> None:
        """Play something; its queue is its album unless another one is given."""
        self.queue = tuple(queue) or album_of(media)
        self.media = media
        self._reorder()
        self._ready_at = self._clock() + self.loading_seconds
        self._enter(state, position, self._clock())

    def idle(self) -> None:
        """Play nothing."""
        if self.state is PlayerState.IDLE:
            return
        self.media, self.queue, self._order = None, (), ()
        self._enter(PlayerState.IDLE, 0.0, self._clock())

    def force(self, state: PlayerState) -> None:
        """Put the player into a state and leave it there; loading does not end by itself."""
        self._ready_at = None
        if state is PlayerState.IDLE:
            self.idle()
        else:
            self._enter(state, self.position, self._clock())

    def play(self) -> None:
        """Play, or end scanning; without media nothing happens."""
        if self.media is not None and self.state not in (
            PlayerState.LOADING,
            PlayerState.PLAYING,
        ):
            self._enter(PlayerState.PLAYING, self.position, self._clock())

    def pause(self) -> None:
        """Pause what plays or is about to."""
        if self.rate or self.state is PlayerState.LOADING:
            self._enter(PlayerState.PAUSED, self.position, self._clock())

    def toggle(self) -> None:
        """Pause what plays, play what does not."""
        if self.state is PlayerState.PLAYING:
            self.pause()
        else:
            self.play()

    def stop(self) -> None:
        """Stop at the start of the track; play begins there again."""
        if self.media is not None and self.state is not PlayerState.STOPPED:
            self._enter(PlayerState.STOPPED, 0.0, self._clock())

    def scan(self, direction: int) -> None:
        """Run forward (1) or back (-1) until somebody says play."""
        if self.media is not None and self.state is not PlayerState.LOADING:
            state = PlayerState.FAST_FORWARD if direction > 0 else PlayerState.REWIND
            self._enter(state, self.position, self._clock())

    def resume(self) -> None:
        """End scanning; anything else stays as it is."""
        if self.state in (PlayerState.FAST_FORWARD, PlayerState.REWIND):
            self.play()

    def seek(self, position: float) -> bool:
        """Go to a position in seconds; tell whether there was anything to seek in."""
        if self.media is None or not self.media.scrubbable:
            return False
        self._enter(
            self.state, min(max(position, 0.0), self.media.duration), self._clock()
        )
        return True

    def next(self) -> None:
        """Go to the next track; after the last one nothing plays, unless all is repeated."""
        if len(self.queue) > 1:
            self._step(1, self._clock())

    def previous(self) -> None:
        """Go to the start of the track, or from there to the track before it."""
        if self.media is None:
            return
        if self.position > RESTART_AFTER or len(self.queue) < 2:
            self._enter(self.state, 0.0, self._clock())
        else:
            self._step(-1, self._clock())

    def set_shuffle(self, on: bool) -> None:
        """Shuffle the queue or put it back in order."""
        if self.shuffle is not on:
            self.shuffle = on
            self._reorder()
            self._changed()

    def set_repeat(self, repeat: Repeat) -> None:
        """Choose what is repeated."""
        if self.repeat is not repeat:
            self.repeat = repeat
            self._changed()

    def set_volume(self, volume: int) -> None:
        """Set the volume, 0 to 100."""
        volume = min(max(volume, 0), 100)
        if self.volume != volume:
            self.volume = volume
            self._changed()

    def _enter(self, state: PlayerState, position: float, at: float) -> None:
        """Be in a state with a position from a time of the clock on."""
        self._anchor = (position, at)
        self.state = state
        self._changed()

    def _ended(self, at: float) -> None:
        """Go on at the end of a track."""
        if self.repeat is Repeat.TRACK:
            self._enter(PlayerState.PLAYING, 0.0, at)
        else:
            self._step(1, at)

    def _step(self, by: int, at: float) -> None:
        """Move along the queue and load what is there."""
        assert self.media is not None
        index = self._order.index(self.media) + by
        if self.repeat is Repeat.ALL:
            index %= len(self._order)
        if index >= len(self._order):
            self.idle()
            return
        self.media = self._order[max(index, 0)]
        self._ready_at = at + self.loading_seconds
        self._enter(PlayerState.LOADING, 0.0, at)

    def _reorder(self) -> None:
        """Lay out the order of the queue; shuffled, the current track comes first."""
        if not self.shuffle or self.media is None:
            self._order = self.queue
            return
        others = [media for media in self.queue if media != self.media]
        self._random.shuffle(others)
        self._order = (self.media, *others)


def album_of(media: Media) -> tuple[Media, ...]:
    """Find the album a track belongs to, in order; anything else stands alone."""
    if media.collection is None:
        return (media,)
    album = tuple(
        item for item in CATALOGUE.values() if item.collection == media.collection
    )
    return album if media in album else (media,)
