"""Every fault does what its line says, and the device is well again afterwards."""

import asyncio
import gzip
import zlib

from aiohttp import ClientError, ClientTimeout, ServerDisconnectedError
import pytest

from simulators.apple_tv import CATALOGUE, Fault, dmap

from .conftest import Remote

POLL = "/ctrl-int/1/playstatusupdate"


async def raw(remote: Remote, path: str = POLL) -> tuple[dict[str, str], bytes]:
    """Fetch a page without unpacking it."""
    head = f"GET {path}?session-id={remote.session_id} HTTP/1.1\r\nHost: tv\r\n"
    reader, writer = await asyncio.open_connection(remote.tv.host, remote.tv.port)
    writer.write(f"{head}Viewer-Only-Client: 1\r\nConnection: close\r\n\r\n".encode())
    text, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    lines = text.decode().split("\r\n")[1:]
    return {
        name.lower(): value
        for name, _, value in (line.partition(": ") for line in lines)
    }, body


async def held(remote: Remote, path: str = POLL) -> asyncio.Task:
    """Start a poll that is held."""
    revision = (await remote.poll())["cmsr"].number
    task = asyncio.create_task(remote.send(path, revision_number=revision))
    await remote.tv.wait_for(lambda tv: tv.polls_waiting == 1)
    return task


def test_every_fault_says_in_one_line_what_it_does() -> None:
    for fault in Fault:
        assert fault.summary.endswith(".")
        assert "\n" not in fault.summary


async def test_parameter_that_a_fault_lacks_is_an_error(tv) -> None:
    with pytest.raises(TypeError, match="colour"):
        tv.faults.set(Fault.GARBAGE_BODY, colour="red")


async def test_fault_is_over_after_so_many_times(stranger, tv) -> None:
    tv.faults.set(Fault.LOGIN_REFUSED, times=2)
    assert [await stranger.login() for _ in range(3)] == [503, 503, 200]
    assert tv.faults.active == ()


async def test_fault_applies_to_its_path_only(remote, tv) -> None:
    tv.faults.set(Fault.EMPTY_200, path="/server-info")
    assert await (await remote.send("/server-info")).read() == b""
    assert await remote.poll()


async def test_clearing_all_makes_the_device_well(remote, tv) -> None:
    tv.faults.set(Fault.COMMAND_500)
    tv.faults.set(Fault.GARBAGE_BODY)
    tv.faults.clear()
    assert await remote.poll()
    assert await remote.command("play") == 204


async def test_sessions_are_evicted_at_once(remote, tv) -> None:
    tv.faults.set(Fault.SESSION_EVICTED)
    assert (tv.sessions, tv.faults.active) == ((), ())
    assert (await remote.send("/update")).status == 403


@pytest.mark.parametrize(
    ("fault", "status"), [(Fault.POLL_406, 406), (Fault.POLL_403, 403)]
)
async def test_storm_answers_polls_at_once(remote, tv, fault, status) -> None:
    revision = (await remote.poll())["cmsr"].number
    tv.faults.set(fault)
    answers = [
        (await remote.send(POLL, revision_number=revision)).status for _ in range(3)
    ]
    assert answers == [status] * 3


async def test_command_fails_and_does_nothing(remote, tv) -> None:
    tv.play(CATALOGUE["movie"])
    tv.faults.set(Fault.COMMAND_500, command="pause")
    assert await remote.command("pause") == 500
    assert tv.state.name == "PLAYING"
    assert await remote.command("playpause") == 204


async def test_touch_event_in_the_middle_fails_and_the_finger_stays_down(
    remote, tv
) -> None:
    tv.faults.set(Fault.TOUCH_FAILS, nth=2)
    touches = ["touchDown&time=0&point=20,20", "touchUp&time=1&point=20,60"]
    assert [await remote.entry(touch) for touch in touches] == [200, 500]
    assert tv.finger_down
    assert await remote.entry(touches[1]) == 200
    assert tv.keys == ["down"]


