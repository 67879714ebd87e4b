"""What the entities of an Apple TV are, and what they look like."""

from collections.abc import Generator
from datetime import UTC, datetime
from unittest.mock import Mock, PropertyMock, patch

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from simulators.apple_tv import CATALOGUE, PlayerState, SimulatedAppleTV


@pytest.fixture
def _still_life() -> Generator[None]:
    """Keep from changing what differs in every run."""
    noon = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    clock = Mock(now=Mock(return_value=noon))
    with (
        patch("custom_components.remote_bridge.dacp.poll.datetime", clock),
        patch(
            "homeassistant.components.media_player.MediaPlayerEntity.access_token",
            new_callable=PropertyMock,
            return_value="token",
        ),
    ):
        yield


@pytest.mark.usefixtures("_still_life", "fast")
@pytest.mark.parametrize("playing", ["nothing", "episode", "song", "airplay"])
async def test_entities_show_what_is_playing(
    *,
    hass: HomeAssistant,
    mock_config_entry: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    entity_registry: er.EntityRegistry,
    snapshot: SnapshotAssertion,
    playing: str,
) -> None:
    apple_tv.player.media = CATALOGUE.get(playing)
    apple_tv.set_state(PlayerState.PAUSED)
    mock_config_entry.add_to_hass(hass)
    await hass.config_entries.async_setup(mock_config_entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)

    # How the connection does is for those who look for it.
    entries = [
        entry
        for entry in er.async_entries_for_config_entry(
            entity_registry, mock_config_entry.entry_id
        )
        if not entry.disabled
    ]
    entries.sort(key=lambda entry: entry.domain)
    assert [entry.domain for entry in entries] == ["media_player", "remote"]
    for entry in entries:
        assert entry == snapshot(name=f"{entry.entity_id}-entry")
        state = hass.states.get(entry.entity_id)
        assert state == snapshot(name=f"{entry.entity_id}-state")
