"""Searching: the best comes first, because that is what an assistant plays, and nothing is better than nonsense."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.remote_bridge.hub.library import linked
from simulators.harmony_hub.configuration import (
    TELEVISION,
    WATCH_A_FILM,
    WATCH_TV,
    living_room,
    megabyte,
)

from ...home import Home
from ...other_player import OTHER
from .common import LINKED, browse, child, found, play_item, search
from .music_player import ALBUMS, MusicPlayer

# ── By name ───────────────────────────────────────────────────────────────────


_BEST = {
    "Watch TV": "Watch TV",
    "watch apple tv": "Watch Apple TV",
    # What people leave out, and what they say besides.
    "apple tv": "Watch Apple TV",
    "games": "Play Games",
    "some music": "Listen to Music",
    "the film please": "Watch a Film",
    # Of two that have it, the one that has less else.
    "TV": "Watch TV",
    # How it is spelt does not matter.
    "kuche radio": "Küche Radio",
    "KÜCHE": "Küche Radio",
    "popcorn": "Popcorn 🍿",
    "bbcnews": "BBC News",
    # While somebody types.
    "bbc n": "BBC News",
    "art": "Arte",
    "late even": "Late Evening",
    "good night": "Good Night",
    # A number without a name.
    "channel 12": "Channel 12",
    "Channel 7.1": "Channel 7.1",
    "samsung tv input hdmi 1": "Samsung TV: Input Hdmi1",
    "samsung hdmi2": "Samsung TV: Input Hdmi2",
    "denon av receiver volume up": "Denon AV Receiver: Volume Up",
    "cd changer disc 17": "CD Changer: Disc017",
}


@pytest.mark.usefixtures("favourites")
async def test_the_best_comes_first(hass: HomeAssistant) -> None:
    firsts = {query: (await found(hass, query))[:1] for query in _BEST}

    assert firsts == {query: [first] for query, first in _BEST.items()}


_NONSENSE = (
    "",
    "🍿",
    "Bohemian Rhapsody",
    # One word of it is there, by accident.
    "TV on the radio",
    "news of the world",
    "watch out",
    "late night",
    # Two letters begin anything.
    "wa",
    # A number is not the beginning of another.
    "cd changer disc 12000",
    # Keys of nobody in particular; one of these would turn something on.
    "power",
    "power on",
    "red",
    "input",
    # One word is not both the device and the key.
    "denon",
    "the",
    "channel",
    "channel five",
    # A button that somebody made is nothing to play.
    "bright",
    "x" * 100_000,
)


@pytest.mark.usefixtures("favourites")
async def test_nothing_is_better_than_nonsense(hass: HomeAssistant) -> None:
    results = {query: await found(hass, query) for query in _NONSENSE}

    assert results == {query: [] for query in _NONSENSE}


@pytest.mark.usefixtures("favourites")
async def test_activities_and_favourites_come_before_keys(hass: HomeAssistant) -> None:
    titles = await found(hass, "apple tv")

    assert titles[0] == "Watch Apple TV"
    titles = await found(hass, "tv play")
    assert titles
    assert all(": " in title for title in titles)


@pytest.mark.usefixtures("home")
async def test_there_are_fifty_at_most(hass: HomeAssistant) -> None:
    assert len(await found(hass, "cd changer disc")) == 50


@pytest.mark.parametrize("hub_config", [megabyte()])
async def test_a_large_hub_is_searched_as_well(hass: HomeAssistant, home: Home) -> None:
    name = home.hub.config["activity"][0]["label"]

    assert (await found(hass, name))[0] == name


async def test_what_is_found_can_be_played(
    hass: HomeAssistant, home: Home, favourites: dict[str, str]
) -> None:
    for query in ("games", "bbc news", "samsung tv mute", "good night", "channel 5"):
        await play_item(hass, (await search(hass, query))[0])

    assert home.hub.activity_id == WATCH_TV
    assert home.hub.channels == ["231", "5"]
    await home.hub.wait_for(lambda hub: bool(hub.sequences))
    assert home.infrared == [(TELEVISION, "Mute")]


async def test_searching_sends_nothing(hass: HomeAssistant, home: Home) -> None:
    asked = len(home.hub.requests)

    await found(hass, "samsung tv power on")
    await found(hass, "watch tv")

    assert len(home.hub.requests) == asked
    assert home.infrared == []


# ── Keys of what runs ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("netflix", ["Blu-ray Player: Netflix"]),
        ("pop up menu", ["Blu-ray Player: Pop Up Menu"]),
        # All of it, and never power.
        ("pop up", []),
        ("power on", []),
    ],
)
async def test_a_key_of_the_running_activity_is_found_by_exactly_its_name(
    hass: HomeAssistant, home: Home, query: str, titles: list[str]
) -> None:
    await home.watch(WATCH_A_FILM)

    assert await found(hass, query) == titles


# ── In a folder, or of a kind ─────────────────────────────────────────────────


_IN_FOLDERS = [
    ("", "game", ["Play Games"]),
    ("activities", "tv", ["Watch TV", "Watch Apple TV"]),
    ("activities", "news", []),
    ("favourites", "news", ["BBC News"]),
    ("favourites", "watch", []),
    ("sequences", "night", ["Good Night"]),
    ("devices", "sub zero", []),
    ("devices", "e manual", ["Samsung TV: E-Manual"]),
    (f"devices/{TELEVISION}", "hdmi 3", ["Samsung TV: Input Hdmi3"]),
    (f"devices/{TELEVISION}/Volume", "mute", ["Samsung TV: Mute"]),
    (f"devices/{TELEVISION}/Volume", "play", []),
    ("devices/1", "mute", []),
    ("nowhere", "mute", []),
]


@pytest.mark.usefixtures("favourites")
async def test_a_folder_can_be_searched(hass: HomeAssistant) -> None:
    for where, query, titles in _IN_FOLDERS:
        assert (
            await found(
                hass, query, media_content_type="library", media_content_id=where
            )
            == titles
        ), (where, query)


_OF_KINDS = [
    ("activity", "tv", ["Watch TV", "Watch Apple TV"]),
    ("favourite", "evening", ["Late Evening"]),
    ("channel", "news", ["BBC News"]),
    ("channel", "12", ["Channel 12"]),
    ("command", "apple tv", []),
    ("command", "apple tv home", ["Apple TV: Home"]),
    ("music", "listen to music", []),
    ("player", "listen to music", []),
]


@pytest.mark.usefixtures("favourites")
async def test_a_kind_can_be_searched_for(hass: HomeAssistant) -> None:
    for where, query, titles in _OF_KINDS:
        assert await found(hass, query, media_content_type=where) == titles, (
            where,
            query,
        )


_OF_CLASSES = [
    (["channel"], "news", ["BBC News"]),
    (["channel", "app"], "tv", ["Watch TV", "Watch Apple TV"]),
    (["channel"], "12", ["Channel 12"]),
    (["movie"], "watch a film", []),
]


@pytest.mark.usefixtures("favourites")
async def test_what_is_found_can_be_of_some_classes_only(hass: HomeAssistant) -> None:
    for where, query, titles in _OF_CLASSES:
        assert await found(hass, query, media_filter_classes=where) == titles, (
            where,
            query,
        )


def _without_tuner() -> dict[str, Any]:
    config = living_room()
    config["activity"] = [one for one in config["activity"] if one["id"] != WATCH_TV]
    return config


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("hub_config", [_without_tuner()])
async def test_channels_are_not_found_where_nothing_tunes(hass: HomeAssistant) -> None:
    assert await found(hass, "channel 12") == []


# ── What the linked player finds ──────────────────────────────────────────────


@LINKED
async def test_what_the_linked_player_finds_is_found_and_played_there(
    hass: HomeAssistant, home: Home, music: MusicPlayer
) -> None:
    results = await search(hass, "fearless", media_filter_classes=["album"])

    # What it calls so comes first, then whatever else it finds.
    assert [one.title for one in results] == ["Fearless", "Blue Train"]
    await play_item(hass, results[0])
    assert music.asked == [
        ("search", "fearless", None, None, {"album"}),
        ("play_media", "album/music", "A:3/4", {"extra": {}}),
    ]
    assert home.infrared == []


@LINKED
@pytest.mark.usefixtures("music")
async def test_ours_by_this_name_comes_before_what_the_player_thinks_fits(
    hass: HomeAssistant,
) -> None:
    assert await found(hass, "games") == ["Play Games", *ALBUMS.values()]


@LINKED
async def test_its_library_can_be_searched_alone(
    hass: HomeAssistant, music: MusicPlayer
) -> None:
    library = await browse(hass, "player", OTHER)
    album = child(library, "Blue Train")
    music.asked.clear()

    for media_type, media_id in (
        ("player", OTHER),
        ("player", album.media_content_id),
        ("", "media-source://radio"),
        ("music", "all"),
    ):
        where = {"media_content_type": media_type, "media_content_id": media_id}
        assert await found(hass, "watch tv", **where) == list(ALBUMS.values())

    assert [one[2:4] for one in music.asked] == [
        (None, None),
        ("album/music", "A:1/2"),
        ("", "media-source://radio"),
        ("music", "all"),
    ]


@LINKED
@pytest.mark.parametrize(
    ("media_type", "media_id"),
    [("library", "activities"), ("player", "media_player.another")],
)
async def test_it_is_not_asked_for_what_is_not_its_own(
    hass: HomeAssistant, music: MusicPlayer, media_type: str, media_id: str
) -> None:
    where = {"media_content_type": media_type, "media_content_id": media_id}

    assert await found(hass, "fearless", **where) == []
    assert music.asked == []


@LINKED
@pytest.mark.parametrize("error", [NotImplementedError(), KeyError("odd")])
async def test_what_the_player_fails_at_costs_only_its_part(
    hass: HomeAssistant, music: MusicPlayer, error: Exception
) -> None:
    music.error = error

    assert await found(hass, "games") == ["Play Games"]


@LINKED
async def test_a_player_that_never_answers_costs_only_its_part(
    hass: HomeAssistant, music: MusicPlayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linked, "_FINDING", 0)
    music.never = True

    assert await found(hass, "games") == ["Play Games"]
