"""A chosen player that Home Assistant has no more, told to people who can put it right."""

from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import CONF_DEFAULT_ACTIVITY, CONF_LINKS
from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import LISTEN_TO_MUSIC, WATCH_TV, living_room

from ..common import wait_for_state
from ..other_player import OTHER, OtherPlayer, add_other_player
from ..repairs import issues, open_fix, submit_fix, wait_for_issues, words_of
from .common import MEDIA_PLAYER, REMOTE, set_up

NOBODY = "media_player.nobody"
# What the registry calls an entity by that was removed long ago.
FORGOTTEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture
async def other(hass: HomeAssistant) -> OtherPlayer:
    """Add a player of somebody else's."""
    return await add_other_player(hass)


@pytest.fixture
def links() -> dict[str, str | None]:
    """Say which players the user has chosen."""
    return {LISTEN_TO_MUSIC: NOBODY, WATCH_TV: None}


@pytest.fixture
def options(links: dict[str, str | None]) -> dict[str, Any]:
    """Have players for activities, and another option."""
    return {CONF_LINKS: links, CONF_DEFAULT_ACTIVITY: WATCH_TV}


@pytest.fixture
async def entry(
    hass: HomeAssistant, no_delay: None, fast: None, mock_config_entry: MockConfigEntry
) -> MockConfigEntry:
    """Set up the hub."""
    await set_up(hass, mock_config_entry)
    return mock_config_entry


def _choose(hass: HomeAssistant, entry: MockConfigEntry, chosen: str) -> None:
    links = {**entry.options[CONF_LINKS], LISTEN_TO_MUSIC: chosen}
    options = {**entry.options, CONF_LINKS: links}
    hass.config_entries.async_update_entry(entry, options=options)


@pytest.fixture
async def removed(
    hass: HomeAssistant, other: OtherPlayer, entry: MockConfigEntry
) -> MockConfigEntry:
    """Choose a player that is there, and remove it."""
    registry = er.async_get(hass)
    _choose(hass, entry, registry.async_get(OTHER).id)
    await wait_for_issues(hass)
    registry.async_remove(OTHER)
    await wait_for_issues(hass, "player_gone")
    return entry


# ── What is said ──────────────────────────────────────────────────────────────


async def test_a_player_that_was_removed_is_told_with_the_activity_and_what_it_was(
    hass: HomeAssistant, removed: MockConfigEntry
) -> None:
    assert words_of(issues(hass)["player_gone"]) == {
        "name": "Living Room",
        "activity": "Listen to Music",
        "player": OTHER,
    }


async def test_the_name_that_people_gave_it_is_told_rather(
    hass: HomeAssistant, other: OtherPlayer, entry: MockConfigEntry
) -> None:
    registry = er.async_get(hass)
    _choose(hass, entry, registry.async_get(OTHER).id)
    await wait_for_issues(hass)
    registry.async_update_entity(OTHER, name="Den")
    registry.async_remove(OTHER)
    await wait_for_issues(hass, "player_gone")

    assert words_of(issues(hass)["player_gone"])["player"] == "Den"


@pytest.mark.parametrize("links", [{LISTEN_TO_MUSIC: FORGOTTEN}])
async def test_what_nobody_remembers_is_told_without_a_name(
    hass: HomeAssistant,
    other: OtherPlayer,
    no_delay: None,
    fast: None,
    mock_config_entry: MockConfigEntry,
) -> None:
    # Somebody else's was removed as well.
    er.async_get(hass).async_remove(OTHER)
    await set_up(hass, mock_config_entry)

    issue = issues(hass)["unknown_player_gone"]
    assert words_of(issue)["activity"] == "Listen to Music"
    flow = await open_fix(hass, issue)
    await submit_fix(hass, flow, next_step_id="drop_link")
    assert issues(hass) == {}


# ── What is done about it ─────────────────────────────────────────────────────


