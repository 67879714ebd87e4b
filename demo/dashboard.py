"""The first page of the demo: the player, the remote and the television beside them."""

from typing import Any

PLAYER = "media_player.living_room"
REMOTE = "remote.living_room"
PATH = "living-room"

#: A template, since a card cannot be hidden by the state of an entity that does not exist yet.
_BY_HAND = """\
{% if states("REMOTE") == "unknown" %}
## One Apple TV to set up

It has been discovered. Go to [Settings → Devices & services](/config/integrations/dashboard) and choose **Add** \
on its card. Home Assistant then shows a code.

Leave that open. [Open the television in a tab of its own](SCREEN), and enter the code there under \
**Settings → General → Remotes**.
{% endif %}
"""

#: Three columns: command, icon and label of each key.
_KEYS = (
    ("menu", "mdi:arrow-u-left-top", "Menu"),
    ("up", "mdi:chevron-up", "Up"),
    ("top_menu", "mdi:home", "Home"),
    ("left", "mdi:chevron-left", "Left"),
    ("select", "mdi:circle-outline", "Select"),
    ("right", "mdi:chevron-right", "Right"),
    ("previous", "mdi:skip-previous", "Previous"),
    ("down", "mdi:chevron-down", "Down"),
    ("play_pause", "mdi:play-pause", "Play/Pause"),
)


def storage(screen_url: str) -> dict[str, dict[str, Any]]:
    """Give the files of Home Assistant's storage that make this the first page."""
    return {
        "lovelace_dashboards": {
            "items": [
                {
                    "id": "living_room",
                    "url_path": PATH,
                    "title": "Living room",
                    "icon": "mdi:television",
                    "show_in_sidebar": True,
                    "require_admin": False,
                    "mode": "storage",
                }
            ]
        },
        "lovelace.living_room": {"config": _dashboard(screen_url)},
        "frontend.system_data": {"core": {"default_panel": PATH}},
    }


def _dashboard(screen_url: str) -> dict[str, Any]:
    return {
        "views": [
            {
                "title": "Living room",
                "path": "remote",
                "type": "sidebar",
                "cards": [_television(screen_url), *_remote(screen_url)],
            }
        ]
    }


def _television(screen_url: str) -> dict[str, Any]:
    """Show the simulated television's own page."""
    return {"type": "iframe", "url": screen_url, "aspect_ratio": "76%"}


def _remote(screen_url: str) -> list[dict[str, Any]]:
    """Lay out the player above its remote; before the pairing, say how to get there."""
    ready = [{"condition": "state", "entity": REMOTE, "state_not": "unavailable"}]
    by_hand = _BY_HAND.replace("REMOTE", REMOTE).replace("SCREEN", screen_url)
    cards: list[dict[str, Any]] = [
        {"type": "markdown", "content": by_hand, "show_empty": False},
        {"type": "media-control", "entity": PLAYER, "visibility": ready},
        {
            "type": "grid",
            "columns": 3,
            "cards": [_key(*key) for key in _KEYS],
            "visibility": ready,
        },
    ]
    return [card | {"view_layout": {"position": "sidebar"}} for card in cards]


def _key(command: str, icon: str, label: str) -> dict[str, Any]:
    return {
        "type": "button",
        "name": label,
        "icon": icon,
        "tap_action": {
            "action": "perform-action",
            "perform_action": "remote.send_command",
            "target": {"entity_id": REMOTE},
            "data": {"command": command},
        },
    }
