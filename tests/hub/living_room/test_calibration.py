"""How many steps a volume has, as people say it in the options."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.remote_bridge.const import CONF_CALIBRATION
from custom_components.remote_bridge.harmony.config import POWER_OFF
from simulators.harmony_hub.configuration import NETWORK_PLAYER, RECEIVER, living_room

from ...home import Home


@pytest.fixture
def hub_options() -> dict[str, Any]:
    """Say that nothing was counted yet."""
    return {}


async def _submit(
    hass: HomeAssistant, flow: dict[str, Any], **values: Any
) -> dict[str, Any]:
    return await hass.config_entries.options.async_configure(flow["flow_id"], values)


async def _open(hass: HomeAssistant, home: Home) -> dict[str, Any]:
    flow = await hass.config_entries.options.async_init(home.hub_entry.entry_id)
    return await _submit(hass, flow, next_step_id="volume")


def _suggested(flow: dict[str, Any], field: str) -> Any:
    (marker,) = (one for one in flow["data_schema"].schema if one == field)
    return (marker.description or {}).get("suggested_value", marker.default())


async def test_how_many_steps_a_volume_has_can_be_said_of_each_device(
    hass: HomeAssistant, home: Home
) -> None:
    flow = await _open(hass, home)
    devices = flow["data_schema"].schema["device"].config["options"]
    assert {one["value"] for one in devices} == {RECEIVER, NETWORK_PLAYER}

    flow = await _submit(hass, flow, device=RECEIVER)
    assert flow["description_placeholders"] == {"device": "Denon AV Receiver"}
    assert _suggested(flow, "steps") == 0
    flow = await _submit(hass, flow, steps=80, level=25)
    await hass.async_block_till_done()

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    calibration = home.hub_entry.options[CONF_CALIBRATION][RECEIVER]
    assert (calibration["steps"], calibration["level"]) == (80, 0.25)
    assert list(home.hub_entry.options[CONF_CALIBRATION]) == [RECEIVER]

    # The next time it begins with what is known now.
    flow = await _submit(hass, await _open(hass, home), device=RECEIVER)
    assert (_suggested(flow, "steps"), _suggested(flow, "level")) == (80, 25)


async def test_no_steps_end_the_counting(hass: HomeAssistant, home: Home) -> None:
    for steps in (80, 0):
        flow = await _submit(hass, await _open(hass, home), device=RECEIVER)
        await _submit(hass, flow, steps=steps, level=25)
        await hass.async_block_till_done()

    assert home.hub_entry.options[CONF_CALIBRATION] == {}


def _only(*device_ids: str) -> dict[str, Any]:
    """Return a living room whose activities have the volume of these devices only."""
    config = living_room()
    config["activity"] = [
        one
        for one in config["activity"]
        if one.get("VolumeActivityRole") in device_ids or one["id"] == POWER_OFF
    ]
    return config


@pytest.mark.parametrize("hub_config", [_only(RECEIVER)])
async def test_where_one_device_has_the_volume_nobody_is_asked_which(
    hass: HomeAssistant, home: Home
) -> None:
    flow = await _open(hass, home)

    assert flow["step_id"] == "volume_device"


@pytest.mark.parametrize("hub_config", [_only()])
async def test_where_nothing_has_a_volume_that_is_said(
    hass: HomeAssistant, home: Home
) -> None:
    flow = await _open(hass, home)

    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "no_volume")


@pytest.mark.parametrize("hub_options", [{CONF_CALIBRATION: {RECEIVER: "spoilt"}}])
async def test_what_somebody_has_spoilt_can_be_said_anew(
    hass: HomeAssistant, home: Home
) -> None:
    flow = await _submit(hass, await _open(hass, home), device=RECEIVER)
    assert _suggested(flow, "steps") == 0

    await _submit(hass, flow, steps=80, level=25)
    await hass.async_block_till_done()

    assert home.hub_entry.options[CONF_CALIBRATION][RECEIVER]["steps"] == 80
