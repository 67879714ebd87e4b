"""What is wrong with a hub, told to people who can put it right."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from homeassistant.components.harmony.const import DOMAIN as OTHERS
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.const import CONF_HOST, CONF_NAME, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import CONF_TRANSPORT, CONF_XMPP_PORT
from custom_components.remote_bridge.harmony.timing import Timing
from simulators.harmony_hub import Fault, SimulatedHub

from ..common import wait_for_state
from ..fake_time import FakeTime
from ..repairs import issues, open_fix, submit_fix, wait_for_issues, words_of
from .common import MEDIA_PLAYER, set_up
from .conftest import COORDINATOR

PACKAGE = "custom_components.remote_bridge.hub"


async def _gone(hass: HomeAssistant) -> None:
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == "unavailable")


def _change(entry: MockConfigEntry, **data: Any) -> None:
    """Change what an entry that has not been added yet keeps."""
    object.__setattr__(entry, "data", {**entry.data, **data})


@pytest.fixture
def unhurried(fast: Timing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not knock in the very moment in which a port is closed."""
    timing = replace(fast, backoff_first=0.1, backoff_most=0.1)
    monkeypatch.setattr(f"{COORDINATOR}.TIMING", timing)


@pytest.fixture
def every_moment(fast: Timing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a minute pass in no time."""
    monkeypatch.setattr(f"{PACKAGE}.troubles.LOOK_EVERY", timedelta(seconds=0.02))


# ── XMPP is switched off ──────────────────────────────────────────────────────


@pytest.fixture
def over_xmpp(
    mock_config_entry: MockConfigEntry, unused_tcp_port: int
) -> MockConfigEntry:
    """Describe a hub that was spoken to over XMPP, where nobody listens for that any more."""
    _change(
        mock_config_entry,
        **{CONF_TRANSPORT: "xmpp", CONF_XMPP_PORT: unused_tcp_port},
    )
    return mock_config_entry


async def test_xmpp_that_was_switched_off_is_told_and_one_click_changes_to_the_websocket(
    hass: HomeAssistant, fast: Timing, hub: SimulatedHub, over_xmpp: MockConfigEntry
) -> None:
    await set_up(hass, over_xmpp)
    assert over_xmpp.state is ConfigEntryState.SETUP_RETRY
    issue = issues(hass)["xmpp_off"]
    assert issue.is_fixable
    assert words_of(issue) == {
        "name": hub.name,
        "host": hub.host,
        "port": str(over_xmpp.data[CONF_XMPP_PORT]),
    }

    flow = await open_fix(hass, issue)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "use_websocket")
    flow = await submit_fix(hass, flow)

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert over_xmpp.state is ConfigEntryState.LOADED
    assert over_xmpp.options == {CONF_TRANSPORT: "websocket"}
    assert hub.connections["websocket"] == 1
    assert issues(hass) == {}


async def test_a_fix_for_an_entry_that_has_gone_meanwhile_does_no_harm(
    hass: HomeAssistant, fast: Timing, over_xmpp: MockConfigEntry
) -> None:
    await set_up(hass, over_xmpp)
    flow = await open_fix(hass, issues(hass)["xmpp_off"])
    await hass.config_entries.async_remove(over_xmpp.entry_id)
    assert issues(hass) == {}

    flow = await submit_fix(hass, flow)

    assert flow["type"] is FlowResultType.CREATE_ENTRY


async def test_a_hub_that_is_away_altogether_is_no_case_for_people(
    hass: HomeAssistant, fast: Timing, hub: SimulatedHub, over_xmpp: MockConfigEntry
) -> None:
    await hub.unplug()

    await set_up(hass, over_xmpp)

    assert over_xmpp.state is ConfigEntryState.SETUP_RETRY
    assert issues(hass) == {}


async def test_another_hub_at_the_address_says_nothing_about_ours(
    hass: HomeAssistant, fast: Timing, over_xmpp: MockConfigEntry
) -> None:
    object.__setattr__(over_xmpp, "unique_id", "87654321")

    await set_up(hass, over_xmpp)

    assert issues(hass) == {}


async def test_the_websocket_has_no_such_switch(
    hass: HomeAssistant,
    fast: Timing,
    mock_config_entry: MockConfigEntry,
    unused_tcp_port: int,
) -> None:
    _change(mock_config_entry, **{CONF_PORT: unused_tcp_port})

    await set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert issues(hass) == {}


async def test_a_hub_that_is_put_to_rest_has_nothing_to_put_right(
    hass: HomeAssistant, fast: Timing, over_xmpp: MockConfigEntry
) -> None:
    await set_up(hass, over_xmpp)
    assert set(issues(hass)) == {"xmpp_off"}

    await hass.config_entries.async_set_disabled_by(
        over_xmpp.entry_id, ConfigEntryDisabler.USER
    )

    assert issues(hass) == {}


@pytest.fixture
async def xmpp(
    hub: SimulatedHub, mock_config_entry: MockConfigEntry
) -> AsyncGenerator[SimulatedHub]:
    """Let the hub's XMPP be served from where it can be switched off by itself."""
    async with SimulatedHub(xmpp_port=0, remote_id=hub.remote_id) as xmpp:
        _change(
            mock_config_entry,
            **{CONF_TRANSPORT: "xmpp", CONF_XMPP_PORT: xmpp.xmpp_port},
        )
        yield xmpp


async def test_xmpp_that_is_switched_off_while_we_are_connected_is_told_and_taken_back(
    hass: HomeAssistant,
    unhurried: None,
    every_moment: None,
    xmpp: SimulatedHub,
    mock_config_entry: MockConfigEntry,
) -> None:
    await set_up(hass, mock_config_entry)
    assert mock_config_entry.state is ConfigEntryState.LOADED

    await xmpp.unplug()
    await wait_for_issues(hass, "xmpp_off")

    await xmpp.plug_in()
    await wait_for_issues(hass)


# ── Six clients already ───────────────────────────────────────────────────────


@pytest.fixture
def full(hub: SimulatedHub, mock_config_entry: MockConfigEntry) -> MockConfigEntry:
    """Describe a hub that takes nobody any more."""
    hub.faults.set(Fault.MAX_CLIENTS)
    _change(mock_config_entry, **{CONF_TRANSPORT: "xmpp"})
    return mock_config_entry


@pytest.fixture
def unbearable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no time at all be borne."""
    monkeypatch.setattr(f"{PACKAGE}.issues.BEARABLE_SECONDS", 0)


async def test_a_hub_that_is_full_for_a_moment_is_not_worth_a_word(
    hass: HomeAssistant, fast: Timing, full: MockConfigEntry
) -> None:
    await set_up(hass, full)

    assert full.state is ConfigEntryState.SETUP_RETRY
    assert issues(hass) == {}


async def test_a_hub_that_stays_full_is_told_until_it_lets_us_in(
    hass: HomeAssistant,
    fast: Timing,
    hub: SimulatedHub,
    full: MockConfigEntry,
    unbearable: None,
) -> None:
    await set_up(hass, full)
    issue = issues(hass)["too_many_clients"]
    assert not issue.is_fixable
    assert words_of(issue) == {"name": hub.name, "host": hub.host}

    hub.faults.clear(Fault.MAX_CLIENTS)
    await hass.config_entries.async_reload(full.entry_id)
    await hass.async_block_till_done()

    assert full.state is ConfigEntryState.LOADED
    assert issues(hass) == {}


async def test_more_than_a_minute_is_too_long(
    hass: HomeAssistant, fast: Timing, time: FakeTime, full: MockConfigEntry
) -> None:
    await set_up(hass, full)
    await time.advance(50)
    await hass.config_entries.async_reload(full.entry_id)
    assert issues(hass) == {}

    await time.advance(11)
    await hass.config_entries.async_reload(full.entry_id)

    assert set(issues(hass)) == {"too_many_clients"}


async def test_another_trouble_in_between_begins_a_new_minute(
    hass: HomeAssistant,
    time: FakeTime,
    hub: SimulatedHub,
    full: MockConfigEntry,
    fast: Timing,
) -> None:
    await set_up(hass, full)
    await hub.unplug()
    await hass.config_entries.async_reload(full.entry_id)
    await hub.plug_in()

    await time.advance(61)
    await hass.config_entries.async_reload(full.entry_id)

    assert full.state is ConfigEntryState.SETUP_RETRY
    assert issues(hass) == {}


async def test_a_hub_that_fills_up_while_we_are_away_is_told_after_a_minute(
    hass: HomeAssistant,
    every_moment: None,
    hub: SimulatedHub,
    full: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hub.faults.clear(Fault.MAX_CLIENTS)
    await set_up(hass, full)
    assert full.state is ConfigEntryState.LOADED

    hub.faults.set(Fault.MAX_CLIENTS)
    hub.drop_connections()
    await _gone(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert issues(hass) == {}

    monkeypatch.setattr(f"{PACKAGE}.issues.BEARABLE_SECONDS", 0)
    await wait_for_issues(hass, "too_many_clients")

    hub.faults.clear(Fault.MAX_CLIENTS)
    await wait_for_issues(hass)


async def test_who_may_hold_the_connections_is_named(
    hass: HomeAssistant,
    fast: Timing,
    hub: SimulatedHub,
    full: MockConfigEntry,
    unbearable: None,
) -> None:
    MockConfigEntry(
        domain=OTHERS,
        title="Lounge",
        unique_id=hub.remote_id,
        data={CONF_HOST: "192.0.2.9", CONF_NAME: "Lounge"},
    ).add_to_hass(hass)

    await set_up(hass, full)

    assert words_of(issues(hass)["too_many_clients_and_other"])["other"] == "Lounge"
