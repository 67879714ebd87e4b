"""What the tests of macros, buttons, switches and favourites need to say."""

from collections.abc import Callable
from typing import Any

from homeassistant.components.button import DOMAIN as BUTTON_DOMAIN, SERVICE_PRESS
from homeassistant.components.switch import DOMAIN as SWITCH_DOMAIN
from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import living_room

from ...common import wait_for_state
from ..common import REMOTE, act, requests

type Flow = dict[str, Any]

# What a field says where nobody changes it.
PRESS = {"repeats": 1, "hold": 0}
STEP = {**PRESS, "pause": 0}


async def begin(hass: HomeAssistant, entry: MockConfigEntry, kind: str) -> Flow:
    """Open the dialog for something new."""
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, kind), context={"source": SOURCE_USER}
    )


async def change(hass: HomeAssistant, entry: MockConfigEntry, kind: str) -> Flow:
    """Open the dialog for changing the one thing of this kind that there is."""
    (subentry,) = entry.get_subentries_of_type(kind)
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, kind),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry.subentry_id},
    )


async def submit(hass: HomeAssistant, flow: Flow, **values: Any) -> Flow:
    """Submit a form."""
    return await hass.config_entries.subentries.async_configure(flow["flow_id"], values)


async def pick(hass: HomeAssistant, flow: Flow, option: str) -> Flow:
    """Pick from a menu."""
    assert flow["type"] is FlowResultType.MENU
    assert option in flow["menu_options"]
    return await submit(hass, flow, next_step_id=option)


async def add_key(
    hass: HomeAssistant, flow: Flow, device: str, key: str, **values: Any
) -> Flow:
    """Add a step to a macro whose steps are shown."""
    flow = await pick(hass, flow, "device")
    flow = await submit(hass, flow, device=device)
    return await submit(hass, flow, **{"key": key, **STEP, **values})


async def add_activity(
    hass: HomeAssistant, flow: Flow, activity: str, **values: Any
) -> Flow:
    """Add the start of an activity to a macro whose steps are shown."""
    flow = await pick(hass, flow, "activity")
    return await submit(hass, flow, **{"activity": activity, "pause": 0, **values})


async def finish(hass: HomeAssistant, flow: Flow) -> None:
    """Save a macro whose steps are shown."""
    flow = await pick(hass, flow, "finish")
    assert flow["type"] in {FlowResultType.CREATE_ENTRY, FlowResultType.ABORT}
    assert flow.get("reason") in {None, "reconfigure_successful"}
    await hass.async_block_till_done()


async def press(hass: HomeAssistant, entity_id: str) -> None:
    """Press a button."""
    await act(hass, BUTTON_DOMAIN, SERVICE_PRESS, entity_id)


async def switch(hass: HomeAssistant, entity_id: str, action: str) -> None:
    """Turn a switch on or off."""
    await act(hass, SWITCH_DOMAIN, action, entity_id)


def offered(flow: Flow, field: str) -> dict[str, str]:
    """Return what a field offers, by value."""
    config = flow["data_schema"].schema[field].config
    return {one["value"]: one["label"] for one in config["options"]}


def suggested(flow: Flow) -> dict[str, Any]:
    """Return what the fields of a form say before anybody has typed."""
    return {
        str(marker): (marker.description or {}).get("suggested_value")
        for marker in flow["data_schema"].schema
    }


async def make_macro(
    hass: HomeAssistant, entry: MockConfigEntry, name: str, *keys: tuple[str, str]
) -> str:
    """Make a macro of keys of devices, and return its button."""
    flow = await submit(hass, await begin(hass, entry, "macro"), name=name)
    for device, key in keys:
        flow = await add_key(hass, flow, device, key)
    return await _made(hass, await pick(hass, flow, "finish"))


async def make_button(
    hass: HomeAssistant, entry: MockConfigEntry, device: str, key: str, name: str
) -> str:
    """Make a command button, and return it."""
    flow = await begin(hass, entry, "command_button")
    flow = await submit(hass, flow, device=device)
    flow = await submit(hass, flow, key=key, **PRESS)
    return await _made(hass, await submit(hass, flow, name=name))


async def make_switch(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    device: str,
    keys: tuple[str, str],
    name: str,
) -> str:
    """Make a switch of two keys, and return it."""
    flow = await begin(hass, entry, "switch")
    flow = await submit(hass, flow, device=device)
    flow = await submit(hass, flow, on_key=keys[0], off_key=keys[1])
    return await _made(hass, await submit(hass, flow, name=name))


async def make_favourite(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    channel: str,
    name: str,
    activity: str = "any",
) -> str:
    """Make a favourite, and return its button."""
    flow = await begin(hass, entry, "favourite")
    flow = await submit(hass, flow, channel=channel, name=name, activity=activity)
    return await _made(hass, flow)


async def _made(hass: HomeAssistant, flow: Flow) -> str:
    """Return the entity that came of a dialog."""
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    registry = er.async_get(hass)
    entry = hass.config_entries.async_get_known_entry(flow["handler"][0])
    *_, newest = entry.subentries
    (entity,) = (
        one
        for one in er.async_entries_for_config_entry(registry, entry.entry_id)
        if one.config_subentry_id == newest
    )
    return entity.entity_id


async def change_config(
    hass: HomeAssistant, hub: SimulatedHub, change: Callable[[dict[str, Any]], None]
) -> None:
    """Change what the hub controls, and wait until Home Assistant knows."""
    config = living_room()
    change(config)
    config["device"][-1]["label"] = "Changed"
    hub.replace_config(config)
    await wait_for_state(
        hass, REMOTE, lambda state: "Changed" in state.attributes["devices_list"]
    )


async def refused(
    hass: HomeAssistant, hub: SimulatedHub, button: str
) -> ServiceValidationError:
    """Press a button that must refuse before anything is sent, and return how."""
    hub.infrared.clear()
    with pytest.raises(ServiceValidationError) as caught:
        await press(hass, button)
    assert not hub.infrared
    assert not requests(hub, "activity?", "startactivity", "runactivity")
    return caught.value
