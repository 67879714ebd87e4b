"""Adding a hub by hand: from the list of those that answer, or by its address."""

from collections.abc import AsyncGenerator
from functools import partial
from unittest.mock import AsyncMock

from aiohttp import ClientSession, TCPConnector, ThreadedResolver
from homeassistant.config_entries import SOURCE_IGNORE
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import (
    CONF_KIND,
    CONF_SESSION_TOKEN,
    CONF_TRANSPORT,
    DOMAIN,
    Kind,
)
from custom_components.remote_bridge.harmony.discovery import scan
from simulators.harmony_hub import Login, SimulatedHub

from ...dialogs import Flow, add, add_device, finish, pick
from ...fake_time import FakeTime
from .common import (
    AUTOMATIC,
    WEBSOCKET,
    XMPP,
    add_hub,
    address_of,
    announcement_of,
    assert_is_entry_of,
    assert_menu,
    begin,
    choose,
    discover,
    is_left_alone,
)

PACKAGE = "custom_components.remote_bridge.hub.dialogs"


@pytest.fixture
async def answering(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[SimulatedHub]:
    """Run a hub that answers searches, and listens where hubs do."""
    async with SimulatedHub(udp_port=0) as hub:
        monkeypatch.setattr(f"{PACKAGE}.searching.SEARCH_PORT", hub.udp_port)
        monkeypatch.setattr(f"{PACKAGE}.searching.SEARCH_SECONDS", 4)
        monkeypatch.setattr(f"{PACKAGE}.flow.DEFAULT_PORT", hub.port)
        monkeypatch.setattr(f"{PACKAGE}.connect_flow.DEFAULT_PORT", hub.port)
        yield hub


async def _search(hass: HomeAssistant, time: FakeTime) -> Flow:
    """Begin by hand, and let the search take its time."""
    flow = await add(hass, Kind.HARMONY)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.SHOW_PROGRESS, "harmony")
    await time.settle()
    await time.advance(4)
    return await finish(hass, flow)


def _choices(flow: Flow) -> list[dict[str, str]]:
    """Return what there is to choose from."""
    device = flow["data_schema"].schema["device"]
    assert device.config["custom_value"] is True
    return device.config["options"]


async def test_one_is_asked_first_what_kind_of_device_it_is(
    hass: HomeAssistant,
) -> None:
    flow = await add_device(hass)

    assert_menu(flow, "user", "apple_tv", "harmony")


async def test_choosing_what_answered_makes_an_entry(
    hass: HomeAssistant,
    answering: SimulatedHub,
    time: FakeTime,
    mock_setup_entry: AsyncMock,
) -> None:
    flow = await _search(hass, time)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "hub")
    assert _choices(flow) == [
        {"value": "127.0.0.1", "label": "Living Room (127.0.0.1)"}
    ]

    flow = await choose(hass, flow, "127.0.0.1")

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["title"] == "Living Room"
    assert flow["result"].unique_id == answering.remote_id
    # Nothing that is as it is with every hub.
    assert flow["data"] == {
        CONF_KIND: "harmony",
        CONF_HOST: "127.0.0.1",
        CONF_TRANSPORT: WEBSOCKET,
    }
    assert flow["options"] == {CONF_TRANSPORT: AUTOMATIC}
    assert len(mock_setup_entry.mock_calls) == 1
    await is_left_alone(answering)


async def test_what_is_set_up_already_is_not_offered(
    hass: HomeAssistant, answering: SimulatedHub, time: FakeTime
) -> None:
    MockConfigEntry(
        domain=DOMAIN, unique_id=answering.remote_id, data={CONF_KIND: "harmony"}
    ).add_to_hass(hass)

    flow = await _search(hass, time)

    assert flow["step_id"] == "hub_not_found"
    assert _choices(flow) == []


async def test_what_is_ignored_can_be_chosen_all_the_same(
    hass: HomeAssistant, answering: SimulatedHub, time: FakeTime
) -> None:
    MockConfigEntry(
        domain=DOMAIN, unique_id=answering.remote_id, source=SOURCE_IGNORE
    ).add_to_hass(hass)

    flow = await _search(hass, time)
    flow = await choose(hass, flow, "127.0.0.1")

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert entry is flow["result"]


