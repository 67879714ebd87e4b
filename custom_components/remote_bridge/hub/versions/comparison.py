"""What has changed from one configuration of a hub to another, in names that people know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ...harmony.config import Activity, Device, HubConfig
from ..activities import ActivityNames

# A role is known by the beginning of its name: `Volume` for `VolumeActivityRole`.
_ROLE: Final = "ActivityRole"


@dataclass(frozen=True, slots=True)
class Named:
    """Something by its id and its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """Something that has another name now."""

    id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A role in an activity, and the devices that had it and have it; None for nobody."""

    role: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A device or an activity with other keys, by their names; `keys_changed` send something else than before.

    Only activities have roles.
    """

    id: str
    name: str
    keys_added: tuple[str, ...]
    keys_removed: tuple[str, ...]
    keys_changed: tuple[str, ...]
    roles: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs among things of one kind."""

    added: tuple[Named, ...]
    removed: tuple[Named, ...]
    renamed: tuple[Renamed, ...]
    changed: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two configurations. `asdict` makes of it what an action may answer."""

    activities: Differences
    devices: Differences
    sequences: Differences


def compare(older: HubConfig, newer: HubConfig) -> Comparison:
    """Compare two configurations; what is the same thing is told by its id, for names change."""
    activities = _differences(
        ActivityNames.of(older).by_id, ActivityNames.of(newer).by_id
    )
    devices = _differences(_labels(older.devices), _labels(newer.devices))
    return Comparison(
        activities=_with_changed(activities, _activities(older, newer)),
        devices=_with_changed(devices, _devices(older, newer)),
        sequences=_differences(
            {one.id: one.label for one in older.sequences},
            {one.id: one.label for one in newer.sequences},
        ),
    )


def _labels(devices: Iterable[Device]) -> dict[str, str]:
    return {device.id: device.label for device in devices}


def _differences(older: Mapping[str, str], newer: Mapping[str, str]) -> Differences:
    """Compare names by ids."""
    return Differences(
        added=tuple(Named(*one) for one in newer.items() if one[0] not in older),
        removed=tuple(Named(*one) for one in older.items() if one[0] not in newer),
        renamed=tuple(
            Renamed(id_, older[id_], name)
            for id_, name in newer.items()
            if id_ in older and older[id_] != name
        ),
    )


def _with_changed(
    differences: Differences, changed: Iterable[Changed | None]
) -> Differences:
    return Differences(
        differences.added,
        differences.removed,
        differences.renamed,
        tuple(one for one in changed if one is not None),
    )


def _devices(older: HubConfig, newer: HubConfig) -> Iterable[Changed | None]:
    before = {device.id: device for device in older.devices}
    for device in newer.devices:
        if device.id in before:
            yield _changed(before[device.id], device, device.label, ())


def _activities(older: HubConfig, newer: HubConfig) -> Iterable[Changed | None]:
    before = {activity.id: activity for activity in older.activities}
    names = ActivityNames.of(newer).by_id
    labels = _labels(older.devices), _labels(newer.devices)
    for activity in newer.activities:
        if earlier := before.get(activity.id):
            roles = _moved(earlier, activity, *labels)
            yield _changed(earlier, activity, names[activity.id], roles)


def _changed[T: Activity | Device](
    older: T, newer: T, name: str, roles: tuple[Moved, ...]
) -> Changed | None:
    """Compare the keys of something; None where there is no difference."""
    before, after = _keys(older), _keys(newer)
    changed = Changed(
        newer.id,
        name,
        keys_added=tuple(key for key in after if key not in before),
        keys_removed=tuple(key for key in before if key not in after),
        keys_changed=tuple(
            key for key in after if key in before and after[key] != before[key]
        ),
        roles=roles,
    )
    keys = changed.keys_added or changed.keys_removed or changed.keys_changed
    return changed if keys or roles else None


def _keys(owner: Activity | Device) -> dict[str, tuple[str, str]]:
    """Return what each key sends to which device, the first of each name."""
    keys: dict[str, tuple[str, str]] = {}
    for function in owner.functions:
        keys.setdefault(function.name, (function.device_id, function.command))
    return keys


def _moved(
    older: Activity,
    newer: Activity,
    labels_before: Mapping[str, str],
    labels_after: Mapping[str, str],
) -> tuple[Moved, ...]:
    """Return which roles in an activity other devices have now."""
    return tuple(
        Moved(
            role.removesuffix(_ROLE),
            _label(older.roles.get(role), labels_before),
            _label(newer.roles.get(role), labels_after),
        )
        for role in dict.fromkeys((*older.roles, *newer.roles))
        if older.roles.get(role) != newer.roles.get(role)
    )


def _label(device_id: str | None, labels: Mapping[str, str]) -> str | None:
    return None if device_id is None else labels.get(device_id, device_id)
