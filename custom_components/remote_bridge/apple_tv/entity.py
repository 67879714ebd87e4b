"""What all entities of an Apple TV have in common."""

from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from ..const import DOMAIN
from ..dacp import AppleTV
from .coordinator import AppleTvCoordinator


class AppleTvEntity(CoordinatorEntity[AppleTvCoordinator]):
    """An entity that goes by the name of its Apple TV."""

    _attr_has_entity_name = True
    _attr_name = None

    def __init__(self, coordinator: AppleTvCoordinator) -> None:
        """Take identity and name from the entry."""
        super().__init__(coordinator)
        entry = coordinator.config_entry
        assert entry.unique_id is not None
        self._attr_unique_id = entry.unique_id
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
