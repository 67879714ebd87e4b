"""Whether a hub is connected, and whether there is newer firmware for it."""

from typing import override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.const import EntityCategory

from ...harmony.client import Connection
from ..coordinator import HubCoordinator
from .entity import HubEntity


class Connectivity(HubEntity, BinarySensorEntity):
    """Tells of every loss of the connection, also of those that mend before anything else notices."""

    _attr_device_class = BinarySensorDeviceClass.CONNECTIVITY
    _attr_entity_category = EntityCategory.DIAGNOSTIC

    def __init__(self, coordinator: HubCoordinator) -> None:
        """Be the sensor of the connection."""
        super().__init__(coordinator, "connectivity")

    @property
    @override
    def available(self) -> bool:
        """Always: that there is no connection is known as well."""
        return True

    @property
    @override
    def is_on(self) -> bool:
        """Whether the hub is connected at this moment."""
        return self._client.connection is Connection.CONNECTED


class UpdateAvailable(HubEntity, BinarySensorEntity):
    """Tells that Logitech has newer firmware for the hub."""

    _attr_device_class = BinarySensorDeviceClass.UPDATE
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_entity_registry_enabled_default = False

    def __init__(self, coordinator: HubCoordinator) -> None:
        """Be the sensor of newer firmware."""
        super().__init__(coordinator, "update_available")

    @property
    @override
    def is_on(self) -> bool | None:
        """Whether there is newer firmware; None where the hub does not say."""
        status = self.coordinator.data
        return None if status is None else status.update_available
