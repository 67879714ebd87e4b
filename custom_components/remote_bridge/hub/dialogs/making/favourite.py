"""The dialog for a favourite channel."""

from typing import Any, Final, override

from homeassistant.config_entries import SubentryFlowResult
from homeassistant.const import CONF_ICON, CONF_NAME
from homeassistant.helpers.selector import TextSelector
import voluptuous as vol

from ....harmony.commands import CHANNEL
from ...macros.model import CONF_ACTIVITY, CONF_CHANNEL, Favourite
from ...macros.tuning import can_tune
from .fields import NAME_FIELDS, choice, read_name
from .subentry_flow import HubSubentryFlow

# What stands for whichever activity has a tuner; its words are translated.
_ANY: Final = "any"


class FavouriteFlow(HubSubentryFlow):
    """Asks for the channel, what to call it, and the activity that tunes."""

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for all of it."""
        coordinator = self.coordinator
        activities = [
            (activity_id, name)
            for activity_id, name in coordinator.names.by_id.items()
            if can_tune(coordinator.config, activity_id)
        ]
        if not activities:
            return self.async_abort(
                reason="nothing_tunes",
                description_placeholders={"name": coordinator.name},
            )
        errors: dict[str, str] = {}
        suggested: dict[str, Any] = {}
        if user_input is not None:
            name, data = read_name(user_input)
            channel = user_input[CONF_CHANNEL].strip()
            if not name:
                errors[CONF_NAME] = "no_name"
            if not CHANNEL.fullmatch(channel):
                errors[CONF_CHANNEL] = "invalid_channel"
            if not errors:
                data[CONF_CHANNEL] = channel
                if user_input[CONF_ACTIVITY] != _ANY:
                    data[CONF_ACTIVITY] = user_input[CONF_ACTIVITY]
                return self.keep(name, data)
            suggested = user_input
        elif changing := self.changing(Favourite):
            suggested = {
                CONF_NAME: changing.name,
                CONF_ICON: changing.icon,
                CONF_CHANNEL: changing.channel,
            }
            if changing.activity in dict(activities):
                suggested[CONF_ACTIVITY] = changing.activity
        schema = vol.Schema(
            {
                vol.Required(CONF_CHANNEL): TextSelector(),
                **NAME_FIELDS,
                vol.Required(CONF_ACTIVITY, default=_ANY): choice(
                    [(_ANY, _ANY), *activities],
                    translation_key="favourite_activity",
                ),
            }
        )
        return self.async_show_form(
            step_id=self.first_step,
            data_schema=self.add_suggested_values_to_schema(schema, suggested),
            errors=errors,
        )