async def test_garbage_is_no_dmap(remote, tv) -> None:
    tv.faults.set(Fault.GARBAGE_BODY)
    with pytest.raises(dmap.DmapError):
        dmap.decode(await (await remote.send(POLL)).read())


@pytest.mark.parametrize("fault", [Fault.TRUNCATED_DMAP, Fault.LYING_LENGTH])
async def test_body_that_lies_about_lengths_begins_as_it_should(
    remote, tv, fault
) -> None:
    tv.faults.set(fault)
    body = await (await remote.send(POLL)).read()
    assert body.startswith(b"cmst")
    with pytest.raises(dmap.DmapError):
        dmap.decode(body)


async def test_nesting_is_as_deep_as_asked_and_its_lengths_are_true(remote, tv) -> None:
    tv.faults.set(Fault.DEEP_NESTING, depth=1000)
    body = await (await remote.send(POLL)).read()
    depth = 0
    while body.startswith(b"cmst"):
        assert int.from_bytes(body[4:8]) == len(body) - 8
        body = body[8:]
        depth += 1
    assert depth == 1001


async def test_oversized_body_is_well_formed(remote, tv) -> None:
    tv.faults.set(Fault.OVERSIZED_BODY, size=100_000)
    (status,) = dmap.decode(await (await remote.send(POLL)).read())
    assert len(status.payload) > 100_000
    assert status.first("cmsr") is not None


async def test_gzip_bomb_is_small_on_the_wire(remote, tv) -> None:
    tv.faults.set(Fault.GZIP_BOMB, size=3_000_000)
    headers, body = await raw(remote)
    assert headers["content-encoding"] == "gzip"
    assert len(body) < 5000
    assert len(gzip.decompress(body)) == 3_000_000


async def test_gzip_comes_unasked(remote, tv) -> None:
    tv.faults.set(Fault.GZIP_UNASKED)
    headers, body = await raw(remote)
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body).startswith(b"cmst")


async def test_gzip_comes_without_its_header(remote, tv) -> None:
    tv.faults.set(Fault.GZIP_WITHOUT_HEADER)
    headers, body = await raw(remote)
    assert "content-encoding" not in headers
    assert gzip.decompress(body).startswith(b"cmst")


async def test_broken_gzip_says_that_it_is_gzip(remote, tv) -> None:
    tv.faults.set(Fault.GZIP_BROKEN)
    headers, body = await raw(remote)
    assert headers["content-encoding"] == "gzip"
    with pytest.raises((OSError, zlib.error, EOFError)):
        gzip.decompress(body)


async def test_chunked_reply_has_no_length(remote, tv) -> None:
    tv.faults.set(Fault.CHUNKED)
    headers, _ = await raw(remote)
    assert "content-length" not in headers
    assert headers["transfer-encoding"] == "chunked"
    assert await remote.poll()


async def test_empty_reply_is_200(remote, tv) -> None:
    tv.faults.set(Fault.EMPTY_200)
    response = await remote.send(POLL)
    assert (response.status, await response.read()) == (200, b"")


@pytest.mark.parametrize("after_headers", [False, True])
async def test_hanging_reply_never_ends(remote, http, tv, after_headers) -> None:
    tv.faults.set(Fault.HANGING_REPLY, path="/server-info", after_headers=after_headers)
    with pytest.raises(TimeoutError):
        async with http.get(
            f"http://{tv.host}:{tv.port}/server-info", timeout=ClientTimeout(total=0.05)
        ) as response:
            await response.read()
    assert await remote.poll()


async def test_first_request_after_sleep_is_slow(remote, tv) -> None:
    tv.faults.set(Fault.SLOW_WAKE, seconds=0.05)
    started = asyncio.get_running_loop().time()
    await remote.poll()
    assert asyncio.get_running_loop().time() - started >= 0.05
    assert tv.faults.active == ()


