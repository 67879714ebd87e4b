"""What can be chosen about a hub behind the cogwheel."""

from typing import Any
from unittest.mock import AsyncMock

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge import async_setup_entry
from custom_components.remote_bridge.const import (
    CONF_ACTIVITY_SWITCHES,
    CONF_DEFAULT_ACTIVITY,
    CONF_KEY_SPACING,
    CONF_TRANSPORT,
)
from custom_components.remote_bridge.harmony.config import POWER_OFF
from simulators.harmony_hub import SimulatedHub

from .common import AUTOMATIC, XMPP


async def _open(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, Any]:
    return await hass.config_entries.options.async_init(entry.entry_id)


async def _submit(
    hass: HomeAssistant, flow: dict[str, Any], **values: Any
) -> dict[str, Any]:
    return await hass.config_entries.options.async_configure(flow["flow_id"], values)


async def _open_hub(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, Any]:
    """Open what concerns a hub that is there as a whole."""
    return await _submit(hass, await _open(hass, entry), next_step_id="hub")


def _offered(flow: dict[str, Any], field: str) -> list[Any]:
    return flow["data_schema"].schema[field].config["options"]


async def test_without_the_hub_what_needs_no_hub_can_be_chosen(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    flow = await _open(hass, entry)

    assert flow["menu_options"] == ["hub", "versions"]
    flow = await _submit(hass, flow, next_step_id="hub")
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "hub")
    assert _offered(flow, CONF_DEFAULT_ACTIVITY) == [
        {"value": "last", "label": "last"},
        {"value": "none", "label": "none"},
    ]
    assert _offered(flow, CONF_TRANSPORT) == [AUTOMATIC, "websocket", XMPP]
    spacing = flow["data_schema"].schema[CONF_KEY_SPACING].config
    assert (spacing["min"], spacing["max"], spacing["mode"]) == (0.1, 2, "slider")

    flow = await _submit(
        hass,
        flow,
        default_activity="none",
        activity_switches=True,
        key_spacing=0.5,
        transport=XMPP,
    )
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options == {
        CONF_ACTIVITY_SWITCHES: True,
        CONF_DEFAULT_ACTIVITY: "none",
        CONF_KEY_SPACING: 0.5,
        CONF_TRANSPORT: XMPP,
    }


async def test_an_activity_that_is_gone_stays_chosen_until_somebody_chooses(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(
        entry, options={CONF_DEFAULT_ACTIVITY: "4711"}
    )

    flow = await _open_hub(hass, entry)

    assert {"value": "4711", "label": "? (4711)"} in _offered(
        flow, CONF_DEFAULT_ACTIVITY
    )
    flow = await _submit(
        hass, flow, default_activity="4711", key_spacing=0.25, transport=AUTOMATIC
    )
    assert entry.options[CONF_DEFAULT_ACTIVITY] == "4711"


async def test_any_of_the_hubs_activities_can_be_the_one_to_start(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hub: SimulatedHub,
    mock_setup_entry: AsyncMock,
) -> None:
    mock_setup_entry.side_effect = async_setup_entry
    assert await hass.config_entries.async_setup(entry.entry_id)
    flow = await _open_hub(hass, entry)

    last, none, *activities = _offered(flow, CONF_DEFAULT_ACTIVITY)
    assert (last["value"], none["value"]) == ("last", "none")
    labels = {one["id"]: one["label"] for one in hub.config["activity"]}
    del labels[POWER_OFF]
    assert {one["value"]: one["label"] for one in activities} == labels

    chosen = activities[-1]["value"]
    flow = await _submit(
        hass, flow, default_activity=chosen, key_spacing=0.25, transport=AUTOMATIC
    )
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options[CONF_DEFAULT_ACTIVITY] == chosen
    # The options count from now on.
    await hass.async_block_till_done()
    assert len(mock_setup_entry.mock_calls) == 2
    assert await hass.config_entries.async_unload(entry.entry_id)


@pytest.mark.parametrize("spacing", [0.05, 2.1])
async def test_a_pause_that_no_hub_would_bear_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, spacing: float
) -> None:
    flow = await _open_hub(hass, entry)

    with pytest.raises(InvalidData):
        await _submit(
            hass,
            flow,
            default_activity="last",
            key_spacing=spacing,
            transport=AUTOMATIC,
        )
