"""The media player of an Apple TV."""

from datetime import UTC, datetime
from typing import Any

from homeassistant.components.media_player import DOMAIN as MEDIA_PLAYER_DOMAIN
from homeassistant.components.media_player.const import (
    ATTR_INPUT_SOURCE,
    ATTR_MEDIA_REPEAT,
    ATTR_MEDIA_SEEK_POSITION,
    ATTR_MEDIA_SHUFFLE,
    ATTR_MEDIA_VOLUME_LEVEL,
    MediaPlayerEntityFeature as Feature,
    RepeatMode,
)
from homeassistant.const import (
    ATTR_ENTITY_ID,
    ATTR_SUPPORTED_FEATURES,
    SERVICE_MEDIA_NEXT_TRACK,
    SERVICE_MEDIA_PAUSE,
    SERVICE_MEDIA_PLAY,
    SERVICE_MEDIA_PLAY_PAUSE,
    SERVICE_MEDIA_PREVIOUS_TRACK,
    SERVICE_MEDIA_SEEK,
    SERVICE_MEDIA_STOP,
    SERVICE_REPEAT_SET,
    SERVICE_SHUFFLE_SET,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
    SERVICE_VOLUME_DOWN,
    SERVICE_VOLUME_SET,
    SERVICE_VOLUME_UP,
    STATE_BUFFERING,
    STATE_IDLE,
    STATE_OFF,
    STATE_PAUSED,
    STATE_PLAYING,
)
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceNotSupported,
    ServiceValidationError,
)
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulators.apple_tv import (
    CATALOGUE,
    Fault,
    Media,
    MediaKind,
    PlayerState,
    Repeat,
    SimulatedAppleTV,
)

from ..common import state_of, wait_for_state
from .common import MEDIA_PLAYER, play

_ALWAYS = Feature.PLAY | Feature.PAUSE | Feature.STOP | Feature.TURN_ON

pytestmark = pytest.mark.usefixtures("init_integration")


async def _call(hass: HomeAssistant, service: str, **data: Any) -> None:
    await hass.services.async_call(
        MEDIA_PLAYER_DOMAIN,
        service,
        {ATTR_ENTITY_ID: MEDIA_PLAYER, **data},
        blocking=True,
    )


async def _wait_for(hass: HomeAssistant, wanted: str) -> State:
    return await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == wanted)


def _features(state: State) -> Feature:
    return Feature(state.attributes[ATTR_SUPPORTED_FEATURES])


@pytest.mark.parametrize(
    ("played", "shown"),
    [
        (PlayerState.LOADING, STATE_BUFFERING),
        (PlayerState.STOPPED, STATE_IDLE),
        (PlayerState.PAUSED, STATE_PAUSED),
        (PlayerState.PLAYING, STATE_PLAYING),
        (PlayerState.FAST_FORWARD, STATE_PLAYING),
        (PlayerState.REWIND, STATE_PLAYING),
    ],
)
async def test_every_state_of_the_player_shows(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, played: PlayerState, shown: str
) -> None:
    apple_tv.player.loading_seconds = 60
    apple_tv.play(CATALOGUE["movie"], position=600)
    await _wait_for(hass, STATE_PLAYING)
    apple_tv.pause()
    await _wait_for(hass, STATE_PAUSED)

    apple_tv.set_state(played)

    await _wait_for(hass, shown)


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (MediaKind.SONG, "music"),
        (MediaKind.MOVIE, "movie"),
        (MediaKind.RENTAL_MOVIE, "movie"),
        (MediaKind.TV_SHOW, "tvshow"),
        (MediaKind.MUSIC_VIDEO, "video"),
        (MediaKind.HOME_VIDEO, "video"),
        (MediaKind.PODCAST, "podcast"),
        (MediaKind.VIDEO_PODCAST, "podcast"),
        (MediaKind.AUDIOBOOK, "music"),
    ],
)
async def test_every_kind_of_media_shows(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, kind: MediaKind, shown: str
) -> None:
    state = await play(hass, apple_tv, Media("Something", kind))

    assert state.attributes["media_content_type"] == shown


