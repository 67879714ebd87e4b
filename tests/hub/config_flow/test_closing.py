"""Dialogs that are closed while something is under way."""

import asyncio

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.remote_bridge.const import Kind
from simulators.harmony_hub import Fault, SimulatedHub

from ...dialogs import add, submit
from .common import AUTOMATIC, XMPP, address_of, begin, is_left_alone

PACKAGE = "custom_components.remote_bridge.hub.dialogs"


async def _close(hass: HomeAssistant, flow_id: str) -> None:
    """Close the dialog, and wait until its work has ended."""
    work = [
        task
        for task in asyncio.all_tasks()
        if task.get_name().startswith("Remote Bridge flow")
    ]
    assert work
    hass.config_entries.flow.async_abort(flow_id)
    async with asyncio.timeout(5):
        await asyncio.wait(work)


async def test_closing_the_dialog_ends_the_search(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{PACKAGE}.searching.SEARCH_SECONDS", 4)
    flow = await add(hass, Kind.HARMONY)
    assert flow["type"] is FlowResultType.SHOW_PROGRESS

    await _close(hass, flow["flow_id"])


@pytest.mark.parametrize("transport", [AUTOMATIC, XMPP])
async def test_closing_the_dialog_while_it_connects_hangs_up(
    hass: HomeAssistant,
    hub: SimulatedHub,
    monkeypatch: pytest.MonkeyPatch,
    transport: str,
) -> None:
    monkeypatch.setattr(f"{PACKAGE}.connect_flow.CONNECT_PATIENCE", 0)
    hub.faults.set(Fault.HANG, path="statedigest")
    flow = await submit(
        hass,
        await begin(hass),
        device=address_of(hub),
        advanced={"transport": transport, "xmpp_port": hub.xmpp_port},
    )
    assert (flow["type"], flow["step_id"]) == (
        FlowResultType.SHOW_PROGRESS,
        "hub_connect",
    )
    await hub.wait_for(lambda hub: any(hub.connections.values()))

    await _close(hass, flow["flow_id"])
    await is_left_alone(hub)
