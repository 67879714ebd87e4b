"""What an Apple TV adds to the diagnostics."""

from dataclasses import asdict
from enum import Enum
from typing import Any, Final

from homeassistant.const import CONF_HOST

from ..const import CONF_LOGIN_ID
from ..health import describe as describe_health
from .coordinator import AppleTvCoordinator

# The login id lets anybody on the network control the device. What somebody watches, and when, is private; the
# identity of the cover is made from it.
REDACTED: Final = frozenset(
    {CONF_HOST, CONF_LOGIN_ID, "title", "artist", "album", "genre", "artwork_id"}
)


def describe(coordinator: AppleTvCoordinator) -> dict[str, Any]:
    """Return what is known of a device that is set up."""
    client = coordinator.client
    return {
        "available": coordinator.last_update_success,
        "connection": client.connection.value,
        # The texts of errors tell addresses.
        "last_error": _type_name(client.last_error),
        "last_failure": _type_name(coordinator.last_exception),
        "statistics": describe_health(client.statistics),
        "timing": asdict(coordinator.timing),
        "volume": coordinator.volume,
        "status": {
            name: value.name.lower() if isinstance(value, Enum) else value
            for name, value in asdict(coordinator.data).items()
        },
    }


def _type_name(error: BaseException | None) -> str | None:
    return None if error is None else type(error).__name__
