"""The first page of the demo: one living room, with one player and one remote."""

from typing import Any

from .cards import (
    HUB_ACTIVITY,
    HUB_PHASE,
    HUB_PLAYER,
    HUB_REMOTE,
    REMOTE,
    Card,
    Key,
    button,
    keys,
    once_there,
    page,
)

#: A template, since a card cannot be hidden by the state of an entity that does not exist yet.
_BY_HAND = """\
{% if states("APPLE_TV") == "unknown" %}
## One Apple TV to set up

It has been discovered. Go to [Settings → Devices & services](/config/integrations/dashboard) and choose **Add** \
on its card. Home Assistant then shows a code.

Leave that open. [Open the television in a tab of its own](SCREEN), and enter the code there under \
**Settings → General → Remotes**.
{% endif %}
{% if states("HUB") == "unknown" %}
## One Harmony hub to set up

It has been discovered as well, and takes one click: **Add** on the card of “Harmony Hub”, \
under [Devices & services](/config/integrations/dashboard).
{% endif %}
"""

#: Icon and label of the buttons that start an activity, and what the hub calls it.
_ACTIVITIES = (
    ("mdi:apple", "Apple TV", "Watch Apple TV"),
    ("mdi:television-classic", "TV", "Watch TV"),
    ("mdi:music", "Music", "Listen to Music"),
)

#: None of these says to which device it goes.
_KEYS: tuple[Key, ...] = (
    ("menu", "mdi:arrow-u-left-top", "Menu"),
    ("up", "mdi:chevron-up", "Up"),
    ("home", "mdi:home", "Home"),
    ("left", "mdi:chevron-left", "Left"),
    ("select", "mdi:circle-outline", "Select"),
    ("right", "mdi:chevron-right", "Right"),
    ("previous", "mdi:skip-previous", "Previous"),
    ("down", "mdi:chevron-down", "Down"),
    ("next", "mdi:skip-next", "Next"),
)

_LIT = "deep-orange"


def living_room(screen_url: str, room_url: str) -> dict[str, Any]:
    """Lay out the page: for a phone, and on a wide screen with the television and the room beside it."""
    pages = [_sized(page(screen_url), rows=6), _sized(page(room_url), rows=9)]
    return {
        "title": "Living room",
        "path": "now",
        "type": "sections",
        "max_columns": 3,
        "sections": [
            {"type": "grid", "cards": [_by_hand(screen_url), *_in_the_hand()]},
            _beside(pages, width=1, min=2, max=2),
            _beside(pages, width=2, min=3),
        ],
    }


def _by_hand(screen_url: str) -> Card:
    """Say how to set up what is not there yet."""
    text = _BY_HAND.replace("APPLE_TV", REMOTE).replace("HUB", HUB_REMOTE)
    return {
        "type": "markdown",
        "content": text.replace("SCREEN", screen_url),
        "show_empty": False,
    }


def _in_the_hand() -> list[Card]:
    """Lay out what plays, the activities, the volume, and the keys."""
    cards = [
        {
            "type": "heading",
            "heading": "Living room",
            "icon": "mdi:sofa",
            "badges": [{"type": "entity", "entity": HUB_PHASE}],
        },
        _sized({"type": "media-control", "entity": HUB_PLAYER}, columns=12),
        _sized(_all_activities(), columns=12),
        *(_sized(one, columns=3, rows=2) for one in _activities()),
        *(_small(one) for one in _volume()),
        *(_small(one) for one in keys(HUB_REMOTE, _KEYS)),
    ]
    there = once_there(HUB_REMOTE)
    return [card | {"visibility": there + card.get("visibility", [])} for card in cards]


def _all_activities() -> Card:
    return {
        "type": "entities",
        "entities": [{"entity": HUB_ACTIVITY, "name": "Activity"}],
    }


def _activities() -> list[Card]:
    """Make a button for some activities, lit while they are chosen, and one for off."""
    select = "media_player.select_source"
    cards = []
    for icon, label, activity in _ACTIVITIES:
        start = button(HUB_PLAYER, select, icon, label, source=activity)
        cards += [
            start | {"visibility": [_activity("state_not", activity)]},
            start | {"color": _LIT, "visibility": [_activity("state", activity)]},
        ]
    off = button(HUB_PLAYER, "media_player.turn_off", "mdi:power", "Off")
    return [*cards, off]


def _activity(condition: str, activity: str) -> dict[str, Any]:
    return {"condition": "state", "entity": HUB_ACTIVITY, condition: activity}


def _volume() -> list[Card]:
    down, up = "media_player.volume_down", "media_player.volume_up"
    return [
        button(HUB_PLAYER, down, "mdi:volume-minus", "Quieter"),
        *keys(HUB_REMOTE, (("mute", "mdi:volume-mute", "Mute"),)),
        button(HUB_PLAYER, up, "mdi:volume-plus", "Louder"),
    ]


def _beside(pages: list[Card], *, width: int, **columns: int) -> dict[str, Any]:
    """Show pages beside the phone, on a screen with room for so many columns."""
    wide_enough = {"visibility": [{"condition": "view_columns", **columns}]}
    return wide_enough | {
        "type": "grid",
        "column_span": width,
        # A section that is hidden loads its pages all the same, a card does not.
        "cards": [one | wide_enough for one in pages],
    }


def _small(key: Card) -> Card:
    """Make a key as high as a finger: its name is for those who do not see the icon."""
    return _sized(key | {"show_name": False}, columns=4, rows=1)


def _sized(card: Card, *, columns: int | str = "full", rows: int | None = None) -> Card:
    size = {"columns": columns} | ({} if rows is None else {"rows": rows})
    return card | {"grid_options": size}
