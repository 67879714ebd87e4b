"""pyatv, an independent client, drives the simulator: pairs, connects, controls, listens.

Its scan is in test_command_line.py, as it needs a process and a loopback address of its own. The
rest runs here, on a device described by hand, since pyatv's multicast scan cannot be kept from
sending beyond loopback.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from ipaddress import IPv4Address
import secrets

import pyatv
from pyatv import exceptions
from pyatv.conf import AppleTV, ManualService
from pyatv.const import (
    DeviceState,
    FeatureName,
    FeatureState,
    MediaType,
    Protocol,
    RepeatState,
    ShuffleState,
)
from pyatv.interface import DeviceListener, Playing, PushListener
import pytest
from zeroconf import IPVersion
from zeroconf.asyncio import AsyncZeroconf

from simulators.apple_tv import CATALOGUE, Fault, PlayerState, SimulatedAppleTV

from .conftest import GROUP

# All of these share the loopback network, and would see each other's announcements.
pytestmark = pytest.mark.xdist_group("mdns")

GUID = "0x00000000000000A1"


def describe(tv: SimulatedAppleTV, credentials: str | None) -> AppleTV:
    """Describe a device to pyatv as its scan would."""
    config = AppleTV(IPv4Address(tv.host), tv.name)
    config.add_service(
        ManualService(
            tv.service_name, Protocol.DMAP, tv.port, {}, credentials=credentials
        )
    )
    return config


@pytest.fixture
async def tv(socket_enabled) -> AsyncGenerator[SimulatedAppleTV]:
    """A device that is strict about headers, as pyatv sends Apple's."""
    async with SimulatedAppleTV(
        strict_headers=True, home_sharing_id=GROUP, volume_controllable=True
    ) as device:
        device.authorize(GUID)
        device.player.loading_seconds = 0.02
        yield device


@pytest.fixture
async def atv(tv) -> AsyncGenerator[pyatv.interface.AppleTV]:
    """Pyatv, connected to the device."""
    connected = await pyatv.connect(describe(tv, GUID), asyncio.get_running_loop())
    yield connected
    await asyncio.gather(*connected.close())


@dataclass
class Listener(PushListener, DeviceListener):
    """Collects what pyatv is told."""

    updates: asyncio.Queue[Playing] = field(default_factory=asyncio.Queue)
    errors: asyncio.Queue[Exception] = field(default_factory=asyncio.Queue)
    lost: asyncio.Event = field(default_factory=asyncio.Event)

    def playstatus_update(self, _updater, playstatus: Playing) -> None:
        """Take a change."""
        self.updates.put_nowait(playstatus)

    def playstatus_error(self, _updater, exception: Exception) -> None:
        """Take an error."""
        self.errors.put_nowait(exception)

    def connection_lost(self, _exception: Exception) -> None:
        """Take the end of the connection."""
        self.lost.set()

    def connection_closed(self) -> None:
        """Take the end that was asked for."""


@pytest.fixture
async def listener(atv) -> Listener:
    """A listener to pushes, which end when pyatv is closed."""
    collecting = Listener()
    atv.push_updater.listener = collecting
    atv.listener = collecting
    atv.push_updater.start()
    return collecting


@pytest.mark.parametrize("credentials", [GUID, GROUP])
async def test_connects_with_a_paired_guid_and_with_home_sharing(
    tv, credentials
) -> None:
    atv = await pyatv.connect(describe(tv, credentials), asyncio.get_running_loop())
    assert len(tv.sessions) == 1
    assert tv.complaints == []
    await asyncio.gather(*atv.close())


async def test_idle_device_is_idle(atv) -> None:
    playing = await atv.metadata.playing()
    assert (playing.device_state, playing.media_type) == (
        DeviceState.Idle,
        MediaType.Unknown,
    )


