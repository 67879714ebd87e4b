"""The actions on saved configurations answer whether or not the hub is there."""

from typing import Any

from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import CONF_KIND, DOMAIN, Kind
from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import RECEIVER, TELEVISION, WATCH_TV

from ..common import wait_for_state
from .common import REMOTE
from .saved import ask_saved, rename, replace_config, saved


async def test_a_configuration_is_as_the_hub_wrote_it(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    answer = await ask_saved(hass, "get_configuration", init_integration)

    assert answer["version"] == 0
    assert answer["config_version"] == hub.config_version
    assert set(answer["configuration"]) == {"activity", "device", "sequence"}
    theirs, ours = hub.config["device"][0], answer["configuration"]["device"][0]
    assert ours["controlGroup"] == theirs["controlGroup"]


async def test_an_older_one_is_found_by_counting_back_or_by_the_hubs_number(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    # Hubs that somebody uses have counted further than our places go.
    for _ in range(10):
        hub.core.room.revise()
    await replace_config(hass, hub, init_integration, hub.config)
    number = hub.config_version
    await rename(hass, hub, init_integration, "Fernsehen")

    counted = await ask_saved(hass, "get_configuration", init_integration, version=1)
    numbered = await ask_saved(
        hass, "get_configuration", init_integration, version=number
    )

    assert counted == numbered
    assert counted["configuration"]["activity"][0]["label"] == "Watch TV"


async def _lose(hass: HomeAssistant, hub: SimulatedHub, entry: MockConfigEntry) -> None:
    await hub.unplug()
    await wait_for_state(hass, REMOTE, lambda state: state.state == STATE_UNAVAILABLE)


async def _unload(
    hass: HomeAssistant, hub: SimulatedHub, entry: MockConfigEntry
) -> None:
    await hub.unplug()
    await hass.config_entries.async_unload(entry.entry_id)
    assert entry.state is ConfigEntryState.NOT_LOADED


@pytest.mark.parametrize("trouble", [_lose, _unload])
async def test_all_is_answered_on_the_day_that_the_hub_is_gone(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    trouble: Any,
) -> None:
    await rename(hass, hub, init_integration, "Fernsehen")
    await trouble(hass, hub, init_integration)

    assert len(await saved(hass, init_integration)) == 2
    answer = await ask_saved(hass, "get_configuration", init_integration)
    assert answer["configuration"]["activity"][0]["label"] == "Fernsehen"
    answer = await ask_saved(hass, "compare_configurations", init_integration)
    assert answer["differences"]["activities"]["renamed"] == (
        {"id": WATCH_TV, "before": "Watch TV", "after": "Fernsehen"},
    )


async def test_a_comparison_names_everything_that_differs(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    config = hub.config
    activity = next(one for one in config["activity"] if one["id"] == WATCH_TV)
    activity["VolumeActivityRole"] = TELEVISION
    activity["roles"] = {}
    (television,) = (one for one in config["device"] if one["id"] == TELEVISION)
    group = television["controlGroup"][0]["function"]
    gone, other = group.pop(0)["name"], group[0]["name"]
    group[0]["action"] = group[0]["action"].replace('"command":"', '"command":"X')
    group.append(group[0] | {"name": "Ambilight"})
    config["device"].append({"id": "4711", "label": "Lava lamp"})
    config["sequence"] = []
    await replace_config(hass, hub, init_integration, config)

    answer = await ask_saved(
        hass, "compare_configurations", init_integration, older=1, newer=0
    )

    assert (answer["older"]["version"], answer["newer"]["version"]) == (1, 0)
    differences = answer["differences"]
    devices = differences["devices"]
    assert devices["added"] == ({"id": "4711", "name": "Lava lamp"},)
    assert devices["removed"] == devices["renamed"] == ()
    assert devices["changed"] == (
        {
            "id": TELEVISION,
            "name": "Samsung TV",
            "keys_added": ("Ambilight",),
            "keys_removed": (gone,),
            "keys_changed": (other,),
            "roles": (),
        },
    )
    assert [one["name"] for one in differences["sequences"]["removed"]] == [
        "Good Night"
    ]
    (watch_tv,) = differences["activities"]["changed"]
    assert watch_tv["name"] == "Watch TV"
    receiver = next(one for one in config["device"] if one["id"] == RECEIVER)
    assert watch_tv["roles"][0] == {
        "role": "Volume",
        "before": receiver["label"],
        "after": "Samsung TV",
    }


async def test_a_comparison_the_other_way_round_says_the_opposite(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    hub.config["device"].append({"id": "4711", "label": "Lava lamp"})
    await replace_config(hass, hub, init_integration, hub.config)

    answer = await ask_saved(
        hass, "compare_configurations", init_integration, older=0, newer=1
    )

    devices = answer["differences"]["devices"]
    assert devices["removed"] == ({"id": "4711", "name": "Lava lamp"},)
    assert devices["added"] == ()


# ── What cannot be ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("get_configuration", {"version": 5}),
        ("get_configuration", {"version": 999_999}),
        ("compare_configurations", {}),
    ],
)
async def test_a_version_that_is_not_there_is_refused_with_what_is(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    action: str,
    data: dict[str, int],
) -> None:
    with pytest.raises(ServiceValidationError, match="1 are saved") as raised:
        await ask_saved(hass, action, init_integration, **data)

    assert raised.value.translation_key == "no_such_version"


@pytest.mark.usefixtures("init_integration")
async def test_only_hubs_of_ours_are_asked(hass: HomeAssistant) -> None:
    nobody = MockConfigEntry(domain=DOMAIN)
    stranger = MockConfigEntry(domain="sun")
    stranger.add_to_hass(hass)
    apple_tv = MockConfigEntry(
        domain=DOMAIN, data={CONF_KIND: Kind.APPLE_TV.value}, title="Cinema"
    )
    apple_tv.add_to_hass(hass)

    for entry, reason in (
        (nobody, "unknown_entry"),
        (stranger, "unknown_entry"),
        (apple_tv, "not_a_hub"),
    ):
        with pytest.raises(ServiceValidationError) as raised:
            await ask_saved(hass, "list_configurations", entry)
        assert raised.value.translation_key == reason


@pytest.mark.parametrize(
    ("action", "data"),
    [("get_configuration", {}), ("compare_configurations", {"older": 0})],
)
async def test_a_damaged_one_is_an_error_that_says_so(
    *,
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    hass_storage: dict[str, Any],
    action: str,
    data: dict[str, int],
) -> None:
    kept = hass_storage[f"{DOMAIN}.{init_integration.entry_id}.versions"]["data"]
    # "[]", which is no configuration.
    next(iter(kept["contents"].values()))["packed"] = "eJyLjgUAARUAuQ=="

    with pytest.raises(HomeAssistantError) as raised:
        await ask_saved(hass, action, init_integration, **data)

    assert raised.value.translation_key == "version_damaged"


async def test_what_a_home_is_made_of_is_for_administrators(
    hass: HomeAssistant, init_integration: MockConfigEntry, hass_read_only_user: User
) -> None:
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            DOMAIN,
            "get_configuration",
            {"config_entry_id": init_integration.entry_id},
            blocking=True,
            return_response=True,
            context=Context(user_id=hass_read_only_user.id),
        )
