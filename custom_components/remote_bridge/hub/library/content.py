"""What can be played in a living room, as the media browser shows it and as `play_media` takes it back."""

from enum import StrEnum
from typing import Final

from homeassistant.components.media_player.browse_media import BrowseMedia
from homeassistant.components.media_player.const import MediaClass
from homeassistant.config_entries import ConfigEntry

from ...harmony.config import Device, Function, Sequence
from ..macros.model import Favourite, Macro, made


class Content(StrEnum):
    """The media content types that are ours; ids of the others are a linked player's business."""

    LIBRARY = "library"
    """A folder; its id is the way to it, such as `devices/41256001/Volume`, and empty at the top."""
    CHANNEL = "channel"
    """Digits, with at most one dot in between."""
    ACTIVITY = "activity"
    COMMAND = "command"
    """`device/key`, or a key alone for whatever it means in the running activity."""
    SEQUENCE = "sequence"
    FAVOURITE = "favourite"
    """A favourite channel or a macro that somebody has made."""
    PLAYER = "player"
    """Something of the linked player's, whose id says of whose and what there; see `linked`."""


PLAYABLE: Final = (
    Content.CHANNEL,
    Content.ACTIVITY,
    Content.COMMAND,
    Content.SEQUENCE,
    Content.FAVOURITE,
)
"""What people can name themselves."""

_ALSO: Final = {"favorite": Content.FAVOURITE, "macro": Content.FAVOURITE}


def read_content(media_type: str) -> Content | None:
    """Return which of ours a media content type is, whatever its case; None for somebody else's."""
    plain = media_type.casefold()
    if plain in _ALSO:
        return _ALSO[plain]
    return Content(plain) if plain in Content else None


def favourites(entry: ConfigEntry) -> list[Favourite | Macro]:
    """List what people have made that can be played: their channels, then their macros."""
    return [*made(entry, Favourite), *made(entry, Macro)]


def folder(
    path: str, title: str, children: list[BrowseMedia] | None = None
) -> BrowseMedia:
    """Return a folder; without children it is one to be opened."""
    return BrowseMedia(
        media_class=MediaClass.DIRECTORY,
        media_content_type=Content.LIBRARY,
        media_content_id=path,
        title=title,
        can_play=False,
        can_expand=True,
        can_search=True,
        children=children,
    )


def activity_item(activity_id: str, name: str) -> BrowseMedia:
    """Return an activity."""
    return _item(Content.ACTIVITY, activity_id, name, MediaClass.APP)


def made_item(made: Favourite | Macro) -> BrowseMedia:
    """Return a favourite channel or a macro."""
    is_channel = isinstance(made, Favourite)
    media_class = MediaClass.CHANNEL if is_channel else MediaClass.APP
    return _item(Content.FAVOURITE, made.id, made.name, media_class)


def sequence_item(sequence: Sequence) -> BrowseMedia:
    """Return a sequence."""
    return _item(Content.SEQUENCE, sequence.id, sequence.label, MediaClass.APP)


def channel_item(channel: str) -> BrowseMedia:
    """Return a channel that has no name here."""
    return _item(Content.CHANNEL, channel, f"Channel {channel}", MediaClass.CHANNEL)


def key_item(device: Device, function: Function, title: str) -> BrowseMedia:
    """Return a key of a device."""
    # Of all pictures that the page has, the gamepad comes nearest to a remote control.
    content_id = f"{device.id}/{function.name}"
    return _item(Content.COMMAND, content_id, title, MediaClass.GAME)


def _item(
    content: Content, content_id: str, title: str, media_class: MediaClass
) -> BrowseMedia:
    return BrowseMedia(
        media_class=media_class,
        media_content_type=content,
        media_content_id=content_id,
        title=title,
        can_play=True,
        can_expand=False,
    )