async def test_an_empty_field_means_to_look_again(
    hass: HomeAssistant,
    answering: SimulatedHub,
    time: FakeTime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(f"{PACKAGE}.searching.SEARCH_SECONDS", 0)
        flow = await begin(hass)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "hub_not_found")

    looking = hass.async_create_task(choose(hass, flow))
    await time.settle()
    await time.advance(4)
    flow = await looking

    assert flow["step_id"] == "hub"
    assert [choice["value"] for choice in _choices(flow)] == ["127.0.0.1"]
    flow = await choose(hass, flow, "127.0.0.1")
    assert flow["type"] is FlowResultType.CREATE_ENTRY


async def test_where_nobody_can_be_asked_an_address_can_be_typed(
    hass: HomeAssistant, hub: SimulatedHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An address that this machine does not have, so that no port can be opened there.
    monkeypatch.setattr(
        f"{PACKAGE}.searching.scan", partial(scan, local_host="192.0.2.1")
    )
    flow = await begin(hass)
    assert flow["step_id"] == "hub_not_found"
    # It fails at once, and must not take the empty answer for the next one.
    flow = await choose(hass, flow)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "hub_not_found")

    flow = await choose(hass, flow, address_of(hub), xmpp_port=hub.xmpp_port)
    assert_is_entry_of(flow, hub)


async def test_a_hub_with_firmware_from_before_names_can_be_chosen(
    hass: HomeAssistant,
    time: FakeTime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with SimulatedHub(udp_port=0, firmware="1.1.8") as hub:
        monkeypatch.setattr(f"{PACKAGE}.searching.SEARCH_PORT", hub.udp_port)
        monkeypatch.setattr(f"{PACKAGE}.searching.SEARCH_SECONDS", 4)
        monkeypatch.setattr(f"{PACKAGE}.flow.DEFAULT_PORT", hub.port)
        flow = await _search(hass, time)
        assert _choices(flow) == [
            {"value": "127.0.0.1", "label": "Living Room (127.0.0.1)"}
        ]
        flow = await choose(hass, flow, "127.0.0.1")
        assert flow["type"] is FlowResultType.CREATE_ENTRY
        assert flow["result"].unique_id == hub.remote_id

        # It is known by its address from now on.
        assert _choices(await _search(hass, time)) == []


async def test_a_typed_address_makes_an_entry(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    flow = await choose(
        hass, await begin(hass), f" {address_of(hub)} ", xmpp_port=hub.xmpp_port
    )

    assert_is_entry_of(flow, hub)
    await is_left_alone(hub)
    assert hub.complaints == []


async def test_a_host_name_is_kept_as_it_was_typed(
    hass: HomeAssistant, hub: SimulatedHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolver = ThreadedResolver()
    async with ClientSession(connector=TCPConnector(resolver=resolver)) as http:
        monkeypatch.setattr(
            f"{PACKAGE}.connect_flow.async_get_clientsession", lambda _: http
        )
        flow = await choose(hass, await begin(hass), f"localhost:{hub.port}")

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["data"][CONF_HOST] == "localhost"
    assert flow["data"][CONF_PORT] == hub.port


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("192.0.2", "invalid_address"),
        ("living room", "invalid_address"),
        ("fe80::1", "invalid_address"),
        ("127.0.0.1:99999", "invalid_address"),
        ("harmony.invalid", "hub_unknown_host"),
        ("harmony.local", "hub_unknown_host"),
    ],
)
@pytest.mark.usefixtures("nobody_has_a_name")
async def test_an_address_that_leads_nowhere_can_be_typed_again(
    hass: HomeAssistant, hub: SimulatedHub, typed: str, error: str
) -> None:
    flow = await choose(
        hass, await begin(hass), typed, transport=XMPP, xmpp_port=hub.xmpp_port
    )

    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "hub_not_found")
    assert flow["errors"] == {"device": error}
    device, advanced = flow["data_schema"].schema
    assert device.description == {"suggested_value": typed}
    transport, port = flow["data_schema"].schema[advanced].schema.schema
    assert transport.description == {"suggested_value": XMPP}
    assert port.description == {"suggested_value": hub.xmpp_port}
    flow = await choose(hass, flow, address_of(hub), xmpp_port=hub.xmpp_port)
    assert_is_entry_of(flow, hub)


