"""Losing a hub and finding it again."""

import logging

from homeassistant.components.homeassistant import (
    DOMAIN as HOMEASSISTANT_DOMAIN,
    SERVICE_UPDATE_ENTITY,
)
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import DOMAIN
from custom_components.remote_bridge.harmony.client import Connection
from custom_components.remote_bridge.harmony.exceptions import AuthenticationFailed
from simulators.harmony_hub import Fault, SimulatedHub
from simulators.harmony_hub.configuration.identifiers import WATCH_APPLE_TV, WATCH_TV

from ..common import state_of, wait_for_state
from ..fake_time import FakeTime
from .common import CONNECTION, MEDIA_PLAYER, REMOTE, SELECT, ask, ask_remote, start
from .conftest import COORDINATOR

BOTH = pytest.mark.parametrize("transport", ["websocket", "xmpp"])


def _lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the coordinator said to everybody."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.name == COORDINATOR and record.levelno >= logging.INFO
    ]


@BOTH
@pytest.mark.usefixtures("init_integration")
async def test_a_loss_is_told_once_and_so_is_the_recovery(
    hass: HomeAssistant, hub: SimulatedHub, caplog: pytest.LogCaptureFixture
) -> None:
    await hub.unplug()
    await wait_for_state(hass, REMOTE, lambda state: state.state == STATE_UNAVAILABLE)
    await hub.plug_in()
    await wait_for_state(hass, REMOTE, lambda state: state.state != STATE_UNAVAILABLE)

    lost, back = _lines(caplog)
    assert lost.startswith("Living Room is not available: ")
    assert back == "Living Room is back"


@BOTH
@pytest.mark.parametrize("grace", [60.0])
async def test_a_short_loss_changes_nothing(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await start(hass, hub, WATCH_TV)
    seen: set[str] = set()
    hass.bus.async_listen(
        "state_changed",
        lambda event: (
            event.data["entity_id"] in (REMOTE, MEDIA_PLAYER)
            and seen.add(event.data["new_state"].state)
        ),
    )

    hub.drop_connections()
    await wait_for_state(hass, CONNECTION, lambda state: state.state == "off")
    await wait_for_state(hass, CONNECTION, lambda state: state.state == "on")

    assert seen <= {"on"}
    assert not _lines(caplog)
    assert init_integration.runtime_data.client.statistics.reconnects == 1


@BOTH
@pytest.mark.usefixtures("init_integration")
async def test_what_happened_meanwhile_is_shown_after_a_loss(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_TV)
    await hub.unplug()
    await wait_for_state(hass, REMOTE, lambda state: state.state == STATE_UNAVAILABLE)

    await hub.plug_in()
    await hub.press_on_remote(WATCH_APPLE_TV)

    await wait_for_state(hass, SELECT, lambda state: state.state == "Watch Apple TV")


@pytest.mark.usefixtures("init_integration")
async def test_what_is_asked_of_a_lost_hub_fails_at_once(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await hub.unplug()
    await wait_for_state(hass, CONNECTION, lambda state: state.state == "off")

    # Its entity may be unavailable already, and is then left out by Home Assistant.
    hub_remote = hass.data["entity_components"]["remote"].get_entity(REMOTE)
    with pytest.raises(HomeAssistantError) as raised:
        await hub_remote.async_turn_on(activity="Watch TV")

    assert raised.value.translation_key in {"connection_failed", "nobody_listens"}


async def test_asking_for_an_update_tells_what_was_said_last(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await async_setup_component(hass, HOMEASSISTANT_DOMAIN, {})
    hub.requests.clear()

    await hass.services.async_call(
        HOMEASSISTANT_DOMAIN,
        SERVICE_UPDATE_ENTITY,
        {ATTR_ENTITY_ID: [REMOTE]},
        blocking=True,
    )

    assert state_of(hass, REMOTE).state == "off"
    assert not hub.requests
    assert init_integration.runtime_data.client.connection is Connection.CONNECTED


@pytest.mark.usefixtures("init_integration")
async def test_a_hub_that_is_starting_says_so(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    hub.faults.set(Fault.STILL_INITIALIZING, path="setup.sync")

    with pytest.raises(HomeAssistantError) as raised:
        await ask(hass, "sync")

    assert raised.value.translation_key == "still_starting"


@pytest.mark.usefixtures("init_integration")
async def test_something_else_that_is_asked_for_meanwhile_wins(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    hub.faults.set(Fault.NO_REPLY_AT_ALL)
    first = hass.async_create_task(
        ask_remote(hass, "turn_on", activity="Watch TV"), eager_start=True
    )
    await ask_remote(hass, "turn_on", activity="Watch Apple TV")

    await wait_for_state(hass, SELECT, lambda state: state.state == "Watch Apple TV")
    with pytest.raises(HomeAssistantError) as raised:
        await first
    assert raised.value.translation_key == "superseded"


@pytest.mark.usefixtures("init_integration")
async def test_a_hub_that_refuses_something_is_an_error_with_its_code(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    # It was removed in this very moment.
    hub.config["device"].clear()

    with pytest.raises(HomeAssistantError, match="status 565") as raised:
        await ask(hass, "fix_device", device="Samsung TV", power="on")

    assert raised.value.translation_key == "command_rejected"


@pytest.mark.usefixtures("init_integration")
async def test_a_hub_that_hears_and_does_not_answer_is_an_error(
    hass: HomeAssistant, hub: SimulatedHub, time: FakeTime
) -> None:
    hub.faults.set(Fault.HANG)
    asking = hass.async_create_task(
        ask(hass, "set_sleep_timer", cancel=True), eager_start=True
    )
    await hub.wait_for(lambda hub: "setsleeptimer" in hub.requests[-1].command)

    await time.advance(11)

    with pytest.raises(HomeAssistantError) as raised:
        await asking
    assert raised.value.translation_key == "request_timed_out"


async def test_a_hub_that_refuses_us_in_the_middle_is_repaired(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    coordinator = init_integration.runtime_data

    error = coordinator.explain(AuthenticationFailed("Somebody else lives here"))

    assert error.translation_key == "authentication_failed"
    assert len(hass.config_entries.flow.async_progress_by_handler(DOMAIN)) == 1
