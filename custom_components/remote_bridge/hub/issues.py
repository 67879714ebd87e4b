"""What is wrong with a connection to a hub, where people can put it right."""

from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.hass_dict import HassKey

from ..const import CONF_XMPP_PORT
from ..harmony.exceptions import HarmonyError, NobodyListens, TooManyClients
from ..harmony.provision import DEFAULT_PORT, identify
from ..harmony.timing import Timing
from ..harmony.transport import TransportKind
from ..issues import async_clear, async_raise
from .connecting import DEFAULT_XMPP_PORT, transport_kind
from .rivals import async_holder

BOTH_HOLD: Final = "both_hold_hub"
XMPP_OFF: Final = "xmpp_off"
TOO_MANY_CLIENTS: Final = "too_many_clients"

# A hub that has just been left counts who left for some time, and then lets us in.
BEARABLE_SECONDS: Final = 60.0

# It is asked in between two attempts to connect, and answers within a tenth of a second or not at all.
_TIMING: Final = Timing(connect=3)

# Since when hubs have been too full for us, by entry: attempts to set up an entry know nothing of each other.
_FULL_SINCE: HassKey[dict[str, float]] = HassKey("remote_bridge_full_hubs")


async def async_look_into(
    hass: HomeAssistant,
    entry: ConfigEntry,
    error: HarmonyError | None,
) -> None:
    """Find out whether it is something that people can put right why a hub cannot be connected to."""
    if transport_kind(entry) is not TransportKind.XMPP:
        return
    if not isinstance(error, TooManyClients):
        _full_since(hass).pop(entry.entry_id, None)
    match error:
        case NobodyListens():
            await _look_whether_xmpp_is_off(hass, entry)
        case TooManyClients():
            _look_how_long_it_is_full(hass, entry)


@callback
def async_all_is_well(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Take everything back: the hub is connected."""
    _full_since(hass).pop(entry.entry_id, None)
    async_clear(hass, entry, XMPP_OFF)
    async_clear(hass, entry, TOO_MANY_CLIENTS)


@callback
def async_compare(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Look whether Home Assistant's own integration holds the same hub."""
    holder = async_holder(hass, entry.unique_id, entry.data[CONF_HOST])
    if holder is None:
        async_clear(hass, entry, BOTH_HOLD)
        return
    async_raise(
        hass, entry, BOTH_HOLD, fix={"other": holder.entry_id}, other=holder.name
    )


async def _look_whether_xmpp_is_off(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Where nobody listens for XMPP, and the hub answers otherwise, somebody has switched it off."""
    host, port = entry.data[CONF_HOST], entry.data.get(CONF_PORT, DEFAULT_PORT)
    try:
        identity = await identify(async_get_clientsession(hass), host, port, _TIMING)
    except HarmonyError:
        # It is away altogether, or starts: that takes care of itself.
        return
    if identity.remote_id == entry.unique_id:
        xmpp_port = entry.data.get(CONF_XMPP_PORT, DEFAULT_XMPP_PORT)
        async_raise(hass, entry, XMPP_OFF, fix={}, host=host, port=str(xmpp_port))


@callback
def _look_how_long_it_is_full(hass: HomeAssistant, entry: ConfigEntry) -> None:
    now = hass.loop.time()
    if now - _full_since(hass).setdefault(entry.entry_id, now) < BEARABLE_SECONDS:
        return
    holder = async_holder(hass, entry.unique_id, entry.data[CONF_HOST])
    if holder is None:
        async_raise(hass, entry, TOO_MANY_CLIENTS, host=entry.data[CONF_HOST])
        return
    async_raise(
        hass,
        entry,
        TOO_MANY_CLIENTS,
        words="too_many_clients_and_other",
        host=entry.data[CONF_HOST],
        other=holder.name,
    )


def _full_since(hass: HomeAssistant) -> dict[str, float]:
    return hass.data.setdefault(_FULL_SINCE, {})
