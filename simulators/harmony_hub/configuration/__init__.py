"""What a hub may be set up with: a living room, an odd one, and a very large one."""

from .identifiers import (
    APPLE_TV,
    BLU_RAY,
    CD_CHANGER,
    FIRE_TV,
    GAME_CONSOLE,
    GOOD_NIGHT,
    KITCHEN_RADIO,
    LIGHTS,
    LISTEN_TO_MUSIC,
    NETWORK_PLAYER,
    PLAY_GAMES,
    POPCORN_NIGHT,
    POWER_OFF,
    RECEIVER,
    SET_TOP_BOX,
    TELEVISION,
    WATCH_A_FILM,
    WATCH_APPLE_TV,
    WATCH_TV,
)
from .living_room import living_room
from .megabyte import megabyte
from .oddities import oddities

__all__ = [
    "APPLE_TV",
    "BLU_RAY",
    "CD_CHANGER",
    "FIRE_TV",
    "GAME_CONSOLE",
    "GOOD_NIGHT",
    "KITCHEN_RADIO",
    "LIGHTS",
    "LISTEN_TO_MUSIC",
    "NETWORK_PLAYER",
    "PLAY_GAMES",
    "POPCORN_NIGHT",
    "POWER_OFF",
    "RECEIVER",
    "SET_TOP_BOX",
    "TELEVISION",
    "WATCH_APPLE_TV",
    "WATCH_A_FILM",
    "WATCH_TV",
    "living_room",
    "megabyte",
    "oddities",
]
