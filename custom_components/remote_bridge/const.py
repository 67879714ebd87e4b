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


class Kind(StrEnum):
    """What an entry stands for."""

    APPLE_TV = "apple_tv"
