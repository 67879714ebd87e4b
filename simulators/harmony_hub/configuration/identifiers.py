"""The ids of the living room: what its activities and devices are called on the wire."""

from typing import Final

POWER_OFF: Final = "-1"
"""The activity that every hub has, and that means everything is off."""

WATCH_TV: Final = "23451801"
WATCH_APPLE_TV: Final = "23451802"
WATCH_A_FILM: Final = "23451803"
PLAY_GAMES: Final = "23451804"
LISTEN_TO_MUSIC: Final = "23451805"
KITCHEN_RADIO: Final = "23451806"
POPCORN_NIGHT: Final = "23451807"

TELEVISION: Final = "41256001"
RECEIVER: Final = "41256002"
APPLE_TV: Final = "41256003"
BLU_RAY: Final = "41256004"
GAME_CONSOLE: Final = "41256005"
SET_TOP_BOX: Final = "41256006"
NETWORK_PLAYER: Final = "41256007"
FIRE_TV: Final = "41256008"
LIGHTS: Final = "41256009"
CD_CHANGER: Final = "41256010"

GOOD_NIGHT: Final = "7788001"
"""A sequence, which `holdAction` runs by its `sequenceId`."""
