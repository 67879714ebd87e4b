"""What the dialogs for all that people make have in common."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntry,
    ConfigEntryState,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
    UnknownSubEntry,
)
from homeassistant.core import callback
from homeassistant.data_entry_flow import AbortFlow

from ...coordinator import HubConfigEntry, HubCoordinator
from ...macros.model import Made, read_made


class HubSubentryFlow(ConfigSubentryFlow):
    """Makes or changes one thing; every step needs to know what the hub controls."""

    @property
    def coordinator(self) -> HubCoordinator:
        """The hub; aborts where it is not set up at the moment."""
        entry: HubConfigEntry = self._get_entry()
        if entry.state is not ConfigEntryState.LOADED:
            raise AbortFlow("entry_not_loaded", {"name": entry.title})
        return entry.runtime_data

    @property
    def first_step(self) -> str:
        """The step that the dialog begins with, whose words tell making from changing."""
        return SOURCE_RECONFIGURE if self.source == SOURCE_RECONFIGURE else SOURCE_USER

    def changing[MadeT: Made](self, kind: type[MadeT]) -> MadeT | None:
        """Return what is being changed; None where something new is made."""
        if self.source != SOURCE_RECONFIGURE:
            return None
        changing = read_made(self._get_reconfigure_subentry())
        if not isinstance(changing, kind):
            raise AbortFlow("unreadable")
        return changing

    @callback
    @override
    def _get_reconfigure_subentry(self) -> ConfigSubentry:
        """Return the subentry; abort where it was removed meanwhile."""
        try:
            return super()._get_reconfigure_subentry()
        except UnknownSubEntry as error:
            raise AbortFlow("removed") from error

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Begin a change: the same steps, with what there is."""
        return await self.async_step_user(user_input)

    @abstractmethod
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Begin."""

    def keep(self, name: str, data: Mapping[str, Any]) -> SubentryFlowResult:
        """Keep what was made or changed."""
        if self.source != SOURCE_RECONFIGURE:
            return self.async_create_entry(title=name, data=data)
        entry: ConfigEntry = self._get_entry()
        return self.async_update_and_abort(
            entry, self._get_reconfigure_subentry(), title=name, data=data
        )
