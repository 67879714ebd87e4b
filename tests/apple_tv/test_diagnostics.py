"""Diagnostics tell what helps and nothing that is private."""

import json
from typing import Any

from homeassistant.const import STATE_PLAYING
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from syrupy.assertion import SnapshotAssertion
from syrupy.filters import props

from simulators.apple_tv import CATALOGUE, SimulatedAppleTV

from ..common import wait_for_state
from .common import LOGIN_ID, MEDIA_PLAYER


@pytest.fixture
async def download(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Any:
    """Download diagnostics as a browser does."""
    assert await async_setup_component(hass, "diagnostics", {})
    browser = await hass_client()

    async def get(path: str) -> Any:
        reply = await browser.get(f"/api/diagnostics/config_entry/{path}")
        assert reply.status == 200
        return (await reply.json())["data"]

    return get


def _says_nothing_private(diagnostics: Any, apple_tv: SimulatedAppleTV) -> bool:
    text = json.dumps(diagnostics, ensure_ascii=False)
    song = CATALOGUE["song"]
    private = [LOGIN_ID, LOGIN_ID[2:], apple_tv.host]
    private += [song.title, song.artist, song.album, f'"{song.genre}"']
    return not any(str(secret).casefold() in text.casefold() for secret in private)


async def test_diagnostics_of_an_entry_and_of_its_device_are_the_same(
    *,
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    device_registry: dr.DeviceRegistry,
    download: Any,
    snapshot: SnapshotAssertion,
) -> None:
    apple_tv.play(CATALOGUE["song"])
    await wait_for_state(
        hass,
        MEDIA_PLAYER,
        lambda state: (
            state.state == STATE_PLAYING and "volume_level" in state.attributes
        ),
    )
    (device,) = dr.async_entries_for_config_entry(
        device_registry, init_integration.entry_id
    )

    of_entry = await download(init_integration.entry_id)
    of_device = await download(f"{init_integration.entry_id}/device/{device.id}")

    assert of_entry == of_device
    assert _says_nothing_private(of_entry, apple_tv)
    assert of_entry == snapshot(exclude=props("port", "position", "received_at"))


async def test_diagnostics_tell_why_an_entry_could_not_be_set_up(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    download: Any,
) -> None:
    await apple_tv.sleep_now()
    await hass.config_entries.async_reload(init_integration.entry_id)

    diagnostics = await download(init_integration.entry_id)

    assert diagnostics["entry"]["state"] == "setup_retry"
    assert diagnostics["entry"]["reason"] == "connection_failed"
    assert "device" not in diagnostics
    assert _says_nothing_private(diagnostics, apple_tv)


async def test_diagnostics_tell_why_a_device_was_lost(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    apple_tv: SimulatedAppleTV,
    download: Any,
) -> None:
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
    apple_tv.revoke(LOGIN_ID)
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == "unavailable")

    device = (await download(init_integration.entry_id))["device"]

    assert device["available"] is False
    assert device["connection"] == "refused"
    assert device["last_error"] == "AuthenticationFailed"
    assert device["last_failure"] == "AuthenticationFailed"