@pytest.mark.parametrize("transport", [WEBSOCKET, XMPP])
async def test_whoever_insists_on_a_transport_gets_it(
    hass: HomeAssistant, hub: SimulatedHub, transport: str
) -> None:
    flow = await add_hub(hass, hub, transport)

    assert_is_entry_of(flow, hub, transport)
    assert flow["options"] == {CONF_TRANSPORT: transport}
    spoken = {request.transport for request in hub.requests} - {"http"}
    assert spoken == {transport}
    await is_left_alone(hub)


async def test_a_hub_without_a_websocket_is_spoken_to_over_xmpp(
    hass: HomeAssistant, hub: SimulatedHub, unused_tcp_port: int
) -> None:
    flow = await choose(
        hass,
        await begin(hass),
        f"{hub.host}:{unused_tcp_port}",
        xmpp_port=hub.xmpp_port,
    )

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["title"] == hub.name
    assert flow["result"].unique_id == hub.remote_id
    assert flow["data"][CONF_TRANSPORT] == XMPP
    assert hub.sessions == {flow["data"][CONF_SESSION_TOKEN]}
    assert flow["options"] == {CONF_TRANSPORT: AUTOMATIC}


async def test_a_hub_that_pairs_is_paired_with_and_the_identity_kept(
    hass: HomeAssistant, socket_enabled: None
) -> None:
    async with SimulatedHub(xmpp_port=0, login=Login.PAIR) as hub:
        flow = await add_hub(hass, hub, XMPP)

        assert_is_entry_of(flow, hub, XMPP)
        assert hub.sessions == {flow["data"][CONF_SESSION_TOKEN]}
        await is_left_alone(hub)


async def test_a_hub_from_before_there_were_remote_ids_is_known_by_its_other_id(
    hass: HomeAssistant, socket_enabled: None
) -> None:
    async with SimulatedHub(xmpp_port=0, remote_id="", firmware="1.1.8") as hub:
        flow = await add_hub(hass, hub, XMPP)

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["title"] == hub.name
    assert flow["result"].unique_id == hub.uuid


async def test_a_hub_that_is_set_up_is_followed_to_its_address_and_not_troubled(
    hass: HomeAssistant, hub: SimulatedHub, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, CONF_HOST: "192.0.2.7", CONF_PORT: 8080}
    )

    flow = await add_hub(hass, hub)

    assert flow["type"] is FlowResultType.ABORT
    assert flow["reason"] == "already_configured"
    assert (entry.data[CONF_HOST], entry.data[CONF_PORT]) == (hub.host, hub.port)
    assert {request.transport for request in hub.requests} == {"http"}


async def test_a_card_that_waits_does_not_stand_in_the_way(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await discover(hass, announcement_of(hub))

    flow = await add_hub(hass, hub)

    assert_is_entry_of(flow, hub)
    assert hass.config_entries.flow.async_progress() == []


async def test_after_another_choice_in_the_same_dialog_that_one_counts(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    async with SimulatedHub(
        name="Bedroom", xmpp_port=0, remote_id="87654321"
    ) as bedroom:
        await bedroom.unplug()
        flow = await add_hub(hass, bedroom)
        flow = await pick(hass, flow, "hub")
        assert flow["step_id"] == "hub_not_found"
        device, _ = flow["data_schema"].schema
        assert device.description == {"suggested_value": address_of(bedroom)}
        flow = await choose(hass, flow, address_of(hub), xmpp_port=hub.xmpp_port)

    assert_is_entry_of(flow, hub)
