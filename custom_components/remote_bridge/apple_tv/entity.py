"""What all entities of an Apple TV have in common."""

from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from ..const import DOMAIN
from ..dacp import AppleTV
from .coordinator import AppleTvCoordinator


class AppleTvEntity(CoordinatorEntity[AppleTvCoordinator]):
    """An entity of an Apple TV; without a translation key it goes by its name."""

    _attr_has_entity_name = True

    def __init__(self, coordinator: AppleTvCoordinator, *parts: str) -> None:
        """Take identity and name from the entry; `parts` tell it from the others of its platform."""
        super().__init__(coordinator)
        entry = coordinator.config_entry
        assert entry.unique_id is not None
        self._attr_unique_id = "_".join((entry.unique_id, *parts))
        if parts:
            self._attr_translation_key = parts[-1]
        else:
            self._attr_name = None
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, entry.unique_id)},
            manufacturer="Apple",
            model="Apple TV",
            name=entry.title,
        )

    @property
    def _client(self) -> AppleTV:
        """What commands are given to."""
        return self.coordinator.client
