"""Home Assistant's own entries of Apple TVs that speak DMAP: their logins, and which holds a device of ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
import re
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_ADDRESS, CONF_HOST
from homeassistant.core import HomeAssistant, callback

from ..const import DOMAIN as OURS
from ..dacp import InvalidLoginId, LoginId
from ..dacp.discovery import clean_name
from ..rivals import async_rivals

DOMAIN: Final = "apple_tv"

_CREDENTIALS: Final = "credentials"
_IDENTIFIERS: Final = "identifiers"
# The number of this protocol there; JSON turns numbers that are keys into text, which happens at the first restart.
_DMAP: Final = (1, "1")

# A pairing guid as it is stored there: one that begins with zeroes has lost them.
_SHORT_GUID: Final = re.compile(r"0x([0-9A-Fa-f]{1,16})")
# What these devices call themselves in DNS-SD. The other identifiers of a device are MAC addresses and UUIDs.
_SERVICE_IDENTIFIER: Final = re.compile(r"[0-9A-Fa-f]{16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """One such entry. `login_id` is None where the device logs in by Home Sharing, and so announces its login id."""

    entry_id: str
    name: str
    host: str
    identifiers: tuple[str, ...]
    login_id: str | None

    @property
    def service_identifier(self) -> str | None:
        """Which of the identifiers is most likely the one of DNS-SD; None if none is."""
        return next(filter(_SERVICE_IDENTIFIER.fullmatch, self.identifiers), None)

    def is_at(self, identifier: str | None, host: str) -> bool:
        """Tell whether it holds the device of this identifier, or at this address."""
        return identifier in self.identifiers or self.host == host


@callback
def async_not_ours(hass: HomeAssistant) -> list[Rival]:
    """List those whose devices there are no entries of ours for."""
    ours = hass.config_entries.async_entries(OURS, include_ignore=False)
    return [
        rival
        for rival in _read_all(async_rivals(hass, DOMAIN))
        if not any(
            rival.is_at(entry.unique_id, entry.data.get(CONF_HOST, ""))
            for entry in ours
        )
    ]


@callback
def async_holder(
    hass: HomeAssistant, identifier: str | None, host: str
) -> Rival | None:
    """Return the one that holds a device too; one that is disabled holds nothing."""
    enabled = (e for e in async_rivals(hass, DOMAIN) if e.disabled_by is None)
    return next((r for r in _read_all(enabled) if r.is_at(identifier, host)), None)


def _read_all(entries: Iterable[ConfigEntry]) -> list[Rival]:
    """Read the entries of devices that speak DMAP; that integration has many more."""
    return [rival for entry in entries if (rival := _read(entry)) is not None]


def _read(entry: ConfigEntry) -> Rival | None:
    credentials, host = entry.data.get(_CREDENTIALS), entry.data.get(CONF_ADDRESS)
    if not isinstance(credentials, Mapping) or not host:
        return None
    key = next((one for one in _DMAP if one in credentials), None)
    if key is None:
        return None
    identifiers = entry.data.get(_IDENTIFIERS) or [entry.unique_id]
    return Rival(
        entry_id=entry.entry_id,
        name=clean_name(entry.title),
        host=str(host),
        identifiers=tuple(one for one in identifiers if isinstance(one, str)),
        login_id=_login_id(credentials[key]),
    )


def _login_id(credential: Any) -> str | None:
    if not isinstance(credential, str):
        return None
    if match := _SHORT_GUID.fullmatch(credential):
        credential = f"0x{match[1]:0>16}"
    try:
        return LoginId.parse(credential).value
    except InvalidLoginId:
        return None
