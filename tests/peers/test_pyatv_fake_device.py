"""Our client in front of the device that pyatv's own tests use: a second opinion on what an Apple TV demands."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass
from pathlib import Path
import subprocess
import sys
from typing import Any

from aiohttp import ClientSession
import pytest
from zeroconf import IPVersion
from zeroconf.asyncio import AsyncZeroconf

from custom_components.remote_bridge.dacp import (
    AppleTV,
    AuthenticationFailed,
    Connection,
    Key,
    MediaKind,
    PairingSession,
    PlayState,
    RepeatMode,
    Timing,
    pairing as pairing_module,
    pairing_code,
)

# One fake device for all, instead of one for each worker.
pytestmark = pytest.mark.xdist_group("mdns")

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / ".tools" / "peers" / "pyatv-0.18.0"
GUID = "0x0000000000000001"
HOME_SHARING_ID = "12345678-6789-1111-2222-012345678911"
# Its poll never blocks and then refuses: patience would only make the tests slow.
QUICK = Timing(request=5, logout=1, silence=5, backoff_first=0.01, backoff_most=0.05)


@dataclass
class FakeDevice:
    """pyatv's fake device in its process."""

    port: int
    http: ClientSession

    async def reset(self) -> None:
        """Make it as new."""
        await self._post("reset")

    async def use_case(self, name: str, **arguments: Any) -> None:
        """Put it into one of pyatv's use cases."""
        await self._post(f"use-case/{name}", json=arguments)

    async def artwork(self, content: bytes) -> None:
        """Give it a cover."""
        await self._post("artwork", data=content)

    async def pair(self, **arguments: Any) -> None:
        """Let it enter a code."""
        await self._post("pair", json=arguments)

    async def _post(self, path: str, **body: Any) -> None:
        url = f"http://127.0.0.1:{self.port}/-/{path}"
        async with self.http.post(url, **body) as response:
            assert response.status == 200, await response.text()

    async def seen(self) -> dict[str, Any]:
        """Return what it has seen of us."""
        url = f"http://127.0.0.1:{self.port}/-/seen"
        async with self.http.get(url) as response:
            seen: dict[str, Any] = await response.json()
            return seen


@pytest.fixture
async def http(socket_enabled) -> AsyncGenerator[ClientSession]:
    """An HTTP session."""
    async with ClientSession() as session:
        yield session


