"""Repairing, moving and adjusting an Apple TV that is set up."""

from unittest.mock import AsyncMock

from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import (
    CONF_CALLBACK_PORT,
    CONF_DO_NOT_WAKE,
    CONF_LOGIN_ID,
    CONF_SWIPE,
)
from simulators.apple_tv import Fault, SimulatedAppleTV

from ..common import LOGIN_ID
from .common import (
    APPLE_TV,
    HOME_SHARING_ID,
    Flow,
    Network,
    enter_pin,
    finish,
    pair,
    pick,
    submit,
)


@pytest.fixture
def entry(hass: HomeAssistant, mock_config_entry: MockConfigEntry) -> MockConfigEntry:
    """Have an entry."""
    mock_config_entry.add_to_hass(hass)
    return mock_config_entry


def _assert_succeeded(flow: Flow, reason: str) -> None:
    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, reason)


# ── Reauthentication ──────────────────────────────────────────────────────────


async def test_a_removed_remote_is_paired_again_and_everything_else_stays(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    network: Network,
    mock_setup_entry: AsyncMock,
) -> None:
    before = dict(entry.data)
    apple_tv.revoke(LOGIN_ID)
    flow = await entry.start_reauth_flow(hass)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "reauth_apple_tv")

    flow = await pair(hass, apple_tv, network, await submit(hass, flow))

    _assert_succeeded(flow, "reauth_successful")
    assert entry.data == before | {CONF_LOGIN_ID: apple_tv.paired[-1].guid}
    assert entry.data[CONF_LOGIN_ID] != LOGIN_ID
    assert entry.unique_id == apple_tv.service_name
    await hass.async_block_till_done()
    assert len(mock_setup_entry.mock_calls) == 1
    assert await network.is_left_as_found()


async def test_repairing_wants_the_same_apple_tv(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    network: Network,
) -> None:
    flow = await submit(hass, await entry.start_reauth_flow(hass))
    async with SimulatedAppleTV(service_name="0000000000000002") as other:
        assert not (await enter_pin(other, network, flow)).accepted
    flow = await finish(hass, flow)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.MENU, "pair_wrong_device")
    assert flow["menu_options"] == ["pair"]

    flow = await pair(hass, apple_tv, network, await pick(hass, flow, "pair"))
    _assert_succeeded(flow, "reauth_successful")


async def test_home_sharing_repairs_without_a_pin(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    network: Network,
) -> None:
    hass.config_entries.async_update_entry(entry, data={**entry.data, CONF_PORT: 1})
    assert entry.unique_id is not None
    async with SimulatedAppleTV(
        service_name=entry.unique_id, home_sharing_id=HOME_SHARING_ID
    ) as tv:
        network.announce(tv)
        network.announce(tv, APPLE_TV, hG=HOME_SHARING_ID)
        flow = await submit(hass, await entry.start_reauth_flow(hass))
        flow = await finish(hass, flow)

    _assert_succeeded(flow, "reauth_successful")
    assert entry.data[CONF_LOGIN_ID] == HOME_SHARING_ID
    assert entry.data[CONF_PORT] == tv.port
    network.register.assert_not_called()


async def test_repairing_uses_the_port_that_was_chosen_for_the_callback(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    network: Network,
    unused_tcp_port: int,
) -> None:
    options = {CONF_DO_NOT_WAKE: False, CONF_CALLBACK_PORT: unused_tcp_port}
    hass.config_entries.async_update_entry(entry, options=options)

    flow = await submit(hass, await entry.start_reauth_flow(hass))
    assert network.remote.port == unused_tcp_port
    flow = await pair(hass, apple_tv, network, flow)

    _assert_succeeded(flow, "reauth_successful")
    assert entry.options == options


async def test_a_port_chosen_while_repairing_is_kept_with_the_other_options(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    network: Network,
    unused_tcp_port: int,
) -> None:
    options = {CONF_DO_NOT_WAKE: False, CONF_CALLBACK_PORT: apple_tv.port}
    hass.config_entries.async_update_entry(entry, options=options)
    flow = await finish(hass, await submit(hass, await entry.start_reauth_flow(hass)))
    flow = await pick(hass, flow, "callback_port")

    flow = await submit(hass, flow, callback_port=unused_tcp_port)
    flow = await pair(hass, apple_tv, network, flow)

    _assert_succeeded(flow, "reauth_successful")
    assert entry.options == {**options, CONF_CALLBACK_PORT: unused_tcp_port}


# ── Reconfiguration ───────────────────────────────────────────────────────────


async def test_a_new_address_is_tested_and_noted(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    network: Network,
    mock_setup_entry: AsyncMock,
) -> None:
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, CONF_HOST: "192.0.2.9"}
    )
    flow = await entry.start_reconfigure_flow(hass)
    assert (flow["type"], flow["step_id"]) == (
        FlowResultType.FORM,
        "reconfigure_apple_tv",
    )
    assert [key.description for key in flow["data_schema"].schema] == [
        {"suggested_value": "192.0.2.9"},
        {"suggested_value": apple_tv.port},
    ]

    flow = await submit(hass, flow, host="127.0.0.1", port=apple_tv.port)
    flow = await finish(hass, flow)

    _assert_succeeded(flow, "reconfigure_successful")
    assert entry.data[CONF_HOST] == "127.0.0.1"
    assert entry.data[CONF_LOGIN_ID] == LOGIN_ID
    assert entry.unique_id == apple_tv.service_name
    await hass.async_block_till_done()
    assert len(mock_setup_entry.mock_calls) == 1


