"""How the connection to an Apple TV does."""

from typing import Final, override

from ..dacp import Statistics
from ..health import HealthDescription, HealthSensor, health_sensors
from .coordinator import AppleTvCoordinator
from .entity import AppleTvEntity

HEALTH: Final[tuple[HealthDescription[Statistics], ...]] = health_sensors()


class AppleTvHealthSensor(HealthSensor[Statistics], AppleTvEntity):
    """Shows how the connection to an Apple TV does."""

    def __init__(
        self,
        coordinator: AppleTvCoordinator,
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
