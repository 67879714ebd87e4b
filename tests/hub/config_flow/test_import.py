"""Taking a hub over from Home Assistant's own integration."""

from collections.abc import AsyncGenerator
from typing import Any

from homeassistant.config_entries import SOURCE_IGNORE, ConfigEntryDisabler
from homeassistant.const import CONF_HOST, CONF_NAME
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import Kind
from simulators.harmony_hub import Fault, Login, SimulatedHub
from simulators.harmony_hub.configuration import WATCH_TV

from ...dialogs import Flow, add, finish, pick, submit
from .common import (
    AUTOMATIC,
    XMPP,
    address_of,
    announcement_of,
    assert_is_entry_of,
    assert_menu,
    choose,
    data_of,
    discover,
    is_left_alone,
)

OTHERS = "harmony"
IMPORT_FLOW = "custom_components.remote_bridge.hub.dialogs.import_flow"

# What its options dialog writes down when nobody changes anything.
UNTOUCHED = {"activity": "Previous Active Activity", "delay_secs": 0.4}


@pytest.fixture(autouse=True)
def _usual_port(monkeypatch: pytest.MonkeyPatch, hub: SimulatedHub) -> None:
    """Let the hub be where all hubs are, for the other integration knows no ports."""
    monkeypatch.setattr(f"{IMPORT_FLOW}.DEFAULT_PORT", hub.port)


def _other(hass: HomeAssistant, hub: SimulatedHub, **changes: Any) -> MockConfigEntry:
    """Have an entry of Home Assistant's own integration for a hub."""
    details = {
        "domain": OTHERS,
        "title": "Lounge",
        "unique_id": hub.remote_id,
        "data": {CONF_HOST: hub.host, CONF_NAME: "Lounge"},
    }
    entry = MockConfigEntry(**details | changes)
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
def other(hass: HomeAssistant, hub: SimulatedHub) -> MockConfigEntry:
    """Have the hub in Home Assistant's own integration."""
    return _other(hass, hub, options=UNTOUCHED)


@pytest.fixture
async def bedroom(socket_enabled: None) -> AsyncGenerator[SimulatedHub]:
    """Run a hub that wants to be paired with."""
    async with SimulatedHub(
        name="Bedroom", remote_id="87654321", xmpp_port=0, login=Login.PAIR
    ) as hub:
        yield hub


async def _offer(hass: HomeAssistant) -> Flow:
    """Begin by hand, and come to the offer."""
    flow = await add(hass, Kind.HARMONY)
    assert_menu(flow, "harmony_import", "import_hub", "harmony")
    return flow


async def _take_over(hass: HomeAssistant) -> Flow:
    """Take the offer, and wait for what comes of it."""
    return await finish(hass, await pick(hass, await _offer(hass), "import_hub"))


# ── Taking over ───────────────────────────────────────────────────────────────


async def test_a_hub_is_taken_over_with_nothing_to_type_and_the_other_one_disabled(
    hass: HomeAssistant, hub: SimulatedHub, other: MockConfigEntry
) -> None:
    flow = await _offer(hass)
    assert flow["description_placeholders"] == {"names": "Lounge"}

    flow = await finish(hass, await pick(hass, flow, "import_hub"))
    assert_menu(flow, "hub_both_hold", "hub_disable_other", "hub_keep_both")
    assert flow["description_placeholders"]["other"] == "Lounge"
    await is_left_alone(hub)
    assert other.disabled_by is None

    flow = await pick(hass, flow, "hub_disable_other")
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert (flow["title"], flow["result"].unique_id) == ("Lounge", hub.remote_id)
    assert flow["data"] == data_of(hub)
    # Nobody had chosen anything.
    assert flow["options"] == {"transport": AUTOMATIC}
    assert other.disabled_by is ConfigEntryDisabler.USER


async def test_both_can_be_kept(
    hass: HomeAssistant, hub: SimulatedHub, other: MockConfigEntry
) -> None:
    flow = await pick(hass, await _take_over(hass), "hub_keep_both")

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert other.disabled_by is None


@pytest.mark.parametrize("place", ["options", "data"])
async def test_what_was_chosen_there_comes_along(
    hass: HomeAssistant, hub: SimulatedHub, place: str
) -> None:
    data = {CONF_HOST: hub.host, CONF_NAME: "Lounge"}
    chosen = {"activity": "Watch TV", "delay_secs": 0.75}
    _other(hass, hub, **{"data": data, place: {**data, **chosen}})

    flow = await pick(hass, await _take_over(hass), "hub_keep_both")

    assert flow["options"] == {
        "transport": AUTOMATIC,
        "default_activity": WATCH_TV,
        "key_spacing": 0.75,
    }