@pytest.fixture(scope="module")
def fake_device_port() -> Generator[int]:
    """The port of pyatv's fake device, which runs as long as the tests of this file do."""
    assert SOURCE.is_dir(), "Run scripts/setup --peers first"
    program = Path(__file__).with_name("pyatv_fake_device.py")
    with subprocess.Popen(
        [sys.executable, program, SOURCE, GUID, HOME_SHARING_ID],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout
        yield int(process.stdout.readline())
        process.kill()


@pytest.fixture
async def device(fake_device_port, http) -> FakeDevice:
    """The fake device, as new."""
    device = FakeDevice(fake_device_port, http)
    await device.reset()
    return device


@pytest.fixture
async def client(device, http) -> AsyncGenerator[AppleTV]:
    """A client of the fake device, not yet connected."""
    client = AppleTV(http, "127.0.0.1", device.port, GUID, timing=QUICK)
    yield client
    await client.close()


async def _until(client: AppleTV, condition: Any) -> None:
    changed = asyncio.Event()
    remove = client.add_listener(changed.set)
    async with asyncio.timeout(10):
        while not condition(client):
            await changed.wait()
            changed.clear()
    remove()


@pytest.mark.parametrize("login_id", [GUID, HOME_SHARING_ID])
async def test_it_lets_us_in_with_either_login_id(device, http, login_id):
    async with AppleTV(
        http, "127.0.0.1", device.port, login_id, timing=QUICK
    ) as client:
        assert client.status.state is PlayState.IDLE


async def test_it_refuses_us_when_logins_fail(device, client):
    await device.use_case("make_login_fail")
    with pytest.raises(AuthenticationFailed):
        await client.connect()


async def test_a_new_session_id_is_picked_up(device, client):
    await client.connect()
    await device.use_case("force_relogin", session=1234)
    await device.use_case("artwork_no_permission")
    await device.use_case("example_video")
    await client.press(Key.PLAY)
    assert (await device.seen())["button"] == "play"


@pytest.mark.parametrize(
    ("use_case", "arguments", "state"),
    [
        ("nothing_playing", {}, PlayState.IDLE),
        ("media_is_loading", {}, PlayState.LOADING),
        ("example_music", {"paused": True}, PlayState.PAUSED),
        ("example_music", {"paused": False}, PlayState.PLAYING),
        ("example_video", {"playback_rate": 0.0}, PlayState.PAUSED),
        ("example_video", {"playback_rate": 1.0}, PlayState.PLAYING),
        ("example_video", {"playback_rate": 2.0}, PlayState.REWIND),
        ("example_video", {"playback_rate": -2.0}, PlayState.FAST_FORWARD),
    ],
)
async def test_every_state_it_can_be_in_is_read(
    device, client, use_case, arguments, state
):
    await device.use_case(use_case, **arguments)
    await client.connect()
    assert client.status.state is state


async def test_a_video_is_read(device, client):
    await device.use_case("example_video")
    status = await client.connect()
    assert status.title == "dummy"
    assert status.media_kind is MediaKind.VIDEO
    assert status.duration == 123
    assert status.position == 3


async def test_music_is_read(device, client):
    await device.use_case("example_music")
    status = await client.connect()
    assert (status.title, status.artist, status.album, status.genre) == (
        "music",
        "artist",
        "album",
        "genre",
    )
    assert status.media_kind is MediaKind.MUSIC
    assert status.duration == 49
    assert status.position == 22


async def test_a_change_arrives_although_its_poll_refuses_the_next_revision(
    device, client
):
    await client.connect()
    await device.use_case("example_video", title="video1")
    await _until(client, lambda c: c.status.title == "video1")
    await device.use_case("example_video", title="video2")
    await _until(client, lambda c: c.status.title == "video2")
    assert client.connection is Connection.CONNECTED


async def test_a_connection_it_closes_is_noticed(device, client):
    await device.use_case("example_music", paused=False)
    await client.connect()
    await device.use_case("server_closes_connection")
    await _until(client, lambda c: c.connection is not Connection.CONNECTED)
    await device.use_case("example_video", title="back")
    await _until(client, lambda c: c.status.title == "back")


@pytest.mark.parametrize(
    ("key", "button"),
    [
        (Key.PLAY, "play"),
        (Key.PAUSE, "pause"),
        (Key.PLAY_PAUSE, "playpause"),
        (Key.STOP, "stop"),
        (Key.NEXT, "nextitem"),
        (Key.PREVIOUS, "previtem"),
        (Key.VOLUME_UP, "volumeup"),
        (Key.VOLUME_DOWN, "volumedown"),
        (Key.MENU, "menu"),
        (Key.SELECT, "select"),
        (Key.TOP_MENU, "topmenu"),
        (Key.UP, "up"),
        (Key.DOWN, "down"),
        (Key.LEFT, "left"),
        (Key.RIGHT, "right"),
    ],
)
async def test_every_key_is_understood(device, client, key, button):
    await client.connect()
    await client.press(key)
    assert (await device.seen())["button"] == button


async def test_properties_are_understood(device, client):
    await device.use_case("example_video")
    await client.connect()
    await client.seek(60)
    await client.set_shuffle(True)
    await client.set_repeat(RepeatMode.ALL)
    playing = (await device.seen())["playing"]
    assert playing["position"] == 60
    assert playing["repeat"] == RepeatMode.ALL.value
    assert playing["shuffle"]


@pytest.mark.parametrize(("key", "position"), [("forward", 20), ("backward", 0)])
async def test_skipping_is_understood(device, client, key, position):
    await device.use_case(
        "video_playing", paused=True, title="v", total_time=100, position=10
    )
    await client.connect()
    await client.press(Key(f"skip_{key}"))
    assert (await device.seen())["playing"]["position"] == position


async def test_a_cover_is_fetched_with_the_size_we_want(device, client):
    await device.use_case("example_video")
    await device.artwork(b"\x89PNG\r\n\x1a\n1234")
    await client.connect()
    artwork = await client.artwork(456, 123)
    assert artwork.content == b"\x89PNG\r\n\x1a\n1234"
    seen = await device.seen()
    assert (seen["width"], seen["height"]) == (456, 123)


async def test_volume_follows_what_it_says(device, client):
    await device.use_case("change_volume_control", available=True)
    assert (await client.connect()).can_set_volume


async def test_it_accepts_our_answer_in_pairing(device, monkeypatch):
    # It insists on the guid 1, as pyatv's own tests do.
    monkeypatch.setattr(pairing_module, "random_pairing_guid", lambda: 1)
    zeroconf = AsyncZeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only)
    async with PairingSession(
        zeroconf, name="our remote", address="127.0.0.1", pin="1234"
    ) as session:
        code = pairing_code(1, "1234")
        await device.pair(name="our remote", code=code, port=session.port)
        paired = await session.wait(5)
    await zeroconf.async_close()
    assert paired.login_id == GUID
    assert paired.identifier == "test"


async def test_its_codec_and_ours_read_each_other(socket_enabled):
    from pyatv.protocols.dmap import parser, tag_definitions, tags

    from custom_components.remote_bridge.dacp.dmap import Container, decode, encode

    theirs = tags.container_tag(
        "cmst",
        tags.uint32_tag("mstt", 200)
        + tags.uint8_tag("caps", 4)
        + tags.string_tag("cann", "title")
        + tags.uint64_tag("asai", 2**63)
        + tags.bool_tag("cavc", True),
    )
    inside = decode(theirs).container("cmst")
    assert inside.text("cann") == "title"
    assert inside.integer("asai") == 2**63
    assert inside.get("cavc") is True
    ours = encode([("cmst", Container([("caps", 4), ("cann", "tïtle 🎵")]))])
    parsed = parser.parse(ours, tag_definitions.lookup_tag)
    assert parser.first(parsed, "cmst", "caps") == 4
    assert parser.first(parsed, "cmst", "cann") == "tïtle 🎵"
