"""Players that Assist hears twice: by themselves, and through the hub that shows what they play."""

from collections.abc import Callable
from typing import Final

from homeassistant.components.homeassistant.exposed_entities import (
    async_expose_entity,
    async_listen_entity_updates,
    async_should_expose,
)
from homeassistant.components.media_player.const import DOMAIN as MEDIA_PLAYER_DOMAIN
from homeassistant.const import EVENT_COMPONENT_LOADED
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import ATTR_COMPONENT, EventComponentLoaded

from ..const import DOMAIN
from ..issues import async_clear_but, async_raise
from .coordinator import HubCoordinator
from .registry import unique_id_of

HEARD_TWICE: Final = "heard_twice"

# What Assist goes by among those whom entities are exposed to; agents with a language model go by it too.
_ASSIST: Final = "conversation"


@callback
def async_look_who_is_heard_twice(coordinator: HubCoordinator) -> None:
    """Tell of each player that a sentence without a name reaches twice, and take back what has been put right.

    Such a sentence goes to every player that is exposed and plays in the area of whoever speaks, which is an entity's
    own area or else its device's. Where nobody is in an area, an agent may ask all that are in none.
    """
    hass, entry = coordinator.hass, coordinator.config_entry
    ours = er.async_get(hass).async_get_entity_id(
        MEDIA_PLAYER_DOMAIN, DOMAIN, unique_id_of(entry)
    )
    found: dict[str, str] = {}
    if ours is not None and _is_heard(hass, ours):
        area = _area_of(hass, ours)
        found = {
            _lasting_id(hass, player.entity_id): player.entity_id
            for player in coordinator.living_room.players
            if _area_of(hass, player.entity_id) == area
            and _is_heard(hass, player.entity_id)
        }
    async_clear_but(hass, entry, HEARD_TWICE, keep=[(one,) for one in found])
    for lasting_id, entity_id in found.items():
        async_raise(
            hass,
            entry,
            HEARD_TWICE,
            lasting_id,
            fix={"player": lasting_id},
            room=_name_of(hass, str(ours)),
            player=_name_of(hass, entity_id),
        )


@callback
def async_hear_once(hass: HomeAssistant, lasting_id: str) -> None:
    """Let Assist have a player no more; nothing happens where it is gone."""
    entity_id = er.async_resolve_entity_id(er.async_get(hass), lasting_id)
    if entity_id is not None:
        async_expose_entity(hass, _ASSIST, entity_id, should_expose=False)


@callback
def async_when_heard_differently(
    hass: HomeAssistant, listener: Callable[[], None]
) -> Callable[[], None]:
    """Call `listener` whenever Assist comes, or is given or loses an entity; returns how to stop that."""
    stops: list[Callable[[], None]] = []

    @callback
    def loaded(event: Event[EventComponentLoaded]) -> None:
        if event.data[ATTR_COMPONENT] == _ASSIST:
            stops.append(async_listen_entity_updates(hass, _ASSIST, listener))
            listener()

    if _ASSIST in hass.config.components:
        stops.append(async_listen_entity_updates(hass, _ASSIST, listener))
    else:
        stops.append(hass.bus.async_listen(EVENT_COMPONENT_LOADED, loaded))

    def stop() -> None:
        for one in stops:
            one()

    return stop


def _is_heard(hass: HomeAssistant, entity_id: str) -> bool:
    """Tell whether Assist may control an entity that is there."""
    if _ASSIST not in hass.config.components:
        # Asking would settle what nobody has wanted to know yet.
        return False
    entity = er.async_get(hass).async_get(entity_id)
    is_there = (
        hass.states.get(entity_id) is not None
        if entity is None
        else entity.disabled_by is None
    )
    return is_there and async_should_expose(hass, _ASSIST, entity_id)


def _area_of(hass: HomeAssistant, entity_id: str) -> str | None:
    """Return where Assist finds an entity; what no registry knows is nowhere."""
    entity = er.async_get(hass).async_get(entity_id)
    if entity is None:
        return None
    if entity.area_id is not None or entity.device_id is None:
        return entity.area_id
    device = dr.async_get(hass).async_get(entity.device_id)
    return None if device is None else dr.async_get_effective_area_id(hass, device)


def _lasting_id(hass: HomeAssistant, entity_id: str) -> str:
    """Return what renaming an entity does not change, where it has such an id."""
    entity = er.async_get(hass).async_get(entity_id)
    return entity_id if entity is None else entity.id


def _name_of(hass: HomeAssistant, entity_id: str) -> str:
    state = hass.states.get(entity_id)
    return entity_id if state is None else state.name
