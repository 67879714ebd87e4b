"""A living room: seven activities, ten devices, and what hubs say that does no harm."""

from collections.abc import Iterable

from . import devices
from .build import Part, activity, fixed
from .identifiers import (
    APPLE_TV,
    BLU_RAY,
    CD_CHANGER,
    FIRE_TV,
    GAME_CONSOLE,
    GOOD_NIGHT,
    KITCHEN_RADIO,
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

#: What follows an invented owner's address, the hub's name and the time zone, after the last semicolon.
HASH = "3f1d5b0c9a7e48d2b6c4f0a1e2d39875"

_VOLUME = "VolumeActivityRole"
_CHANNEL = "ChannelChangingActivityRole"
_KEYBOARD = "KeyboardTextEntryActivityRole"
_DISPLAY = "DisplayActivityRole"
_MEDIA = "PlayMediaActivityRole"


def living_room() -> Part:
    """Return what the hub of a living room answers to `?config`; every call returns a new one."""
    owned = [
        devices.television(),
        devices.receiver(),
        devices.apple_tv(),
        devices.blu_ray(),
        devices.game_console(),
        devices.set_top_box(),
        devices.network_player(),
        devices.fire_tv(),
        devices.lights(),
        devices.cd_changer(),
    ]
    return {
        "sequence": [{"id": GOOD_NIGHT, "name": "Good Night"}],
        "activity": _activities({one["id"]: one for one in owned}),
        "device": owned,
        "content": {
            "contentUserHost": "https://content.example.com/user/{userProfileUri}",
            "contentDeviceHost": "https://content.example.com/device/{deviceProfileUri}",
            "contentServiceHost": "https://content.example.com/",
            "contentImageHost": "https://content.example.com/image/{stationId}",
            "householdUserProfileUri": "https://content.example.com/household/0",
        },
        "global": {
            # Owners do not expect their address in here, which is why it must be.
            "timeStampHash": f"1447350002owner@example.comLiving RoomEurope/Berlin;{HASH}",
            "locale": "en-GB",
        },
        "sla": {
            "latestSLAAccepted": True,
            "latestSLAAcceptedDate": "/Date(1447350002000+0000)/",
        },
        "dataConsent": True,
    }


def _activities(owned: dict[str, Part]) -> list[Part]:
    """Make the activities, whose keys are those of their devices."""

    def groups(**assigned: str) -> list[Part]:
        """Take each named group from the device that has it in this activity."""
        return [
            {"name": name, "function": [dict(one) for one in group["function"]]}
            for name, device_id in assigned.items()
            for group in owned[device_id]["controlGroup"]
            if group["name"] == name
        ]

    def all_groups(device_id: str, **instead: str) -> list[Part]:
        """Take every group of a device, except that others have some of them."""
        names = [group["name"] for group in owned[device_id]["controlGroup"]]
        return groups(**(dict.fromkeys(names, device_id) | instead))

    return [
        activity(
            WATCH_TV,
            "Watch TV",
            kind="VirtualTelevisionN",
            order=0,
            isTuningDefault=True,
            fixit=(
                fixed(TELEVISION, "On", "HDMI 1"),
                fixed(RECEIVER, "On", "CBL/SAT"),
                # A box with one key for on and off: the hub can only count.
                fixed(SET_TOP_BOX, "On", isRelativePower=True),
            ),
            roles={
                _VOLUME: RECEIVER,
                _CHANNEL: SET_TOP_BOX,
                _DISPLAY: TELEVISION,
            },
            groups=all_groups(SET_TOP_BOX, Volume=RECEIVER),
        ),
        activity(
            WATCH_APPLE_TV,
            "Watch Apple TV",
            kind="WatchAppleTV",
            order=1,
            fixit=(
                fixed(TELEVISION, "On", "HDMI 1"),
                fixed(RECEIVER, "On", "Media Player"),
                fixed(APPLE_TV, "On", isAlwaysOn=True),
            ),
            roles={_VOLUME: RECEIVER, _MEDIA: APPLE_TV, _DISPLAY: TELEVISION},
            groups=all_groups(APPLE_TV, Volume=RECEIVER),
        ),
        activity(
            WATCH_A_FILM,
            "Watch a Film",
            kind="VirtualDvd",
            order=2,
            suggestedDisplay="WatchDvd",
            fixit=(
                fixed(TELEVISION, "On", "HDMI 1"),
                fixed(RECEIVER, "On", "Blu-ray"),
                fixed(BLU_RAY, "On"),
            ),
            roles={_VOLUME: RECEIVER, _MEDIA: BLU_RAY, _DISPLAY: TELEVISION},
            groups=all_groups(BLU_RAY, Volume=RECEIVER),
            enterActions=[
                {"name": "SendDelay", "parameters": {"DelayValue": "2"}},
                {
                    "name": "SendCommand",
                    "parameters": {
                        "Command": "ModeMovie",
                        "Modifier": "press",
                        "DeviceId": RECEIVER,
                    },
                },
            ],
        ),
        activity(
            PLAY_GAMES,
            "Play Games",
            kind="VirtualGameConsole",
            order=3,
            fixit=(
                fixed(TELEVISION, "On", "HDMI 1"),
                fixed(RECEIVER, "On", "Game"),
                fixed(GAME_CONSOLE, "On"),
            ),
            roles={_VOLUME: RECEIVER, _DISPLAY: TELEVISION},
            groups=all_groups(GAME_CONSOLE, Volume=RECEIVER),
        ),
        activity(
            LISTEN_TO_MUSIC,
            "Listen to Music",
            kind="VirtualCdMulti",
            order=4,
            fixit=(fixed(RECEIVER, "On", "CD"), fixed(CD_CHANGER, "On")),
            roles={_VOLUME: RECEIVER, _MEDIA: CD_CHANGER},
            groups=all_groups(CD_CHANGER, Volume=RECEIVER),
        ),
        activity(
            KITCHEN_RADIO,
            "Küche Radio",
            kind="ListenToSonos",
            order=5,
            # It plays by itself: nothing else has to be on, and some hubs write that as a string.
            fixit=(fixed(NETWORK_PLAYER, "On", isAlwaysOn="true"),),
            roles={_VOLUME: NETWORK_PLAYER, _MEDIA: NETWORK_PLAYER},
            groups=all_groups(NETWORK_PLAYER),
            zones=None,
            rules={},
        ),
        activity(
            POPCORN_NIGHT,
            "Popcorn 🍿",
            kind="WatchFireTV",
            order=6,
            fixit=(
                fixed(TELEVISION, "On", "HDMI 2"),
                fixed(RECEIVER, "On", "TV Audio"),
                fixed(FIRE_TV, "On", isAlwaysOn=True),
            ),
            roles={
                _VOLUME: RECEIVER,
                _KEYBOARD: FIRE_TV,
                _MEDIA: FIRE_TV,
                _DISPLAY: TELEVISION,
            },
            groups=all_groups(FIRE_TV, Volume=RECEIVER),
        ),
        _power_off(one for one, device in owned.items() if device["powerFeatures"]),
    ]


def _power_off(device_ids: Iterable[str]) -> Part:
    """Make the activity that turns everything off; it has no order, no roles and no keys."""
    off = activity(
        POWER_OFF,
        "PowerOff",
        kind="PowerOff",
        order=None,
        fixit=(fixed(device_id, "Off") for device_id in device_ids),
        roles={},
        groups=(),
        isAVActivity=False,
        icon="Default",
    )
    # Hubs write an empty map as a list, here of all places.
    off["roles"] = []
    return off
