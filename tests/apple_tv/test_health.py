"""How the connection to an Apple TV does, as numbers."""

from datetime import UTC, datetime, timedelta

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulators.apple_tv import CATALOGUE, SimulatedAppleTV, SleepStyle

from ..common import state_of, wait_for_state
from .common import LOGIN_ID, MEDIA_PLAYER, REMOTE, play

ROUND_TRIP = "sensor.living_room_round_trip_time"
RECONNECTS = "sensor.living_room_reconnects"
LAST_LOSS = "sensor.living_room_last_connection_loss"
ALL = (ROUND_TRIP, RECONNECTS, LAST_LOSS)


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


@pytest.mark.usefixtures("wanted")
async def test_at_first_nothing_is_known(hass: HomeAssistant) -> None:
    assert state_of(hass, ROUND_TRIP).state == STATE_UNKNOWN
    assert state_of(hass, RECONNECTS).state == "0"
    assert state_of(hass, LAST_LOSS).state == STATE_UNKNOWN


@pytest.mark.usefixtures("wanted")
async def test_a_key_measures_the_way_there_and_back(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    await hass.services.async_call(
        "remote",
        "send_command",
        {"entity_id": REMOTE, "command": "select"},
        blocking=True,
    )
    # It is written with the next news.
    await play(hass, apple_tv, CATALOGUE["song"])

    state = await wait_for_state(
        hass, ROUND_TRIP, lambda state: state.state != STATE_UNKNOWN
    )
    assert 0 < float(state.state) < 5000


@pytest.mark.usefixtures("wanted")
async def test_a_loss_is_told_while_it_lasts_and_remembered_after_it(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    await play(hass, apple_tv, CATALOGUE["movie"])
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
    await apple_tv.sleep_now(SleepStyle.REFUSING)
    await wait_for_state(
        hass, MEDIA_PLAYER, lambda state: state.state == STATE_UNAVAILABLE
    )
    assert state_of(hass, LAST_LOSS).state in {"closed", "no_answer"}

    await apple_tv.wake_up()
    await wait_for_state(hass, RECONNECTS, lambda state: state.state == "1")

    last_loss = state_of(hass, LAST_LOSS)
    assert last_loss.state in {"closed", "no_answer"}
    ago = datetime.now(UTC) - last_loss.attributes["lost_at"]
    assert timedelta() <= ago < timedelta(minutes=1)


@pytest.mark.usefixtures("wanted")
async def test_a_remote_that_was_removed_on_the_television_is_a_reason_of_its_own(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
    apple_tv.revoke(LOGIN_ID)

    await wait_for_state(hass, LAST_LOSS, lambda state: state.state == "refused")
