"""What people made, followed: removed, renamed, disabled, without its device, after a restart."""

from types import MappingProxyType

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    mock_restore_cache,
)

from custom_components.remote_bridge.const import CONF_KIND, DOMAIN
from custom_components.remote_bridge.hub.macros.model import Macro, made
from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import living_room
from simulators.harmony_hub.configuration.identifiers import RECEIVER, TELEVISION

from ...common import state_of, wait_for_state
from ..common import REMOTE, sent, set_up
from .common import (
    change,
    make_button,
    make_favourite,
    make_macro,
    make_switch,
    press,
    submit,
    switch,
)


async def test_what_is_removed_is_gone_at_once_and_the_connection_stands(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    entity_registry: er.EntityRegistry,
) -> None:
    entities = [
        await make_macro(hass, init_integration, "Macro", (TELEVISION, "Menu")),
        await make_button(hass, init_integration, RECEIVER, "Mute", "Mute"),
        await make_switch(
            hass, init_integration, TELEVISION, ("PowerOn", "PowerOff"), "Power"
        ),
        await make_favourite(hass, init_integration, "12", "News"),
    ]
    connected = len(hub.requests)

    for subentry_id in tuple(init_integration.subentries):
        hass.config_entries.async_remove_subentry(init_integration, subentry_id)
    await hass.async_block_till_done()

    for entity_id in entities:
        assert hass.states.get(entity_id) is None
        assert entity_registry.async_get(entity_id) is None
    assert len(hub.requests) == connected
    # The devices are still there.
    assert state_of(hass, REMOTE).state == "off"
    # And a new one of the same name is a new one.
    again = await make_macro(hass, init_integration, "Macro", (TELEVISION, "Exit"))
    await press(hass, again)
    assert sent(hub) == [(TELEVISION, "Exit")]


async def test_a_disabled_button_follows_what_becomes_of_it(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    entity_registry: er.EntityRegistry,
) -> None:
    button = await make_favourite(hass, init_integration, "12", "News")
    entity_registry.async_update_entity(
        button, disabled_by=er.RegistryEntryDisabler.USER
    )
    await hass.async_block_till_done()

    flow = await change(hass, init_integration, "favourite")
    await submit(hass, flow, channel="13", name="Sport", activity="any")
    await hass.async_block_till_done()

    registered = entity_registry.async_get(button)
    assert registered is not None
    assert registered.original_name == "Sport"
    assert hass.states.get(button) is None


