"""What a Harmony hub adds to the diagnostics."""

from dataclasses import asdict
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant

from ..const import CONF_SESSION_TOKEN
from ..harmony.client import Statistics
from ..harmony.config import Activity, Device, HubConfig
from ..health import describe as describe_health
from .coordinator import HubCoordinator
from .versions.archive import Archive

# The token lets anybody on the network in; an address tells where.
REDACTED: Final = frozenset({CONF_HOST, CONF_SESSION_TOKEN})


def describe(coordinator: HubCoordinator) -> dict[str, Any]:
    """Return what is known of a hub that is set up.

    Nothing of the raw configuration is in it, where the owner's e-mail address hides in places nobody expects.
    """
    client, status = coordinator.client, coordinator.data
    return {
        "available": coordinator.available,
        "connection": client.connection.value,
        # The texts of errors tell addresses.
        "last_error": _type_name(client.last_error),
        "statistics": _statistics(client.statistics),
        "timing": asdict(coordinator.timing),
        "status": None if status is None else asdict(status),
        "last_activity": coordinator.last_activity,
        "living_room": coordinator.living_room.describe(),
        "config_version": client.config_version,
        "config": _summary(client.config),
    }


async def describe_versions(
    hass: HomeAssistant, entry: ConfigEntry
) -> list[dict[str, Any]]:
    """List the configurations that are saved, the newest first, without what is in them.

    They are read from disk, so that a hub that could not be set up has them as well.
    """
    wanted = ("saved_at", "config_version", "activities", "devices", "size", "same_as")
    versions = [kept.describe() for kept in await Archive(hass, entry).async_list()]
    return [{key: one[key] for key in wanted} for one in versions]


def _statistics(statistics: Statistics) -> dict[str, Any]:
    refusal = statistics.last_refusal
    return {
        **describe_health(statistics),
        "refused_keys": statistics.refused_keys,
        "last_refusal": None if refusal is None else str(refusal),
    }


def _summary(config: HubConfig) -> dict[str, Any]:
    return {
        "activities": [_activity(activity) for activity in config.activities],
        "devices": [_device(device) for device in config.devices],
        "sequences": [asdict(sequence) for sequence in config.sequences],
        "unreadable": config.unreadable,
    }


def _activity(activity: Activity) -> dict[str, Any]:
    return {
        "id": activity.id,
        "label": activity.label,
        "type": activity.type,
        "roles": dict(activity.roles),
        "keys": _count(activity),
    }


def _device(device: Device) -> dict[str, Any]:
    return {
        "id": device.id,
        "label": device.label,
        "manufacturer": device.manufacturer,
        "model": device.model,
        "type": device.type,
        "has_keyboard": device.has_keyboard,
        "power_on": list(device.power_on),
        "power_off": list(device.power_off),
        "keys": _count(device),
    }


def _count(owner: Activity | Device) -> dict[str, int]:
    """Return how many keys each group has."""
    return {group.name: len(group.functions) for group in owner.groups}


def _type_name(error: BaseException | None) -> str | None:
    return None if error is None else type(error).__name__
