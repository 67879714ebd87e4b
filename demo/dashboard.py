"""The pages of the demo: each device with its player and its remote, and what they control beside them."""

from typing import Any

PLAYER = "media_player.living_room"
REMOTE = "remote.living_room"
PATH = "living-room"

HUB_PLAYER = "media_player.harmony_hub"
HUB_REMOTE = "remote.harmony_hub"
HUB_ACTIVITY = "select.harmony_hub_activity"
HUB_PHASE = "sensor.harmony_hub_activity_phase"

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


#: Action, its data, icon and label of each way to change what the hub does.
_ACTIVITIES: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    ("turn_on", {"activity": "Watch TV"}, "mdi:television-classic", "Watch TV"),
    ("turn_on", {"activity": "Listen to Music"}, "mdi:music", "Music"),
    ("turn_off", {}, "mdi:power", "Off"),
)

#: The same for the hub, whose keys go to whatever the running activity has them do.
_HUB_KEYS = (
    ("volume_down", "mdi:volume-minus", "Quieter"),
    ("mute", "mdi:volume-mute", "Mute"),
    ("volume_up", "mdi:volume-plus", "Louder"),
    ("channel_down", "mdi:chevron-down-box", "Channel down"),
    ("select", "mdi:circle-outline", "Select"),
    ("channel_up", "mdi:chevron-up-box", "Channel up"),
)


def storage(screen_url: str, room_url: str) -> dict[str, dict[str, Any]]:
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
        "lovelace.living_room": {"config": _dashboard(screen_url, room_url)},
        "frontend.system_data": {"core": {"default_panel": PATH}},
    }


def _dashboard(screen_url: str, room_url: str) -> dict[str, Any]:
    return {
        "views": [
            _view("Apple TV", "remote", screen_url, "76%", _remote(screen_url)),
            _view("Harmony hub", "hub", room_url, "110%", _hub()),
        ]
    }


def _view(
    title: str, path: str, page_url: str, height: str, cards: list[dict[str, Any]]
) -> dict[str, Any]:
    """Show a simulated device's own page, and cards beside it."""
    page = {"type": "iframe", "url": page_url, "aspect_ratio": height}
    beside = [card | {"view_layout": {"position": "sidebar"}} for card in cards]
    return {"title": title, "path": path, "type": "sidebar", "cards": [page, *beside]}


def _remote(screen_url: str) -> list[dict[str, Any]]:
    """Lay out the player above its remote; before the pairing, say how to get there."""
    by_hand = _BY_HAND.replace("REMOTE", REMOTE).replace("SCREEN", screen_url)
    return [
        {"type": "markdown", "content": by_hand, "show_empty": False},
        {"type": "media-control", "entity": PLAYER, "visibility": _once_there(REMOTE)},
        _keypad(REMOTE, _KEYS),
    ]


def _hub() -> list[dict[str, Any]]:
    """Lay out the player, the activities and a few keys."""
    return [
        {
            "type": "tile",
            "entity": HUB_PLAYER,
            "state_content": ["state", "source"],
            "features": [
                {"type": "media-player-playback"},
                {"type": "media-player-volume-buttons"},
            ],
            "visibility": _once_there(HUB_REMOTE),
        },
        {
            "type": "entities",
            "entities": [HUB_ACTIVITY, HUB_PHASE],
            "visibility": _once_there(HUB_REMOTE),
        },
        _buttons(
            HUB_REMOTE,
            [
                _button(HUB_REMOTE, action, data, icon, label)
                for action, data, icon, label in _ACTIVITIES
            ],
        ),
        _keypad(HUB_REMOTE, _HUB_KEYS),
    ]


def _once_there(entity_id: str) -> list[dict[str, Any]]:
    return [{"condition": "state", "entity": entity_id, "state_not": "unavailable"}]


def _keypad(remote: str, keys: tuple[tuple[str, str, str], ...]) -> dict[str, Any]:
    return _buttons(
        remote,
        [
            _button(remote, "send_command", {"command": command}, icon, label)
            for command, icon, label in keys
        ],
    )


def _buttons(remote: str, buttons: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "grid",
        "columns": 3,
        "cards": buttons,
        "visibility": _once_there(remote),
    }


def _button(
    remote: str, action: str, data: dict[str, Any], icon: str, label: str
) -> dict[str, Any]:
    return {
        "type": "button",
        "name": label,
        "icon": icon,
        "tap_action": {
            "action": "perform-action",
            "perform_action": f"remote.{action}",
            "target": {"entity_id": remote},
            "data": data,
        },
    }
