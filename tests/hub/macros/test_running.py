"""Running macros: all of it or, where something is wrong, nothing."""

import asyncio
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulators.harmony_hub import Fault, SimulatedHub
from simulators.harmony_hub.configuration.identifiers import (
    APPLE_TV,
    GOOD_NIGHT,
    POWER_OFF,
    RECEIVER,
    TELEVISION,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ...common import wait_for_state
from ...fake_time import FakeTime
from ..common import sent, start
from .common import (
    Flow,
    add_activity,
    add_key,
    begin,
    change_config,
    finish,
    make_macro,
    pick,
    press,
    refused,
    submit,
)

BUTTON = "button.living_room_macro"
RUNNER = "custom_components.remote_bridge.hub.macros.runner"


async def _new(hass: HomeAssistant, entry: MockConfigEntry) -> Flow:
    return await submit(hass, await begin(hass, entry, "macro"), name="Macro")


# ── What is sent ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("transport", ["websocket", "xmpp"])
async def test_the_steps_are_taken_one_after_another(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    flow = await add_key(
        hass, await _new(hass, init_integration), TELEVISION, "Menu", repeats=2
    )
    await finish(hass, await add_key(hass, flow, RECEIVER, "Mute", hold=0.1))

    await press(hass, BUTTON)

    await hub.wait_for(lambda hub: hub.infrared[-1].ended is not None)
    assert sent(hub) == [(TELEVISION, "Menu")] * 2 + [(RECEIVER, "Mute")]
    assert hub.infrared[-1].holds > 0


async def test_an_activity_runs_before_the_next_step_and_the_keys_are_its_own(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await start(hass, hub, WATCH_TV)
    flow = await add_activity(hass, await _new(hass, init_integration), WATCH_APPLE_TV)
    flow = await add_key(hass, flow, "running", "menu")
    flow = await add_key(hass, flow, "running", "volume_up", repeats=2)
    flow = await pick(hass, flow, "sequence")
    flow = await submit(hass, flow, sequence=GOOD_NIGHT, pause=0, position=4)
    await finish(hass, await add_activity(hass, flow, "power_off"))
    hub.infrared.clear()

    await press(hass, BUTTON)

    keys = [one for one in sent(hub) if one[1] in {"Menu", "VolumeUp"}]
    assert keys == [(APPLE_TV, "Menu"), (RECEIVER, "VolumeUp"), (RECEIVER, "VolumeUp")]
    assert hub.sequences == [GOOD_NIGHT]
    assert hub.activity_id == POWER_OFF


async def test_a_pause_is_kept_between_steps_and_not_after_the_last(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    time: FakeTime,
) -> None:
    flow = await _new(hass, init_integration)
    flow = await add_key(hass, flow, TELEVISION, "Menu", pause=20)
    await finish(hass, await add_key(hass, flow, TELEVISION, "Exit", pause=20))
    running = hass.async_create_task(press(hass, BUTTON))
    await hub.wait_for(lambda hub: len(hub.infrared) == 1)
    await time.settle()
    # Until nobody waits for a refusal any more, and the pause begins.
    await time.advance(1)

    # All of it takes less than what brings about a sign of life, which takes real time.
    await time.advance(18)
    assert sent(hub) == [(TELEVISION, "Menu")]

    await time.advance(3)
    await hub.wait_for(lambda hub: len(hub.infrared) == 2)
    async with asyncio.timeout(5):
        await running
    assert sent(hub) == [(TELEVISION, "Menu"), (TELEVISION, "Exit")]


async def test_a_key_without_a_device_goes_where_the_running_activity_has_it(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await start(hass, hub, WATCH_APPLE_TV)
    flow = await _new(hass, init_integration)
    await finish(hass, await add_key(hass, flow, "running", "volume_up", repeats=3))
    hub.infrared.clear()

    await press(hass, BUTTON)

    assert sent(hub) == [(RECEIVER, "VolumeUp")] * 3


# ── What is checked before ────────────────────────────────────────────────────


async def test_a_key_that_is_gone_is_named_with_its_step_and_nothing_is_sent(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    button = await make_macro(
        hass, init_integration, "Macro", (RECEIVER, "Mute"), (TELEVISION, "Teletext")
    )

    def change(config: dict[str, Any]) -> None:
        groups = config["device"][0]["controlGroup"]
        groups[:] = [one for one in groups if one["name"] != "Teletext"]

    await change_config(hass, hub, change)

    error = await refused(hass, hub, button)

    assert error.translation_key == "macro_key_gone"
    assert error.translation_placeholders == {
        "suggestions": "Select, Internet, Exit",
        "step": "2",
        "macro": "Macro",
        "name": "Living Room",
        "key": "Teletext",
        "owner": "Samsung TV",
    }


async def test_a_device_that_is_gone_is_said_and_nothing_is_sent(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    button = await make_macro(
        hass, init_integration, "Macro", (RECEIVER, "Mute"), (TELEVISION, "Menu")
    )
    await change_config(hass, hub, lambda config: config["device"].pop(0))

    error = await refused(hass, hub, button)

    assert error.translation_key == "macro_device_gone"
    assert "Denon AV Receiver" in error.translation_placeholders["suggestions"]


async def test_an_activity_that_is_gone_is_said_and_nothing_is_sent(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    flow = await add_key(
        hass, await _new(hass, init_integration), TELEVISION, "PowerOn"
    )
    await finish(hass, await add_activity(hass, flow, WATCH_TV))
    await change_config(hass, hub, lambda config: config["activity"].pop(0))

    error = await refused(hass, hub, BUTTON)

    assert error.translation_key == "macro_activity_gone"
    assert "Watch Apple TV" in error.translation_placeholders["suggestions"]


async def test_a_sequence_that_is_gone_is_said_and_nothing_is_sent(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    flow = await pick(hass, await _new(hass, init_integration), "sequence")
    await finish(hass, await submit(hass, flow, sequence=GOOD_NIGHT, pause=0))
    await change_config(hass, hub, lambda config: config["sequence"].clear())

    error = await refused(hass, hub, BUTTON)

    assert error.translation_key == "macro_sequence_gone"
    assert error.translation_placeholders["suggestions"] == "-"


async def test_a_key_for_the_running_activity_needs_one(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    flow = await add_key(hass, await _new(hass, init_integration), RECEIVER, "Mute")
    await finish(hass, await add_key(hass, flow, "running", "menu"))

    error = await refused(hass, hub, BUTTON)

    assert error.translation_key == "macro_nothing_runs"
    assert error.translation_placeholders["step"] == "2"


async def test_a_key_that_the_activity_to_come_does_not_have_is_said_before_it_starts(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    flow = await add_activity(hass, await _new(hass, init_integration), WATCH_APPLE_TV)
    await finish(hass, await add_key(hass, flow, "running", "channel_up"))

    error = await refused(hass, hub, BUTTON)

    assert error.translation_key == "macro_key_gone"
    assert error.translation_placeholders["owner"] == "Watch Apple TV"


# ── Several, and again ────────────────────────────────────────────────────────


async def test_pressing_again_leaves_a_macro_that_runs_alone(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    time: FakeTime,
) -> None:
    flow = await _new(hass, init_integration)
    flow = await add_key(hass, flow, TELEVISION, "Menu", hold=10)
    await finish(hass, await add_key(hass, flow, TELEVISION, "Exit"))
    running = hass.async_create_task(press(hass, BUTTON))
    await hub.wait_for(lambda hub: bool(hub.infrared))

    with pytest.raises(ServiceValidationError) as caught:
        await press(hass, BUTTON)

    assert caught.value.translation_key == "macro_runs"
    await time.advance(11)
    await running
    assert sent(hub) == [(TELEVISION, "Menu"), (TELEVISION, "Exit")]
    # And then it can run again.
    await press(hass, BUTTON)
    assert len(hub.infrared) == 4


async def test_two_macros_at_once_do_not_mix_their_keys(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    first = await make_macro(
        hass, init_integration, "First", (TELEVISION, "Menu"), (TELEVISION, "Exit")
    )
    second = await make_macro(
        hass, init_integration, "Second", (RECEIVER, "Mute"), (RECEIVER, "Menu")
    )

    await asyncio.gather(press(hass, first), press(hass, second))

    assert sent(hub) == [
        (TELEVISION, "Menu"),
        (TELEVISION, "Exit"),
        (RECEIVER, "Mute"),
        (RECEIVER, "Menu"),
    ]


async def test_a_macro_that_others_keep_waiting_for_too_long_is_not_begun(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    time: FakeTime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(f"{RUNNER}.LONGEST_WAIT", 10)
    flow = await _new(hass, init_integration)
    flow = await add_key(hass, flow, TELEVISION, "Menu", pause=20)
    await finish(hass, await add_key(hass, flow, TELEVISION, "Exit"))
    second = await make_macro(hass, init_integration, "Second", (RECEIVER, "Mute"))
    running = hass.async_create_task(press(hass, BUTTON))
    await hub.wait_for(lambda hub: bool(hub.infrared))
    waiting = hass.async_create_task(press(hass, second))
    await time.settle()

    await time.advance(11)

    with pytest.raises(HomeAssistantError) as caught:
        await waiting
    assert caught.value.translation_key == "macro_waited"
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (RECEIVER, "Mute") not in sent(hub)


# ── What goes wrong ───────────────────────────────────────────────────────────


async def test_whoever_is_cancelled_leaves_no_key_down_and_nothing_comes_after_it(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    flow = await _new(hass, init_integration)
    flow = await add_key(hass, flow, TELEVISION, "VolumeUp", hold=30)
    await finish(hass, await add_key(hass, flow, TELEVISION, "Exit"))
    running = hass.async_create_task(press(hass, BUTTON))
    await hub.wait_for(lambda hub: bool(hub.infrared))

    running.cancel()

    with pytest.raises(asyncio.CancelledError):
        await running
    await hub.wait_for(lambda hub: hub.infrared[-1].ended is not None)
    assert hub.infrared[-1].let_go
    assert sent(hub) == [(TELEVISION, "VolumeUp")]
    # It can run again.
    again = hass.async_create_task(press(hass, BUTTON))
    await hub.wait_for(lambda hub: len(hub.infrared) == 2)
    again.cancel()
    with pytest.raises(asyncio.CancelledError):
        await again


async def test_a_hub_that_is_lost_ends_the_macro(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    flow = await _new(hass, init_integration)
    flow = await add_key(hass, flow, TELEVISION, "VolumeUp", hold=30)
    await finish(hass, await add_key(hass, flow, TELEVISION, "Exit"))
    running = hass.async_create_task(press(hass, BUTTON))
    await hub.wait_for(lambda hub: bool(hub.infrared))

    await hub.unplug()

    with pytest.raises(HomeAssistantError) as caught:
        await running
    assert caught.value.translation_key == "connection_failed"
    await hub.plug_in()
    await wait_for_state(hass, BUTTON, lambda state: state.state != "unavailable")
    assert sent(hub) == [(TELEVISION, "VolumeUp")]


async def test_a_key_that_the_hub_refuses_ends_the_macro(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
) -> None:
    button = await make_macro(
        hass, init_integration, "Macro", (TELEVISION, "Menu"), (RECEIVER, "Mute")
    )
    hub.faults.set(Fault.REFUSE_KEY, device_id=TELEVISION, code=599)

    with pytest.raises(HomeAssistantError) as caught:
        await press(hass, button)

    assert caught.value.translation_key == "key_refused"
    assert sent(hub) == []


async def test_an_activity_that_fails_ends_the_macro(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    flow = await add_activity(hass, await _new(hass, init_integration), WATCH_APPLE_TV)
    await finish(hass, await add_key(hass, flow, "running", "menu"))
    hub.faults.set(Fault.ACTIVITY_REFUSED)

    with pytest.raises(HomeAssistantError) as caught:
        await press(hass, BUTTON)

    assert caught.value.translation_key == "activity_failed"
    assert (APPLE_TV, "Menu") not in sent(hub)