async def test_one_click_drops_the_link_and_nothing_is_loaded_anew(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    coordinator = entry.runtime_data
    assert [one.entity_id for one in coordinator.living_room.players] == [NOBODY]

    flow = await open_fix(hass, issues(hass)["player_gone"])
    assert (flow["type"], flow["step_id"]) == (FlowResultType.MENU, "player_gone")
    flow = await submit_fix(hass, flow, next_step_id="drop_link")

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options == {
        CONF_LINKS: {WATCH_TV: None},
        CONF_DEFAULT_ACTIVITY: WATCH_TV,
    }
    assert issues(hass) == {}
    assert entry.runtime_data is coordinator
    assert coordinator.living_room.players == ()


async def test_the_link_may_stay_and_then_nobody_is_told_again(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    flow = await open_fix(hass, issues(hass)["player_gone"])
    flow = await submit_fix(hass, flow, next_step_id="keep_link")
    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "link_kept")

    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()

    assert issues(hass)["player_gone"].dismissed_version is not None
    assert entry.options[CONF_LINKS][LISTEN_TO_MUSIC] == NOBODY


async def test_a_fix_for_an_entry_that_has_gone_meanwhile_does_no_harm(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    flow = await open_fix(hass, issues(hass)["player_gone"])
    await hass.config_entries.async_remove(entry.entry_id)
    assert issues(hass) == {}

    flow = await submit_fix(hass, flow, next_step_id="drop_link")

    assert flow["type"] is FlowResultType.CREATE_ENTRY


# ── When it is over ───────────────────────────────────────────────────────────


async def test_it_goes_when_another_player_is_chosen_in_the_options(
    hass: HomeAssistant, removed: MockConfigEntry
) -> None:
    hass.states.async_set("media_player.den", "idle")
    flows = hass.config_entries.options
    flow = await flows.async_init(removed.entry_id)
    flow = await flows.async_configure(flow["flow_id"], {"next_step_id": "links"})
    await flows.async_configure(
        flow["flow_id"],
        {"Listen to Music": "media_player.den", "player_volume": False},
    )

    await wait_for_issues(hass)


async def test_it_goes_when_the_player_is_back(
    hass: HomeAssistant, removed: MockConfigEntry
) -> None:
    await add_other_player(hass)

    await wait_for_issues(hass)
    assert removed.runtime_data.living_room.players[0].entity_id == OTHER


async def test_a_player_from_yaml_is_there_as_long_as_it_has_a_state(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    assert set(issues(hass)) == {"player_gone"}
    hass.states.async_set(NOBODY, "idle")
    await wait_for_issues(hass)

    hass.states.async_remove(NOBODY)
    await wait_for_issues(hass, "player_gone")


async def test_it_goes_with_the_activity(
    hass: HomeAssistant, hub: SimulatedHub, entry: MockConfigEntry
) -> None:
    assert set(issues(hass)) == {"player_gone"}

    hub.remove_activity(LISTEN_TO_MUSIC)

    await wait_for_issues(hass)


# ── When there is nothing to tell ─────────────────────────────────────────────


async def test_a_player_that_is_only_late_is_not_told(
    hass: HomeAssistant, no_delay: None, fast: None, mock_config_entry: MockConfigEntry
) -> None:
    hass.set_state(CoreState.starting)
    await set_up(hass, mock_config_entry)
    assert hass.states.get(MEDIA_PLAYER) is not None
    assert issues(hass) == {}
    hass.states.async_set(NOBODY, "idle")

    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await hass.async_block_till_done()

    assert issues(hass) == {}


async def test_a_hub_with_nothing_in_it_puts_nothing_right(
    hass: HomeAssistant, hub: SimulatedHub, entry: MockConfigEntry
) -> None:
    assert set(issues(hass)) == {"player_gone"}

    off = living_room()["activity"][-1]
    hub.replace_config({"activity": [off], "device": [], "sequence": {}})
    await wait_for_state(
        hass, REMOTE, lambda state: not state.attributes["devices_list"]
    )
    await hass.async_block_till_done()

    assert set(issues(hass)) == {"player_gone"}


@pytest.mark.parametrize("links", [{LISTEN_TO_MUSIC: OTHER}])
async def test_a_disabled_player_is_not_gone(
    hass: HomeAssistant, other: OtherPlayer, entry: MockConfigEntry
) -> None:
    er.async_get(hass).async_update_entity(
        OTHER, disabled_by=er.RegistryEntryDisabler.USER
    )
    await hass.async_block_till_done()

    assert hass.states.get(OTHER) is None
    assert issues(hass) == {}
