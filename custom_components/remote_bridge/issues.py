"""Issues that people can put right: raised, cleared, and gone with their entry."""

from collections.abc import Iterable
from typing import Final

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN

# What the user has said he knows, before there was an entry to say it about: key and unique id.
_ACCEPTED: HassKey[set[tuple[str, str]]] = HassKey("remote_bridge_accepted_issues")

_SEPARATOR: Final = "."


def issue_id_of(entry: ConfigEntry, key: str, *parts: str) -> str:
    """Return what an issue of an entry is called; `key` says what is wrong, `parts` with what."""
    return _SEPARATOR.join((key, entry.entry_id, *parts))


def key_of(issue_id: str) -> str:
    """Return what is wrong, out of what an issue is called."""
    return issue_id.partition(_SEPARATOR)[0]


@callback
def async_setup_issues(hass: HomeAssistant) -> None:
    """See to it that nothing is wrong with a device that the user has put to rest."""

    @callback
    def look(_: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain == DOMAIN and entry.disabled_by is not None:
            async_forget_issues(hass, entry)

    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, look)


@callback
def async_raise(
    hass: HomeAssistant,
    entry: ConfigEntry,
    key: str,
    *parts: str,
    words: str | None = None,
    fix: dict[str, str | int | float | None] | None = None,
    **placeholders: str,
) -> None:
    """Tell the user what is wrong with a device, and keep it up to date.

    `words` are the key of the text where that is not `key` itself. With `fix` one click helps; it says what the
    click needs to know.
    """
    issue_id = issue_id_of(entry, key, *parts)
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        data=None if fix is None else {"entry_id": entry.entry_id, **fix},
        is_fixable=fix is not None,
        severity=ir.IssueSeverity.WARNING,
        translation_key=words or key,
        translation_placeholders={"name": entry.title, **placeholders},
    )
    accepted = hass.data.get(_ACCEPTED, set())
    if (key, entry.unique_id) in accepted:
        accepted.discard((key, str(entry.unique_id)))
        ir.async_ignore_issue(hass, DOMAIN, issue_id, True)


@callback
def async_clear(hass: HomeAssistant, entry: ConfigEntry, key: str, *parts: str) -> None:
    """Take back what is wrong no more; nothing happens where nothing was."""
    ir.async_delete_issue(hass, DOMAIN, issue_id_of(entry, key, *parts))


@callback
def async_clear_but(
    hass: HomeAssistant,
    entry: ConfigEntry,
    key: str,
    *,
    keep: Iterable[tuple[str, ...]],
) -> None:
    """Take back all issues of one sort but those with these parts."""
    first = issue_id_of(entry, key, "")
    kept = {issue_id_of(entry, key, *parts) for parts in keep}
    for domain, issue_id in list(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.startswith(first) and issue_id not in kept:
            ir.async_delete_issue(hass, domain, issue_id)


@callback
def async_forget_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Take back everything that is about an entry, for it is gone or rests."""
    for domain, issue_id in list(ir.async_get(hass).issues):
        if domain == DOMAIN and entry.entry_id in issue_id.split(_SEPARATOR):
            ir.async_delete_issue(hass, domain, issue_id)


@callback
def async_accept(hass: HomeAssistant, key: str, unique_id: str) -> None:
    """Note that the user knows of an issue before it is raised: it begins its life among the ignored ones."""
    hass.data.setdefault(_ACCEPTED, set()).add((key, unique_id))
