"""Setting up, unloading and reloading an entry."""

import asyncio
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_STOP, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from custom_components.remote_bridge import async_remove_config_entry_device
from custom_components.remote_bridge.const import CONF_KIND, CONF_LOGIN_ID, DOMAIN
from simulators.apple_tv import Fault, SimulatedAppleTV, SleepStyle

from ..common import state_of
from .common import LOGIN_ID, MEDIA_PLAYER, REMOTE


async def _set_up(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()


def _changed(entry: MockConfigEntry, **changes: Any) -> MockConfigEntry:
    return MockConfigEntry(
        domain=entry.domain,
        title=entry.title,
        unique_id=entry.unique_id,
        data={**entry.data, **changes},
    )


def _reauth_flows(hass: HomeAssistant) -> list[Any]:
    return [
        flow
        for flow in hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        if flow["context"]["source"] == SOURCE_REAUTH
    ]


async def test_an_entry_becomes_one_device_with_a_player_and_a_remote(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
    snapshot: SnapshotAssertion,
) -> None:
    assert init_integration.state is ConfigEntryState.LOADED
    assert sorted(hass.states.async_entity_ids()) == [MEDIA_PLAYER, REMOTE]
    (device,) = dr.async_entries_for_config_entry(
        device_registry, init_integration.entry_id
    )
    assert device == snapshot


async def test_an_apple_tv_goes_with_its_entry_only(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    (device,) = dr.async_entries_for_config_entry(
        device_registry, init_integration.entry_id
    )

    assert not await async_remove_config_entry_device(hass, init_integration, device)


async def test_unloading_logs_out_and_leaves_nothing(
    hass: HomeAssistant, init_integration: MockConfigEntry, apple_tv: SimulatedAppleTV
) -> None:
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)

    assert await hass.config_entries.async_unload(init_integration.entry_id)
    await hass.async_block_till_done()

    assert init_integration.state is ConfigEntryState.NOT_LOADED
    assert apple_tv.requests[-1].path == "/logout"
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 0 and not tv.sessions)
    assert state_of(hass, MEDIA_PLAYER).state == STATE_UNAVAILABLE


async def test_reloading_again_and_again_leaves_nothing(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    announcements: dict[str, Any],
) -> None:
    async def reload() -> int:
        assert await hass.config_entries.async_reload(init_integration.entry_id)
        await hass.async_block_till_done()
        await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
        return len(asyncio.all_tasks())

    await reload()
    tasks = await reload()
    listeners = hass.bus.async_listeners()[EVENT_HOMEASSISTANT_STOP]
    for _ in range(20):
        last_tasks = await reload()

    assert last_tasks == tasks
    assert hass.bus.async_listeners()[EVENT_HOMEASSISTANT_STOP] == listeners
    assert len(apple_tv.sessions) == 1
    assert list(announcements) == [apple_tv.service_name]


async def test_the_device_is_left_in_good_order_when_home_assistant_stops(
    hass: HomeAssistant, init_integration: MockConfigEntry, apple_tv: SimulatedAppleTV
) -> None:
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()

    assert apple_tv.requests[-1].path == "/logout"
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 0 and not tv.sessions)


@pytest.mark.usefixtures("fast")
async def test_a_device_that_is_off_is_tried_again_later(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry, apple_tv: SimulatedAppleTV
) -> None:
    await apple_tv.sleep_now()

    await _set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert mock_config_entry.error_reason_translation_key == "connection_failed"
    assert str(mock_config_entry.reason).startswith("Living Room cannot be reached")


@pytest.mark.usefixtures("fast")
async def test_a_device_that_does_not_answer_holds_up_the_start_for_a_limited_time(
    hass: HomeAssistant,
    mock_config_entry: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "custom_components.remote_bridge.apple_tv.coordinator.CONNECT_SECONDS", 0.05
    )
    await apple_tv.sleep_now(SleepStyle.SILENT)

    await _set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert mock_config_entry.error_reason_translation_key == "connection_failed"


@pytest.mark.usefixtures("fast")
async def test_a_half_finished_set_up_logs_out_again(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry, apple_tv: SimulatedAppleTV
) -> None:
    apple_tv.faults.set(Fault.STATUS_500)

    await _set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert mock_config_entry.error_reason_translation_key == "command_rejected"
    assert apple_tv.requests[-1].path == "/logout"
    assert not apple_tv.sessions


@pytest.mark.usefixtures("fast")
async def test_a_device_that_talks_nonsense_is_tried_again_later(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry, apple_tv: SimulatedAppleTV
) -> None:
    apple_tv.faults.set(Fault.TRUNCATED_DMAP)

    await _set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert mock_config_entry.error_reason_translation_key == "protocol_error"


@pytest.mark.usefixtures("fast")
async def test_a_device_that_forgot_us_asks_for_pairing_again(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry, apple_tv: SimulatedAppleTV
) -> None:
    apple_tv.revoke(LOGIN_ID)

    await _set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.SETUP_ERROR
    assert mock_config_entry.error_reason_translation_key == "authentication_failed"
    assert len(_reauth_flows(hass)) == 1


async def test_a_damaged_login_id_asks_for_pairing_again(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry
) -> None:
    entry = _changed(mock_config_entry, **{CONF_LOGIN_ID: "0x123"})

    await _set_up(hass, entry)

    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "authentication_failed"
    assert len(_reauth_flows(hass)) == 1


@pytest.mark.parametrize("kind", ["toaster", None])
async def test_an_entry_of_an_unknown_kind_says_so(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry, kind: str | None
) -> None:
    entry = _changed(mock_config_entry, **{CONF_KIND: kind})

    await _set_up(hass, entry)

    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "unknown_kind"
    assert str(kind) in str(entry.reason)


async def test_an_entry_from_a_newer_version_is_left_alone(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry, apple_tv: SimulatedAppleTV
) -> None:
    entry = MockConfigEntry(
        domain=DOMAIN, data=MappingProxyType(dict(mock_config_entry.data)), version=99
    )

    await _set_up(hass, entry)

    assert entry.state is ConfigEntryState.MIGRATION_ERROR
    assert not apple_tv.requests


async def test_actions_exist_without_a_device(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, DOMAIN, {})

    assert set(hass.services.async_services_for_domain(DOMAIN)) == {
        "change_channel",
        "compare_configurations",
        "enter_text",
        "fix_device",
        "get_commands",
        "get_configuration",
        "list_configurations",
        "press_key",
        "release_key",
        "run_sequence",
        "set_sleep_timer",
        "skip",
        "sync",
    }
