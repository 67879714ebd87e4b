"""Which media player shows what an activity plays: the one that the user chose, or the Apple TV that it must be."""

from collections.abc import Iterable, Mapping

from homeassistant.components.media_player.const import DOMAIN as MEDIA_PLAYER_DOMAIN
from homeassistant.components.remote.const import DOMAIN as REMOTE_DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ...const import CONF_KIND, CONF_LINKS, DOMAIN, Kind
from ...harmony.config import Activity, HubConfig
from ...harmony.key_names import Role, normalise

_APPLE = "apple"


@callback
def linked_player(
    hass: HomeAssistant, entry: ConfigEntry, config: HubConfig, activity: Activity
) -> str | None:
    """Return the entity id of an activity's media player; None where it has none, or it leads back to this hub."""
    links = links_of(entry)
    if activity.id not in links:
        return suggested_player(hass, config, activity)
    if (chosen := links[activity.id]) is None:
        return None
    entity_id = er.async_resolve_entity_id(er.async_get(hass), chosen)
    if entity_id is None or leads_back(hass, entry, entity_id):
        return None
    return entity_id


@callback
def chosen_players(hass: HomeAssistant, entry: ConfigEntry) -> list[str]:
    """Return the entity ids of all media players that the user has chosen and that are not removed."""
    registry = er.async_get(hass)
    resolved = (
        er.async_resolve_entity_id(registry, chosen)
        for chosen in links_of(entry).values()
        if chosen is not None
    )
    return [entity_id for entity_id in resolved if entity_id is not None]


def links_of(entry: ConfigEntry) -> dict[str, str | None]:
    """Return a copy of what the user has chosen, by activity id, as far as it can be read; see CONF_LINKS."""
    links = entry.options.get(CONF_LINKS)
    if not isinstance(links, Mapping):
        return {}
    return {
        activity_id: chosen
        for activity_id, chosen in links.items()
        if chosen is None or isinstance(chosen, str)
    }


@callback
def suggested_player(
    hass: HomeAssistant, config: HubConfig, activity: Activity
) -> str | None:
    """Return the Apple TV that an activity plays with; None where it is none, or which one is not beyond doubt."""
    device = config.device_in_role(activity.id, Role.MEDIA)
    if device is None or _APPLE not in device.manufacturer.casefold():
        return None
    players = dict(_apple_tvs(hass))
    if len(players) == 1:
        return next(iter(players))
    wanted = {normalise(device.label), normalise(activity.label)}
    named = [player for player, name in players.items() if normalise(name) in wanted]
    return named[0] if len(named) == 1 else None


def _apple_tvs(hass: HomeAssistant) -> Iterable[tuple[str, str]]:
    """List the media players of our Apple TVs, with what the Apple TVs are called."""
    registry = er.async_get(hass)
    for entry in hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    ):
        if entry.data.get(CONF_KIND) != Kind.APPLE_TV:
            continue
        for entity in er.async_entries_for_config_entry(registry, entry.entry_id):
            if entity.domain == MEDIA_PLAYER_DOMAIN and entity.disabled_by is None:
                yield entity.entity_id, entry.title


@callback
def leads_back(hass: HomeAssistant, entry: ConfigEntry, entity_id: str) -> bool:
    """Tell whether a media player is a hub's that leads back to this one, directly or through others."""
    seen: set[str] = set()
    ahead = [entity_id]
    while ahead:
        hub = _hub_of(hass, ahead.pop())
        if hub is None or hub.entry_id in seen:
            continue
        if hub.entry_id == entry.entry_id:
            return True
        seen.add(hub.entry_id)
        ahead += chosen_players(hass, hub)
    return False


def _hub_of(hass: HomeAssistant, entity_id: str) -> ConfigEntry | None:
    """Return whose media player an entity is, if it is one of our hubs'."""
    entity = er.async_get(hass).async_get(entity_id)
    if entity is None or entity.platform != DOMAIN or entity.config_entry_id is None:
        return None
    entry = hass.config_entries.async_get_entry(entity.config_entry_id)
    is_hub = entry is not None and entry.data.get(CONF_KIND) == Kind.HARMONY
    return entry if is_hub else None


@callback
def network_remote(hass: HomeAssistant, player: str) -> str | None:
    """Return the remote of the Apple TV whose media player this is; None where it is none of our Apple TVs'."""
    registry = er.async_get(hass)
    entity = registry.async_get(player)
    if entity is None or entity.platform != DOMAIN or entity.config_entry_id is None:
        return None
    entry = hass.config_entries.async_get_entry(entity.config_entry_id)
    if entry is None or entry.data.get(CONF_KIND) != Kind.APPLE_TV:
        return None
    for other in er.async_entries_for_config_entry(registry, entry.entry_id):
        if other.domain == REMOTE_DOMAIN and other.disabled_by is None:
            return other.entity_id
    return None
