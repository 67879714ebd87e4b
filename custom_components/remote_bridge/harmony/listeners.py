"""Those who want to hear of news."""

from collections.abc import Callable
import logging

_LOGGER = logging.getLogger(__name__)


class Listeners[*News]:
    """Callbacks that are told of news, in the order in which they came."""

    def __init__(self) -> None:
        """Begin with nobody."""
        # By an identity of their own, for the same function may listen twice.
        self._callbacks: dict[object, Callable[[*News], None]] = {}

    def add(self, callback: Callable[[*News], None]) -> Callable[[], None]:
        """Tell `callback` from now on; returns how to stop that, which is harmless more than once."""
        listener = object()
        self._callbacks[listener] = callback

        def remove() -> None:
            self._callbacks.pop(listener, None)

        return remove

    def tell(self, *news: *News) -> None:
        """Tell everybody."""
        for callback in tuple(self._callbacks.values()):
            try:
                callback(*news)
            except Exception:
                # Somebody else's mistake must not keep the news from the others, nor end the connection.
                _LOGGER.exception("A listener to a Harmony hub failed")
