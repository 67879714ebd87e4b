"""Everything that can go wrong with the hub, as switches."""

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Fault(Enum):
    """A fault and the one line that says what it does; parameters in brackets."""

    # The connection.
    HANG = "Requests are read and never answered [path: beginning of the command]."
    HALF_OPEN = "Nothing at all goes out any more, though connections stay open."
    NO_PONG = "Signs of life over the WebSocket are not answered."
    WRONG_HUB_ID = "Every hub id is refused when a WebSocket is opened [status=400]."
    ANSWER_OTHERS = (
        "Each reply is preceded by one to a request that nobody made [copies=1]."
    )
    WRONG_ID = "Replies carry the id of nobody's request."
    MAX_CLIENTS = "Nobody gets in over XMPP: six clients are said to be there already."
    FRAGMENTED_FRAMES = "WebSocket messages come in many small frames [size=100]."
    BINARY_FRAMES = "WebSocket messages come as binary."
    MALFORMED_JSON = "Bodies are cut in half."
    INVALID_UTF8 = "Bodies have bytes that are no UTF-8."
    DEEP_JSON = "Bodies are lists in lists [depth=100000]."
    HUGE_BODY = "Bodies are huge [size=33554432]."
    ENDLESS_FRAMES = "A message over the WebSocket begins and never ends."
    RUBBISH = "Each reply is preceded by messages of other kinds: lists, numbers, nothing [copies=1]."

    # Answers.
    CODE_AS_STRING = "Result codes are strings."
    CODE_200_2 = "Success is 200.2: accepted, and going on by itself."
    STILL_INITIALIZING = "Requests are answered 510, as after a boot [path, times]."
    SLOW_CONFIGURATION = "The configuration takes its time [seconds=12]."
    NULL_CONFIGURATION = "The configuration is null."
    OLD_FIRMWARE_ANSWERS = "Keys that were sent are answered 200."
    REFUSE_KEY = "Keys are refused [code=506, message, device_id=None]."
    LATE_REFUSAL = (
        "Keys are refused when nobody listens any more [code=566, seconds=2]."
    )

    # Activities.
    NO_FINAL_REPLY = "The start of an activity is never answered to the end."
    NO_REPLY_AT_ALL = "The start of an activity is not answered at all."
    NO_FINISHED_EVENT = "An activity starts, and nothing says that it has finished but the state digest."
    NO_FINAL_DIGEST = "An activity starts, and no state digest says that it runs."
    ACTIVITY_FAILS = "Activities end with an error half-way [code=500]."
    ACTIVITY_REFUSED = "Activities are refused at once [code=404]."
    SAME_ACTIVITY_SILENCE = (
        "Starting what runs already silences the hub for this connection [seconds=60]."
    )
    DUPLICATE_DIGESTS = "Every state digest is sent again [copies=1]."
    FLIP_BACK = "Right after a start the state digest says the old activity once more."

    # XMPP alone.
    XMPP_ONE_BYTE_SEGMENTS = "Every byte is sent by itself."
    XMPP_DECLARATION_REPEATED = (
        "The declaration of iso-8859-1 comes again after the login."
    )
    XMPP_DECLARATION_MISSING = "There is no XML declaration at all."
    XMPP_MESSAGE_WRAPPER = (
        "Events come with the wrapper of firmware 4.14.123 [inside=False]."
    )
    XMPP_ENTITY_BOMB = (
        "A few hundred bytes claim to be very many letters [levels=9, times=1]."
    )
    XMPP_DEEP_NESTING = "Elements lie in elements [depth=20000, times=1]."
    XMPP_ENDLESS_STANZA = "A stanza begins and never ends [times=1]."
    XMPP_NOT_WELL_FORMED = "A stanza is no XML [times=1]."
    XMPP_LATIN_1 = "Text is sent as the declaration says, which hubs never do."
    XMPP_STREAM_ERROR = (
        "The stream ends with an error [condition=internal-server-error, times=1]."
    )
    XMPP_NO_FEATURES = "The hub says that it can do nothing."
    XMPP_SCRAM_ONLY = "The hub offers only a login that hubs do not know."

    @property
    def summary(self) -> str:
        """Say in one line what the fault does."""
        return self.value


#: What the parameters are unless they are given.
DEFAULTS: Mapping[Fault, Mapping[str, Any]] = {
    Fault.HANG: {"path": ""},
    Fault.WRONG_HUB_ID: {"status": 400},
    Fault.ANSWER_OTHERS: {"copies": 1},
    Fault.FRAGMENTED_FRAMES: {"size": 100},
    Fault.DEEP_JSON: {"depth": 100_000},
    Fault.HUGE_BODY: {"size": 32 << 20},
    Fault.RUBBISH: {"copies": 1},
    Fault.STILL_INITIALIZING: {"path": ""},
    Fault.SLOW_CONFIGURATION: {"seconds": 12.0},
    Fault.REFUSE_KEY: {"code": 506, "message": "Not connected", "device_id": None},
    Fault.LATE_REFUSAL: {"code": 566, "seconds": 2.0},
    Fault.ACTIVITY_FAILS: {"code": 500},
    Fault.ACTIVITY_REFUSED: {"code": 404},
    Fault.SAME_ACTIVITY_SILENCE: {"seconds": 60.0},
    Fault.DUPLICATE_DIGESTS: {"copies": 1},
    Fault.XMPP_MESSAGE_WRAPPER: {"inside": False},
    Fault.XMPP_ENTITY_BOMB: {"levels": 9, "times": 1},
    Fault.XMPP_DEEP_NESTING: {"depth": 20_000, "times": 1},
    Fault.XMPP_ENDLESS_STANZA: {"times": 1},
    Fault.XMPP_NOT_WELL_FORMED: {"times": 1},
    Fault.XMPP_STREAM_ERROR: {"condition": "internal-server-error", "times": 1},
}
