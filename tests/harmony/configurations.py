"""Small configurations as hubs write them, for tests to change."""

import json
from typing import Any


def function(
    name: str,
    device_id: str = "9001",
    command: str | None = None,
    label: str | None = None,
) -> dict[str, Any]:
    """Return a key of a device."""
    action = {"command": command or name, "type": "IRCommand", "deviceId": device_id}
    return {"name": name, "label": label or name, "action": json.dumps(action)}


def group(name: str, *functions: dict[str, Any]) -> dict[str, Any]:
    """Return a group of keys."""
    return {"name": name, "function": list(functions)}


def device(
    device_id: str = "9001", label: object = "TV", *keys: str, **more: Any
) -> dict[str, Any]:
    """Return a device with keys of these names."""
    keyed = [function(key, device_id) for key in keys]
    return {"id": device_id, "label": label, "controlGroup": [group("", *keyed)]} | more


def activity(
    activity_id: str = "101", label: object = "Watch TV", **more: Any
) -> dict[str, Any]:
    """Return an activity without keys."""
    return {"id": activity_id, "label": label} | more


def config(*devices: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a configuration of these devices."""
    return {"activity": [], "device": list(devices), "sequence": []} | more
