"""Where keys and text go that name no device."""

from typing import Any

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest

from custom_components.remote_bridge.const import CONF_LINKS
from simulators.harmony_hub.configuration import (
    APPLE_TV,
    LISTEN_TO_MUSIC,
    POPCORN_NIGHT,
    RECEIVER,
    SET_TOP_BOX,
    WATCH_APPLE_TV,
    WATCH_TV,
    living_room,
)

from ...common import wait_for_state
from ...home import APPLE_TV_REMOTE, TV_REMOTE, Home
from ...other_player import OTHER, OtherPlayer
from ..common import act, ask


async def _send(hass: HomeAssistant, command: str | list[str], **data: Any) -> None:
    await act(hass, "remote", "send_command", TV_REMOTE, command=command, **data)


async def _apple_tv_goes_away(home: Home) -> None:
    # One that plays nothing would only be taken to be asleep.
    await home.play()
    await home.apple_tv.stop()
    await wait_for_state(
        home.hass, APPLE_TV_REMOTE, lambda state: state.state == STATE_UNAVAILABLE
    )


@pytest.mark.parametrize(
    ("command", "key"),
    [
        ("up", "up"),
        ("DirectionUp", "up"),
        ("OK", "select"),
        ("select", "select"),
        ("menu", "menu"),
        ("back", "menu"),
        ("play", "play"),
        ("play_pause", "playpause"),
    ],
)
async def test_keys_go_to_the_apple_tv_that_plays_over_the_network(
    hass: HomeAssistant, home: Home, command: str, key: str
) -> None:
    await home.watch(WATCH_APPLE_TV)
    home.forget()

    await _send(hass, command)

    await home.until_keys(key)
    assert home.infrared == []


@pytest.mark.parametrize("command", ["volume_up", "VolumeUp"])
async def test_volume_keys_go_to_the_amplifier_all_the_same(
    hass: HomeAssistant, home: Home, command: str
) -> None:
    await home.watch(WATCH_APPLE_TV)
    home.forget()

    await _send(hass, command)

    await home.until_infrared((RECEIVER, "VolumeUp"))
    assert home.apple_tv.keys == []


async def test_a_sequence_may_go_both_ways(hass: HomeAssistant, home: Home) -> None:
    await home.watch(WATCH_APPLE_TV)
    home.forget()

    await _send(hass, ["menu", "volume_down", "select"])

    await home.until_keys("menu", "select")
    await home.until_infrared((RECEIVER, "VolumeDown"))


