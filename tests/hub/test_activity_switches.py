"""The activities as switches, which some assistants understand best."""

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import CONF_ACTIVITY_SWITCHES
from simulators.harmony_hub import Pace, SimulatedHub
from simulators.harmony_hub.configuration import living_room
from simulators.harmony_hub.configuration.identifiers import (
    POWER_OFF,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ..common import state_of, wait_for_state
from .common import REMOTE, act, requests, start

TV = "switch.watch_tv"
APPLE_TV = "switch.watch_apple_tv"


@pytest.fixture
def options() -> dict[str, object]:
    """Have switches."""
    return {CONF_ACTIVITY_SWITCHES: True}


async def _turn(hass: HomeAssistant, action: str, entity_id: str) -> None:
    await act(hass, "switch", f"turn_{action}", entity_id)


def _switches(
    registry: er.EntityRegistry, entry: MockConfigEntry
) -> dict[str, er.RegistryEntry]:
    return {
        one.unique_id.removeprefix(f"{entry.unique_id}_activity_"): one
        for one in er.async_entries_for_config_entry(registry, entry.entry_id)
        if one.domain == "switch"
    }


def _activities(hub: SimulatedHub) -> set[str]:
    return {one["id"] for one in hub.config["activity"]} - {POWER_OFF}


@pytest.mark.parametrize("options", [{}])
async def test_nobody_has_them_who_did_not_ask_for_them(
    init_integration: MockConfigEntry, entity_registry: er.EntityRegistry
) -> None:
    assert not _switches(entity_registry, init_integration)


@pytest.mark.parametrize("transport", ["websocket", "xmpp"])
async def test_on_starts_an_activity_and_off_ends_it(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    entity_registry: er.EntityRegistry,
) -> None:
    assert _switches(entity_registry, init_integration).keys() == _activities(hub)
    assert state_of(hass, TV).state == "off"

    await _turn(hass, "on", TV)
    await wait_for_state(hass, TV, lambda state: state.state == "on")
    await hub.wait_for(lambda hub: hub.activity_id == WATCH_TV)
    assert state_of(hass, APPLE_TV).state == "off"

    await _turn(hass, "off", TV)
    await wait_for_state(hass, TV, lambda state: state.state == "off")
    await hub.wait_for(lambda hub: hub.activity_id == POWER_OFF)


async def test_one_goes_off_by_itself_when_another_goes_on(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await start(hass, hub, WATCH_TV)
    assert state_of(hass, TV).state == "on"

    await _turn(hass, "on", APPLE_TV)

    await wait_for_state(hass, APPLE_TV, lambda state: state.state == "on")
    assert state_of(hass, TV).state == "off"


async def test_off_ends_no_activity_but_its_own(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await _turn(hass, "off", TV)
    assert not requests(hub, "activity")
    await start(hass, hub, WATCH_APPLE_TV)

    await _turn(hass, "off", TV)

    assert not requests(hub, "activity")
    assert hub.activity_id == WATCH_APPLE_TV


async def test_on_twice_starts_once(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await _turn(hass, "on", TV)
    await wait_for_state(hass, TV, lambda state: state.state == "on")
    await hub.wait_for(lambda hub: hub.activity_status == 2)
    asked = len(requests(hub, "activity"))

    await _turn(hass, "on", TV)

    assert len(requests(hub, "activity")) == asked


@pytest.mark.parametrize("pace", [Pace.MANUAL])
async def test_on_returns_when_the_hub_has_accepted_and_off_ends_what_only_starts(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await _turn(hass, "on", TV)

    await hub.wait_for(lambda hub: hub.activity_status == 1)
    await wait_for_state(hass, TV, lambda state: state.state == "on")
    await _turn(hass, "off", TV)
    await hub.wait_for(lambda hub: hub.activity_status == 3)
    await wait_for_state(hass, TV, lambda state: state.state == "off")
    asked = len(requests(hub, "activity"))
    # What ends already need not be ended again.
    await _turn(hass, "off", TV)
    assert len(requests(hub, "activity")) == asked
    await hub.finish_activity()


async def test_activities_that_come_go_or_are_renamed_are_followed(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    entity_registry: er.EntityRegistry,
) -> None:
    before = _switches(entity_registry, init_integration)[WATCH_TV]
    hub.remove_activity(WATCH_APPLE_TV)
    hub.rename_activity(WATCH_TV, "Fernsehen")
    hub.add_activity({"id": "5", "label": "Dance"})
    await wait_for_state(
        hass, REMOTE, lambda state: "Dance" in state.attributes["activity_list"]
    )
    await hass.async_block_till_done()

    switches = _switches(entity_registry, init_integration)
    assert switches.keys() == _activities(hub)
    assert hass.states.get(APPLE_TV) is None
    assert (switches[WATCH_TV].id, switches[WATCH_TV].original_name) == (
        before.id,
        "Fernsehen",
    )
    assert state_of(hass, TV).name == "Fernsehen"
    await _turn(hass, "on", "switch.dance")
    await hub.wait_for(lambda hub: hub.activity_id == "5")


async def test_a_hub_with_nothing_in_it_makes_nobody_lose_anything(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    entity_registry: er.EntityRegistry,
) -> None:
    off = living_room()["activity"][-1]
    hub.replace_config({"activity": [off], "device": [], "sequence": {}})
    await wait_for_state(
        hass, REMOTE, lambda state: not state.attributes["activity_list"]
    )

    assert WATCH_TV in _switches(entity_registry, init_integration)


async def test_an_activity_that_went_while_nobody_looked_goes_at_the_next_start(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    entity_registry: er.EntityRegistry,
) -> None:
    await hass.config_entries.async_unload(init_integration.entry_id)
    hub.remove_activity(WATCH_TV)

    await hass.config_entries.async_setup(init_integration.entry_id)
    await hass.async_block_till_done()

    switches = _switches(entity_registry, init_integration)
    await wait_for_state(
        hass, REMOTE, lambda state: "Watch TV" not in state.attributes["activity_list"]
    )
    switches = _switches(entity_registry, init_integration)
    assert switches.keys() == _activities(hub)


async def test_they_are_forgotten_where_the_user_no_longer_wants_them(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    entity_registry: er.EntityRegistry,
) -> None:
    hass.config_entries.async_update_entry(
        init_integration, options={CONF_ACTIVITY_SWITCHES: False}
    )
    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()

    assert not _switches(entity_registry, init_integration)
    assert hass.states.get(TV) is None


async def test_they_are_unavailable_while_the_hub_is(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await hub.unplug()

    await wait_for_state(hass, TV, lambda state: state.state == STATE_UNAVAILABLE)

    await hub.plug_in()
    await wait_for_state(hass, TV, lambda state: state.state == "off")
