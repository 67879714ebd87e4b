"""A player that Assist hears twice, told to people who can put it right."""

from typing import Any

from homeassistant.components.homeassistant.exposed_entities import (
    async_expose_entity,
    async_should_expose,
)
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import CONF_LINKS
from simulators.harmony_hub.configuration import LISTEN_TO_MUSIC

from ..other_player import OTHER, OtherPlayer, add_other_player
from ..repairs import issues, open_fix, submit_fix, wait_for_issues, words_of
from .common import MEDIA_PLAYER, set_up

ASSIST = "conversation"
FROM_YAML = "media_player.from_yaml"


@pytest.fixture
def linked() -> str:
    """Say which player the user has chosen for music."""
    return OTHER


@pytest.fixture
def options(linked: str) -> dict[str, Any]:
    """Have a player for music."""
    return {CONF_LINKS: {LISTEN_TO_MUSIC: linked}}


@pytest.fixture
async def other(hass: HomeAssistant) -> OtherPlayer:
    """Add the player."""
    return await add_other_player(hass)


@pytest.fixture
async def entry(
    hass: HomeAssistant,
    no_delay: None,
    fast: None,
    other: OtherPlayer,
    mock_config_entry: MockConfigEntry,
) -> MockConfigEntry:
    """Set up the hub; Assist is not there yet."""
    await set_up(hass, mock_config_entry)
    return mock_config_entry


