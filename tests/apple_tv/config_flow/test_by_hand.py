"""Adding an Apple TV by hand: from the list, by its address, or by its own remote control."""

import asyncio
from unittest.mock import AsyncMock

from aiohttp import ClientSession, TCPConnector, ThreadedResolver
from homeassistant.config_entries import SOURCE_IGNORE
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import (
    CONF_CALLBACK_PORT,
    CONF_LOGIN_ID,
    DOMAIN,
)
from simulators.apple_tv import Fault, SimulatedAppleTV

from .common import (
    APPLE_TV,
    HOME_SHARING_ID,
    TOUCH_ABLE,
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
)


async def test_choosing_what_was_found_and_entering_the_pin_makes_an_entry(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    mock_setup_entry: AsyncMock,
) -> None:
    network.announce(apple_tv)
    flow = await begin(hass)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "apple_tv")
    device = flow["data_schema"].schema["device"]
    assert device.config["options"] == [
        {"value": apple_tv.service_name, "label": "Living Room (127.0.0.1)"}
    ]

    flow = await choose(hass, flow, apple_tv.service_name)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.SHOW_PROGRESS, "pair")
    shown = flow["description_placeholders"]
    assert shown["device"] == "Living Room"
    assert (shown["address"], shown["port"]) == ("127.0.0.1", str(network.remote.port))
    assert shown["remote_name"] == (network.remote.properties[b"DvNm"] or b"").decode()

    flow = await pair(hass, apple_tv, network, flow)
    assert_is_entry_of(flow, apple_tv, "Living Room")
    assert flow["options"] == {}
    assert len(mock_setup_entry.mock_calls) == 1
    assert await network.is_left_as_found()
    assert apple_tv.sessions == ()


