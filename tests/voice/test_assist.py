"""Assist: the sentences that Home Assistant has by itself, and what they do in the living room.

What English has no sentence for is in tests/examples: "switch to …", "channel …", "what is playing" and the sleep
timer come with blueprints and sentences.
"""

from typing import Any

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.intent import IntentResponseErrorCode
import pytest

from custom_components.remote_bridge.const import CONF_ACTIVITY_SWITCHES
from simulators.apple_tv import CATALOGUE, Media, PlayerState
from simulators.harmony_hub.configuration import (
    LISTEN_TO_MUSIC,
    POPCORN_NIGHT,
    POWER_OFF,
    RECEIVER,
    SET_TOP_BOX,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ..common import state_of, wait_for_state
from ..home import APPLE_TV, TV, VOLUME_LEVEL, VOLUME_STEPS, Home
from ..hub.common import requests
from ..repairs import issues, open_fix, submit_fix, wait_for_issues
from .common import listen, say


@pytest.fixture
def hub_options(hub_options: dict[str, Any]) -> dict[str, Any]:
    """Have switches for the activities, which "turn on Watch TV" takes."""
    return hub_options | {CONF_ACTIVITY_SWITCHES: True}


async def _settled(home: Home, activity_id: str) -> None:
    await home.hub.wait_for(
        lambda hub: hub.activity_id == activity_id and hub.activity_status in (0, 2)
    )
    await home.hass.async_block_till_done()


async def _understood(home: Home, phrase: str) -> str:
    answer, error = await say(home, phrase)
    assert error is None, answer
    return answer


def _level(home: Home) -> float:
    level: float = state_of(home.hass, TV).attributes["volume_level"]
    return level


# ── On and off ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("phrase", "activity_id"),
    [
        ("turn on Watch TV", WATCH_TV),
        ("activate Watch TV", WATCH_TV),
        ("Watch TV", WATCH_TV),
        ("turn on Listen to Music", LISTEN_TO_MUSIC),
        ("switch on watch apple tv", WATCH_APPLE_TV),
    ],
)
async def test_an_activity_starts_by_its_name(
    home: Home, phrase: str, activity_id: str
) -> None:
    await listen(home)
    await _understood(home, phrase)
    await _settled(home, activity_id)


async def test_starting_what_runs_sends_nothing(home: Home) -> None:
    await listen(home)
    await home.watch(WATCH_TV)
    home.hub.requests.clear()
    await _understood(home, "turn on Watch TV")
    assert not requests(home.hub, "runactivity", "startactivity")


async def test_an_activity_is_turned_off_only_if_it_is_the_one_that_runs(
    home: Home,
) -> None:
    await listen(home)
    await home.watch(WATCH_TV)
    await say(home, "turn off Listen to Music")
    assert home.hub.activity_id == WATCH_TV
    await _understood(home, "turn off Watch TV")
    await _settled(home, POWER_OFF)


@pytest.mark.parametrize("phrase", ["turn off the TV", "turn off the telly", "TV off"])
async def test_the_television_is_turned_off_by_its_name_or_another(
    home: Home, phrase: str
) -> None:
    er.async_get(home.hass).async_update_entity(TV, aliases=[er.COMPUTED_NAME, "telly"])
    await listen(home)
    await home.watch(WATCH_TV)
    await _understood(home, phrase)
    await _settled(home, POWER_OFF)


async def test_turning_off_what_is_off_turns_nothing_on(home: Home) -> None:
    await listen(home)
    home.hub.requests.clear()
    await say(home, "turn off the TV")
    assert not requests(home.hub, "runactivity", "startactivity", "holdaction")
    assert not any(home.hub.powered.values())


# ── Playing ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("phrase", ["pause", "pause the TV", "pause the living room"])
async def test_pause_reaches_the_linked_apple_tv_over_the_network(
    home: Home, phrase: str
) -> None:
    await _film(home)
    await _understood(home, phrase)
    await home.until_keys("pause")
    assert not home.infrared
    await wait_for_state(home.hass, TV, lambda state: state.state == "paused")


@pytest.mark.parametrize("phrase", ["resume", "unpause", "resume the TV"])
async def test_resume_goes_on_with_what_was_paused(home: Home, phrase: str) -> None:
    await _film(home)
    await _understood(home, "pause")
    await wait_for_state(home.hass, TV, lambda state: state.state == "paused")
    home.forget()
    await _understood(home, phrase)
    await home.apple_tv.wait_for(lambda tv: tv.state is PlayerState.PLAYING)
    await wait_for_state(home.hass, TV, lambda state: state.state == "playing")


async def test_pause_and_resume_find_a_device_that_says_nothing_of_itself(
    home: Home,
) -> None:
    await listen(home)
    await home.watch(WATCH_TV)
    home.forget()
    await _understood(home, "pause")
    await home.until_infrared((SET_TOP_BOX, "Pause"))
    assert state_of(home.hass, TV).state == "paused"
    await _understood(home, "resume")
    await home.until_infrared((SET_TOP_BOX, "Pause"), (SET_TOP_BOX, "Play"))
    assert state_of(home.hass, TV).state == "playing"


@pytest.mark.parametrize(
    ("phrase", "key"),
    [("next", "nextitem"), ("skip", "nextitem"), ("next on the TV", "nextitem")],
)
async def test_next_reaches_the_linked_apple_tv_once(
    home: Home, phrase: str, key: str
) -> None:
    await _film(home, CATALOGUE["track_2"])
    await _understood(home, phrase)
    await home.until_keys(key)


