"""Which media player plays in which activity, as a part of a hub's options."""

from typing import Any

from homeassistant.components.media_player.const import DOMAIN as MEDIA_PLAYER_DOMAIN
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
)
import voluptuous as vol

from ...const import CONF_LINKS, CONF_PLAYER_VOLUME
from ..living_room.links import leads_back, linked_player, suggested_player
from .options_step import HubOptionsStep


class LinksOptionsFlow(HubOptionsStep):
    """Asks for a media player for each activity."""

    async def async_step_links(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show a field for each activity, or keep what was chosen."""
        errors: dict[str, str] = {}
        placeholders = {"name": self.config_entry.title, "player": ""}
        if user_input is not None:
            for name, player in self._players(user_input).items():
                if leads_back(self.hass, self.config_entry, player):
                    errors[name] = "links_in_a_circle"
                    placeholders["player"] = player
            if not errors:
                return self.keep(
                    **{
                        CONF_LINKS: self._links(user_input),
                        CONF_PLAYER_VOLUME: user_input[CONF_PLAYER_VOLUME],
                    }
                )
        return self.async_show_form(
            step_id="links",
            data_schema=self.add_suggested_values_to_schema(
                self._links_schema(),
                self._linked() if user_input is None else user_input,
            ),
            errors=errors,
            description_placeholders=placeholders,
        )

    def _links_schema(self) -> vol.Schema:
        # Fields are called as the activities are: each has a name of its own among them.
        fields: dict[Any, Any] = {
            vol.Optional(name): EntitySelector(
                EntitySelectorConfig(domain=MEDIA_PLAYER_DOMAIN)
            )
            for name in self._hub.names.by_id.values()
            # Nobody calls an activity that.
            if name != CONF_PLAYER_VOLUME
        }
        player_volume = self.config_entry.options.get(CONF_PLAYER_VOLUME, False)
        fields[vol.Required(CONF_PLAYER_VOLUME, default=player_volume)] = (
            BooleanSelector()
        )
        return vol.Schema(fields)

    def _players(self, user_input: dict[str, Any]) -> dict[str, str]:
        """Return the players that were chosen, by the names of activities."""
        names = self._hub.names.ids.keys() - {CONF_PLAYER_VOLUME}
        return {name: player for name, player in user_input.items() if name in names}

    def _linked(self) -> dict[str, Any]:
        """Return which players there are now, whether chosen or found."""
        hub, entry = self._hub, self.config_entry
        players = {
            hub.names.by_id[activity.id]: linked_player(
                self.hass, entry, hub.config, activity
            )
            for activity in hub.config.activities
        }
        return {name: player for name, player in players.items() if player is not None}

    def _links(self, user_input: dict[str, Any]) -> dict[str, str | None]:
        """Return what to keep: every player, and None where one would be found that the user does not want."""
        hub, registry = self._hub, er.async_get(self.hass)
        players = self._players(user_input)
        links: dict[str, str | None] = {}
        for activity in hub.config.activities:
            chosen = players.get(hub.names.by_id[activity.id])
            suggested = suggested_player(self.hass, hub.config, activity)
            if chosen is None and suggested is None:
                continue
            # By the id in the registry, where it has one: people rename entities.
            entity = None if chosen is None else registry.async_get(chosen)
            links[activity.id] = chosen if entity is None else entity.id
        return links
