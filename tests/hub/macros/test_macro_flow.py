"""Making and changing macros in the page."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import living_room
from simulators.harmony_hub.configuration.identifiers import (
    GOOD_NIGHT,
    POWER_OFF,
    RECEIVER,
    TELEVISION,
    WATCH_APPLE_TV,
)

from ...common import state_of, wait_for_state
from ..common import REMOTE, sent
from .common import (
    STEP,
    Flow,
    add_activity,
    add_key,
    begin,
    change,
    finish,
    make_macro,
    offered,
    pick,
    press,
    submit,
    suggested,
)

BUTTON = "button.living_room_movie_night"


def _steps(flow: Flow) -> list[str]:
    return flow["description_placeholders"]["steps"].split("\n")


async def _steps_of(hass: HomeAssistant, flow: Flow, name: str = "Macro") -> Flow:
    return await submit(hass, flow, name=name)


async def test_a_macro_of_everything_becomes_a_button_at_once(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    flow = await begin(hass, init_integration, "macro")
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "user")
    flow = await submit(hass, flow, name=" Movie night ", icon="mdi:popcorn")
    assert _steps(flow) == ["Nothing yet."]
    assert flow["menu_options"] == ["device", "activity", "sequence"]

    flow = await add_activity(hass, flow, WATCH_APPLE_TV, pause=2.5)
    flow = await add_key(hass, flow, TELEVISION, "VolumeUp", repeats=3, hold=2)
    flow = await add_key(hass, flow, "running", "menu", pause=0.5, position=3)
    flow = await pick(hass, flow, "sequence")
    flow = await submit(hass, flow, sequence=GOOD_NIGHT, pause=0, position=4)
    flow = await add_activity(hass, flow, "power_off", position=1)
    assert _steps(flow) == [
        "1. Turn everything off",
        "2. Start Watch Apple TV and wait until it runs, then 2.5 s pause",
        "3. Samsung TV: Volume Up \N{MULTIPLICATION SIGN}3, held 2 s",
        "4. The running activity: menu, then 0.5 s pause",
        "5. Run Good Night",
    ]
    await finish(hass, flow)

    state = state_of(hass, BUTTON)
    assert state.name == "Living Room Movie night"
    assert state.attributes["icon"] == "mdi:popcorn"
    (subentry,) = init_integration.subentries.values()
    assert subentry.title == "Movie night"
    assert subentry.data == {
        "icon": "mdi:popcorn",
        "steps": [
            {"activity": POWER_OFF, "pause": 0},
            {"activity": WATCH_APPLE_TV, "pause": 2.5},
            {
                "key": "VolumeUp",
                "device": TELEVISION,
                "repeats": 3,
                "hold": 2,
                "pause": 0,
            },
            {"key": "menu", "device": None, "repeats": 1, "hold": 0, "pause": 0.5},
            {"sequence": GOOD_NIGHT, "pause": 0},
        ],
    }


async def test_the_keys_of_a_device_are_offered_with_their_groups(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    flow = await _steps_of(hass, await begin(hass, init_integration, "macro"))
    flow = await pick(hass, flow, "device")
    devices = offered(flow, "device")
    assert devices[TELEVISION] == "Samsung TV"
    # Lights have no keys.
    assert "Philips Hue" not in devices.values()
    assert devices["running"] == "running"

    flow = await submit(hass, flow, device=TELEVISION)

    keys = offered(flow, "key")
    assert keys["DirectionUp"] == "Navigation basic: Direction Up"
    assert keys["SmartHub"] == "Home: Smart Hub"
    assert flow["description_placeholders"]["device"] == "Samsung TV"


async def test_every_key_of_any_activity_is_offered_for_the_running_one(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    flow = await _steps_of(hass, await begin(hass, init_integration, "macro"))
    flow = await pick(hass, flow, "device")
    flow = await submit(hass, flow, device="running")

    keys = offered(flow, "key")

    assert keys["ChannelUp"] == "Channel: Channel Up"
    assert keys["PlayPause"] == "Miscellaneous: Play Pause"
    assert flow["description_placeholders"]["device"] == "The running activity"


@pytest.mark.parametrize(
    ("device", "typed", "kept"),
    [
        (TELEVISION, "volume_up", "VolumeUp"),
        (TELEVISION, "e manual", "E-Manual"),
        ("running", "channel_up", "channel_up"),
    ],
)
async def test_a_key_can_be_typed_as_people_call_it(
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    device: str,
    typed: str,
    kept: str,
) -> None:
    flow = await _steps_of(hass, await begin(hass, init_integration, "macro"))

    await finish(hass, await add_key(hass, flow, device, typed))

    (subentry,) = init_integration.subentries.values()
    assert subentry.data["steps"][0]["key"] == kept


@pytest.mark.parametrize("device", [TELEVISION, "running"])
async def test_a_key_that_does_not_exist_is_refused_and_the_nearest_are_named(
    hass: HomeAssistant, init_integration: MockConfigEntry, device: str
) -> None:
    flow = await _steps_of(hass, await begin(hass, init_integration, "macro"))

    flow = await add_key(hass, flow, device, "VolumUp", repeats=7)

    assert (flow["step_id"], flow["errors"]) == ("key", {"key": "unknown_key"})
    assert "VolumeUp" in flow["description_placeholders"]["suggestions"]
    # What was typed is still there.
    assert suggested(flow) == {**STEP, "key": "VolumUp", "repeats": 7}
    flow = await submit(hass, flow, key="VolumeUp", **STEP)
    assert flow["step_id"] == "steps"


async def test_steps_can_be_removed(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    flow = await _steps_of(hass, await begin(hass, init_integration, "macro"))
    for key in ("Menu", "DirectionUp", "Select"):
        flow = await add_key(hass, flow, TELEVISION, key)

    flow = await pick(hass, flow, "remove")
    assert offered(flow, "steps") == {
        "0": "1. Samsung TV: Menu",
        "1": "2. Samsung TV: Direction Up",
        "2": "3. Samsung TV: Select",
    }
    flow = await submit(hass, flow, steps=["0", "2"])

    assert _steps(flow) == ["1. Samsung TV: Direction Up"]
    flow = await submit(hass, await pick(hass, flow, "remove"), steps=["0"])
    # One without steps cannot be saved.
    assert flow["menu_options"] == ["device", "activity", "sequence"]


async def test_a_name_of_nothing_but_spaces_is_refused(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    flow = await submit(hass, await begin(hass, init_integration, "macro"), name="  ")

    assert (flow["step_id"], flow["errors"]) == ("user", {"name": "no_name"})
    flow = await _steps_of(hass, flow)
    assert flow["step_id"] == "steps"


async def test_a_macro_takes_ten_minutes_at_most(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    flow = await _steps_of(hass, await begin(hass, init_integration, "macro"))
    flow = await add_key(hass, flow, TELEVISION, "VolumeUp", repeats=20, hold=30)

    flow = await add_key(hass, flow, TELEVISION, "VolumeUp", pause=0.1)
    assert (flow["step_id"], flow["errors"]) == ("key", {"base": "too_long"})
    flow = await submit(hass, flow, key="VolumeUp", **STEP)
    flow = await add_activity(hass, flow, WATCH_APPLE_TV, pause=1)
    assert (flow["step_id"], flow["errors"]) == ("activity", {"base": "too_long"})
    flow = await submit(hass, flow, activity=WATCH_APPLE_TV, pause=0)
    flow = await pick(hass, flow, "sequence")
    flow = await submit(hass, flow, sequence=GOOD_NIGHT, pause=1)
    assert (flow["step_id"], flow["errors"]) == ("sequence", {"base": "too_long"})


@pytest.mark.parametrize(
    "values",
    [
        {"repeats": 101},
        {"repeats": 0},
        {"hold": 30.5},
        {"pause": 61},
        {"pause": -1},
    ],
)
async def test_what_nobody_would_want_is_refused(
    hass: HomeAssistant, init_integration: MockConfigEntry, values: dict[str, Any]
) -> None:
    flow = await _steps_of(hass, await begin(hass, init_integration, "macro"))

    with pytest.raises(InvalidData):
        await add_key(hass, flow, TELEVISION, "VolumeUp", **values)


async def test_a_macro_has_fifty_steps_at_most(
    hass: HomeAssistant, init_integration: MockConfigEntry
) -> None:
    flow = await _steps_of(hass, await begin(hass, init_integration, "macro"))
    for _ in range(50):
        flow = await add_key(hass, flow, TELEVISION, "VolumeUp")

    assert flow["menu_options"] == ["remove", "finish"]


# ── Changing ──────────────────────────────────────────────────────────────────


async def test_a_change_begins_with_what_there_is_and_counts_at_once(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    button = await make_macro(
        hass, init_integration, "Movie night", (TELEVISION, "Menu")
    )

    flow = await change(hass, init_integration, "macro")
    assert flow["step_id"] == "reconfigure"
    assert suggested(flow)["name"] == "Movie night"
    flow = await submit(hass, flow, name="Film night", icon="mdi:filmstrip")
    assert _steps(flow) == ["1. Samsung TV: Menu"]
    flow = await add_key(hass, flow, RECEIVER, "Mute")
    await finish(hass, flow)

    # It is the same entity still, and nothing was reloaded.
    state = state_of(hass, button)
    assert state.name == "Living Room Film night"
    assert state.attributes["icon"] == "mdi:filmstrip"
    await press(hass, button)
    assert sent(hub) == [(TELEVISION, "Menu"), (RECEIVER, "Mute")]
    assert hub.connections["websocket"] == 1


async def test_what_the_hub_no_longer_has_is_shown_by_its_id_and_can_be_removed(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    flow = await _steps_of(hass, await begin(hass, init_integration, "macro"))
    flow = await add_key(hass, flow, TELEVISION, "Menu")
    flow = await add_activity(hass, flow, WATCH_APPLE_TV)
    flow = await pick(hass, flow, "sequence")
    await finish(hass, await submit(hass, flow, sequence=GOOD_NIGHT, pause=0))
    config = living_room()
    config["sequence"] = []
    config["device"] = config["device"][1:]
    config["activity"] = [
        one for one in config["activity"] if one["id"] != WATCH_APPLE_TV
    ]
    hub.replace_config(config)
    await wait_for_state(
        hass, REMOTE, lambda state: "Samsung TV" not in state.attributes["devices_list"]
    )

    flow = await _steps_of(hass, await change(hass, init_integration, "macro"))

    assert _steps(flow) == [
        f"1. ? ({TELEVISION}): Menu",
        f"2. Start ? ({WATCH_APPLE_TV}) and wait until it runs",
        f"3. Run ? ({GOOD_NIGHT})",
    ]
    assert flow["menu_options"] == ["device", "activity", "remove", "finish"]
    flow = await submit(hass, await pick(hass, flow, "remove"), steps=["0", "1", "2"])
    assert _steps(flow) == ["Nothing yet."]
