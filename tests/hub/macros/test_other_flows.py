"""Making and changing command buttons, switches and favourite channels in the page."""

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.config_flow import RemoteBridgeConfigFlow
from custom_components.remote_bridge.const import CONF_KIND, DOMAIN
from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import living_room
from simulators.harmony_hub.configuration.identifiers import (
    RECEIVER,
    SET_TOP_BOX,
    TELEVISION,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ...common import state_of, wait_for_state
from ..common import REMOTE, sent
from .common import (
    PRESS,
    begin,
    change,
    make_button,
    make_favourite,
    make_switch,
    offered,
    press,
    submit,
    suggested,
    switch,
)

# ── Command buttons ───────────────────────────────────────────────────────────


async def test_any_key_becomes_a_button_of_its_device(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    flow = await begin(hass, init_integration, "command_button")
    assert flow["step_id"] == "user"
    flow = await submit(hass, flow, device=RECEIVER)
    flow = await submit(hass, flow, key="mode_movie", repeats=2, hold=0)
    # It can be called as the key is.
    assert suggested(flow)["name"] == "Mode Movie"
    flow = await submit(hass, flow, name="Cinema sound")
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()

    state = state_of(hass, "button.denon_av_receiver_cinema_sound")
    assert state.name == "Denon AV Receiver Cinema sound"
    assert "icon" not in state.attributes
    await press(hass, "button.denon_av_receiver_cinema_sound")
    assert sent(hub) == [(RECEIVER, "ModeMovie")] * 2


async def test_a_command_button_can_be_changed_to_another_device(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    button = await make_button(hass, init_integration, RECEIVER, "Eco", "Eco")

    flow = await change(hass, init_integration, "command_button")
    assert (flow["step_id"], suggested(flow)) == ("reconfigure", {"device": RECEIVER})
    flow = await submit(hass, flow, device=TELEVISION)
    assert suggested(flow) == {**PRESS, "key": "Eco"}
    flow = await submit(hass, flow, **PRESS, key="Eco")
    assert (flow["step_id"], flow["errors"]) == ("key", {"key": "unknown_key"})
    flow = await submit(hass, flow, key="Aspect", repeats=1, hold=0)
    assert suggested(flow) == {"name": "Eco", "icon": None}
    flow = await submit(hass, flow, name=" ", icon="mdi:aspect-ratio")
    assert (flow["step_id"], flow["errors"]) == ("name", {"name": "no_name"})
    flow = await submit(hass, flow, name="Aspect", icon="mdi:aspect-ratio")
    assert flow["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()

    state = state_of(hass, button)
    assert state.name == "Samsung TV Aspect"
    assert state.attributes["icon"] == "mdi:aspect-ratio"
    await press(hass, button)
    assert sent(hub) == [(TELEVISION, "Aspect")]


async def test_a_button_for_the_running_activity_belongs_to_the_hub(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    button = await make_button(hass, init_integration, "running", "menu", "Menu")

    assert button == "button.living_room_menu"
    assert state_of(hass, button).name == "Living Room Menu"
    flow = await change(hass, init_integration, "command_button")
    assert suggested(flow) == {"device": "running"}


# ── Switches ──────────────────────────────────────────────────────────────────


async def test_two_keys_become_a_switch_of_their_device(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    flow = await begin(hass, init_integration, "switch")
    assert "running" not in offered(flow, "device")
    flow = await submit(hass, flow, device=TELEVISION)
    # Most are about power.
    assert suggested(flow) == {"on_key": "PowerOn", "off_key": "PowerOff"}
    flow = await submit(hass, flow, on_key="power on", off_key="Nothing")
    assert (flow["step_id"], flow["errors"]) == ("keys", {"off_key": "unknown_key"})
    flow = await submit(hass, flow, on_key="PowerOn", off_key="PowerOff")
    assert suggested(flow)["name"] == "Power"
    flow = await submit(hass, flow, name=" ")
    assert (flow["step_id"], flow["errors"]) == ("name", {"name": "no_name"})
    flow = await submit(hass, flow, name="Power")
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()

    entity_id = "switch.samsung_tv_power"
    assert state_of(hass, entity_id).attributes["assumed_state"] is True
    await switch(hass, entity_id, "turn_on")
    assert state_of(hass, entity_id).state == "on"
    await switch(hass, entity_id, "turn_off")
    assert state_of(hass, entity_id).state == "off"
    assert sent(hub) == [(TELEVISION, "PowerOn"), (TELEVISION, "PowerOff")]


async def test_a_switch_can_be_changed(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    entity_id = await make_switch(
        hass, init_integration, RECEIVER, ("Zone2On", "Zone2Off"), "Zone 2"
    )

    flow = await change(hass, init_integration, "switch")
    assert suggested(flow) == {"device": RECEIVER}
    flow = await submit(hass, flow, device=RECEIVER)
    assert suggested(flow) == {"on_key": "Zone2On", "off_key": "Zone2Off"}
    flow = await submit(hass, flow, on_key="BassUp", off_key="BassDown")
    assert suggested(flow) == {"name": "Zone 2", "icon": None}
    flow = await submit(hass, flow, name="Bass")
    assert flow["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()

    assert state_of(hass, entity_id).name == "Denon AV Receiver Bass"
    await switch(hass, entity_id, "turn_on")
    assert sent(hub) == [(RECEIVER, "BassUp")]


async def test_a_device_without_keys_for_power_suggests_none(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    flow = await begin(hass, init_integration, "switch")
    flow = await submit(hass, flow, device=SET_TOP_BOX)
    assert suggested(flow) == {"on_key": None, "off_key": None}

    flow = await submit(hass, flow, on_key="Guide", off_key="Exit")

    assert suggested(flow)["name"] == "Guide"


# ── Favourites ────────────────────────────────────────────────────────────────


async def test_a_channel_becomes_a_button_that_starts_the_tuner_and_tunes(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    flow = await begin(hass, init_integration, "favourite")
    # Only what can tune is offered.
    assert offered(flow, "activity") == {"any": "any", WATCH_TV: "Watch TV"}
    flow = await submit(hass, flow, channel="7.", name=" ", activity="any")
    assert flow["errors"] == {"channel": "invalid_channel", "name": "no_name"}
    flow = await submit(
        hass, flow, channel=" 7.1 ", name="News", activity=WATCH_TV, icon="mdi:news"
    )
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()

    await press(hass, "button.living_room_news")

    await hub.wait_for(lambda hub: bool(hub.channels))
    assert (hub.activity_id, hub.channels) == (WATCH_TV, ["7.1"])


async def test_a_favourite_can_be_changed(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    button = await make_favourite(hass, init_integration, "12", "News", WATCH_TV)

    flow = await change(hass, init_integration, "favourite")
    assert suggested(flow) == {
        "channel": "12",
        "name": "News",
        "icon": None,
        "activity": WATCH_TV,
    }
    flow = await submit(hass, flow, channel="13", name="Sport", activity="any")
    assert flow["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()

    (subentry,) = init_integration.subentries.values()
    assert subentry.data == {"channel": "13"}
    assert state_of(hass, button).name == "Living Room Sport"
    flow = await change(hass, init_integration, "favourite")
    assert suggested(flow)["activity"] is None


# ── What cannot be ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["macro", "command_button", "switch", "favourite"])
async def test_nothing_can_be_made_or_changed_while_nobody_knows_the_hub(
    hass: HomeAssistant, init_integration: MockConfigEntry, kind: str
) -> None:
    flow = await begin(hass, init_integration, kind)
    await hass.config_entries.async_unload(init_integration.entry_id)

    late = await begin(hass, init_integration, kind)

    assert (late["type"], late["reason"]) == (FlowResultType.ABORT, "entry_not_loaded")
    # The same where it happens while the dialog is open.
    answers = {
        "macro": {"name": "Macro"},
        "command_button": {"device": TELEVISION},
        "switch": {"device": TELEVISION},
        "favourite": {"channel": "1", "name": "One", "activity": "any"},
    }
    late = await submit(hass, flow, **answers[kind])
    assert (late["type"], late["reason"]) == (FlowResultType.ABORT, "entry_not_loaded")


async def test_a_change_of_what_was_removed_meanwhile_is_given_up(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    await make_favourite(hass, init_integration, "12", "News", WATCH_TV)
    flow = await change(hass, init_integration, "favourite")
    (subentry_id,) = init_integration.subentries
    hass.config_entries.async_remove_subentry(init_integration, subentry_id)

    flow = await submit(hass, flow, channel="13", name="Sport", activity="any")

    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "removed")


async def test_a_device_that_is_removed_while_the_dialog_is_open_ends_it(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    flow = await begin(hass, init_integration, "command_button")
    flow = await submit(hass, flow, device=TELEVISION)
    hub.remove_device(TELEVISION)
    await wait_for_state(
        hass, REMOTE, lambda state: "Samsung TV" not in state.attributes["devices_list"]
    )

    flow = await submit(hass, flow, key="Menu", **PRESS)

    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "device_gone")


def _without_devices() -> dict[str, object]:
    config = living_room()
    config["device"] = []
    return config


@pytest.mark.parametrize("config", [_without_devices()])
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("command_button", "no_devices"),
        ("switch", "no_devices"),
        ("favourite", "nothing_tunes"),
    ],
)
async def test_what_the_hub_has_nothing_for_is_not_begun(
    hass: HomeAssistant, init_integration: MockConfigEntry, kind: str, reason: str
) -> None:
    flow = await begin(hass, init_integration, kind)

    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, reason)


def _twins() -> dict[str, object]:
    config = living_room()
    config["device"][1]["label"] = "Samsung TV"
    return config


@pytest.mark.parametrize("config", [_twins()])
async def test_devices_with_one_name_can_be_told_apart(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    devices = offered(await begin(hass, init_integration, "switch"), "device")

    assert devices[TELEVISION] == f"Samsung TV ({TELEVISION})"
    assert devices[RECEIVER] == f"Samsung TV ({RECEIVER})"
    assert devices[SET_TOP_BOX] == "Humax Recorder"


@pytest.mark.parametrize("kind", ["apple_tv", "toaster"])
def test_nothing_can_be_made_of_what_is_no_hub(kind: str) -> None:
    entry = MockConfigEntry(domain=DOMAIN, data={CONF_KIND: kind})

    assert RemoteBridgeConfigFlow.async_get_supported_subentry_types(entry) == {}


async def test_an_activity_that_is_gone_leaves_the_choice_to_whoever_changes(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await make_favourite(hass, init_integration, "12", "News", WATCH_TV)
    config = living_room()
    config["activity"][1]["roles"]["ChannelChangingActivityRole"] = SET_TOP_BOX
    del config["activity"][0]
    hub.replace_config(config)
    await wait_for_state(
        hass,
        REMOTE,
        lambda state: "Watch TV" not in state.attributes["activity_list"],
    )

    flow = await change(hass, init_integration, "favourite")

    assert list(offered(flow, "activity")) == ["any", WATCH_APPLE_TV]
    assert suggested(flow)["activity"] is None


async def test_what_can_no_longer_be_read_is_not_changed_but_that_is_said(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    await make_favourite(hass, init_integration, "12", "News", WATCH_TV)
    (subentry,) = init_integration.subentries.values()
    hass.config_entries.async_update_subentry(
        init_integration, subentry, data={"channel": ["spoilt"]}
    )

    flow = await change(hass, init_integration, "favourite")

    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "unreadable")
