"""Keys: every name people use, what goes over the wire, what stands in for holding, and fingers that are lifted."""

import asyncio
import time

import pytest

from custom_components.remote_bridge.dacp import (
    HOLDABLE,
    AppleTV,
    CannotHold,
    CommandRejected,
    Key,
    PlayState,
    RepeatMode,
    Swipe,
    UnknownKey,
    parse_key,
    parse_keys,
)
from custom_components.remote_bridge.dacp.keys import _ALIASES
from simulators.apple_tv import CATALOGUE, Fault, SimulatedAppleTV

from .conftest import LOGIN_ID, until

MOVIE = CATALOGUE["movie"]


def _touches(tv) -> list[str]:
    """Return the texts of all touch events that arrived."""
    return [
        request.body.partition(b"touch")[2].decode()
        for request in tv.requests
        if b"touch" in request.body
    ]


# ── Names ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", list(Key))
def test_every_key_is_known_by_its_own_name_in_any_spelling(key):
    for name in (
        key.value,
        key.value.upper(),
        key.value.replace("_", " "),
        key.value.replace("_", "-").title(),
        key.value.replace("_", ""),
    ):
        assert parse_key(name) is key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("OK", Key.SELECT),
        ("DirectionUp", Key.UP),
        ("DirectionLeft", Key.LEFT),
        ("VolumeUp", Key.VOLUME_UP),
        ("SkipBack", Key.SKIP_BACKWARD),
        ("FastForward", Key.FAST_FORWARD),
        ("home", Key.TOP_MENU),
        ("wakeup", Key.WAKE_UP),
        ("Media Play Pause", Key.PLAY_PAUSE),
    ],
)
def test_the_names_that_cards_and_harmony_users_know_work(name, key):
    assert parse_key(name) is key


def test_no_alias_means_two_keys():
    aliases = [alias for names in _ALIASES.values() for alias in names.split()]
    aliases += [key.value.replace("_", "") for key in Key]
    assert sorted(set(aliases)) == sorted(aliases)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("selcet", "select"),
        ("play/pause", "play_pause"),
        ("volum_up", "volume_up"),
        ("plya", "play"),
        ("topmenü", "top_menu"),
        ("next_trakc", "next"),
        ("", "select"),
        ("🎵", "select"),
        ("x" * 10_000, "select"),
    ],
)
def test_an_unknown_name_gets_the_nearest_ones(name, nearest):
    with pytest.raises(UnknownKey) as caught:
        parse_key(name)
    assert caught.value.name == name
    assert caught.value.suggestions[0] == nearest
    assert len(caught.value.suggestions) <= 3


def test_a_list_with_one_unknown_name_is_refused_as_a_whole():
    assert parse_keys(["up", "OK"]) == [Key.UP, Key.SELECT]
    with pytest.raises(UnknownKey, match="nonsense"):
        parse_keys(["up", "nonsense", "select"])


# ── What goes over the wire ───────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("key", "path"),
    [
        (Key.PLAY, "play"),
        (Key.PAUSE, "pause"),
        (Key.PLAY_PAUSE, "playpause"),
        (Key.STOP, "stop"),
        (Key.NEXT, "nextitem"),
        (Key.PREVIOUS, "previtem"),
        (Key.FAST_FORWARD, "beginff"),
        (Key.REWIND, "beginrew"),
        (Key.VOLUME_UP, "volumeup"),
        (Key.VOLUME_DOWN, "volumedown"),
    ],
)
async def test_transport_keys_are_commands_of_their_own(tv, client, key, path):
    tv.play(CATALOGUE["track_1"])
    await client.press(key)
    posts = [request for request in tv.requests if request.method == "POST"]
    request = posts[-1]
    assert request.path == f"/ctrl-int/1/{path}"
    assert request.query["prompt-id"] == "0"
    assert request.body == b""


@pytest.mark.parametrize(
    ("key", "word"),
    [
        (Key.MENU, b"menu"),
        (Key.SELECT, b"select"),
        (Key.TOP_MENU, b"topmenu"),
        (Key.CONTEXT_MENU, b"contextmenu"),
    ],
)
async def test_menu_keys_are_entries_without_a_container(tv, client, key, word):
    await client.press(key)
    posts = [request for request in tv.requests if request.method == "POST"]
    assert posts[-1].path == "/ctrl-int/1/controlpromptentry"
    length = len(word).to_bytes(4, "big")
    assert posts[-1].body == (
        b"cmbe" + length + word + b"cmcc" + (1).to_bytes(4, "big") + b"\x00"
    )
    assert tv.keys == [word.decode()]


