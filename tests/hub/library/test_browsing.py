"""The tree that the media browser shows of a living room."""

from typing import Any

from homeassistant.components.media_player.const import (
    MediaPlayerEntityFeature as Feature,
)
from homeassistant.components.media_player.errors import BrowseError
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.remote_bridge.const import CONF_LINKS
from custom_components.remote_bridge.hub.library import linked
from simulators.harmony_hub.configuration import (
    LISTEN_TO_MUSIC,
    PLAY_GAMES,
    RECEIVER,
    WATCH_APPLE_TV,
    WATCH_TV,
    living_room,
    oddities,
)

from ...common import wait_for_state
from ...home import TV, Home
from ...other_player import OTHER
from .common import LINKED, browse, child, open_item, play_item, titles
from .music_player import MusicPlayer

# ── What is ours ──────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("home")
async def test_at_the_top_are_folders(hass: HomeAssistant) -> None:
    top = await browse(hass)

    assert top.title == "TV"
    assert titles(top) == ["Activities", "Sequences", "Devices"]
    assert not any(one.can_play for one in top.children or ())
    assert all(one.can_expand for one in top.children or ())


@pytest.mark.usefixtures("favourites")
async def test_favourites_are_there_once_there_are_any(hass: HomeAssistant) -> None:
    top = await browse(hass)

    assert titles(top) == ["Activities", "Favourites", "Sequences", "Devices"]
    folder = await open_item(hass, child(top, "Favourites"))
    assert titles(folder) == ["BBC News", "Arte", "Late Evening"]


def _bare() -> dict[str, Any]:
    config = living_room()
    # That everything is off is what every hub has.
    off = config["activity"][-1] | {"fixit": {}}
    return config | {"activity": [off], "device": [], "sequence": []}


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("hub_config", [_bare()])
async def test_a_hub_that_has_nothing_shows_no_empty_folders_of_devices(
    hass: HomeAssistant,
) -> None:
    assert titles(await browse(hass)) == ["Activities"]


async def test_an_activity_from_the_list_is_started(
    hass: HomeAssistant, home: Home
) -> None:
    folder = await open_item(hass, child(await browse(hass), "Activities"))
    assert titles(folder)[:2] == ["Watch TV", "Watch Apple TV"]

    await play_item(hass, child(folder, "Play Games"))

    assert home.hub.activity_id == PLAY_GAMES


@pytest.mark.parametrize("hub_config", [oddities()])
async def test_of_two_activities_with_one_name_each_is_started_by_its_own(
    hass: HomeAssistant, home: Home
) -> None:
    folder = await open_item(hass, child(await browse(hass), "Activities"))

    await play_item(hass, child(folder, "Twin (2)"))

    assert home.hub.activity_id == "9000102"


async def test_a_sequence_from_the_list_is_run(hass: HomeAssistant, home: Home) -> None:
    folder = await open_item(hass, child(await browse(hass), "Sequences"))

    await play_item(hass, child(folder, "Good Night"))

    await home.hub.wait_for(lambda hub: bool(hub.sequences))


async def test_a_favourite_from_the_list_is_tuned_to(
    hass: HomeAssistant, home: Home, favourites: dict[str, str]
) -> None:
    folder = await open_item(hass, child(await browse(hass), "Favourites"))

    await play_item(hass, child(folder, "BBC News"))

    assert home.hub.channels == ["231"]


async def test_a_key_is_found_by_its_device_and_group_and_pressed(
    hass: HomeAssistant, home: Home
) -> None:
    devices = await open_item(hass, child(await browse(hass), "Devices"))
    # Lamps have no keys.
    assert "Philips Hue" not in titles(devices)
    receiver = await open_item(hass, child(devices, "Denon AV Receiver"))
    assert titles(receiver)[:4] == [
        "Power",
        "Volume",
        "Numeric basic",
        "Navigation basic",
    ]
    group = await open_item(hass, child(receiver, "Miscellaneous"))

    await play_item(hass, child(group, "Input Cbl/Sat"))

    await home.until_infrared((RECEIVER, "InputCbl/Sat"))


@pytest.mark.usefixtures("home")
async def test_groups_are_called_as_people_write_it(hass: HomeAssistant) -> None:
    for device_id, group in (
        ("41256003", "Navigation DVD"),
        ("41256005", "Game type 3"),
        ("41256008", "Google TV navigation"),
    ):
        assert group in titles(await browse(hass, "library", f"devices/{device_id}"))


def _odd_groups() -> dict[str, Any]:
    config = living_room()
    groups = config["device"][0]["controlGroup"]
    groups[1]["name"] = "Größe/Hell"
    # Twice the same.
    groups[2]["name"] = "Power"
    groups[3]["name"] = "___"
    return config


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("hub_config", [_odd_groups()])
async def test_groups_may_be_called_anything(hass: HomeAssistant) -> None:
    device = await browse(hass, "library", "devices/41256001")

    assert titles(device)[:3] == ["Power", "Größe/Hell", "___"]
    assert "7" in titles(await open_item(hass, child(device, "Größe/Hell")))
    power = titles(await open_item(hass, child(device, "Power")))
    assert "Power On" in power
    assert "Volume Up" in power


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("media_type", "media_id"),
    [
        ("library", "nowhere"),
        ("library", "devices/1"),
        ("library", "devices/41256001/Nothing"),
        ("activity", WATCH_TV),
        ("album", "A:1/2"),
        ("player", OTHER),
        ("", "media-source://radio"),
    ],
)
async def test_what_is_not_there_is_an_error_in_words(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    media_type: str,
    media_id: str,
) -> None:
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "media_player/browse_media",
            "entity_id": TV,
            "media_content_type": media_type,
            "media_content_id": media_id,
        }
    )

    answer = await client.receive_json()

    assert not answer["success"]
    assert "TV" in answer["error"]["message"]


