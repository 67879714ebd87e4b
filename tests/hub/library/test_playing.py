"""Playing channels, activities, keys, sequences, favourites, and what the linked player has."""

from typing import Any

from homeassistant.components.media_player.const import (
    MediaPlayerEntityFeature as Feature,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest

from simulators.harmony_hub import Pace
from simulators.harmony_hub.configuration import (
    GOOD_NIGHT,
    LISTEN_TO_MUSIC,
    PLAY_GAMES,
    POWER_OFF,
    RECEIVER,
    TELEVISION,
    WATCH_A_FILM,
    WATCH_APPLE_TV,
    WATCH_TV,
    living_room,
)

from ...common import state_of, wait_for_state
from ...home import APPLE_TV, TV, Home
from ..common import act, requests
from .common import LINKED, play
from .music_player import MusicPlayer


def _switches(home: Home) -> list[str]:
    return requests(home.hub, "runactivity", "startactivity")


# ── Channels ──────────────────────────────────────────────────────────────────


async def test_a_channel_goes_to_the_tuner_of_the_running_activity(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_TV)

    await play(hass, "channel", "12")
    await play(hass, "Channel", " 7.1 ")

    assert home.hub.channels == ["12", "7.1"]
    assert _switches(home) == []


@pytest.mark.parametrize("running", [POWER_OFF, WATCH_A_FILM])
async def test_a_channel_starts_the_activity_that_tunes_and_waits_for_it(
    hass: HomeAssistant, home: Home, running: str
) -> None:
    await home.hub.press_on_remote(running)

    await play(hass, "channel", "12")

    assert home.hub.activity_id == WATCH_TV
    assert home.hub.activity_status == 2
    assert home.hub.channels == ["12"]


@pytest.mark.parametrize("hub_pace", [Pace.MANUAL])
async def test_a_start_that_takes_its_time_is_waited_for(
    hass: HomeAssistant, home: Home
) -> None:
    playing = hass.async_create_task(play(hass, "channel", "12"))
    await wait_for_state(
        hass, TV, lambda state: state.attributes.get("source") == "Watch TV"
    )
    assert home.hub.channels == []

    await home.hub.finish_activity()
    await playing

    assert home.hub.channels == ["12"]


@pytest.mark.parametrize("hub_pace", [Pace.MANUAL])
async def test_off_goes_through_while_a_channel_waits_which_is_over_then(
    hass: HomeAssistant, home: Home
) -> None:
    playing = hass.async_create_task(play(hass, "channel", "12"))
    await wait_for_state(
        hass, TV, lambda state: state.attributes.get("source") == "Watch TV"
    )

    await act(hass, "media_player", "turn_off", TV)

    with pytest.raises(HomeAssistantError) as raised:
        await playing
    assert raised.value.translation_key == "superseded"
    await home.hub.finish_activity()
    await wait_for_state(hass, TV, lambda state: state.state == "off")
    assert home.hub.channels == []


def _two_that_tune() -> dict[str, Any]:
    """Return a living room in which a radio comes before the television, and games are played with a tuner."""
    config = living_room()
    by_id = {one["id"]: one for one in config["activity"]}
    for activity_id, order in ((LISTEN_TO_MUSIC, -1), (PLAY_GAMES, 9)):
        by_id[activity_id]["activityOrder"] = order
        by_id[activity_id]["ChannelChangingActivityRole"] = RECEIVER
        by_id[activity_id]["roles"]["ChannelChangingActivityRole"] = RECEIVER
    return config


@pytest.mark.parametrize("hub_config", [_two_that_tune()])
async def test_of_several_that_tune_the_first_for_television_is_started(
    hass: HomeAssistant, home: Home
) -> None:
    await play(hass, "channel", "12")

    assert home.hub.activity_id == WATCH_TV


@pytest.mark.parametrize("hub_config", [_two_that_tune()])
async def test_of_several_that_tune_the_last_one_used_is_started(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(PLAY_GAMES)
    await home.hub.press_on_remote(POWER_OFF)
    await wait_for_state(hass, TV, lambda state: state.state == "off")

    await play(hass, "channel", "12")

    assert home.hub.activity_id == PLAY_GAMES


def _none_that_tunes() -> dict[str, Any]:
    config = living_room()
    for one in config["activity"]:
        one.pop("ChannelChangingActivityRole", None)
        one["roles"] = {
            role: device
            for role, device in dict(one["roles"]).items()
            if role != "ChannelChangingActivityRole"
        }
    return config


@pytest.mark.parametrize("hub_config", [_none_that_tunes()])
async def test_where_nothing_tunes_a_channel_is_an_error_and_nothing_starts(
    hass: HomeAssistant, home: Home
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await play(hass, "channel", "12")

    assert raised.value.translation_key == "nothing_tunes"
    assert _switches(home) == []


async def test_what_is_no_channel_starts_nothing(
    hass: HomeAssistant, home: Home
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await play(hass, "channel", "BBC One")

    assert raised.value.translation_key == "invalid_channel"
    assert _switches(home) == []


@pytest.mark.usefixtures("favourites")
async def test_an_assistant_may_call_a_favourite_channel_by_its_name(
    hass: HomeAssistant, home: Home
) -> None:
    await play(hass, "channel", "bbc news")

    assert home.hub.activity_id == WATCH_TV
    assert home.hub.channels == ["231"]


# ── Activities, keys, sequences ───────────────────────────────────────────────


@pytest.mark.parametrize("name", [PLAY_GAMES, "Play Games", "play games"])
async def test_an_activity_is_started_by_its_id_or_name(
    hass: HomeAssistant, home: Home, name: str
) -> None:
    await play(hass, "activity", name)

    assert home.hub.activity_id == PLAY_GAMES


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (f"{TELEVISION}/VolumeUp", (TELEVISION, "VolumeUp")),
        ("Samsung TV/volume up", (TELEVISION, "VolumeUp")),
        ("Denon AV Receiver/InputCbl/Sat", (RECEIVER, "InputCbl/Sat")),
    ],
)
async def test_a_key_of_a_device_is_pressed_whatever_runs(
    hass: HomeAssistant, home: Home, command: str, key: tuple[str, str]
) -> None:
    await play(hass, "command", command)

    await home.until_infrared(key)


async def test_a_device_may_have_a_slash_in_its_name(
    hass: HomeAssistant, home: Home
) -> None:
    home.hub.rename_device(TELEVISION, "TV/Radio")
    await wait_for_state(
        hass,
        "remote.tv",
        lambda state: "TV/Radio" in state.attributes["devices_list"],
    )

    await play(hass, "command", "TV/Radio/Mute")

    await home.until_infrared((TELEVISION, "Mute"))


async def test_a_key_alone_goes_where_it_goes_on_the_remote(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    home.forget()

    await play(hass, "command", "menu")
    await play(hass, "command", "volume_up")

    await home.until_keys("menu")
    await home.until_infrared((RECEIVER, "VolumeUp"))


@pytest.mark.parametrize(
    ("command", "error"),
    [
        ("Samsung/VolumeUp", "unknown_device"),
        ("Samsung TV/VolumeOp", "unknown_command"),
        ("VolumeOp", "unknown_command"),
    ],
)
async def test_a_key_that_does_not_exist_is_an_error(
    hass: HomeAssistant, home: Home, command: str, error: str
) -> None:
    await home.watch(WATCH_TV)

    with pytest.raises(ServiceValidationError) as raised:
        await play(hass, "command", command)

    assert raised.value.translation_key == error
    assert home.infrared == []


@pytest.mark.parametrize("name", [GOOD_NIGHT, "good night"])
async def test_a_sequence_is_run_by_its_id_or_name(
    hass: HomeAssistant, home: Home, name: str
) -> None:
    await home.watch(WATCH_TV)

    await play(hass, "sequence", name)

    await home.hub.wait_for(lambda hub: hub.sequences == [GOOD_NIGHT])


# ── Favourites ────────────────────────────────────────────────────────────────


async def test_a_favourite_is_tuned_to_by_its_id_or_name(
    hass: HomeAssistant, home: Home, favourites: dict[str, str]
) -> None:
    await play(hass, "favourite", favourites["BBC News"])
    # With no activity of its own it stays with the one that runs.
    await play(hass, "favorite", "arte")

    assert home.hub.channels == ["231", "7.1"]
    assert home.hub.activity_id == WATCH_TV


@pytest.mark.usefixtures("favourites")
@pytest.mark.parametrize("media_type", ["favourite", "macro"])
async def test_a_macro_is_run(hass: HomeAssistant, home: Home, media_type: str) -> None:
    await play(hass, media_type, "Late Evening")

    await home.until_infrared((RECEIVER, "VolumeDown"), (RECEIVER, "VolumeDown"))


@pytest.mark.usefixtures("favourites")
@pytest.mark.parametrize("name", ["BBC Nws", "Bright"])
async def test_an_unknown_favourite_is_an_error_with_the_nearest(
    hass: HomeAssistant, name: str
) -> None:
    with pytest.raises(ServiceValidationError, match="BBC News") as raised:
        await play(hass, "favourite", name)

    assert raised.value.translation_key == "unknown_favourite"


async def test_without_favourites_the_error_says_so(
    hass: HomeAssistant, home: Home
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await play(hass, "favourite", "BBC News")

    assert raised.value.translation_key == "no_favourite_known"


# ── What the linked player has ────────────────────────────────────────────────


@LINKED
async def test_everything_else_goes_to_the_linked_player_as_it_was_said(
    hass: HomeAssistant, home: Home, music: MusicPlayer
) -> None:
    await play(hass, "album", "A:1/2", enqueue="next", extra={"shuffle": True})
    await play(hass, "music", "media-source://tts/hello", announce=True)
    # Such an id is never ours, whatever the type says.
    await play(hass, "channel", "media-source://radio/1")

    assert music.asked == [
        (
            "play_media",
            "album",
            "A:1/2",
            {"enqueue": "next", "extra": {"shuffle": True}},
        ),
        (
            "play_media",
            "music",
            "media-source://tts/hello",
            {"announce": True, "extra": {}},
        ),
        ("play_media", "channel", "media-source://radio/1", {"extra": {}}),
    ]
    assert home.infrared == []


@LINKED
async def test_announcing_and_queueing_are_offered_as_long_as_the_player_can(
    hass: HomeAssistant, home: Home, music: MusicPlayer
) -> None:
    def offered() -> Feature:
        return Feature(state_of(hass, TV).attributes["supported_features"])

    assert {Feature.MEDIA_ENQUEUE, Feature.MEDIA_ANNOUNCE} <= set(offered())

    await home.watch(WATCH_TV)

    assert {Feature.MEDIA_ENQUEUE, Feature.MEDIA_ANNOUNCE}.isdisjoint(offered())


@pytest.mark.parametrize("running", [POWER_OFF, WATCH_TV, WATCH_APPLE_TV])
async def test_without_a_player_for_it_the_error_names_what_can_be_played(
    hass: HomeAssistant, home: Home, running: str
) -> None:
    await home.hub.press_on_remote(running)
    await hass.async_block_till_done()

    with pytest.raises(ServiceValidationError, match="channel, activity") as raised:
        await play(hass, "album", "A:1/2")

    assert raised.value.translation_key == "cannot_play"


@LINKED
async def test_what_another_player_has_is_refused(
    hass: HomeAssistant, home: Home, music: MusicPlayer
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await play(hass, "player", f"{APPLE_TV}/album/1")

    assert raised.value.translation_key == "other_player"
    assert music.asked == []