@pytest.mark.parametrize(
    ("fault", "error"),
    [(Fault.RESET_IN_POLL, ClientError), (Fault.POLL_CLOSED, ServerDisconnectedError)],
)
async def test_held_poll_loses_its_connection(remote, tv, fault, error) -> None:
    poll = await held(remote)
    tv.faults.set(fault)
    with pytest.raises(error) as caught:
        await poll
    assert (caught.value.__class__ is ServerDisconnectedError) is (
        fault is Fault.POLL_CLOSED
    )
    assert tv.faults.active == ()
    assert await remote.poll()


async def test_half_open_connection_stays_silent_and_others_are_answered(
    remote, tv
) -> None:
    poll = await held(remote)
    tv.faults.set(Fault.HALF_OPEN)
    tv.play(CATALOGUE["movie"])
    assert (await remote.poll())["cann"].text == "The Long Meadow"
    tv.faults.clear()
    tv.pause()
    assert (await remote.poll())["caps"].number == 3
    assert not poll.done()
    poll.cancel()


async def test_change_is_told_twice_with_another_revision(remote, tv) -> None:
    tv.faults.set(Fault.DUPLICATE_REPLIES)
    poll = await held(remote)
    tv.play(CATALOGUE["movie"])
    first = dmap.decode(await (await poll).read())[0]
    revision = first.first("cmsr").number
    second = await remote.poll(revision)
    assert second["cmsr"].number == revision + 1
    assert second["cann"] == first.first("cann")
    third = asyncio.create_task(remote.poll(revision + 1))
    await tv.wait_for(lambda tv: tv.polls_waiting == 1)
    third.cancel()


@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        (Fault.ARTWORK_404, 404, b""),
        (Fault.ARTWORK_500, 500, b""),
        (Fault.ARTWORK_EMPTY, 200, b""),
        (Fault.ARTWORK_HTML, 200, b"<!DOCTYPE html><title>Not a picture</title>"),
    ],
)
async def test_artwork_fails_in_its_ways(remote, tv, fault, status, body) -> None:
    tv.play(CATALOGUE["movie"])
    tv.faults.set(fault)
    response = await remote.send("/ctrl-int/1/nowplayingartwork", mw=100, mh=100)
    assert (response.status, await response.read()) == (status, body)


async def test_status_may_be_an_error_inside_200(remote, tv) -> None:
    tv.faults.set(Fault.STATUS_500)
    status = await remote.poll()
    assert status["mstt"].number == 500
    assert "cmsr" not in status


@pytest.mark.parametrize(
    ("fault", "item"),
    [
        ((Fault.INVALID_UTF8_TITLE, {}), ("cann", b"Caf\xe9 \xff\xfe The Long Meadow")),
        ((Fault.TRAILING_NUL_TITLE, {}), ("cann", b"The Long Meadow\0")),
        ((Fault.UNKNOWN_STATE, {}), ("caps", b"\x63")),
        ((Fault.UNKNOWN_TIMES, {}), ("cast", b"\xff\xff\xff\xff")),
        ((Fault.UNKNOWN_TIMES, {"value": 0xFFFFFC18}), ("cant", b"\xff\xff\xfc\x18")),
        ((Fault.UNKNOWN_TAGS, {}), ("zzZZ", b"\x00\xffnobody knows")),
    ],
)
async def test_status_has_what_nobody_expects_and_polls_hear_of_it(
    remote, tv, fault, item
) -> None:
    tv.play(CATALOGUE["movie"])
    poll = await held(remote)
    tv.faults.set(fault[0], **fault[1])
    (status,) = dmap.decode(await (await poll).read())
    assert status.first(item[0]).payload == item[1]


async def test_status_without_a_revision(remote, tv) -> None:
    tv.faults.set(Fault.MISSING_REVISION)
    assert "cmsr" not in await remote.poll()
