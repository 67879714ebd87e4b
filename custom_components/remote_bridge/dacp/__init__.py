"""DACP: control an Apple TV of the first three generations, or iTunes, over the network.

This package knows nothing of Home Assistant and can be used on its own.
"""

from .artwork import Artwork
from .client import SKIP, AppleTV, Options, Statistics, device_name
from .discovery import (
    DEFAULT_PORT,
    HOME_SHARING,
    SERVICE_TYPES,
    TOUCH_ABLE,
    Announcement,
    read_announcement,
    service_identifier,
)
from .exceptions import (
    AuthenticationFailed,
    CallbackPortUnavailable,
    CannotHold,
    CommandRejected,
    ConnectionFailed,
    ConnectionReset,
    DacpError,
    HungUp,
    InvalidLoginId,
    NoTextPrompt,
    PairingError,
    PairingTimedOut,
    ProtocolError,
    SecureTextPrompt,
    TextTooLong,
    TooManyWrongCodes,
    UnknownKey,
    WrongDevice,
)
from .keyboard import TextPrompt
from .keypad import HOLDABLE, Swipe
from .keys import Key, parse_key, parse_keys
from .login import LoginId
from .pairing import PairedDevice, PairingSession, pairing_code, routed_address
from .playback import MediaKind, PlayState, PlayStatus, RepeatMode
from .poll import Connection
from .timing import Timing

__all__ = [
    "DEFAULT_PORT",
    "HOLDABLE",
    "HOME_SHARING",
    "SERVICE_TYPES",
    "SKIP",
    "TOUCH_ABLE",
    "Announcement",
    "AppleTV",
    "Artwork",
    "AuthenticationFailed",
    "CallbackPortUnavailable",
    "CannotHold",
    "CommandRejected",
    "Connection",
    "ConnectionFailed",
    "ConnectionReset",
    "DacpError",
    "HungUp",
    "InvalidLoginId",
    "Key",
    "LoginId",
    "MediaKind",
    "NoTextPrompt",
    "Options",
    "PairedDevice",
    "PairingError",
    "PairingSession",
    "PairingTimedOut",
    "PlayState",
    "PlayStatus",
    "ProtocolError",
    "RepeatMode",
    "SecureTextPrompt",
    "Statistics",
    "Swipe",
    "TextPrompt",
    "TextTooLong",
    "Timing",
    "TooManyWrongCodes",
    "UnknownKey",
    "WrongDevice",
    "device_name",
    "pairing_code",
    "parse_key",
    "parse_keys",
    "read_announcement",
    "routed_address",
    "service_identifier",
]
