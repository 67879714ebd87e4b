"""How the connection to a hub does, as numbers."""

from datetime import UTC, datetime, timedelta

from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulators.harmony_hub import Fault, Login, SimulatedHub
from simulators.harmony_hub.configuration import WATCH_TV

from ..common import state_of, wait_for_state
from .common import (
    CONNECTION,
    REMOTE,
    TELEVISION_REMOTE,
    act,
    ask_remote,
    repairs,
    start,
)

ROUND_TRIP = "sensor.living_room_round_trip_time"
RECONNECTS = "sensor.living_room_reconnects"
LAST_LOSS = "sensor.living_room_last_connection_loss"
REFUSED_KEYS = "sensor.living_room_refused_keys"
ALL = (ROUND_TRIP, RECONNECTS, LAST_LOSS, REFUSED_KEYS)

BOTH = pytest.mark.parametrize("transport", ["websocket", "xmpp"])


@pytest.fixture
async def wanted(hass: HomeAssistant, init_integration: MockConfigEntry) -> None:
    """Turn on the sensors, as somebody does who looks for a reason."""
    for entity_id in ALL:
        er.async_get(hass).async_update_entity(entity_id, disabled_by=None)
    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()


@pytest.mark.usefixtures("init_integration")
async def test_nobody_has_them_who_does_not_want_them(hass: HomeAssistant) -> None:
    assert not [one for one in ALL if hass.states.get(one)]


@BOTH
@pytest.mark.usefixtures("wanted")
async def test_at_first_only_the_way_there_and_back_is_known(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    assert 0 < float(state_of(hass, ROUND_TRIP).state) < 5000
    assert state_of(hass, ROUND_TRIP).attributes["unit_of_measurement"] == "ms"
    assert state_of(hass, RECONNECTS).state == "0"
    assert state_of(hass, REFUSED_KEYS).state == "0"
    last_loss = state_of(hass, LAST_LOSS)
    assert last_loss.state == STATE_UNKNOWN
    assert last_loss.attributes["lost_at"] is None


@BOTH
@pytest.mark.usefixtures("wanted")
async def test_a_loss_is_told_while_it_lasts_and_remembered_after_it(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await hub.unplug()
    await wait_for_state(hass, REMOTE, lambda state: state.state == STATE_UNAVAILABLE)
    assert state_of(hass, LAST_LOSS).state == "closed"
    assert state_of(hass, RECONNECTS).state == "0"

    await hub.plug_in()
    await wait_for_state(hass, RECONNECTS, lambda state: state.state == "1")

    last_loss = state_of(hass, LAST_LOSS)
    assert last_loss.state == "closed"
    ago = datetime.now(UTC) - last_loss.attributes["lost_at"]
    assert timedelta() <= ago < timedelta(minutes=1)


@pytest.mark.usefixtures("wanted")
async def test_what_no_hub_should_send_is_a_reason_of_its_own(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    hub.faults.set(Fault.INVALID_UTF8)
    hub.repeat_digest()
    hub.faults.clear()

    await wait_for_state(hass, LAST_LOSS, lambda state: state.state == "nonsense")


@pytest.mark.parametrize("transport", ["xmpp"])
@pytest.mark.parametrize("login", [Login.PAIR])
@pytest.mark.usefixtures("wanted")
async def test_a_hub_that_lets_us_in_no_more_is_a_reason_of_its_own(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    # Set to factory defaults, and from now on it wants an account for a pairing.
    hub.forget_sessions()
    hub._doorkeeper.login = Login.TOKEN
    hub.drop_connections()

    await wait_for_state(hass, LAST_LOSS, lambda state: state.state == "refused")
    assert len(repairs(hass)) == 1


@BOTH
@pytest.mark.parametrize("refusal", [1.0])
@pytest.mark.usefixtures("wanted")
async def test_refused_keys_are_counted(hass: HomeAssistant, hub: SimulatedHub) -> None:
    hub.faults.set(Fault.REFUSE_KEY)

    with pytest.raises(HomeAssistantError):
        await ask_remote(hass, "send_command", TELEVISION_REMOTE, command="Mute")

    assert state_of(hass, REFUSED_KEYS).state == "1"


@pytest.mark.usefixtures("wanted")
async def test_the_way_there_and_back_is_written_when_it_was_measured_and_no_more(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    written: list[str] = []

    @callback
    def hear(event: Event[EventStateChangedData]) -> None:
        written.append(event.data["new_state"].state)

    async_track_state_change_event(hass, ROUND_TRIP, hear)
    await start(hass, hub, WATCH_TV)
    await start(hass, hub, "-1")
    await hass.async_block_till_done()
    assert not written

    await act(hass, "button", "press", "button.living_room_reconnect")
    await hass.async_block_till_done()
    assert len(written) == 1


@pytest.mark.usefixtures("wanted")
async def test_connecting_anew_on_demand_is_no_loss(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await act(hass, "button", "press", "button.living_room_reconnect")

    await wait_for_state(hass, CONNECTION, lambda state: state.state == STATE_ON)
    assert state_of(hass, LAST_LOSS).state == STATE_UNKNOWN


@pytest.mark.usefixtures("wanted")
async def test_the_numbers_are_there_while_the_hub_is_not(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await hub.unplug()
    await wait_for_state(hass, CONNECTION, lambda state: state.state == STATE_OFF)
    await wait_for_state(hass, REMOTE, lambda state: state.state == STATE_UNAVAILABLE)

    assert not [one for one in ALL if state_of(hass, one).state == STATE_UNAVAILABLE]
