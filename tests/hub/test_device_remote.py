"""The remotes of the devices that a hub controls."""

from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest

from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import living_room
from simulators.harmony_hub.configuration.identifiers import (
    KITCHEN_RADIO,
    NETWORK_PLAYER,
    TELEVISION,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ..common import state_of, wait_for_state
from .common import TELEVISION_REMOTE, ask_remote, requests, sent, start

pytestmark = pytest.mark.usefixtures("init_integration")

APPLE_TV_REMOTE = "remote.apple_tv"
SET_TOP_BOX_REMOTE = "remote.humax_recorder"
NETWORK_PLAYER_REMOTE = "remote.sonos_play_5"


# ── Keys ──────────────────────────────────────────────────────────────────────


async def test_keys_go_to_the_device_whatever_runs(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_TV)
    hub.infrared.clear()

    await ask_remote(
        hass, "send_command", TELEVISION_REMOTE, command=["volume_up", "Input Hdmi 1"]
    )

    await hub.wait_for(lambda hub: len(hub.infrared) == 2)
    assert sent(hub) == [(TELEVISION, "VolumeUp"), (TELEVISION, "InputHdmi1")]
    assert not requests(hub, "activity")


async def test_a_key_that_the_device_does_not_have_is_refused_with_the_nearest(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    with pytest.raises(ServiceValidationError, match="PictureMode") as raised:
        await ask_remote(
            hass, "send_command", TELEVISION_REMOTE, command=["Mute", "PictureMod"]
        )

    assert raised.value.translation_key == "unknown_command"
    assert "Samsung TV" in str(raised.value)
    assert not hub.infrared


async def test_it_is_for_one_device_only(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    with pytest.raises(ServiceValidationError, match="Samsung TV") as raised:
        await ask_remote(
            hass,
            "send_command",
            TELEVISION_REMOTE,
            command="Mute",
            device="Denon AV Receiver",
        )

    assert raised.value.translation_key == "one_device_only"
    assert not hub.infrared


# ── On and off ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("transport", ["websocket", "xmpp"])
async def test_a_device_is_turned_on_and_off_by_itself(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await ask_remote(hass, "turn_on", TELEVISION_REMOTE)
    assert state_of(hass, TELEVISION_REMOTE).state == STATE_ON

    await ask_remote(hass, "turn_off", TELEVISION_REMOTE)
    assert state_of(hass, TELEVISION_REMOTE).state == STATE_OFF

    await hub.wait_for(lambda hub: len(hub.infrared) == 2)
    assert sent(hub) == [(TELEVISION, "PowerOn"), (TELEVISION, "PowerOff")]
    assert hub.activity_id == "-1"


async def test_toggling_goes_by_what_it_was_told(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    for _ in range(3):
        await ask_remote(hass, "toggle", TELEVISION_REMOTE)

    await hub.wait_for(lambda hub: len(hub.infrared) == 3)
    keys = [command for _, command in sent(hub)]
    assert keys == ["PowerOn", "PowerOff", "PowerOn"]


@pytest.mark.parametrize("action", ["turn_on", "turn_off"])
@pytest.mark.parametrize(
    ("entity_id", "keys"),
    [
        (SET_TOP_BOX_REMOTE, "It has: PowerToggle"),
        (APPLE_TV_REMOTE, "It has: DirectionDown, "),
    ],
)
async def test_a_key_that_might_do_the_opposite_is_not_pressed(
    hass: HomeAssistant, hub: SimulatedHub, action: str, entity_id: str, keys: str
) -> None:
    with pytest.raises(ServiceValidationError, match=keys) as raised:
        await ask_remote(hass, action, entity_id)

    assert raised.value.translation_key == "no_power_key"
    assert not hub.infrared


def _with_keys_of_its_own() -> dict[str, object]:
    """Return a living room whose television the hub turns on with a key that is called otherwise."""
    config = living_room()
    power = config["device"][0]["powerFeatures"]
    power["PowerOnActions"][0]["IRCommandName"] = "InputTv"
    return config


@pytest.mark.parametrize("config", [_with_keys_of_its_own()])
async def test_a_device_is_turned_on_as_the_hub_itself_does(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await ask_remote(hass, "turn_on", TELEVISION_REMOTE)

    await hub.wait_for(lambda hub: bool(hub.infrared))
    assert sent(hub) == [(TELEVISION, "InputTv")]


async def test_a_device_has_no_activities(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await ask_remote(hass, "turn_on", TELEVISION_REMOTE, activity="Watch TV")

    assert raised.value.translation_key == "no_activities"
    assert not hub.infrared


# ── What is shown ─────────────────────────────────────────────────────────────


async def test_an_activity_says_which_devices_should_be_on(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_APPLE_TV)

    assert state_of(hass, TELEVISION_REMOTE).state == STATE_ON
    assert state_of(hass, APPLE_TV_REMOTE).state == STATE_ON
    # Nobody says anything of this one.
    assert state_of(hass, SET_TOP_BOX_REMOTE).state == STATE_UNKNOWN


async def test_with_everything_off_what_the_hub_turns_off_is_off(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_TV)
    await start(hass, hub, "-1")

    assert state_of(hass, TELEVISION_REMOTE).state == STATE_OFF
    # These are always on.
    assert state_of(hass, APPLE_TV_REMOTE).state == STATE_UNKNOWN
    assert state_of(hass, NETWORK_PLAYER_REMOTE).state == STATE_UNKNOWN


def _with_wishes() -> dict[str, object]:
    """Return a living room where the radio wants the television off, and the player in a role only."""
    config = living_room()
    radio = config["activity"][5]
    assert radio["id"] == KITCHEN_RADIO
    radio["fixit"] = {TELEVISION: {"id": TELEVISION, "Power": "Off"}}
    assert NETWORK_PLAYER in radio["roles"].values()
    return config


@pytest.mark.parametrize("config", [_with_wishes()])
async def test_an_activity_says_which_devices_should_be_off(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, KITCHEN_RADIO)

    assert state_of(hass, TELEVISION_REMOTE).state == STATE_OFF
    assert state_of(hass, NETWORK_PLAYER_REMOTE).state == STATE_ON


async def test_what_it_was_told_holds_until_the_hub_switches_something(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_TV)
    await ask_remote(hass, "turn_off", TELEVISION_REMOTE)
    hub.repeat_digest()
    assert state_of(hass, TELEVISION_REMOTE).state == STATE_OFF

    await start(hass, hub, WATCH_APPLE_TV)

    await wait_for_state(hass, TELEVISION_REMOTE, lambda state: state.state == STATE_ON)


async def test_nobody_knows_for_sure(hass: HomeAssistant) -> None:
    assert state_of(hass, TELEVISION_REMOTE).attributes["assumed_state"] is True


async def test_nothing_is_said_of_an_activity_that_is_not_known_yet(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    hub.send_event(
        "connect.stateDigest?notify", {"activityId": "999", "activityStatus": 2}
    )

    await wait_for_state(
        hass, TELEVISION_REMOTE, lambda state: state.state == STATE_UNKNOWN
    )
