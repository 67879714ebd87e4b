"""Entities of what people make in the page, which follow what is made, changed and removed, without a reload."""

from collections.abc import Callable, Mapping
from typing import Any, override

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import Platform
from homeassistant.core import callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ...const import DOMAIN
from ..coordinator import HubCoordinator
from ..macros.model import Made, made
from ..registry import unique_id_of
from .entity import HubEntity
from .renaming import tell_registry


class MadeEntity[MadeT: Made](HubEntity):
    """Something that somebody has made, which is called and looks as he wants it.

    What it needs of the hub may be gone. Then it stays available, for what is unavailable does nothing without a word.
    """

    def __init__(
        self, coordinator: HubCoordinator, made: MadeT, translation_key: str
    ) -> None:
        """Be what was made; the translation key is for the icon where nobody chose one."""
        super().__init__(coordinator, made.id)
        self._attr_translation_key = translation_key
        # The devices belong to no subentry, so no entity of one may describe them.
        self._attr_device_info = None
        self.become(made)

    @callback
    def become(self, made: MadeT) -> None:
        """Be what was made of it."""
        self.made = made
        self._attr_name = made.name
        self.device_entry = self.find_device()

    @property
    @override
    def icon(self) -> str | None:
        """The icon that was chosen."""
        return self.made.icon

    @property
    def controlled(self) -> str | None:
        """The id of the device that it is for; None for the hub."""
        return None

    @property
    def home(self) -> str | None:
        """The id, in the device registry, of where it belongs."""
        return None if self.device_entry is None else self.device_entry.id

    @callback
    def find_device(self) -> dr.DeviceEntry | None:
        """Return where it belongs: its device, or the hub where that is gone."""
        entry = self.coordinator.config_entry
        registry = dr.async_get(self.coordinator.hass)
        device = None
        if self.controlled is not None:
            identifier = DOMAIN, unique_id_of(entry, self.controlled)
            device = registry.async_get_device_by_identifier(identifier, entry.entry_id)
        return device or registry.async_get_device_by_identifier(
            (DOMAIN, unique_id_of(entry)), entry.entry_id
        )


# Each takes what it is the maker of, which is more than types can say.
type Makers = Mapping[type[Made], Callable[[HubCoordinator, Any], MadeEntity[Any]]]


@callback
def follow_made(
    coordinator: HubCoordinator,
    platform: Platform,
    makers: Makers,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Make an entity for each thing that somebody has made or makes, and change it with that.

    Home Assistant itself removes the entities of what is removed.
    """
    hass, entry = coordinator.hass, coordinator.config_entry
    entities: dict[str, MadeEntity[Any]] = {}

    @callback
    def follow() -> None:
        there = {one.id: one for one in made(entry, *makers)}
        for gone in entities.keys() - there.keys():
            del entities[gone]
        for made_id, one in there.items():
            entity = entities.get(made_id)
            if entity is None:
                entity = entities[made_id] = makers[type(one)](coordinator, one)
                async_add_entities([entity], config_subentry_id=made_id)
            else:
                entity.become(one)
                tell_registry(
                    entity,
                    platform,
                    original_name=one.name,
                    original_icon=one.icon,
                    device_id=entity.home,
                )

    @callback
    def entry_changed(_: ConfigEntryChange, changed: ConfigEntry) -> None:
        if changed is entry:
            follow()

    config = coordinator.config

    @callback
    def hub_changed() -> None:
        # A device may have gone, or be back.
        nonlocal config
        if coordinator.config is not config:
            config = coordinator.config
            follow()

    follow()
    for stop in (
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, entry_changed),
        coordinator.async_add_listener(hub_changed),
    ):
        entry.async_on_unload(stop)
