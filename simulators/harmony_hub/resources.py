"""The resources that `proxy.resource?get` knows."""

from typing import Any

from .room import Part

_AUTOMATION = "dynamite://HomeAutomationService/Config/"
_ACCOUNT = "harmony://Account/"
_LISTS = {"ActivityList": "activity", "DeviceList": "device"}


def resource(config: Part, uri: str) -> dict[str, Any] | None:
    """Return a resource by its address, or None if there is none."""
    if uri == _AUTOMATION:
        return {"devices": {}, "groups": {}, "capabilities": {}}
    account, _, name = uri.removeprefix(_ACCOUNT).partition("/")
    if not uri.startswith(_ACCOUNT) or not account.isdecimal():
        return None
    if name == "CapabilityList":
        return {"capabilities": []}
    key = _LISTS.get(name)
    if key is None:
        return None
    return {name: [{"id": one["id"], "label": one["label"]} for one in config[key]]}
