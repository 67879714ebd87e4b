"""Clocks: the one that runs, and one that a test moves by hand."""

from collections.abc import Callable

type Clock = Callable[[], float]
"""Seconds that never go back, from any origin."""


class ManualClock:
    """A clock that stands still until somebody advances it."""

    def __init__(self, start: float = 1000.0) -> None:
        """Start the clock at a time in seconds."""
        self._now = start
        self._followers: list[Callable[[], None]] = []

    def __call__(self) -> float:
        """Tell the time in seconds."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move on by some seconds and let everybody who follows the clock catch up."""
        self._now += seconds
        for follower in tuple(self._followers):
            follower()

    def follow(self, follower: Callable[[], None]) -> None:
        """Call a function after every move."""
        self._followers.append(follower)

    def unfollow(self, follower: Callable[[], None]) -> None:
        """Stop calling a function."""
        self._followers.remove(follower)