async def test_the_address_of_another_apple_tv_is_refused(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    network: Network,
) -> None:
    network.announce(apple_tv)
    async with SimulatedAppleTV(service_name="0000000000000002") as other:
        network.announce(other)
        flow = await entry.start_reconfigure_flow(hass)
        flow = await submit(hass, flow, host="127.0.0.1", port=other.port)
    assert (flow["type"], flow["step_id"]) == (
        FlowResultType.FORM,
        "reconfigure_apple_tv",
    )
    assert flow["errors"] == {CONF_HOST: "another_device"}
    assert [key.description for key in flow["data_schema"].schema] == [
        {"suggested_value": "127.0.0.1"},
        {"suggested_value": other.port},
    ]

    flow = await submit(hass, flow, host="127.0.0.1", port=apple_tv.port)
    _assert_succeeded(await finish(hass, flow), "reconfigure_successful")


async def test_an_address_where_nothing_answers_stays_in_the_form(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    network: Network,
    unused_tcp_port: int,
) -> None:
    flow = await entry.start_reconfigure_flow(hass)
    flow = await submit(hass, flow, host="127.0.0.1", port=unused_tcp_port)
    assert flow["errors"] == {CONF_HOST: "cannot_connect"}

    # A port behind the address counts more than the field, which always has one.
    address = f"127.0.0.1:{apple_tv.port}"
    flow = await submit(hass, flow, host=address, port=unused_tcp_port)
    _assert_succeeded(await finish(hass, flow), "reconfigure_successful")
    assert entry.data[CONF_PORT] == apple_tv.port


async def test_a_device_that_fails_to_log_in_at_its_new_address_can_be_tried_again(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    network: Network,
) -> None:
    apple_tv.faults.set(Fault.GARBAGE_BODY, path="/login")
    flow = await entry.start_reconfigure_flow(hass)
    flow = await submit(hass, flow, host="127.0.0.1", port=apple_tv.port)
    flow = await finish(hass, flow)
    assert flow["step_id"] == "login_not_understood"
    assert flow["menu_options"] == ["login", "reconfigure_apple_tv"]

    apple_tv.faults.clear(Fault.GARBAGE_BODY)
    flow = await pick(hass, flow, "reconfigure_apple_tv")
    flow = await submit(hass, flow, host="127.0.0.1", port=apple_tv.port)
    _assert_succeeded(await finish(hass, flow), "reconfigure_successful")


@pytest.mark.parametrize(
    ("login_id", "step_id"),
    [
        (LOGIN_ID, "pairing_forgotten"),
        (HOME_SHARING_ID, "home_sharing_refused"),
        ("0x123", "pairing_forgotten"),
    ],
)
async def test_a_login_that_is_no_longer_good_is_replaced_on_the_way(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    network: Network,
    *,
    login_id: str,
    step_id: str,
) -> None:
    apple_tv.revoke(LOGIN_ID)
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, CONF_LOGIN_ID: login_id}
    )
    flow = await entry.start_reconfigure_flow(hass)
    flow = await submit(hass, flow, host="127.0.0.1", port=apple_tv.port)
    flow = await finish(hass, flow)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.MENU, step_id)

    flow = await pair(hass, apple_tv, network, await pick(hass, flow, "pair"))

    _assert_succeeded(flow, "reconfigure_successful")
    assert entry.data[CONF_LOGIN_ID] == apple_tv.paired[-1].guid


# ── Options ───────────────────────────────────────────────────────────────────


async def test_options_are_shown_as_they_are_and_kept_as_they_were_chosen(
    hass: HomeAssistant, entry: MockConfigEntry, network: Network
) -> None:
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "init")
    chosen = {CONF_DO_NOT_WAKE: False, CONF_SWIPE: "three_events"}

    flow = await hass.config_entries.options.async_configure(
        flow["flow_id"], {**chosen, "advanced": {CONF_CALLBACK_PORT: 3700.0}}
    )
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options == {**chosen, CONF_CALLBACK_PORT: 3700}

    flow = await hass.config_entries.options.async_init(entry.entry_id)
    schema = flow["data_schema"].schema
    assert [key.description for key in schema if key != "advanced"] == [
        {"suggested_value": False},
        {"suggested_value": "three_events"},
    ]
    (port,) = schema["advanced"].schema.schema
    assert port.description == {"suggested_value": 3700}


async def test_options_that_nobody_touched_are_the_careful_ones(
    hass: HomeAssistant, entry: MockConfigEntry, network: Network
) -> None:
    flow = await hass.config_entries.options.async_init(entry.entry_id)

    await hass.config_entries.options.async_configure(flow["flow_id"], {"advanced": {}})

    assert entry.options == {CONF_DO_NOT_WAKE: True, CONF_SWIPE: "seven_events"}
