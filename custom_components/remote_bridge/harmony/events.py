"""What happens at a hub, for whoever wants to hear of it."""

from dataclasses import dataclass
from enum import StrEnum


class ActivityChange(StrEnum):
    """What happened to an activity."""

    STARTING = "starting"
    STARTED = "started"
    STOPPING = "stopping"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ActivityEvent:
    """An activity began or ended, whoever asked for it."""

    kind: ActivityChange
    activity_id: str


@dataclass(frozen=True, slots=True)
class ButtonEvent:
    """Somebody pressed one of the remote control's buttons for lights; the hub does not say which."""

    long: bool


@dataclass(frozen=True, slots=True)
class ConfigChanged:
    """Activities, devices or keys are other ones than before."""

    version: int | None


type HubEvent = ActivityEvent | ButtonEvent | ConfigChanged