async def test_what_is_changed_before_it_is_there_is_there_as_it_was_changed(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    subentry = ConfigSubentry(
        data=MappingProxyType({"channel": "12"}),
        subentry_type="favourite",
        title="News",
        unique_id=None,
    )

    hass.config_entries.async_add_subentry(init_integration, subentry)
    hass.config_entries.async_update_subentry(init_integration, subentry, title="Sport")
    await hass.async_block_till_done()

    (button,) = (one for one in hass.states.async_all("button") if "Sport" in one.name)
    assert button.name == "Living Room Sport"


async def test_a_button_that_somebody_deleted_comes_back_with_the_next_start(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    entity_registry: er.EntityRegistry,
) -> None:
    button = await make_favourite(hass, init_integration, "12", "News")
    entity_registry.async_remove(button)
    await hass.async_block_till_done()

    flow = await change(hass, init_integration, "favourite")
    await submit(hass, flow, channel="13", name="Sport", activity="any")
    await hass.async_block_till_done()
    assert hass.states.get(button) is None

    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()
    assert state_of(hass, button).name == "Living Room Sport"


async def test_a_name_and_an_icon_of_ones_own_stay(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    entity_registry: er.EntityRegistry,
) -> None:
    button = await make_favourite(hass, init_integration, "12", "News")
    entity_registry.async_update_entity(button, name="My news", icon="mdi:heart")

    flow = await change(hass, init_integration, "favourite")
    await submit(
        hass, flow, channel="13", name="Sport", activity="any", icon="mdi:soccer"
    )
    await hass.async_block_till_done()

    state = state_of(hass, button)
    assert (state.name, state.attributes["icon"]) == ("My news", "mdi:heart")


async def test_a_button_outlives_its_device_and_says_what_is_wrong(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    entity_registry: er.EntityRegistry,
    device_registry: dr.DeviceRegistry,
) -> None:
    button = await make_button(hass, init_integration, TELEVISION, "Menu", "Menu")
    television = living_room()["device"][0]

    def device_of_button() -> str | None:
        entity = entity_registry.async_get(button)
        assert entity is not None
        device = device_registry.async_get(entity.device_id)
        assert device is not None
        return device.name

    assert device_of_button() == "Samsung TV"
    hub.remove_device(TELEVISION)
    await wait_for_state(
        hass, REMOTE, lambda state: "Samsung TV" not in state.attributes["devices_list"]
    )
    await hass.async_block_till_done()

    assert device_of_button() == "Living Room"
    assert state_of(hass, button).state == STATE_UNKNOWN
    with pytest.raises(ServiceValidationError) as caught:
        await press(hass, button)
    assert caught.value.translation_key == "unknown_device"
    assert not hub.infrared

    hub.add_device(television)
    await wait_for_state(
        hass, REMOTE, lambda state: "Samsung TV" in state.attributes["devices_list"]
    )
    await hass.async_block_till_done()

    assert device_of_button() == "Samsung TV"
    await press(hass, button)
    assert sent(hub) == [(TELEVISION, "Menu")]


async def test_a_switch_whose_key_is_gone_says_so_and_stays_as_it_was(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    entity_id = await make_switch(
        hass, init_integration, TELEVISION, ("Teletext", "Exit"), "Text"
    )
    await switch(hass, entity_id, "turn_off")
    config = living_room()
    groups = config["device"][0]["controlGroup"]
    groups[:] = [one for one in groups if one["name"] != "Teletext"]
    config["device"][1]["label"] = "Changed"
    hub.replace_config(config)
    await wait_for_state(
        hass, REMOTE, lambda state: "Changed" in state.attributes["devices_list"]
    )

    with pytest.raises(ServiceValidationError) as caught:
        await switch(hass, entity_id, "turn_on")

    assert caught.value.translation_key == "unknown_command"
    assert state_of(hass, entity_id).state == "off"


# ── Restarts ──────────────────────────────────────────────────────────────────


async def test_everything_is_there_after_a_reload(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    macro = await make_macro(hass, init_integration, "Macro", (TELEVISION, "Menu"))
    entity_id = await make_switch(
        hass, init_integration, TELEVISION, ("PowerOn", "PowerOff"), "Power"
    )
    await switch(hass, entity_id, "turn_on")
    pressed = state_of(hass, macro).state

    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()

    assert state_of(hass, entity_id).state == "on"
    assert state_of(hass, macro).state == pressed
    hub.infrared.clear()
    await press(hass, macro)
    assert sent(hub) == [(TELEVISION, "Menu")]


SWITCH = {
    "subentry_type": "switch",
    "title": "Power",
    "unique_id": None,
    "data": {"device": TELEVISION, "on_key": "PowerOn", "off_key": "PowerOff"},
}


@pytest.mark.parametrize(
    ("before", "after"),
    [("on", "on"), ("off", "off"), (STATE_UNAVAILABLE, STATE_UNKNOWN)],
)
async def test_a_switch_is_after_a_restart_as_it_was_before(
    *,
    hass: HomeAssistant,
    mock_config_entry: MockConfigEntry,
    fast: None,
    before: str,
    after: str,
) -> None:
    mock_restore_cache(hass, [State("switch.samsung_tv_power", before)])
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=mock_config_entry.title,
        unique_id=mock_config_entry.unique_id,
        data=dict(mock_config_entry.data),
        subentries_data=[SWITCH],
    )

    await set_up(hass, entry)

    assert state_of(hass, "switch.samsung_tv_power").state == after


async def test_what_a_later_version_has_made_is_left_alone(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry, fast: None
) -> None:
    later = {**SWITCH, "subentry_type": "hologram", "data": {"depth": 3}}
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=mock_config_entry.title,
        unique_id=mock_config_entry.unique_id,
        data=dict(mock_config_entry.data),
        subentries_data=[later, SWITCH],
    )

    await set_up(hass, entry)

    assert state_of(hass, "switch.samsung_tv_power").state == STATE_UNKNOWN
    assert len(entry.subentries) == 2
    assert made(entry, Macro) == []


async def test_without_the_hub_nothing_can_be_pressed(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    button = await make_macro(hass, init_integration, "Macro", (TELEVISION, "Menu"))

    await hub.unplug()
    await wait_for_state(hass, button, lambda state: state.state == STATE_UNAVAILABLE)

    await hub.plug_in()
    await wait_for_state(hass, button, lambda state: state.state != STATE_UNAVAILABLE)
    await press(hass, button)
    assert sent(hub) == [(TELEVISION, "Menu")]


async def test_what_was_made_of_one_hub_is_no_other_hubs(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    async with SimulatedHub(name="Bedroom", remote_id="2468", xmpp_port=0) as bedroom:
        other = MockConfigEntry(
            domain=DOMAIN,
            title=bedroom.name,
            unique_id=bedroom.remote_id,
            data={**init_integration.data, CONF_KIND: "harmony", "port": bedroom.port},
        )
        await set_up(hass, other)

        await make_macro(hass, init_integration, "Macro", (TELEVISION, "Menu"))

        assert hass.states.get("button.bedroom_macro") is None
        await press(hass, "button.living_room_macro")
        assert not bedroom.infrared
        await hass.config_entries.async_unload(other.entry_id)
