"""Our own actions on hubs and their devices."""

from typing import Any

from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
import voluptuous as vol

from custom_components.remote_bridge.const import DOMAIN
from simulators.harmony_hub import Fault, SimulatedHub
from simulators.harmony_hub.configuration.identifiers import (
    FIRE_TV,
    GOOD_NIGHT,
    KITCHEN_RADIO,
    POPCORN_NIGHT,
    POWER_OFF,
    RECEIVER,
    SET_TOP_BOX,
    TELEVISION,
    WATCH_TV,
)

from .common import MEDIA_PLAYER, REMOTE, TELEVISION_REMOTE, act, ask, sent, start

pytestmark = pytest.mark.usefixtures("init_integration")

BOTH = pytest.mark.parametrize("transport", ["websocket", "xmpp"])


# ── Finger down, finger up ────────────────────────────────────────────────────


@BOTH
@pytest.mark.parametrize(
    ("entity_id", "device"),
    [(REMOTE, {"device": "Samsung TV"}), (TELEVISION_REMOTE, {})],
)
async def test_a_key_stays_down_until_it_is_released(
    hass: HomeAssistant, hub: SimulatedHub, entity_id: str, device: dict[str, str]
) -> None:
    await ask(hass, "press_key", entity_id, command="volume_up", **device)
    await hub.wait_for(lambda hub: bool(hub.infrared) and hub.infrared[0].holds > 1)
    assert hub.infrared[0].ended is None

    await ask(hass, "release_key", entity_id, command="volume_up", **device)

    await hub.wait_for(lambda hub: hub.infrared[0].ended is not None)
    assert hub.infrared[0].let_go
    assert sent(hub) == [(TELEVISION, "VolumeUp")]


async def test_a_key_without_a_device_follows_the_activity(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_TV)
    hub.infrared.clear()

    await ask(hass, "press_key", command="VolumeUp")
    await ask(hass, "release_key", command="VolumeUp")

    assert sent(hub) == [(RECEIVER, "VolumeUp")]


async def test_a_key_is_released_also_when_another_activity_runs_by_then(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_TV)
    hub.infrared.clear()
    await ask(hass, "press_key", command="up")

    await start(hass, hub, POWER_OFF)
    await ask(hass, "release_key", command="Up")

    key = next(one for one in hub.infrared if one.command == "DirectionUp")
    await hub.wait_for(lambda _: key.ended is not None)
    assert key.let_go


