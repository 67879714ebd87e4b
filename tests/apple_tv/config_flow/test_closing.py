"""Dialogs that are closed, left behind, open side by side, or too quick for a browser."""

import asyncio
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow
import pytest
from zeroconf.asyncio import AsyncServiceInfo

from simulators.apple_tv import Fault, SimulatedAppleTV

from .common import (
    APPLE_TV,
    HOME_SHARING_ID,
    Network,
    address_of,
    assert_is_entry_of,
    begin,
    choose,
    enter_pin,
    finish,
    pair,
)


async def test_closing_the_dialog_takes_everything_down(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    flow = await choose(hass, await begin(hass), address_of(apple_tv))

    hass.config_entries.flow.async_abort(flow["flow_id"])
    await hass.async_block_till_done(wait_background_tasks=True)

    assert await network.is_left_as_found()


async def test_closing_the_dialog_while_it_opens_takes_everything_down(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    probing = asyncio.Event()

    async def probe(_: AsyncServiceInfo, **__: Any) -> None:
        probing.set()
        await asyncio.Event().wait()

    network.register.side_effect = probe
    flow = await begin(hass)
    opening = asyncio.create_task(choose(hass, flow, address_of(apple_tv)))
    await probing.wait()

    hass.config_entries.flow.async_abort(flow["flow_id"])
    with pytest.raises(UnknownFlow):
        await opening

    assert await network.is_left_as_found()


async def test_closing_the_dialog_during_the_login_logs_nobody_in(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    apple_tv.faults.set(Fault.HANGING_REPLY, path="/login")
    flow = await choose(hass, await begin(hass), address_of(apple_tv))
    assert (await enter_pin(apple_tv, network, flow)).accepted
    await hass.async_block_till_done(wait_background_tasks=True)
    flow = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert (flow["type"], flow["step_id"]) == (FlowResultType.SHOW_PROGRESS, "login")

    hass.config_entries.flow.async_abort(flow["flow_id"])
    await hass.async_block_till_done(wait_background_tasks=True)

    assert apple_tv.sessions == ()


async def test_a_closed_tab_does_not_stand_in_the_way_of_the_next_attempt(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    unused_tcp_port: int,
) -> None:
    network.announce(apple_tv)
    orphan = await choose(
        hass, await begin(hass), apple_tv.service_name, callback_port=unused_tcp_port
    )

    flow = await choose(
        hass, await begin(hass), apple_tv.service_name, callback_port=unused_tcp_port
    )

    with pytest.raises(UnknownFlow):
        hass.config_entries.flow.async_get(orphan["flow_id"])
    assert network.unregister.call_count == 1
    flow = await pair(hass, apple_tv, network, flow)
    assert_is_entry_of(flow, apple_tv)


async def test_two_apple_tvs_can_be_paired_with_side_by_side(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    network.announce(apple_tv)
    async with SimulatedAppleTV(
        name="Bedroom", service_name="0000000000000002"
    ) as bedroom:
        network.announce(bedroom)
        first = await choose(hass, await begin(hass), bedroom.service_name)
        second = await choose(hass, await begin(hass), apple_tv.service_name)

        assert (await enter_pin(bedroom, network, first)).accepted
        assert (await enter_pin(apple_tv, network, second)).accepted

        assert_is_entry_of(await finish(hass, first), bedroom)
        assert_is_entry_of(await finish(hass, second), apple_tv)


async def test_looking_at_the_step_again_changes_nothing(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    flow = await choose(hass, await begin(hass), address_of(apple_tv))

    again = await hass.config_entries.flow.async_configure(flow["flow_id"])

    assert again["description_placeholders"] == flow["description_placeholders"]
    assert network.register.call_count == 1
    assert_is_entry_of(await pair(hass, apple_tv, network, again), apple_tv)


async def test_home_assistant_can_stop_while_a_pin_is_shown(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, network: Network
) -> None:
    await choose(hass, await begin(hass), address_of(apple_tv))

    await hass.async_stop(force=True)

    assert await network.is_left_as_found()


async def test_a_step_that_is_shown_stays_until_a_browser_can_see_it_end(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    network: Network,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A browser that gets to hear of the end before it listens shows the step for ever.
    package = "custom_components.remote_bridge"
    monkeypatch.setattr(f"{package}.apple_tv.pairing_flow.LOGIN_PATIENCE", 0)
    monkeypatch.setattr(f"{package}.flow.SHOWN_SECONDS", 0.5)
    await apple_tv.set_home_sharing(HOME_SHARING_ID)
    network.announce(apple_tv, APPLE_TV, hG=HOME_SHARING_ID)
    flow = await choose(hass, await begin(hass), apple_tv.service_name)
    assert (flow["type"], flow["step_id"]) == (FlowResultType.SHOW_PROGRESS, "login")

    await apple_tv.wait_for(lambda tv: any(r.path == "/logout" for r in tv.requests))
    flow = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert flow["type"] is FlowResultType.SHOW_PROGRESS

    flow = await finish(hass, flow)
    assert flow["type"] is FlowResultType.CREATE_ENTRY
