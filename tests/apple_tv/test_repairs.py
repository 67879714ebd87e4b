"""What is wrong around an Apple TV, told to people who can put it right."""

import asyncio
from collections.abc import Generator
from functools import partial
from typing import Any, Never
from unittest.mock import AsyncMock, MagicMock, patch

from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.dacp import PairingTimedOut, Timing
from simulators.apple_tv import SimulatedAppleTV

from ..dialogs import Flow, pick
from ..repairs import issues, open_fix, submit_fix, words_of
from .common import LOGIN_ID
from .config_flow.common import (
    Network,
    address_of,
    begin,
    choose,
    enter_pin,
    finish,
    pair,
)

PACKAGE = "custom_components.remote_bridge"
PAIRING = f"{PACKAGE}.apple_tv.pairing_flow"
ISSUES = f"{PACKAGE}.apple_tv.issues"

OTHERS = "apple_tv"

# ── Two integrations ──────────────────────────────────────────────────────────


@pytest.fixture(autouse=True)
def _others_are_not_set_up(hass: HomeAssistant) -> Generator[None]:
    """Have entries of the other integration without anybody looking for their devices."""
    with patch(
        "homeassistant.components.apple_tv.async_setup_entry", return_value=True
    ):
        yield


@pytest.fixture
def other(hass: HomeAssistant, apple_tv: SimulatedAppleTV) -> MockConfigEntry:
    """Have the Apple TV in Home Assistant's own integration."""
    entry = MockConfigEntry(
        domain=OTHERS,
        title="Lounge",
        unique_id="AA:BB:CC:DD:EE:FF",
        data={
            "name": "Lounge",
            "address": "192.0.2.9",
            "credentials": {"1": LOGIN_ID},
            "identifiers": ["AA:BB:CC:DD:EE:FF", apple_tv.service_name],
        },
    )
    entry.add_to_hass(hass)
    return entry


async def test_one_click_leaves_the_apple_tv_to_us(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    other: MockConfigEntry,
    init_integration: MockConfigEntry,
) -> None:
    issue = issues(hass)["both_hold_apple_tv"]
    assert words_of(issue) == {"name": apple_tv.name, "other": "Lounge"}

    flow = await open_fix(hass, issue)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.MENU, "both_hold")
    flow = await submit_fix(hass, flow, next_step_id="disable_other")

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert other.disabled_by is ConfigEntryDisabler.USER
    assert issues(hass) == {}


async def test_both_may_stay(
    hass: HomeAssistant, other: MockConfigEntry, init_integration: MockConfigEntry
) -> None:
    flow = await open_fix(hass, issues(hass)["both_hold_apple_tv"])
    flow = await submit_fix(hass, flow, next_step_id="keep_both")

    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "both_kept")
    assert other.disabled_by is None
    assert issues(hass)["both_hold_apple_tv"].dismissed_version is not None


async def test_it_goes_and_comes_with_the_other_entry(
    hass: HomeAssistant, other: MockConfigEntry, init_integration: MockConfigEntry
) -> None:
    entries = hass.config_entries
    assert await entries.async_setup(other.entry_id)
    await entries.async_set_disabled_by(other.entry_id, ConfigEntryDisabler.USER)
    assert issues(hass) == {}

    MockConfigEntry(domain="androidtv_remote").add_to_hass(hass)
    await entries.async_set_disabled_by(other.entry_id, None)
    assert set(issues(hass)) == {"both_hold_apple_tv"}

    await entries.async_remove(init_integration.entry_id)
    assert issues(hass) == {}


async def test_an_apple_tv_that_speaks_something_else_there_is_another_matter(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    mock_config_entry: MockConfigEntry,
    fast: Timing,
) -> None:
    MockConfigEntry(
        domain=OTHERS, data={"address": apple_tv.host, "credentials": {"3": "secret"}}
    ).add_to_hass(hass)
    mock_config_entry.add_to_hass(hass)

    assert await hass.config_entries.async_setup(mock_config_entry.entry_id)

    assert mock_config_entry.state is ConfigEntryState.LOADED
    assert issues(hass) == {}


# ── The callback never came ───────────────────────────────────────────────────


@pytest.fixture
def network(
    mock_async_zeroconf: MagicMock,
    monkeypatch: pytest.MonkeyPatch,
    socket_enabled: None,
) -> Network:
    """Announce on loopback, and hear nobody; entries are made without being set up."""
    monkeypatch.setattr(f"{PACKAGE}.apple_tv.announcements.LOOKUP_MILLISECONDS", 0)
    monkeypatch.setattr(f"{PACKAGE}.addresses.LOOKUP_MILLISECONDS", 0)
    monkeypatch.setattr(f"{PACKAGE}.flow.SHOWN_SECONDS", 0)
    monkeypatch.setattr(
        f"{PAIRING}.async_local_address", AsyncMock(return_value="127.0.0.1")
    )
    monkeypatch.setattr(f"{PACKAGE}.async_setup_entry", AsyncMock(return_value=True))
    return Network(mock_async_zeroconf)