async def test_looking_around_sends_nothing(hass: HomeAssistant, home: Home) -> None:
    asked = len(home.hub.requests)

    for path in ("", "activities", "sequences", "devices", f"devices/{RECEIVER}"):
        await browse(hass, "library", path)

    assert len(home.hub.requests) == asked
    assert home.infrared == []


async def test_the_page_gets_the_tree_while_the_hub_is_away(
    hass: HomeAssistant, home: Home, hass_ws_client: WebSocketGenerator
) -> None:
    await home.hub.unplug()
    await wait_for_state(hass, TV, lambda state: state.state == "unavailable")
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {"type": "media_player/browse_media", "entity_id": TV}
    )

    answer = await client.receive_json()

    assert answer["success"]
    assert answer["result"]["can_search"] is True
    assert len(answer["result"]["children"]) == 3


# ── What the linked player has ────────────────────────────────────────────────


@LINKED
async def test_the_linked_players_library_is_a_part_of_ours(
    hass: HomeAssistant, music: MusicPlayer
) -> None:
    top = await browse(hass)
    assert titles(top)[-1] == "What Sonos has"
    library = await open_item(hass, child(top, "What Sonos has"))
    assert titles(library) == ["Blue Train", "Fearless", "Radio"]
    album = child(library, "Blue Train")
    assert album.thumbnail == "/cover.png"

    await open_item(hass, album)
    await play_item(hass, album)

    assert music.asked == [
        ("browse", None, None),
        ("browse", "album/music", "A:1/2"),
        ("play_media", "album/music", "A:1/2", {"extra": {}}),
    ]


@LINKED
async def test_media_sources_keep_their_ids_which_the_page_knows(
    hass: HomeAssistant, music: MusicPlayer
) -> None:
    library = await browse(hass, "player", OTHER)
    radio = child(library, "Radio")
    assert radio.media_content_id == "media-source://radio"

    await browse(hass, "", radio.media_content_id)
    await browse(hass, "app", radio.media_content_id)

    assert music.asked[-1] == ("browse", "app", "media-source://radio")


@LINKED
async def test_a_player_without_a_library_or_that_is_away_shows_none(
    hass: HomeAssistant, home: Home, music: MusicPlayer
) -> None:
    music.show(supported_features=Feature(0))
    await hass.async_block_till_done()
    assert titles(await browse(hass))[-1] == "Devices"

    music.show(available=False)
    await hass.async_block_till_done()
    assert titles(await browse(hass))[-1] == "Devices"


async def test_an_apple_tv_has_no_library_to_show(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)

    assert titles(await browse(hass))[-1] == "Devices"


@LINKED
async def test_the_library_is_gone_with_the_activity(
    hass: HomeAssistant, home: Home, music: MusicPlayer
) -> None:
    library = child(await browse(hass), "What Sonos has")
    await home.watch(WATCH_TV)

    assert titles(await browse(hass))[-1] == "Devices"
    with pytest.raises(BrowseError) as raised:
        await open_item(hass, library)
    assert raised.value.translation_key == "other_player"


@LINKED
async def test_what_the_player_says_is_wrong_is_passed_on(
    hass: HomeAssistant, music: MusicPlayer
) -> None:
    with pytest.raises(BrowseError, match="There is no such album"):
        await browse(hass, "player", f"{OTHER}/album/nowhere")


@LINKED
@pytest.mark.parametrize(
    "error", [HomeAssistantError("It is tired"), NotImplementedError()]
)
async def test_what_the_player_fails_at_is_an_error_of_browsing(
    hass: HomeAssistant, music: MusicPlayer, error: Exception
) -> None:
    music.error = error

    with pytest.raises(BrowseError) as raised:
        await browse(hass, "player", OTHER)

    assert raised.value.translation_key == "cannot_browse"


@LINKED
async def test_a_player_that_never_answers_is_given_up(
    hass: HomeAssistant, music: MusicPlayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linked, "_LISTING", 0)
    music.never = True

    with pytest.raises(BrowseError) as raised:
        await browse(hass, "player", OTHER)

    assert raised.value.translation_key == "cannot_browse"


@pytest.mark.parametrize("hub_options", [{CONF_LINKS: {LISTEN_TO_MUSIC: OTHER}}])
async def test_a_library_that_leads_back_here_ends_in_an_error(
    hass: HomeAssistant, home: Home, music: MusicPlayer
) -> None:
    # Such as a group in between, from which nobody can tell.
    music.through = TV
    top = await browse(hass, "player", OTHER)
    again = child(top, "What Sonos has")

    with pytest.raises(BrowseError, match="circle"):
        await open_item(hass, again)
