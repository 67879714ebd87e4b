"""Everything that can be sent with a hub, as an answer for people who write automations."""

from typing import Any

from ..harmony.config import Activity, Device, HubConfig
from .activities import ActivityNames


def list_commands(config: HubConfig, names: ActivityNames) -> dict[str, Any]:
    """Return devices, activities and sequences, with ids and with their keys by group.

    They are lists, for two devices may have one name. Keys are called as the actions take them.
    """
    return {
        "devices": [
            {
                "id": device.id,
                "name": device.label,
                "manufacturer": device.manufacturer,
                "model": device.model,
                "commands": _by_group(device),
            }
            for device in config.devices
        ],
        "activities": [
            {
                "id": activity.id,
                "name": names.by_id[activity.id],
                "commands": _by_group(activity),
            }
            for activity in config.activities
        ],
        "sequences": [
            {"id": sequence.id, "name": sequence.label} for sequence in config.sequences
        ],
    }


def _by_group(owner: Activity | Device) -> dict[str, list[str]]:
    commands: dict[str, list[str]] = {}
    for group in owner.groups:
        commands.setdefault(group.name, []).extend(one.name for one in group.functions)
    return commands
