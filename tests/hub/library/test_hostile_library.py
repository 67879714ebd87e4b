"""A linked player whose library makes no sense: what is ours is found and listed all the same."""

from typing import Any

from homeassistant.components.media_player.browse_media import BrowseMedia, SearchMedia
from homeassistant.components.media_player.const import MediaClass
from homeassistant.components.media_player.errors import BrowseError
from homeassistant.core import HomeAssistant
import pytest
import voluptuous as vol

from ...home import Home
from ...other_player import OTHER
from .common import LINKED, browse, found, play, titles
from .music_player import MusicPlayer

pytestmark = LINKED


def _item(**fields: Any) -> BrowseMedia:
    sound = {
        "media_class": MediaClass.MUSIC,
        "media_content_type": "music",
        "media_content_id": "1",
        "title": "Watch TV",
        "can_play": True,
        "can_expand": False,
    }
    return BrowseMedia(**(sound | fields))


_STRANGE = [
    _item(title=None),
    _item(title=7),
    _item(title="x" * 10_000),
    _item(media_content_id=None),
    _item(media_content_id=5),
    _item(media_content_type=None, media_class=None),
]


@pytest.mark.parametrize(
    "answer",
    [None, {}, {"result": "x"}, *(SearchMedia(result=[one]) for one in _STRANGE)],
)
async def test_what_a_player_finds_may_be_nonsense(
    hass: HomeAssistant,
    music: MusicPlayer,
    monkeypatch: pytest.MonkeyPatch,
    answer: Any,
) -> None:
    async def search(query: Any) -> Any:
        return answer

    monkeypatch.setattr(music, "async_search_media", search)

    assert (await found(hass, "watch tv"))[0] == "Watch TV"


@pytest.mark.parametrize("child", _STRANGE)
async def test_what_a_player_lists_may_be_nonsense(
    hass: HomeAssistant,
    music: MusicPlayer,
    monkeypatch: pytest.MonkeyPatch,
    child: BrowseMedia,
) -> None:
    async def listed(*_: Any) -> Any:
        return _item(title="Everything", children=[child])

    monkeypatch.setattr(music, "async_browse_media", listed)

    folder = await browse(hass, "player", OTHER)

    assert len(titles(folder)) == 1
    assert folder.as_dict()["children"]


@pytest.mark.parametrize("answer", [None, {}, "x", ["x"]])
async def test_a_player_that_lists_nothing_is_an_error_of_browsing(
    hass: HomeAssistant,
    music: MusicPlayer,
    monkeypatch: pytest.MonkeyPatch,
    answer: Any,
) -> None:
    async def listed(*_: Any) -> Any:
        return answer

    monkeypatch.setattr(music, "async_browse_media", listed)

    with pytest.raises(BrowseError):
        await browse(hass, "player", OTHER)


@pytest.mark.parametrize(
    "error", [KeyError("x"), vol.Invalid("x"), OSError("x"), RuntimeError()]
)
async def test_whatever_a_player_fails_at_is_an_error_of_browsing(
    hass: HomeAssistant, music: MusicPlayer, error: Exception
) -> None:
    music.error = error

    with pytest.raises(BrowseError) as raised:
        await browse(hass, "player", OTHER)

    assert raised.value.translation_key == "cannot_browse"


@pytest.mark.parametrize(
    "command",
    ["/" * 10_000, "a/" * 5_000, "🦊/" * 3_000, "x" * 10_000],
    ids=["slashes", "parts", "foxes", "long"],
)
@pytest.mark.timeout(10)
async def test_what_is_played_may_be_called_anything(
    hass: HomeAssistant, home: Home, command: str
) -> None:
    with pytest.raises(Exception, match=r"\S"):
        await play(hass, "command", command)

    assert home.infrared == []
