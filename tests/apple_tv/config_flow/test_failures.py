"""Everything that can go wrong while pairing and logging in, and the way back from it."""

from unittest.mock import AsyncMock

from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from zeroconf import NonUniqueNameException

from custom_components.remote_bridge.const import CONF_CALLBACK_PORT
from custom_components.remote_bridge.dacp.pairing import MAX_WRONG_CODES
from simulators.apple_tv import Fault, SimulatedAppleTV

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
    enter_pin,
    finish,
    pair,
    pick,
    submit,
)


def _wrong(flow: Flow) -> str:
    """Return a PIN that is not the one shown."""
    return f"{(int(flow['description_placeholders']['pin']) + 1) % 10_000:04}"


def _assert_failed(flow: Flow, step_id: str, *options: str) -> None:
    """Check that a failure has its step, which leads to what can be done about it."""
    assert (flow["type"], flow["step_id"]) == (FlowResultType.MENU, step_id)
    assert flow["menu_options"] == list(options)
    assert "pin" not in flow["description_placeholders"]


# ── Pairing ───────────────────────────────────────────────────────────────────


async def test_a_call_that_never_comes_hints_at_what_is_in_between(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    monkeypatch: pytest.MonkeyPatch,
    unused_tcp_port: int,
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(
            "custom_components.remote_bridge.apple_tv.pairing_flow.PAIRING_SECONDS",
            0.01,
        )
        patched.setattr(
            "custom_components.remote_bridge.apple_tv.pairing_flow.PAIRING_TICKS", 1
        )
        flow = await choose(hass, await begin(hass), address_of(apple_tv))
        flow = await finish(hass, flow)
    _assert_failed(flow, "pair_unreached", "pair", "callback_port", "apple_tv")
    assert flow["description_placeholders"]["port"] == str(network.remote.port)
    assert await network.is_left_as_found()

    flow = await pick(hass, flow, "callback_port")
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "callback_port")
    flow = await submit(hass, flow, callback_port=unused_tcp_port)
    assert network.remote.port == unused_tcp_port
    flow = await pair(hass, apple_tv, network, flow)
    assert_is_entry_of(flow, apple_tv)
    assert flow["options"] == {CONF_CALLBACK_PORT: unused_tcp_port}


async def test_each_attempt_has_a_pin_and_an_announcement_of_its_own(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    impatient: None,
) -> None:
    flow = await choose(hass, await begin(hass), address_of(apple_tv))
    first = network.remote
    flow = await finish(hass, flow)
    await finish(hass, await pick(hass, flow, "pair"))

    assert network.remote.name != first.name
    assert network.remote.properties[b"Pair"] != first.properties[b"Pair"]
    assert await network.is_left_as_found()