async def test_music_is_read_in_full(atv, tv) -> None:
    tv.play(CATALOGUE["track_2"], 42)
    playing = await atv.metadata.playing()
    assert playing.device_state is DeviceState.Playing
    # The device leaves the kind out; pyatv takes what has an artist for music.
    assert playing.media_type is MediaType.Music
    assert playing.title == CATALOGUE["track_2"].title
    assert (playing.artist, playing.album) == ("The Polar Choir", "Northern Lights")
    assert (playing.total_time, playing.position) == (255, 42)
    assert (playing.shuffle, playing.repeat) == (ShuffleState.Off, RepeatState.Off)


@pytest.mark.parametrize(
    ("state", "seen"),
    [
        (PlayerState.LOADING, DeviceState.Loading),
        (PlayerState.PAUSED, DeviceState.Paused),
        (PlayerState.STOPPED, DeviceState.Stopped),
        (PlayerState.FAST_FORWARD, DeviceState.Seeking),
        (PlayerState.REWIND, DeviceState.Seeking),
    ],
)
async def test_state_is_understood(atv, tv, state, seen) -> None:
    tv.play(CATALOGUE["episode"], 60)
    tv.set_state(state)
    assert (await atv.metadata.playing()).device_state is seen


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("episode", MediaType.TV),
        ("music_video", MediaType.Video),
        # Known faults of pyatv: it reads the bits 2 (film) and 0x8002 (rental) as these.
        ("movie", MediaType.Music),
        ("rental", MediaType.Unknown),
    ],
)
async def test_media_kind_is_understood_as_far_as_pyatv_can(atv, tv, key, kind) -> None:
    tv.play(CATALOGUE[key])
    assert (await atv.metadata.playing()).media_type is kind


async def test_transport_commands_work(atv, tv) -> None:
    tv.play(CATALOGUE["track_2"])
    control = atv.remote_control
    await control.pause()
    assert tv.state is PlayerState.PAUSED
    await control.play()
    assert tv.state is PlayerState.PLAYING
    await control.play_pause()
    assert tv.state is PlayerState.PAUSED
    await control.next()
    await tv.wait_for(lambda tv: tv.playing is CATALOGUE["track_3"])
    await tv.wait_for(lambda tv: tv.state is PlayerState.PLAYING)
    await control.previous()
    await tv.wait_for(lambda tv: tv.playing is CATALOGUE["track_2"])
    await control.stop()
    assert tv.state is PlayerState.STOPPED
    assert tv.keys == ["pause", "play", "playpause", "nextitem", "previtem", "stop"]


async def test_position_shuffle_and_repeat_are_set(atv, tv) -> None:
    tv.play(CATALOGUE["track_1"])
    tv.pause()
    control = atv.remote_control
    await control.set_position(60)
    assert tv.position == 60
    await control.skip_forward(15)
    assert tv.position == 75
    await control.skip_backward()
    assert tv.position == 65
    await control.set_shuffle(ShuffleState.Songs)
    await control.set_repeat(RepeatState.All)
    playing = await atv.metadata.playing()
    assert (playing.shuffle, playing.repeat) == (ShuffleState.Songs, RepeatState.All)


async def test_seek_when_nothing_plays_is_not_supported(atv) -> None:
    with pytest.raises(exceptions.NotSupportedError):
        await atv.remote_control.set_position(60)


async def test_arrows_menu_and_select_move_the_cursor(atv, tv) -> None:
    control = atv.remote_control
    for _ in range(4):
        await control.right()
    assert tv.cursor == "Settings"
    await control.select()
    await control.down()
    assert (tv.page, tv.cursor) == ("Settings", "Home Sharing")
    await control.up()
    await control.menu()
    await control.left()
    await control.top_menu()
    assert tv.cursor == "Computers"
    assert tv.keys == ["right"] * 4 + [
        "select",
        "down",
        "up",
        "menu",
        "left",
        "topmenu",
    ]
    assert (tv.finger_down, tv.touch_complaints) == (False, [])


