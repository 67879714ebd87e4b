"""The remote control of a hub: activities, keys of the running one, and keys of any device."""

from datetime import timedelta
import logging
from typing import Any, Final, override

from homeassistant.components.remote.const import ATTR_ACTIVITY, RemoteEntityFeature
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ...const import DOMAIN, ENTER_TEXT
from ...harmony.config import POWER_OFF, Function
from ...harmony.key_names import Role, normalise
from ...harmony.state import Phase
from ...helpers import device_action, mistake
from ..activities import POWER_OFF_LABEL
from ..commands import list_commands
from ..living_room.linked_player import async_act_on
from ..living_room.routes import Route
from .key_remote import KeyRemote

_LOGGER = logging.getLogger(__name__)

_LAST_ACTIVITY: Final = "last_activity"
_ACTIVITY_STARTING: Final = "activity_starting"
_DEVICES_LIST: Final = "devices_list"


class HubRemote(KeyRemote):
    """The remote control of a hub."""

    _attr_supported_features = RemoteEntityFeature.ACTIVITY
    # For the words of its attributes; it goes by the hub's name.
    _attr_translation_key = "hub"
    _unrecorded_attributes = frozenset({_DEVICES_LIST})

    @property
    @override
    def is_on(self) -> bool | None:
        """Whether an activity runs, or is on its way there or back."""
        status = self.coordinator.data
        return None if status is None else status.phase is not Phase.OFF

    @property
    @override
    def activity_list(self) -> list[str]:
        """The names of the activities, in the app's order."""
        return list(self.coordinator.names.by_id.values())

    @property
    @override
    def current_activity(self) -> str | None:
        """The name of the activity that starts, runs or ends."""
        status = self.coordinator.data
        return None if status is None else self._label(status.activity_id)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        """What dashboard cards for hubs read besides."""
        coordinator = self.coordinator
        last = coordinator.last_activity
        return {
            _ACTIVITY_STARTING: self._starting(),
            _DEVICES_LIST: [device.label for device in coordinator.config.devices],
            _LAST_ACTIVITY: coordinator.names.by_id.get(last) if last else None,
        }

    def _starting(self) -> str | None:
        """Return what is being switched to; for the cards, off is an activity as well."""
        status = self.coordinator.data
        match status and status.phase:
            case Phase.STARTING:
                assert status is not None
                return self._label(status.activity_id)
            case Phase.STOPPING:
                return POWER_OFF_LABEL
            case _:
                return None

    def _label(self, activity_id: str) -> str | None:
        if activity_id == POWER_OFF:
            return POWER_OFF_LABEL
        return self.coordinator.names.by_id.get(activity_id)

    @override
    def _function(self, key: str, device: str | None) -> Function:
        config = self.coordinator.config
        if device is None:
            return config.function_for(self.coordinator.activity_id, key)
        return config.device(device).function(key)

    @override
    def _route(self, key: str, device: str | None, *, held: bool) -> Route:
        if device is None:
            return self.coordinator.living_room.route(key, held=held)
        return super()._route(key, device, held=held)

    @override
    @device_action
    async def async_press_key(self, command: str, device: str | None = None) -> None:
        """Press a key and keep it down; one that is not sent by infrared cannot be held open-endedly, only pressed."""
        room = self.coordinator.living_room
        if device is None and room.infrared(command) is None:
            await room.route(command).press(0, self._context)
        else:
            await super().async_press_key(command, device)

    @override
    @device_action
    async def async_release_key(self, command: str, device: str | None = None) -> None:
        """Let go of a key; harmless if it is not down, or never was."""
        room = self.coordinator.living_room
        is_down = (normalise(command), device) in self._fingers
        if is_down or device is not None or room.infrared(command) is not None:
            await super().async_release_key(command, device)
        else:
            # Refuses what is no key at all.
            room.route(command)

    @override
    @device_action
    async def async_turn_on(self, /, **kwargs: Any) -> None:
        """Start an activity; without a name the one that the user chose for that."""
        coordinator = self.coordinator
        if (name := kwargs.get(ATTR_ACTIVITY)) is None:
            await coordinator.async_turn_on()
        else:
            await coordinator.async_start(coordinator.find_activity(name))

    @override
    @device_action
    async def async_turn_off(self, /, **kwargs: Any) -> None:
        """Turn everything off; sends nothing if it is."""
        await self._client.power_off()

    @device_action
    async def async_run_sequence(self, sequence: str) -> None:
        """Run a sequence that somebody made in the Harmony app."""
        await self._client.run_sequence(self.coordinator.config.sequence(sequence).id)

    @device_action
    async def async_change_channel(self, channel: str) -> None:
        """Tune to a channel with the tuner of the running activity."""
        await self._client.change_channel(channel)

    @device_action
    async def async_sync(self) -> None:
        """Have the hub fetch what was changed in the Harmony app."""
        await self._client.sync()

    @device_action
    async def async_set_sleep_timer(
        self, *, cancel: bool, duration: timedelta | None = None
    ) -> None:
        """Turn everything off after a time, or do not after all."""
        if cancel == (duration is not None):
            raise mistake("sleep_timer_unclear")
        await self._client.set_sleep_timer(
            None if duration is None else round(duration.total_seconds())
        )

    @device_action
    async def async_fix_device(
        self,
        device: str,
        power: bool | None = None,
        input: str | None = None,  # noqa: A002 - the action's own word for it
    ) -> None:
        """Tell the hub in which state a device really is; sends no infrared."""
        if power is None and input is None:
            raise mistake("nothing_to_fix")
        await self._client.fix_device(
            self.coordinator.config.device(device).id, power=power, input=input
        )

    @device_action
    async def async_enter_text(self, text: str, submit: bool) -> None:
        """Type a text on the Apple TV that plays; where that is away or there is none, on the activity's keyboard."""
        remote = self.coordinator.living_room.network_remote
        if remote is not None and await self._typed_on(remote, text, submit=submit):
            return
        await self._client.enter_text(f"{text}\n" if submit else text)

    async def _typed_on(self, remote: str, text: str, *, submit: bool) -> bool:
        """Type on an Apple TV; tell whether that worked, unless only the Apple TV can type here."""
        data = {"text": text, "submit": submit}
        try:
            await async_act_on(
                self.hass, DOMAIN, ENTER_TEXT, remote, self._context, **data
            )
        except ServiceValidationError:
            # It is there, and shows no field to type into.
            raise
        except HomeAssistantError as error:
            config, activity_id = self.coordinator.config, self.coordinator.activity_id
            if config.device_in_role(activity_id, Role.KEYBOARD) is None:
                raise
            _LOGGER.debug("The text goes to the hub, not to %s: %s", remote, error)
            return False
        return True

    async def async_get_commands(self) -> dict[str, Any]:
        """Return everything that can be sent, by the names that the other actions take."""
        return list_commands(self.coordinator.config, self.coordinator.names)
