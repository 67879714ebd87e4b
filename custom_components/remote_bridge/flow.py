"""What the set-up dialogs of all kinds of device have in common."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final, override

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
)
from homeassistant.core import callback
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
)
import voluptuous as vol

# The browser begins to listen for the end of a step after it has drawn it.
SHOWN_SECONDS: Final = 1.0


def port_selector(least: int = 1) -> vol.All[Any]:
    """Return what a port is typed into; with `least` 0, that stands for whichever is free."""
    numbers = NumberSelectorConfig(min=least, max=65535, mode=NumberSelectorMode.BOX)
    # The page sends every number with a decimal point.
    return vol.All(NumberSelector(numbers), vol.Coerce(int))


class DeviceFlow(ConfigFlow):
    """Shows work as progress, and what went wrong as a choice of ways out."""

    def __init__(self) -> None:
        """Start with nothing to say and nothing to do."""
        super().__init__()
        # What the texts of the current step mention.
        self._placeholders: dict[str, str] = {}
        self._task: asyncio.Task[str] | None = None
        # Set by work that shows something, once it knows what.
        self._ready = asyncio.Event()
        self._shown_at: float | None = None

    @callback
    @override
    def async_remove(self) -> None:
        """End what runs: a flow can be closed before its progress is shown."""
        if self._task is not None:
            self._task.cancel()

    async def _in_progress(
        self,
        step_id: str,
        work: Callable[[], Coroutine[Any, Any, str]],
        *,
        patience: float = 0,
    ) -> ConfigFlowResult:
        """Show a step as long as its work takes; the work returns the step to go on with.

        Work that is done within `patience` seconds is not shown at all.
        """
        if self._task is None:
            self._ready.clear()
            self._shown_at = None
            self._task = self.hass.async_create_background_task(
                self._unhurried(work), f"Remote Bridge flow {self.flow_id}: {step_id}"
            )
            await self._ready.wait()
            await asyncio.wait({self._task}, timeout=patience)
        if not self._task.done():
            self._shown_at = asyncio.get_running_loop().time()
            return self.async_show_progress(
                step_id=step_id,
                progress_action=step_id,
                description_placeholders=self._placeholders,
                progress_task=self._task,
            )
        task, self._task = self._task, None
        if task.cancelled():
            # It ends before its time only together with the flow, or with Home Assistant.
            raise UnknownFlow
        return self.async_show_progress_done(next_step_id=task.result())

    async def _unhurried(self, work: Callable[[], Coroutine[Any, Any, str]]) -> str:
        """Do the work, and do not end right after it was shown: a browser would miss that, and show it for ever."""
        next_step = await work()
        if self._shown_at is not None:
            shown = asyncio.get_running_loop().time() - self._shown_at
            await asyncio.sleep(max(0.0, SHOWN_SECONDS - shown))
        return next_step

    def _answer(self, user_input: dict[str, Any] | None) -> dict[str, Any] | None:
        """Return what was typed into a form that comes after work.

        Work that ends at once hands on the answer to whatever was shown before it.
        """
        step = self.cur_step
        was_shown = step is not None and step["type"] is FlowResultType.FORM
        return user_input if was_shown else None

    def _entry_in_hand(self) -> ConfigEntry | None:
        """Return the entry that is being repaired or changed."""
        if self.source == SOURCE_REAUTH:
            return self._get_reauth_entry()
        if self.source == SOURCE_RECONFIGURE:
            return self._get_reconfigure_entry()
        return None

    def _ways_out_of(
        self, step_id: str, options: tuple[str, ...], elsewhere: dict[str, str]
    ) -> ConfigFlowResult:
        """Say what went wrong, and offer what can be done about it.

        `elsewhere` is the step for choosing anew, by the source of the flow. Always a menu: work that ends at once
        hands the answer to the form before it on to the step after it, and a form would take that for its own.
        """
        if self.source in elsewhere:
            options = (*options, elsewhere[self.source])
        return self.async_show_menu(
            step_id=step_id,
            menu_options=list(options),
            description_placeholders=self._placeholders,
        )
