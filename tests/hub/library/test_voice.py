"""What people say to a voice assistant to have something played."""

import pytest

from simulators.harmony_hub.configuration import PLAY_GAMES, POWER_OFF, WATCH_TV

from ...home import Home
from ...voice.common import listen, say

pytestmark = pytest.mark.usefixtures("favourites")


@pytest.mark.parametrize(
    ("phrase", "activity_id", "channels"),
    [
        ("play BBC News on the TV", WATCH_TV, ["231"]),
        ("play channel 12 on TV", WATCH_TV, ["12"]),
        # In the room where it is said.
        ("play games", PLAY_GAMES, []),
        ("play arte in the living room", WATCH_TV, ["7.1"]),
    ],
)
async def test_what_is_asked_for_by_name_is_played(
    home: Home, phrase: str, activity_id: str, channels: list[str]
) -> None:
    await listen(home)

    _, error = await say(home, phrase)

    assert error is None
    assert home.hub.activity_id == activity_id
    assert home.hub.channels == channels


@pytest.mark.parametrize(
    "phrase", ["play Bohemian Rhapsody on the TV", "play power", "play the album Arte"]
)
async def test_what_is_not_there_starts_nothing(home: Home, phrase: str) -> None:
    await listen(home)

    _, error = await say(home, phrase)

    assert error is not None
    assert home.hub.activity_id == POWER_OFF
    assert home.infrared == []
