"""The blueprint for more phrases, and the one that makes a script of a channel."""

import pytest

from simulators.apple_tv import CATALOGUE
from simulators.harmony_hub.configuration import (
    POPCORN_NIGHT,
    POWER_OFF,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ..common import wait_for_state
from ..home import TV, Home
from ..voice.common import listen, say
from .common import automate, make_script

_FAILED = "Sorry, the hub cannot do that now."

pytestmark = pytest.mark.usefixtures("blueprints")


async def _phrases(home: Home) -> None:
    await listen(home)
    await automate(home.hass, "phrases_for_the_tv", player=TV)


@pytest.mark.parametrize(
    ("phrase", "activity_id", "answer"),
    [
        ("switch to Apple TV", WATCH_APPLE_TV, "Switching to Watch Apple TV."),
        ("Switch to watch apple tv.", WATCH_APPLE_TV, "Switching to Watch Apple TV."),
        ("put popcorn on the TV", POPCORN_NIGHT, "Switching to Popcorn 🍿."),
    ],
)
async def test_an_activity_is_switched_to_by_its_name_or_what_people_call_it(
    home: Home, phrase: str, activity_id: str, answer: str
) -> None:
    await _phrases(home)
    assert await say(home, phrase) == (answer, None)
    await home.hub.wait_for(lambda hub: hub.activity_id == activity_id)


async def test_what_is_no_activity_starts_nothing_and_says_so(home: Home) -> None:
    await _phrases(home)
    answer, _ = await say(home, "switch to the moon")
    assert answer == "Sorry, the television has nothing called the moon."
    assert home.hub.activity_id == POWER_OFF


@pytest.mark.parametrize(
    "phrase",
    [
        "channel 5",
        "channel five",
        "tune to channel five on the TV",
        "switch to channel 5",
    ],
)
async def test_a_channel_is_tuned_to_once(home: Home, phrase: str) -> None:
    await _phrases(home)
    await home.watch(WATCH_TV)
    assert await say(home, phrase) == ("Channel 5.", None)
    await home.hub.wait_for(lambda hub: hub.channels == ["5"])


@pytest.mark.parametrize(
    "phrase",
    [
        "what is playing",
        "What's on TV?",
        "what is on",
        "what is playing now on the television",
    ],
)
async def test_what_plays_is_told(home: Home, phrase: str) -> None:
    await _phrases(home)
    await home.play(CATALOGUE["song"])
    await home.watch(WATCH_APPLE_TV)
    await wait_for_state(home.hass, TV, lambda state: "media_title" in state.attributes)
    answer, _ = await say(home, phrase)
    assert answer == "It is Slow Caravan, Dust & Amber."


async def test_the_activity_is_told_where_nobody_knows_what_plays(home: Home) -> None:
    await _phrases(home)
    assert await say(home, "what is playing") == ("Nothing is playing.", None)
    await home.watch(WATCH_TV)
    assert await say(home, "what is playing") == ("It is Watch TV.", None)


async def test_a_hub_that_is_away_is_no_silent_success(home: Home) -> None:
    await _phrases(home)
    await home.hub.unplug()
    await wait_for_state(home.hass, TV, lambda state: state.state == "unavailable")
    answer, _ = await say(home, "channel five")
    assert answer == _FAILED


async def test_what_the_hub_refuses_is_no_silent_success(home: Home) -> None:
    await _phrases(home)
    await home.watch(WATCH_TV)
    assert await say(home, "channel of my heart") == (_FAILED, None)
    assert not home.hub.channels


async def test_a_script_starts_what_is_needed_and_tunes(home: Home) -> None:
    await make_script(home.hass, "watch_a_channel", player=TV, channel="105")
    await home.hass.services.async_call("script", "example", blocking=True)
    await home.hub.wait_for(lambda hub: hub.channels == ["105"])
    assert home.hub.activity_id == WATCH_TV
