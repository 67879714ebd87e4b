"""What a hub can be asked to do for itself."""

from typing import override

from homeassistant.components.button import ButtonEntity
from homeassistant.const import EntityCategory

from ..helpers import device_action
from .coordinator import HubCoordinator
from .entity import HubEntity


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
