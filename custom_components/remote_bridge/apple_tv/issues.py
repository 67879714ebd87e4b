"""What is wrong around an Apple TV, where people can put it right."""

from ipaddress import IPv4Address, ip_network
from typing import Final

from homeassistant.components import network
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.hassio import is_hassio
from homeassistant.util.package import is_docker_env

from ..addresses import async_resolve
from ..const import DOMAIN
from ..issues import async_clear, async_raise
from .rivals import DOMAIN as RIVALS, async_holder

BOTH_HOLD: Final = "both_hold_apple_tv"
# Of no entry in particular: mostly there is none yet.
PAIRING_UNREACHABLE: Final = "pairing_unreachable"


@callback
def async_watch(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Look whether Home Assistant's own integration holds the same device, until the entry is unloaded."""

    @callback
    def look(_: ConfigEntryChange, changed: ConfigEntry) -> None:
        if changed.domain == RIVALS:
            _compare(hass, entry)

    _compare(hass, entry)
    entry.async_on_unload(
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, look)
    )


@callback
def _compare(hass: HomeAssistant, entry: ConfigEntry) -> None:
    holder = async_holder(hass, entry.unique_id, entry.data[CONF_HOST])
    if holder is None:
        async_clear(hass, entry, BOTH_HOLD)
        return
    async_raise(
        hass, entry, BOTH_HOLD, fix={"other": holder.entry_id}, other=holder.name
    )


async def async_pairing_unreached(
    hass: HomeAssistant, *, address: str, port: str, host: str | None
) -> None:
    """Tell what is likely in between, where a television that was shown our code never called.

    `address` and `port` are where it should have called, `host` where it is, as far as that is known.
    """
    if await hass.async_add_executor_job(is_docker_env) and not is_hassio(hass):
        words = "pairing_unreachable_container"
    elif host is not None and not await _is_near(hass, address, host):
        words = "pairing_unreachable_network"
    else:
        # Most likely nobody entered the code.
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        PAIRING_UNREACHABLE,
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=words,
        translation_placeholders={
            "address": address,
            "port": port,
            "host": host or "?",
        },
    )


@callback
def async_pairing_reached(hass: HomeAssistant) -> None:
    """Take it back: a television has called."""
    ir.async_delete_issue(hass, DOMAIN, PAIRING_UNREACHABLE)


async def _is_near(hass: HomeAssistant, address: str, host: str) -> bool:
    """Tell whether a host is in the network of one of our addresses; true where nobody knows."""
    resolved = await async_resolve(hass, host)
    if resolved is None:
        return True
    networks = [
        ip_network(f"{one['address']}/{one['network_prefix']}", strict=False)
        for adapter in await network.async_get_adapters(hass)
        for one in adapter["ipv4"]
        if one["address"] == address
    ]
    there = IPv4Address(resolved)
    return not networks or any(there in one for one in networks)