@pytest.mark.parametrize(
    ("key", "events"),
    [
        (
            Key.UP,
            "0:20,275 1:20,270 2:20,265 3:20,260 4:20,255 5:20,250 6:20,250",
        ),
        (
            Key.DOWN,
            "0:20,250 1:20,255 2:20,260 3:20,265 4:20,270 5:20,275 6:20,275",
        ),
        (
            Key.LEFT,
            "0:75,100 1:70,100 3:65,100 4:60,100 5:55,100 6:50,100 7:50,100",
        ),
        (
            Key.RIGHT,
            "0:50,100 1:55,100 3:60,100 4:65,100 5:70,100 6:75,100 7:75,100",
        ),
    ],
)
async def test_an_arrow_is_the_swipe_that_every_apple_tv_understands(
    tv, client, key, events
):
    await client.press(key)
    names = ["Down", *["Move"] * 5, "Up"]
    expected = [
        f"{name}&time={event.split(':')[0]}&point={event.split(':')[1]}"
        for name, event in zip(names, events.split(), strict=True)
    ]
    assert _touches(tv) == expected
    assert tv.keys == [key.value]
    assert not tv.finger_down


@pytest.mark.parametrize("key", [Key.UP, Key.DOWN, Key.LEFT, Key.RIGHT])
async def test_the_short_swipe_has_three_events_and_means_the_same(
    tv, make_client, key
):
    client = make_client(swipe=Swipe.THREE_EVENTS)
    await client.connect()
    await client.press(key)
    assert [touch.partition("&")[0] for touch in _touches(tv)] == ["Down", "Move", "Up"]
    assert tv.keys == [key.value]
    assert tv.touch_complaints == []


@pytest.mark.parametrize("nth", [1, 2, 4, 6, 7])
async def test_a_swipe_that_fails_half_way_still_lifts_the_finger(tv, client, nth):
    tv.faults.set(Fault.TOUCH_FAILS, nth=nth)
    with pytest.raises(CommandRejected):
        await client.press(Key.UP)
    assert not tv.finger_down
    assert _touches(tv)[-1].startswith("Up")


async def test_a_swipe_that_is_cancelled_half_way_still_lifts_the_finger(tv, client):
    press = asyncio.create_task(client.press(Key.UP))
    await tv.wait_for(lambda tv: tv.finger_down)
    press.cancel()
    with pytest.raises(asyncio.CancelledError):
        await press
    assert not tv.finger_down


async def test_two_arrows_at_once_are_drawn_one_after_the_other(tv, client):
    await asyncio.gather(client.press(Key.UP), client.press(Key.LEFT))
    assert sorted(tv.keys) == ["left", "up"]
    assert tv.touch_complaints == []


# ── Holding ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("key", "word"), [(Key.MENU, "topmenu"), (Key.SELECT, "contextmenu")]
)
async def test_holding_menu_and_select_has_names_of_its_own(tv, client, key, word):
    await client.hold(key, 1)
    assert tv.keys == [word]


async def test_a_held_arrow_repeats(tv, client):
    await client.hold(Key.DOWN, 0.3)
    assert len(tv.keys) > 1
    assert set(tv.keys) == {"down"}
    assert tv.touch_complaints == []


async def test_short_swipes_grow_while_an_arrow_is_held(tv, make_client):
    client = make_client(swipe=Swipe.THREE_EVENTS)
    await client.connect()
    await client.hold(Key.DOWN, 0.5)
    ends = [touch.rpartition(",")[2] for touch in _touches(tv) if touch[0] == "U"]
    assert ends[:3] == ["115", "120", "125"]


async def test_a_held_volume_key_repeats(tv, client):
    await client.hold(Key.VOLUME_UP, 0.3)
    assert tv.keys.count("volumeup") > 1


@pytest.mark.parametrize(
    ("key", "path"),
    [
        (Key.FAST_FORWARD, "beginff"),
        (Key.NEXT, "beginff"),
        (Key.REWIND, "beginrew"),
        (Key.PREVIOUS, "beginrew"),
    ],
)
async def test_scanning_lasts_as_long_as_the_key_is_held(tv, client, key, path):
    tv.play(MOVIE, position=600)
    await client.hold(key, 0.01)
    assert tv.keys == [path, "playresume"]
    await until(client, lambda c: c.status.state is PlayState.PLAYING)


