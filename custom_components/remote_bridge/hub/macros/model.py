"""What people make of a hub's keys in the page, as it is kept in the subentries of the hub's entry."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_DEVICE, CONF_ICON
import voluptuous as vol

_LOGGER = logging.getLogger(__name__)

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


def _seconds(most: float) -> vol.All[Any]:
    return vol.All(vol.Any(int, float), vol.Range(min=0, max=most))


_PAUSE: Final[dict[Any, Any]] = {vol.Optional(CONF_PAUSE): _seconds(MOST_PAUSE)}
_KEY: Final[dict[Any, Any]] = {
    vol.Required(CONF_KEY): str,
    vol.Optional(CONF_DEVICE): vol.Any(str, None),
    vol.Optional(CONF_REPEATS): vol.All(int, vol.Range(min=1, max=MOST_REPEATS)),
    vol.Optional(CONF_HOLD): _seconds(MOST_HOLD),
    **_PAUSE,
}

# By the field that only they have.
_STEPS: Final[
    dict[str, tuple[type[KeyStep | ActivityStep | SequenceStep], vol.Schema]]
] = {
    CONF_KEY: (KeyStep, vol.Schema(_KEY)),
    CONF_ACTIVITY: (
        ActivityStep,
        vol.Schema({vol.Required(CONF_ACTIVITY): str, **_PAUSE}),
    ),
    CONF_SEQUENCE: (
        SequenceStep,
        vol.Schema({vol.Required(CONF_SEQUENCE): str, **_PAUSE}),
    ),
}


def _read_step(data: Any) -> Step:
    for field, (kind, schema) in _STEPS.items():
        if isinstance(data, Mapping) and field in data:
            return kind(**schema(dict(data)))
    raise vol.Invalid("a step of no known kind")


def _read_steps(data: Any) -> tuple[Step, ...]:
    if not isinstance(data, list) or len(data) > MOST_STEPS:
        raise vol.Invalid(f"expected a list of at most {MOST_STEPS} steps")
    steps = tuple(map(_read_step, data))
    if sum(step.seconds for step in steps) > MOST_SECONDS:
        raise vol.Invalid(f"steps for more than {MOST_SECONDS:g} seconds")
    return steps


def write_step(step: Step) -> dict[str, Any]:
    """Return a step as JSON has room for it."""
    return asdict(step)


_ICON: Final[dict[Any, Any]] = {
    vol.Optional(CONF_ICON, default=None): vol.Any(str, None)
}

# What the data of a subentry looks like, by its type.
_SCHEMAS: Final[dict[str, vol.Schema]] = {
    SubentryType.MACRO: vol.Schema(
        {vol.Required(CONF_STEPS): _read_steps, **_ICON},
    ),
    SubentryType.COMMAND_BUTTON: vol.Schema(_KEY | _ICON),
    SubentryType.SWITCH: vol.Schema(
        {
            vol.Required(CONF_DEVICE): str,
            vol.Required(CONF_ON_KEY): str,
            vol.Required(CONF_OFF_KEY): str,
            **_ICON,
        }
    ),
    SubentryType.FAVOURITE: vol.Schema(
        {
            vol.Required(CONF_CHANNEL): str,
            vol.Optional(CONF_ACTIVITY, default=None): vol.Any(str, None),
            **_ICON,
        }
    ),
}


def read_made(subentry: ConfigSubentry) -> Made | None:
    """Read a subentry; None for one of a type that a later version knows, or that somebody has spoilt.

    Whether the hub still has what it names is another question.
    """
    try:
        return _read(subentry)
    except vol.Invalid:
        return None


def tell_of_spoilt(entry: ConfigEntry) -> None:
    """Say in the log what cannot be read of what people have made. It is left as it is, and does nothing."""
    for subentry in entry.subentries.values():
        try:
            _read(subentry)
        except vol.Invalid as error:
            _LOGGER.warning(
                "%s of %s cannot be read and is left out: %s",
                subentry.title,
                entry.title,
                error,
            )


def _read(subentry: ConfigSubentry) -> Made | None:
    """Read a subentry; raises vol.Invalid for one that is spoilt."""
    if subentry.subentry_type not in _SCHEMAS:
        return None
    data = _SCHEMAS[subentry.subentry_type](dict(subentry.data))
    common: dict[str, Any] = {
        "id": subentry.subentry_id,
        "name": subentry.title,
        "icon": data.pop(CONF_ICON),
    }
    match subentry.subentry_type:
        case SubentryType.MACRO:
            return Macro(**common, **data)
        case SubentryType.COMMAND_BUTTON:
            return CommandButton(**common, step=KeyStep(**data))
        case SubentryType.SWITCH:
            return SwitchPair(**common, **data)
        case _:
            return Favourite(**common, **data)


def made[MadeT: Made](entry: ConfigEntry, *kinds: type[MadeT]) -> list[MadeT]:
    """List what people have made of these kinds, in the order in which they have."""
    everything = map(read_made, entry.subentries.values())
    return [one for one in everything if isinstance(one, kinds)]
