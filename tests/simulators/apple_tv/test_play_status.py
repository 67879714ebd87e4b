"""The play status, the poll that waits for it, and how playing moves in time."""

import asyncio
import plistlib

import pytest

from simulators.apple_tv import CATALOGUE, Media, MediaKind, PlayerState, Repeat, dmap

from .conftest import Remote

IDLE_TAGS = ["mstt", "cmsr"]
MUSIC_TAGS = [
    "mstt",
    "cmsr",
    "caps",
    "cash",
    "carp",
    "cafs",
    "cavs",
    "cavc",
    "caas",
    "caar",
    "cafe",
    "cave",
    "ceQA",
    "cann",
    "cana",
    "canl",
    "ceSD",
    "casc",
    "caks",
    "cant",
    "cast",
    "casu",
]


async def test_nothing_playing_leaves_out_everything_but_status_and_revision(
    remote,
) -> None:
    assert list(await remote.poll()) == IDLE_TAGS


async def test_music_has_the_tags_of_a_real_device_in_its_order(remote, tv) -> None:
    tv.play(CATALOGUE["track_1"], position=8)
    status = await remote.poll()
    assert list(status) == MUSIC_TAGS
    assert status["caps"].payload == b"\x04"
    assert status["cana"].text == "The Polar Choir"
    assert status["cast"].number - status["cant"].number == 8000
    assert plistlib.loads(status["ceSD"].payload)["id"] == "1037421"


@pytest.mark.parametrize(
    ("key", "kind"),
    [("movie", 2), ("rental", 32770), ("episode", 64), ("home_video", 1024)],
)
async def test_media_kind_is_apples_bitmask(remote, tv, key, kind) -> None:
    tv.play(CATALOGUE[key])
    assert (await remote.poll())["cmmk"].number == kind


async def test_title_beyond_ascii_arrives_whole(remote, tv) -> None:
    tv.play(CATALOGUE["track_2"])
    assert (await remote.poll())["cann"].text == "Žluťoučký kůň 🌌"


@pytest.mark.parametrize(
    "state", [PlayerState.LOADING, PlayerState.FAST_FORWARD, PlayerState.REWIND]
)
async def test_loading_and_scanning_tell_only_state_and_length(
    remote, tv, state
) -> None:
    tv.play(CATALOGUE["movie"], 100)
    tv.set_state(state)
    status = await remote.poll()
    assert list(status) == ["mstt", "cmsr", "caps", "cast"]
    assert status["caps"].number == state.value


async def test_poll_with_the_current_revision_waits_for_a_change(remote, tv) -> None:
    first = await remote.poll()
    held = asyncio.create_task(remote.poll(first["cmsr"].number))
    await tv.wait_for(lambda tv: tv.polls_waiting == 1)
    assert not held.done()
    tv.play(CATALOGUE["movie"])
    second = await held
    assert second["cann"].text == "The Long Meadow"
    assert second["cmsr"].number == first["cmsr"].number + 1
    assert tv.polls_waiting == 0


async def test_change_between_two_polls_is_not_lost(remote, tv) -> None:
    first = await remote.poll()
    tv.play(CATALOGUE["movie"])
    tv.pause()
    assert (await remote.poll(first["cmsr"].number))["caps"].number == 3


async def test_first_poll_with_revision_one_is_answered_at_once(remote) -> None:
    assert list(await remote.poll(1)) == IDLE_TAGS


@pytest.mark.parametrize("revision", [999, 3])
async def test_revision_that_the_session_was_never_told_is_answered_406(
    remote, revision
) -> None:
    await remote.poll()
    response = await remote.send(
        "/ctrl-int/1/playstatusupdate", revision_number=revision
    )
    assert (response.status, await response.read()) == (406, b"")


async def test_revision_of_the_session_before_is_answered_406(remote) -> None:
    revision = (await remote.poll())["cmsr"].number
    await remote.login()
    response = await remote.send(
        "/ctrl-int/1/playstatusupdate", revision_number=revision
    )
    assert response.status == 406


async def test_revision_that_is_no_number_is_answered_400(remote) -> None:
    response = await remote.send("/ctrl-int/1/playstatusupdate", revision_number="None")
    assert response.status == 400


async def test_held_poll_ends_with_403_when_its_session_does(remote, tv) -> None:
    revision = (await remote.poll())["cmsr"].number
    held = asyncio.create_task(
        remote.send("/ctrl-int/1/playstatusupdate", revision_number=revision)
    )
    await tv.wait_for(lambda tv: tv.polls_waiting == 1)
    tv.evict_sessions()
    assert (await held).status == 403


async def test_poll_that_the_client_gave_up_is_forgotten(remote, tv) -> None:
    revision = (await remote.poll())["cmsr"].number
    held = asyncio.create_task(remote.poll(revision))
    await tv.wait_for(lambda tv: tv.polls_waiting == 1)
    held.cancel()
    await tv.wait_for(lambda tv: tv.polls_waiting == 0)


