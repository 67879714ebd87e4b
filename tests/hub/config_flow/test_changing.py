"""Repairing and changing the connection to a hub that is set up."""

from unittest.mock import AsyncMock

from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import (
    CONF_DEFAULT_ACTIVITY,
    CONF_SESSION_TOKEN,
    CONF_TRANSPORT,
    CONF_XMPP_PORT,
)
from simulators.harmony_hub import Login, SimulatedHub

from ...dialogs import Flow, finish, pick, submit
from .common import (
    AUTOMATIC,
    WEBSOCKET,
    XMPP,
    address_of,
    assert_menu,
    data_of,
    is_left_alone,
)

STALE = "00000000-0000-4000-8000-000000000000"


def _assert_succeeded(flow: Flow, reason: str) -> None:
    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, reason)


async def _change(
    hass: HomeAssistant,
    flow: Flow,
    host: str,
    *,
    transport: str = AUTOMATIC,
    xmpp_port: int | None = None,
) -> Flow:
    """Submit the form for changing, and wait for what comes of it."""
    advanced = {CONF_TRANSPORT: transport, CONF_XMPP_PORT: xmpp_port or 5222}
    return await finish(hass, await submit(hass, flow, host=host, advanced=advanced))


# ── Reauthentication ──────────────────────────────────────────────────────────


async def test_a_hub_that_was_reset_is_paired_with_again_and_everything_else_stays(
    hass: HomeAssistant, entry: MockConfigEntry, mock_setup_entry: AsyncMock
) -> None:
    async with SimulatedHub(xmpp_port=0, login=Login.PAIR) as hub:
        before = data_of(hub, XMPP) | {CONF_XMPP_PORT: hub.xmpp_port}
        options = {CONF_TRANSPORT: XMPP, CONF_DEFAULT_ACTIVITY: "last"}
        hass.config_entries.async_update_entry(
            entry, data=before | {CONF_SESSION_TOKEN: STALE}, options=options
        )
        flow = await entry.start_reauth_flow(hass)
        assert (flow["type"], flow["step_id"]) == (
            FlowResultType.FORM,
            "reauth_harmony",
        )

        flow = await finish(hass, await submit(hass, flow))

        _assert_succeeded(flow, "reauth_successful")
        (token,) = hub.sessions
        assert entry.data == before | {CONF_SESSION_TOKEN: token}
        assert entry.options == options
        await is_left_alone(hub)
    await hass.async_block_till_done()
    assert len(mock_setup_entry.mock_calls) == 1


async def test_repairing_takes_the_websocket_if_it_may_and_needs_no_identity_then(
    hass: HomeAssistant, entry: MockConfigEntry, hub: SimulatedHub
) -> None:
    data = dict(entry.data)
    hass.config_entries.async_update_entry(
        entry, data=data | {CONF_TRANSPORT: XMPP, CONF_SESSION_TOKEN: STALE}
    )

    flow = await submit(hass, await entry.start_reauth_flow(hass))

    _assert_succeeded(await finish(hass, flow), "reauth_successful")
    assert entry.data == data


async def test_repairing_wants_the_same_hub(
    hass: HomeAssistant, entry: MockConfigEntry, hub: SimulatedHub
) -> None:
    async with SimulatedHub(xmpp_port=0, remote_id="87654321") as other:
        hass.config_entries.async_update_entry(
            entry, data={**entry.data, CONF_PORT: other.port}
        )
        flow = await submit(hass, await entry.start_reauth_flow(hass))
        flow = await finish(hass, flow)
    assert_menu(flow, "hub_another", "hub_connect")
    assert flow["description_placeholders"]["name"] == hub.name
    assert entry.unique_id == hub.remote_id


async def test_repairing_can_be_tried_again(
    hass: HomeAssistant, entry: MockConfigEntry, hub: SimulatedHub
) -> None:
    await hub.unplug()
    flow = await submit(hass, await entry.start_reauth_flow(hass))
    flow = await finish(hass, flow)
    assert_menu(flow, "hub_nobody_listens", "hub_connect")

    await hub.plug_in()
    flow = await finish(hass, await pick(hass, flow, "hub_connect"))
    _assert_succeeded(flow, "reauth_successful")


# ── Reconfiguration ───────────────────────────────────────────────────────────


async def test_the_form_shows_what_is(
    hass: HomeAssistant, entry: MockConfigEntry, hub: SimulatedHub
) -> None:
    flow = await entry.start_reconfigure_flow(hass)

    assert (flow["type"], flow["step_id"]) == (
        FlowResultType.FORM,
        "reconfigure_harmony",
    )
    host, advanced = flow["data_schema"].schema
    assert host.description == {"suggested_value": address_of(hub)}
    transport, port = flow["data_schema"].schema[advanced].schema.schema
    assert transport.description == {"suggested_value": AUTOMATIC}
    assert port.description == {"suggested_value": hub.xmpp_port}


