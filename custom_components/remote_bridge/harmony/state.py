"""What the state digest says, and what is known of a hub: frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from .config import POWER_OFF
from .exceptions import ProtocolError
from .values import read_flag, read_identifier, read_integer, read_text

NO_TIMER: Final = -1

_MAX_FIRMWARE: Final = 40
_MAX_STEPS: Final = 1000


class Phase(StrEnum):
    """How far an activity is."""

    OFF = "off"
    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"


# The digest's `activityStatus` (reference, section 4.3).
_PHASES: Final = {
    0: Phase.OFF,
    1: Phase.STARTING,
    2: Phase.RUNNING,
    3: Phase.STOPPING,
}


class Progress(NamedTuple):
    """How many of the steps of a switch are done."""

    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StateDigest:
    """A state digest. What it does not mention is None.

    `activity_id` is the new activity while one starts, the old one while everything is turned off, and POWER_OFF when
    all is off; it is None together with `phase`.
    """

    activity_id: str | None = None
    phase: Phase | None = None
    config_version: int | None = None
    is_syncing: bool = False
    sleep_timer_id: int | None = None
    firmware: str | None = None
    update_available: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HubStatus:
    """What is known of a hub, all of it from its own digests.

    `activity_id` is POWER_OFF when all is off, the new activity while one starts, the old one while it stops.
    `sleep_timer_ends` is aware, in UTC.
    """

    activity_id: str
    phase: Phase
    progress: Progress | None = None
    firmware: str | None = None
    update_available: bool | None = None
    sleep_timer_ends: datetime | None = None
    syncing: bool = False


def read_digest(data: Any) -> StateDigest:
    """Read a state digest as it came; raise ProtocolError if it is no object."""
    if not isinstance(data, Mapping):
        raise ProtocolError("The state digest is no object")
    activity_id, phase = _activity(data)
    return StateDigest(
        activity_id=activity_id,
        phase=phase,
        config_version=read_integer(data.get("configVersion")),
        is_syncing=read_integer(data.get("syncStatus")) == 1,
        sleep_timer_id=read_integer(data.get("sleepTimerId")),
        firmware=read_text(data.get("hubSwVersion"), _MAX_FIRMWARE),
        update_available=_flag(data.get("hubUpdate")),
    )


def _activity(data: Mapping[str, Any]) -> tuple[str | None, Phase | None]:
    activity_id = read_identifier(data.get("activityId"))
    status = read_integer(data.get("activityStatus"))
    phase = None if status is None else _PHASES.get(status)
    if phase is Phase.OFF or (phase is Phase.RUNNING and activity_id == POWER_OFF):
        return POWER_OFF, Phase.OFF
    if not activity_id:
        return None, None
    if phase is None:
        # Not every firmware is known to send a status.
        phase = Phase.OFF if activity_id == POWER_OFF else Phase.RUNNING
    elif activity_id == POWER_OFF:
        phase = Phase.STOPPING
    return activity_id, phase


def _flag(raw: Any) -> bool | None:
    return None if raw is None else read_flag(raw)


def read_progress(data: Any) -> Progress | None:
    """Read `done` and `total` of a reply with code 100; None where there are none that make sense."""
    if not isinstance(data, Mapping):
        return None
    done, total = read_integer(data.get("done")), read_integer(data.get("total"))
    if done is None or total is None or not 0 <= done <= total <= _MAX_STEPS:
        return None
    return Progress(done, total)