@pytest.mark.parametrize(("delay", "kept"), [(0, 0.1), (5, 2.0)])
async def test_a_pause_that_we_do_not_offer_becomes_the_nearest_one(
    hass: HomeAssistant, hub: SimulatedHub, delay: float, kept: float
) -> None:
    _other(hass, hub, options={"delay_secs": delay})

    flow = await pick(hass, await _take_over(hass), "hub_keep_both")

    assert flow["options"] == {"transport": AUTOMATIC, "key_spacing": kept}


@pytest.mark.parametrize("activity", ["Watch Betamax", "PowerOff", 7])
async def test_an_activity_that_cannot_be_started_is_left_out(
    hass: HomeAssistant, hub: SimulatedHub, activity: object
) -> None:
    _other(hass, hub, options={"activity": activity, "delay_secs": "fast"})

    flow = await pick(hass, await _take_over(hass), "hub_keep_both")

    assert flow["options"] == {"transport": AUTOMATIC}


async def test_a_hub_that_does_not_tell_its_activities_is_taken_over_without_one(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    hub.faults.set(Fault.NULL_CONFIGURATION)
    _other(hass, hub, options={"activity": "Watch TV"})

    flow = await pick(hass, await _take_over(hass), "hub_keep_both")

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["options"] == {"transport": AUTOMATIC}


async def test_the_activity_comes_along_over_xmpp_too(
    hass: HomeAssistant,
    bedroom: SimulatedHub,
    monkeypatch: pytest.MonkeyPatch,
    unused_tcp_port: int,
) -> None:
    monkeypatch.setattr(f"{IMPORT_FLOW}.DEFAULT_PORT", unused_tcp_port)
    monkeypatch.setattr(f"{IMPORT_FLOW}.DEFAULT_XMPP_PORT", bedroom.xmpp_port)
    _other(hass, bedroom, options={"activity": "Watch TV"})

    flow = await pick(hass, await _take_over(hass), "hub_keep_both")

    assert flow["data"]["transport"] == XMPP
    assert {flow["data"]["session_token"]} == bedroom.sessions
    assert flow["options"] == {"transport": AUTOMATIC, "default_activity": WATCH_TV}


async def test_an_entry_that_is_disabled_is_taken_over_without_more_ado(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    _other(hass, hub, disabled_by=ConfigEntryDisabler.USER)

    flow = await _take_over(hass)

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["data"] == data_of(hub)


async def test_of_several_one_is_chosen(hass: HomeAssistant, hub: SimulatedHub) -> None:
    _other(
        hass,
        hub,
        title="Bedroom",
        unique_id="87654321",
        data={CONF_HOST: "192.0.2.9", CONF_NAME: "Bedroom"},
    )
    lounge = _other(hass, hub)

    flow = await _offer(hass)
    assert flow["description_placeholders"] == {"names": "Bedroom, Lounge"}
    flow = await pick(hass, flow, "import_hub")
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "import_hub")
    options = flow["data_schema"].schema["device"].config["options"]
    assert [one["label"] for one in options] == [
        "Bedroom (192.0.2.9)",
        f"Lounge ({hub.host})",
    ]
    flow = await finish(hass, await submit(hass, flow, device=lounge.entry_id))
    flow = await pick(hass, flow, "hub_keep_both")

    assert flow["result"].unique_id == hub.remote_id


async def test_a_hub_that_is_known_by_a_hash_there_is_taken_over_as_the_one_it_is(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    other = _other(hass, hub, unique_id="0f1e2d3c4b5a69788796a5b4c3d2e1f0")

    flow = await pick(hass, await _take_over(hass), "hub_disable_other")

    assert flow["result"].unique_id == hub.remote_id
    assert other.disabled_by is ConfigEntryDisabler.USER


# ── What can go wrong ─────────────────────────────────────────────────────────


async def test_another_hub_at_that_address_is_not_taken_for_it(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    _other(hass, hub, unique_id="87654321")

    flow = await _take_over(hass)

    assert_menu(flow, "hub_another", "hub_connect", "hub")


async def test_a_hub_that_is_away_can_be_tried_again_or_left_for_another(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    _other(hass, hub, options={"activity": "Watch TV"})
    await hub.unplug()
    flow = await _take_over(hass)
    assert_menu(flow, "hub_nobody_listens", "hub_connect", "hub")
    assert flow["description_placeholders"]["name"] == "Lounge"

    await hub.plug_in()
    flow = await pick(hass, flow, "hub")
    flow = await choose(hass, flow, address_of(hub), xmpp_port=hub.xmpp_port)
    flow = await pick(hass, flow, "hub_keep_both")

    # Whoever chose by hand gets what everybody gets.
    assert_is_entry_of(flow, hub)
    assert flow["options"] == {"transport": AUTOMATIC}


async def test_an_entry_that_goes_while_one_thinks_about_it_needs_no_disabling(
    hass: HomeAssistant, hub: SimulatedHub, other: MockConfigEntry
) -> None:
    flow = await _take_over(hass)
    await hass.config_entries.async_remove(other.entry_id)

    flow = await pick(hass, flow, "hub_disable_other")

    assert flow["type"] is FlowResultType.CREATE_ENTRY


# ── What is not offered ───────────────────────────────────────────────────────


async def test_what_we_have_already_is_not_offered(
    hass: HomeAssistant,
    hub: SimulatedHub,
    entry: MockConfigEntry,
    other: MockConfigEntry,
) -> None:
    flow = await finish(hass, await add(hass, Kind.HARMONY))

    assert flow["step_id"] == "hub_not_found"


@pytest.mark.parametrize(
    "changes", [{"data": {}}, {"source": SOURCE_IGNORE}, {"domain": "harmonia"}]
)
async def test_what_is_no_hub_of_anybody_is_not_offered(
    hass: HomeAssistant, hub: SimulatedHub, changes: dict[str, Any]
) -> None:
    _other(hass, hub, **changes)

    flow = await finish(hass, await add(hass, Kind.HARMONY))

    assert flow["step_id"] == "hub_not_found"


async def test_who_wants_another_hub_is_asked_once(
    hass: HomeAssistant, hub: SimulatedHub, other: MockConfigEntry
) -> None:
    flow = await finish(hass, await pick(hass, await _offer(hass), "harmony"))
    assert flow["step_id"] == "hub_not_found"

    # To look again is no reason to ask again.
    flow = await choose(hass, flow)
    assert flow["step_id"] == "hub_not_found"


# ── Added in another way ──────────────────────────────────────────────────────


async def test_a_hub_that_was_discovered_brings_along_what_was_chosen_there(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    _other(hass, hub, options={"activity": "Watch TV", "delay_secs": 0.75})

    flow = await discover(hass, announcement_of(hub))
    flow = await finish(hass, await submit(hass, flow))
    flow = await pick(hass, flow, "hub_keep_both")

    assert flow["title"] == "Lounge"
    assert flow["options"] == {
        "transport": AUTOMATIC,
        "default_activity": WATCH_TV,
        "key_spacing": 0.75,
    }


async def test_typing_the_address_of_a_hub_that_both_would_hold_asks_too(
    hass: HomeAssistant, bedroom: SimulatedHub
) -> None:
    other = _other(
        hass,
        bedroom,
        title="Bedroom",
        data={CONF_HOST: "192.0.2.9", CONF_NAME: "Bedroom"},
        disabled_by=ConfigEntryDisabler.USER,
    )
    flow = await finish(hass, await pick(hass, await _offer(hass), "harmony"))
    other.disabled_by = None
    flow = await choose(
        hass,
        flow,
        address_of(bedroom),
        transport=XMPP,
        xmpp_port=bedroom.xmpp_port,
    )
    assert_menu(flow, "hub_both_hold", "hub_disable_other", "hub_keep_both")

    flow = await pick(hass, flow, "hub_disable_other")

    assert_is_entry_of(flow, bedroom, XMPP)
    assert other.disabled_by is ConfigEntryDisabler.USER


async def test_repairing_asks_nothing_about_others(
    hass: HomeAssistant,
    hub: SimulatedHub,
    entry: MockConfigEntry,
    other: MockConfigEntry,
) -> None:
    flow = await submit(hass, await entry.start_reauth_flow(hass))
    flow = await finish(hass, flow)

    assert (flow["type"], flow["reason"]) == (
        FlowResultType.ABORT,
        "reauth_successful",
    )
