"""Home Assistant's own entries of Harmony hubs: what can be taken over from them, and which holds a hub of ours."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant, callback

from ..const import DOMAIN as OURS
from ..rivals import async_rivals

DOMAIN: Final = "harmony"

# Its options. Both are in the data of an entry that was made from YAML and has never been set up since.
_ACTIVITY: Final = "activity"
_DELAY: Final = "delay_secs"
# Stands for whichever activity ran last, which is our default too.
_PREVIOUS: Final = "Previous Active Activity"
# What it waits between keys where nobody has chosen anything; its form writes that down all the same.
_USUAL_DELAY: Final = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """One such entry.

    `remote_id` is None where the integration knew no better than to call the hub by a hash of its configuration.
    `default_activity` is a name and `key_spacing` in seconds; None stands for what nobody has chosen.
    """

    entry_id: str
    name: str
    host: str
    remote_id: str | None
    default_activity: str | None
    key_spacing: float | None


@callback
def async_not_ours(hass: HomeAssistant) -> list[Rival]:
    """List those whose hubs there are no entries of ours for."""
    ours = hass.config_entries.async_entries(OURS, include_ignore=False)
    ids = {entry.unique_id for entry in ours}
    hosts = {entry.data.get(CONF_HOST) for entry in ours}
    return [
        rival
        for rival in _read_all(async_rivals(hass, DOMAIN))
        if rival.remote_id not in ids and rival.host not in hosts
    ]


@callback
def async_holder(hass: HomeAssistant, remote_id: str | None, host: str) -> Rival | None:
    """Return the one that holds a hub too; one that is disabled holds nothing."""
    enabled = (e for e in async_rivals(hass, DOMAIN) if e.disabled_by is None)
    return next(
        (
            rival
            for rival in _read_all(enabled)
            if rival.host == host
            or (rival.remote_id is not None and rival.remote_id == remote_id)
        ),
        None,
    )


def _read_all(entries: Iterable[ConfigEntry]) -> list[Rival]:
    """Read entries; one without an address leads nowhere."""
    return [_read(entry) for entry in entries if entry.data.get(CONF_HOST)]


def _read(entry: ConfigEntry) -> Rival:
    activity = _option(entry, _ACTIVITY)
    return Rival(
        entry_id=entry.entry_id,
        name=entry.title,
        host=str(entry.data[CONF_HOST]),
        # Remote ids are numbers, and hashes are not.
        remote_id=entry.unique_id
        if entry.unique_id and entry.unique_id.isdecimal()
        else None,
        default_activity=activity
        if isinstance(activity, str) and activity != _PREVIOUS
        else None,
        key_spacing=_spacing(_option(entry, _DELAY)),
    )


def _option(entry: ConfigEntry, key: str) -> Any:
    return entry.options.get(key, entry.data.get(key))


def _spacing(delay: Any) -> float | None:
    if not isinstance(delay, int | float) or delay == _USUAL_DELAY:
        return None
    return float(delay)
