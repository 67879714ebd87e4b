"""Pairing: the hash, the call to the remote, and what the television makes of the answer."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from aiohttp import web
import pytest

from simulators.apple_tv import PairedRemote, dmap, pairing_code
from simulators.apple_tv.remotes import FoundRemote

PAIR = "1234ABCDE56789FF"
PIN = "5555"


@pytest.mark.parametrize(
    ("pair", "pin", "code"),
    [
        ("0000000000000001", "1234", "690E6FF61E0D7C747654A42AED17047D"),
        ("0000000000000001", "1111", "AAB15DF9F73AA252A7934E0AF9C86B13"),
        ("1234ABCDE56789FF", "5555", "58AD1D195B6DAA58AA2EA29DC25B81C3"),
        ("7D1324235F535AE7", "0001", "A34C3361C7D57D61CA41F62A8042F069"),
        ("5B03A9CF4A983143", "1234", "7AF2D0B8629DE3C704D40A14C9E8CB93"),
        ("AF07431C9971AB1D", "3883", "3FB658B77CC8DEF0D473FAD20A991BF2"),
        ("6F6B5B10EEB098DB", "1234", "308D593CE00196A6C268BBC33C58624D"),
    ],
)
def test_code_is_what_real_devices_sent(pair, pin, code) -> None:
    assert pairing_code(pair, pin) == code


@pytest.mark.parametrize("pin", ["", "1", "12345", "12a4", "١٢٣٤"])
def test_pin_that_is_not_four_digits_is_an_error(pin) -> None:
    with pytest.raises(ValueError, match="four digits"):
        pairing_code(PAIR, pin)


@dataclass
class Listener:
    """A remote that waits to be paired: it answers what it is told to."""

    port: int = 0
    status: int = 200
    body: bytes = dmap.container(
        "cmpa",
        dmap.u64("cmpg", 0xA2),
        dmap.text("cmnm", "Home Assistant"),
        dmap.text("cmty", "iPhone"),
    )
    requests: list[web.Request] = field(default_factory=list)

    async def pair(self, request: web.Request) -> web.Response:
        """Answer yes to the right code and no to any other."""
        self.requests.append(request)
        if request.query["pairingcode"] != pairing_code(PAIR, PIN):
            return web.Response(status=404)
        return web.Response(status=self.status, body=self.body)


@pytest.fixture
async def listener(socket_enabled) -> AsyncGenerator[Listener]:
    """A remote's server."""
    remote = Listener()
    application = web.Application()
    application.router.add_get("/pair", remote.pair)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    remote.port = runner.addresses[0][1]
    yield remote
    await runner.cleanup()


async def test_right_pin_is_accepted_and_the_remote_may_log_in(
    tv, listener, stranger
) -> None:
    result = await tv.pair_with("127.0.0.1", listener.port, PAIR, PIN)
    assert (result.accepted, result.status, result.guid) == (
        True,
        200,
        "0x00000000000000A2",
    )
    assert tv.paired[-1] == PairedRemote(
        "0x00000000000000A2", "Home Assistant", "iPhone"
    )
    assert await stranger.login("0x00000000000000A2") == 200


async def test_call_is_written_as_a_real_device_writes_it(tv, listener) -> None:
    await tv.pair_with("127.0.0.1", listener.port, PAIR, PIN)
    (request,) = listener.requests
    assert request.query["pairingcode"] == "58AD1D195B6DAA58AA2EA29DC25B81C3"
    assert request.query["servicename"] == tv.service_name
    assert request.headers["User-Agent"] == (
        "AppleTV/7.2.2 iOS/8.4.2 AppleTV/7.2.2 model/AppleTV3,2 build/12H606 (3; dt:12)"
    )


async def test_wrong_pin_is_refused_and_can_be_corrected(tv, listener) -> None:
    before = tv.paired
    result = await tv.pair_with("127.0.0.1", listener.port, PAIR, "0000")
    assert (result.accepted, result.status, tv.paired) == (False, 404, before)
    assert (await tv.pair_with("127.0.0.1", listener.port, PAIR, PIN)).accepted


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b""),
        (200, b""),
        (200, b"ok"),
        (200, dmap.container("cmpa", dmap.text("cmnm", "No guid"))),
        (200, dmap.container("cmpa", dmap.u32("cmpg", 1))),
        (200, dmap.container("cmpa", dmap.u64("cmpg", 0))),
        (200, Listener.body[:-1]),
    ],
)
async def test_answer_without_a_guid_is_a_refusal(tv, listener, status, body) -> None:
    listener.status, listener.body = status, body
    result = await tv.pair_with("127.0.0.1", listener.port, PAIR, PIN)
    assert (result.accepted, result.status) == (False, status)


async def test_remote_that_is_not_there_is_a_refusal(
    tv, listener, unused_tcp_port
) -> None:
    result = await tv.pair_with("127.0.0.1", unused_tcp_port, PAIR, PIN)
    assert (result.accepted, result.status) == (False, None)


async def test_pin_for_a_remote_that_mdns_does_not_know_is_an_error(tv) -> None:
    with pytest.raises(LookupError, match="Nobody"):
        await tv.enter_pin("Nobody", PIN)


async def test_same_remote_paired_again_is_listed_once(tv, listener) -> None:
    for _ in range(2):
        await tv.pair_with("127.0.0.1", listener.port, PAIR, PIN)
    assert [one.name for one in tv.paired] == ["Phone", "Home Assistant"]


async def test_pin_typed_on_the_screen_pairs(tv, listener) -> None:
    tv._finder._found["it"] = FoundRemote(
        "Home Assistant", "127.0.0.1", listener.port, PAIR, "iPod", "it"
    )
    for title in ("Settings", "General", "Remotes", "Home Assistant"):
        page = tv._core.navigator.page
        page.go_to([entry.title for entry in page.entries].index(title))
        tv.press("select")
    page = tv._core.navigator.page
    for digit in "0000":
        page.press(digit)
    await tv.wait_for(lambda _: page.state == "refused")
    tv.press("select")
    assert (page.digits, page.state) == ("1", "entry")
    page.press("delete")
    for digit in PIN:
        page.press(digit)
    await tv.wait_for(lambda _: page.state == "accepted")
    assert tv.paired[-1].name == "Home Assistant"
    tv.press("select")
    assert tv.page == "Remotes"
