"""Adding an Apple TV that was discovered, and following one that is there already."""

from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import CONF_LOGIN_ID, DOMAIN
from simulators.apple_tv import SimulatedAppleTV

from .common import (
    APPLE_TV,
    HOME_SHARING,
    HOME_SHARING_ID,
    TOUCH_ABLE,
    Network,
    address_of,
    assert_is_entry_of,
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

    assert_is_entry_of(flow, apple_tv, "Living Room")
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

    assert_is_entry_of(flow, apple_tv, "Living Room")


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

    assert_is_entry_of(flow, apple_tv, "Living Room")


async def test_the_right_pin_on_the_second_try_is_right(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    flow = await choose(hass, await begin(hass), address_of(apple_tv))
    shown = int(flow["description_placeholders"]["pin"])
    wrong = f"{(shown + 1) % 10_000:04}"
    assert not (await enter_pin(apple_tv, network, flow, wrong)).accepted

    flow = await pair(hass, apple_tv, network, flow)

    assert_is_entry_of(flow, apple_tv, "Living Room")
