"""What the page shows of a hub, as JSON."""

from typing import TYPE_CHECKING, Any

from .core import Core
from .faults import Fault
from .infrared import Infrared

if TYPE_CHECKING:
    from .hub import SimulatedHub

type Part = dict[str, Any]

_POWER_OFF = "-1"
#: So many of the last keys are shown.
_KEYS = 7
_PHASES = ("off", "starting", "running", "stopping")

_ACTIVITY_ICONS = {
    "VirtualTelevisionN": "tv",
    "SmartTV": "tv",
    "WatchAppleTV": "box",
    "WatchFireTV": "box",
    "WatchRoku": "box",
    "VirtualDvd": "disc",
    "VirtualGameConsole": "pad",
    "VirtualCdMulti": "note",
    "ListenToSonos": "speaker",
    "PowerOff": "off",
}
_DEVICE_ICONS = {
    "Television": "tv",
    "StereoReceiver": "receiver",
    "AppleTV": "box",
    "MediaCenterPC": "box",
    "PVR": "receiver",
    "BluRayPlayer": "disc",
    "CDJukebox": "note",
    "GameConsoleWithDvd": "pad",
    "HomeMusic": "speaker",
    "HomeAppliance": "lamp",
}


def snapshot(core: Core, hub: SimulatedHub) -> Part:
    """Describe everything that the page shows."""
    devices = {device["id"]: _label(device) for device in hub.config["device"]}
    timer = hub.sleep_timer
    return {
        "name": hub.name,
        "address": f"{hub.host}:{hub.port}",
        "firmware": hub.firmware,
        "plugged": hub.plugged,
        "clients": {"websocket": 0, "xmpp": 0} | hub.connections,
        "sleep_timer": None if timer is None else round(timer),
        "text": "".join(hub.texts)[-40:],
        "now": _now(hub, devices),
        "activities": [
            {
                "id": activity["id"],
                "label": _activity_label(activity),
                "icon": _activity_icon(activity),
                "current": activity["id"] == hub.activity_id,
            }
            for activity in sorted(hub.config["activity"], key=_order)
        ],
        "devices": [
            {
                "id": device["id"],
                "label": _label(device),
                "maker": device.get("manufacturer", ""),
                "icon": _icon(_DEVICE_ICONS, device.get("deviceTypeDisplayName")),
                "powered": bool(hub.powered.get(device["id"])),
                "input": hub.inputs.get(device["id"], ""),
            }
            for device in hub.config["device"]
        ],
        "sent": len(hub.infrared),
        "infrared": _last_keys(hub.infrared, devices),
        "faults": [
            {
                "name": fault.name,
                "title": fault.name.replace("_", " ").capitalize(),
                "summary": fault.summary,
                "on": core.faults.look(fault) is not None,
            }
            for fault in Fault
        ],
    }


def _now(hub: SimulatedHub, devices: dict[str, str]) -> Part:
    """Say what is on, and how far a switch has come."""
    phase = _PHASES[hub.activity_status] if hub.plugged else "gone"
    activity: Part = next(
        (one for one in hub.config["activity"] if one["id"] == hub.activity_id), {}
    )
    progress = hub.progress
    return {
        "phase": phase,
        "label": _activity_label(activity),
        "icon": _activity_icon(activity),
        "done": progress.done if progress else 0,
        "total": progress.total if progress else 0,
        "device": devices.get(progress.device_id, "") if progress else "",
    }


def _last_keys(sent: list[Infrared], devices: dict[str, str]) -> list[Part]:
    """List the newest keys first; a key that is down has no length yet."""
    return [
        {
            "number": number,
            "device": devices.get(one.device_id, one.device_id),
            "command": one.command,
            "via": one.via,
            "holds": one.holds,
            "live": one.ended is None,
            "held": None if one.ended is None else round(one.ended - one.began, 3),
        }
        for number, one in list(enumerate(sent, 1))[: -_KEYS - 1 : -1]
    ]


def _label(part: Part) -> str:
    """Return a label, which hubs may leave out."""
    return str(part.get("label") or "(no name)")


def _activity_label(activity: Part) -> str:
    """Return a label, and for the activity that is none what people call it."""
    off = activity.get("id", _POWER_OFF) == _POWER_OFF
    return "Everything off" if off else _label(activity)


def _activity_icon(activity: Part) -> str:
    return _icon(_ACTIVITY_ICONS, activity.get("type"))


def _icon(icons: dict[str, str], kind: object) -> str:
    """Return the picture of a kind, which may be anything."""
    return icons.get(str(kind), "star")


def _order(activity: Part) -> tuple[int, int]:
    """Sort by the order in the app; what has none comes last, and off last of all."""
    if activity["id"] == _POWER_OFF:
        return 2, 0
    order = activity.get("activityOrder")
    return (0, order) if isinstance(order, int) else (1, 0)
