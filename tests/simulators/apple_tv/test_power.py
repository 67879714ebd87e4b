"""Sleep, waking up, reboot and moving to another port."""

import asyncio

from aiohttp import ClientConnectionError
import pytest

from simulators.apple_tv import CATALOGUE, Fault, SimulatedAppleTV, SleepStyle

from .conftest import GUID


async def test_asleep_connections_are_refused_until_it_wakes(remote, tv) -> None:
    port = tv.port
    await tv.sleep_now()
    assert not tv.awake
    with pytest.raises(ClientConnectionError):
        await remote.send("/server-info")
    await tv.wake_up()
    assert (tv.port, tv.sessions) == (port, ())
    assert (await remote.send("/update")).status == 403
    assert await remote.login() == 200


async def test_falling_asleep_cuts_a_held_poll_and_ends_playing(remote, tv) -> None:
    tv.play(CATALOGUE["movie"])
    revision = (await remote.poll())["cmsr"].number
    held = asyncio.create_task(remote.poll(revision))
    await tv.wait_for(lambda tv: tv.polls_waiting == 1)
    await tv.sleep_now(SleepStyle.SILENT)
    with pytest.raises(ClientConnectionError):
        await held
    assert tv.playing is None


async def test_asleep_and_silent_nothing_is_answered_until_it_wakes(
    stranger, tv
) -> None:
    await tv.sleep_now(SleepStyle.SILENT)
    asked = asyncio.create_task(stranger.send("/server-info"))
    await tv.wait_for(lambda tv: tv.knocks == 1)
    assert not asked.done()
    await tv.wake_up()
    assert (await asked).status == 200


async def test_request_wakes_it_after_a_while(stranger, tv) -> None:
    await tv.sleep_now(SleepStyle.WAKEABLE, wake_seconds=0.02)
    assert await stranger.login() == 200
    assert tv.awake


async def test_sleeping_and_waking_twice_is_as_good_as_once(tv, stranger) -> None:
    for _ in range(2):
        await tv.sleep_now()
    for _ in range(2):
        await tv.wake_up()
    assert await stranger.login() == 200


async def test_paired_remotes_survive_a_reboot_and_nothing_else_does(
    remote, tv
) -> None:
    tv.play(CATALOGUE["movie"])
    tv.open_keyboard()
    await remote.entry("touchDown&time=0&point=1,1")
    await tv.reboot()
    assert [one.guid for one in tv.paired] == [GUID]
    assert (tv.sessions, tv.playing, tv.keyboard, tv.finger_down) == (
        (),
        None,
        None,
        False,
    )
    assert await remote.login() == 200
    assert (await remote.poll())["cmsr"].number == 2


async def test_moved_device_is_found_at_its_new_port_only(remote, tv, http) -> None:
    old = tv.port
    await tv.move(port=0)
    assert tv.port != old
    assert await remote.poll()
    with pytest.raises(ClientConnectionError):
        await http.get(f"http://127.0.0.1:{old}/server-info")


async def test_device_that_moved_in_its_sleep_wakes_up_at_its_new_port(
    remote, tv
) -> None:
    await tv.sleep_now()
    old = tv.port
    await tv.move(port=0)
    assert tv.port != old
    with pytest.raises(ClientConnectionError):
        await remote.send("/server-info")
    await tv.wake_up()
    assert await remote.login() == 200


async def test_stopping_asleep_or_twice_leaves_nothing_open(socket_enabled) -> None:
    tv = SimulatedAppleTV()
    await tv.start()
    await tv.sleep_now()
    await tv.stop()
    await tv.stop()


async def test_stopping_ends_what_hangs(remote, tv) -> None:
    tv.faults.set(Fault.HANGING_REPLY, path="/update")
    hanging = asyncio.create_task(remote.send("/update"))
    await tv.wait_for(lambda tv: tv.requests[-1].path == "/update")
    await tv.stop()
    with pytest.raises(ClientConnectionError):
        await hanging


async def test_waiting_for_what_never_happens_ends(tv) -> None:
    with pytest.raises(TimeoutError):
        await tv.wait_for(lambda _: False, timeout=0.01)


async def test_settings_put_it_to_sleep_and_turn_home_sharing_off(tv) -> None:
    for key in ("right",) * 4 + ("select", "down", "select"):
        tv.press(key)
    await tv.wait_for(lambda tv: tv.home_sharing_id is None)
    for key in ("down", "select"):
        tv.press(key)
    await tv.wait_for(lambda tv: not tv.awake)
