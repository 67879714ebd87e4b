"""The saved configurations of a hub, in a dialog: when they were saved, what had changed, and how to get at them."""

from abc import abstractmethod
from collections.abc import Iterator
from html import escape
import re
from typing import Any, Final

from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..versions.archive import Archive, Kept
from ..versions.snapshot import Changes
from ..versions.view import async_sign

# A row is to be read at a glance.
_MOST_NAMES: Final = 6
_LONGEST_NAME: Final = 40
# What the page would take for more than letters. Names come from the hub.
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:@])")


class VersionsOptionsFlow(OptionsFlow):
    """Shows the saved configurations."""

    @abstractmethod
    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Go to where the dialog began."""

    async def async_step_versions(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """List them, or go back."""
        if user_input is not None:
            return await self.async_step_init()
        kept = await Archive(self.hass, self.config_entry).async_list()
        if not kept:
            return self.async_abort(reason="no_versions")
        return self.async_show_form(
            step_id="versions",
            data_schema=vol.Schema({}),
            description_placeholders={"rows": "\n".join(map(self._row, kept))},
            last_step=False,
        )

    def _row(self, kept: Kept) -> str:
        """Return a row of a table: when it was saved, what there was, what had changed."""
        saved_at = dt_util.as_local(kept.version.saved_at)
        # Only what has a target of its own is left to the browser; the page would look for a panel of that name.
        link = (
            f'<a href="{escape(async_sign(self.hass, self.config_entry, kept))}"'
            f' target="_blank">{saved_at:%Y-%m-%d %H:%M}</a>'
        )
        cells = (
            link,
            str(kept.content.activities),
            str(kept.content.devices),
            _changes(kept),
        )
        return f"| {' | '.join(cells)} |"


def _changes(kept: Kept) -> str:
    """Say in signs and names what had changed, so that no language is needed."""
    names = list(_names(kept.version.changes))
    shown = names[:_MOST_NAMES]
    if len(names) > len(shown):
        shown.append("…")
    return ", ".join(shown)


def _names(changes: Changes) -> Iterator[str]:
    yield from (f"+ {_shown(name)}" for name in changes.added)
    yield from (f"- {_shown(name)}" for name in changes.removed)
    yield from (
        f"{_shown(before)} → {_shown(after)}" for before, after in changes.renamed
    )
    yield from (f"± {_shown(name)}" for name in changes.changed)


def _shown(name: str) -> str:
    """Return a name that the page takes for nothing but letters."""
    name = " ".join(name.split())
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 1]}…"
    return escape(_MARKDOWN.sub(r"\\\1", name), quote=False)