async def test_two_remotes_hear_of_the_same_change(remote, http, tv) -> None:
    tv.authorize("0x00000000000000FF")
    other = Remote(http, tv)
    await other.login("0x00000000000000FF")
    revisions = [(await one.poll())["cmsr"].number for one in (remote, other)]
    polls = [
        asyncio.create_task(one.poll(revision))
        for one, revision in zip((remote, other), revisions, strict=True)
    ]
    await tv.wait_for(lambda tv: tv.polls_waiting == 2)
    tv.play(CATALOGUE["movie"])
    assert [status["caps"].number for status in await asyncio.gather(*polls)] == [4, 4]


async def test_position_moves_with_time_and_pushes_nothing(remote, tv, clock) -> None:
    tv.play(CATALOGUE["movie"])
    revision = tv.revision
    clock.advance(61.5)
    status = await remote.poll()
    assert status["cast"].number - status["cant"].number == 61_500
    assert tv.revision == revision


async def test_paused_position_stands_still(tv, clock) -> None:
    tv.play(CATALOGUE["movie"], 10)
    tv.pause()
    clock.advance(100)
    assert tv.position == 10


async def test_chosen_media_loads_before_it_plays(remote, tv, clock) -> None:
    tv.choose(CATALOGUE["movie"])
    assert tv.state is PlayerState.LOADING
    revision = (await remote.poll())["cmsr"].number
    clock.advance(tv.player.loading_seconds)
    assert (await remote.poll(revision))["caps"].number == 4
    assert tv.position == 0


async def test_track_at_its_end_makes_way_for_the_next(tv, clock) -> None:
    tv.play(CATALOGUE["track_1"])
    clock.advance(CATALOGUE["track_1"].duration + tv.player.loading_seconds + 5)
    assert (tv.playing, tv.state) == (CATALOGUE["track_2"], PlayerState.PLAYING)
    assert tv.position == pytest.approx(5)


async def test_last_track_ends_in_idle(tv, clock) -> None:
    tv.play(CATALOGUE["track_4"])
    clock.advance(301)
    assert (tv.playing, tv.state) == (None, PlayerState.IDLE)


async def test_album_begins_again_when_all_is_repeated(tv, clock) -> None:
    tv.play(CATALOGUE["track_4"])
    tv.player.set_repeat(Repeat.ALL)
    clock.advance(301)
    assert tv.playing is CATALOGUE["track_1"]


async def test_track_begins_again_when_it_is_repeated(tv, clock) -> None:
    tv.play(CATALOGUE["track_1"])
    tv.player.set_repeat(Repeat.TRACK)
    clock.advance(CATALOGUE["track_1"].duration + 7)
    assert (tv.playing, round(tv.position)) == (CATALOGUE["track_1"], 7)


async def test_shuffle_plays_every_track_once(tv) -> None:
    tv.play(CATALOGUE["track_2"])
    tv.player.set_shuffle(True)
    heard = [tv.playing]
    while tv.playing is not None:
        tv.player.next()
        heard.append(tv.playing)
    assert {media.title for media in heard[:-1]} == {
        CATALOGUE[f"track_{number}"].title for number in (1, 2, 3, 4)
    }
    assert len(heard) == 5


async def test_real_time_ends_loading_by_itself(socket_enabled) -> None:
    from simulators.apple_tv import SimulatedAppleTV

    async with SimulatedAppleTV() as tv:
        tv.player.loading_seconds = 0.02
        tv.choose(Media("A blink", MediaKind.MOVIE, 0.05))
        await tv.wait_for(lambda tv: tv.state is PlayerState.PLAYING)
        await tv.wait_for(lambda tv: tv.state is PlayerState.IDLE)


async def test_artwork_is_a_picture_shrunk_into_the_box(remote, tv) -> None:
    tv.play(CATALOGUE["movie"])
    full = await remote.send("/ctrl-int/1/nowplayingartwork", mw=0, mh=0)
    small = await remote.send("/ctrl-int/1/nowplayingartwork", mw=200, mh=150)
    huge = await remote.send("/ctrl-int/1/nowplayingartwork", mw=9000, mh=9000)
    sizes = []
    for response in (full, small, huge):
        body = await response.read()
        assert response.headers["Content-Type"] == "image/png"
        assert body.startswith(b"\x89PNG\r\n\x1a\n")
        sizes.append((int.from_bytes(body[16:20]), int.from_bytes(body[20:24])))
    assert sizes == [(400, 600), (100, 150), (400, 600)]
    assert tv.artwork_requests == 3


@pytest.mark.parametrize("key", ["airplay", None])
async def test_no_artwork_is_answered_204(remote, tv, key) -> None:
    if key is not None:
        tv.play(CATALOGUE[key])
    response = await remote.send("/ctrl-int/1/nowplayingartwork", mw=512, mh=0)
    assert (response.status, await response.read()) == (204, b"")


async def test_properties_are_read_back(remote, tv) -> None:
    tv.play(CATALOGUE["track_1"], 30)
    response = await remote.send(
        "/ctrl-int/1/getproperty",
        properties="dacp.playingtime,dacp.nowplaying,dmcp.volume,com.example.unknown",
    )
    (reply,) = dmap.decode(await response.read())
    assert [item.tag for item in reply.items] == [
        *("mstt", "cant", "cast", "cann", "cana", "canl", "cmvo")
    ]
