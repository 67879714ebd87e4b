"""What is kept of a hub over restarts, so that its entities need not wait for it."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import DOMAIN
from simulators.harmony_hub import Login, SimulatedHub
from simulators.harmony_hub.configuration.identifiers import TELEVISION, WATCH_TV

from ..common import state_of, wait_for_state
from .common import (
    CONNECTION,
    MEDIA_PLAYER,
    REMOTE,
    SELECT,
    TELEVISION_REMOTE,
    repairs,
    requests,
    set_up,
    start,
)
from .conftest import COORDINATOR

BOTH = pytest.mark.parametrize("transport", ["websocket", "xmpp"])


def _kept(storage: dict[str, Any], entry: MockConfigEntry) -> dict[str, Any]:
    return storage[f"{DOMAIN}.{entry.entry_id}.configuration"]["data"]


@BOTH
@pytest.mark.parametrize("silent", [False, True])
async def test_entities_are_there_after_a_restart_also_without_the_hub(
    *,
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
    silent: bool,
) -> None:
    await start(hass, hub, WATCH_TV)
    monkeypatch.setattr(f"{COORDINATOR}.GREETING_SECONDS", 0.05)
    await hass.config_entries.async_unload(init_integration.entry_id)
    await hub.unplug(silent=silent)

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

    await set_up(hass, mock_config_entry)

    assert state_of(hass, REMOTE).state == "off"
    assert len(state_of(hass, SELECT).attributes["options"]) == 8


async def test_what_was_kept_goes_with_the_entry(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    hass_storage: dict[str, Any],
) -> None:
    # What is being kept at this moment goes as well.
    await start(hass, hub, WATCH_TV)

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

    await set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.LOADED
    assert state_of(hass, REMOTE).state == STATE_UNAVAILABLE
    assert len(repairs(hass)) == 1
