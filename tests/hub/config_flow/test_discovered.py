"""Hubs that announce themselves."""

from unittest.mock import AsyncMock

from homeassistant.config_entries import SOURCE_IGNORE
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import CONF_TRANSPORT, DOMAIN
from simulators.harmony_hub import Fault, SimulatedHub

from ...dialogs import finish, pick, submit
from .common import (
    AUTOMATIC,
    address_of,
    announcement,
    announcement_of,
    assert_menu,
    data_of,
    discover,
    is_left_alone,
)


async def test_one_click_adds_a_hub_that_announces_itself(
    hass: HomeAssistant, hub: SimulatedHub, mock_setup_entry: AsyncMock
) -> None:
    flow = await discover(hass, announcement_of(hub))
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "ssdp_confirm")
    assert flow["data_schema"] is None
    assert flow["description_placeholders"] == {"name": hub.name, "host": hub.host}
    (card,) = hass.config_entries.flow.async_progress()
    assert card["context"]["title_placeholders"] == {"name": hub.name, "host": hub.host}
    assert card["context"]["confirm_only"] is True
    assert card["context"]["unique_id"] == hub.remote_id

    flow = await finish(hass, await submit(hass, flow))

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["title"] == hub.name
    assert flow["data"] == data_of(hub)
    assert flow["options"] == {CONF_TRANSPORT: AUTOMATIC}
    assert len(mock_setup_entry.mock_calls) == 1
    await is_left_alone(hub)


async def test_an_announcement_costs_a_hub_one_question_and_no_connection(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await discover(hass, announcement_of(hub))

    assert [request.transport for request in hub.requests] == ["http"]


async def test_the_same_hub_is_announced_twice_and_shown_once(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await discover(hass, announcement_of(hub))

    flow = await discover(hass, announcement_of(hub))

    assert flow["type"] is FlowResultType.ABORT
    assert flow["reason"] == "already_in_progress"


@pytest.mark.parametrize(
    "moved", [{CONF_HOST: "192.0.2.7"}, {CONF_PORT: 8080}, {CONF_PORT: None}]
)
async def test_a_known_hub_is_followed_to_where_it_is_now(
    hass: HomeAssistant,
    hub: SimulatedHub,
    entry: MockConfigEntry,
    moved: dict[str, str | int | None],
) -> None:
    before = dict(entry.data)
    known = {key: value for key, value in (before | moved).items() if value is not None}
    hass.config_entries.async_update_entry(entry, data=known)

    flow = await discover(hass, announcement_of(hub))

    assert flow["type"] is FlowResultType.ABORT
    assert flow["reason"] == "already_configured"
    assert entry.data == before


async def test_a_known_hub_that_has_not_moved_stays_as_it_is(
    hass: HomeAssistant,
    hub: SimulatedHub,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Listens where hubs do, so its port stands nowhere.
    package = "custom_components.remote_bridge.hub.dialogs.connect_flow"
    monkeypatch.setattr(f"{package}.DEFAULT_PORT", hub.port)
    data = {key: value for key, value in entry.data.items() if key != CONF_PORT}
    hass.config_entries.async_update_entry(entry, data=data)

    await discover(hass, announcement_of(hub))

    assert entry.data == data


async def test_an_ignored_hub_stays_ignored(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    MockConfigEntry(
        domain=DOMAIN, unique_id=hub.remote_id, source=SOURCE_IGNORE
    ).add_to_hass(hass)

    flow = await discover(hass, announcement_of(hub))

    assert flow["reason"] == "already_configured"


@pytest.mark.parametrize(
    "locations",
    [
        (None,),
        ("http://[fe80::1]:8088/description", "http://[2001:db8::1]:8088/description"),
        ("http://169.254.7.7:8088/description",),
        ("http://harmony.local:8088/description",),
        ("https://127.0.0.1:8088/description",),
        ("http://127.0.0.1:seven/description",),
        ("ftp:description",),
    ],
)
async def test_an_announcement_without_an_ipv4_address_leads_nowhere(
    hass: HomeAssistant, locations: tuple[str | None, ...]
) -> None:
    flow = await discover(hass, announcement(*locations))

    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "ipv6_only")


async def test_among_several_addresses_the_one_that_leads_somewhere_counts(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    flow = await discover(
        hass,
        announcement(
            "http://[fe80::1]:8088/description",
            f"http://{address_of(hub)}/description",
        ),
    )

    assert flow["step_id"] == "ssdp_confirm"
    assert flow["description_placeholders"]["host"] == hub.host


async def test_a_hub_that_announces_no_name_is_called_what_it_is(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    location = f"http://{address_of(hub)}/description"

    flow = await discover(hass, announcement(location, name=None))

    assert flow["description_placeholders"]["name"] == "Harmony Hub"
    # Once it is connected it tells its name.
    flow = await finish(hass, await submit(hass, flow))
    assert flow["title"] == hub.name


async def test_a_hub_that_does_not_say_who_it_is_is_not_shown(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await hub.unplug()
    flow = await discover(hass, announcement_of(hub))
    assert flow["type"] is FlowResultType.ABORT
    assert flow["reason"] == "hub_not_identified"
    assert flow["description_placeholders"] == {"host": hub.host}

    await hub.plug_in()
    flow = await discover(hass, announcement_of(hub))
    assert flow["step_id"] == "ssdp_confirm"


async def test_a_hub_gone_after_its_announcement_can_be_tried_again(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    flow = await discover(hass, announcement_of(hub))
    await hub.unplug()
    flow = await finish(hass, await submit(hass, flow))
    assert_menu(flow, "hub_nobody_listens", "hub_connect")

    await hub.plug_in()
    flow = await finish(hass, await pick(hass, flow, "hub_connect"))
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["data"] == data_of(hub)


async def test_another_hub_that_took_the_address_meanwhile_is_not_added_in_its_place(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    flow = await discover(hass, announcement_of(hub))
    await hub.unplug()
    port = hub.port
    await hub.__aexit__(None, None, None)
    async with SimulatedHub(remote_id="87654321", port=port):
        flow = await finish(hass, await submit(hass, flow))
        assert_menu(flow, "hub_another", "hub_connect")

    async with SimulatedHub(remote_id=hub.remote_id, port=port):
        flow = await finish(hass, await pick(hass, flow, "hub_connect"))
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["result"].unique_id == hub.remote_id


async def test_a_hub_that_does_not_tell_its_name_is_called_as_it_was_announced(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    flow = await discover(hass, announcement_of(hub))
    hub.faults.set(Fault.STILL_INITIALIZING, path="connect.discoveryinfo?get")

    flow = await finish(hass, await submit(hass, flow))

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["title"] == "Living Room"
