"""HomeKit's remote control: what is pressed in the Control Centre of an iPhone goes out by our remotes."""

from contextlib import suppress
import logging
from typing import Any, Final

from homeassistant.components.media_player.const import DOMAIN as MEDIA_PLAYER_DOMAIN
from homeassistant.components.remote.const import (
    DOMAIN as REMOTE_DOMAIN,
    SERVICE_SEND_COMMAND,
)
from homeassistant.const import ATTR_COMMAND, ATTR_ENTITY_ID
from homeassistant.core import Event, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er

from .const import DOMAIN, Kind
from .models import kind_of

_LOGGER = logging.getLogger(__name__)

# Home Assistant's HomeKit bridge fires this for every key that it has no action for. Its own constants cannot be
# imported: that takes packages which are there only where HomeKit is used.
_EVENT: Final = "homekit_tv_remote_key_pressed"
_ATTR_KEY_NAME: Final = "key_name"

# HomeKit's key -> what to press. Of several names the first that there is a key for.
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "arrow_up": ("up",),
    "arrow_down": ("down",),
    "arrow_left": ("left",),
    "arrow_right": ("right",),
    "select": ("select",),
    "back": ("back",),
    "exit": ("exit", "home"),
    "information": ("info",),
    "play_pause": ("play_pause",),
    "next_track": ("next_track",),
    "previous_track": ("previous_track",),
    "rewind": ("rewind",),
    "fast_forward": ("fast_forward",),
}
# On an Apple TV "exit" is another word for one page back, which HomeKit has a key for.
_OTHERWISE: Final[dict[Kind, dict[str, tuple[str, ...]]]] = {
    Kind.APPLE_TV: {"exit": ("home",)},
    Kind.HARMONY: {},
}


def async_setup_homekit(hass: HomeAssistant) -> None:
    """Press what HomeKit's remotes ask for, as long as Home Assistant runs."""
    hass.bus.async_listen(_EVENT, _Presser(hass).press)


class _Presser:
    """Presses HomeKit's keys on the remotes of our devices; nobody waits for it, so failures are logged."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with nothing that has failed."""
        self._hass = hass
        # By remote: what is in the log already, for keys come in dozens.
        self._told: dict[str, str] = {}

    async def press(self, event: Event[dict[str, Any]]) -> None:
        """Press the key of an event, if it is one for a device of ours."""
        key = event.data.get(_ATTR_KEY_NAME)
        entity_id = event.data.get(ATTR_ENTITY_ID)
        if not isinstance(key, str) or not isinstance(entity_id, str):
            return
        remote = self._remote_of(entity_id)
        if remote is None or key not in _KEYS:
            return
        try:
            await self._press(event, remote.entity_id, self._names(remote, key))
        except HomeAssistantError as error:
            self._tell(remote.entity_id, f"{key}: {error}")
        else:
            self._told.pop(remote.entity_id, None)

    async def _press(
        self, event: Event[dict[str, Any]], remote: str, names: tuple[str, ...]
    ) -> None:
        """Press the first of these keys that there is: a wrong one is refused before anything is sent."""
        *alternatives, last = names
        for name in alternatives:
            with suppress(ServiceValidationError):
                await self._send(event, remote, name)
                return
        await self._send(event, remote, last)

    async def _send(self, event: Event[dict[str, Any]], remote: str, key: str) -> None:
        await self._hass.services.async_call(
            REMOTE_DOMAIN,
            SERVICE_SEND_COMMAND,
            {ATTR_ENTITY_ID: remote, ATTR_COMMAND: [key]},
            blocking=True,
            context=event.context,
        )

    def _remote_of(self, entity_id: str) -> er.RegistryEntry | None:
        """Return the remote that goes with a player, or is one; None for what is not ours, or is switched off."""
        registry = er.async_get(self._hass)
        entity = registry.async_get(entity_id)
        if entity is None or entity.platform != DOMAIN or entity.device_id is None:
            return None
        if entity.domain == REMOTE_DOMAIN:
            return entity
        if entity.domain != MEDIA_PLAYER_DOMAIN:
            return None
        return next(
            (
                one
                for one in er.async_entries_for_device(registry, entity.device_id)
                if one.domain == REMOTE_DOMAIN
                and one.config_entry_id == entity.config_entry_id
            ),
            None,
        )

    def _names(self, remote: er.RegistryEntry, key: str) -> tuple[str, ...]:
        """Return what to press for a key of HomeKit's."""
        assert remote.config_entry_id is not None
        entry = self._hass.config_entries.async_get_known_entry(remote.config_entry_id)
        return _OTHERWISE[kind_of(entry)].get(key, _KEYS[key])

    def _tell(self, remote: str, reason: str) -> None:
        """Log why a key did not go out, once in a row."""
        level = logging.DEBUG if self._told.get(remote) == reason else logging.WARNING
        self._told[remote] = reason
        _LOGGER.log(level, "HomeKit asked %s for a key: %s", remote, reason)
