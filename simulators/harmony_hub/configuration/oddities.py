"""A configuration with everything in it that clients have fallen over, or might."""

from typing import Any

from .build import Part, activity, control_group, device, fixed, key, keys
from .living_room import living_room

TWIN_ONE = "9000101"
"""Two activities called "Twin", which only their ids tell apart."""
TWIN_TWO = "9000102"
NAMELESS = "9000103"
"""An activity whose label is null."""
DOTTED = "9000104"
"""`Dr. Who 2.0`: its label is neither a number nor a sentence."""
NUMERIC_KIND = "9000105"
"""An activity whose type is a number, and whose place in the order another one has."""
BARE = "9000106"
"""An activity with nothing but an id and a label."""
EMPTIED = "9000107"
"""An activity whose maps are lists and whose lists are maps, or null."""
DIGITS = "9000108"
"""An activity whose label is the id of another one."""

QUOTED = "9000201"
"""A device whose commands have blanks, quotes, colons, braces, and letters of other alphabets."""
HOLLOW = "9000202"
"""A device whose groups are a map, as the hub writes an empty list."""
PARTIAL = "9000203"
"""A device with functions without action, with broken action, and with null for a group."""
SHADOW = "9000204"
"""A second device called "Samsung TV"."""
BOOLEAN = "9000205"
"""A device with real booleans where others have strings, and no power at all."""
UNLABELLED = "9000206"
"""A device whose label is null."""

#: Commands that every layer between a client and the infrared light must hand on unharmed.
AWKWARD_COMMANDS = (
    "Two Words",
    'Say "Hello"',
    "It's",
    "Time 12:30",
    "a::b",
    "x=y&z;",
    "{curly}",
    "[1,2]",
    "C:\\back\\slash",
    "<tag/>",
    "]]>",
    "Größe",
    "Café №5",
    "音量",
    "🔊 Up",
    " edges ",
    "+10",
    "100%",
)


def oddities() -> Part:
    """Return a configuration like no living room's: every part of it has been seen, or is one step from it."""
    odd = living_room()
    odd["activity"][:0] = _activities()
    odd["device"] += _devices()
    # A number, though everything else writes ids as strings.
    odd["sequence"].append({"id": 7788002, "name": None})
    odd["content"] = []
    odd["sla"] = None
    odd["global"]["locale"] = ""
    del odd["dataConsent"]
    # What no client knows must not disturb it.
    odd["unheardOf"] = {"deep": [[[{"deeper": None}]]]}
    return odd


def _activities() -> list[Part]:
    """Make the odd activities."""

    def plain(activity_id: str, label: Any, order: int | None, **more: Any) -> Part:
        return (
            activity(
                activity_id,
                "",
                kind="VirtualGeneric",
                order=order,
                fixit=(fixed(QUOTED, "On"),),
                roles={},
                groups=(control_group(QUOTED, "Volume", keys("VolumeUp VolumeDown")),),
            )
            | {"label": label}
            | more
        )

    return [
        plain(TWIN_ONE, "Twin", 3),
        # The same place as its twin's.
        plain(TWIN_TWO, "Twin", 3),
        plain(NAMELESS, None, None),
        plain(DOTTED, "Dr. Who 2.0", -1, isAVActivity="true"),
        plain(NUMERIC_KIND, " Numeric ", 3, type=7, icon=12),
        {"id": BARE, "label": "Bare"},
        plain(
            EMPTIED,
            "Emptied",
            None,
            fixit=[],
            roles=[],
            rules={},
            zones=[],
            sequences=None,
            enterActions={},
            controlGroup={},
            VolumeActivityRole=None,
        ),
        # Roles and states that point at devices which are gone.
        plain(
            DIGITS,
            TWIN_ONE,
            99,
            VolumeActivityRole="404",
            KeyboardTextEntryActivityRole=int(QUOTED),
            fixit={QUOTED: {"id": QUOTED, "Power": None}, "404": None},
        ),
    ]


def _devices() -> list[Part]:
    """Make the odd devices."""
    partial = device(
        PARTIAL,
        "Partial",
        maker="",
        model="",
        kind="",
        groups={"Power": keys("PowerToggle")},
    )
    partial["controlGroup"] += [
        None,
        {"name": "NoFunctions"},
        {"name": "Nothing", "function": {}},
        {"name": None, "function": [{"name": "Orphan", "label": "Orphan"}]},
        {
            "name": "Broken",
            "function": [
                None,
                {"name": "NotJson", "label": "Not JSON", "action": "{"},
                {"name": "NotText", "label": None, "action": {"command": "NotText"}},
                {"name": "NoCommand", "label": "", "action": '{"type":"IRCommand"}'},
            ],
        },
    ]
    return [
        device(
            QUOTED,
            "Quotes: \"all\" of 'them'",
            maker="Ünïcode & Söhne",
            model="№ 5",
            kind="HomeAppliance",
            groups={
                "NumericBasic": keys("0 1 2 3"),
                "Volume": keys("VolumeUp VolumeDown Mute"),
                "Power": keys("PowerOff PowerOn"),
                # Names that differ from what is sent, and from each other only in case.
                "Miscellaneous": (
                    *(
                        key(f"Awkward{n}", command, command)
                        for n, command in enumerate(AWKWARD_COMMANDS)
                    ),
                    key("Mute", "MuteToggle", "Mute"),
                    key("mute", "mute", "mute"),
                ),
            },
        ),
        device(
            HOLLOW,
            "Hollow",
            maker="Nobody",
            model="0",
            kind="Light",
            power_on=None,
            power_off=None,
            groups={},
            controlGroup={},
            Capabilities={},
            Transport=None,
        ),
        partial,
        device(
            SHADOW,
            "Samsung TV",
            maker="Samsung",
            model="Bedroom",
            kind="Television",
            groups={"Power": keys("PowerOff PowerOn")},
        ),
        device(
            BOOLEAN,
            "Boolean",
            maker="Nobody",
            model="1",
            kind="HomeMusic",
            power_on=None,
            power_off=None,
            groups={"TransportBasic": keys("Play Pause")},
            isManualPower=True,
            contentProfileKey=BOOLEAN,
            powerFeatures=None,
            icon=7,
        ),
        device(
            UNLABELLED,
            "",
            maker="Nobody",
            model="2",
            kind="HomeMusic",
            groups={"Power": keys("PowerToggle")},
            power_on="PowerToggle",
            power_off=None,
        )
        | {"label": None},
    ]
