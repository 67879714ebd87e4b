"""Activities that automations still name, though the hub has them no more, or calls them something else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.core import callback

from ..harmony.exceptions import UnknownActivity
from ..harmony.key_names import normalise
from ..issues import async_clear_but, async_raise
from .activities import ActivityNames
from .coordinator import HubCoordinator
from .mentions import Mention, User, async_users

ACTIVITY_GONE: Final = "activity_gone"

# Note: activity id -> what it has been called, the latest last.
_FORMER: Final = "former_activities"
_MOST_ACTIVITIES: Final = 200
_MOST_NAMES: Final = 10
# So many are told at once.
_MOST_USERS: Final = 10

type Names = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Gone:
    """A name that leads nowhere, and the activity that had it."""

    activity_id: str
    name: str


@callback
def async_remember_names(coordinator: HubCoordinator) -> None:
    """Note what activities are called today, so that one can tell tomorrow what was meant."""
    noted = _read(coordinator.noted(_FORMER))
    names = remember(noted, coordinator.names.by_id)
    if names != noted:
        coordinator.note(_FORMER, names)


@callback
def async_look_for_gone(coordinator: HubCoordinator) -> None:
    """Tell of each name that is used and leads nowhere, and take back what has been put right."""
    hass, entry = coordinator.hass, coordinator.config_entry
    if not coordinator.names.by_id:
        # Nobody has a hub for nothing: it is not known yet what it has.
        return
    former = _read(coordinator.noted(_FORMER))
    found: dict[Gone, list[User]] = {}
    if _gone_names(coordinator, former):
        for user in async_users(hass, coordinator.hub_id):
            for gone in {
                gone
                for mention in user.mentions
                if (gone := _look_up(coordinator, former, mention)) is not None
            }:
                found.setdefault(gone, []).append(user)
    async_clear_but(
        hass,
        entry,
        ACTIVITY_GONE,
        keep=[(gone.activity_id, gone.name) for gone in found],
    )
    for gone, users in found.items():
        new = coordinator.names.by_id.get(gone.activity_id)
        async_raise(
            hass,
            entry,
            ACTIVITY_GONE,
            gone.activity_id,
            gone.name,
            words=ACTIVITY_GONE if new is None else "activity_renamed",
            old=gone.name,
            new=new or "",
            users="\n".join(_listed(users)),
        )


def _listed(users: list[User]) -> Iterator[str]:
    """Give a line for each of the first users, and one for how many there are besides."""
    yield from (f"- {user.link}" for user in users[:_MOST_USERS])
    if len(users) > _MOST_USERS:
        yield f"- … + {len(users) - _MOST_USERS}"


def remember(noted: Names, names: Mapping[str, str]) -> Names:
    """Return what is to be noted, of so many activities and names that nobody has more."""
    known = {activity_id: list(former) for activity_id, former in noted.items()}
    for activity_id, name in names.items():
        former = known.pop(activity_id, [])
        if name in former:
            former.remove(name)
        # The activities that there are come last as well: what is dropped is what has been gone for longest.
        known[activity_id] = [*former, name][-_MOST_NAMES:]
    return dict(list(known.items())[-_MOST_ACTIVITIES:])


def _read(noted: Any) -> Names:
    """Read a note, which somebody may have edited."""
    if not isinstance(noted, Mapping):
        return {}
    return {
        str(activity_id): [str(name) for name in names]
        for activity_id, names in noted.items()
        if isinstance(names, list)
    }


def _gone_names(coordinator: HubCoordinator, former: Names) -> list[str]:
    """List the names and ids that lead nowhere any more."""
    names = coordinator.names
    return [
        *(one for called in former.values() for one in called if one not in names.ids),
        *(activity_id for activity_id in former if activity_id not in names.by_id),
    ]


def _look_up(
    coordinator: HubCoordinator, former: Names, mention: Mention
) -> Gone | None:
    """Return what was meant by a value that means nothing any more."""
    names: ActivityNames = coordinator.names
    if mention.value in names.ids:
        return None
    if not mention.is_exact:
        try:
            coordinator.find_activity(mention.value)
        except UnknownActivity:
            pass
        else:
            return None
    # Of several that had the name the latest is the likeliest.
    for activity_id, called in reversed(former.items()):
        if not called:
            continue
        if mention.value == activity_id and not mention.is_exact:
            return Gone(activity_id, called[-1])
        for name in reversed(called):
            if mention.value == name or (
                not mention.is_exact and normalise(mention.value) == normalise(name)
            ):
                return Gone(activity_id, name)
    return None
