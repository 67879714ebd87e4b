"""The tolerant reader of a hub's configuration, which comes in as many spellings as there are firmwares."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
import json
from types import MappingProxyType
from typing import Any, Final

from .config import (
    POWER_OFF,
    Activity,
    ControlGroup,
    Device,
    FixIt,
    Function,
    HubConfig,
    Sequence,
)
from .exceptions import ProtocolError
from .values import (
    read_flag,
    read_identifier,
    read_integer,
    read_object,
    read_objects,
    read_text,
)

# A hub takes 15 devices, and one device of Logitech's database has some 300 keys. What is beyond these would only
# be there to fill our memory and the registries of whoever makes entities of it.
MAX_ENTRIES: Final = 250
MAX_GROUPS: Final = 100
MAX_FUNCTIONS: Final = 2000
MAX_TEXT: Final = 200
_MAX_ACTION: Final = 2000

_ROLE: Final = "ActivityRole"


def read_config(data: Any) -> HubConfig:
    """Read what a hub answers to `?config`, as parsed JSON; raise ProtocolError if that is no object.

    What makes no sense is left out, and everything else is read. A megabyte takes some 100 ms of computing, so
    event loops call this in a thread.
    """
    if not isinstance(data, Mapping):
        raise ProtocolError("The configuration is no object")
    keys = _Keys()
    activities = sorted(
        _unique(data.get("activity"), keys.activity),
        # Stable: those without an order follow as they were sent.
        key=lambda one: (one.order is None, one.order or 0),
    )
    return HubConfig(
        activities=tuple(activities),
        devices=tuple(_unique(data.get("device"), keys.device)),
        sequences=tuple(_unique(data.get("sequence"), _sequence)),
        unreadable=keys.unreadable,
    )


def _unique[T: Activity | Device | Sequence](
    raw: Any, read: Callable[[str, Mapping[str, Any]], T]
) -> Iterator[T]:
    """Read entries that have an id, the first of each id, and no more than anybody has."""
    known: set[str] = set()
    for entry in islice(read_objects(raw), 4 * MAX_ENTRIES):
        entry_id = read_identifier(entry.get("id"))
        # A hub always lists its PowerOff among the activities.
        if entry_id is None or entry_id in known or entry_id == POWER_OFF:
            continue
        known.add(entry_id)
        yield read(entry_id, entry)
        if len(known) == MAX_ENTRIES:
            return


def _sequence(entry_id: str, raw: Mapping[str, Any]) -> Sequence:
    label = read_text(raw.get("name"), MAX_TEXT) or read_text(
        raw.get("label"), MAX_TEXT
    )
    return Sequence(entry_id, label or f"Sequence {entry_id}")


class _Keys:
    """Reads whatever has keys, and counts those that cannot be read."""

    def __init__(self) -> None:
        self.unreadable = 0

    def activity(self, entry_id: str, raw: Mapping[str, Any]) -> Activity:
        return Activity(
            id=entry_id,
            label=read_text(raw.get("label"), MAX_TEXT) or f"Activity {entry_id}",
            groups=self._groups(raw.get("controlGroup")),
            type=read_text(raw.get("type"), MAX_TEXT) or "",
            order=read_integer(raw.get("activityOrder")),
            roles=MappingProxyType(_roles(raw)),
            fixit=MappingProxyType(_fixit(raw.get("fixit"))),
            is_av=read_flag(raw.get("isAVActivity")),
        )

    def device(self, entry_id: str, raw: Mapping[str, Any]) -> Device:
        power = read_object(raw.get("powerFeatures"))
        return Device(
            id=entry_id,
            label=read_text(raw.get("label"), MAX_TEXT) or f"Device {entry_id}",
            groups=self._groups(raw.get("controlGroup")),
            manufacturer=read_text(raw.get("manufacturer"), MAX_TEXT) or "",
            model=read_text(raw.get("model"), MAX_TEXT) or "",
            type=read_text(raw.get("deviceTypeDisplayName"), MAX_TEXT)
            or read_text(raw.get("type"), MAX_TEXT)
            or "",
            has_keyboard=read_flag(raw.get("IsKeyboardAssociated")),
            power_on=_presses(power.get("PowerOnActions")),
            power_off=_presses(power.get("PowerOffActions")),
        )

    def _groups(self, raw: Any) -> tuple[ControlGroup, ...]:
        groups = []
        left = MAX_FUNCTIONS
        for group in islice(read_objects(raw), MAX_GROUPS):
            name = read_text(group.get("name"), MAX_TEXT) or ""
            found = islice(read_objects(group.get("function")), left)
            functions = tuple(self._functions(name, found))
            left -= len(functions)
            if functions:
                groups.append(ControlGroup(name, functions))
        return tuple(groups)

    def _functions(
        self, group: str, raw: Iterable[Mapping[str, Any]]
    ) -> Iterator[Function]:
        for one in raw:
            function = _function(group, one)
            if function is None:
                self.unreadable += 1
            else:
                yield function


def _function(group: str, raw: Mapping[str, Any]) -> Function | None:
    """Read a key; None if it does not say what to send to which device."""
    try:
        action, parsed = _action(raw.get("action"))
    except ValueError, RecursionError:
        return None
    command = read_text(parsed.get("command"), MAX_TEXT)
    device_id = read_identifier(parsed.get("deviceId"))
    if command is None or device_id is None:
        return None
    name = read_text(raw.get("name"), MAX_TEXT) or command
    return Function(
        name=name,
        label=read_text(raw.get("label"), MAX_TEXT) or name,
        command=command,
        device_id=device_id,
        action=action,
        group=group,
    )


def _action(raw: Any) -> tuple[str, Mapping[str, Any]]:
    """Read what is JSON inside of a string, and in no known firmware an object; raise ValueError if it is none."""
    action = raw if isinstance(raw, str) else json.dumps(raw)
    # Encoding fails for halves of an emoji, which could not be sent.
    if len(action) > _MAX_ACTION or not action.encode():
        raise ValueError("No action")
    return action, read_object(json.loads(action))


def _roles(raw: Mapping[str, Any]) -> dict[str, str]:
    """Read which device has which role; firmwares write it beside everything else, in an object, or both."""
    roles: dict[str, str] = {}
    beside = ((key, raw[key]) for key in raw if str(key).endswith(_ROLE))
    for role, device in (*beside, *read_object(raw.get("roles")).items()):
        device_id = read_identifier(device)
        name = read_text(role, MAX_TEXT)
        if name and device_id and len(roles) < MAX_ENTRIES:
            roles[name] = device_id
    return roles


def _fixit(raw: Any) -> dict[str, FixIt]:
    states: dict[str, FixIt] = {}
    for key, state in islice(read_object(raw).items(), MAX_ENTRIES):
        device_id = read_identifier(key)
        if device_id and isinstance(state, Mapping):
            states[device_id] = FixIt(
                power=read_text(state.get("Power"), MAX_TEXT),
                input=read_text(state.get("Input"), MAX_TEXT),
                is_always_on=read_flag(state.get("isAlwaysOn")),
                is_manual_power=read_flag(state.get("isManualPower")),
                is_relative_power=read_flag(state.get("isRelativePower")),
                is_relative_input=read_flag(state.get("isRelativeInput")),
            )
    return states


def _presses(raw: Any) -> tuple[str, ...]:
    """Read the keys that turn a device on or off, in their order."""
    actions = sorted(
        islice(read_objects(raw), MAX_GROUPS),
        key=lambda one: read_integer(one.get("Order")) or 0,
    )
    names = (read_text(one.get("IRCommandName"), MAX_TEXT) for one in actions)
    return tuple(name for name in names if name)
