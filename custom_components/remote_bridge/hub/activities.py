"""What the activities of a hub are called in lists that people choose from, where each name must be one activity's."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Final, Self

from ..harmony.config import POWER_OFF, HubConfig
from ..harmony.exceptions import UnknownActivity
from ..harmony.key_names import normalise

POWER_OFF_LABEL: Final = "PowerOff"
"""What the hub, and every dashboard card for it, calls the activity that is none."""

POWER_OFF_OPTION: Final = "power_off"
"""The same among the options of a select entity, whose words are translated."""


@dataclass(frozen=True, slots=True)
class ActivityNames:
    """The names of activities by id, in the app's order, and back.

    Of several activities with one label the oldest has it to itself and the others are numbered. Ids are counted up
    as activities are made, so that moving them about in the app renames nothing here.
    """

    by_id: Mapping[str, str]
    ids: Mapping[str, str]

    @classmethod
    def of(cls, config: HubConfig) -> Self:
        """Name the activities of a configuration."""
        labels = Counter(activity.label for activity in config.activities)
        taken = {label for label, times in labels.items() if times == 1}
        taken |= {POWER_OFF_LABEL, POWER_OFF_OPTION}
        names: dict[str, str] = {}
        for activity in sorted(config.activities, key=lambda one: _age(one.id)):
            label = activity.label
            is_alone = labels[label] == 1 and label not in _RESERVED
            if not is_alone and label in taken:
                label = next(
                    name for n in count(2) if (name := f"{label} ({n})") not in taken
                )
            taken.add(label)
            names[activity.id] = label
        by_id = {activity.id: names[activity.id] for activity in config.activities}
        return cls(by_id, {name: activity_id for activity_id, name in by_id.items()})

    def find(self, config: HubConfig, name_or_id: str) -> str:
        """Return the id of the activity that somebody means, POWER_OFF included; raise UnknownActivity."""
        if name_or_id in self.ids:
            return self.ids[name_or_id]
        try:
            return config.activity(name_or_id).id
        except UnknownActivity:
            if name_or_id == POWER_OFF or normalise(name_or_id) == _POWER_OFF_NAME:
                return POWER_OFF
            raise


_RESERVED: Final = frozenset({POWER_OFF_LABEL, POWER_OFF_OPTION})
_POWER_OFF_NAME: Final = normalise(POWER_OFF_LABEL)


def _age(activity_id: str) -> tuple[int, str]:
    """Return what sorts ids as the numbers that they are, as a rule."""
    return len(activity_id), activity_id
