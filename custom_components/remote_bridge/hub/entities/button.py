"""What a hub can be asked to do for itself, and what people have made buttons of."""

from typing import override

from homeassistant.components.button import ButtonEntity
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ...helpers import device_action
from ..coordinator import HubCoordinator
from ..macros.keys import find_key
from ..macros.model import CommandButton, Favourite, Macro
from ..macros.tuning import tune
from .entity import HubEntity
from .made_entity import MadeEntity, Makers, follow_made


class SyncButton(HubEntity, ButtonEntity):
    """Has the hub fetch what was changed in the Harmony app."""

    _attr_entity_category = EntityCategory.CONFIG

    def __init__(self, coordinator: HubCoordinator) -> None:
        """Be the button for that."""
        super().__init__(coordinator, "sync")

    @override
    @device_action
    async def async_press(self) -> None:
        """Ask for it; changes follow by themselves."""
        await self._client.sync()


class ReconnectButton(HubEntity, ButtonEntity):
    """Connects anew, without waiting for the next attempt."""

    _attr_entity_category = EntityCategory.DIAGNOSTIC

    def __init__(self, coordinator: HubCoordinator) -> None:
        """Be the button for that."""
        super().__init__(coordinator, "reconnect")

    @property
    @override
    def available(self) -> bool:
        """Always: it is needed most when nothing else is."""
        return True

    @override
    @device_action
    async def async_press(self) -> None:
        """Connect anew."""
        await self._client.reconnect()


class MacroButton(MadeEntity[Macro], ButtonEntity):
    """Runs a macro."""

    def __init__(self, coordinator: HubCoordinator, made: Macro) -> None:
        """Be the button for it."""
        super().__init__(coordinator, made, "macro")

    @override
    @device_action
    async def async_press(self) -> None:
        """Run it to its end."""
        await self.coordinator.macros.run(self.made, self._context)


class CommandButtonEntity(MadeEntity[CommandButton], ButtonEntity):
    """Presses a key."""

    def __init__(self, coordinator: HubCoordinator, made: CommandButton) -> None:
        """Be the button for it."""
        super().__init__(coordinator, made, "command")

    @property
    @override
    def controlled(self) -> str | None:
        """The device whose key it is."""
        return self.made.step.device

    @override
    @device_action
    async def async_press(self) -> None:
        """Press it as often and as long as was chosen."""
        await find_key(self.coordinator, self.made.step, self._context)()


class FavouriteButton(MadeEntity[Favourite], ButtonEntity):
    """Tunes to a channel."""

    def __init__(self, coordinator: HubCoordinator, made: Favourite) -> None:
        """Be the button for it."""
        super().__init__(coordinator, made, "favourite")

    @override
    @device_action
    async def async_press(self) -> None:
        """Start the activity that tunes, if it does not run, and tune."""
        await tune(self.coordinator, self.made.channel, self.made.activity)


@callback
def follow_made_buttons(
    coordinator: HubCoordinator, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Make a button for each macro, command and favourite that people have made."""
    makers: Makers = {
        Macro: MacroButton,
        CommandButton: CommandButtonEntity,
        Favourite: FavouriteButton,
    }
    follow_made(coordinator, Platform.BUTTON, makers, async_add_entities)