async def test_wrong_codes_until_the_time_is_up_are_called_that(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seconds = "custom_components.remote_bridge.apple_tv.pairing_flow.PAIRING_SECONDS"
    with monkeypatch.context() as patched:
        patched.setattr(seconds, 15)
        flow = await choose(hass, await begin(hass), address_of(apple_tv))
        result = await enter_pin(apple_tv, network, flow, _wrong(flow))
        assert (result.accepted, result.status) == (False, 404)
        patched.setattr(seconds, 0)
        flow = await finish(hass, flow)
    _assert_failed(flow, "pair_wrong_code", "pair", "apple_tv")
    assert await network.is_left_as_found()

    flow = await pair(hass, apple_tv, network, await pick(hass, flow, "pair"))
    assert_is_entry_of(flow, apple_tv)


async def test_guessing_ends_the_attempt(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    flow = await choose(hass, await begin(hass), address_of(apple_tv))
    for _ in range(MAX_WRONG_CODES):
        await enter_pin(apple_tv, network, flow, _wrong(flow))
    flow = await finish(hass, flow)
    _assert_failed(flow, "pair_too_many_codes", "pair", "apple_tv")
    assert await network.is_left_as_found()

    flow = await pair(hass, apple_tv, network, await pick(hass, flow, "pair"))
    assert_is_entry_of(flow, apple_tv)


async def test_the_code_on_another_apple_tv_does_not_count(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    network.announce(apple_tv)
    flow = await choose(hass, await begin(hass), apple_tv.service_name)
    async with SimulatedAppleTV(service_name="0000000000000002") as other:
        assert not (await enter_pin(other, network, flow)).accepted
    flow = await finish(hass, flow)
    _assert_failed(flow, "pair_wrong_device", "pair", "apple_tv")
    assert await network.is_left_as_found()

    flow = await pair(hass, apple_tv, network, await pick(hass, flow, "pair"))
    assert_is_entry_of(flow, apple_tv)


async def test_a_port_that_is_taken_can_be_exchanged(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    taken = apple_tv.port
    flow = await choose(
        hass, await begin(hass), address_of(apple_tv), callback_port=taken
    )
    flow = await finish(hass, flow)
    _assert_failed(flow, "pair_port_unavailable", "callback_port", "pair", "apple_tv")
    assert flow["description_placeholders"]["port"] == str(taken)
    network.register.assert_not_called()

    flow = await pick(hass, flow, "callback_port")
    (marker,) = flow["data_schema"].schema
    assert marker.description == {"suggested_value": taken}
    flow = await pair(hass, apple_tv, network, await submit(hass, flow))
    assert_is_entry_of(flow, apple_tv)
    assert flow["options"] == {}


async def test_no_adapter_that_leads_there_can_be_put_right_and_tried_again(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    local_address: AsyncMock,
) -> None:
    local_address.return_value = None
    flow = await choose(hass, await begin(hass), address_of(apple_tv))
    flow = await finish(hass, flow)
    _assert_failed(flow, "pair_no_interface", "pair", "apple_tv")
    network.register.assert_not_called()

    local_address.return_value = "127.0.0.1"
    flow = await pair(hass, apple_tv, network, await pick(hass, flow, "pair"))
    assert_is_entry_of(flow, apple_tv)


@pytest.mark.parametrize("error", [NonUniqueNameException, OSError])
async def test_a_failed_announcement_can_be_tried_again(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    error: type[Exception],
) -> None:
    works = network.register.side_effect
    network.register.side_effect = error
    flow = await choose(hass, await begin(hass), address_of(apple_tv))
    flow = await finish(hass, flow)
    _assert_failed(flow, "pair_not_announced", "pair", "apple_tv")
    assert await network.is_left_as_found()

    network.register.side_effect = works
    flow = await pair(hass, apple_tv, network, await pick(hass, flow, "pair"))
    assert_is_entry_of(flow, apple_tv)


async def test_a_discovered_device_needs_no_other_address(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network, impatient: None
) -> None:
    flow = await discover(hass, discovery_of(apple_tv))
    flow = await finish(hass, await submit(hass, flow))

    _assert_failed(flow, "pair_unreached", "pair", "callback_port")


# ── Logging in ────────────────────────────────────────────────────────────────


async def test_a_device_gone_after_pairing_need_not_be_paired_with_again(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    flow = await choose(hass, await begin(hass), address_of(apple_tv))
    assert (await enter_pin(apple_tv, network, flow)).accepted
    await apple_tv.sleep_now()
    flow = await finish(hass, flow)
    _assert_failed(flow, "login_unreachable", "login", "apple_tv")
    assert await network.is_left_as_found()

    await apple_tv.wake_up()
    flow = await finish(hass, await pick(hass, flow, "login"))
    assert_is_entry_of(flow, apple_tv)
    assert network.register.call_count == 1


async def test_a_login_refused_after_pairing_leads_to_another_try(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    apple_tv.faults.set(Fault.LOGIN_REFUSED)
    flow = await choose(hass, await begin(hass), address_of(apple_tv))
    flow = await pair(hass, apple_tv, network, flow)
    _assert_failed(flow, "login_refused", "login", "pair", "apple_tv")

    apple_tv.faults.clear(Fault.LOGIN_REFUSED)
    flow = await pair(hass, apple_tv, network, await pick(hass, flow, "pair"))
    assert_is_entry_of(flow, apple_tv)


async def test_something_that_is_no_apple_tv_is_called_that(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    apple_tv.faults.set(Fault.GARBAGE_BODY, path="/login")
    flow = await choose(hass, await begin(hass), address_of(apple_tv))
    flow = await pair(hass, apple_tv, network, flow)
    _assert_failed(flow, "login_not_understood", "login", "apple_tv")

    apple_tv.faults.clear(Fault.GARBAGE_BODY)
    flow = await finish(hass, await pick(hass, flow, "login"))
    assert_is_entry_of(flow, apple_tv)


async def test_home_sharing_with_a_sleeping_device_can_be_tried_again(
    hass: HomeAssistant, network: Network, socket_enabled: None
) -> None:
    async with SimulatedAppleTV(home_sharing_id=HOME_SHARING_ID) as tv:
        await tv.sleep_now()
        flow = await discover(hass, discovery_of(tv, APPLE_TV, hG=HOME_SHARING_ID))
        flow = await finish(hass, await submit(hass, flow))
        _assert_failed(flow, "login_unreachable", "login")

        await tv.wake_up()
        flow = await finish(hass, await pick(hass, flow, "login"))
    assert_is_entry_of(flow, tv)


async def test_another_address_after_a_failed_login_begins_anew(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    flow = await choose(hass, await begin(hass))
    assert (await enter_pin(apple_tv, network, flow)).accepted
    flow = await finish(hass, flow)
    # It is announced nowhere, and does not listen where Apple TVs do.
    _assert_failed(flow, "login_unreachable", "login", "apple_tv")

    flow = await choose(hass, await pick(hass, flow, "apple_tv"), address_of(apple_tv))
    flow = await pair(hass, apple_tv, network, flow)
    assert_is_entry_of(flow, apple_tv)
    assert flow["data"][CONF_HOST] == "127.0.0.1"
