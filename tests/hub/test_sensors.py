"""Sensors, events and buttons of a hub."""

from datetime import datetime, timedelta

from homeassistant.components.button import DOMAIN as BUTTON_DOMAIN
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulators.harmony_hub import Fault, Pace, SimulatedHub
from simulators.harmony_hub.configuration.identifiers import WATCH_APPLE_TV, WATCH_TV

from ..common import state_of, wait_for_state
from .common import CONNECTION, PHASE, REMOTE, SELECT, act, ask, start

SLEEP_TIMER = "sensor.living_room_sleep_timer"
FIRMWARE = "sensor.living_room_firmware"
UPDATE = "binary_sensor.living_room_firmware_update"
ACTIVITY_EVENT = "event.living_room_activity"
BUTTON_EVENT = "event.living_room_light_button"
SYNC = "button.living_room_sync_with_harmony_app"
RECONNECT = "button.living_room_reconnect"


# ── Phase ─────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize("pace", [Pace.MANUAL])
async def test_every_phase_of_an_activity_is_shown_with_its_progress(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    assert state_of(hass, PHASE).state == "off"

    await ask_start(hass)
    await hub.step()
    await wait_for_state(hass, PHASE, lambda state: state.state == "starting")
    await hub.step()
    state = await wait_for_state(
        hass, PHASE, lambda state: state.attributes["progress"] is not None
    )
    assert 0 <= state.attributes["progress"] < 100

    await hub.finish_activity()
    state = await wait_for_state(hass, PHASE, lambda state: state.state == "running")
    assert state.attributes["progress"] is None

    await act(hass, "remote", "turn_off", REMOTE)
    await hub.step()
    await wait_for_state(hass, PHASE, lambda state: state.state == "stopping")
    await hub.finish_activity()
    await wait_for_state(hass, PHASE, lambda state: state.state == "off")


async def ask_start(hass: HomeAssistant) -> None:
    """Start an activity; returns when the hub has accepted it."""
    await act(hass, "remote", "turn_on", REMOTE, activity="Watch TV")


# ── Sleep timer ───────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize("transport", ["websocket", "xmpp"])
async def test_the_sleep_timer_shows_when_everything_will_be_turned_off(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    assert state_of(hass, SLEEP_TIMER).state == STATE_UNKNOWN
    await start(hass, hub, WATCH_TV)

    await ask(hass, "set_sleep_timer", duration={"minutes": 45})

    state = await wait_for_state(
        hass, SLEEP_TIMER, lambda state: state.state != STATE_UNKNOWN
    )
    left = datetime.fromisoformat(state.state) - dt_util.utcnow()
    assert timedelta(minutes=44) < left <= timedelta(minutes=45)

    await ask(hass, "set_sleep_timer", cancel=True)
    await wait_for_state(hass, SLEEP_TIMER, lambda state: state.state == STATE_UNKNOWN)
    assert hub.sleep_timer is None


# ── Firmware ──────────────────────────────────────────────────────────────────


async def _enable(hass: HomeAssistant, entry: MockConfigEntry, entity_id: str) -> None:
    er.async_get(hass).async_update_entity(entity_id, disabled_by=None)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()


async def test_firmware_and_news_of_it_are_shown_if_wanted(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    assert hass.states.get(FIRMWARE) is None
    assert hass.states.get(UPDATE) is None
    er.async_get(hass).async_update_entity(UPDATE, disabled_by=None)
    await _enable(hass, init_integration, FIRMWARE)

    assert state_of(hass, FIRMWARE).state == hub.firmware
    assert state_of(hass, UPDATE).state == STATE_OFF

    hub.update_available("4.15.999")
    await wait_for_state(hass, UPDATE, lambda state: state.state == STATE_ON)


# ── Connection ────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize("transport", ["websocket", "xmpp"])
async def test_the_connection_is_shown_also_while_there_is_none(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    assert state_of(hass, CONNECTION).state == STATE_ON

    await hub.unplug()
    await wait_for_state(hass, CONNECTION, lambda state: state.state == STATE_OFF)
    await wait_for_state(hass, SELECT, lambda state: state.state == STATE_UNAVAILABLE)

    await hub.plug_in()
    await wait_for_state(hass, CONNECTION, lambda state: state.state == STATE_ON)
    await wait_for_state(hass, SELECT, lambda state: state.state == "power_off")


# ── Events ────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize("pace", [Pace.MANUAL])
async def test_activities_that_begin_and_end_are_events(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    told: list[tuple[str, ...]] = []

    @callback
    def hear(event: Event[EventStateChangedData]) -> None:
        attributes = event.data["new_state"].attributes
        told.append(
            tuple(attributes[key] for key in ("event_type", "activity", "activity_id"))
        )

    async_track_state_change_event(hass, ACTIVITY_EVENT, hear)
    await hub.press_on_remote(WATCH_TV)
    await hub.finish_activity()
    await wait_for_state(hass, PHASE, lambda state: state.state == "running")
    await hub.press_on_remote("-1")
    await hub.finish_activity()
    await wait_for_state(hass, PHASE, lambda state: state.state == "off")

    assert told == [
        ("starting", "Watch TV", WATCH_TV),
        ("started", "Watch TV", WATCH_TV),
        ("stopping", "Watch TV", WATCH_TV),
        ("stopped", "Watch TV", WATCH_TV),
    ]


@pytest.mark.usefixtures("init_integration")
async def test_an_activity_that_fails_is_an_event(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    hub.faults.set(Fault.ACTIVITY_REFUSED)

    with pytest.raises(HomeAssistantError):
        await ask_start(hass)

    attributes = state_of(hass, ACTIVITY_EVENT).attributes
    assert attributes["event_type"] == "failed"
    assert attributes["activity_id"] == WATCH_TV


@pytest.mark.usefixtures("init_integration")
async def test_failing_to_turn_everything_off_is_an_event_with_a_name(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_APPLE_TV)
    hub.faults.set(Fault.ACTIVITY_REFUSED)

    with pytest.raises(HomeAssistantError):
        await act(hass, "remote", "turn_off", REMOTE)

    attributes = state_of(hass, ACTIVITY_EVENT).attributes
    assert attributes["event_type"] == "failed"
    assert attributes["activity"] == "PowerOff"


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize("transport", ["websocket", "xmpp"])
@pytest.mark.parametrize(("long", "kind"), [(False, "short"), (True, "long")])
async def test_the_buttons_for_lights_are_events(
    hass: HomeAssistant, hub: SimulatedHub, long: bool, kind: str
) -> None:
    await hub.press_button(long=long)

    state = await wait_for_state(
        hass, BUTTON_EVENT, lambda state: state.state != STATE_UNKNOWN
    )
    assert state.attributes["event_type"] == kind


# ── Buttons ───────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize("transport", ["websocket", "xmpp"])
async def test_a_button_syncs(hass: HomeAssistant, hub: SimulatedHub) -> None:
    await act(hass, BUTTON_DOMAIN, "press", SYNC)

    assert hub.syncs == 1


@pytest.mark.usefixtures("init_integration")
async def test_a_button_connects_anew_without_waiting(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await hub.unplug()
    await wait_for_state(hass, SELECT, lambda state: state.state == STATE_UNAVAILABLE)
    assert state_of(hass, RECONNECT).state != STATE_UNAVAILABLE
    await hub.plug_in()

    await act(hass, BUTTON_DOMAIN, "press", RECONNECT)

    assert state_of(hass, CONNECTION).state == STATE_ON
    assert state_of(hass, SELECT).state == "power_off"
    assert hub.connections["websocket"] == 1


@pytest.mark.usefixtures("init_integration")
async def test_connecting_anew_in_vain_is_an_error(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await hub.unplug()
    await wait_for_state(hass, CONNECTION, lambda state: state.state == STATE_OFF)

    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, BUTTON_DOMAIN, "press", RECONNECT)

    assert raised.value.translation_key == "nobody_listens"
