"""Searching in everything that can be played. What comes first is what a voice assistant plays, so it must fit well."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from homeassistant.components.media_player.browse_media import (
    BrowseMedia,
    SearchMediaQuery,
)
from homeassistant.components.media_player.const import (
    MediaPlayerEntityFeature as Feature,
)

from ...harmony.commands import CHANNEL
from ...harmony.config import Device, Function
from ...harmony.key_names import role_of
from ..coordinator import HubCoordinator
from ..macros.tuning import can_tune
from .browsing import Folder, devices_with_keys, find_device
from .content import (
    Content,
    activity_item,
    channel_item,
    favourites,
    key_item,
    made_item,
    read_content,
    sequence_item,
)
from .linked import LinkedContent, is_media_source, search
from .words import Fit, Words, fit, is_among, significant, words

_MOST: Final = 50
_CHANNEL: Final = Content.CHANNEL.value

# Who comes first of those that fit alike.
_NAMED: Final = 0
_SEQUENCE: Final = 1
_KEY: Final = 2
_LINKED: Final = 3


@dataclass(frozen=True, slots=True)
class _Found:
    item: BrowseMedia
    fit: Fit
    place: int
    # How many words it has that nobody asked for.
    surplus: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        return self.fit, self.place, self.surplus


async def async_search(
    coordinator: HubCoordinator, query: SearchMediaQuery
) -> list[BrowseMedia]:
    """Return what fits, the best first, fifty at most; sends nothing to the hub.

    Every word that was asked for has to be there: nothing is better than nonsense, for the first is played. Keys are
    found where their device is named too, for "play red" does not mean the red key of the television. Type and id, if
    there are any, are those of the folder to search in; a type alone says what to search for.
    """
    wanted = {str(one) for one in query.media_filter_classes or ()}
    asked = words(query.search_query)
    found = list(_find(coordinator, asked, query, wanted)) if asked else []
    found += await _find_linked(coordinator, asked, query)
    found.sort(key=lambda one: one.rank)
    kept = (one.item for one in found if not wanted or one.item.media_class in wanted)
    return list(islice(kept, _MOST))


def _find(
    coordinator: HubCoordinator,
    asked: Words,
    query: SearchMediaQuery,
    wanted: set[str],
) -> Iterator[_Found]:
    """Find what is ours."""
    content = read_content(query.media_content_type or Content.LIBRARY)
    path = query.media_content_id or Folder.TOP
    if content in {None, Content.PLAYER} or is_media_source(path):
        return
    if content is not Content.LIBRARY:
        path = Folder.TOP
    if path != Folder.TOP:
        yield from _find_in(coordinator, asked, path)
        return
    for one in _find_anywhere(coordinator, asked):
        kinds = {one.item.media_content_type, str(one.item.media_class)}
        if content is Content.LIBRARY or content in kinds:
            yield one
    if asked[0] == _CHANNEL or _CHANNEL in {content, *wanted}:
        yield from _channel(coordinator, query.search_query)


def _find_anywhere(coordinator: HubCoordinator, asked: Words) -> Iterator[_Found]:
    for path in (Folder.ACTIVITIES, Folder.FAVOURITES, Folder.SEQUENCES):
        yield from _find_in(coordinator, asked, path)
    for device in devices_with_keys(coordinator):
        yield from _keys_of_named(asked, device)
    yield from _keys_of_running(coordinator, asked)


def _find_in(coordinator: HubCoordinator, asked: Words, path: str) -> Iterator[_Found]:
    """Find what is in a folder."""
    if path == Folder.ACTIVITIES:
        names = coordinator.names.by_id.items()
        yield from _fitting(asked, (activity_item(*one) for one in names), _NAMED)
    elif path == Folder.FAVOURITES:
        everything = favourites(coordinator.config_entry)
        yield from _fitting(asked, map(made_item, everything), _NAMED)
    elif path == Folder.SEQUENCES:
        sequences = coordinator.config.sequences
        yield from _fitting(asked, map(sequence_item, sequences), _SEQUENCE)
    elif path == Folder.DEVICES:
        for device in devices_with_keys(coordinator):
            yield from _keys_of(asked, device)
    elif found := find_device(coordinator, path):
        yield from _keys_of(asked, *found)


def _fitting(
    asked: Words, items: Iterable[BrowseMedia], place: int
) -> Iterator[_Found]:
    for item in items:
        name = words(item.title)
        if (how := fit(asked, name)) is not None:
            yield _Found(item, how, place, len(name) - len(asked))


def _keys_of_named(asked: Words, device: Device) -> Iterator[_Found]:
    """Find keys of a device which what was asked for names in some of its words, and the key in others."""
    owner = words(device.label)
    of_device = {one for one in significant(asked) if is_among(one, owner)}
    if not of_device:
        return
    for function in device.functions:
        for name in _names(function):
            of_key = {one for one in significant(asked) if is_among(one, name)}
            how = fit(asked, owner + name)
            # In "TV", one word is not both.
            if how is None or not of_key or len(of_device | of_key) == 1:
                continue
            how = how if how is Fit.EXACT else Fit.CONTAINED
            yield _key(device, function, how, len(name) - len(of_key))
            break


def _keys_of_running(coordinator: HubCoordinator, asked: Words) -> Iterator[_Found]:
    """Find a key of the running activity whose name is exactly what was asked for, such as an app's; never power."""
    activity = coordinator.living_room.activity
    if activity is None:
        return
    devices = {device.id: device for device in coordinator.config.devices}
    for function in activity.functions:
        if role_of(function.name) is None or function.device_id not in devices:
            continue
        if any(fit(asked, name) is Fit.EXACT for name in _names(function)):
            yield _key(devices[function.device_id], function, Fit.LAST, 0)