async def test_a_port_that_every_hub_has_is_not_shown(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(
        entry, data={CONF_HOST: "harmony.local", CONF_TRANSPORT: WEBSOCKET} | _KIND
    )

    flow = await entry.start_reconfigure_flow(hass)

    host, _ = flow["data_schema"].schema
    assert host.description == {"suggested_value": "harmony.local"}


_KIND = {"kind": "harmony"}


async def test_a_hub_that_has_moved_is_found_at_its_new_address(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hub: SimulatedHub,
    mock_setup_entry: AsyncMock,
) -> None:
    hass.config_entries.async_update_entry(
        entry,
        data={**entry.data, CONF_HOST: "192.0.2.7", CONF_XMPP_PORT: 5223},
        options={CONF_DEFAULT_ACTIVITY: "last"},
    )

    flow = await _change(
        hass, await entry.start_reconfigure_flow(hass), address_of(hub)
    )

    _assert_succeeded(flow, "reconfigure_successful")
    assert entry.data == data_of(hub)
    assert entry.options == {CONF_DEFAULT_ACTIVITY: "last", CONF_TRANSPORT: AUTOMATIC}
    await hass.async_block_till_done()
    assert len(mock_setup_entry.mock_calls) == 1


async def test_the_transport_can_be_changed_and_the_identity_comes_with_it(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with SimulatedHub(xmpp_port=0, login=Login.PAIR) as hub:
        flow = await _change(
            hass,
            await entry.start_reconfigure_flow(hass),
            address_of(hub),
            transport=XMPP,
            xmpp_port=hub.xmpp_port,
        )

        _assert_succeeded(flow, "reconfigure_successful")
        (token,) = hub.sessions
        assert entry.data == data_of(hub, XMPP) | {
            CONF_XMPP_PORT: hub.xmpp_port,
            CONF_SESSION_TOKEN: token,
        }
        assert entry.options == {CONF_TRANSPORT: XMPP}

        # The identity stays good, so the hub is not paired with again.
        flow = await _change(
            hass,
            await entry.start_reconfigure_flow(hass),
            address_of(hub),
            transport=XMPP,
            xmpp_port=hub.xmpp_port,
        )
        _assert_succeeded(flow, "reconfigure_successful")
        assert entry.data[CONF_SESSION_TOKEN] == token
        assert hub.sessions == {token}


async def test_an_address_that_leads_nowhere_can_be_typed_again(
    hass: HomeAssistant, entry: MockConfigEntry, hub: SimulatedHub
) -> None:
    flow = await _change(
        hass, await entry.start_reconfigure_flow(hass), "192.0.2", transport=XMPP
    )
    assert (flow["type"], flow["step_id"]) == (
        FlowResultType.FORM,
        "reconfigure_harmony",
    )
    assert flow["errors"] == {CONF_HOST: "invalid_address"}
    host, _ = flow["data_schema"].schema
    assert host.description == {"suggested_value": "192.0.2"}

    flow = await _change(hass, flow, address_of(hub))
    _assert_succeeded(flow, "reconfigure_successful")


async def test_the_address_of_another_hub_is_refused_and_can_be_changed(
    hass: HomeAssistant, entry: MockConfigEntry, hub: SimulatedHub
) -> None:
    before = dict(entry.data)
    async with SimulatedHub(xmpp_port=0, remote_id="87654321") as other:
        flow = await _change(
            hass, await entry.start_reconfigure_flow(hass), address_of(other)
        )
    assert_menu(flow, "hub_another", "hub_connect", "reconfigure_harmony")
    assert entry.data == before

    flow = await pick(hass, flow, "reconfigure_harmony")
    flow = await _change(hass, flow, address_of(hub))
    _assert_succeeded(flow, "reconfigure_successful")


@pytest.mark.parametrize("transport", [WEBSOCKET, XMPP])
async def test_another_hub_is_noticed_in_either_way(
    hass: HomeAssistant, entry: MockConfigEntry, transport: str
) -> None:
    async with SimulatedHub(xmpp_port=0, remote_id="87654321") as other:
        flow = await _change(
            hass,
            await entry.start_reconfigure_flow(hass),
            address_of(other),
            transport=transport,
            xmpp_port=other.xmpp_port,
        )
        assert_menu(
            flow, "hub_another", "hub_connect", "hub_automatic", "reconfigure_harmony"
        )
        await is_left_alone(other)
