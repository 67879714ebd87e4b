"""The names of activities: one for each, readable, and the same whatever is moved about."""

import pytest

from custom_components.remote_bridge.harmony.config import (
    POWER_OFF,
    Activity,
    HubConfig,
)
from custom_components.remote_bridge.harmony.exceptions import UnknownActivity
from custom_components.remote_bridge.hub.activities import ActivityNames


def _names(*activities: tuple[str, str]) -> tuple[HubConfig, ActivityNames]:
    config = HubConfig(
        activities=tuple(Activity(id=one, label=label) for one, label in activities)
    )
    return config, ActivityNames.of(config)


def test_labels_that_occur_once_are_left_as_they_are():
    _, names = _names(("2", "Watch TV"), ("1", "Musik 🎵"))

    assert dict(names.by_id) == {"2": "Watch TV", "1": "Musik 🎵"}


def test_of_two_with_one_label_the_older_has_it_and_the_other_is_numbered():
    _, names = _names(("9", "Watch TV"), ("10", "Watch TV"), ("11", "Watch TV"))

    assert list(names.by_id.values()) == ["Watch TV", "Watch TV (2)", "Watch TV (3)"]


def test_moving_activities_about_renames_nothing():
    _, names = _names(("9", "Watch TV"), ("10", "Watch TV"))
    _, moved = _names(("10", "Watch TV"), ("9", "Watch TV"))

    assert dict(names.by_id) == dict(moved.by_id)


def test_a_number_that_somebody_gave_is_not_given_twice():
    _, names = _names(("1", "TV"), ("2", "TV"), ("3", "TV (2)"))

    assert dict(names.by_id) == {"1": "TV", "2": "TV (3)", "3": "TV (2)"}


def test_nothing_is_called_as_off_is():
    _, names = _names(("1", "PowerOff"), ("2", "power_off"), ("3", "power_off"))

    assert list(names.by_id.values()) == [
        "PowerOff (2)",
        "power_off (2)",
        "power_off (3)",
    ]


@pytest.mark.parametrize("name", ["TV (2)", "2"])
def test_an_activity_is_found_by_its_name_and_by_its_id(name):
    config, names = _names(("1", "TV"), ("2", "TV"))

    assert names.find(config, name) == "2"


def test_an_activity_is_found_by_a_careless_name():
    config, names = _names(("1", "Watch TV"))

    assert names.find(config, "watch-tv") == "1"


@pytest.mark.parametrize("name", ["PowerOff", "power off", "power_off", POWER_OFF])
def test_off_is_found_by_every_name_that_it_has(name):
    config, names = _names(("1", "Watch TV"))

    assert names.find(config, name) == POWER_OFF


def test_what_is_unknown_is_refused_with_the_nearest():
    config, names = _names(("1", "Watch TV"), ("2", "Listen to Music"))

    with pytest.raises(UnknownActivity) as raised:
        names.find(config, "Watch")

    assert raised.value.suggestions == ("Watch TV",)
