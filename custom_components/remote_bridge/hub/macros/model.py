"""What people make of a hub's keys in the page, as it is kept in the subentries of the hub's entry."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_DEVICE, CONF_ICON

CONF_ACTIVITY: Final = "activity"
CONF_CHANNEL: Final = "channel"
CONF_HOLD: Final = "hold"
CONF_KEY: Final = "key"
CONF_OFF_KEY: Final = "off_key"
CONF_ON_KEY: Final = "on_key"
CONF_PAUSE: Final = "pause"
CONF_REPEATS: Final = "repeats"
CONF_SEQUENCE: Final = "sequence"
CONF_STEPS: Final = "steps"

MOST_STEPS: Final = 50
MOST_REPEATS: Final = 100
# Seconds. No hub is asked to hold a key for longer, and nobody waits for longer in a macro.
MOST_HOLD: Final = 30.0
MOST_PAUSE: Final = 60.0
MOST_SECONDS: Final = 600.0


class SubentryType(StrEnum):
    """What can be made; the values are what Home Assistant knows the subentries by."""

    MACRO = "macro"
    COMMAND_BUTTON = "command_button"
    SWITCH = "switch"
    FAVOURITE = "favourite"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyStep:
    """A key: `repeats` times, each time held for `hold` seconds (0 for a press), then `pause` seconds of nothing.

    `device` is the id of a device; None is for whatever the key means in the running activity.
    """

    key: str
    device: str | None = None
    repeats: int = 1
    hold: float = 0.0
    pause: float = 0.0

    @property
    def seconds(self) -> float:
        """How long it takes at least."""
        return self.repeats * self.hold + self.pause


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityStep:
    """Starts an activity, or with POWER_OFF turns everything off, and waits until that is so."""

    activity: str
    pause: float = 0.0

    @property
    def seconds(self) -> float:
        """How long it takes at least: nothing but the pause, where it runs already."""
        return self.pause


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceStep:
    """Has the hub run a sequence that was made in the Harmony app, which nobody tells the end of."""

    sequence: str
    pause: float = 0.0

    @property
    def seconds(self) -> float:
        """How long it takes at least."""
        return self.pause


type Step = KeyStep | ActivityStep | SequenceStep


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What everything has that people make. `id` is the subentry's; `icon` is None where nobody chose one."""

    id: str
    name: str
    icon: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro(_Made):
    """Steps that are taken one after another."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandButton(_Made):
    """A key as a button."""

    step: KeyStep


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchPair(_Made):
    """Two keys of a device, one for on and one for off, as a switch."""

    device: str
    on_key: str
    off_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Favourite(_Made):
    """A channel, and the id of the activity that tunes to it; None for whichever does."""

    channel: str
    activity: str | None


type Made = Macro | CommandButton | SwitchPair | Favourite

# By the field that only they have.
_STEPS: Final[dict[str, type[KeyStep | ActivityStep | SequenceStep]]] = {
    CONF_KEY: KeyStep,
    CONF_ACTIVITY: ActivityStep,
    CONF_SEQUENCE: SequenceStep,
}


def read_step(data: Mapping[str, Any]) -> Step:
    """Read what `write_step` has written."""
    kind = next(kind for field, kind in _STEPS.items() if field in data)
    return kind(**data)


def write_step(step: Step) -> dict[str, Any]:
    """Return a step as JSON has room for it."""
    return asdict(step)


def read_made(subentry: ConfigSubentry) -> Made | None:
    """Read a subentry; None for one of a type that a later version knows.

    Whether the hub still has what it names is another question.
    """
    data = subentry.data
    common: dict[str, Any] = {
        "id": subentry.subentry_id,
        "name": subentry.title,
        "icon": data.get(CONF_ICON),
    }
    match subentry.subentry_type:
        case SubentryType.MACRO:
            return Macro(**common, steps=tuple(map(read_step, data[CONF_STEPS])))
        case SubentryType.COMMAND_BUTTON:
            step = {key: value for key, value in data.items() if key != CONF_ICON}
            return CommandButton(**common, step=KeyStep(**step))
        case SubentryType.SWITCH:
            return SwitchPair(
                **common,
                device=data[CONF_DEVICE],
                on_key=data[CONF_ON_KEY],
                off_key=data[CONF_OFF_KEY],
            )
        case SubentryType.FAVOURITE:
            return Favourite(
                **common,
                channel=data[CONF_CHANNEL],
                activity=data.get(CONF_ACTIVITY),
            )
        case _:
            return None


def made[MadeT: Made](entry: ConfigEntry, *kinds: type[MadeT]) -> list[MadeT]:
    """List what people have made of these kinds, in the order in which they have."""
    everything = map(read_made, entry.subentries.values())
    return [one for one in everything if isinstance(one, kinds)]
