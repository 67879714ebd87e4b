"""Login, sessions and what every reply looks like."""

import asyncio
import gzip

import pytest

from simulators.apple_tv import SimulatedAppleTV, dmap

from .conftest import GROUP, GUID, OTHER_GUID, Remote


async def test_server_info_needs_no_login_and_has_the_order_of_a_real_device(
    stranger,
) -> None:
    response = await stranger.send("/server-info")
    (info,) = dmap.decode(await response.read())
    assert [item.tag for item in info.items] == [
        "mstt",
        "mpro",
        "minm",
        "apro",
        "aeSV",
        "mstm",
        "msdc",
        "aeFP",
        "aeFR",
        "mslr",
        "msal",
        "mstc",
        "msto",
        "atSV",
        "ated",
        "asgr",
        "asse",
        "aeSX",
        "msed",
        "msup",
        "mspi",
        "msex",
        "msbr",
        "msqy",
        "msix",
        "mscu",
    ]
    assert info.first("minm").text == "Living Room"
    assert info.first("mstm").number == 1800


async def test_control_interface_says_that_this_is_an_apple_tv(stranger) -> None:
    (reply,) = dmap.decode(await (await stranger.send("/ctrl-int")).read())
    interface = reply.first("mlcl").first("mlit")
    assert interface.first("miid").number == 1
    assert interface.first("ceDR").number == 1


async def test_replies_have_the_headers_of_a_real_device(stranger) -> None:
    response = await stranger.send("/login", pairing_guid=GUID)
    assert response.headers["DAAP-Server"] == "iTunes/11.1b37 (OS X)"
    assert response.headers["Content-Type"] == "application/x-dmap-tagged"
    assert response.headers["Content-Encoding"] == "gzip"
    # A login reply of 32 bytes was seen to come as 47.
    assert response.headers["Content-Length"] == "47"
    assert "Date" in response.headers
    assert "Server" not in response.headers


async def test_reply_is_plain_for_a_client_that_does_not_ask_for_gzip(stranger) -> None:
    stranger.headers["Accept-Encoding"] = "identity"
    response = await stranger.send("/login", pairing_guid=GUID)
    assert "Content-Encoding" not in response.headers
    assert response.headers["Content-Length"] == "32"


async def test_device_may_pack_replies_that_nobody_wanted_packed(
    socket_enabled, http
) -> None:
    async with SimulatedAppleTV(always_gzip=True) as tv:
        remote = Remote(http, tv)
        remote.headers["Accept-Encoding"] = "identity"
        response = await remote.send("/server-info")
        assert response.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "credential",
    [
        {"pairing_guid": GUID},
        {"pairing_guid": GUID.lower()},
        {"hsgid": GROUP},
        {"hsgid": GROUP.upper()},
    ],
)
async def test_known_credential_opens_a_session(stranger, tv, credential) -> None:
    response = await stranger.send("/login", **credential)
    assert response.status == 200
    assert [session.id for session in tv.sessions] != [0]


@pytest.mark.parametrize(
    "credential",
    [
        {},
        {"pairing_guid": OTHER_GUID},
        {"pairing_guid": GUID.removeprefix("0x")},
        {"pairing_guid": "0x1"},
        {"hsgid": "00000000-0000-0000-0000-000000000000"},
    ],
)
async def test_unknown_or_badly_written_credential_is_answered_503_with_103(
    stranger, credential
) -> None:
    response = await stranger.send("/login", **credential)
    assert (response.status, await response.read()) == (503, b"103")


async def test_home_sharing_login_fails_once_it_is_off(stranger, tv) -> None:
    assert (await stranger.send("/login", hsgid=GROUP)).status == 200
    await tv.set_home_sharing(None)
    assert (await stranger.send("/login", hsgid=GROUP)).status == 503
    assert tv.sessions == ()


async def test_newer_login_of_the_same_remote_ends_the_older_session(
    remote, http, tv
) -> None:
    newer = Remote(http, tv)
    assert await newer.login() == 200
    response = await remote.send("/ctrl-int/1/playstatusupdate")
    assert (response.status, await response.read()) == (403, b"")
    assert response.headers["Content-Length"] == "0"
    assert await newer.poll()


