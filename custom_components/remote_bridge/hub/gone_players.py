"""Media players that somebody has chosen for an activity, and that Home Assistant has no more."""

from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..const import CONF_LINKS
from ..issues import async_clear_but, async_raise
from .coordinator import HubCoordinator
from .living_room.links import links_of

PLAYER_GONE: Final = "player_gone"


@callback
def async_look_for_gone_players(coordinator: HubCoordinator) -> None:
    """Tell of each activity whose player is gone, and take back what has been put right."""
    hass, entry = coordinator.hass, coordinator.config_entry
    names = coordinator.names.by_id
    if not names:
        # Nobody has a hub for nothing: it is not known yet what it has.
        return
    gone = {
        activity_id: chosen
        for activity_id, chosen in links_of(entry).items()
        if activity_id in names and chosen is not None and _is_gone(hass, chosen)
    }
    async_clear_but(hass, entry, PLAYER_GONE, keep=[(one,) for one in gone])
    for activity_id, chosen in gone.items():
        was = _what_it_was(hass, chosen)
        async_raise(
            hass,
            entry,
            PLAYER_GONE,
            activity_id,
            words="unknown_player_gone" if was is None else PLAYER_GONE,
            fix={"activity": activity_id},
            activity=names[activity_id],
            player=was or "",
        )


@callback
def async_drop_link(hass: HomeAssistant, entry: ConfigEntry, activity_id: str) -> None:
    """Forget which player somebody has chosen for an activity; the hub's living room follows by itself."""
    links = links_of(entry)
    links.pop(activity_id, None)
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, CONF_LINKS: links}
    )


def _is_gone(hass: HomeAssistant, chosen: str) -> bool:
    registry = er.async_get(hass)
    entity_id = er.async_resolve_entity_id(registry, chosen)
    if entity_id is None:
        return True
    return registry.async_get(entity_id) is None and hass.states.get(entity_id) is None


def _what_it_was(hass: HomeAssistant, chosen: str) -> str | None:
    """Return what a player that is gone was called; None where Home Assistant has forgotten that."""
    registry = er.async_get(hass)
    if (entity_id := er.async_resolve_entity_id(registry, chosen)) is not None:
        return entity_id
    for deleted in registry.deleted_entities.values():
        if deleted.id == chosen:
            return deleted.name or deleted.entity_id
    return None