async def test_volume_is_offered_and_changes(atv, tv) -> None:
    tv.play(CATALOGUE["track_1"])
    await atv.metadata.playing()
    assert (
        atv.features.get_feature(FeatureName.VolumeUp).state is FeatureState.Available
    )
    await atv.audio.volume_up()
    await atv.audio.volume_up()
    await atv.audio.volume_down()
    assert tv.volume == 55


async def test_artwork_is_fetched_in_the_size_asked_for(atv, tv) -> None:
    tv.play(CATALOGUE["movie"])
    artwork = await atv.metadata.artwork(width=200, height=None)
    assert artwork.mimetype == "image/png"
    assert int.from_bytes(artwork.bytes[16:20]) == 200


async def test_no_artwork_is_none(atv, tv) -> None:
    tv.play(CATALOGUE["airplay"])
    assert await atv.metadata.artwork() is None


async def test_changes_are_pushed(listener, tv) -> None:
    async with asyncio.timeout(5):
        assert (await listener.updates.get()).device_state is DeviceState.Idle
        tv.choose(CATALOGUE["track_2"])
        assert (await listener.updates.get()).device_state is DeviceState.Loading
        playing = await listener.updates.get()
        assert (playing.device_state, playing.title) == (
            DeviceState.Playing,
            CATALOGUE["track_2"].title,
        )
        tv.pause()
        assert (await listener.updates.get()).device_state is DeviceState.Paused


async def test_push_survives_a_login_from_elsewhere(listener, tv) -> None:
    async with asyncio.timeout(5):
        await listener.updates.get()
        await tv.wait_for(lambda tv: tv.polls_waiting == 1)
        tv.evict_sessions()
        # The poll is repeated in the new session with the old revision: 406, then it starts over.
        assert isinstance(await listener.errors.get(), exceptions.AuthenticationError)
        await tv.wait_for(lambda tv: tv.polls_waiting == 1)
        tv.play(CATALOGUE["track_1"])
        assert (await listener.updates.get()).title == "First Snow"


async def test_reset_in_the_poll_is_a_lost_connection(listener, tv) -> None:
    async with asyncio.timeout(5):
        await listener.updates.get()
        # aiohttp repeats a GET that was cut once by itself; the second cut reaches pyatv.
        tv.faults.set(Fault.RESET_IN_POLL, times=2)
        await listener.lost.wait()


async def test_revoked_remote_cannot_connect(tv) -> None:
    tv.revoke(GUID)
    with pytest.raises(exceptions.AuthenticationError):
        await pyatv.connect(describe(tv, GUID), asyncio.get_running_loop())


async def test_pairs_over_mdns_and_connects_with_what_it_got(socket_enabled) -> None:
    loop = asyncio.get_running_loop()
    name = f"pyatv {secrets.token_hex(4)}"
    ours, theirs = (
        AsyncZeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only)
        for _ in range(2)
    )
    async with SimulatedAppleTV(
        service_name=secrets.token_hex(8).upper(), zeroconf=ours
    ) as tv:
        config = describe(tv, None)
        pairing = await pyatv.pair(
            config,
            Protocol.DMAP,
            loop,
            zeroconf=theirs.zeroconf,
            addresses=["127.0.0.1"],
            name=name,
            pairing_guid="0x1234ABCDE56789FF",
        )
        await pairing.begin()
        pairing.pin(1234)
        await tv.wait_for(lambda tv: name in tv.remote_names)

        wrong = await tv.enter_pin(name, "4321")
        assert (wrong.accepted, wrong.status, pairing.has_paired) == (False, 500, False)
        right = await tv.enter_pin(name, "1234")
        assert (right.accepted, right.guid) == (True, "0x1234ABCDE56789FF")
        await pairing.finish()
        assert pairing.has_paired
        assert pairing.service.credentials == "0x1234ABCDE56789FF"

        await theirs.async_unregister_all_services()
        await pairing.close()
        await theirs.async_close()
        atv = await pyatv.connect(config, loop)
        assert [session.credential for session in tv.sessions] == ["0x1234ABCDE56789FF"]
        await asyncio.gather(*atv.close())
    await ours.async_close()
