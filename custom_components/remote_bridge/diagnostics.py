"""What helps to find out why a device does not do as it should, without what is nobody's business."""

from typing import Any

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import AnyDeviceEntry

from .apple_tv import diagnostics as apple_tv
from .apple_tv.coordinator import AppleTvCoordinator
from .const import CONF_KIND, Kind
from .hub import diagnostics as hub
from .hub.coordinator import HubCoordinator
from .models import RemoteBridgeConfigEntry

REDACTED = apple_tv.REDACTED | hub.REDACTED


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: RemoteBridgeConfigEntry
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
    if entry.data.get(CONF_KIND) == Kind.HARMONY:
        diagnostics["versions"] = await hub.describe_versions(hass, entry)
    if entry.state is ConfigEntryState.LOADED:
        match entry.runtime_data:
            case AppleTvCoordinator() as coordinator:
                diagnostics["device"] = apple_tv.describe(coordinator)
            case HubCoordinator() as coordinator:
                diagnostics["device"] = hub.describe(coordinator)
    return async_redact_data(diagnostics, REDACTED)


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: RemoteBridgeConfigEntry, _device: AnyDeviceEntry
) -> dict[str, Any]:
    """Return the same: what belongs to one device says little without the rest of its entry."""
    return await async_get_config_entry_diagnostics(hass, entry)
