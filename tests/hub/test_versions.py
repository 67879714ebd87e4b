"""The configuration of a hub is saved whenever it changes."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
import json
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import DOMAIN
from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import TELEVISION, megabyte
from simulators.harmony_hub.core import ACCOUNT_ID, OWNER

from .common import set_up
from .saved import ask_saved, rename, replace_config, saved


def _key(entry: MockConfigEntry) -> str:
    return f"{DOMAIN}.{entry.entry_id}.versions"


def _kept(storage: dict[str, Any], entry: MockConfigEntry) -> dict[str, Any]:
    return storage[_key(entry)]["data"]


def _put(storage: dict[str, Any], entry: MockConfigEntry, data: Any) -> None:
    storage[_key(entry)] = {"version": 1, "minor_version": 1, "data": data}


def _warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.WARNING
        and record.name.startswith("custom_components.remote_bridge")
    ]


# ── When something is saved ───────────────────────────────────────────────────


@pytest.mark.parametrize("transport", ["websocket", "xmpp"])
async def test_the_first_configuration_is_saved(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    (first,) = await saved(hass, init_integration)

    assert first["version"] == 0
    assert first["config_version"] == hub.config_version
    assert first["activities"] == 7
    assert first["devices"] == 10
    assert first["sequences"] == 1
    assert first["same_as"] is None
    assert not any(first["changes"].values())
    saved_at = datetime.fromisoformat(first["saved_at"])
    assert timedelta() <= datetime.now(UTC) - saved_at < timedelta(minutes=1)


async def test_a_change_is_saved_with_what_it_was(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    config = hub.config
    config["sequence"].append({"id": "77", "name": "Good Morning"})
    config["device"] = [one for one in config["device"] if one["id"] != TELEVISION]
    config["device"][0]["controlGroup"][0]["function"].pop()
    await rename(hass, hub, init_integration, "Fernsehen")

    newest, _ = await saved(hass, init_integration)

    changed = newest["changes"].pop("changed")
    assert config["device"][0]["label"] in changed
    assert newest["changes"] == {
        "added": ("Good Morning",),
        "removed": ("Samsung TV",),
        "renamed": (("Watch TV", "Fernsehen"),),
    }


async def test_eleven_changes_keep_ten(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    hass_storage: dict[str, Any],
) -> None:
    for number in range(11):
        await rename(hass, hub, init_integration, f"Name {number}")

    versions = await saved(hass, init_integration)

    assert [one["version"] for one in versions] == list(range(10))
    names = [one["changes"]["renamed"][0][1] for one in versions]
    assert names == [f"Name {number}" for number in reversed(range(1, 11))]
    assert len(_kept(hass_storage, init_integration)["contents"]) == 10


async def test_going_back_is_recognised_and_costs_no_room(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    hass_storage: dict[str, Any],
) -> None:
    await rename(hass, hub, init_integration, "Fernsehen")
    await rename(hass, hub, init_integration, "Watch TV")

    versions = await saved(hass, init_integration)

    assert [one["same_as"] for one in versions] == [2, None, None]
    assert len(_kept(hass_storage, init_integration)["contents"]) == 2


async def test_a_new_number_alone_is_no_change(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    (before,) = await saved(hass, init_integration)
    await replace_config(hass, hub, init_integration, hub.config)

    (after,) = await saved(hass, init_integration)

    assert after["config_version"] == hub.config_version != before["config_version"]
    assert after["saved_at"] == before["saved_at"]


async def test_another_order_or_spelling_is_no_change(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    other = deepcopy(hub.config)
    other["device"].reverse()
    # Lua writes a list with gaps like this, and knows no empty object.
    groups = other["device"][0]["controlGroup"]
    other["device"][0]["controlGroup"] = {
        str(number): one for number, one in enumerate(reversed(groups))
    }
    other["device"][0]["nothing"] = []
    await replace_config(hass, hub, init_integration, other)

    assert len(await saved(hass, init_integration)) == 1


async def test_finer_points_are_a_change_without_names(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    hub.config["device"][0]["icon"] = "17"
    await replace_config(hass, hub, init_integration, hub.config)

    newest, _ = await saved(hass, init_integration)

    assert not any(newest["changes"].values())


async def test_a_clock_that_was_put_back_confuses_nothing(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    hass_storage: dict[str, Any],
) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    (version,) = _kept(hass_storage, init_integration)["versions"]
    version["saved_at"] = tomorrow.isoformat()
    await rename(hass, hub, init_integration, "Fernsehen")

    newest, oldest = await saved(hass, init_integration)

    assert newest["saved_at"] > oldest["saved_at"] == tomorrow.isoformat()
    assert newest["changes"]["renamed"] == (("Watch TV", "Fernsehen"),)


@pytest.mark.parametrize("config", [megabyte()])
async def test_a_megabyte_is_saved_small(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    hass_storage: dict[str, Any],
) -> None:
    (only,) = await saved(hass, init_integration)

    assert only["size"] > 900_000
    assert len(json.dumps(_kept(hass_storage, init_integration))) < 150_000
    answer = await ask_saved(hass, "get_configuration", init_integration)
    assert len(answer["configuration"]["device"]) == 15


async def test_nothing_of_the_owner_is_saved(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    answer = await ask_saved(hass, "get_configuration", init_integration)

    text = json.dumps(answer)
    assert TELEVISION in text
    for secret in (OWNER, str(ACCOUNT_ID), "timeStampHash", "BTAddress", "00:00:5e"):
        assert secret not in text


# ── Over restarts ─────────────────────────────────────────────────────────────


async def test_versions_outlive_a_restart_and_a_change_while_nobody_looked(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()
    assert len(await saved(hass, init_integration)) == 1

    await hass.config_entries.async_unload(init_integration.entry_id)
    hub.rename_device(TELEVISION, "Telly")
    await hass.config_entries.async_setup(init_integration.entry_id)
    await hass.async_block_till_done(wait_background_tasks=False)
    client = init_integration.runtime_data.client
    await replace_config(hass, hub, init_integration, hub.config)

    newest, _ = await saved(hass, init_integration)
    assert newest["changes"]["renamed"] == (("Samsung TV", "Telly"),)
    assert newest["config_version"] == client.config_version


async def test_versions_go_with_the_entry(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    hass_storage: dict[str, Any],
) -> None:
    await rename(hass, hub, init_integration, "Fernsehen")
    assert _key(init_integration) in hass_storage

    await hass.config_entries.async_remove(init_integration.entry_id)
    await hass.async_block_till_done()

    assert _key(init_integration) not in hass_storage


# ── Damage ────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize(
    "damage",
    [
        {"versions": 5, "contents": {}},
        {"versions": ["x"], "contents": {}},
        {"versions": [{"saved_at": "yesterday"}], "contents": {}},
        {
            "versions": [
                {
                    "saved_at": "2026-01-01T00:00:00",
                    "config_version": 1,
                    "digest": "x",
                    "changes": {},
                }
            ],
            "contents": {},
        },
        ["x"],
    ],
)
async def test_damage_costs_the_versions_and_not_the_set_up(
    *,
    hass: HomeAssistant,
    mock_config_entry: MockConfigEntry,
    hass_storage: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
    damage: Any,
) -> None:
    _put(hass_storage, mock_config_entry, damage)

    await set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.LOADED
    assert len(await saved(hass, mock_config_entry)) == 1
    (warning,) = _warnings(caplog)
    assert "Living Room" in warning


@pytest.mark.usefixtures("fast")
async def test_a_file_of_a_later_home_assistant_costs_no_more(
    *,
    hass: HomeAssistant,
    mock_config_entry: MockConfigEntry,
    hass_storage: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    _put(hass_storage, mock_config_entry, {})
    hass_storage[_key(mock_config_entry)]["version"] = 99

    await set_up(hass, mock_config_entry)

    assert mock_config_entry.state is ConfigEntryState.LOADED
    assert len(await saved(hass, mock_config_entry)) == 1
    assert len(_warnings(caplog)) == 1


async def test_a_damaged_version_is_left_out_and_the_others_stay(
    *,
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    hass_storage: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    await rename(hass, hub, init_integration, "Fernsehen")
    del _kept(hass_storage, init_integration)["versions"][0]["digest"]
    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()

    (only,) = await saved(hass, init_integration)

    assert only["changes"]["renamed"] == (("Watch TV", "Fernsehen"),)
    # What is left was written down again, so nobody is told a second time.
    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()
    assert len(_warnings(caplog)) == 1


async def test_a_change_is_saved_although_the_one_before_cannot_be_read(
    *,
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    hass_storage: dict[str, Any],
) -> None:
    (content,) = _kept(hass_storage, init_integration)["contents"].values()
    content["packed"] = content["packed"][:100]
    await rename(hass, hub, init_integration, "Fernsehen")

    newest, _ = await saved(hass, init_integration)

    assert not any(newest["changes"].values())
    answer = await ask_saved(hass, "get_configuration", init_integration)
    assert answer["configuration"]["activity"][0]["label"] == "Fernsehen"