async def test_the_position_is_told_once_and_with_its_time(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    before = datetime.now(UTC)
    state = await play(hass, apple_tv, CATALOGUE["movie"], position=61)

    assert state.attributes["media_position"] == 61
    assert state.attributes["media_duration"] == 6120
    assert before <= state.attributes["media_position_updated_at"] <= datetime.now(UTC)


async def test_only_what_is_possible_now_is_offered(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    assert _features(state_of(hass, MEDIA_PLAYER)) == _ALWAYS

    playing = (
        _ALWAYS
        | Feature.SHUFFLE_SET
        | Feature.REPEAT_SET
        | Feature.VOLUME_STEP
        | Feature.VOLUME_SET
    )
    state = await play(hass, apple_tv, Media("Live", scrubbable=False))
    assert _features(state) == playing
    state = await play(hass, apple_tv, CATALOGUE["movie"])
    assert _features(state) == playing | Feature.SEEK
    state = await play(hass, apple_tv, CATALOGUE["track_2"])
    skips = Feature.NEXT_TRACK | Feature.PREVIOUS_TRACK
    assert _features(state) == playing | Feature.SEEK | skips


@pytest.mark.parametrize("volume_controllable", [False])
async def test_no_volume_is_offered_where_there_is_none(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    apple_tv.play(CATALOGUE["movie"])
    state = await _wait_for(hass, STATE_PLAYING)

    assert not _features(state) & (Feature.VOLUME_SET | Feature.VOLUME_STEP)
    assert "volume_level" not in state.attributes
    assert not any(
        request.path.endswith("/getproperty") for request in apple_tv.requests
    )


async def test_only_steps_are_offered_where_the_volume_cannot_be_read(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    apple_tv.faults.set(Fault.GARBAGE_BODY, path="/ctrl-int/1/getproperty")
    apple_tv.play(CATALOGUE["movie"])
    await _wait_for(hass, STATE_PLAYING)
    await hass.async_block_till_done(wait_background_tasks=True)

    features = _features(state_of(hass, MEDIA_PLAYER))
    assert Feature.VOLUME_STEP in features
    assert Feature.VOLUME_SET not in features


# ── Commands ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("service", "key", "shown"),
    [
        (SERVICE_MEDIA_PLAY, "play", STATE_PLAYING),
        (SERVICE_MEDIA_PAUSE, "pause", STATE_PAUSED),
        (SERVICE_MEDIA_PLAY_PAUSE, "playpause", STATE_PAUSED),
        (SERVICE_MEDIA_STOP, "stop", STATE_IDLE),
        (SERVICE_MEDIA_NEXT_TRACK, "nextitem", STATE_PLAYING),
        (SERVICE_MEDIA_PREVIOUS_TRACK, "previtem", STATE_PLAYING),
    ],
)
async def test_transport_reaches_the_device_and_comes_back_as_state(
    hass: HomeAssistant,
    apple_tv: SimulatedAppleTV,
    service: str,
    key: str,
    shown: str,
) -> None:
    await play(hass, apple_tv, CATALOGUE["track_2"])

    await _call(hass, service)

    assert apple_tv.keys == [key]
    await _wait_for(hass, shown)


async def test_seeking_goes_there(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    await play(hass, apple_tv, CATALOGUE["movie"])

    await _call(hass, SERVICE_MEDIA_SEEK, **{ATTR_MEDIA_SEEK_POSITION: 1234})

    assert apple_tv.position == pytest.approx(1234, abs=1)
    await wait_for_state(
        hass,
        MEDIA_PLAYER,
        lambda state: state.attributes["media_position"] in (1234, 1235),
    )


@pytest.mark.parametrize("position", [6122, 1e9, float("inf")])
async def test_seeking_beyond_the_end_is_refused(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, position: float
) -> None:
    await play(hass, apple_tv, CATALOGUE["movie"])
    apple_tv.requests.clear()

    with pytest.raises(ServiceValidationError, match="6120 seconds long"):
        await _call(hass, SERVICE_MEDIA_SEEK, **{ATTR_MEDIA_SEEK_POSITION: position})

    assert not apple_tv.requests


async def test_shuffle_and_repeat_are_set_and_shown(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    state = await play(hass, apple_tv, CATALOGUE["track_1"])
    assert state.attributes["shuffle"] is False
    assert state.attributes["repeat"] == RepeatMode.OFF

    await _call(hass, SERVICE_SHUFFLE_SET, **{ATTR_MEDIA_SHUFFLE: True})
    assert apple_tv.player.shuffle is True
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.attributes["shuffle"])

    for mode, repeat in (
        (RepeatMode.ALL, Repeat.ALL),
        (RepeatMode.ONE, Repeat.TRACK),
        (RepeatMode.OFF, Repeat.OFF),
    ):
        await _call(hass, SERVICE_REPEAT_SET, **{ATTR_MEDIA_REPEAT: mode})
        assert apple_tv.player.repeat is repeat
        await wait_for_state(
            hass,
            MEDIA_PLAYER,
            lambda state, mode=mode: state.attributes["repeat"] == mode,
        )


async def test_the_volume_is_set_stepped_and_read_back(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    state = await play(hass, apple_tv, CATALOGUE["movie"])
    assert state.attributes["volume_level"] == 0.5

    for service, data, level in (
        (SERVICE_VOLUME_SET, {ATTR_MEDIA_VOLUME_LEVEL: 0.25}, 25),
        (SERVICE_VOLUME_UP, {}, 30),
        (SERVICE_VOLUME_DOWN, {}, 25),
    ):
        await _call(hass, service, **data)
        assert apple_tv.volume == level
        assert state_of(hass, MEDIA_PLAYER).attributes["volume_level"] == level / 100


async def test_turning_on_a_device_that_is_awake_does_no_harm(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    await _call(hass, SERVICE_TURN_ON)

    assert not apple_tv.keys
    assert state_of(hass, MEDIA_PLAYER).state == STATE_IDLE


async def test_turning_on_wakes_the_device(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
    await apple_tv.sleep_now()
    state = await _wait_for(hass, STATE_OFF)
    assert _features(state) == _ALWAYS
    # The radio listens again; what is sent now is heard.
    await apple_tv.wake_up()

    await _call(hass, SERVICE_TURN_ON)

    assert state_of(hass, MEDIA_PLAYER).state == STATE_IDLE


@pytest.mark.parametrize(
    ("service", "data"),
    [
        (SERVICE_TURN_OFF, {}),
        ("select_source", {ATTR_INPUT_SOURCE: "HDMI"}),
        (SERVICE_MEDIA_SEEK, {ATTR_MEDIA_SEEK_POSITION: 1}),
    ],
)
async def test_what_is_not_possible_is_refused_and_not_sent(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, service: str, data: dict[str, Any]
) -> None:
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
    apple_tv.requests.clear()

    with pytest.raises(ServiceNotSupported):
        await _call(hass, service, **data)

    assert not apple_tv.requests


# ── When it fails ─────────────────────────────────────────────────────────────


async def test_a_refused_command_is_an_error(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    apple_tv.faults.set(Fault.COMMAND_500)

    with pytest.raises(HomeAssistantError, match="cannot do that right now") as raised:
        await _call(hass, SERVICE_MEDIA_PLAY)

    assert raised.value.translation_key == "command_rejected"


async def test_a_refused_login_is_an_error_and_starts_pairing_again(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry, apple_tv: SimulatedAppleTV
) -> None:
    # The held poll is not ended, so that the command is the first to find out.
    apple_tv.faults.set(Fault.HALF_OPEN)
    apple_tv.faults.set(Fault.LOGIN_REFUSED)
    apple_tv.evict_sessions()

    with pytest.raises(HomeAssistantError, match="no longer accepts") as raised:
        await _call(hass, SERVICE_MEDIA_PLAY)

    assert raised.value.translation_key == "authentication_failed"
    await hass.async_block_till_done()
    assert len(list(mock_config_entry.async_get_active_flows(hass, {"reauth"}))) == 1
