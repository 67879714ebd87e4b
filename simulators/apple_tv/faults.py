"""Everything that can go wrong with the device, as switches."""

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Fault(Enum):
    """A fault and the one line that says what it does; parameters in brackets."""

    SLOW_WAKE = "The first request is answered late, as after sleep [seconds=15]."
    HANGING_REPLY = "Requests are read and never answered [path, after_headers=False]."
    HALF_OPEN = "Held polls stay silent for ever though the state changes."
    RESET_IN_POLL = "A held poll ends with a TCP reset [path, times=1]."
    POLL_CLOSED = "A held poll's connection is closed in good order, without a reply [path, times=1]."
    SESSION_EVICTED = "Every session is ended at once; the next request gets 403."
    POLL_406 = "Every poll with a revision is answered 406 at once."
    POLL_403 = "Every poll is answered 403 at once, whatever the session."
    LOGIN_REFUSED = "Login is answered 503 with the body 103, whatever the credential."
    DUPLICATE_REPLIES = "Every change is told again with a new revision [copies=1]."
    STATUS_500 = "The play status is 200 OK with mstt=500 inside."
    COMMAND_500 = "Commands are answered 500 and do nothing [command, times]."
    TOUCH_FAILS = (
        "The n-th touch event from now is answered 500 and does nothing [nth=4]."
    )
    GARBAGE_BODY = "Replies have a body of random bytes [path]."
    TRUNCATED_DMAP = "Replies end in the middle of a tag [path]."
    LYING_LENGTH = "A tag in the reply claims 2 GiB [path]."
    DEEP_NESTING = "Replies are containers in containers [path, depth=20000]."
    OVERSIZED_BODY = "Replies are well-formed and huge [path, size=33554432]."
    GZIP_BOMB = "Replies are small and unpack to something huge [path, size=67108864]."
    GZIP_UNASKED = "Replies are packed though nobody asked for it [path]."
    GZIP_WITHOUT_HEADER = "Replies are packed and the header does not say so [path]."
    GZIP_BROKEN = "Replies say gzip and are not [path]."
    CHUNKED = "Replies are chunked, without Content-Length [path]."
    EMPTY_200 = "Replies are 200 OK and empty [path]."
    ARTWORK_404 = "Artwork is answered 404."
    ARTWORK_500 = "Artwork is answered 500."
    ARTWORK_EMPTY = "Artwork is 200 OK, image/png and empty."
    ARTWORK_HTML = "Artwork is an HTML page that calls itself image/png."
    INVALID_UTF8_TITLE = "The title is not UTF-8."
    TRAILING_NUL_TITLE = "The title and the device's name end in NUL."
    UNKNOWN_TAGS = "The play status has tags that nobody knows."
    UNKNOWN_STATE = "The player state is a number that nobody knows [value=99]."
    UNKNOWN_TIMES = (
        "Length and remaining time are no times [value=0xFFFFFFFF, also 0xFFFFFC18]."
    )
    MISSING_REVISION = "The play status has no cmsr."

    @property
    def summary(self) -> str:
        """Say in one line what the fault does."""
        return self.value


#: Faults that change what a play status reads like, so that polls have to hear of them.
STATUS_FAULTS = frozenset(
    {
        Fault.STATUS_500,
        Fault.INVALID_UTF8_TITLE,
        Fault.TRAILING_NUL_TITLE,
        Fault.UNKNOWN_TAGS,
        Fault.UNKNOWN_STATE,
        Fault.UNKNOWN_TIMES,
        Fault.MISSING_REVISION,
    }
)

DEFAULTS: Mapping[Fault, Mapping[str, Any]] = {
    Fault.SLOW_WAKE: {"seconds": 15.0, "times": 1},
    Fault.HANGING_REPLY: {"path": "/", "after_headers": False},
    Fault.RESET_IN_POLL: {"path": "/", "times": 1},
    Fault.POLL_CLOSED: {"path": "/", "times": 1},
    Fault.SESSION_EVICTED: {"times": 1},
    Fault.DUPLICATE_REPLIES: {"copies": 1},
    Fault.COMMAND_500: {"command": None},
    Fault.TOUCH_FAILS: {"nth": 4, "times": 1},
    Fault.GARBAGE_BODY: {"path": "/"},
    Fault.TRUNCATED_DMAP: {"path": "/"},
    Fault.LYING_LENGTH: {"path": "/"},
    Fault.DEEP_NESTING: {"path": "/", "depth": 20_000},
    Fault.OVERSIZED_BODY: {"path": "/", "size": 32 << 20},
    Fault.GZIP_BOMB: {"path": "/", "size": 64 << 20},
    Fault.GZIP_UNASKED: {"path": "/"},
    Fault.GZIP_WITHOUT_HEADER: {"path": "/"},
    Fault.GZIP_BROKEN: {"path": "/"},
    Fault.CHUNKED: {"path": "/"},
    Fault.EMPTY_200: {"path": "/"},
    Fault.UNKNOWN_STATE: {"value": 99},
    Fault.UNKNOWN_TIMES: {"value": 0xFFFFFFFF},
}
