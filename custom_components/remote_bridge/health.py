"""How well the connection to a device does, as numbers: the sensors that all kinds of device have for it."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Protocol, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory, UnitOfTime

from . import dacp
from .harmony import exceptions as harmony

ATTR_LOST_AT: Final = "lost_at"


class LossReason(StrEnum):
    """Why a connection was lost."""

    # By the device, or by whatever lies between us and it.
    CLOSED = "closed"
    # It stood, and nothing came any more.
    NO_ANSWER = "no_answer"
    NONSENSE = "nonsense"
    REFUSED = "refused"


# The first that fits. An Apple TV's connections are either cut or not answered on; a hub's are told apart by name.
_REASONS: Final = (
    (LossReason.CLOSED, (dacp.HungUp, dacp.ConnectionReset)),
    (LossReason.NO_ANSWER, (dacp.ConnectionFailed, harmony.NoSignOfLife)),
    (LossReason.NONSENSE, (dacp.ProtocolError, harmony.ProtocolError)),
    (LossReason.REFUSED, (dacp.AuthenticationFailed, harmony.AuthenticationFailed)),
)


class Health(Protocol):
    """What the libraries count, each in its own `Statistics`."""

    @property
    def reconnects(self) -> int:
        """How often a lost connection was made again."""

    @property
    def last_loss(self) -> Exception | None:
        """What the last connection ended with."""

    @property
    def last_loss_at(self) -> datetime | None:
        """When that was."""

    @property
    def round_trip(self) -> float | None:
        """The seconds that the last answer took."""


def reason_of(error: Exception | None) -> LossReason | None:
    """Return why a connection was lost, in one word."""
    if error is None:
        return None
    for reason, kinds in _REASONS:
        if isinstance(error, kinds):
            return reason
    return LossReason.CLOSED


@dataclass(frozen=True, kw_only=True)
class HealthDescription[HealthT: Health](SensorEntityDescription):
    """Which number a sensor shows. Few people want any, so they are off until somebody turns one on."""

    value: Callable[[HealthT], float | str | None]
    attributes: Callable[[HealthT], dict[str, Any]] | None = None
    entity_category: EntityCategory | None = EntityCategory.DIAGNOSTIC
    entity_registry_enabled_default: bool = False


def _milliseconds(health: Health) -> float | None:
    return None if health.round_trip is None else round(health.round_trip * 1000, 1)


def health_sensors[HealthT: Health]() -> tuple[HealthDescription[HealthT], ...]:
    """Describe the sensors that every kind of device has."""
    return (
        HealthDescription(
            key="round_trip",
            device_class=SensorDeviceClass.DURATION,
            native_unit_of_measurement=UnitOfTime.MILLISECONDS,
            state_class=SensorStateClass.MEASUREMENT,
            suggested_display_precision=0,
            # It changes when something was measured, and stands in between.
            value=_milliseconds,
        ),
        HealthDescription(
            key="reconnects",
            state_class=SensorStateClass.TOTAL_INCREASING,
            value=lambda health: health.reconnects,
        ),
        HealthDescription(
            key="last_loss",
            device_class=SensorDeviceClass.ENUM,
            options=[reason.value for reason in LossReason],
            value=lambda health: reason_of(health.last_loss),
            attributes=lambda health: {ATTR_LOST_AT: health.last_loss_at},
        ),
    )


class HealthSensor[HealthT: Health](SensorEntity):
    """Shows one of the numbers, above all while the device is away: that is when people look."""

    entity_description: HealthDescription[HealthT]

    @property
    @abstractmethod
    def health(self) -> HealthT:
        """What is counted."""

    @property
    @override
    def available(self) -> bool:
        """Always: they are our own numbers."""
        return True

    @property
    @override
    def native_value(self) -> float | str | None:
        """The number, or the reason."""
        return self.entity_description.value(self.health)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """What goes with it."""
        attributes = self.entity_description.attributes
        return None if attributes is None else attributes(self.health)


def describe(health: Health) -> Mapping[str, Any]:
    """Return the numbers for the diagnostics. The texts of errors tell addresses, so they are not in it."""
    lost_at = health.last_loss_at
    return {
        "reconnects": health.reconnects,
        "round_trip": health.round_trip,
        "last_loss": reason_of(health.last_loss),
        "last_loss_at": None if lost_at is None else lost_at.isoformat(),
    }