async def test_a_key_can_be_held_over_the_network(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    home.forget()

    await _send(hass, "select", hold_secs=0.05)

    await home.apple_tv.wait_for(lambda tv: bool(tv.keys))
    assert home.infrared == []


async def test_a_key_that_only_infrared_can_hold_is_held_by_infrared(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    home.forget()

    await _send(hass, "play", hold_secs=0.05)

    await home.until_infrared((APPLE_TV, "Play"))
    assert home.apple_tv.keys == []


async def test_a_named_device_is_that_device(hass: HomeAssistant, home: Home) -> None:
    await home.watch(WATCH_APPLE_TV)
    home.forget()

    await _send(hass, "DirectionUp", device="Apple TV")

    await home.until_infrared((APPLE_TV, "DirectionUp"))
    assert home.apple_tv.keys == []


async def test_while_the_apple_tv_is_away_keys_go_by_infrared(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await _apple_tv_goes_away(home)
    home.forget()

    await _send(hass, ["up", "select"])

    await home.until_infrared((APPLE_TV, "DirectionUp"), (APPLE_TV, "Select"))


async def test_a_key_that_fails_on_the_network_goes_by_infrared(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    home.forget()
    # Before anybody has noticed that it is gone.
    await home.apple_tv.stop()

    await _send(hass, "up")

    await home.until_infrared((APPLE_TV, "DirectionUp"))


def _without_infrared() -> dict[str, Any]:
    """Return a living room whose Apple TV has no infrared, nor has anything else while it plays."""
    config = living_room()
    for activity in config["activity"]:
        if activity["id"] == WATCH_APPLE_TV:
            activity["controlGroup"] = []
    for device in config["device"]:
        if device["id"] == APPLE_TV:
            device["controlGroup"] = []
    return config


@pytest.mark.parametrize("hub_config", [_without_infrared()])
async def test_without_infrared_an_apple_tv_that_is_away_is_an_error(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await _apple_tv_goes_away(home)

    with pytest.raises(HomeAssistantError) as raised:
        await _send(hass, "up")

    assert raised.value.translation_key == "linked_entity_away"


async def test_a_finger_on_a_key_holds_it_by_infrared(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    home.forget()

    await ask(hass, "press_key", TV_REMOTE, command="up")
    assert home.hub.infrared[0].ended is None
    await ask(hass, "release_key", TV_REMOTE, command="up")

    await home.until_infrared((APPLE_TV, "DirectionUp"))


@pytest.mark.parametrize("hub_config", [_without_infrared()])
async def test_a_finger_on_a_key_that_has_no_infrared_presses_it(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    home.forget()

    await ask(hass, "press_key", TV_REMOTE, command="up")
    await ask(hass, "release_key", TV_REMOTE, command="up")

    await home.until_keys("up")
    for action in ("press_key", "release_key"):
        with pytest.raises(ServiceValidationError):
            await ask(hass, action, TV_REMOTE, command="make_coffee")


async def test_a_key_that_nothing_has_is_refused_and_nothing_is_sent(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    home.forget()

    with pytest.raises(ServiceValidationError) as raised:
        await _send(hass, ["up", "make_coffee"])

    assert raised.value.translation_key == "unknown_command"
    assert home.apple_tv.keys == []


async def test_another_activity_has_its_own_keys(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_TV)
    home.forget()

    await _send(hass, "up")

    await home.until_infrared((SET_TOP_BOX, "DirectionUp"))
    assert home.apple_tv.keys == []


def _music_without_keys() -> dict[str, Any]:
    """Return a living room where nothing has keys while music plays."""
    config = living_room()
    for activity in config["activity"]:
        if activity["id"] == LISTEN_TO_MUSIC:
            activity |= {"controlGroup": [], "roles": {}}
            for role in ("VolumeActivityRole", "PlayMediaActivityRole"):
                activity.pop(role, None)
    return config


@pytest.mark.parametrize("hub_config", [_music_without_keys()])
@pytest.mark.parametrize("hub_options", [{CONF_LINKS: {LISTEN_TO_MUSIC: OTHER}}])
async def test_transport_keys_that_nothing_has_become_actions_of_the_player(
    hass: HomeAssistant, other: OtherPlayer, home: Home
) -> None:
    await home.watch(LISTEN_TO_MUSIC)

    await _send(hass, ["pause", "play"])

    assert other.asked == [("pause",), ("play",)]
    with pytest.raises(ServiceValidationError):
        await _send(hass, "stop")
    with pytest.raises(ServiceValidationError):
        await _send(hass, "play", hold_secs=1)


# ── Text ──────────────────────────────────────────────────────────────────────


async def test_text_goes_to_the_apple_tv_that_plays(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    home.apple_tv.open_keyboard("Search")

    await ask(hass, "enter_text", TV_REMOTE, text="meadow", submit=False)

    await home.apple_tv.wait_for(lambda tv: tv.keyboard.text == "meadow")


async def test_without_a_field_on_the_screen_that_is_said(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)

    with pytest.raises(ServiceValidationError) as raised:
        await ask(hass, "enter_text", TV_REMOTE, text="meadow")

    assert raised.value.translation_key == "no_text_prompt"


async def test_text_goes_to_the_hub_where_no_apple_tv_plays(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(POPCORN_NIGHT)

    await ask(hass, "enter_text", TV_REMOTE, text="hi", submit=False)

    await home.hub.wait_for(lambda hub: "".join(hub.texts) == "hi")


async def test_text_for_an_apple_tv_that_is_away_is_an_error_where_nothing_else_types(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await _apple_tv_goes_away(home)

    with pytest.raises(HomeAssistantError) as raised:
        await ask(hass, "enter_text", TV_REMOTE, text="meadow")

    assert raised.value.translation_key == "linked_entity_away"


def _with_keyboard() -> dict[str, Any]:
    """Return a living room where the hub can type while the Apple TV plays."""
    config = living_room()
    for activity in config["activity"]:
        if activity["id"] == WATCH_APPLE_TV:
            activity["roles"]["KeyboardTextEntryActivityRole"] = APPLE_TV
            activity["KeyboardTextEntryActivityRole"] = APPLE_TV
    return config


@pytest.mark.parametrize("hub_config", [_with_keyboard()])
async def test_text_for_an_apple_tv_that_is_away_goes_to_the_hub_if_that_can_type(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await _apple_tv_goes_away(home)

    await ask(hass, "enter_text", TV_REMOTE, text="hi", submit=False)

    await home.hub.wait_for(lambda hub: "".join(hub.texts) == "hi")
