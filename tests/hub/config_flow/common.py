"""What the tests of the hub's dialogs need to say."""

from typing import Any

from homeassistant.config_entries import SOURCE_SSDP
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.service_info.ssdp import (
    ATTR_UPNP_DEVICE_TYPE,
    ATTR_UPNP_FRIENDLY_NAME,
    ATTR_UPNP_MANUFACTURER,
    SsdpServiceInfo,
)

from custom_components.remote_bridge.const import (
    CONF_KIND,
    CONF_SESSION_TOKEN,
    CONF_TRANSPORT,
    CONF_XMPP_PORT,
    DOMAIN,
    Kind,
)
from simulators.harmony_hub import SimulatedHub

from ...dialogs import Flow, add, finish, submit

URN = "urn:myharmony-com:device:harmony:1"

AUTOMATIC = "auto"
WEBSOCKET = "websocket"
XMPP = "xmpp"


def address_of(hub: SimulatedHub) -> str:
    """Return what to type."""
    return f"{hub.host}:{hub.port}"


async def begin(hass: HomeAssistant) -> Flow:
    """Begin by hand, and wait until the search has ended."""
    return await finish(hass, await add(hass, Kind.HARMONY))


async def choose(
    hass: HomeAssistant,
    flow: Flow,
    device: str | None = None,
    *,
    transport: str = AUTOMATIC,
    xmpp_port: int | None = None,
) -> Flow:
    """Submit the form for adding by hand, and wait for what comes of it."""
    advanced: dict[str, Any] = {CONF_TRANSPORT: transport}
    if xmpp_port is not None:
        advanced[CONF_XMPP_PORT] = xmpp_port
    chosen = {} if device is None else {"device": device}
    return await finish(hass, await submit(hass, flow, advanced=advanced, **chosen))


async def add_hub(
    hass: HomeAssistant, hub: SimulatedHub, transport: str = AUTOMATIC
) -> Flow:
    """Type a hub's address and ports."""
    return await choose(
        hass,
        await begin(hass),
        address_of(hub),
        transport=transport,
        xmpp_port=hub.xmpp_port,
    )


def announcement(
    location: str | None, *others: str, name: str | None = "Living Room"
) -> SsdpServiceInfo:
    """Return what Home Assistant hands over when it has discovered a hub."""
    return SsdpServiceInfo(
        ssdp_usn=f"uuid:0123456789abcdef0123456789abcdef01234567::{URN}",
        ssdp_st=URN,
        ssdp_location=location,
        ssdp_all_locations={one for one in (location, *others) if one is not None},
        upnp={
            ATTR_UPNP_DEVICE_TYPE: URN,
            ATTR_UPNP_MANUFACTURER: "Logitech",
            ATTR_UPNP_FRIENDLY_NAME: name,
        },
    )


def announcement_of(hub: SimulatedHub) -> SsdpServiceInfo:
    """Return what Home Assistant hands over when it has discovered a simulated hub."""
    return announcement(f"http://{address_of(hub)}/description", name=hub.name)


async def discover(hass: HomeAssistant, info: SsdpServiceInfo) -> Flow:
    """Discover a hub."""
    return await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_SSDP}, data=info
    )


async def is_left_alone(hub: SimulatedHub) -> None:
    """Make sure that nobody is connected to a hub, as soon as it has noticed."""
    await hub.wait_for(lambda hub: not any(hub.connections.values()))


def assert_menu(flow: Flow, step_id: str, *options: str) -> None:
    """Check that there is a choice, and between what."""
    assert (flow["type"], flow["step_id"]) == (FlowResultType.MENU, step_id)
    assert flow["menu_options"] == list(options)


def data_of(hub: SimulatedHub, transport: str = WEBSOCKET) -> dict[str, Any]:
    """Return what an entry keeps of a hub whose HTTP port was told."""
    return {
        CONF_KIND: "harmony",
        CONF_HOST: hub.host,
        CONF_TRANSPORT: transport,
        CONF_PORT: hub.port,
    }


def assert_is_entry_of(
    flow: Flow, hub: SimulatedHub, transport: str = WEBSOCKET
) -> None:
    """Make sure that a flow made the entry of this hub, whose ports were told."""
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["title"] == hub.name
    assert flow["result"].unique_id == hub.remote_id
    # A hub that pairs gives out one identity for each time that it is asked; the last one counts.
    tokens = {flow["data"].get(CONF_SESSION_TOKEN)}
    assert tokens <= (hub.sessions or {None})
    data = {key: flow["data"][key] for key in flow["data"] if key != CONF_SESSION_TOKEN}
    assert data == data_of(hub, transport) | {CONF_XMPP_PORT: hub.xmpp_port}
