"""Everything that can go wrong while connecting to a hub, and the way back from it."""

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.remote_bridge.harmony.timing import Timing
from simulators.harmony_hub import Fault, Login, SimulatedHub
from simulators.logitech_account import SimulatedAccountService

from ...dialogs import finish, pick
from .common import (
    WEBSOCKET,
    XMPP,
    add_hub,
    address_of,
    assert_is_entry_of,
    assert_menu,
    begin,
    choose,
    is_left_alone,
)

TIMING = "custom_components.remote_bridge.hub.connecting.TIMING"


async def test_a_hub_that_is_away_can_be_tried_again(
    hass: HomeAssistant, hub: SimulatedHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hub.unplug(silent=True)
    with monkeypatch.context() as patched:
        patched.setattr(TIMING, Timing(connect=0.2, request=0.2, close=0.1))
        flow = await add_hub(hass, hub)
    assert_menu(flow, "hub_unreachable", "hub_connect", "hub")
    assert flow["description_placeholders"] == {
        "name": "Harmony Hub",
        "host": hub.host,
        "port": str(hub.port),
        "xmpp_port": str(hub.xmpp_port),
    }

    await hub.plug_in()
    flow = await finish(hass, await pick(hass, flow, "hub_connect"))
    assert_is_entry_of(flow, hub)


async def test_a_hub_that_restarts_is_told_from_one_that_is_gone(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await hub.unplug()
    flow = await add_hub(hass, hub)
    assert_menu(flow, "hub_nobody_listens", "hub_connect", "hub")

    await hub.plug_in()
    flow = await finish(hass, await pick(hass, flow, "hub_connect"))
    assert_is_entry_of(flow, hub)


async def test_xmpp_that_is_switched_off_can_be_switched_on(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await hub._xmpp.refuse()
    flow = await add_hub(hass, hub, XMPP)
    assert_menu(flow, "hub_xmpp_off", "hub_connect", "hub_automatic", "hub")
    assert flow["description_placeholders"]["xmpp_port"] == str(hub.xmpp_port)

    await hub._xmpp.start(hub.host, hub.xmpp_port)
    flow = await finish(hass, await pick(hass, flow, "hub_connect"))
    assert_is_entry_of(flow, hub, XMPP)


async def test_whoever_insisted_on_xmpp_need_not(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await hub._xmpp.refuse()
    flow = await add_hub(hass, hub, XMPP)

    flow = await finish(hass, await pick(hass, flow, "hub_automatic"))

    assert_is_entry_of(flow, hub, WEBSOCKET)
    assert flow["options"] == {"transport": "auto"}


async def test_a_hub_without_a_websocket_can_be_reached_in_the_other_way(
    hass: HomeAssistant, hub: SimulatedHub, unused_tcp_port: int
) -> None:
    flow = await choose(
        hass,
        await begin(hass),
        f"{hub.host}:{unused_tcp_port}",
        transport=WEBSOCKET,
        xmpp_port=hub.xmpp_port,
    )
    assert_menu(flow, "hub_websocket_refused", "hub_connect", "hub_automatic", "hub")

    flow = await finish(hass, await pick(hass, flow, "hub_automatic"))
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["data"]["transport"] == XMPP


async def test_a_hub_with_too_many_clients_can_be_tried_again(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    hub.faults.set(Fault.MAX_CLIENTS)
    flow = await add_hub(hass, hub, XMPP)
    assert_menu(flow, "hub_too_many_clients", "hub_connect", "hub_automatic", "hub")

    hub.faults.clear()
    flow = await finish(hass, await pick(hass, flow, "hub_connect"))
    assert_is_entry_of(flow, hub, XMPP)


async def test_too_many_clients_say_more_than_a_port_that_nobody_listens_on(
    hass: HomeAssistant, hub: SimulatedHub, unused_tcp_port: int
) -> None:
    hub.faults.set(Fault.MAX_CLIENTS)
    flow = await choose(
        hass,
        await begin(hass),
        f"{hub.host}:{unused_tcp_port}",
        xmpp_port=hub.xmpp_port,
    )

    assert_menu(flow, "hub_too_many_clients", "hub_connect", "hub")


@pytest.mark.parametrize("transport", [WEBSOCKET, XMPP])
async def test_a_hub_that_has_not_started_yet_can_be_tried_again(
    hass: HomeAssistant, hub: SimulatedHub, transport: str
) -> None:
    hub.faults.set(Fault.STILL_INITIALIZING)
    flow = await add_hub(hass, hub, transport)
    assert_menu(flow, "hub_starting", "hub_connect", "hub_automatic", "hub")

    hub.faults.clear()
    flow = await finish(hass, await pick(hass, flow, "hub_connect"))
    assert_is_entry_of(flow, hub, transport)


async def test_a_hub_that_lets_nobody_in_can_be_tried_again(
    hass: HomeAssistant, socket_enabled: None
) -> None:
    # Neither of the guests that we know is one of this hub's.
    async with SimulatedHub(xmpp_port=0, login=Login.PAIR, guests=frozenset()) as hub:
        flow = await add_hub(hass, hub, XMPP)
        assert_menu(flow, "hub_refused", "hub_connect", "hub_automatic", "hub")

        flow = await finish(hass, await pick(hass, flow, "hub_automatic"))
        assert_is_entry_of(flow, hub, WEBSOCKET)


@pytest.mark.parametrize("transport", [WEBSOCKET, XMPP])
async def test_answers_that_make_no_sense_are_called_that(
    hass: HomeAssistant, hub: SimulatedHub, transport: str
) -> None:
    hub.faults.set(Fault.DEEP_JSON)
    flow = await add_hub(hass, hub, transport)
    assert_menu(flow, "hub_not_understood", "hub_connect", "hub_automatic", "hub")

    hub.faults.clear()
    flow = await finish(hass, await pick(hass, flow, "hub_connect"))
    assert_is_entry_of(flow, hub, transport)


async def test_a_hub_that_does_not_say_who_it_is_cannot_be_added(
    hass: HomeAssistant, socket_enabled: None
) -> None:
    # Nobody has ever set it up.
    async with SimulatedHub(xmpp_port=0, remote_id="", uuid="") as hub:
        flow = await add_hub(hass, hub, XMPP)

        assert_menu(flow, "hub_not_understood", "hub_connect", "hub_automatic", "hub")
        await is_left_alone(hub)


async def test_what_is_no_hub_is_called_that(
    hass: HomeAssistant, hub: SimulatedHub, unused_tcp_port: int
) -> None:
    async with SimulatedAccountService() as web_server:
        flow = await choose(
            hass,
            await begin(hass),
            f"{web_server.host}:{web_server.port}",
            xmpp_port=unused_tcp_port,
        )
    assert_menu(flow, "hub_not_understood", "hub_connect", "hub")

    flow = await pick(hass, flow, "hub")
    flow = await choose(hass, flow, address_of(hub), xmpp_port=hub.xmpp_port)
    assert_is_entry_of(flow, hub)


async def test_a_failure_can_be_looked_at_twice(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await hub.unplug()
    flow = await add_hub(hass, hub)

    again = await hass.config_entries.flow.async_configure(flow["flow_id"])

    assert_menu(again, "hub_nobody_listens", "hub_connect", "hub")
