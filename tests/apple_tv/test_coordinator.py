"""How an Apple TV's state reaches Home Assistant, and what happens when it is lost."""

from collections.abc import Callable
import logging

from homeassistant.components.homeassistant import (
    DOMAIN as HOMEASSISTANT_DOMAIN,
    SERVICE_UPDATE_ENTITY,
)
from homeassistant.components.media_player import DOMAIN as MEDIA_PLAYER_DOMAIN
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.const import (
    ATTR_ENTITY_ID,
    CONF_PORT,
    EVENT_STATE_CHANGED,
    SERVICE_TURN_ON,
    STATE_IDLE,
    STATE_OFF,
    STATE_ON,
    STATE_PAUSED,
    STATE_PLAYING,
    STATE_UNAVAILABLE,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.remote_bridge.const import CONF_DO_NOT_WAKE, DOMAIN
from simulators.apple_tv import CATALOGUE, Fault, SimulatedAppleTV

from ..common import state_of, wait_for_state
from ..fake_time import FakeTime
from .common import LOGIN_ID, MEDIA_PLAYER, REMOTE

type Announcements = dict[str, Callable[[], None]]

_INTEGRATION = "custom_components.remote_bridge"


def _lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what our integration told whoever reads the log without asking for details."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith(_INTEGRATION) and record.levelno >= logging.INFO
    ]


@pytest.fixture
async def waking_integration(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry, fast: None
) -> MockConfigEntry:
    """Set up an entry that may wake the device."""
    mock_config_entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(
        mock_config_entry, options={CONF_DO_NOT_WAKE: False}
    )
    assert await hass.config_entries.async_setup(mock_config_entry.entry_id)
    await hass.async_block_till_done()
    return mock_config_entry


@pytest.fixture
async def sleeping(
    hass: HomeAssistant,
    announcements: Announcements,
    init_integration: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
) -> SimulatedAppleTV:
    """Let the device fall asleep."""
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
    await apple_tv.sleep_now()
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == STATE_OFF)
    apple_tv.requests.clear()
    return apple_tv


@pytest.mark.usefixtures("init_integration")
async def test_what_happens_on_the_television_shows_at_once(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    assert state_of(hass, MEDIA_PLAYER).state == STATE_IDLE
    assert state_of(hass, REMOTE).state == STATE_ON

    apple_tv.play(CATALOGUE["movie"])
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == STATE_PLAYING)

    apple_tv.pause()
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == STATE_PAUSED)


@pytest.mark.usefixtures("waking_integration")
async def test_a_lost_device_is_unavailable_until_it_is_back_and_each_is_logged_once(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    caplog: pytest.LogCaptureFixture,
    time: FakeTime,
) -> None:
    await apple_tv.sleep_now()
    for entity_id in (MEDIA_PLAYER, REMOTE):
        await wait_for_state(
            hass, entity_id, lambda state: state.state == STATE_UNAVAILABLE
        )
    # Several more attempts fail before it comes back.
    for _ in range(5):
        await time.advance(1)
    await apple_tv.wake_up()
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == STATE_IDLE)

    lost, back = _lines(caplog)
    assert lost.startswith("Error requesting Living Room data: ")
    assert back == "Living Room is back"


async def test_a_short_interruption_goes_unnoticed(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    caplog: pytest.LogCaptureFixture,
) -> None:
    apple_tv.play(CATALOGUE["movie"])
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == STATE_PLAYING)
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
    events = async_capture_events(hass, EVENT_STATE_CHANGED)

    apple_tv.faults.set(Fault.RESET_IN_POLL)
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 0)
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
    await hass.async_block_till_done()

    assert not events
    assert not _lines(caplog)


