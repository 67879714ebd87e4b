"""Builders for the parts of a configuration: keys, groups, devices, activities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
import json
import re
from typing import Any

type Part = dict[str, Any]
"""An object of the configuration, as JSON."""

#: Where a hub's pictures would lie; an address that nobody has.
IMAGES = "https://images.example.com/"

#: Every hub seen so far says 7, whatever the device is.
_CONTROL_PORT = 7

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Key:
    """A button: the name of its function, the command that it sends, and what people read on it."""

    name: str
    command: str
    label: str


def key(name: str, command: str | None = None, label: str | None = None) -> Key:
    """Make a key; its command is its name and its label the name in words, unless they are given."""
    return Key(name, command or name, label or _WORD.sub(" ", name))


def keys(names: str) -> tuple[Key, ...]:
    """Make a key of each word; digits are named `Number5` and send `5`, as on a hub."""
    return tuple(
        key(f"Number{name}", name, name) if name.isdigit() else key(name)
        for name in names.split()
    )


def action(device_id: str, command: str) -> str:
    """Write what a function does: JSON in a string, which clients send back as it is."""
    return json.dumps(
        {"command": command, "type": "IRCommand", "deviceId": device_id},
        separators=(",", ":"),
        ensure_ascii=False,
    )


def control_group(device_id: str, name: str, buttons: Iterable[Key]) -> Part:
    """Make a group of functions of one device."""
    return {
        "name": name,
        "function": [
            {
                "action": action(device_id, button.command),
                "name": button.name,
                "label": button.label,
            }
            for button in buttons
        ],
    }


def device(
    device_id: str,
    label: str,
    *,
    maker: str,
    model: str,
    kind: str,
    groups: Mapping[str, Iterable[Key]],
    power_on: str | None = "PowerOn",
    power_off: str | None = "PowerOff",
    transport: int = 1,
    **more: Any,
) -> Part:
    """Make a device; without a command for power it is one that stays on.

    `kind` is its `deviceTypeDisplayName`, `transport` how the hub reaches it (1 infrared, 2 Bluetooth, 32 network,
    as far as anybody knows), and `more` is added to or replaces what it has.
    """
    return {
        "id": device_id,
        "label": label,
        "manufacturer": maker,
        "model": model,
        "type": kind,
        "deviceTypeDisplayName": kind,
        "suggestedDisplay": "DEFAULT",
        # A picture's number, as a string of digits.
        "icon": "6",
        "Transport": transport,
        "ControlPort": _CONTROL_PORT,
        "Capabilities": [1, 2, 3, 5, 8],
        "isManualPower": "false",
        "IsKeyboardAssociated": False,
        "DongleRFID": 0,
        "deviceAddedDate": "/Date(1447350002000+0000)/",
        "deviceProfileUri": f"https://profiles.example.com/Device/{device_id}",
        # The only id that hubs write as a number.
        "contentProfileKey": int(device_id),
        "powerFeatures": power_features(power_on, power_off),
        "controlGroup": [
            control_group(device_id, name, buttons) for name, buttons in groups.items()
        ],
    } | more


def power_features(on: str | None, off: str | None) -> Part | list[Any]:
    """Say how a device is turned on and off; what has neither gets the empty list that hubs write."""
    if on is None and off is None:
        return []
    return {
        "PowerOnActions": _presses(on),
        "PowerOffActions": _presses(off),
    }


def _presses(command: str | None) -> list[Part]:
    """Make the list of one press, or of none."""
    if command is None:
        return []
    press = {
        "__type": "IRPressAction",
        "IRCommandName": command,
        "Order": 0,
        "Duration": None,
        "ActionId": 0,
    }
    return [press]


def fixed(
    device_id: str, power: str, entered: str | None = None, **more: Any
) -> tuple[str, Part]:
    """Say in which state an activity wants a device: `On` or `Off`, and the input, if it has any."""
    state: Part = {
        "id": device_id,
        "Power": power,
        "isAlwaysOn": False,
        "isRelativePower": False,
        "isManualPower": False,
    }
    if entered is not None:
        state |= {"Input": entered, "isRelativeInput": False}
    return device_id, state | more


def activity(
    activity_id: str,
    label: str,
    *,
    kind: str,
    order: int | None,
    fixit: Iterable[tuple[str, Part]],
    roles: Mapping[str, str],
    groups: Iterable[Part],
    **more: Any,
) -> Part:
    """Make an activity; `roles` (`VolumeActivityRole`: device id) stand in it twice, as on a hub."""
    return (
        {
            "id": activity_id,
            "label": label,
            "type": kind,
            "activityTypeDisplayName": "Default",
            "suggestedDisplay": "Default",
            "isAVActivity": True,
            "isTuningDefault": False,
            "isMultiZone": False,
            "icon": "12",
            "imageKey": f"activity/{activity_id}.png",
            "baseImageUri": IMAGES,
            "fixit": dict(fixit),
            "roles": dict(roles),
            "sequences": [],
            "rules": [],
            "zones": {},
            "enterActions": [],
            "controlGroup": list(groups),
        }
        | ({} if order is None else {"activityOrder": order})
        | dict(roles)
        | more
    )
