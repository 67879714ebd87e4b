"""The blueprint for a sleep timer by voice."""

import pytest

from simulators.harmony_hub import Fault
from simulators.harmony_hub.configuration import WATCH_TV

from ..common import wait_for_state
from ..home import TV_REMOTE, Home
from ..voice.common import listen, say
from .common import automate

_FAILED = "Sorry, the hub cannot do that now."

pytestmark = pytest.mark.usefixtures("blueprints")


async def _timer(home: Home, **more: object) -> None:
    await listen(home)
    await home.watch(WATCH_TV)
    await automate(home.hass, "sleep_timer_by_voice", remote=TV_REMOTE, **more)


@pytest.mark.parametrize(
    ("phrase", "minutes"),
    [
        ("Sleep in 30 minutes", 30),
        ("sleep in thirty minutes", 30),
        ("Sleep in forty-five minutes.", 45),
        ("sleep in 1 minute", 1),
        ("put the TV to sleep in 20 minutes", 20),
        ("set a sleep timer for 90 minutes", 90),
    ],
)
async def test_the_hub_gets_a_timer_and_the_answer_says_for_how_long(
    home: Home, phrase: str, minutes: int
) -> None:
    await _timer(home)
    answer, error = await say(home, phrase)
    assert error is None
    assert answer == f"Everything turns off in {minutes} minutes."
    assert home.hub.sleep_timer == pytest.approx(minutes * 60, abs=5)


@pytest.mark.parametrize(
    "phrase", ["cancel the sleep timer", "do not go to sleep", "stop my sleep timer"]
)
async def test_the_timer_can_be_cancelled(home: Home, phrase: str) -> None:
    await _timer(home)
    await say(home, "sleep in 30 minutes")
    answer, _ = await say(home, phrase)
    assert answer == "The sleep timer is cancelled."
    assert home.hub.sleep_timer is None


@pytest.mark.parametrize("number", ["a few", "0", "100000", "half"])
async def test_what_is_no_number_sets_nothing_and_says_so(
    home: Home, number: str
) -> None:
    await _timer(home)
    answer, _ = await say(home, f"sleep in {number} minutes")
    assert (
        answer == "Sorry, I did not understand how many minutes. It can be 1 to 1440."
    )
    assert home.hub.sleep_timer is None


async def test_a_hub_that_is_away_is_no_silent_success(home: Home) -> None:
    await _timer(home)
    await home.hub.unplug()
    await wait_for_state(
        home.hass, TV_REMOTE, lambda state: state.state == "unavailable"
    )
    answer, _ = await say(home, "sleep in 30 minutes")
    assert answer == _FAILED


async def test_what_the_hub_refuses_is_no_silent_success(home: Home) -> None:
    await _timer(home)
    home.hub.faults.set(Fault.STILL_INITIALIZING)
    assert await say(home, "sleep in 30 minutes") == (_FAILED, None)


async def test_another_language_has_its_own_sentences_and_answers(home: Home) -> None:
    await _timer(
        home,
        set_sentences=["schlaf in {minutes} Minute[n]"],
        answer_set="In MINUTES Minuten geht alles aus.",
    )
    answer, _ = await say(home, "Schlaf in 15 Minuten")
    assert answer == "In 15 Minuten geht alles aus."
    assert home.hub.sleep_timer == pytest.approx(15 * 60, abs=5)
