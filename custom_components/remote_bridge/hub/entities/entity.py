"""What all entities of a hub, and of the devices it controls, have in common."""

from typing import override

from homeassistant.helpers.update_coordinator import CoordinatorEntity

from ...harmony.client import HarmonyHub
from ..coordinator import HubCoordinator
from ..registry import hub_info, unique_id_of


class HubEntity(CoordinatorEntity[HubCoordinator]):
    """An entity of the hub itself; without a translation key it goes by the hub's name."""

    _attr_has_entity_name = True

    def __init__(self, coordinator: HubCoordinator, *parts: str) -> None:
        """Take the identity from the entry; `parts` tell it from the others of its platform."""
        super().__init__(coordinator)
        entry = coordinator.config_entry
        self._attr_unique_id = unique_id_of(entry, *parts)
        self._attr_device_info = hub_info(entry)
        if parts:
            self._attr_translation_key = parts[-1]
        else:
            self._attr_name = None

    @property
    @override
    def available(self) -> bool:
        """Whether what it shows holds; a connection that is being mended leaves everything as it was."""
        return self.coordinator.available

    @property
    def _client(self) -> HarmonyHub:
        """What commands are given to."""
        return self.coordinator.client