async def test_releasing_what_is_not_down_is_harmless(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await ask(hass, "release_key", command="Mute", device="Samsung TV")

    assert not hub.infrared


@pytest.mark.parametrize("action", ["press_key", "release_key"])
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"command": "Mutt", "device": "Samsung TV"}, "unknown_command"),
        ({"command": "Mute", "device": "Samson"}, "unknown_device"),
        ({"command": "Mute"}, "nothing_runs"),
    ],
)
async def test_keys_that_cannot_be_are_refused(
    hass: HomeAssistant,
    hub: SimulatedHub,
    action: str,
    data: dict[str, str],
    reason: str,
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await ask(hass, action, **data)

    assert raised.value.translation_key == reason
    assert not hub.infrared


# ── Sequences ─────────────────────────────────────────────────────────────────


@BOTH
@pytest.mark.parametrize("name", ["Good Night", "good_night", GOOD_NIGHT])
async def test_a_sequence_runs(
    hass: HomeAssistant, hub: SimulatedHub, name: str
) -> None:
    await ask(hass, "run_sequence", sequence=name)

    await hub.wait_for(lambda hub: hub.sequences == [GOOD_NIGHT])


async def test_an_unknown_sequence_is_refused_with_the_nearest(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    with pytest.raises(ServiceValidationError, match="Good Night") as raised:
        await ask(hass, "run_sequence", sequence="Good Knight")

    assert raised.value.translation_key == "unknown_sequence"
    assert not hub.sequences


# ── Channels ──────────────────────────────────────────────────────────────────


@BOTH
@pytest.mark.parametrize(("channel", "tuned"), [("12", "12"), (7, "7"), ("5.1", "5.1")])
async def test_channels_are_changed(
    hass: HomeAssistant, hub: SimulatedHub, channel: Any, tuned: str
) -> None:
    await start(hass, hub, WATCH_TV)

    await ask(hass, "change_channel", channel=channel)

    await hub.wait_for(lambda hub: hub.channels == [tuned])


@pytest.mark.parametrize("channel", ["ARD", "1.2.3", "1:activityId=-1", "-1"])
async def test_what_is_no_channel_is_refused(
    hass: HomeAssistant, hub: SimulatedHub, channel: str
) -> None:
    await start(hass, hub, WATCH_TV)

    with pytest.raises(ServiceValidationError) as raised:
        await ask(hass, "change_channel", channel=channel)

    assert raised.value.translation_key == "invalid_channel"
    assert not hub.channels


async def test_an_activity_without_a_tuner_has_no_channels(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, KITCHEN_RADIO)

    with pytest.raises(ServiceValidationError, match="Küche Radio"):
        await ask(hass, "change_channel", channel="12")

    assert not hub.channels


async def test_a_channel_needs_an_activity(hass: HomeAssistant) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await ask(hass, "change_channel", channel="12")

    assert raised.value.translation_key == "nothing_runs"


# ── Text ──────────────────────────────────────────────────────────────────────


@BOTH
async def test_text_is_typed_on_the_device_that_has_the_keyboard(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, POPCORN_NIGHT)

    await ask(hass, "enter_text", text="Sea", submit=False)

    assert "".join(hub.texts) == "Sea"
    assert hub.keyboard_device == FIRE_TV


async def test_text_is_submitted_unless_told_otherwise(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, POPCORN_NIGHT)

    await ask(hass, "enter_text", text="Sea")

    assert "".join(hub.texts) == "Sea\n"


@pytest.mark.parametrize(
    ("activity", "text", "reason"),
    [
        (POPCORN_NIGHT, "Küche", "cannot_type"),
        (POPCORN_NIGHT, "x" * 501, "text_too_long"),
        (WATCH_TV, "Sea", "no_keyboard"),
        ("-1", "Sea", "nothing_runs"),
    ],
)
async def test_text_that_cannot_be_typed_is_refused(
    hass: HomeAssistant, hub: SimulatedHub, activity: str, text: str, reason: str
) -> None:
    await start(hass, hub, activity)

    with pytest.raises(ServiceValidationError) as raised:
        await ask(hass, "enter_text", text=text)

    assert raised.value.translation_key == reason
    assert not hub.texts


# ── The hub ───────────────────────────────────────────────────────────────────


@BOTH
async def test_the_hub_syncs(hass: HomeAssistant, hub: SimulatedHub) -> None:
    await ask(hass, "sync")

    assert hub.syncs == 1


async def test_the_sleep_timer_is_set_and_cancelled(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await ask(hass, "set_sleep_timer", duration="00:45:00")
    assert hub.sleep_timer == pytest.approx(2700, abs=5)

    await ask(hass, "set_sleep_timer", cancel=True)
    assert hub.sleep_timer is None


@pytest.mark.parametrize("data", [{}, {"duration": "00:10:00", "cancel": True}])
async def test_a_sleep_timer_is_either_set_or_cancelled(
    hass: HomeAssistant, hub: SimulatedHub, data: dict[str, Any]
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await ask(hass, "set_sleep_timer", **data)

    assert raised.value.translation_key == "sleep_timer_unclear"
    assert hub.sleep_timer is None


@BOTH
async def test_the_hub_is_told_in_which_state_a_device_is(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await ask(hass, "fix_device", device="Samsung TV", power="on", input="HDMI 2")
    assert hub.powered[TELEVISION]
    assert hub.inputs[TELEVISION] == "HDMI 2"

    await ask(hass, "fix_device", device="Samsung TV", power="off")
    assert not hub.powered[TELEVISION]
    assert not hub.infrared


async def test_putting_right_needs_something_to_put_right(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await ask(hass, "fix_device", device="Samsung TV")

    assert raised.value.translation_key == "nothing_to_fix"
    assert not hub.fixes


# ── What there is to send ─────────────────────────────────────────────────────


async def test_everything_that_can_be_sent_is_listed_by_group(
    hass: HomeAssistant,
) -> None:
    answer = await hass.services.async_call(
        DOMAIN,
        "get_commands",
        {ATTR_ENTITY_ID: REMOTE},
        blocking=True,
        return_response=True,
    )

    listed = answer[REMOTE]
    assert len(listed["devices"]) == 10
    assert listed["devices"][0]["name"] == "Samsung TV"
    assert listed["devices"][0]["commands"]["Volume"] == [
        "Mute",
        "VolumeDown",
        "VolumeUp",
    ]
    assert listed["devices"][8] == {
        "id": "41256009",
        "name": "Philips Hue",
        "manufacturer": "Philips",
        "model": "Hue Bridge",
        "commands": {},
    }
    assert [one["name"] for one in listed["activities"]][-1] == "Popcorn 🍿"
    assert "ChannelUp" in listed["activities"][0]["commands"]["Channel"]
    assert listed["sequences"] == [{"id": GOOD_NIGHT, "name": "Good Night"}]


async def test_everything_that_is_listed_can_be_sent(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    answer = await hass.services.async_call(
        DOMAIN,
        "get_commands",
        {ATTR_ENTITY_ID: REMOTE},
        blocking=True,
        return_response=True,
    )
    (box,) = [one for one in answer[REMOTE]["devices"] if one["id"] == SET_TOP_BOX]
    keys = [key for keys in box["commands"].values() for key in keys]

    await act(
        hass,
        "remote",
        "send_command",
        REMOTE,
        device=box["id"],
        command=keys,
        delay_secs=0,
    )

    await hub.wait_for(lambda hub: len(hub.infrared) == len(keys))


# ── Whom an action is for ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("enter_text", {"text": "Sea"}),
        ("run_sequence", {"sequence": "Good Night"}),
        ("change_channel", {"channel": "12"}),
        ("sync", {}),
        ("set_sleep_timer", {"cancel": True}),
        ("fix_device", {"device": "Samsung TV", "power": "on"}),
    ],
)
async def test_what_only_the_hub_can_do_is_not_for_its_devices(
    hass: HomeAssistant, action: str, data: dict[str, Any]
) -> None:
    with pytest.raises(ServiceValidationError, match=TELEVISION_REMOTE) as raised:
        await ask(hass, action, TELEVISION_REMOTE, **data)

    assert raised.value.translation_key == "only_the_remote_of_a_hub"


async def test_skipping_by_seconds_is_not_for_hubs(hass: HomeAssistant) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await ask(hass, "skip", MEDIA_PLAYER, seconds=30)

    assert raised.value.translation_key == "only_an_apple_tv"


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("press_key", {}),
        ("press_key", {"command": ""}),
        ("press_key", {"command": "x" * 201}),
        ("set_sleep_timer", {"duration": "00:00:00"}),
        ("set_sleep_timer", {"duration": {"hours": 25}}),
        ("set_sleep_timer", {"duration": "-00:10:00"}),
        ("fix_device", {"device": "Samsung TV", "power": "maybe"}),
        ("change_channel", {}),
        ("sync", {"now": True}),
    ],
)
async def test_absurd_data_is_refused(
    hass: HomeAssistant, action: str, data: dict[str, Any]
) -> None:
    with pytest.raises(vol.Invalid):
        await ask(hass, action, **data)


async def test_a_hub_that_does_not_answer_is_an_error(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    hub.faults.set(Fault.STILL_INITIALIZING)

    with pytest.raises(HomeAssistantError) as raised:
        await ask(hass, "set_sleep_timer", cancel=True)

    assert raised.value.translation_key == "still_starting"
