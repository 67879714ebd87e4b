"""Touch strings of the remote's pad, and the swipes they add up to."""

from dataclasses import dataclass
from enum import StrEnum
import re

#: Pixels a finger has to travel before it counts as a swipe.
THRESHOLD = 10
#: Pixels of a stroke for each further step; 25 to 90 px were seen to mean one.
STEP = 100

_TOUCH = re.compile(r"touch(Down|Move|Up)&time=(\d+)&point=(-?\d+),(-?\d+)")


class Direction(StrEnum):
    """Where a swipe goes; the origin of the pad is its top left corner."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Swipe:
    """A finished stroke that moved far enough."""

    direction: Direction
    steps: int


class Touchpad:
    """Follows one finger from touchDown to touchUp."""

    def __init__(self) -> None:
        """Start with no finger on the pad and nothing to complain about."""
        self._start: tuple[int, int] | None = None
        self.complaints: list[str] = []

    @property
    def finger_down(self) -> bool:
        """Tell whether a finger was put down and not lifted yet."""
        return self._start is not None

    def lift(self) -> None:
        """Forget the finger, as sleep and reboot do."""
        self._start = None

    def feel(self, touch: str) -> Swipe | None:
        """Take one touch string and return the swipe that it ends, if it ends one.

        Raises:
            ValueError: the text is not a touch string.
        """
        match = _TOUCH.fullmatch(touch)
        if match is None:
            raise ValueError(f"not a touch: {touch!r}")
        kind, point = match[1], (int(match[3]), int(match[4]))
        if kind == "Down":
            if self._start is not None:
                self.complaints.append("touchDown while the finger was down")
            self._start = point
            return None
        if self._start is None:
            self.complaints.append(f"touch{kind} without touchDown")
            return None
        if kind == "Move":
            return None
        start, self._start = self._start, None
        return _swipe(point[0] - start[0], point[1] - start[1])


def _swipe(right: int, down: int) -> Swipe | None:
    """Decide by the longer axis and its sign; a tap without movement is nothing."""
    length = max(abs(right), abs(down))
    if length < THRESHOLD:
        return None
    if abs(right) > abs(down):
        direction = Direction.RIGHT if right > 0 else Direction.LEFT
    else:
        direction = Direction.DOWN if down > 0 else Direction.UP
    return Swipe(direction, 1 + length // STEP)
