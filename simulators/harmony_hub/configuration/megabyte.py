"""A configuration of a megabyte, which is as much as hubs have been seen to send."""

from functools import cache
import json
import random
from typing import cast

from .build import Part, activity, device, fixed, key

_SEED = 20131
_DEVICES = 15
_ACTIVITIES = 12
#: Functions of each device, chosen so that all of it comes to a megabyte on the wire.
_FUNCTIONS = 297

_VERBS = [
    "Set",
    "Skip",
    "Jump",
    "Scan",
    "Toggle",
    "Cycle",
    "Open",
    "Close",
    "Raise",
    "Lower",
    "Select",
    "Hold",
]
_THINGS = [
    "Disc",
    "Input",
    "Chapter",
    "Track",
    "Zone",
    "Picture",
    "Sound",
    "Memory",
    "Page",
    "Timer",
    "Scene",
]
_GROUPS = [
    "Miscellaneous",
    "Volume",
    "TransportBasic",
    "NavigationBasic",
    "Setup",
    "Program",
]


def megabyte() -> Part:
    """Return a large configuration, about 10^6 bytes as JSON; always the same, always a new one."""
    return cast("Part", json.loads(_text()))


@cache
def _text() -> str:
    """Write it once: it takes longer to make than to read."""
    chance = random.Random(_SEED)
    owned = [_device(chance, 55_000_000 + number) for number in range(_DEVICES)]
    activities = [
        _activity(chance, 33_000_000 + number, number, owned)
        for number in range(_ACTIVITIES)
    ]
    activities.append(
        activity(
            "-1",
            "PowerOff",
            kind="PowerOff",
            order=None,
            fixit=(fixed(one["id"], "Off") for one in owned),
            roles={},
            groups=(),
        )
    )
    return json.dumps(
        {
            "sequence": [],
            "activity": activities,
            "device": owned,
            "content": {},
            "global": {"timeStampHash": f"large@example.com;{0:032x}", "locale": "en"},
            "sla": {},
        }
    )


def _device(chance: random.Random, number: int) -> Part:
    """Make a device with hundreds of functions, whose names are words with a number."""
    groups = {
        name: [
            key(f"{chance.choice(_VERBS)}{chance.choice(_THINGS)}{index}")
            for index in range(at, _FUNCTIONS, len(_GROUPS))
        ]
        for at, name in enumerate(_GROUPS)
    }
    label = f"Device {number % 1000}"
    return device(
        str(number), label, maker="Various", model="XL", kind="PVR", groups=groups
    )


def _activity(
    chance: random.Random, number: int, order: int, owned: list[Part]
) -> Part:
    """Make an activity of four devices, with one group of each."""
    members = chance.sample(owned, 4)
    return activity(
        str(number),
        f"Activity {number % 1000}",
        kind="VirtualGeneric",
        order=order,
        fixit=(fixed(one["id"], "On", "HDMI 1") for one in members),
        roles={"VolumeActivityRole": members[0]["id"]},
        groups=[
            one["controlGroup"][at]
            for one, at in zip(members, (1, 0, 2, 3), strict=True)
        ],
    )
