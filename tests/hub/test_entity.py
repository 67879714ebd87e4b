"""What the entities of a hub are, and what they look like."""

from collections.abc import Generator
from datetime import UTC, datetime
from unittest.mock import Mock, PropertyMock, patch

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from custom_components.remote_bridge.harmony.client import Statistics
from custom_components.remote_bridge.harmony.exceptions import NoSignOfLife
from simulators.harmony_hub import SimulatedHub

PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.EVENT,
    Platform.MEDIA_PLAYER,
    Platform.REMOTE,
    Platform.SELECT,
    Platform.SENSOR,
]


@pytest.fixture
def _still_life() -> Generator[None]:
    """Keep from changing what differs in every run, and enable everything."""
    noon = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    with (
        patch(
            "custom_components.remote_bridge.harmony.tracker.datetime",
            Mock(now=Mock(return_value=noon)),
        ),
        patch(
            "homeassistant.components.media_player.MediaPlayerEntity.access_token",
            new_callable=PropertyMock,
            return_value="token",
        ),
        patch(
            "homeassistant.helpers.entity.Entity.entity_registry_enabled_default",
            new_callable=PropertyMock,
            return_value=True,
        ),
        patch(
            "custom_components.remote_bridge.harmony.client.HarmonyHub.statistics",
            new_callable=PropertyMock,
            return_value=Statistics(
                reconnects=3,
                last_loss=NoSignOfLife("The hub gives no sign of life"),
                last_loss_at=noon,
                round_trip=0.0421234,
                refused_keys=2,
                last_refusal=None,
            ),
        ),
    ):
        yield


@pytest.mark.usefixtures("_still_life", "fast")
@pytest.mark.parametrize("platform", PLATFORMS)
async def test_entities_are_as_they_were(
    *,
    hass: HomeAssistant,
    hub: SimulatedHub,
    mock_config_entry: MockConfigEntry,
    entity_registry: er.EntityRegistry,
    snapshot: SnapshotAssertion,
    platform: Platform,
) -> None:
    await hub.press_on_remote("23451801")
    mock_config_entry.add_to_hass(hass)
    with patch("custom_components.remote_bridge._PLATFORMS", {"harmony": (platform,)}):
        await hass.config_entries.async_setup(mock_config_entry.entry_id)
        await hass.async_block_till_done()
        entries = sorted(
            er.async_entries_for_config_entry(
                entity_registry, mock_config_entry.entry_id
            ),
            key=lambda entry: entry.entity_id,
        )
        assert entries
        for entry in entries:
            assert entry == snapshot(name=f"{entry.entity_id}-entry")
            state = hass.states.get(entry.entity_id)
            assert state == snapshot(name=f"{entry.entity_id}-state")
        await hass.config_entries.async_unload(mock_config_entry.entry_id)


@pytest.mark.usefixtures("init_integration")
async def test_devices_are_as_they_were(
    device_registry: dr.DeviceRegistry,
    mock_config_entry: MockConfigEntry,
    snapshot: SnapshotAssertion,
) -> None:
    devices = dr.async_entries_for_config_entry(
        device_registry, mock_config_entry.entry_id
    )
    for one in sorted(devices, key=lambda one: one.name or ""):
        assert one == snapshot(name=one.name)


@pytest.mark.usefixtures("init_integration")
async def test_what_few_people_want_is_there_but_off(
    entity_registry: er.EntityRegistry, mock_config_entry: MockConfigEntry
) -> None:
    disabled = {
        entry.entity_id
        for entry in er.async_entries_for_config_entry(
            entity_registry, mock_config_entry.entry_id
        )
        if entry.disabled_by
    }
    assert disabled == {
        "binary_sensor.living_room_firmware_update",
        "sensor.living_room_firmware",
        "sensor.living_room_last_connection_loss",
        "sensor.living_room_reconnects",
        "sensor.living_room_refused_keys",
        "sensor.living_room_round_trip_time",
        # A hub lists lights without a single key.
        "remote.philips_hue",
    }
