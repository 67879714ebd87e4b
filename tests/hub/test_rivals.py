"""A hub that Home Assistant's own integration holds too, told to people who can put it right."""

from collections.abc import AsyncGenerator
from contextlib import suppress

from aioharmony import hubconnector_websocket
from homeassistant.components.harmony.const import DOMAIN as OTHERS
from homeassistant.config_entries import (
    ConfigEntryDisabler,
    ConfigEntryState,
    UnknownEntry,
)
from homeassistant.const import CONF_HOST, CONF_NAME
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import Kind
from custom_components.remote_bridge.harmony.timing import Timing
from simulators.harmony_hub import SimulatedHub

from ..dialogs import add, finish, pick
from ..repairs import issues, open_fix, submit_fix, words_of

PACKAGE = "custom_components.remote_bridge.hub.dialogs"

# aioharmony uses what aiohttp and Python 3.14 find old-fashioned.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Bear that aioharmony leaves a timer behind when it hangs up."""
    return True


@pytest.fixture
async def other(
    hass: HomeAssistant, hub: SimulatedHub, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[MockConfigEntry]:
    """Have the hub in Home Assistant's own integration, which is really connected to it."""
    monkeypatch.setattr(hubconnector_websocket, "DEFAULT_HUB_PORT", str(hub.port))
    monkeypatch.setattr(
        "homeassistant.components.harmony.remote.HarmonyRemote.write_config_file",
        lambda _: None,
    )
    entry = MockConfigEntry(
        domain=OTHERS,
        title="Lounge",
        unique_id=hub.remote_id,
        data={CONF_HOST: hub.host, CONF_NAME: "Lounge"},
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    yield entry
    with suppress(UnknownEntry):
        await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()


async def test_one_click_leaves_the_hub_to_us(
    hass: HomeAssistant,
    hub: SimulatedHub,
    other: MockConfigEntry,
    init_integration: MockConfigEntry,
) -> None:
    assert hub.connections["websocket"] == 2
    issue = issues(hass)["both_hold_hub"]
    assert words_of(issue) == {"name": hub.name, "other": "Lounge"}

    flow = await open_fix(hass, issue)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.MENU, "both_hold")
    flow = await submit_fix(hass, flow, next_step_id="disable_other")

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert other.disabled_by is ConfigEntryDisabler.USER
    await hub.wait_for(lambda hub: hub.connections["websocket"] == 1)
    assert issues(hass) == {}


async def test_who_has_gone_meanwhile_needs_no_disabling(
    hass: HomeAssistant, other: MockConfigEntry, init_integration: MockConfigEntry
) -> None:
    flow = await open_fix(hass, issues(hass)["both_hold_hub"])
    await hass.config_entries.async_remove(other.entry_id)
    assert issues(hass) == {}

    flow = await submit_fix(hass, flow, next_step_id="disable_other")

    assert flow["type"] is FlowResultType.CREATE_ENTRY


async def test_both_may_stay_and_then_nobody_is_told_again(
    hass: HomeAssistant,
    hub: SimulatedHub,
    other: MockConfigEntry,
    init_integration: MockConfigEntry,
) -> None:
    flow = await open_fix(hass, issues(hass)["both_hold_hub"])
    flow = await submit_fix(hass, flow, next_step_id="keep_both")
    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "both_kept")
    assert other.disabled_by is None

    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()

    assert issues(hass)["both_hold_hub"].dismissed_version is not None


async def test_who_takes_a_hub_over_and_keeps_both_has_been_told_enough(
    hass: HomeAssistant,
    fast: Timing,
    hub: SimulatedHub,
    other: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(f"{PACKAGE}.import_flow.DEFAULT_PORT", hub.port)
    monkeypatch.setattr("custom_components.remote_bridge.flow.SHOWN_SECONDS", 0)
    flow = await pick(hass, await add(hass, Kind.HARMONY), "import_hub")
    flow = await pick(hass, await finish(hass, flow), "hub_keep_both")
    await hass.async_block_till_done()

    assert flow["result"].state is ConfigEntryState.LOADED
    assert issues(hass)["both_hold_hub"].dismissed_version is not None


async def test_it_goes_and_comes_with_the_other_entry(
    hass: HomeAssistant,
    other: MockConfigEntry,
    init_integration: MockConfigEntry,
) -> None:
    entries = hass.config_entries
    await entries.async_set_disabled_by(other.entry_id, ConfigEntryDisabler.USER)
    assert issues(hass) == {}

    await entries.async_set_disabled_by(other.entry_id, None)
    assert set(issues(hass)) == {"both_hold_hub"}

    await entries.async_unload(init_integration.entry_id)
    assert set(issues(hass)) == {"both_hold_hub"}
    await entries.async_remove(init_integration.entry_id)
    assert issues(hass) == {}


async def test_another_hub_there_is_none_of_our_business(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    MockConfigEntry(
        domain=OTHERS,
        title="Bedroom",
        unique_id="87654321",
        data={CONF_HOST: "192.0.2.9", CONF_NAME: "Bedroom"},
    ).add_to_hass(hass)
    MockConfigEntry(domain="harmonia").add_to_hass(hass)

    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()

    assert issues(hass) == {}
