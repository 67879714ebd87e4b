"""Playing what the media browser, a search, a voice assistant or an automation names."""

from collections.abc import Iterable
from typing import Any

from homeassistant.components.media_player.const import (
    ATTR_MEDIA_CONTENT_ID,
    ATTR_MEDIA_CONTENT_TYPE,
    SERVICE_PLAY_MEDIA,
    MediaPlayerEntityFeature as Feature,
)
from homeassistant.core import Context

from ...harmony.commands import CHANNEL
from ...harmony.config_reader import MAX_TEXT
from ...harmony.exceptions import UnknownDevice
from ...harmony.key_names import normalise
from ...harmony.nearest import nearest
from ...helpers import mistake
from ..coordinator import HubCoordinator
from ..macros.model import Favourite, Macro, made
from ..macros.tuning import tune
from .content import PLAYABLE, Content, favourites, read_content
from .linked import LinkedContent, is_media_source


async def async_play(
    coordinator: HubCoordinator,
    media_type: str,
    media_id: str,
    context: Context | None,
    **extra: Any,
) -> None:
    """Play something; what is not ours goes to the linked player, with everything that was said about how.

    Raises a HarmonyError, or a HomeAssistantError.
    """
    content = None if is_media_source(media_id) else read_content(media_type)
    match content:
        case Content.CHANNEL:
            await _play_channel(coordinator, media_id, context)
        case Content.ACTIVITY:
            await coordinator.async_start(coordinator.find_activity(media_id))
        case Content.COMMAND:
            await _press(coordinator, media_id, context)
        case Content.SEQUENCE:
            sequence = coordinator.config.sequence(media_id)
            await coordinator.client.run_sequence(sequence.id)
        case Content.FAVOURITE:
            await _play_made(coordinator, _find_made(coordinator, media_id), context)
        case Content.PLAYER:
            wrapped = LinkedContent.read(media_id)
            player = coordinator.living_room.player
            if player is None or player.entity_id != wrapped.entity_id:
                entity = wrapped.entity_id
                raise mistake("other_player", name=coordinator.name, entity=entity)
            await _play_linked(
                coordinator,
                wrapped.media_type or "",
                wrapped.media_id or "",
                context,
                **extra,
            )
        case _:
            await _play_linked(coordinator, media_type, media_id, context, **extra)


async def _play_channel(
    coordinator: HubCoordinator, channel: str, context: Context | None
) -> None:
    """Tune; assistants may know a channel by its name only, which is a favourite's then."""
    channel = channel.strip()
    if not CHANNEL.fullmatch(channel):
        everything = made(coordinator.config_entry, Favourite)
        if (favourite := _of_name(everything, channel)) is not None:
            await _play_made(coordinator, favourite, context)
            return
    await tune(coordinator, channel)


async def _press(
    coordinator: HubCoordinator, command: str, context: Context | None
) -> None:
    """Press a key of a device, or a key for whatever that means in the running activity."""
    room = coordinator.living_room
    # Both may have a slash of their own; the device's are not far from the beginning.
    beginning = command[: MAX_TEXT + 1]
    slashes = [at for at, character in enumerate(beginning) if character == "/"]
    unknown: UnknownDevice | None = None
    for at in slashes:
        try:
            device = coordinator.config.device(command[:at])
        except UnknownDevice as error:
            unknown = unknown or error
            continue
        await coordinator.client.press(device.function(command[at + 1 :]))
        return
    if unknown is not None and room.infrared(command) is None:
        raise unknown
    await room.route(command).press(0, context)


async def _play_made(
    coordinator: HubCoordinator, one: Favourite | Macro, context: Context | None
) -> None:
    if isinstance(one, Macro):
        await coordinator.macros.run(one, context)
    else:
        await tune(coordinator, one.channel, one.activity)


def _find_made(coordinator: HubCoordinator, name_or_id: str) -> Favourite | Macro:
    """Return what somebody has made, by its id or its name."""
    everything = favourites(coordinator.config_entry)
    for one in everything:
        if one.id == name_or_id:
            return one
    if (named := _of_name(everything, name_or_id)) is not None:
        return named
    asked = {"name": coordinator.name, "asked": name_or_id}
    if not everything:
        raise mistake("no_favourite_known", **asked)
    suggestions = nearest(name_or_id, (one.name for one in everything))
    raise mistake("unknown_favourite", **asked, suggestions=", ".join(suggestions))


def _of_name[MadeT: Favourite | Macro](
    everything: Iterable[MadeT], name: str
) -> MadeT | None:
    named = [one for one in everything if normalise(one.name) == normalise(name)]
    exact = (one for one in named if one.name == name)
    return next(exact, named[0] if named else None)


async def _play_linked(
    coordinator: HubCoordinator,
    media_type: str,
    media_id: str,
    context: Context | None,
    **extra: Any,
) -> None:
    player = coordinator.living_room.player
    if player is None or Feature.PLAY_MEDIA not in player.features:
        raise mistake(
            "cannot_play",
            name=coordinator.name,
            type=media_type,
            types=", ".join(PLAYABLE),
        )
    data = {ATTR_MEDIA_CONTENT_TYPE: media_type, ATTR_MEDIA_CONTENT_ID: media_id}
    await player.act(SERVICE_PLAY_MEDIA, context, **data, **extra)
