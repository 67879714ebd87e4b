"""Telling the entity registry what it otherwise only takes in when an entity is added."""

from typing import Any

from homeassistant.const import Platform
from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er

from ...const import DOMAIN
from .entity import HubEntity


@callback
def tell_registry(entity: HubEntity, platform: Platform, **changes: Any) -> None:
    """Change an entity in the registry, where it is also if somebody has disabled it; what people chose stays.

    An entity that is shown is shown anew.
    """
    registry = er.async_get(entity.coordinator.hass)
    assert entity.unique_id is not None
    entity_id = registry.async_get_entity_id(platform, DOMAIN, entity.unique_id)
    if entity_id is not None:
        registry.async_update_entity(entity_id, **changes)