async def test_a_typed_address_that_is_announced_becomes_the_announced_device(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    network.announce(apple_tv)
    network.hear(f"0000000000000009.{TOUCH_ABLE}", host="192.0.2.9")

    flow = await choose(hass, await begin(hass), "127.0.0.1")
    flow = await pair(hass, apple_tv, network, flow)

    assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_an_address_that_is_not_announced_is_paired_with_too(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    flow = await choose(hass, await begin(hass), f" {address_of(apple_tv)} ")
    flow = await pair(hass, apple_tv, network, flow)

    assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_a_host_name_is_kept_as_it_was_typed(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network.announce(apple_tv)
    resolver = ThreadedResolver()
    async with ClientSession(connector=TCPConnector(resolver=resolver)) as http:
        monkeypatch.setattr(
            "custom_components.remote_bridge.apple_tv.pairing_flow.async_get_clientsession",
            lambda _: http,
        )
        flow = await choose(hass, await begin(hass), "localhost")
        flow = await pair(hass, apple_tv, network, flow)

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["result"].unique_id == apple_tv.service_name
    assert flow["data"][CONF_HOST] == "localhost"
    assert flow["data"][CONF_PORT] == apple_tv.port


async def test_a_typed_address_takes_the_name_that_is_announced_meanwhile(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    flow = await choose(hass, await begin(hass), address_of(apple_tv))
    network.announce(apple_tv, CtlN="Big Stereo")
    flow = await pair(hass, apple_tv, network, flow)

    assert_is_entry_of(flow, apple_tv, "Big Stereo")


async def test_a_device_that_does_not_tell_its_name_is_called_what_it_is(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "custom_components.remote_bridge.apple_tv.pairing_flow.DEFAULT_PORT",
        apple_tv.port,
    )
    apple_tv.faults.set(Fault.GARBAGE_BODY, path="/server-info")

    flow = await pair(hass, apple_tv, network, await choose(hass, await begin(hass)))

    assert_is_entry_of(flow, apple_tv, "Apple TV")


async def test_with_nothing_chosen_the_apple_tv_itself_says_which_one_it_is(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    network.announce(apple_tv)

    flow = await choose(hass, await begin(hass))
    assert flow["description_placeholders"]["device"] == "Apple TV"
    flow = await pair(hass, apple_tv, network, flow)

    assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_who_is_announced_nowhere_is_looked_for_where_the_call_came_from(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "custom_components.remote_bridge.apple_tv.pairing_flow.DEFAULT_PORT",
        apple_tv.port,
    )
    flow = await choose(hass, await begin(hass))
    flow = await pair(hass, apple_tv, network, flow)

    assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_home_sharing_makes_choosing_enough(
    hass: HomeAssistant, network: Network, socket_enabled: None
) -> None:
    async with SimulatedAppleTV(home_sharing_id=HOME_SHARING_ID) as tv:
        network.announce(tv, APPLE_TV, hG=HOME_SHARING_ID)
        # A login that takes no time is not shown.
        flow = await choose(hass, await begin(hass), tv.service_name)

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["result"].unique_id == tv.service_name
    assert flow["data"][CONF_LOGIN_ID] == HOME_SHARING_ID
    network.register.assert_not_called()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("living room", "invalid_address"),
        ("192.168.1", "invalid_address"),
        ("999.1.1.1", "invalid_address"),
        ("fe80::1", "invalid_address"),
        ("http://192.0.2.10/", "invalid_address"),
        ("192.0.2.10:0", "invalid_address"),
        ("192.0.2.10:65536", "invalid_address"),
        ("-living-room", "invalid_address"),
        ("a" * 64, "invalid_address"),
        ("living-room.invalid", "unknown_host"),
        ("living-room.local", "unknown_host"),
        ("127.0.0.1:1", "cannot_connect"),
    ],
)
async def test_a_useless_address_stays_in_the_form_with_a_word_of_advice(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    monkeypatch: pytest.MonkeyPatch,
    *,
    typed: str,
    error: str,
) -> None:
    known = {"127.0.0.1": "127.0.0.1"}

    async def getaddrinfo(host: str, *_: object, **__: object) -> list[object]:
        try:
            return [(None, None, None, None, (known[host], 0))]
        except KeyError as missing:
            raise OSError("Name or service not known") from missing

    with monkeypatch.context() as patched:
        patched.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
        flow = await choose(hass, await begin(hass), typed)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "apple_tv")
    assert flow["errors"] == {"device": error}
    (marker,) = (key for key in flow["data_schema"].schema if key == "device")
    assert marker.description == {"suggested_value": typed}

    flow = await choose(hass, flow, address_of(apple_tv))
    flow = await pair(hass, apple_tv, network, flow)
    assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_something_else_at_an_address_is_not_taken_for_an_apple_tv(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    apple_tv.faults.set(Fault.GARBAGE_BODY, path="/server-info")
    flow = await choose(hass, await begin(hass), address_of(apple_tv))
    assert flow["errors"] == {"device": "not_an_apple_tv"}

    apple_tv.faults.clear(Fault.GARBAGE_BODY)
    flow = await choose(hass, flow, address_of(apple_tv))
    flow = await pair(hass, apple_tv, network, flow)
    assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_a_port_for_the_callback_is_used_and_kept(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    unused_tcp_port: int,
) -> None:
    flow = await choose(
        hass, await begin(hass), address_of(apple_tv), callback_port=unused_tcp_port
    )
    assert network.remote.port == unused_tcp_port
    flow = await pair(hass, apple_tv, network, flow)

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["options"] == {CONF_CALLBACK_PORT: unused_tcp_port}


@pytest.mark.parametrize("port", [-1, 65536])
async def test_an_impossible_callback_port_is_refused(
    hass: HomeAssistant, network: Network, port: int
) -> None:
    flow = await begin(hass)
    with pytest.raises(Exception, match="Schema validation failed"):
        await choose(hass, flow, callback_port=port)


async def test_what_is_set_up_is_not_offered_again(
    hass: HomeAssistant,
    mock_config_entry: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    network: Network,
) -> None:
    mock_config_entry.add_to_hass(hass)
    network.announce(apple_tv)

    flow = await begin(hass)

    assert flow["data_schema"].schema["device"].config["options"] == []


async def test_typing_the_address_of_what_is_set_up_notes_it(
    hass: HomeAssistant,
    mock_config_entry: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    network: Network,
) -> None:
    mock_config_entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(
        mock_config_entry, data={**mock_config_entry.data, CONF_HOST: "192.0.2.9"}
    )
    network.announce(apple_tv)

    flow = await choose(hass, await begin(hass), address_of(apple_tv))

    assert (flow["type"], flow["reason"]) == (
        FlowResultType.ABORT,
        "already_configured",
    )
    assert mock_config_entry.data[CONF_HOST] == "127.0.0.1"


async def test_pairing_with_what_is_set_up_heals_it(
    hass: HomeAssistant,
    mock_config_entry: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    network: Network,
) -> None:
    mock_config_entry.add_to_hass(hass)
    network.announce(apple_tv)

    flow = await choose(hass, await begin(hass))
    flow = await pair(hass, apple_tv, network, flow)

    assert (flow["type"], flow["reason"]) == (
        FlowResultType.ABORT,
        "already_configured",
    )
    assert mock_config_entry.data[CONF_LOGIN_ID] == apple_tv.paired[-1].guid


async def test_what_was_ignored_can_be_added_by_hand(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    MockConfigEntry(
        domain=DOMAIN, unique_id=apple_tv.service_name, source=SOURCE_IGNORE
    ).add_to_hass(hass)
    network.announce(apple_tv)

    flow = await choose(hass, await begin(hass), apple_tv.service_name)
    flow = await pair(hass, apple_tv, network, flow)

    assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_a_waiting_card_is_no_obstacle_and_goes_with_the_entry(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    network.announce(apple_tv)
    await discover(hass, discovery_of(apple_tv))

    flow = await choose(hass, await begin(hass), apple_tv.service_name)
    flow = await pair(hass, apple_tv, network, flow)

    assert_is_entry_of(flow, apple_tv, "Living Room")
    assert hass.config_entries.flow.async_progress() == []


async def test_changing_ones_mind_forgets_the_first_choice(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network, impatient: None
) -> None:
    network.hear(f"0000000000000009.{TOUCH_ABLE}", host="192.0.2.9")
    flow = await choose(hass, await begin(hass), "0000000000000009")
    flow = await finish(hass, flow)
    flow = await pick(hass, flow, "apple_tv")
    (marker,) = (key for key in flow["data_schema"].schema if key == "device")
    assert marker.description == {"suggested_value": "0000000000000009"}

    flow = await choose(hass, flow)

    assert flow["description_placeholders"]["device"] == "Apple TV"
    context = hass.config_entries.flow.async_get(flow["flow_id"])["context"]
    assert context["unique_id"] is None


async def test_the_pairing_step_counts_down(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network, impatient: None
) -> None:
    left: list[float] = []

    @callback
    def note(event: Event) -> None:
        left.append(event.data["progress"])

    hass.bus.async_listen("data_entry_flow_progress_update", note)
    await finish(hass, await choose(hass, await begin(hass)))

    assert left == [1, 0.5]


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("Home", "Home Assistant"),
        ("", "Home Assistant"),
        ("家", "Home Assistant"),
        ("Zürich", "Home Assistant Zurich"),
        ("The house with the very long name", "Home Assistant The house with"),
    ],
)
async def test_the_remote_has_a_name_that_every_television_can_show(
    hass: HomeAssistant, network: Network, location: str, name: str
) -> None:
    hass.config.location_name = location

    flow = await choose(hass, await begin(hass))

    assert flow["description_placeholders"]["remote_name"] == name
    assert network.remote.properties[b"DvNm"] == name.encode()
    hass.config_entries.flow.async_abort(flow["flow_id"])


async def test_the_pin_is_neither_logged_nor_kept(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pin = "8375"
    monkeypatch.setattr(
        "custom_components.remote_bridge.dacp.pairing.random_pin", lambda: pin
    )
    flow = await choose(hass, await begin(hass), address_of(apple_tv))
    assert flow["description_placeholders"]["pin"] == pin
    flow = await pair(hass, apple_tv, network, flow)

    assert pin not in str(flow["result"].as_dict()).replace(str(apple_tv.port), "")
    ours = [r for r in caplog.records if r.name.startswith("custom_components")]
    assert not any(f" {pin}" in record.getMessage() for record in ours)
