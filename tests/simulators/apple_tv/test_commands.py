"""What the remote's commands, keys, touches and text do."""

import pytest

from simulators.apple_tv import CATALOGUE, PlayerState, Repeat, SimulatedAppleTV

from .conftest import GUID, Remote


def swipe(*points: tuple[int, int]) -> list[str]:
    """Write a stroke as touch strings."""
    kinds = ["Down", *["Move"] * (len(points) - 2), "Up"]
    return [
        f"touch{kind}&time={time}&point={x},{y}"
        for time, (kind, (x, y)) in enumerate(zip(kinds, points, strict=True))
    ]


@pytest.mark.parametrize(
    ("before", "command", "after"),
    [
        (PlayerState.PAUSED, "play", PlayerState.PLAYING),
        (PlayerState.PLAYING, "pause", PlayerState.PAUSED),
        (PlayerState.PLAYING, "discrete-pause", PlayerState.PAUSED),
        (PlayerState.PLAYING, "playpause", PlayerState.PAUSED),
        (PlayerState.PAUSED, "playpause", PlayerState.PLAYING),
        (PlayerState.PLAYING, "stop", PlayerState.STOPPED),
        (PlayerState.STOPPED, "play", PlayerState.PLAYING),
        (PlayerState.PLAYING, "beginff", PlayerState.FAST_FORWARD),
        (PlayerState.PLAYING, "beginrew", PlayerState.REWIND),
        (PlayerState.FAST_FORWARD, "playresume", PlayerState.PLAYING),
        (PlayerState.REWIND, "play", PlayerState.PLAYING),
        (PlayerState.PAUSED, "playresume", PlayerState.PAUSED),
    ],
)
async def test_command_changes_the_state(remote, tv, before, command, after) -> None:
    tv.play(CATALOGUE["track_2"], 60)
    tv.set_state(before)
    assert await remote.command(command) == 204
    assert tv.state is after
    assert tv.keys == [command]


@pytest.mark.parametrize(
    "command", ["play", "pause", "stop", "nextitem", "previtem", "beginff", "volumeup"]
)
async def test_command_without_anything_to_act_on_does_nothing(
    remote, tv, command
) -> None:
    revision = tv.revision
    assert await remote.command(command) == 204
    assert (tv.state, tv.revision) == (PlayerState.IDLE, revision)


async def test_scanning_moves_the_position_faster_than_time(remote, tv, clock) -> None:
    tv.play(CATALOGUE["movie"], 100)
    await remote.command("beginff")
    clock.advance(10)
    await remote.command("playresume")
    assert tv.position == 180
    await remote.command("beginrew")
    clock.advance(1000)
    assert (tv.state, tv.position) == (PlayerState.PLAYING, pytest.approx(977.5))


async def test_next_and_previous_walk_through_the_album(remote, tv, clock) -> None:
    tv.play(CATALOGUE["track_2"])
    await remote.command("nextitem")
    assert tv.playing is CATALOGUE["track_3"]
    await remote.command("previtem")
    assert tv.playing is CATALOGUE["track_2"]


async def test_previous_first_goes_back_to_the_start_of_the_track(remote, tv) -> None:
    tv.play(CATALOGUE["track_2"], 60)
    await remote.command("previtem")
    assert (tv.playing, tv.position) == (CATALOGUE["track_2"], 0)


async def test_properties_are_set(remote, tv) -> None:
    tv.play(CATALOGUE["track_1"])
    assert await remote.command("setproperty", dacp__playingtime=60_000) == 204
    assert await remote.command("setproperty", dacp__shufflestate=1) == 204
    assert await remote.command("setproperty", dacp__repeatstate=2) == 204
    assert await remote.command("setproperty", com__example__unknown=1) == 204
    assert (tv.position, tv.player.shuffle, tv.player.repeat) == (60, True, Repeat.ALL)


@pytest.mark.parametrize(("value", "position"), [(99_999_999, 222), (-5, 0)])
async def test_seek_beyond_the_ends_stays_within(remote, tv, value, position) -> None:
    tv.play(CATALOGUE["track_1"])
    tv.pause()
    await remote.command("setproperty", dacp__playingtime=value)
    assert tv.position == position


async def test_seek_when_nothing_plays_is_answered_500(remote) -> None:
    assert await remote.command("setproperty", dacp__playingtime=60_000) == 500


@pytest.mark.parametrize(
    "query", [{"dacp__repeatstate": 7}, {"dacp__playingtime": "soon"}]
)
async def test_value_that_makes_no_sense_is_answered_400(remote, tv, query) -> None:
    tv.play(CATALOGUE["track_1"])
    assert await remote.command("setproperty", **query) == 400


async def test_volume_changes_only_where_there_is_one(socket_enabled, http) -> None:
    async with SimulatedAppleTV(volume_controllable=True) as tv:
        tv.authorize(GUID)
        remote = Remote(http, tv)
        await remote.login()
        tv.play(CATALOGUE["track_1"])
        assert (await remote.poll())["cavc"].payload == b"\1"
        await remote.command("volumeup")
        await remote.command("volumeup")
        await remote.command("volumedown")
        assert tv.volume == 55
        await remote.command("setproperty", dmcp__volume="30.000000")
        assert tv.volume == 30


