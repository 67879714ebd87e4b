"""What the tests of all dialogs need to say."""

from typing import Any

from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from custom_components.remote_bridge.const import DOMAIN, Kind

type Flow = dict[str, Any]


async def add_device(hass: HomeAssistant) -> Flow:
    """Begin by hand."""
    return await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )


async def add(hass: HomeAssistant, kind: Kind) -> Flow:
    """Begin by hand, and say what kind of device it is about."""
    return await pick(hass, await add_device(hass), kind.value)


async def submit(hass: HomeAssistant, flow: Flow, **values: Any) -> Flow:
    """Submit a form."""
    return await hass.config_entries.flow.async_configure(flow["flow_id"], values)


async def pick(hass: HomeAssistant, flow: Flow, option: str) -> Flow:
    """Pick from a menu."""
    assert flow["type"] is FlowResultType.MENU
    assert option in flow["menu_options"]
    return await submit(hass, flow, next_step_id=option)


async def finish(hass: HomeAssistant, flow: Flow) -> Flow:
    """Wait until progress has ended, as the browser does, and return what comes after it."""
    while flow["type"] is FlowResultType.SHOW_PROGRESS:
        await hass.async_block_till_done(wait_background_tasks=True)
        flow = await hass.config_entries.flow.async_configure(flow["flow_id"])
    return flow
