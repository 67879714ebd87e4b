"""Covers: fetched once for each thing that plays, and none told apart from failed."""

import asyncio

import pytest

from custom_components.remote_bridge.dacp import ConnectionFailed, ProtocolError
from simulators.apple_tv import CATALOGUE, Fault

from .conftest import until


@pytest.fixture
async def playing(tv, client):
    """A client that knows that a song with a cover plays."""
    tv.play(CATALOGUE["song"])
    await until(client, lambda c: c.status.title)
    return client


async def test_a_cover_is_a_picture_of_the_wanted_size(tv, playing):
    artwork = await playing.artwork(300, 200)
    assert artwork.content_type == "image/png"
    assert artwork.content.startswith(b"\x89PNG")
    request = next(r for r in tv.requests if r.path.endswith("nowplayingartwork"))
    assert request.query["mw"] == "300"
    assert request.query["mh"] == "200"


async def test_a_cover_is_fetched_once(tv, playing):
    first, second = await asyncio.gather(
        playing.artwork(300, 300), playing.artwork(300, 300)
    )
    assert first is second
    assert await playing.artwork(300, 300) is first
    assert tv.artwork_requests == 1


async def test_another_title_gets_its_own_cover_and_going_back_fetches_nothing(
    tv, playing
):
    song = await playing.artwork(300, 300)
    tv.play(CATALOGUE["movie"])
    await until(playing, lambda c: c.status.title == CATALOGUE["movie"].title)
    movie = await playing.artwork(300, 300)
    assert movie.content != song.content
    tv.play(CATALOGUE["song"])
    await until(playing, lambda c: c.status.title == CATALOGUE["song"].title)
    assert await playing.artwork(300, 300) is song
    assert tv.artwork_requests == 2


async def test_only_a_few_covers_are_kept(tv, playing):
    for size in range(100, 110):
        await playing.artwork(size, size)
    before = tv.artwork_requests
    await playing.artwork(100, 100)
    assert tv.artwork_requests == before + 1


async def test_something_without_a_cover_has_none_and_is_asked_once(tv, client):
    tv.play(CATALOGUE["airplay"])
    await until(client, lambda c: c.status.title)
    assert await client.artwork(300, 300) is None
    assert await client.artwork(300, 300) is None
    assert tv.artwork_requests == 1


@pytest.mark.parametrize(
    "fault", [Fault.ARTWORK_404, Fault.ARTWORK_500, Fault.ARTWORK_EMPTY]
)
async def test_every_way_of_saying_that_there_is_none_is_understood(tv, playing, fault):
    tv.faults.set(fault)
    assert await playing.artwork(300, 300) is None


async def test_nothing_playing_has_no_cover_and_asks_nobody(tv, client):
    assert await client.artwork(300, 300) is None
    assert tv.artwork_requests == 0


async def test_what_is_no_picture_is_a_failure_and_asked_again(tv, playing):
    tv.faults.set(Fault.ARTWORK_HTML)
    with pytest.raises(ProtocolError):
        await playing.artwork(300, 300)
    tv.faults.clear()
    assert await playing.artwork(300, 300)


async def test_a_cover_that_does_not_come_is_a_failure_and_asked_again(tv, playing):
    tv.faults.set(Fault.HANGING_REPLY, path="/ctrl-int/1/nowplayingartwork")
    with pytest.raises(ConnectionFailed):
        await playing.artwork(300, 300)
    tv.faults.clear()
    assert await playing.artwork(300, 300)


async def test_a_lost_session_does_not_cost_the_cover(tv, playing):
    tv.evict_sessions()
    assert await playing.artwork(300, 300)