async def _listen(hass: HomeAssistant) -> None:
    """Have Assist, which by itself is given every media player."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, ASSIST, {})
    await hass.async_block_till_done()


@pytest.fixture
async def told(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    """Have Assist as well, and the issue."""
    await _listen(hass)
    await wait_for_issues(hass, "heard_twice")
    return entry


def _is_heard(hass: HomeAssistant, entity_id: str) -> bool:
    return async_should_expose(hass, ASSIST, entity_id)


# ── What is done about it ─────────────────────────────────────────────────────


async def test_one_click_takes_the_player_from_assist_and_leaves_the_living_room(
    hass: HomeAssistant, told: MockConfigEntry
) -> None:
    issue = issues(hass)["heard_twice"]
    assert words_of(issue) == {
        "name": "Living Room",
        "room": "Living Room",
        "player": "Sonos",
    }

    flow = await open_fix(hass, issue)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.MENU, "heard_twice")
    flow = await submit_fix(hass, flow, next_step_id="living_room_only")

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert not _is_heard(hass, OTHER)
    assert _is_heard(hass, MEDIA_PLAYER)
    assert issues(hass) == {}


async def test_both_may_stay_and_then_nobody_is_told_again(
    hass: HomeAssistant, told: MockConfigEntry
) -> None:
    flow = await open_fix(hass, issues(hass)["heard_twice"])
    flow = await submit_fix(hass, flow, next_step_id="hear_both")
    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "both_heard")
    assert _is_heard(hass, OTHER)

    await hass.config_entries.async_reload(told.entry_id)
    await hass.async_block_till_done()

    assert issues(hass)["heard_twice"].dismissed_version is not None


async def test_a_player_that_has_gone_meanwhile_needs_no_click(
    hass: HomeAssistant, told: MockConfigEntry
) -> None:
    registry = er.async_get(hass)
    told_of = registry.async_get(OTHER)
    hass.config_entries.async_update_entry(
        told, options={CONF_LINKS: {LISTEN_TO_MUSIC: told_of.id}}
    )
    flow = await open_fix(hass, issues(hass)["heard_twice"])
    registry.async_remove(OTHER)
    await wait_for_issues(hass, "player_gone")

    flow = await submit_fix(hass, flow, next_step_id="living_room_only")

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert set(issues(hass)) == {"player_gone"}


# ── When it is over ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("entity_id", [OTHER, MEDIA_PLAYER])
async def test_it_goes_and_comes_with_what_assist_is_given(
    hass: HomeAssistant, told: MockConfigEntry, entity_id: str
) -> None:
    async_expose_entity(hass, ASSIST, entity_id, should_expose=False)
    await wait_for_issues(hass)

    async_expose_entity(hass, ASSIST, entity_id, should_expose=True)
    await wait_for_issues(hass, "heard_twice")


async def test_it_goes_with_the_link(
    hass: HomeAssistant, told: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(told, options={CONF_LINKS: {}})

    await wait_for_issues(hass)


@pytest.mark.parametrize("entity_id", [OTHER, MEDIA_PLAYER])
async def test_it_goes_with_an_entity_that_is_disabled(
    hass: HomeAssistant, told: MockConfigEntry, entity_id: str
) -> None:
    er.async_get(hass).async_update_entity(
        entity_id, disabled_by=er.RegistryEntryDisabler.USER
    )

    await wait_for_issues(hass)


async def test_a_player_with_another_name_is_still_the_same_one(
    hass: HomeAssistant, told: MockConfigEntry
) -> None:
    registry = er.async_get(hass)
    options = {CONF_LINKS: {LISTEN_TO_MUSIC: registry.async_get(OTHER).id}}
    hass.config_entries.async_update_entry(told, options=options)
    issue = issues(hass)["heard_twice"]
    flow = await open_fix(hass, issue)

    registry.async_update_entity(OTHER, new_entity_id="media_player.den")
    await hass.async_block_till_done()
    await submit_fix(hass, flow, next_step_id="living_room_only")

    assert not _is_heard(hass, "media_player.den")


# ── When there is nothing to tell ─────────────────────────────────────────────


async def test_players_in_different_areas_are_not_meant_together(
    hass: HomeAssistant, told: MockConfigEntry
) -> None:
    areas, devices, entities = (
        ar.async_get(hass),
        dr.async_get(hass),
        er.async_get(hass),
    )
    lounge, kitchen = areas.async_create("Lounge"), areas.async_create("Kitchen")
    # An entity is where its device is, as long as it is nowhere else itself.
    hub_id = told.runtime_data.hub_id
    devices.async_update_device(hub_id, area_id=lounge.id)
    await wait_for_issues(hass)

    entities.async_update_entity(OTHER, area_id=kitchen.id)
    await hass.async_block_till_done()
    assert issues(hass) == {}

    devices.async_update_device(hub_id, area_id=kitchen.id)
    await wait_for_issues(hass, "heard_twice")

    entities.async_update_entity(OTHER, area_id=lounge.id)
    await wait_for_issues(hass)


async def test_without_assist_nobody_is_heard_and_nothing_is_settled_for_it(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    # Something else than Assist may come as well.
    assert await async_setup_component(hass, "homeassistant", {})
    hass.config_entries.async_update_entry(entry, title="Den")
    await hass.async_block_till_done()

    assert issues(hass) == {}
    registry = er.async_get(hass)
    for entity_id in (MEDIA_PLAYER, OTHER):
        assert ASSIST not in registry.async_get(entity_id).options


async def test_nobody_is_told_before_home_assistant_has_started(
    hass: HomeAssistant,
    no_delay: None,
    fast: None,
    other: OtherPlayer,
    mock_config_entry: MockConfigEntry,
) -> None:
    await _listen(hass)
    hass.set_state(CoreState.starting)
    await set_up(hass, mock_config_entry)
    er.async_get(hass).async_update_entity(OTHER, name="Lounge")
    await hass.async_block_till_done()
    assert issues(hass) == {}

    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await hass.async_block_till_done()

    assert words_of(issues(hass)["heard_twice"])["player"] == "Lounge"


async def test_a_hub_that_rests_listens_to_nothing(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_unload(entry.entry_id)

    await _listen(hass)

    assert issues(hass) == {}


# ── Players that no registry knows ────────────────────────────────────────────


@pytest.mark.parametrize("linked", [FROM_YAML])
async def test_a_player_from_yaml_is_nowhere_and_heard_by_its_entity_id(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    hass.states.async_set(FROM_YAML, "playing")
    await _listen(hass)
    await wait_for_issues(hass, "heard_twice")
    async_expose_entity(hass, ASSIST, FROM_YAML, should_expose=False)
    await wait_for_issues(hass)
    async_expose_entity(hass, ASSIST, FROM_YAML, should_expose=True)
    await wait_for_issues(hass, "heard_twice")

    hass.states.async_remove(FROM_YAML)

    await wait_for_issues(hass, "player_gone")
