"""What a hub controls, as typed, immutable objects: activities, devices, and their keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from .exceptions import (
    NothingRuns,
    UnknownActivity,
    UnknownCommand,
    UnknownDevice,
    UnknownName,
    UnknownSequence,
)
from .key_names import Role, candidates, normalise, role_of
from .nearest import nearest

POWER_OFF: Final = "-1"
"""The id of the activity that is none; a hub lists it, we do not."""


@dataclass(frozen=True, slots=True)
class Function:
    """A key of a device.

    `action` is what the hub wants to have sent back, verbatim: its command may differ from the name (`Number0`, `0`).
    """

    name: str
    label: str
    command: str
    device_id: str
    action: str = field(repr=False)
    group: str = ""


@dataclass(frozen=True, slots=True)
class ControlGroup:
    """Keys that belong together, such as `NavigationBasic`; the hub's names are an open set."""

    name: str
    functions: tuple[Function, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Remote:
    """Something with keys."""

    id: str
    label: str
    groups: tuple[ControlGroup, ...] = field(default=(), repr=False)
    functions: tuple[Function, ...] = field(init=False, repr=False, compare=False)
    _index: dict[str, Function] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        functions = tuple(one for group in self.groups for one in group.functions)
        object.__setattr__(self, "functions", functions)
        object.__setattr__(self, "_index", _index(functions))

    def find(self, candidate: str) -> Function | None:
        """Return the key of exactly this name, as one of `candidates` gives it."""
        return self._index.get(candidate)

    def function(self, name: str) -> Function:
        """Return the key of a name, command, label, or one of the generic names that people use.

        Case, `_`, `-` and spaces do not matter. Raises UnknownCommand.
        """
        return _first((self,), name, self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device(_Remote):
    """A device that the hub controls. `type` is the hub's word for its kind, such as `StereoReceiver`: an open set."""

    manufacturer: str = ""
    model: str = ""
    type: str = ""
    has_keyboard: bool = False
    # The names of the keys that turn it on and off, in order; empty where the hub has none or they are unknown.
    power_on: tuple[str, ...] = ()
    power_off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FixIt:
    """In which state an activity wants a device: power `On` or `Off`, and the name of an input.

    A relative one is reached by counting, for the device has only a key for the next.
    """

    power: str | None = None
    input: str | None = None
    is_always_on: bool = False
    is_manual_power: bool = False
    is_relative_power: bool = False
    is_relative_input: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(_Remote):
    """Something that people do with several devices. Its keys are those that its remote control has in it."""

    type: str = ""
    # Where the app shows it.
    order: int | None = None
    # The hub's name of a role -> device id; see `Role`.
    roles: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )
    # Device id -> how the activity wants it.
    fixit: Mapping[str, FixIt] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )
    is_av: bool = False

    @property
    def device_ids(self) -> tuple[str, ...]:
        """Return the ids of the devices that take part, each once."""
        on = (one for one, state in self.fixit.items() if state.power != "Off")
        return tuple(dict.fromkeys((*on, *self.roles.values())))


@dataclass(frozen=True, slots=True)
class Sequence:
    """A macro that somebody made in the app; the hub runs it while an activity runs."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class HubConfig:
    """Everything a hub controls. Ids are unique, labels need not be.

    `unreadable` counts the keys that were left out because nobody could say what they send.
    """

    # In the app's order, without PowerOff.
    activities: tuple[Activity, ...] = ()
    devices: tuple[Device, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    unreadable: int = 0

    def activity(self, name_or_id: str | int) -> Activity:
        """Return the activity of an id or a label; raise UnknownActivity."""
        return _named(self.activities, name_or_id, UnknownActivity)

    def device(self, name_or_id: str | int) -> Device:
        """Return the device of an id or a label; raise UnknownDevice."""
        return _named(self.devices, name_or_id, UnknownDevice)

    def sequence(self, name_or_id: str | int) -> Sequence:
        """Return the sequence of an id or a label; raise UnknownSequence."""
        return _named(self.sequences, name_or_id, UnknownSequence)

    def device_in_role(self, activity_id: str, role: Role) -> Device | None:
        """Return which device has a role in an activity, if any has and the hub still knows it."""
        activity = _of_id(self.activities, activity_id)
        if activity is None:
            return None
        return _of_id(self.devices, activity.roles.get(role, ""))

    def function_for(self, activity_id: str, key: str) -> Function:
        """Return what a key without a device does in an activity.

        The activity's own keys come first, then those of the device whose role it is. Raises NothingRuns for
        POWER_OFF, UnknownActivity, and UnknownCommand.
        """
        if activity_id == POWER_OFF:
            raise NothingRuns(f"{key!r} without a device needs a running activity")
        activity = _of_id(self.activities, activity_id)
        if activity is None:
            labels = (one.label for one in self.activities)
            raise UnknownActivity(activity_id, nearest(activity_id, labels))
        return _first(self._owners(activity, key), key, activity.label)

    def find_function(self, activity_id: str, key: str) -> Function | None:
        """Return the same, or None where there is no such key; does not look for names that come near."""
        activity = _of_id(self.activities, activity_id)
        return None if activity is None else _find(self._owners(activity, key), key)

    def _owners(self, activity: Activity, key: str) -> tuple[_Remote, ...]:
        """Return what may have a key in an activity, in the order in which it counts."""
        role = role_of(key)
        device = self.device_in_role(activity.id, role) if role else None
        return (activity, device) if device else (activity,)


EMPTY: Final = HubConfig()
"""What is known of a hub whose configuration has not come yet."""


def _index(functions: tuple[Function, ...]) -> dict[str, Function]:
    """Make everything findable that people may call a key; names win over commands, commands over labels."""
    index: dict[str, Function] = {}
    for one in functions:
        index.setdefault(one.name, one)
    for of in (_name, _command, _label):
        for one in functions:
            index.setdefault(normalise(of(one)), one)
    return index


def _name(function: Function) -> str:
    return function.name


def _command(function: Function) -> str:
    return function.command


def _label(function: Function) -> str:
    return function.label


def _find(owners: tuple[_Remote, ...], name: str) -> Function | None:
    """Return the key of the best of a name's meanings that any of these has, in this order."""
    for candidate in candidates(name):
        for owner in owners:
            if function := owner.find(candidate):
                return function
    return None


def _first(owners: tuple[_Remote, ...], name: str, label: str) -> Function:
    """Return the key of the best of a name's meanings that any of these has, or raise UnknownCommand."""
    if function := _find(owners, name):
        return function
    names = [function.name for owner in owners for function in owner.functions]
    raise UnknownCommand(name, nearest(name, names), label)


type _Entry = Activity | Device | Sequence


def _of_id[T: _Entry](entries: Iterable[T], entry_id: str) -> T | None:
    return next((entry for entry in entries if entry.id == entry_id), None)


def _named[T: _Entry](
    entries: tuple[T, ...], name_or_id: str | int, unknown: type[UnknownName]
) -> T:
    name = str(name_or_id)
    plain = normalise(name)
    for matches in (
        lambda entry: entry.id == name,
        lambda entry: entry.label == name,
        lambda entry: normalise(entry.label) == plain,
    ):
        if found := next(filter(matches, entries), None):
            return found
    raise unknown(name, nearest(name, (entry.label for entry in entries)))
