"""The menu as a person with the remote in hand meets it."""

import pytest

from simulators.apple_tv import CATALOGUE, PlayerState

from .conftest import GUID


def open_entry(tv, *titles: str) -> None:
    """Go through entries of lists, one after the other."""
    for title in titles:
        page = tv._core.navigator.page
        page.go_to([entry.title for entry in page.entries].index(title))
        tv.press("select")


def entries(tv) -> list[str]:
    """List the entries on the screen."""
    return [entry.title for entry in tv._core.navigator.page.entries]


def test_cursor_stays_within_the_tiles(tv) -> None:
    for key, title in (
        ("up", "Movies"),
        ("left", "Movies"),
        ("down", "Search"),
        ("down", "Search"),
        ("right", "Podcasts"),
        ("up", "TV Shows"),
        ("right", "Music"),
        ("right", "Computers"),
        ("down", "Home Videos"),
        ("right", "Home Videos"),
        ("up", "Music"),
    ):
        tv.press(key)
        assert tv.cursor == title, key


def test_menu_on_the_home_page_stays_there(tv) -> None:
    tv.press("menu")
    assert (tv.page, tv.cursor) == ("", "Movies")


def test_track_of_an_album_plays_within_it(tv) -> None:
    open_entry(tv, "Music", "Northern Lights", "Mittsommer")
    assert tv.playing is CATALOGUE["track_3"]
    assert len(tv.player.queue) == 4
    assert tv.page == "Now Playing"


def test_music_that_goes_on_is_found_again(tv) -> None:
    tv.play(CATALOGUE["song"])
    tv.press("menu")
    open_entry(tv, "Music", "Now Playing")
    assert tv.page == "Now Playing"


def test_left_and_right_change_the_track_in_music(tv, clock) -> None:
    tv.play(CATALOGUE["track_1"])
    tv.press("right")
    assert tv.playing is CATALOGUE["track_2"]
    tv.press("left")
    assert tv.playing is CATALOGUE["track_1"]
    tv.press("up")
    assert tv.playing is CATALOGUE["track_1"]


async def test_page_that_shows_nothing_any_more_goes_away(tv) -> None:
    open_entry(tv, "Movies", "Harbour by Night")
    tv.set_state(PlayerState.STOPPED)
    assert (tv.page, tv.cursor) == ("Movies", "Harbour by Night")


async def test_computers_ask_for_home_sharing(tv) -> None:
    open_entry(tv, "Computers")
    assert entries(tv) == ["Anna's first steps", "Holiday.mov"]
    await tv.set_home_sharing(None)
    open_entry(tv, "Turn On Home Sharing")
    await tv.wait_for(lambda tv: tv.home_sharing_id is not None)


def test_about_tells_the_name(tv) -> None:
    open_entry(tv, "Settings", "General", "About")
    assert entries(tv) == ["Name", "Model", "Software"]
    tv.press("select")
    assert tv.page == "About"


def test_paired_remote_is_removed_in_the_settings(tv) -> None:
    open_entry(tv, "Settings", "General", "Remotes", "Phone", "Cancel")
    assert [one.guid for one in tv.paired] == [GUID]
    open_entry(tv, "Phone", "Remove Remote")
    assert (tv.page, tv.paired) == ("Remotes", ())
    assert entries(tv) == ["Looking for remotes…"]


async def test_restart_in_the_settings_reboots(tv) -> None:
    tv.restart_seconds = 0
    open_entry(tv, "Settings", "General", "Restart")
    await tv.wait_for(lambda tv: not tv.awake)
    await tv.wait_for(lambda tv: tv.awake)
    assert tv.page == ""


def test_search_without_a_match_says_so(tv) -> None:
    tv.press("down")
    tv.press("select")
    tv.type_text("zzz")
    for key in ("down",) * 6 + ("right",) * 3:
        tv.press(key)
    assert tv.cursor == "done"
    tv.press("select")
    assert entries(tv) == ["Nothing found for “zzz”"]


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (("down",) * 6 + ("select",), "ab "),
        (("down",) * 6 + ("right", "select"), "a"),
        (("down",) * 6 + ("right", "right", "select"), ""),
        (("left", "up", "select"), "aba"),
    ],
)
def test_keys_at_the_bottom_edit_the_text(tv, keys, text) -> None:
    keyboard = tv.open_keyboard(text="ab")
    for key in keys:
        tv.press(key)
    assert keyboard.text == text


def test_holding_select_on_anything_else_does_nothing(tv) -> None:
    open_entry(tv, "Settings")
    tv.press("contextmenu")
    assert tv.page == "Settings"


def test_cover_of_what_is_under_the_cursor_is_told_to_the_screen(tv) -> None:
    open_entry(tv, "Movies")
    shown = tv._core.navigator.page.snapshot()
    assert [entry["cover"] for entry in shown["entries"]] == ["movie", "rental"]
