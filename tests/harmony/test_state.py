"""What a state digest says, as firmwares write it."""

import pytest

from custom_components.remote_bridge.harmony.exceptions import ProtocolError
from custom_components.remote_bridge.harmony.state import (
    Phase,
    Progress,
    read_digest,
    read_progress,
)


@pytest.mark.parametrize(
    ("activity_id", "status", "known"),
    [
        ("-1", 0, ("-1", Phase.OFF)),
        ("101", 1, ("101", Phase.STARTING)),
        ("101", 2, ("101", Phase.RUNNING)),
        ("101", 3, ("101", Phase.STOPPING)),
        # Numbers as text, text as numbers.
        (101, "2", ("101", Phase.RUNNING)),
        (-1, "0", ("-1", Phase.OFF)),
        # Off is off, whichever of the two says so.
        ("101", 0, ("-1", Phase.OFF)),
        ("-1", 2, ("-1", Phase.OFF)),
        (None, 0, ("-1", Phase.OFF)),
        ("-1", 3, ("-1", Phase.STOPPING)),
        ("-1", 1, ("-1", Phase.STOPPING)),
        # Not every firmware is known to send a status, nor are all numbers known.
        ("101", None, ("101", Phase.RUNNING)),
        ("-1", None, ("-1", Phase.OFF)),
        ("101", 7, ("101", Phase.RUNNING)),
        # Nothing is made of nothing.
        (None, 2, (None, None)),
        (None, None, (None, None)),
        ({"id": 1}, 1, (None, None)),
        ("a b", 2, (None, None)),
        ("", 1, (None, None)),
    ],
)
def test_activity_and_phase_are_read_however_they_are_written(
    activity_id, status, known
):
    digest = read_digest({"activityId": activity_id, "activityStatus": status})
    assert (digest.activity_id, digest.phase) == known


def test_what_a_digest_does_not_mention_is_unknown():
    digest = read_digest({})
    assert digest.config_version is None
    assert digest.sleep_timer_id is None
    assert digest.firmware is None
    assert digest.update_available is None
    assert not digest.is_syncing


def test_the_rest_is_read():
    digest = read_digest(
        {
            "configVersion": "12",
            "syncStatus": "1",
            "sleepTimerId": -1,
            "hubSwVersion": "4.15.600",
            "hubUpdate": "true",
        }
    )
    assert digest.config_version == 12
    assert digest.is_syncing
    assert digest.sleep_timer_id == -1
    assert digest.firmware == "4.15.600"
    assert digest.update_available


@pytest.mark.parametrize("data", [None, [], "activityId=-1", 5])
def test_what_is_no_object_is_no_digest(data):
    with pytest.raises(ProtocolError):
        read_digest(data)


@pytest.mark.parametrize(
    ("data", "progress"),
    [
        ({"done": "1", "total": "4", "deviceId": "9001"}, Progress(1, 4)),
        ({"done": 4, "total": 4}, Progress(4, 4)),
        ({"done": "5", "total": "4"}, None),
        ({"done": "-1", "total": "4"}, None),
        ({"done": "1", "total": "100000"}, None),
        ({"done": "1"}, None),
        ({"done": [], "total": {}}, None),
        (None, None),
        ("1/4", None),
    ],
)
def test_progress_is_read_where_it_makes_sense(data, progress):
    assert read_progress(data) == progress
