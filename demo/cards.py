"""Home Assistant's own cards, as the pages of the demo use them."""

from typing import Any

PLAYER = "media_player.living_room"
REMOTE = "remote.living_room"

HUB_PLAYER = "media_player.harmony_hub"
HUB_REMOTE = "remote.harmony_hub"
HUB_ACTIVITY = "select.harmony_hub_activity"
HUB_PHASE = "sensor.harmony_hub_activity_phase"

type Card = dict[str, Any]
#: Command, icon and label of a key.
type Key = tuple[str, str, str]


def once_there(entity_id: str) -> list[dict[str, Any]]:
    """Give the condition under which a card about an entity is of use."""
    return [{"condition": "state", "entity": entity_id, "state_not": "unavailable"}]


def grid(shown_with: str, buttons: list[Card]) -> Card:
    """Lay buttons out in three columns, once an entity is there."""
    return {
        "type": "grid",
        "columns": 3,
        "cards": buttons,
        "visibility": once_there(shown_with),
    }


def keys(remote: str, wanted: tuple[Key, ...]) -> list[Card]:
    """Make buttons that press keys of a remote control."""
    return [
        button(remote, "remote.send_command", icon, label, command=command)
        for command, icon, label in wanted
    ]


def button(entity_id: str, action: str, icon: str, label: str, **data: Any) -> Card:
    """Make a button that performs an action on an entity."""
    return {
        "type": "button",
        "name": label,
        "icon": icon,
        "tap_action": {
            "action": "perform-action",
            "perform_action": action,
            "target": {"entity_id": entity_id},
            "data": data,
        },
    }


def page(url: str) -> Card:
    """Show a simulated device's own page."""
    return {"type": "iframe", "url": url}