async def test_several_remotes_are_logged_in_side_by_side(remote, http, tv) -> None:
    tv.authorize(OTHER_GUID)
    other = Remote(http, tv)
    assert await other.login(OTHER_GUID) == 200
    assert await remote.poll()
    assert await other.poll()


async def test_session_ends_after_half_an_hour_without_requests(remote, clock) -> None:
    clock.advance(1799)
    assert await remote.poll()
    clock.advance(1799)
    assert await remote.poll()
    clock.advance(1801)
    assert (await remote.send("/ctrl-int/1/playstatusupdate")).status == 403


async def test_held_poll_keeps_its_session_alive(remote, tv, clock) -> None:
    revision = (await remote.poll())["cmsr"].number
    held = asyncio.create_task(remote.poll(revision))
    await tv.wait_for(lambda tv: tv.polls_waiting == 1)
    clock.advance(4000)
    assert len(tv.sessions) == 1
    tv.set_state(tv.state)
    tv.player.set_shuffle(True)
    await held


async def test_logout_ends_the_session(remote) -> None:
    assert (await remote.send("/logout")).status == 204
    assert (await remote.send("/logout")).status == 403


@pytest.mark.parametrize("session_id", ["0", "-1", "abc", "", "1"])
async def test_session_that_was_never_opened_is_answered_403(
    remote, session_id
) -> None:
    remote.session_id = session_id
    assert (await remote.send("/update")).status == 403


async def test_removed_remote_loses_its_session_and_its_login(remote, tv) -> None:
    tv.revoke(GUID)
    assert tv.paired == ()
    assert (await remote.send("/update")).status == 403
    assert await remote.login() == 503


async def test_client_that_does_not_say_it_only_views_is_refused(stranger, tv) -> None:
    del stranger.headers["Viewer-Only-Client"]
    assert await stranger.login() == 403
    assert tv.complaints == ["GET /login: no Viewer-Only-Client"]
    assert (await stranger.send("/server-info")).status == 200


async def test_strict_device_names_every_header_that_is_not_as_apple_sends_it(
    socket_enabled, http
) -> None:
    async with SimulatedAppleTV(strict_headers=True) as tv:
        tv.authorize(GUID)
        remote = Remote(http, tv)
        assert await remote.login() == 400
        assert any("User-Agent" in complaint for complaint in tv.complaints)
        remote.headers |= {
            "Accept": "*/*",
            "Client-DAAP-Version": "3.13",
            "Client-ATV-Sharing-Version": "1.2",
            "Client-iTunes-Sharing-Version": "3.15",
            "User-Agent": "Remote/1021",
        }
        assert await remote.login() == 200


async def test_get_and_post_do_the_same(remote, tv) -> None:
    assert (await remote.send("/ctrl-int/1/play")).status == 204
    assert (await remote.send("/ctrl-int/1/play", method="POST")).status == 204
    assert tv.keys == ["play", "play"]


async def test_requests_are_remembered_as_they_came(remote, tv) -> None:
    tv.requests.clear()
    await remote.send("/ctrl-int/1/pause", method="POST", body=b"\0\1")
    (request,) = tv.requests
    assert (request.method, request.path, request.body) == (
        "POST",
        "/ctrl-int/1/pause",
        b"\0\1",
    )
    assert request.query == {"session-id": str(remote.session_id)}
    assert request.headers["viewer-only-client"] == "1"


@pytest.mark.parametrize(
    "path", ["/databases", "/ctrl-int/1/selfdestruct", "/nonsense"]
)
async def test_pages_that_an_apple_tv_lacks_are_not_found(remote, path) -> None:
    assert (await remote.send(path)).status == 404


async def test_library_update_answers_at_once(remote) -> None:
    (reply,) = dmap.decode(await (await remote.send("/update")).read())
    assert reply.first("musr").number == 1


async def test_always_the_same_body_when_unpacked(stranger) -> None:
    packed = await stranger.send("/ctrl-int")
    stranger.headers["Accept-Encoding"] = "identity"
    plain = await stranger.send("/ctrl-int")
    assert await packed.read() == await plain.read()
    assert len(gzip.compress(await plain.read(), 6)) == int(
        packed.headers["Content-Length"]
    )
