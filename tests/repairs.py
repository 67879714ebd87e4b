"""What the tests of all repairs need to say."""

import asyncio
from typing import Any

from homeassistant.components.repairs import repairs_flow_manager
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from custom_components.remote_bridge.const import DOMAIN

from .dialogs import Flow


def issues(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    """Return our issues, by the keys of their texts."""
    return {
        str(issue.translation_key): issue
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN and issue.active
    }


async def wait_for_issues(hass: HomeAssistant, *keys: str) -> None:
    """Wait until these are our issues, five seconds at most."""
    changed = asyncio.Event()

    @callback
    def note(_: Event[Any]) -> None:
        changed.set()

    stop = hass.bus.async_listen(ir.EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED, note)
    try:
        async with asyncio.timeout(5):
            while set(issues(hass)) != set(keys):
                await changed.wait()
                changed.clear()
    finally:
        stop()


def words_of(issue: ir.IssueEntry) -> dict[str, str]:
    """Return what fills the holes in the texts of an issue."""
    assert issue.translation_placeholders is not None
    return issue.translation_placeholders


async def open_fix(hass: HomeAssistant, issue: ir.IssueEntry) -> Flow:
    """Open the dialog that puts an issue right."""
    assert await async_setup_component(hass, "repairs", {})
    manager = repairs_flow_manager(hass)
    assert manager is not None
    flow: Any = await manager.async_init(DOMAIN, context={"issue_id": issue.issue_id})
    return flow


async def submit_fix(hass: HomeAssistant, flow: Flow, **values: Any) -> Flow:
    """Submit a form, or pick from a menu, of that dialog."""
    manager = repairs_flow_manager(hass)
    assert manager is not None
    result: Any = await manager.async_configure(flow["flow_id"], values)
    await hass.async_block_till_done()
    return result
