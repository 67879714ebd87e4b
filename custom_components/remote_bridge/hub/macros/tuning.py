"""Tuning to a channel, with the activity that can."""

from ...harmony.commands import CHANNEL
from ...harmony.config import Activity, HubConfig
from ...harmony.exceptions import InvalidChannel, NoTuner
from ...harmony.key_names import Role
from ...helpers import mistake
from .keys import Hub


async def tune(hub: Hub, channel: str, activity: str | None = None) -> None:
    """Start an activity if it does not run, wait until it does, and tune to a channel.

    Without an activity it is the one that runs or ran last, else the first for television, else the first of all that
    have a tuner. What cannot be is refused before anything starts: InvalidChannel, UnknownActivity, NoTuner, or
    ServiceValidationError where no activity has a tuner. Raises as `start_activity` and `change_channel` besides.
    """
    if not CHANNEL.fullmatch(channel):
        raise InvalidChannel(channel)
    config = hub.config
    if activity is None:
        activity = _tuning_activity(hub)
        if activity is None:
            raise mistake("nothing_tunes", name=hub.name)
    else:
        found = config.activity(activity)
        if not can_tune(config, found.id):
            raise NoTuner(found.label)
        activity = found.id
    await hub.client.start_activity(activity, wait=True)
    await hub.client.settle()
    await hub.client.change_channel(channel)


def can_tune(config: HubConfig, activity_id: str) -> bool:
    """Tell whether an activity has a device that changes channels."""
    return config.device_in_role(activity_id, Role.CHANNEL) is not None


def _tuning_activity(hub: Hub) -> str | None:
    """Return the activity to tune with where nobody has named one; None where none has a tuner."""
    activities = hub.config.activities
    televisions = (one.id for one in activities if _is_for_television(one))
    everything = (one.id for one in activities)
    wanted = (hub.activity_id, hub.last_activity, *televisions, *everything)
    return next((one for one in wanted if one and can_tune(hub.config, one)), None)


def _is_for_television(activity: Activity) -> bool:
    """Tell what the hub's words for kinds of activity have in common: `VirtualTelevisionN`, `SmartTV`, `PC-TV`."""
    kind = activity.type.casefold()
    return "television" in kind or "tv" in kind
