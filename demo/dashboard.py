"""The pages of the demo: the living room first, and behind it each device with what it controls beside it."""

from typing import Any

from .cards import (
    HUB_ACTIVITY,
    HUB_PHASE,
    HUB_PLAYER,
    HUB_REMOTE,
    PLAYER,
    REMOTE,
    Card,
    Key,
    button,
    grid,
    keys,
    once_there,
    page,
)
from .living_room import living_room

PATH = "living-room"

_KEYS: tuple[Key, ...] = (
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

#: The same for the hub, whose keys go to whatever the running activity has them do.
_HUB_KEYS: tuple[Key, ...] = (
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
            living_room(screen_url, room_url),
            _view("Apple TV", "apple-tv", screen_url, "76%", _apple_tv()),
            _view("Hub", "hub", room_url, "110%", _hub()),
        ]
    }


def _view(
    title: str, path: str, page_url: str, height: str, cards: list[Card]
) -> dict[str, Any]:
    """Show a simulated device's own page, and cards beside it."""
    shown = page(page_url) | {"aspect_ratio": height}
    beside = [card | {"view_layout": {"position": "sidebar"}} for card in cards]
    return {"title": title, "path": path, "type": "sidebar", "cards": [shown, *beside]}


def _apple_tv() -> list[Card]:
    """Lay out the player above its remote."""
    return [
        {"type": "media-control", "entity": PLAYER, "visibility": once_there(REMOTE)},
        grid(REMOTE, keys(REMOTE, _KEYS)),
    ]


def _hub() -> list[Card]:
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
            "visibility": once_there(HUB_REMOTE),
        },
        {
            "type": "entities",
            "entities": [HUB_ACTIVITY, HUB_PHASE],
            "visibility": once_there(HUB_REMOTE),
        },
        grid(HUB_REMOTE, _activities()),
        grid(HUB_REMOTE, keys(HUB_REMOTE, _HUB_KEYS)),
    ]


def _activities() -> list[Card]:
    """Make a button for each way to change what the hub does."""
    on, off = "remote.turn_on", "remote.turn_off"
    return [
        button(
            HUB_REMOTE, on, "mdi:television-classic", "Watch TV", activity="Watch TV"
        ),
        button(HUB_REMOTE, on, "mdi:music", "Music", activity="Listen to Music"),
        button(HUB_REMOTE, off, "mdi:power", "Off"),
    ]
