"""Adding an Apple TV, by hand and after a discovery."""

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
    CONF_KIND,
    CONF_LOGIN_ID,
    DOMAIN,
    Kind,
)
from simulators.apple_tv import Fault, SimulatedAppleTV

from .common import (
    APPLE_TV,
    HOME_SHARING,
    HOME_SHARING_ID,
    TOUCH_ABLE,
    Flow,
    Network,
    address_of,
    begin,
    choose,
    discover,
    discovery,
    discovery_of,
    enter_pin,
    finish,
    pair,
    pick,
    submit,
)


def _assert_is_entry_of(flow: Flow, tv: SimulatedAppleTV, title: str) -> None:
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["title"] == title
    assert flow["result"].unique_id == tv.service_name
    assert flow["data"] == {
        CONF_KIND: Kind.APPLE_TV,
        CONF_HOST: tv.host,
        CONF_PORT: tv.port,
        CONF_LOGIN_ID: tv.paired[-1].guid,
    }


# ── By hand ───────────────────────────────────────────────────────────────────


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
    _assert_is_entry_of(flow, apple_tv, "Living Room")
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

    _assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_an_address_that_is_not_announced_is_paired_with_too(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    flow = await choose(hass, await begin(hass), f" {address_of(apple_tv)} ")
    flow = await pair(hass, apple_tv, network, flow)

    _assert_is_entry_of(flow, apple_tv, "Living Room")


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
            "custom_components.remote_bridge.pairing_flow.async_get_clientsession",
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

    _assert_is_entry_of(flow, apple_tv, "Big Stereo")


async def test_a_device_that_does_not_tell_its_name_is_called_what_it_is(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "custom_components.remote_bridge.pairing_flow.DEFAULT_PORT", apple_tv.port
    )
    apple_tv.faults.set(Fault.GARBAGE_BODY, path="/server-info")

    flow = await pair(hass, apple_tv, network, await choose(hass, await begin(hass)))

    _assert_is_entry_of(flow, apple_tv, "Apple TV")


async def test_with_nothing_chosen_the_apple_tv_itself_says_which_one_it_is(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    network.announce(apple_tv)

    flow = await choose(hass, await begin(hass))
    assert flow["description_placeholders"]["device"] == "Apple TV"
    flow = await pair(hass, apple_tv, network, flow)

    _assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_who_is_announced_nowhere_is_looked_for_where_the_call_came_from(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "custom_components.remote_bridge.pairing_flow.DEFAULT_PORT", apple_tv.port
    )
    flow = await choose(hass, await begin(hass))
    flow = await pair(hass, apple_tv, network, flow)

    _assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_home_sharing_makes_choosing_enough(
    hass: HomeAssistant, network: Network, socket_enabled: None
) -> None:
    async with SimulatedAppleTV(home_sharing_id=HOME_SHARING_ID) as tv:
        network.announce(tv, APPLE_TV, hG=HOME_SHARING_ID)
        flow = await choose(hass, await begin(hass), tv.service_name)
        assert flow["step_id"] == "login"
        flow = await finish(hass, flow)

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
    _assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_something_else_at_an_address_is_not_taken_for_an_apple_tv(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    apple_tv.faults.set(Fault.GARBAGE_BODY, path="/server-info")
    flow = await choose(hass, await begin(hass), address_of(apple_tv))
    assert flow["errors"] == {"device": "not_an_apple_tv"}

    apple_tv.faults.clear(Fault.GARBAGE_BODY)
    flow = await choose(hass, flow, address_of(apple_tv))
    flow = await pair(hass, apple_tv, network, flow)
    _assert_is_entry_of(flow, apple_tv, "Living Room")


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

    _assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_a_waiting_card_is_no_obstacle_and_goes_with_the_entry(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    network.announce(apple_tv)
    await discover(hass, discovery_of(apple_tv))

    flow = await choose(hass, await begin(hass), apple_tv.service_name)
    flow = await pair(hass, apple_tv, network, flow)

    _assert_is_entry_of(flow, apple_tv, "Living Room")
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


# ── Discovered ────────────────────────────────────────────────────────────────


async def test_a_discovered_apple_tv_is_paired_with(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    network.announce(apple_tv)
    flow = await discover(hass, discovery_of(apple_tv))
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "zeroconf_confirm")
    (card,) = hass.config_entries.flow.async_progress()
    assert card["context"]["title_placeholders"] == {
        "name": "Living Room",
        "host": "127.0.0.1",
    }
    assert card["context"]["unique_id"] == apple_tv.service_name

    flow = await submit(hass, flow)
    flow = await pair(hass, apple_tv, network, flow)

    _assert_is_entry_of(flow, apple_tv, "Living Room")
    assert await network.is_left_as_found()


async def test_home_sharing_makes_one_click_enough(
    hass: HomeAssistant, network: Network, socket_enabled: None
) -> None:
    async with SimulatedAppleTV(home_sharing_id=HOME_SHARING_ID) as tv:
        flow = await discover(hass, discovery_of(tv, APPLE_TV, hG=HOME_SHARING_ID))
        assert flow["step_id"] == "home_sharing_confirm"
        flow = await finish(hass, await submit(hass, flow))

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["data"][CONF_LOGIN_ID] == HOME_SHARING_ID


async def test_a_card_learns_of_home_sharing_from_a_later_announcement(
    hass: HomeAssistant, network: Network, socket_enabled: None
) -> None:
    async with SimulatedAppleTV(home_sharing_id=HOME_SHARING_ID) as tv:
        network.announce(tv)
        card = await discover(hass, discovery_of(tv))
        assert card["step_id"] == "zeroconf_confirm"

        network.announce(tv, APPLE_TV, hG=HOME_SHARING_ID)
        second = await discover(hass, discovery_of(tv, APPLE_TV, hG=HOME_SHARING_ID))
        assert (second["type"], second["reason"]) == (
            FlowResultType.ABORT,
            "already_in_progress",
        )

        flow = await hass.config_entries.flow.async_configure(card["flow_id"])
        assert flow["step_id"] == "home_sharing_confirm"
        flow = await finish(hass, await submit(hass, flow))

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["result"].unique_id == tv.service_name
    assert flow["data"][CONF_LOGIN_ID] == HOME_SHARING_ID


async def test_a_refused_home_sharing_login_leads_to_the_pin(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    flow = await discover(hass, discovery_of(apple_tv, APPLE_TV, hG=HOME_SHARING_ID))
    flow = await finish(hass, await submit(hass, flow))
    assert (flow["type"], flow["step_id"]) == (
        FlowResultType.MENU,
        "home_sharing_refused",
    )

    flow = await pair(hass, apple_tv, network, await pick(hass, flow, "pair"))

    _assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_a_computer_that_announces_two_identities_gets_one_card(
    hass: HomeAssistant, network: Network
) -> None:
    player = discovery(f"00000000000000AA.{TOUCH_ABLE}", "192.0.2.5", DvTy="iTunes")
    sharing = discovery(
        f"Mac.{HOME_SHARING}", "192.0.2.5", hG=HOME_SHARING_ID, **{"Machine ID": "BB"}
    )
    card = await discover(hass, sharing)
    assert card["type"] is FlowResultType.FORM

    second = await discover(hass, player)

    assert (second["type"], second["reason"]) == (
        FlowResultType.ABORT,
        "already_in_progress",
    )


async def test_a_computer_that_is_set_up_gets_no_card_under_its_other_identity(
    hass: HomeAssistant, network: Network
) -> None:
    MockConfigEntry(
        domain=DOMAIN, unique_id="BB", data={CONF_HOST: "192.0.2.5"}
    ).add_to_hass(hass)

    flow = await discover(
        hass, discovery(f"00000000000000AA.{TOUCH_ABLE}", "192.0.2.5", DvTy="iTunes")
    )

    assert (flow["type"], flow["reason"]) == (
        FlowResultType.ABORT,
        "already_configured",
    )


async def test_another_computer_gets_a_card_of_its_own(
    hass: HomeAssistant, network: Network
) -> None:
    await discover(
        hass, discovery(f"00000000000000AA.{TOUCH_ABLE}", "192.0.2.5", DvTy="iTunes")
    )

    flow = await discover(
        hass, discovery(f"00000000000000BB.{TOUCH_ABLE}", "192.0.2.6", DvTy="iTunes")
    )

    assert flow["type"] is FlowResultType.FORM


@pytest.mark.parametrize("hosts", [("2001:db8::1",), ("169.254.3.4",)])
async def test_an_announcement_without_a_usable_address_is_left_alone(
    hass: HomeAssistant, network: Network, hosts: tuple[str, ...]
) -> None:
    flow = await discover(hass, discovery(f"61FBE455BD6E3BF2.{TOUCH_ABLE}", *hosts))

    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "ipv6_only")


async def test_a_sleep_proxy_is_not_taken_for_the_device(
    hass: HomeAssistant, network: Network
) -> None:
    flow = await discover(hass, discovery(f"61FBE455BD6E3BF2.{TOUCH_ABLE}", port=0))

    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "not_controllable")


async def test_a_device_is_followed_to_its_new_address(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry, network: Network
) -> None:
    mock_config_entry.add_to_hass(hass)
    # After a name conflict, DNS-SD counts.
    name = f"{mock_config_entry.unique_id}_2.{TOUCH_ABLE}"

    flow = await discover(hass, discovery(name, "fe80::1", "192.0.2.77", port=3690))

    assert (flow["type"], flow["reason"]) == (
        FlowResultType.ABORT,
        "already_configured",
    )
    assert mock_config_entry.data[CONF_HOST] == "192.0.2.77"
    assert mock_config_entry.data[CONF_PORT] == 3690


async def test_a_device_with_two_addresses_stays_at_the_one_that_is_known(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry, network: Network
) -> None:
    mock_config_entry.add_to_hass(hass)
    name = f"{mock_config_entry.unique_id}.{TOUCH_ABLE}"

    await discover(hass, discovery(name, "192.0.2.77", "127.0.0.1"))

    assert mock_config_entry.data[CONF_HOST] == "127.0.0.1"


async def test_a_card_that_has_waited_knows_the_address_of_today(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    card = await discover(
        hass, discovery(f"{apple_tv.service_name}.{TOUCH_ABLE}", "192.0.2.77")
    )
    network.announce(apple_tv)

    flow = await hass.config_entries.flow.async_configure(card["flow_id"])
    assert flow["description_placeholders"]["host"] == "127.0.0.1"
    flow = await pair(hass, apple_tv, network, await submit(hass, flow))

    _assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_the_right_pin_on_the_second_try_is_right(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    flow = await choose(hass, await begin(hass), address_of(apple_tv))
    shown = int(flow["description_placeholders"]["pin"])
    wrong = f"{(shown + 1) % 10_000:04}"
    assert not (await enter_pin(apple_tv, network, flow, wrong)).accepted

    flow = await pair(hass, apple_tv, network, flow)

    _assert_is_entry_of(flow, apple_tv, "Living Room")