def _keys_of(
    asked: Words, device: Device, group: str | None = None
) -> Iterator[_Found]:
    """Find keys of a device, or of one of its groups, which nobody has to name here."""
    for one in device.groups:
        if group not in {None, one.name}:
            continue
        for function in one.functions:
            fits = [
                (how, len(name))
                for name in _names(function)
                if (how := fit(asked, name)) is not None
            ]
            if fits:
                yield _key(device, function, *min(fits))


def _names(function: Function) -> Iterator[Words]:
    """List what a key is called: what people read on it, and what the hub says."""
    yield words(function.label)
    yield words(function.name)


def _key(device: Device, function: Function, how: Fit, surplus: int) -> _Found:
    title = f"{device.label}: {function.label}"
    return _Found(key_item(device, function, title), how, _KEY, surplus)


def _channel(coordinator: HubCoordinator, asked: str) -> Iterator[_Found]:
    """Find a channel by its number, if something can tune to it."""
    channel = asked.strip().casefold().removeprefix(_CHANNEL).strip()
    config = coordinator.config
    if CHANNEL.fullmatch(channel) and any(
        can_tune(config, activity.id) for activity in config.activities
    ):
        yield _Found(channel_item(channel), Fit.EXACT, _NAMED)


async def _find_linked(
    coordinator: HubCoordinator, asked: Words, query: SearchMediaQuery
) -> list[_Found]:
    """Let the linked player search; what it calls by exactly that name comes before what only has a word in common."""
    player = coordinator.living_room.player
    if player is None or Feature.SEARCH_MEDIA not in player.features:
        return []
    content = read_content(query.media_content_type or Content.LIBRARY)
    if content is Content.PLAYER:
        wrapped = LinkedContent.read(query.media_content_id or "")
        if wrapped.entity_id != player.entity_id:
            return []
        query = replace(
            query,
            media_content_type=wrapped.media_type,
            media_content_id=wrapped.media_id,
        )
    elif content is Content.LIBRARY and not is_media_source(query.media_content_id):
        if query.media_content_id:
            return []
        query = replace(query, media_content_type=None, media_content_id=None)
    found = []
    for item in await search(player, query):
        how = fit(asked, words(item.title))
        found.append(_Found(item, Fit.RELATED if how is None else how, _LINKED))
    return found