async def test_selecting_a_film_plays_it_and_menu_stops_it(remote, tv, clock) -> None:
    for key in ("select", "select"):
        assert await remote.entry(key) == 200
    assert (tv.playing, tv.state) == (CATALOGUE["movie"], PlayerState.LOADING)
    clock.advance(1)
    await remote.entry("select")
    assert tv.state is PlayerState.PAUSED
    await remote.entry("menu")
    assert (tv.state, tv.page, tv.cursor) == (
        PlayerState.IDLE,
        "Movies",
        "The Long Meadow",
    )
    assert tv.keys == ["select", "select", "select", "menu"]


async def test_music_goes_on_when_menu_leaves_it(remote, tv) -> None:
    tv.play(CATALOGUE["track_1"])
    await remote.entry("menu")
    assert (tv.state, tv.page, tv.cursor) == (PlayerState.PLAYING, "", "Movies")


async def test_topmenu_goes_all_the_way_back(remote, tv) -> None:
    for title in ("Settings", "General", "Remotes"):
        await walk_to(remote, tv, title)
        await remote.entry("select")
    assert tv.page == "Remotes"
    await remote.entry("topmenu")
    assert (tv.page, tv.keys[-1]) == ("", "topmenu")


async def test_holding_select_offers_to_play(remote, tv) -> None:
    await remote.entry("select")
    await remote.entry("contextmenu")
    assert (tv.page, tv.cursor) == ("The Long Meadow", "Play")
    await remote.entry("select")
    assert tv.playing is CATALOGUE["movie"]


async def walk_to(remote, tv, title) -> None:
    """Swipe until the cursor is on an entry: along a row first, then down a list."""
    for stroke in (swipe((50, 100), (75, 100)), swipe((20, 250), (20, 275))):
        for _ in range(5):
            if tv.cursor == title:
                return
            for touch in stroke:
                await remote.entry(touch)
    assert tv.cursor == title


@pytest.mark.parametrize(
    ("stroke", "key"),
    [
        (swipe((20, 275), (20, 270), (20, 260), (20, 250)), "up"),
        (swipe((20, 250), (20, 275)), "down"),
        (swipe((75, 100), (70, 100), (50, 100)), "left"),
        (swipe((50, 100), (75, 100)), "right"),
        (swipe((20, 300), (20, 285), (20, 285)), "up"),
        (swipe((20, 275), (20, 185)), "up"),
        (swipe((0, 0), (40, 30)), "right"),
    ],
)
async def test_direction_is_the_sign_of_the_longer_axis(
    remote, tv, stroke, key
) -> None:
    for touch in stroke:
        assert await remote.entry(touch) == 200
    assert tv.keys == [key]
    assert not tv.finger_down
    assert tv.touch_complaints == []


async def test_longer_stroke_moves_further(remote, tv) -> None:
    for touch in swipe((20, 20), (240, 20)):
        await remote.entry(touch)
    assert (tv.keys, tv.cursor) == (["right"] * 3, "Computers")


async def test_tap_without_movement_does_nothing(remote, tv) -> None:
    for touch in swipe((20, 20), (24, 20)):
        await remote.entry(touch)
    assert tv.keys == []


async def test_finger_that_is_not_lifted_is_seen(remote, tv) -> None:
    await remote.entry("touchDown&time=0&point=20,20")
    assert tv.finger_down
    await remote.entry("touchDown&time=0&point=20,20")
    assert tv.touch_complaints == ["touchDown while the finger was down"]


async def test_lift_without_touch_is_seen(remote, tv) -> None:
    await remote.entry("touchUp&time=6&point=20,20")
    assert tv.touch_complaints == ["touchUp without touchDown"]


@pytest.mark.parametrize(
    "key", ["touchDown", "touchDown&time=x&point=1,2", "levitate", ""]
)
async def test_key_that_nobody_knows_is_answered_400(remote, tv, key) -> None:
    assert await remote.entry(key) == 400
    assert len(tv.complaints) == 1


@pytest.mark.parametrize(
    "body", [b"", b"cmcc\0\0\0\x01" + b"0", b"cmbe\0\0\0\x09" + b"menu"]
)
async def test_body_that_is_no_key_is_answered_400(remote, body) -> None:
    response = await remote.send(
        "/ctrl-int/1/controlpromptentry", method="POST", body=body
    )
    assert response.status == 400


async def test_get_with_a_body_is_a_key_too(remote, tv) -> None:
    body = bytes.fromhex("636d6265000000046d656e75636d63630000000100")
    await remote.send("/ctrl-int/1/controlpromptentry", body=body)
    assert tv.keys == ["menu"]


async def test_left_and_right_jump_in_a_film(remote, tv) -> None:
    tv.play(CATALOGUE["movie"], 100)
    tv.pause()
    for touch in swipe((50, 100), (75, 100)):
        await remote.entry(touch)
    assert tv.position == 110