async def test_next_without_a_name_skips_twice_where_assist_has_both_players(
    home: Home,
) -> None:
    """Home Assistant asks every player of the room that plays: another reason to let it have one of the two."""
    await _film(home, CATALOGUE["track_2"], exposed=True)
    await _understood(home, "next")
    await home.until_keys("nextitem", "nextitem")


async def test_next_without_a_name_skips_once_after_the_repair_that_is_offered(
    no_delay: None, home: Home
) -> None:
    hass = home.hass
    await _film(home, CATALOGUE["track_2"], exposed=True)
    await wait_for_issues(hass, "heard_twice")
    flow = await open_fix(hass, issues(hass)["heard_twice"])
    await submit_fix(hass, flow, next_step_id="living_room_only")

    await _understood(home, "next")

    await home.until_keys("nextitem")
    assert issues(hass) == {}


async def _film(
    home: Home, media: Media = CATALOGUE["movie"], *, exposed: bool = False
) -> None:
    """Watch Apple TV, with Assist listening."""
    await listen(home)
    async_expose_entity(home.hass, "conversation", APPLE_TV, exposed)
    await home.play(media)
    await home.watch(WATCH_APPLE_TV)
    await wait_for_state(
        home.hass, TV, lambda state: state.attributes.get("media_title") == media.title
    )
    home.forget()


# ── Volume ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("phrase", "command"),
    [
        ("volume up", "VolumeUp"),
        ("turn up the volume", "VolumeUp"),
        ("turn the volume down", "VolumeDown"),
        ("TV volume up", "VolumeUp"),
    ],
)
async def test_the_volume_goes_a_step_by_infrared(
    home: Home, phrase: str, command: str
) -> None:
    await listen(home)
    await home.watch(WATCH_TV)
    home.forget()
    await _understood(home, phrase)
    await home.until_infrared((RECEIVER, command))


@pytest.mark.parametrize(
    "phrase", ["set volume to 30", "set the volume to 30 percent", "turn TV up to 30%"]
)
async def test_a_volume_in_percent_is_as_many_steps_as_it_takes(
    home: Home, phrase: str
) -> None:
    await listen(home)
    await home.watch(WATCH_TV)
    home.forget()
    await _understood(home, phrase)
    steps = round((0.3 - VOLUME_LEVEL) * VOLUME_STEPS)
    await home.until_infrared(*[(RECEIVER, "VolumeUp")] * steps)
    assert _level(home) == pytest.approx(0.3)


async def test_quieter_by_percent_is_a_sum_with_the_level(home: Home) -> None:
    await listen(home)
    await home.watch(WATCH_TV)
    home.forget()
    await _understood(home, "turn the volume down by 10%")
    await home.until_infrared(*[(RECEIVER, "VolumeDown")] * (VOLUME_STEPS // 10))
    assert _level(home) == pytest.approx(VOLUME_LEVEL - 0.1)


async def test_the_volume_of_an_amplifier_that_is_not_calibrated_is_out_of_reach(
    home: Home,
) -> None:
    """The sentences want a player that has a level; steps alone are not enough."""
    hass = home.hass
    hass.config_entries.async_update_entry(home.hub_entry, options={})
    await hass.config_entries.async_reload(home.hub_entry.entry_id)
    await hass.async_block_till_done()
    await listen(home)
    await home.watch(WATCH_TV)
    home.forget()
    _, error = await say(home, "volume up")
    assert error is IntentResponseErrorCode.NO_VALID_TARGETS
    assert not home.infrared


@pytest.mark.parametrize("name", ["", " the TV"])
async def test_mute_and_unmute_toggle_once_each(home: Home, name: str) -> None:
    await listen(home)
    await home.watch(WATCH_TV)
    home.forget()
    await _understood(home, f"mute{name}")
    await home.until_infrared((RECEIVER, "Mute"))
    # Saying it again must not give the sound back.
    await _understood(home, f"mute{name}")
    await home.until_infrared((RECEIVER, "Mute"))
    await _understood(home, f"unmute{name}")
    await home.until_infrared((RECEIVER, "Mute"), (RECEIVER, "Mute"))


# ── Searching ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("phrase", "activity_id"),
    [
        ("play Listen to Music on the TV", LISTEN_TO_MUSIC),
        ("play watch apple tv on TV", WATCH_APPLE_TV),
        ("play popcorn in the living room", POPCORN_NIGHT),
    ],
)
async def test_an_activity_is_found_and_played(
    home: Home, phrase: str, activity_id: str
) -> None:
    await listen(home)
    await _understood(home, phrase)
    await _settled(home, activity_id)


async def test_what_cannot_be_found_starts_nothing(home: Home) -> None:
    await listen(home)
    _, error = await say(home, "play the missing film on the TV")
    assert error is not None
    assert home.hub.activity_id == POWER_OFF


# ── What there is no sentence for ─────────────────────────────────────────────


@pytest.mark.parametrize(
    "phrase",
    [
        "switch to Apple TV",
        "channel five",
        "put the TV to sleep",
        "sleep in 30 minutes",
        "what is playing",
    ],
)
async def test_home_assistant_has_no_sentence_of_its_own_for(
    home: Home, phrase: str
) -> None:
    """Where this begins to fail, Home Assistant has learnt it, and our blueprint for it can go."""
    await listen(home)
    await home.watch(WATCH_TV)
    home.forget()
    _, error = await say(home, phrase)
    assert error is not None
    assert home.hub.activity_id == WATCH_TV
    assert not home.infrared