@pytest.fixture
def container(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in a container."""
    monkeypatch.setattr(f"{ISSUES}.is_docker_env", lambda: True)


@pytest.fixture
def no_container(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in none, wherever these tests do."""
    monkeypatch.setattr(f"{ISSUES}.is_docker_env", lambda: False)


def _adapters(monkeypatch: pytest.MonkeyPatch, *addresses: tuple[str, int]) -> None:
    """Have addresses, each in a network."""
    ipv4 = [{"address": one, "network_prefix": prefix} for one, prefix in addresses]
    network = MagicMock()
    network.async_get_adapters = AsyncMock(return_value=[{"ipv4": ipv4}])
    monkeypatch.setattr(f"{ISSUES}.network", network)


async def _wait_in_vain(hass: HomeAssistant, device: str | None = None) -> Flow:
    """Show a code that nobody enters."""
    with (
        patch(f"{PAIRING}.PAIRING_SECONDS", 0.01),
        patch(f"{PAIRING}.PAIRING_TICKS", 1),
    ):
        flow = await finish(hass, await choose(hass, await begin(hass), device))
    assert flow["step_id"] == "pair_unreached"
    return flow


async def test_out_of_a_container_the_way_in_is_told_until_a_pairing_works(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    container: None,
) -> None:
    flow = await _wait_in_vain(hass, address_of(apple_tv))
    issue = issues(hass)["pairing_unreachable_container"]
    assert not issue.is_fixable
    assert words_of(issue) == {
        "address": "127.0.0.1",
        "port": str(network.remote.port),
        "host": apple_tv.host,
    }

    flow = await pair(hass, apple_tv, network, await pick(hass, flow, "pair"))
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert issues(hass) == {}


async def test_a_wrong_code_has_found_its_way_in_too(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network, container: None
) -> None:
    flow = await _wait_in_vain(hass)
    assert set(issues(hass)) == {"pairing_unreachable_container"}

    with patch(f"{PAIRING}.PAIRING_SECONDS", 15):
        flow = await pick(hass, flow, "pair")
        wrong = f"{(int(flow['description_placeholders']['pin']) + 1) % 10_000:04}"
        await enter_pin(apple_tv, network, flow, wrong)
    with patch(f"{PAIRING}.PAIRING_SECONDS", 0):
        flow = await finish(hass, flow)

    assert flow["step_id"] == "pair_wrong_code"
    assert issues(hass) == {}


async def test_under_a_supervisor_the_container_has_the_network_of_its_host(
    hass: HomeAssistant,
    network: Network,
    container: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(f"{ISSUES}.is_hassio", lambda _: True)

    await _wait_in_vain(hass)

    assert issues(hass) == {}


@pytest.mark.parametrize(
    "addresses",
    [
        [("127.0.0.1", 8)],
        # Which network the address that is announced belongs to is not always known.
        [("192.0.2.10", 24)],
    ],
)
async def test_a_television_in_the_same_network_most_likely_had_no_code_entered(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    no_container: None,
    monkeypatch: pytest.MonkeyPatch,
    *,
    addresses: list[tuple[str, int]],
) -> None:
    _adapters(monkeypatch, *addresses)

    await _wait_in_vain(hass, address_of(apple_tv))

    assert issues(hass) == {}


async def test_a_television_whose_name_leads_nowhere_any_more_is_not_judged(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    no_container: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(f"{ISSUES}.async_resolve", AsyncMock(return_value=None))

    await _wait_in_vain(hass, address_of(apple_tv))

    assert issues(hass) == {}


async def test_a_television_in_another_network_is_told(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    no_container: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _adapters(monkeypatch, ("192.0.2.10", 24))
    monkeypatch.setattr(
        f"{PAIRING}.async_local_address", AsyncMock(return_value="192.0.2.10")
    )
    shown = asyncio.Event()
    monkeypatch.setattr(f"{PAIRING}.PairingSession", partial(_unreached, shown))

    flow = await choose(hass, await begin(hass), address_of(apple_tv))
    shown.set()
    flow = await finish(hass, flow)

    assert flow["step_id"] == "pair_unreached"

    assert set(issues(hass)) == {"pairing_unreachable_network"}


def _unreached(shown: asyncio.Event, *_: Any, **__: Any) -> Any:
    """Stand for a session at an address that this machine does not have, and wait in vain once the dialog is shown."""

    async def time_out(_: float) -> Never:
        await shown.wait()
        raise PairingTimedOut(0)

    session = MagicMock(port=3690, pin="1234", wrong_codes=0)
    session.__aenter__.return_value = session
    session.wait = time_out
    return session


async def test_where_nobody_knows_where_the_television_is_nothing_is_concluded(
    hass: HomeAssistant, network: Network, no_container: None
) -> None:
    await _wait_in_vain(hass)

    assert issues(hass) == {}
