"""Diagnostics of a hub tell what helps and nothing that is private."""

import json
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from syrupy.assertion import SnapshotAssertion
from syrupy.filters import props

from custom_components.remote_bridge.const import CONF_SESSION_TOKEN, DOMAIN
from simulators.harmony_hub import Fault, Login, SimulatedHub
from simulators.harmony_hub.configuration.identifiers import WATCH_TV
from simulators.harmony_hub.core import ACCOUNT_ID, OWNER

from .common import TELEVISION_REMOTE, ask_remote, start


@pytest.fixture
async def download(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Any:
    """Return what downloads diagnostics as the browser does."""
    assert await async_setup_component(hass, "diagnostics", {})
    browser = await hass_client()

    async def get(path: str) -> Any:
        reply = await browser.get(f"/api/diagnostics/config_entry/{path}")
        assert reply.status == 200
        return (await reply.json())["data"]

    return get


def _says_nothing_private(
    diagnostics: Any, hub: SimulatedHub, entry: MockConfigEntry
) -> bool:
    text = json.dumps(diagnostics, ensure_ascii=False).casefold()
    private = [OWNER, ACCOUNT_ID, hub.host, hub.uuid, hub.remote_id, "timestamphash"]
    private += ["000000000000", "00:00:5e", "example.com", "europe/berlin"]
    private += [token for token in (entry.data.get(CONF_SESSION_TOKEN),) if token]
    return not any(str(secret).casefold() in text for secret in private)


@pytest.mark.parametrize("transport", ["websocket", "xmpp"])
@pytest.mark.parametrize("login", [Login.PAIR])
async def test_diagnostics_of_an_entry_and_of_its_devices_are_the_same(
    *,
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
    download: Any,
    snapshot: SnapshotAssertion,
) -> None:
    await start(hass, hub, WATCH_TV)
    device, *_ = dr.async_entries_for_config_entry(
        device_registry, init_integration.entry_id
    )

    of_entry = await download(init_integration.entry_id)
    of_device = await download(f"{init_integration.entry_id}/device/{device.id}")

    assert of_entry == of_device
    assert _says_nothing_private(of_entry, hub, init_integration)
    assert of_entry == snapshot(
        exclude=props("port", "xmpp_port", "round_trip", "saved_at")
    )


async def test_diagnostics_tell_why_an_entry_could_not_be_set_up(
    *,
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    hass_storage: dict[str, Any],
    download: Any,
) -> None:
    await hub.unplug()
    await hass.config_entries.async_unload(init_integration.entry_id)
    # With what was kept, it would be set up.
    del hass_storage[f"{DOMAIN}.{init_integration.entry_id}.configuration"]
    await hass.config_entries.async_setup(init_integration.entry_id)

    diagnostics = await download(init_integration.entry_id)

    assert diagnostics["entry"]["state"] == "setup_retry"
    assert diagnostics["entry"]["reason"] == "nobody_listens"
    assert "device" not in diagnostics
    # What is saved is there all the same.
    (saved,) = diagnostics["versions"]
    assert saved["devices"] == 10
    assert _says_nothing_private(diagnostics, hub, init_integration)


@pytest.mark.parametrize("refusal", [1.0])
async def test_diagnostics_tell_what_was_refused_and_why_a_hub_was_lost(
    *,
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    download: Any,
) -> None:
    hub.faults.set(Fault.REFUSE_KEY, code=566)
    with pytest.raises(Exception, match="Samsung"):
        await ask_remote(hass, "send_command", TELEVISION_REMOTE, command="Mute")
    await hub.unplug()

    diagnostics = await download(init_integration.entry_id)

    device = diagnostics["device"]
    assert device["statistics"]["refused_keys"] == 1
    assert "Mute of Samsung TV" in device["statistics"]["last_refusal"]
    assert device["connection"] in {"reconnecting", "lost"}
    assert device["last_error"] in {"ConnectionFailed", "NobodyListens"}
    assert device["statistics"]["last_loss"] == "closed"
    assert _says_nothing_private(diagnostics, hub, init_integration)
