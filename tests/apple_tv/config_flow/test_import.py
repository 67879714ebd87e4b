"""Taking an Apple TV over from Home Assistant's own integration."""

from typing import Any

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import CONF_LOGIN_ID
from simulators.apple_tv import SimulatedAppleTV

from ..common import LOGIN_ID
from .common import (
    APPLE_TV,
    HOME_SHARING_ID,
    Flow,
    Network,
    address_of,
    assert_is_entry_of,
    begin,
    choose,
    discover,
    discovery_of,
    finish,
    pair,
    pick,
    submit,
)

OTHERS = "apple_tv"
DMAP, AIRPLAY = "1", "3"
IMPORT_FLOW = "custom_components.remote_bridge.apple_tv.import_flow"


@pytest.fixture(autouse=True)
def _usual_port(
    monkeypatch: pytest.MonkeyPatch, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    """Let the Apple TV be where all of them are, for the other integration knows no ports."""
    monkeypatch.setattr(f"{IMPORT_FLOW}.DEFAULT_PORT", apple_tv.port)


def _other(
    hass: HomeAssistant,
    tv: SimulatedAppleTV,
    credentials: Any = None,
    *,
    identifiers: list[str] | None = None,
    **changes: Any,
) -> MockConfigEntry:
    """Have an entry of Home Assistant's own integration for an Apple TV."""
    entry = MockConfigEntry(
        **{
            "domain": OTHERS,
            "title": "Lounge",
            "unique_id": "AA:BB:CC:DD:EE:FF",
            "data": {
                "name": "Lounge",
                "address": tv.host,
                "credentials": credentials or {DMAP: LOGIN_ID, AIRPLAY: "secret"},
                "identifiers": identifiers
                or ["AA:BB:CC:DD:EE:FF", "AABBCCDDEEFF", tv.service_name],
            },
            **changes,
        }
    )
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
def other(hass: HomeAssistant, apple_tv: SimulatedAppleTV) -> MockConfigEntry:
    """Have the Apple TV in Home Assistant's own integration."""
    return _other(hass, apple_tv)


def _assert_menu(flow: Flow, step_id: str, *options: str) -> None:
    assert (flow["type"], flow["step_id"]) == (FlowResultType.MENU, step_id)
    assert flow["menu_options"] == list(options)


async def _offer(hass: HomeAssistant) -> Flow:
    """Begin by hand, and come to the offer."""
    flow = await begin(hass)
    _assert_menu(flow, "apple_tv_import", "import_apple_tv", "apple_tv")
    return flow


async def _take_over(hass: HomeAssistant) -> Flow:
    """Take the offer, and wait for what comes of it."""
    return await finish(hass, await pick(hass, await _offer(hass), "import_apple_tv"))


# ── Taking over ───────────────────────────────────────────────────────────────


async def test_an_apple_tv_is_taken_over_with_its_login_and_the_other_one_disabled(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    other: MockConfigEntry,
) -> None:
    flow = await _offer(hass)
    assert flow["description_placeholders"] == {"names": "Lounge"}

    flow = await finish(hass, await pick(hass, flow, "import_apple_tv"))
    _assert_menu(
        flow,
        "apple_tv_both_hold",
        "apple_tv_disable_other",
        "apple_tv_keep_both",
    )
    assert flow["description_placeholders"]["other"] == "Lounge"
    assert apple_tv.sessions == ()
    assert other.disabled_by is None

    flow = await pick(hass, flow, "apple_tv_disable_other")
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert (flow["title"], flow["result"].unique_id) == (
        "Lounge",
        apple_tv.service_name,
    )
    assert flow["data"][CONF_LOGIN_ID] == LOGIN_ID
    assert (flow["data"][CONF_HOST], flow["data"]["port"]) == (
        apple_tv.host,
        apple_tv.port,
    )
    assert other.disabled_by is ConfigEntryDisabler.USER
    network.register.assert_not_called()


async def test_both_can_be_kept(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, other: MockConfigEntry
) -> None:
    flow = await pick(hass, await _take_over(hass), "apple_tv_keep_both")

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert other.disabled_by is None


async def test_where_it_is_now_comes_from_its_announcement(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    other = _other(hass, apple_tv)
    hass.config_entries.async_update_entry(
        other, data={**other.data, "address": "192.0.2.9"}
    )
    network.announce(apple_tv)

    flow = await pick(hass, await _take_over(hass), "apple_tv_keep_both")

    assert flow["data"][CONF_HOST] == apple_tv.host


async def test_an_announcement_that_is_asked_for_is_as_good(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = _other(hass, apple_tv)
    hass.config_entries.async_update_entry(
        other, data={**other.data, "address": "192.0.2.9"}
    )
    network.announce(apple_tv)

    async def nobody(_: HomeAssistant) -> dict[str, Any]:
        return {}

    # The pointers to services are forgotten after an hour, the services are still there to be asked for by name.
    monkeypatch.setattr(f"{IMPORT_FLOW}.async_found", nobody)

    flow = await pick(hass, await _take_over(hass), "apple_tv_keep_both")

    assert flow["data"][CONF_HOST] == apple_tv.host


async def test_an_entry_that_has_not_seen_a_restart_is_read_as_well(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    # JSON has turned the number of the protocol into text everywhere else.
    _other(hass, apple_tv, {1: LOGIN_ID})

    flow = await pick(hass, await _take_over(hass), "apple_tv_keep_both")

    assert flow["data"][CONF_LOGIN_ID] == LOGIN_ID


async def test_a_login_that_lost_its_zeroes_works_again(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    apple_tv.authorize("0x00000000000ABCDE")
    _other(hass, apple_tv, {DMAP: "0xABCDE"})

    flow = await pick(hass, await _take_over(hass), "apple_tv_keep_both")

    assert flow["data"][CONF_LOGIN_ID] == "0x00000000000ABCDE"


async def test_a_device_with_home_sharing_is_taken_over_without_a_login_of_its_own(
    hass: HomeAssistant, network: Network
) -> None:
    async with SimulatedAppleTV(home_sharing_id=HOME_SHARING_ID) as tv:
        _other(hass, tv, {DMAP: None})
        network.announce(tv, APPLE_TV, hG=HOME_SHARING_ID)

        flow = await pick(hass, await _take_over(hass), "apple_tv_keep_both")

    assert flow["data"][CONF_LOGIN_ID] == HOME_SHARING_ID


async def test_of_several_one_is_chosen(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, other: MockConfigEntry
) -> None:
    async with SimulatedAppleTV(service_name="00000000000000AB") as bedroom:
        bedroom.authorize(LOGIN_ID)
        wanted = _other(
            hass,
            bedroom,
            title="Bedroom",
            identifiers=[bedroom.service_name],
        )
        hass.config_entries.async_update_entry(
            wanted, data={**wanted.data, "address": "localhost"}
        )
        flow = await pick(hass, await _offer(hass), "import_apple_tv")
        assert (flow["type"], flow["step_id"]) == (
            FlowResultType.FORM,
            "import_apple_tv",
        )
        options = flow["data_schema"].schema["device"].config["options"]
        assert options == [
            {"value": other.entry_id, "label": "Lounge (127.0.0.1)"},
            {"value": wanted.entry_id, "label": "Bedroom (localhost)"},
        ]
        hass.config_entries.flow.async_abort(flow["flow_id"])

    flow = await pick(hass, await _offer(hass), "import_apple_tv")
    flow = await finish(hass, await submit(hass, flow, device=other.entry_id))
    flow = await pick(hass, flow, "apple_tv_keep_both")

    assert flow["result"].unique_id == apple_tv.service_name


# ── What can go wrong ─────────────────────────────────────────────────────────


async def test_a_login_that_is_no_longer_good_leads_to_a_new_pairing(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    _other(hass, apple_tv, {DMAP: "0x0123456789ABCDEF"})
    flow = await _take_over(hass)
    _assert_menu(flow, "pairing_forgotten", "pair", "apple_tv")

    flow = await pair(hass, apple_tv, network, await pick(hass, flow, "pair"))
    flow = await pick(hass, flow, "apple_tv_disable_other")

    assert_is_entry_of(flow, apple_tv, "Lounge")


async def test_one_that_does_not_answer_can_be_left_for_another(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    monkeypatch: pytest.MonkeyPatch,
    unused_tcp_port: int,
) -> None:
    monkeypatch.setattr(f"{IMPORT_FLOW}.DEFAULT_PORT", unused_tcp_port)
    _other(hass, apple_tv)
    flow = await _take_over(hass)
    _assert_menu(flow, "login_unreachable", "login", "apple_tv")

    # It has been offered once.
    flow = await pick(hass, flow, "apple_tv")
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "apple_tv")
    flow = await pair(
        hass, apple_tv, network, await choose(hass, flow, address_of(apple_tv))
    )
    flow = await pick(hass, flow, "apple_tv_disable_other")

    assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_an_entry_that_goes_while_one_thinks_about_it_needs_no_disabling(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, other: MockConfigEntry
) -> None:
    flow = await _take_over(hass)
    await hass.config_entries.async_remove(other.entry_id)

    flow = await pick(hass, flow, "apple_tv_disable_other")

    assert flow["type"] is FlowResultType.CREATE_ENTRY


# ── What is not offered ───────────────────────────────────────────────────────


async def _assert_is_not_offered(hass: HomeAssistant) -> None:
    flow = await begin(hass)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "apple_tv")


async def test_what_we_have_already_is_not_offered(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry, other: MockConfigEntry
) -> None:
    mock_config_entry.add_to_hass(hass)

    await _assert_is_not_offered(hass)


@pytest.mark.parametrize(
    "credentials",
    [
        {AIRPLAY: "secret"},
        {DMAP: None},
        {DMAP: "not a login"},
        {DMAP: ["0x1234567890ABCDEF"]},
        ["0x1234567890ABCDEF"],
    ],
)
async def test_what_has_no_login_that_we_could_use_is_not_offered(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, credentials: Any
) -> None:
    _other(hass, apple_tv, credentials)

    await _assert_is_not_offered(hass)


@pytest.mark.parametrize(
    "changes", [{"data": {}}, {"domain": "androidtv_remote"}, {"source": "ignore"}]
)
async def test_what_is_no_apple_tv_of_anybody_is_not_offered(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, changes: dict[str, Any]
) -> None:
    _other(hass, apple_tv, **changes)

    await _assert_is_not_offered(hass)


async def test_what_nobody_knows_the_name_of_is_not_offered(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    _other(hass, apple_tv, identifiers=["AA:BB:CC:DD:EE:FF"])

    await _assert_is_not_offered(hass)


# ── Added in another way ──────────────────────────────────────────────────────


async def test_pairing_with_what_the_other_one_holds_asks_too(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    other = _other(hass, apple_tv, {DMAP: None})
    network.announce(apple_tv)
    flow = await submit(hass, await discover(hass, discovery_of(apple_tv)))
    flow = await pair(hass, apple_tv, network, flow)
    _assert_menu(
        flow,
        "apple_tv_both_hold",
        "apple_tv_disable_other",
        "apple_tv_keep_both",
    )

    flow = await pick(hass, flow, "apple_tv_disable_other")

    assert_is_entry_of(flow, apple_tv)
    assert other.disabled_by is ConfigEntryDisabler.USER
