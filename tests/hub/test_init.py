"""Setting up, unloading and reloading the entry of a hub."""

import asyncio
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
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
from simulators.harmony_hub.configuration.identifiers import TELEVISION, WATCH_TV

from ..common import state_of, wait_for_state
from .common import (
    CONNECTION,
    MEDIA_PLAYER,
    REMOTE,
    SELECT,
    TELEVISION_REMOTE,
    requests,
    start,
)
from .conftest import COORDINATOR

BOTH = pytest.mark.parametrize("transport", ["websocket", "xmpp"])


async def _set_up(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()


def _reauth_flows(hass: HomeAssistant) -> list[Any]:
    return [
        flow
        for flow in hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        if flow["context"]["source"] == SOURCE_REAUTH
    ]


def _kept(storage: dict[str, Any], entry: MockConfigEntry) -> dict[str, Any]:
    return storage[f"{DOMAIN}.{entry.entry_id}.configuration"]["data"]


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

    await _set_up(hass, mock_config_entry)

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

    await _set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.SETUP_RETRY
    assert mock_config_entry.error_reason_translation_key == "connection_failed"


@pytest.mark.usefixtures("fast")
async def test_a_hub_without_a_configuration_is_tried_again_later(
    hass: HomeAssistant, hub: SimulatedHub, mock_config_entry: MockConfigEntry
) -> None:
    hub.faults.set(Fault.NULL_CONFIGURATION)

    await _set_up(hass, mock_config_entry)

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
    await _set_up(hass, mock_config_entry)

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
    await _set_up(hass, mock_config_entry)
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
    await _set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.SETUP_ERROR
    assert mock_config_entry.error_reason_translation_key == "authentication_failed"
    assert len(_reauth_flows(hass)) == 1


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize("transport", ["websocket"])
@pytest.mark.parametrize("options", [{CONF_TRANSPORT: "xmpp"}])
async def test_the_user_may_choose_the_transport(
    hass: HomeAssistant, hub: SimulatedHub, mock_config_entry: MockConfigEntry
) -> None:
    await _set_up(hass, mock_config_entry)

    assert hub.connections == {"websocket": 0, "xmpp": 1}


# ── What was kept ─────────────────────────────────────────────────────────────


@BOTH
async def test_entities_are_there_after_a_restart_also_without_the_hub(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await start(hass, hub, WATCH_TV)
    monkeypatch.setattr(f"{COORDINATOR}.GREETING_SECONDS", 0.05)
    await hass.config_entries.async_unload(init_integration.entry_id)
    await hub.unplug()

    await hass.config_entries.async_setup(init_integration.entry_id)
    await hass.async_block_till_done()

    assert init_integration.state is ConfigEntryState.LOADED
    for entity_id in (REMOTE, MEDIA_PLAYER, SELECT, TELEVISION_REMOTE):
        assert state_of(hass, entity_id).state == STATE_UNAVAILABLE
    assert state_of(hass, CONNECTION).state == "off"

    await hub.plug_in()
    await wait_for_state(hass, REMOTE, lambda state: state.state != STATE_UNAVAILABLE)
    assert state_of(hass, TELEVISION_REMOTE).state != STATE_UNAVAILABLE


@BOTH
async def test_a_restart_does_not_read_the_configuration_again(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    assert len(requests(hub, "engine?config")) == 1

    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()

    assert state_of(hass, REMOTE).state == "off"
    assert len(requests(hub, "engine?config")) == 1


async def test_a_new_configuration_is_read_and_kept(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    hass_storage: dict[str, Any],
) -> None:
    await hass.config_entries.async_unload(init_integration.entry_id)
    hub.rename_activity(WATCH_TV, "Fernsehen")

    await hass.config_entries.async_setup(init_integration.entry_id)

    await wait_for_state(
        hass,
        SELECT,
        lambda state: "Fernsehen" in state.attributes.get("options", []),
    )
    await hass.async_block_till_done()
    kept = _kept(hass_storage, init_integration)
    assert kept["version"] == hub.config_version
    assert kept["configuration"]["activity"][0]["label"] == "Fernsehen"


async def test_nothing_of_the_owner_is_kept(
    init_integration: MockConfigEntry, hass_storage: dict[str, Any]
) -> None:
    kept = str(_kept(hass_storage, init_integration))

    assert TELEVISION in kept
    assert "owner@example.com" not in kept
    assert "timeStampHash" not in kept


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize("damage", [None, 5, ["x"], "{}"])
async def test_what_was_kept_and_is_of_no_use_is_read_again(
    hass: HomeAssistant,
    mock_config_entry: MockConfigEntry,
    hass_storage: dict[str, Any],
    damage: Any,
) -> None:
    key = f"{DOMAIN}.{mock_config_entry.entry_id}.configuration"
    data = {"version": 1, "configuration": damage}
    hass_storage[key] = {"version": 1, "minor_version": 1, "key": key, "data": data}

    await _set_up(hass, mock_config_entry)

    assert state_of(hass, REMOTE).state == "off"
    assert len(state_of(hass, SELECT).attributes["options"]) == 8


async def test_what_was_kept_goes_with_the_entry(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    hass_storage: dict[str, Any],
) -> None:
    await start(hass, hub, WATCH_TV)
    await hass.async_block_till_done()

    await hass.config_entries.async_remove(init_integration.entry_id)
    await hass.async_block_till_done()

    assert not [key for key in hass_storage if key.startswith(DOMAIN)]


@pytest.mark.parametrize("transport", ["xmpp"])
@pytest.mark.parametrize("login", [Login.TOKEN])
async def test_a_hub_that_refuses_asks_for_a_repair_and_its_entities_wait_for_it(
    hass: HomeAssistant,
    hub: SimulatedHub,
    mock_config_entry: MockConfigEntry,
    hass_storage: dict[str, Any],
    fast: Any,
) -> None:
    key = f"{DOMAIN}.{mock_config_entry.entry_id}.configuration"
    data = {"version": 1, "configuration": hub.config}
    hass_storage[key] = {"version": 1, "minor_version": 1, "key": key, "data": data}

    await _set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.LOADED
    assert state_of(hass, REMOTE).state == STATE_UNAVAILABLE
    assert len(_reauth_flows(hass)) == 1


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
    assert len(_reauth_flows(hass)) == 1
