"""The devices and activities of a hub, followed while it is set up."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge import async_remove_config_entry_device
from custom_components.remote_bridge.const import DOMAIN
from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import living_room
from simulators.harmony_hub.configuration.build import device, keys
from simulators.harmony_hub.configuration.identifiers import (
    RECEIVER,
    TELEVISION,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ..common import state_of, wait_for_state
from .common import MEDIA_PLAYER, REMOTE, SELECT, TELEVISION_REMOTE, ask_remote, sent

PROJECTOR = "41256099"
PROJECTOR_REMOTE = "remote.beamer"


def _projector(label: str | None = "Beamer") -> dict[str, Any]:
    return device(
        PROJECTOR,
        label,
        maker="Epson",
        model="EH-TW5650",
        kind="Projector",
        groups={"Power": keys("PowerOn PowerOff")},
    )


def _registered(
    registry: dr.DeviceRegistry, entry: MockConfigEntry, device_id: str
) -> dr.DeviceEntry | None:
    return registry.async_get_device_by_identifier(
        (DOMAIN, f"{entry.unique_id}_{device_id}"), entry.entry_id
    )


async def _devices(hass: HomeAssistant, wanted: int) -> list[str]:
    """Wait until the hub has so many devices in Home Assistant, and return their names."""
    state = await wait_for_state(
        hass, REMOTE, lambda state: len(state.attributes["devices_list"]) == wanted
    )
    await hass.async_block_till_done()
    return state.attributes["devices_list"]


# ── Devices ───────────────────────────────────────────────────────────────────


async def test_a_new_device_has_a_remote_at_once(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    hub.add_device(_projector())
    await _devices(hass, 11)

    await ask_remote(hass, "turn_on", PROJECTOR_REMOTE)

    await hub.wait_for(lambda hub: bool(hub.infrared))
    assert sent(hub) == [(PROJECTOR, "PowerOn")]
    registered = _registered(device_registry, init_integration, PROJECTOR)
    assert registered is not None
    assert (registered.manufacturer, registered.model) == ("Epson", "EH-TW5650")


async def test_a_device_that_is_no_more_goes_with_its_remote(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
    entity_registry: er.EntityRegistry,
) -> None:
    hub.remove_device(TELEVISION)
    await _devices(hass, 9)

    assert hass.states.get(TELEVISION_REMOTE) is None
    assert entity_registry.async_get(TELEVISION_REMOTE) is None
    assert _registered(device_registry, init_integration, TELEVISION) is None


@pytest.mark.usefixtures("init_integration")
async def test_a_device_that_comes_back_has_a_remote_again(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    television = living_room()["device"][0]
    hub.remove_device(TELEVISION)
    await _devices(hass, 9)

    hub.add_device(television)
    await _devices(hass, 10)

    assert state_of(hass, TELEVISION_REMOTE).state == "off"


async def test_a_renamed_device_is_renamed_and_stays_the_same(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    before = _registered(device_registry, init_integration, TELEVISION)
    assert before is not None

    hub.rename_device(TELEVISION, "Fernseher")

    await wait_for_state(
        hass, TELEVISION_REMOTE, lambda state: state.name == "Fernseher"
    )
    after = _registered(device_registry, init_integration, TELEVISION)
    assert after is not None
    assert (after.id, after.name) == (before.id, "Fernseher")


async def test_the_name_that_somebody_gave_a_device_stays(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    registered = _registered(device_registry, init_integration, TELEVISION)
    assert registered is not None
    device_registry.async_update_device(registered.id, name_by_user="Telly")

    hub.rename_device(TELEVISION, "Fernseher")
    await wait_for_state(
        hass, REMOTE, lambda state: "Fernseher" in state.attributes["devices_list"]
    )

    await hass.async_block_till_done()
    assert state_of(hass, TELEVISION_REMOTE).name == "Telly"


@pytest.mark.usefixtures("init_integration")
@pytest.mark.parametrize("label", ["T.V.", "📺", "Denon AV Receiver", None, ""])
async def test_odd_labels_work(
    hass: HomeAssistant, hub: SimulatedHub, label: str | None
) -> None:
    hub.add_device(_projector(label))
    await _devices(hass, 11)

    await ask_remote(hass, "send_command", device=PROJECTOR, command="PowerOn")

    await hub.wait_for(lambda hub: bool(hub.infrared))
    assert sent(hub) == [(PROJECTOR, "PowerOn")]


@pytest.mark.usefixtures("init_integration")
async def test_of_two_devices_with_one_label_each_has_a_remote(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    hub.rename_device(RECEIVER, "Samsung TV")
    await wait_for_state(
        hass,
        "remote.denon_av_receiver",
        lambda state: state.name == "Samsung TV",
    )

    await ask_remote(hass, "turn_on", "remote.denon_av_receiver")

    await hub.wait_for(lambda hub: bool(hub.infrared))
    assert sent(hub) == [(RECEIVER, "PowerOn")]


async def test_a_hub_with_nothing_in_it_makes_nobody_lose_anything(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    off = living_room()["activity"][-1]
    hub.replace_config({"activity": [off], "device": [], "sequence": {}})
    await _devices(hass, 0)
    assert state_of(hass, TELEVISION_REMOTE).state == "unavailable"
    assert _registered(device_registry, init_integration, TELEVISION) is not None

    hub.replace_config(living_room())
    await _devices(hass, 10)
    assert state_of(hass, TELEVISION_REMOTE).state == "off"


# ── Devices, removed by hand ──────────────────────────────────────────────────


async def test_only_a_device_that_the_hub_no_longer_has_may_be_removed_by_hand(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    async def may_be_removed(one: dr.DeviceEntry) -> bool:
        return await async_remove_config_entry_device(hass, init_integration, one)

    television = _registered(device_registry, init_integration, TELEVISION)
    hub_device = device_registry.async_get_device_by_identifier(
        (DOMAIN, init_integration.unique_id), init_integration.entry_id
    )
    stray = device_registry.async_get_or_create(
        config_entry_id=init_integration.entry_id, identifiers={(DOMAIN, "stray")}
    )

    assert not await may_be_removed(television)
    assert not await may_be_removed(hub_device)
    assert await may_be_removed(stray)

    await hass.config_entries.async_unload(init_integration.entry_id)
    assert not await may_be_removed(stray)


# ── Activities ────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("init_integration")
async def test_activities_that_come_go_or_are_renamed_are_followed(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    hub.remove_activity(WATCH_APPLE_TV)
    hub.rename_activity(WATCH_TV, "Fernsehen.")
    hub.add_activity({"id": "5", "label": "Watch TV"})

    state = await wait_for_state(
        hass, SELECT, lambda state: "Watch TV" in state.attributes["options"][2:]
    )

    options = state.attributes["options"]
    assert options[:3] == ["power_off", "Fernsehen.", "Watch a Film"]
    assert options[-1] == "Watch TV"
    assert state_of(hass, MEDIA_PLAYER).attributes["source_list"] == options[1:]
    assert state_of(hass, REMOTE).attributes["activity_list"] == options[1:]


@pytest.mark.usefixtures("init_integration")
async def test_an_activity_without_a_label_can_be_started(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    hub.rename_activity(WATCH_TV, None)
    await wait_for_state(
        hass,
        SELECT,
        lambda state: f"Activity {WATCH_TV}" in state.attributes["options"],
    )

    await ask_remote(hass, "turn_on", activity=f"Activity {WATCH_TV}")

    await hub.wait_for(lambda hub: hub.activity_id == WATCH_TV)
