"""Pairing: the real exchange over mDNS and HTTP, wrong codes, strangers, and nothing left behind."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from zeroconf import IPVersion, NonUniqueNameException
from zeroconf.asyncio import AsyncZeroconf

from custom_components.remote_bridge.dacp import (
    AppleTV,
    PairingTimedOut,
    WrongDevice,
    pairing as pairing_module,
    pairing_code,
    routed_address,
)
from custom_components.remote_bridge.dacp.pairing import random_pin
from simulators.apple_tv import SimulatedAppleTV

from .attempt import ask, code_of, is_open, registered, session_on

# All of these share the loopback network, and would see each other's remotes.
pytestmark = pytest.mark.xdist_group("mdns")

SERVICE_NAME = "61FBE455BD6E3BF2"

VECTORS = [
    (0x0000000000000001, "1234", "690E6FF61E0D7C747654A42AED17047D"),
    (0x0000000000000001, "1111", "AAB15DF9F73AA252A7934E0AF9C86B13"),
    (0x1234ABCDE56789FF, "5555", "58AD1D195B6DAA58AA2EA29DC25B81C3"),
    (0x7D1324235F535AE7, "0001", "A34C3361C7D57D61CA41F62A8042F069"),
    (0x5B03A9CF4A983143, "1234", "7AF2D0B8629DE3C704D40A14C9E8CB93"),
    (0xAF07431C9971AB1D, "3883", "3FB658B77CC8DEF0D473FAD20A991BF2"),
    (0x6F6B5B10EEB098DB, "1234", "308D593CE00196A6C268BBC33C58624D"),
]


@pytest.fixture
async def tv(socket_enabled) -> AsyncGenerator[SimulatedAppleTV]:
    """A simulated Apple TV on the same network, with its own end of it."""
    zeroconf = AsyncZeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only)
    async with SimulatedAppleTV(
        service_name=SERVICE_NAME, zeroconf=zeroconf
    ) as simulated:
        yield simulated
    await zeroconf.async_close()


@pytest.mark.parametrize(("guid", "pin", "code"), VECTORS)
def test_the_pin_hash_is_what_real_devices_send(guid, pin, code):
    assert pairing_code(guid, pin) == code


def test_a_pin_has_four_digits():
    pins = {random_pin() for _ in range(200)}
    assert len(pins) > 100
    assert all(len(pin) == 4 and pin.isdecimal() for pin in pins)


async def test_entering_the_pin_on_the_television_pairs(tv, network, http):
    async with session_on(network) as session:
        await tv.wait_for(lambda tv: tv.remotes)
        assert [remote.name for remote in tv.remotes] == ["Home Assistant"]
        assert (await tv.enter_pin("Home Assistant", session.pin)).accepted
        paired = await session.wait(5)
    assert paired.identifier == SERVICE_NAME
    assert paired.address == "127.0.0.1"
    async with AppleTV(http, tv.host, tv.port, paired.login_id) as client:
        assert client.status is not None


async def test_everything_an_apple_tv_wants_to_know_is_announced(network):
    async with session_on(network, name="Home") as session:
        (info,) = network.zeroconf.registry.async_get_service_infos()
        properties = info.decoded_properties
        pair = properties.pop("Pair")
        assert properties == {
            "DvNm": "Home",
            "RemN": "Remote",
            "RemV": "10000",
            "DvTy": "iPod",
            "txtvers": "1",
        }
        assert len(pair) == 16
        assert pair == pair.upper()
        assert info.parsed_addresses() == ["127.0.0.1"]
        assert info.port == session.port
        assert info.type == "_touch-remote._tcp.local."


async def test_a_guid_with_leading_zeros_keeps_all_sixteen_digits(
    network, monkeypatch, tv
):
    monkeypatch.setattr(pairing_module, "random_pairing_guid", lambda: 0xABC)
    async with session_on(network) as session:
        await tv.wait_for(lambda tv: tv.remotes)
        assert tv.remotes[0].pair == "0000000000000ABC"
        assert (await tv.enter_pin("Home Assistant", session.pin)).accepted
        assert (await session.wait(5)).login_id == "0x0000000000000ABC"


async def test_every_attempt_has_a_label_and_a_guid_of_its_own(network):
    seen = set()
    for _ in range(3):
        async with session_on(network):
            (info,) = network.zeroconf.registry.async_get_service_infos()
            seen.add((info.name, info.decoded_properties["Pair"]))
    assert len({name for name, _ in seen}) == 3
    assert len({pair for _, pair in seen}) == 3


async def test_a_wrong_pin_can_be_tried_again(tv, network):
    async with session_on(network, pin="1234") as session:
        await tv.wait_for(lambda tv: tv.remotes)
        wrong = await tv.enter_pin("Home Assistant", "4321")
        assert not wrong.accepted
        assert wrong.status == 404
        assert session.wrong_codes == 1
        assert (await tv.enter_pin("Home Assistant", "1234")).accepted
        assert await session.wait(5)


async def test_another_television_than_the_wanted_one_is_refused(tv, network):
    async with session_on(network, expected="AAAAAAAAAAAAAAAA") as session:
        await tv.wait_for(lambda tv: tv.remotes)
        assert not (await tv.enter_pin("Home Assistant", session.pin)).accepted
        with pytest.raises(WrongDevice) as caught:
            await session.wait(5)
    assert caught.value.identifier == SERVICE_NAME


async def test_nobody_entering_a_code_ends_in_a_time_out(network):
    async with session_on(network) as session:
        with pytest.raises(PairingTimedOut) as caught:
            await session.wait(0.01)
    assert caught.value.wrong_codes == 0


async def test_a_time_out_tells_that_wrong_codes_came(network):
    async with session_on(network) as session:
        await ask(session, "?pairingcode=A&servicename=A")
        with pytest.raises(PairingTimedOut) as caught:
            await session.wait(0.01)
    assert caught.value.wrong_codes == 1


async def test_success_leaves_nothing_behind(tv, network):
    async with session_on(network) as session:
        await tv.wait_for(lambda tv: tv.remotes)
        await tv.enter_pin("Home Assistant", session.pin)
        await session.wait(5)
    assert registered(network) == []
    assert not await is_open(session.port)
    await tv.wait_for(lambda tv: not tv.remotes)


async def test_a_time_out_leaves_nothing_behind(network):
    async with session_on(network) as session:
        with pytest.raises(PairingTimedOut):
            await session.wait(0.01)
    assert registered(network) == []
    assert not await is_open(session.port)


async def test_cancelling_while_waiting_leaves_nothing_behind(network):
    entered = asyncio.Event()
    session = session_on(network)

    async def attempt() -> None:
        async with session:
            entered.set()
            await session.wait(60)

    task = asyncio.create_task(attempt())
    await entered.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert registered(network) == []
    assert not await is_open(session.port)


async def test_cancelling_while_announcing_leaves_nothing_behind(network, monkeypatch):
    announcing = asyncio.Event()

    async def announce_for_ever(info: object, **options: object) -> None:
        announcing.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(network, "async_register_service", announce_for_ever)
    session = session_on(network)

    async def attempt() -> None:
        async with session:
            pytest.fail("entered without being announced")

    task = asyncio.create_task(attempt())
    await announcing.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not await is_open(session.port)


async def test_an_error_inside_leaves_nothing_behind(network):
    with pytest.raises(RuntimeError, match="mine"):
        async with session_on(network) as session:
            raise RuntimeError("mine")
    assert registered(network) == []
    assert not await is_open(session.port)


async def test_an_outcome_that_nobody_waits_for_disturbs_nobody(network):
    async with session_on(network, expected="B") as session:
        await ask(session, f"?pairingcode={code_of(session)}&servicename=A")


async def test_pairing_again_right_away_works(tv, network):
    for _ in range(3):
        async with session_on(network) as session:
            await tv.wait_for(lambda tv: tv.remotes)
            assert (await tv.enter_pin("Home Assistant", session.pin)).accepted
            await session.wait(5)
        await tv.wait_for(lambda tv: not tv.remotes)


async def test_two_attempts_at_once_do_not_disturb_each_other(tv, network):
    async with (
        session_on(network, name="First") as first,
        session_on(network, name="Second") as second,
    ):
        await tv.wait_for(lambda tv: len(tv.remotes) == 2)
        assert (await tv.enter_pin("Second", second.pin)).accepted
        assert await second.wait(5)
        with pytest.raises(PairingTimedOut):
            await first.wait(0)


async def test_an_announcement_that_fails_leaves_no_port_open(network, monkeypatch):
    async def refuse(info: object, **options: object) -> None:
        raise NonUniqueNameException

    monkeypatch.setattr(network, "async_register_service", refuse)
    session = session_on(network)
    with pytest.raises(NonUniqueNameException):
        async with session:
            pass
    assert not await is_open(session.port)


async def test_waiting_before_entering_is_a_mistake_of_ours(network):
    with pytest.raises(RuntimeError):
        await session_on(network).wait(1)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", None),
        ("", None),
        ("::1", None),
        ("999.1.1.1", None),
    ],
)
def test_the_routed_address_is_the_one_that_reaches_the_device(
    socket_enabled, host, address
):
    assert routed_address(host) == address
