"""What helps to find out why a device does not do as it should, without what is nobody's business."""

from dataclasses import asdict
from enum import Enum
from typing import Any, Final

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import AnyDeviceEntry

from .const import CONF_LOGIN_ID
from .coordinator import AppleTvConfigEntry, AppleTvCoordinator

# The login id lets anybody on the network control the device. What somebody watches, and when, is private; the
# identity of the cover is made from it.
_REDACTED: Final = frozenset(
    {CONF_HOST, CONF_LOGIN_ID, "title", "artist", "album", "genre", "artwork_id"}
)


async def async_get_config_entry_diagnostics(
    _hass: HomeAssistant, entry: AppleTvConfigEntry
) -> dict[str, Any]:
    """Return what is known of an entry, also when it could not be set up."""
    diagnostics: dict[str, Any] = {
        "entry": {
            "state": entry.state.value,
            "reason": entry.error_reason_translation_key,
            "version": f"{entry.version}.{entry.minor_version}",
            "source": entry.source,
            "data": dict(entry.data),
            "options": dict(entry.options),
        },
    }
    if entry.state is ConfigEntryState.LOADED:
        diagnostics["device"] = _describe(entry.runtime_data)
    return async_redact_data(diagnostics, _REDACTED)


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: AppleTvConfigEntry, _device: AnyDeviceEntry
) -> dict[str, Any]:
    """Return the same: an entry is one device."""
    return await async_get_config_entry_diagnostics(hass, entry)


def _describe(coordinator: AppleTvCoordinator) -> dict[str, Any]:
    client = coordinator.client
    return {
        "available": coordinator.last_update_success,
        "connection": client.connection.value,
        # The texts of errors tell addresses.
        "last_error": _type_name(client.last_error),
        "last_failure": _type_name(coordinator.last_exception),
        "timing": asdict(coordinator.timing),
        "volume": coordinator.volume,
        "status": {
            name: value.name.lower() if isinstance(value, Enum) else value
            for name, value in asdict(coordinator.data).items()
        },
    }


def _type_name(error: BaseException | None) -> str | None:
    return None if error is None else type(error).__name__
