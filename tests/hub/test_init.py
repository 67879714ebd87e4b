"""Setting up, unloading and reloading the entry of a hub."""

import asyncio

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_STOP, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import (
    CONF_SESSION_TOKEN,
    CONF_TRANSPORT,
    DOMAIN,
)
from simulators.harmony_hub import Fault, Login, SimulatedHub

from ..common import state_of, wait_for_state
from .common import CONNECTION, REMOTE, TELEVISION_REMOTE, repairs, set_up
from .conftest import COORDINATOR

BOTH = pytest.mark.parametrize("transport", ["websocket", "xmpp"])


# ── Coming and going ──────────────────────────────────────────────────────────


@BOTH
async def test_an_entry_becomes_a_hub_with_its_devices(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    assert init_integration.state is ConfigEntryState.LOADED
    devices = dr.async_entries_for_config_entry(
        device_registry, init_integration.entry_id
    )
    (hub_device,) = [one for one in devices if one.via_device_id is None]
    assert hub_device.name == "Living Room"
    assert hub_device.sw_version == hub.firmware
    others = [one for one in devices if one is not hub_device]
    assert len(others) == 10
    assert {one.via_device_id for one in others} == {hub_device.id}
    assert state_of(hass, REMOTE).state == "off"
    assert hub.connections[init_integration.data[CONF_TRANSPORT]] == 1


@BOTH
async def test_unloading_hangs_up_and_leaves_nothing(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    assert await hass.config_entries.async_unload(init_integration.entry_id)
    await hass.async_block_till_done()

    assert init_integration.state is ConfigEntryState.NOT_LOADED
    await hub.wait_for(lambda hub: not any(hub.connections.values()))
    assert state_of(hass, REMOTE).state == STATE_UNAVAILABLE
    assert not hub.complaints


@BOTH
async def test_reloading_again_and_again_leaves_nothing(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    transport: str,
) -> None:
    async def reload() -> int:
        assert await hass.config_entries.async_reload(init_integration.entry_id)
        await hass.async_block_till_done()
        await hub.wait_for(lambda hub: sum(hub.connections.values()) == 1)
        return len(asyncio.all_tasks())

    await reload()
    tasks = await reload()
    listeners = hass.bus.async_listeners()[EVENT_HOMEASSISTANT_STOP]
    for _ in range(20):
        last_tasks = await reload()

    assert last_tasks <= tasks
    assert hass.bus.async_listeners()[EVENT_HOMEASSISTANT_STOP] == listeners
    assert hub.connections[transport] == 1
    assert state_of(hass, REMOTE).state == "off"


@BOTH
@pytest.mark.usefixtures("init_integration")
async def test_the_hub_is_left_in_good_order_when_home_assistant_stops(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()

    await hub.wait_for(lambda hub: not any(hub.connections.values()))
    assert not hub.complaints


@pytest.mark.usefixtures("init_integration")
async def test_a_key_that_is_down_is_released_when_home_assistant_stops(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await hass.services.async_call(
        DOMAIN,
        "press_key",
        {"entity_id": TELEVISION_REMOTE, "command": "VolumeUp"},
        blocking=True,
    )
    await hub.wait_for(lambda hub: bool(hub.infrared))

    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()

    await hub.wait_for(lambda hub: hub.infrared[0].ended is not None)
    assert hub.infrared[0].let_go


# ── Setting up in vain ────────────────────────────────────────────────────────


@BOTH
@pytest.mark.usefixtures("fast")
async def test_a_hub_that_is_off_is_tried_again_later(
    hass: HomeAssistant, hub: SimulatedHub, mock_config_entry: MockConfigEntry
) -> None:
    await hub.unplug()

    await set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert mock_config_entry.error_reason_translation_key == "nobody_listens"
    assert str(mock_config_entry.reason).startswith("Living Room")


@BOTH
@pytest.mark.usefixtures("fast")
async def test_a_hub_that_does_not_answer_holds_up_the_start_for_a_limited_time(
    hass: HomeAssistant,
    hub: SimulatedHub,
    mock_config_entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(f"{COORDINATOR}.CONNECT_SECONDS", 0.05)
    await hub.unplug(silent=True)

    await set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert mock_config_entry.error_reason_translation_key == "connection_failed"


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize("transport", ["xmpp"])
async def test_a_hub_that_has_too_many_clients_says_so(
    hass: HomeAssistant, hub: SimulatedHub, mock_config_entry: MockConfigEntry
) -> None:
    hub.faults.set(Fault.MAX_CLIENTS)

    await set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert mock_config_entry.error_reason_translation_key == "too_many_clients"


@pytest.mark.usefixtures("fast")
async def test_a_hub_without_a_configuration_is_tried_again_later(
    hass: HomeAssistant, hub: SimulatedHub, mock_config_entry: MockConfigEntry
) -> None:
    hub.faults.set(Fault.NULL_CONFIGURATION)

    await set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert mock_config_entry.error_reason_translation_key == "protocol_error"
    await hub.wait_for(lambda hub: not any(hub.connections.values()))


# ── The identity ──────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize("transport", ["xmpp"])
@pytest.mark.parametrize("login", [Login.PAIR])
async def test_an_identity_from_pairing_is_kept_at_once(
    hass: HomeAssistant, hub: SimulatedHub, mock_config_entry: MockConfigEntry
) -> None:
    await set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.LOADED
    token = mock_config_entry.data[CONF_SESSION_TOKEN]
    assert token in hub.sessions

    await hass.config_entries.async_reload(mock_config_entry.entry_id)
    await hass.async_block_till_done()
    assert mock_config_entry.data[CONF_SESSION_TOKEN] == token
    assert len(hub.sessions) == 1


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize("transport", ["xmpp"])
@pytest.mark.parametrize("login", [Login.PAIR])
async def test_a_new_identity_is_kept_without_a_reload(
    hass: HomeAssistant, hub: SimulatedHub, mock_config_entry: MockConfigEntry
) -> None:
    await set_up(hass, mock_config_entry)
    coordinator = mock_config_entry.runtime_data
    hub.forget_sessions()
    hub.drop_connections()

    await wait_for_state(hass, CONNECTION, lambda state: state.state == "off")
    await wait_for_state(hass, CONNECTION, lambda state: state.state == "on")

    assert mock_config_entry.data[CONF_SESSION_TOKEN] in hub.sessions
    assert mock_config_entry.runtime_data is coordinator


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize("transport", ["xmpp"])
@pytest.mark.parametrize("login", [Login.TOKEN])
async def test_a_hub_that_wants_an_account_asks_for_it(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry
) -> None:
    await set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.SETUP_ERROR
    assert mock_config_entry.error_reason_translation_key == "authentication_failed"
    assert len(repairs(hass)) == 1


@pytest.mark.parametrize("grace", [60.0])
@pytest.mark.parametrize("transport", ["xmpp"])
@pytest.mark.parametrize("login", [Login.PAIR])
async def test_a_hub_that_no_longer_lets_us_in_asks_for_a_repair(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    hub.forget_sessions()
    # As after a change of firmware.
    hub._doorkeeper.login = Login.TOKEN
    hub.drop_connections()

    await wait_for_state(hass, REMOTE, lambda state: state.state == STATE_UNAVAILABLE)
    await hass.async_block_till_done()

    assert init_integration.state is ConfigEntryState.LOADED
    assert len(repairs(hass)) == 1


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize("transport", ["websocket"])
@pytest.mark.parametrize("options", [{CONF_TRANSPORT: "xmpp"}])
async def test_the_user_may_choose_the_transport(
    hass: HomeAssistant, hub: SimulatedHub, mock_config_entry: MockConfigEntry
) -> None:
    await set_up(hass, mock_config_entry)

    assert hub.connections == {"websocket": 0, "xmpp": 1}
