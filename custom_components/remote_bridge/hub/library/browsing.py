"""The tree in the media browser: activities, favourites, sequences, devices with their keys, and the linked player's."""

from enum import StrEnum

from homeassistant.components.media_player.browse_media import BrowseMedia
from homeassistant.components.media_player.errors import BrowseError

from ...harmony.config import Device
from ...harmony.exceptions import UnknownDevice
from ...helpers import failure
from ..coordinator import HubCoordinator
from .content import (
    Content,
    activity_item,
    favourites,
    folder,
    key_item,
    made_item,
    read_content,
    sequence_item,
)
from .linked import LinkedContent, browse, is_media_source, linked_library
from .words import group_title


class Folder(StrEnum):
    """The folders that are always called the same, by their ids."""

    TOP = ""
    ACTIVITIES = "activities"
    FAVOURITES = "favourites"
    SEQUENCES = "sequences"
    DEVICES = "devices"


async def async_browse(
    coordinator: HubCoordinator, media_type: str | None, media_id: str | None
) -> BrowseMedia:
    """Return a folder and what is in it; sends nothing to the hub. Raises BrowseError."""
    content = read_content(media_type or Content.LIBRARY)
    path = media_id or ""
    if content is Content.PLAYER or is_media_source(path):
        return await _browse_player(coordinator, media_type or "", path)
    found = _browse_folder(coordinator, path) if content is Content.LIBRARY else None
    if found is None:
        raise failure(
            BrowseError,
            "no_such_folder",
            name=coordinator.name,
            folder=f"{media_type or '-'}: {path or '-'}",
        )
    return found


def _browse_top(coordinator: HubCoordinator) -> BrowseMedia:
    paths = [Folder.ACTIVITIES]
    if favourites(coordinator.config_entry):
        paths.append(Folder.FAVOURITES)
    if coordinator.config.sequences:
        paths.append(Folder.SEQUENCES)
    if devices_with_keys(coordinator):
        paths.append(Folder.DEVICES)
    children = [_fixed(path) for path in paths]
    player = coordinator.living_room.player
    if player is not None and (library := linked_library(player)):
        children.append(library)
    return folder(Folder.TOP, coordinator.name, children)


async def _browse_player(
    coordinator: HubCoordinator, media_type: str, media_id: str
) -> BrowseMedia:
    player = coordinator.living_room.player
    if is_media_source(media_id):
        if player is None:
            raise failure(BrowseError, "no_linked_player", name=coordinator.name)
        content = LinkedContent(player.entity_id, media_type, media_id)
    else:
        content = LinkedContent.read(media_id)
    if player is None or player.entity_id != content.entity_id:
        raise failure(
            BrowseError,
            "other_player",
            name=coordinator.name,
            entity=content.entity_id,
        )
    return await browse(player, content)


def _fixed(path: Folder, children: list[BrowseMedia] | None = None) -> BrowseMedia:
    # Home Assistant has no way to translate this.
    return folder(path, path.capitalize(), children)


def _browse_folder(coordinator: HubCoordinator, path: str) -> BrowseMedia | None:
    config = coordinator.config
    match path:
        case Folder.TOP:
            return _browse_top(coordinator)
        case Folder.ACTIVITIES:
            names = coordinator.names.by_id.items()
            children = [activity_item(one, name) for one, name in names]
        case Folder.FAVOURITES:
            everything = favourites(coordinator.config_entry)
            children = [made_item(one) for one in everything]
        case Folder.SEQUENCES:
            children = [sequence_item(one) for one in config.sequences]
        case Folder.DEVICES:
            children = [
                folder(f"{Folder.DEVICES}/{device.id}", device.label)
                for device in devices_with_keys(coordinator)
            ]
        case _:
            return _browse_device(coordinator, path)
    return _fixed(Folder(path), children)


def _browse_device(coordinator: HubCoordinator, path: str) -> BrowseMedia | None:
    found = find_device(coordinator, path)
    if found is None:
        return None
    device, group = found
    if group is None:
        # Hubs may list a group twice.
        groups = dict.fromkeys(one.name for one in device.groups if one.functions)
        children = [folder(f"{path}/{name}", group_title(name)) for name in groups]
        return folder(path, device.label, children)
    children = [
        key_item(device, function, function.label)
        for one in device.groups
        if one.name == group
        for function in one.functions
    ]
    return folder(path, group_title(group), children) if children else None


def find_device(
    coordinator: HubCoordinator, path: str
) -> tuple[Device, str | None] | None:
    """Return which device a folder is of, and which of its groups, if it is of one; None where there is no such."""
    top, _, rest = path.partition("/")
    device_id, has_group, group = rest.partition("/")
    if top != Folder.DEVICES:
        return None
    try:
        device = coordinator.config.device(device_id)
    except UnknownDevice:
        return None
    return device, group if has_group else None


def devices_with_keys(coordinator: HubCoordinator) -> list[Device]:
    """List the devices that something can be sent to: lamps have no keys."""
    return [device for device in coordinator.config.devices if device.functions]
