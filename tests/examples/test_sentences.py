"""The sentences for Assist: Home Assistant loads the file, and they do what they say."""

from pathlib import Path
import shutil

from homeassistant.core import HomeAssistant
import pytest

from simulators.harmony_hub.configuration import POWER_OFF, WATCH_APPLE_TV, WATCH_TV

from ..home import Home
from ..voice.common import listen, say
from .common import ROOT


@pytest.fixture(autouse=True)
def _sentences(hass: HomeAssistant, tmp_path: Path) -> None:
    """Put the sentences where Home Assistant looks for them."""
    hass.config.config_dir = str(tmp_path)
    shutil.copytree(ROOT / "docs" / "sentences", tmp_path / "custom_sentences")


@pytest.mark.parametrize(
    "phrase",
    [
        "switch to watch apple tv",
        "switch the TV to Watch Apple TV",
        "put on Watch Apple TV on the TV",
    ],
)
async def test_an_activity_is_switched_to(home: Home, phrase: str) -> None:
    await listen(home)
    answer, error = await say(home, phrase)
    assert error is None, answer
    await home.hub.wait_for(lambda hub: hub.activity_id == WATCH_APPLE_TV)


@pytest.mark.parametrize(
    ("phrase", "channel"),
    [
        ("channel five", "5"),
        ("Channel 5.", "5"),
        ("channel five on the TV", "5"),
        ("tune the TV to channel 105", "105"),
        ("switch to channel five", "5"),
    ],
)
async def test_a_channel_is_tuned_to_and_what_it_needs_is_started(
    home: Home, phrase: str, channel: str
) -> None:
    await listen(home)
    answer, error = await say(home, phrase)
    assert error is None, answer
    await home.hub.wait_for(lambda hub: hub.channels == [channel])
    assert home.hub.activity_id == WATCH_TV


async def test_what_cannot_be_found_is_an_error_and_starts_nothing(home: Home) -> None:
    await listen(home)
    _, error = await say(home, "switch to the moon")
    assert error is not None
    assert home.hub.activity_id == POWER_OFF