async def test_a_cancelled_hold_ends_the_scanning(tv, client):
    tv.play(MOVIE, position=600)
    hold = asyncio.create_task(client.hold(Key.FAST_FORWARD, 60))
    await tv.wait_for(lambda tv: "beginff" in tv.keys)
    hold.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hold
    assert tv.keys == ["beginff", "playresume"]


async def test_other_keys_get_in_while_one_is_held(tv, client):
    tv.play(MOVIE, position=600)
    hold = asyncio.create_task(client.hold(Key.FAST_FORWARD, 60))
    await tv.wait_for(lambda tv: "beginff" in tv.keys)
    await client.press(Key.PAUSE)
    assert tv.keys == ["beginff", "pause"]
    hold.cancel()
    await asyncio.wait({hold})


@pytest.mark.parametrize("key", sorted(set(Key) - set(HOLDABLE)))
async def test_keys_without_a_substitute_cannot_be_held(tv, client, key):
    before = len(tv.keys)
    with pytest.raises(CannotHold) as caught:
        await client.hold(key, 1)
    assert caught.value.name == key.value
    assert "menu" in caught.value.holdable
    assert len(tv.keys) == before


# ── Playback ──────────────────────────────────────────────────────────────────


async def test_seeking_is_in_milliseconds_from_the_start(tv, client):
    tv.play(MOVIE)
    await client.seek(61.5)
    requests = [r for r in tv.requests if r.path.endswith("/setproperty")]
    assert requests[-1].query["dacp.playingtime"] == "61500"
    assert requests[-1].method == "POST"


@pytest.mark.parametrize(("position", "sent"), [(-5, "0"), (99999, "6120000")])
async def test_seeking_stays_within_what_plays(tv, client, position, sent):
    tv.play(MOVIE)
    await until(client, lambda c: c.status.title)
    await client.seek(position)
    requests = [r for r in tv.requests if r.path.endswith("/setproperty")]
    assert requests[-1].query["dacp.playingtime"] == sent


async def test_seeking_in_nothing_is_refused_by_the_device(client):
    with pytest.raises(CommandRejected):
        await client.seek(10)


@pytest.mark.parametrize(
    ("key", "expected"), [(Key.SKIP_FORWARD, 610), (Key.SKIP_BACKWARD, 590)]
)
async def test_skipping_goes_ten_seconds(tv, client, key, expected):
    tv.play(MOVIE, position=600)
    await client.press(key)
    assert tv.position == pytest.approx(expected, abs=2)


async def test_skipping_works_right_at_the_start(tv, client):
    tv.play(MOVIE, position=0)
    await client.skip(30)
    assert tv.position == pytest.approx(30, abs=2)


async def test_skipping_with_nothing_to_skip_in_is_refused(client):
    with pytest.raises(CommandRejected):
        await client.skip(30)


async def test_shuffle_and_repeat_are_set_and_told(tv, client):
    tv.play(CATALOGUE["track_1"])
    await client.set_shuffle(True)
    await client.set_repeat(RepeatMode.ALL)
    await until(client, lambda c: c.status.repeat is RepeatMode.ALL)
    assert client.status.shuffle is True
    await client.set_shuffle(False)
    await client.set_repeat(RepeatMode.OFF)
    await until(client, lambda c: c.status.repeat is RepeatMode.OFF)
    assert client.status.shuffle is False


async def test_volume_is_read_and_set_where_there_is_one(http, socket_enabled):
    async with SimulatedAppleTV(volume_controllable=True) as tv:
        tv.authorize(LOGIN_ID)
        tv.play(MOVIE)
        async with AppleTV(http, tv.host, tv.port, LOGIN_ID) as client:
            assert client.status.can_set_volume
            await client.set_volume(30)
            assert await client.volume() == 30
            await client.press(Key.VOLUME_UP)
            assert tv.volume > 30


async def test_the_wake_up_key_only_asks_how_things_are(tv, client):
    await tv.wait_for(lambda tv: tv.polls_waiting == 1)
    tv.requests.clear()
    started = time.monotonic()
    await client.press(Key.WAKE_UP)
    assert [request.method for request in tv.requests] == ["GET"]
    assert time.monotonic() - started < 2
