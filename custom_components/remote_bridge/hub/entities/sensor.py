"""What a hub says of itself (how far an activity is, its sleep timer, its firmware), and how its connection does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory

from ...harmony.client import Statistics
from ...harmony.state import HubStatus, Phase
from ...health import HealthDescription, HealthSensor, health_sensors
from ..coordinator import HubCoordinator
from .entity import HubEntity


def _progress(status: HubStatus) -> dict[str, Any]:
    """Return how much of a switch is done, 0 to 100; None where nothing is being switched."""
    progress = status.progress
    if progress is None or not progress.total:
        return {"progress": None}
    return {"progress": round(100 * progress.done / progress.total)}


@dataclass(frozen=True, kw_only=True)
class HubSensorDescription(SensorEntityDescription):
    """Which part of a hub's status a sensor shows."""

    value: Callable[[HubStatus], datetime | str | None]
    attributes: Callable[[HubStatus], dict[str, Any]] | None = None


SENSORS: Final = (
    HubSensorDescription(
        key="phase",
        device_class=SensorDeviceClass.ENUM,
        options=[phase.value for phase in Phase],
        value=lambda status: status.phase.value,
        attributes=_progress,
    ),
    HubSensorDescription(
        key="sleep_timer",
        device_class=SensorDeviceClass.TIMESTAMP,
        value=lambda status: status.sleep_timer_ends,
    ),
    HubSensorDescription(
        key="firmware",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value=lambda status: status.firmware,
    ),
)


class HubSensor(HubEntity, SensorEntity):
    """Shows a part of a hub's status."""

    entity_description: HubSensorDescription

    def __init__(
        self, coordinator: HubCoordinator, description: HubSensorDescription
    ) -> None:
        """Show what is described."""
        super().__init__(coordinator, description.key)
        self.entity_description = description

    @property
    @override
    def native_value(self) -> datetime | str | None:
        """What the hub says."""
        status = self.coordinator.data
        return None if status is None else self.entity_description.value(status)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """What goes with it."""
        status, attributes = self.coordinator.data, self.entity_description.attributes
        return None if status is None or attributes is None else attributes(status)


HEALTH: Final[tuple[HealthDescription[Statistics], ...]] = (
    *health_sensors(),
    HealthDescription(
        key="refused_keys",
        state_class=SensorStateClass.TOTAL_INCREASING,
        value=lambda statistics: statistics.refused_keys,
    ),
)


class HubHealthSensor(HealthSensor[Statistics], HubEntity):
    """Shows how the connection to a hub does."""

    def __init__(
        self,
        coordinator: HubCoordinator,
        description: HealthDescription[Statistics],
    ) -> None:
        """Show what is described."""
        super().__init__(coordinator, description.key)
        self.entity_description = description

    @property
    @override
    def health(self) -> Statistics:
        """What the library counts."""
        return self._client.statistics