@pytest.mark.usefixtures("waking_integration")
async def test_asking_for_an_update_does_not_bring_a_lost_device_back(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    await async_setup_component(hass, HOMEASSISTANT_DOMAIN, {})
    await apple_tv.sleep_now()
    await wait_for_state(
        hass, MEDIA_PLAYER, lambda state: state.state == STATE_UNAVAILABLE
    )

    await hass.services.async_call(
        HOMEASSISTANT_DOMAIN,
        SERVICE_UPDATE_ENTITY,
        {ATTR_ENTITY_ID: MEDIA_PLAYER},
        blocking=True,
    )

    assert state_of(hass, MEDIA_PLAYER).state == STATE_UNAVAILABLE


@pytest.mark.usefixtures("init_integration")
async def test_asking_for_an_update_sends_nothing(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    await async_setup_component(hass, HOMEASSISTANT_DOMAIN, {})
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
    apple_tv.requests.clear()

    await hass.services.async_call(
        HOMEASSISTANT_DOMAIN,
        SERVICE_UPDATE_ENTITY,
        {ATTR_ENTITY_ID: MEDIA_PLAYER},
        blocking=True,
    )

    assert state_of(hass, MEDIA_PLAYER).state == STATE_IDLE
    assert not apple_tv.requests


@pytest.mark.usefixtures("init_integration")
async def test_a_remote_that_is_removed_on_the_television_has_to_be_paired_again(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, caplog: pytest.LogCaptureFixture
) -> None:
    apple_tv.revoke(LOGIN_ID)

    await wait_for_state(
        hass, MEDIA_PLAYER, lambda state: state.state == STATE_UNAVAILABLE
    )
    await hass.async_block_till_done()
    (flow,) = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["context"]["source"] == SOURCE_REAUTH
    assert len(_lines(caplog)) == 1


async def test_a_sleeping_device_is_off_and_left_alone(
    hass: HomeAssistant,
    sleeping: SimulatedAppleTV,
    caplog: pytest.LogCaptureFixture,
    time: FakeTime,
) -> None:
    for _ in range(24):
        await time.advance(3600)

    assert state_of(hass, MEDIA_PLAYER).state == STATE_OFF
    assert state_of(hass, REMOTE).state == STATE_OFF
    assert not sleeping.requests
    assert not _lines(caplog)


async def test_a_device_is_back_as_soon_as_it_announces_itself(
    hass: HomeAssistant, sleeping: SimulatedAppleTV, announcements: Announcements
) -> None:
    await sleeping.wake_up()
    announcements[sleeping.service_name]()

    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == STATE_IDLE)
    assert state_of(hass, REMOTE).state == STATE_ON


async def test_a_sleeping_device_that_cannot_be_woken_is_unavailable(
    hass: HomeAssistant, sleeping: SimulatedAppleTV
) -> None:
    with pytest.raises(HomeAssistantError) as raised:
        await hass.services.async_call(
            MEDIA_PLAYER_DOMAIN,
            SERVICE_TURN_ON,
            {ATTR_ENTITY_ID: MEDIA_PLAYER},
            blocking=True,
        )

    assert raised.value.translation_key == "connection_failed"
    assert state_of(hass, MEDIA_PLAYER).state == STATE_UNAVAILABLE


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize(
    "fault",
    [Fault.GARBAGE_BODY, Fault.TRUNCATED_DMAP, Fault.LYING_LENGTH, Fault.EMPTY_200],
)
async def test_malformed_replies_change_nothing_and_are_logged_once(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    caplog: pytest.LogCaptureFixture,
    fault: Fault,
) -> None:
    apple_tv.play(CATALOGUE["movie"])
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == STATE_PLAYING)
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)

    path = "/ctrl-int/1/playstatusupdate"
    apple_tv.faults.set(fault, path=path)
    apple_tv.requests.clear()
    apple_tv.pause()
    await apple_tv.wait_for(
        lambda tv: sum(request.path == path for request in tv.requests) > 3
    )
    assert state_of(hass, MEDIA_PLAYER).state == STATE_PLAYING
    assert len(_lines(caplog)) == 1

    apple_tv.faults.clear()
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == STATE_PAUSED)


async def _restart(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Unload an entry and set it up again, as a restart of Home Assistant does."""
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()


async def test_a_restart_does_not_wake_a_device_that_was_left_asleep(
    hass: HomeAssistant, init_integration: MockConfigEntry, sleeping: SimulatedAppleTV
) -> None:
    await sleeping.wake_up()
    await _restart(hass, init_integration)

    assert state_of(hass, MEDIA_PLAYER).state == STATE_OFF
    assert state_of(hass, REMOTE).state == STATE_OFF
    assert sleeping.requests == []


async def test_a_device_that_was_left_asleep_is_back_when_it_announces_itself(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    sleeping: SimulatedAppleTV,
    announcements: Announcements,
) -> None:
    await sleeping.wake_up()
    await _restart(hass, init_integration)
    sleeping.play(CATALOGUE["movie"])
    announcements[sleeping.service_name]()
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == STATE_PLAYING)


async def test_a_device_that_was_left_asleep_and_forgot_us_asks_to_pair_again(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    sleeping: SimulatedAppleTV,
    announcements: Announcements,
) -> None:
    await sleeping.wake_up()
    await _restart(hass, init_integration)
    sleeping.revoke(LOGIN_ID)
    announcements[sleeping.service_name]()
    await wait_for_state(
        hass, MEDIA_PLAYER, lambda state: state.state == STATE_UNAVAILABLE
    )
    assert any(init_integration.async_get_active_flows(hass, {SOURCE_REAUTH}))


@pytest.mark.parametrize("reason", ["announced", "moved", "may wake"])
async def test_a_restart_connects_when_nothing_says_that_it_still_sleeps(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    sleeping: SimulatedAppleTV,
    monkeypatch: pytest.MonkeyPatch,
    reason: str,
) -> None:
    await sleeping.wake_up()
    assert await hass.config_entries.async_unload(init_integration.entry_id)
    monkeypatch.setattr(
        f"{_INTEGRATION}.apple_tv.coordinator.async_is_announced",
        lambda *_: reason == "announced",
    )
    moved = {"moved": 0}.get(reason, sleeping.port)
    await sleeping.move(port=moved)
    hass.config_entries.async_update_entry(
        init_integration,
        data={**init_integration.data, CONF_PORT: sleeping.port},
        options={CONF_DO_NOT_WAKE: reason != "may wake"},
    )
    assert await hass.config_entries.async_setup(init_integration.entry_id)
    await hass.async_block_till_done()
    assert state_of(hass, MEDIA_PLAYER).state == STATE_IDLE


async def test_nothing_is_kept_of_a_device_that_was_removed_while_it_slept(
    hass: HomeAssistant,
    hass_storage: dict[str, object],
    init_integration: MockConfigEntry,
    sleeping: SimulatedAppleTV,
) -> None:
    key = f"{DOMAIN}.{init_integration.entry_id}"
    assert await hass.config_entries.async_unload(init_integration.entry_id)
    assert key in hass_storage
    await hass.config_entries.async_remove(init_integration.entry_id)
    assert key not in hass_storage
