"""Names that more than one part of the integration uses."""

from enum import StrEnum
from typing import Final

DOMAIN: Final = "remote_bridge"

# Entry data. Host and port have their keys from Home Assistant.
CONF_KIND: Final = "kind"
CONF_LOGIN_ID: Final = "login_id"

# Entry options, Apple TV.
CONF_DO_NOT_WAKE: Final = "do_not_wake"
CONF_SWIPE: Final = "swipe"
CONF_CALLBACK_PORT: Final = "callback_port"

DEFAULT_DO_NOT_WAKE: Final = True

# Entry data, Harmony hub. The ports are there only where they are not the usual ones.
CONF_TRANSPORT: Final = "transport"
CONF_SESSION_TOKEN: Final = "session_token"  # noqa: S105 - a key, no secret
CONF_XMPP_PORT: Final = "xmpp_port"

# Entry options, Harmony hub; the transport is one as well.
CONF_DEFAULT_ACTIVITY: Final = "default_activity"
CONF_KEY_SPACING: Final = "key_spacing"
CONF_ACTIVITY_SWITCHES: Final = "activity_switches"
# Activity id -> the id of a media player in the entity registry, or the entity id of one that is not in it; None for
# no player, where one would otherwise be found.
CONF_LINKS: Final = "links"
# Whether the volume of a linked player comes before the infrared one.
CONF_PLAYER_VOLUME: Final = "player_volume"
# Device id -> `Calibration` as a mapping.
CONF_CALIBRATION: Final = "calibration"

# As the transport is in the options: whichever the entry's data says.
AUTOMATIC: Final = "auto"
# What "on" starts, if it is none of the hub's activities in particular.
NO_ACTIVITY: Final = "none"
LAST_ACTIVITY: Final = "last"


# The action of all remotes that types.
ENTER_TEXT: Final = "enter_text"


class Kind(StrEnum):
    """What an entry stands for."""

    APPLE_TV = "apple_tv"
    HARMONY = "harmony"
