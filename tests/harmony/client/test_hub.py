"""Everything else that a hub can do: channels, text, timers, syncs, fixes, sequences, and what it tells."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.remote_bridge.harmony.events import ButtonEvent
from custom_components.remote_bridge.harmony.exceptions import (
    CommandRejected,
    NothingRuns,
    NotPossible,
    UnknownDevice,
    UnknownSequence,
)
from custom_components.remote_bridge.harmony.state import Phase
from simulators.harmony_hub import Fault
from simulators.harmony_hub.configuration.identifiers import (
    GOOD_NIGHT,
    LISTEN_TO_MUSIC,
    RECEIVER,
    TELEVISION,
    WATCH_TV,
)

from .conftest import Heard, sent

# Every key of a keyboard that types something, with and without shift.
TEXT = (
    "abcdefghijklmnopqrstuvwxyz1234567890 -=[]\\;'`,./\n"
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()_+{}|:"~<>?'
)


@pytest.fixture
async def watching(client):
    """A client of a hub that runs an activity with a tuner."""
    await client.start_activity(WATCH_TV, wait=True)
    return client


# ── Channels, text, sequences ─────────────────────────────────────────────────


@pytest.mark.parametrize("channel", ["7", "12", "5.1", "0042"])
async def test_a_channel_is_tuned_to(watching, hub, channel):
    await watching.change_channel(channel)
    assert hub.channels == [channel]


@pytest.mark.parametrize(
    "channel", ["", "a", "1.2.3", ".5", "5.", "-1", "1 2", "٣", "1" * 7, "1:2"]
)
async def test_what_is_no_channel_is_not_sent(watching, hub, channel):
    with pytest.raises(NotPossible):
        await watching.change_channel(channel)
    assert sent(hub, "changechannel") == []


async def test_channels_need_an_activity_with_a_tuner(client, hub):
    with pytest.raises(NothingRuns):
        await client.change_channel("1")
    await client.start_activity(LISTEN_TO_MUSIC, wait=True)
    with pytest.raises(NotPossible, match="Listen to Music"):
        await client.change_channel("1")
    assert sent(hub, "changechannel") == []


async def test_a_sequence_is_run(watching, hub):
    await watching.run_sequence(GOOD_NIGHT)
    assert hub.sequences == [GOOD_NIGHT]


async def test_an_unknown_sequence_sends_nothing(client, hub):
    with pytest.raises(UnknownSequence):
        await client.run_sequence("Good Knight")
    assert sent(hub, "holdaction") == []


async def test_a_sequence_that_the_hub_does_not_know_is_refused(client, hub):
    # Somebody removed it, and we have not heard of that yet.
    hub.config["sequence"].clear()
    with pytest.raises(CommandRejected, match="Good Night"):
        await client.run_sequence(GOOD_NIGHT)


def with_keyboard(hub, device_id: str) -> None:
    """Give the device of an activity a keyboard."""
    activity = next(one for one in hub.config["activity"] if one["id"] == WATCH_TV)
    activity["roles"] = {"KeyboardTextEntryActivityRole": device_id}
    hub.replace_config(hub.config)


async def test_text_is_typed_on_the_activitys_keyboard(make_client, hub):
    with_keyboard(hub, TELEVISION)
    async with make_client() as client:
        await client.start_activity(WATCH_TV, wait=True)
        await client.enter_text(TEXT)
    assert "".join(hub.texts) == TEXT
    assert hub.keyboard_device == TELEVISION


async def test_two_texts_do_not_get_mixed_up(make_client, hub):
    with_keyboard(hub, TELEVISION)
    async with make_client() as client:
        await client.start_activity(WATCH_TV, wait=True)
        await asyncio.gather(client.enter_text("aaa"), client.enter_text("bbb"))
    assert "".join(hub.texts) in {"aaabbb", "bbbaaa"}


async def test_text_that_cannot_be_typed_is_refused_before_anything_is_sent(
    make_client, hub
):
    with_keyboard(hub, TELEVISION)
    async with make_client() as client:
        await client.start_activity(WATCH_TV, wait=True)
        with pytest.raises(NotPossible, match="'é' '☕'"):
            await client.enter_text("Café ☕")
        with pytest.raises(NotPossible, match="500"):
            await client.enter_text("a" * 501)
    assert hub.texts == []


async def test_text_needs_a_keyboard(watching, hub):
    with pytest.raises(NotPossible, match="Watch TV"):
        await watching.enter_text("a")
    await watching.power_off(wait=True)
    with pytest.raises(NothingRuns):
        await watching.enter_text("a")
    assert sent(hub, "hid.report") == []


async def test_a_keyboard_that_is_refused_types_nothing(make_client, hub):
    with_keyboard(hub, TELEVISION)
    async with make_client() as client:
        await client.start_activity(WATCH_TV, wait=True)
        hub.config["device"] = [
            one for one in hub.config["device"] if one["id"] != TELEVISION
        ]
        with pytest.raises(CommandRejected):
            await client.enter_text("a")
    assert hub.texts == []


# ── The sleep timer ───────────────────────────────────────────────────────────


def about(seconds: float) -> object:
    """Return what equals a moment in so many seconds."""
    now = datetime.now(UTC).timestamp()
    return pytest.approx(now + seconds, abs=5)


async def test_a_sleep_timer_shows_when_it_ends(watching, hub, heard):
    await watching.set_sleep_timer(600)
    assert hub.sleep_timer == pytest.approx(600, abs=2)
    assert watching.status.sleep_timer_ends.timestamp() == about(600)
    assert watching.status.sleep_timer_ends.utcoffset() == timedelta(0)


async def test_a_sleep_timer_can_be_cancelled(watching, hub, heard):
    await watching.set_sleep_timer(600)
    await watching.set_sleep_timer(None)
    await heard.until(lambda client: client.status.sleep_timer_ends is None)
    assert hub.sleep_timer is None


async def test_somebody_elses_sleep_timer_is_read(watching, hub, heard, make_client):
    async with make_client() as somebody:
        await somebody.set_sleep_timer(900)
    await heard.until(lambda client: client.status.sleep_timer_ends)
    assert watching.status.sleep_timer_ends.timestamp() == about(900)


async def test_a_sleep_timer_is_known_after_a_reconnect(watching, hub, make_client):
    await watching.set_sleep_timer(300)
    other = make_client()
    heard = Heard(other)
    await other.connect()
    await heard.until(lambda client: client.status.sleep_timer_ends)
    assert other.status.sleep_timer_ends.timestamp() == about(300)


async def test_a_sleep_timer_turns_everything_off(watching, hub, heard, time):
    await watching.set_sleep_timer(10)
    await time.advance(11)
    await heard.until(lambda client: client.status.phase is Phase.OFF)
    assert watching.status.sleep_timer_ends is None


@pytest.mark.parametrize("seconds", [0, -1, 100_000])
async def test_a_sleep_timer_has_limits(client, hub, seconds):
    with pytest.raises(NotPossible):
        await client.set_sleep_timer(seconds)
    assert sent(hub, "setsleeptimer") == []


# ── The hub ───────────────────────────────────────────────────────────────────


async def test_a_sync_is_begun_and_shown(client, hub, heard):
    seen = []
    client.add_listener(lambda: seen.append(client.status.syncing))
    await client.sync()
    assert hub.syncs == 1
    await heard.until(lambda client: client.config_version == hub.config_version)
    assert True in seen
    assert not client.status.syncing


async def test_a_sync_that_is_not_answered_has_begun_when_a_digest_says_so(
    client, hub, heard
):
    hub.faults.set(Fault.HANG, path="setup.sync")
    syncing = asyncio.create_task(client.sync())
    await hub.wait_for(lambda hub: sent(hub, "setup.sync"))
    hub.core.sync_status = 1
    hub.repeat_digest()
    await asyncio.wait_for(syncing, 5)


async def test_the_hub_is_told_what_a_device_really_does(client, hub):
    await client.fix_device(RECEIVER, power=True, input="CBL/SAT")
    assert hub.powered[RECEIVER]
    assert hub.inputs[RECEIVER] == "CBL/SAT"
    await client.fix_device(RECEIVER, power=False)
    assert not hub.powered[RECEIVER]
    assert hub.infrared == []


async def test_fixing_an_unknown_device_sends_nothing(client, hub):
    with pytest.raises(UnknownDevice):
        await client.fix_device("Toaster", power=True)
    assert hub.fixes == []


async def test_a_button_on_the_remote_control_is_told(client, hub, heard):
    await hub.press_button()
    await hub.press_button(long=True)
    await heard.until_event(ButtonEvent(long=True))
    assert heard.events == [ButtonEvent(long=False), ButtonEvent(long=True)]


async def test_newer_firmware_is_told(client, hub, heard):
    assert client.status.firmware == hub.firmware
    assert client.status.update_available is False
    hub.update_available("4.16.0")
    await heard.until(lambda client: client.status.update_available)


async def test_a_repeated_digest_says_nothing_new(client, hub):
    news = []
    client.add_listener(lambda: news.append(client.status))
    hub.repeat_digest()
    hub.repeat_digest()
    # What is asked for after them is answered after them.
    await client.fix_device(RECEIVER, power=True)
    assert news == []


@pytest.mark.parametrize(
    "event",
    [
        ("connect.stateDigest?notify", None),
        ("connect.stateDigest?notify", [1]),
        ("connect.stateDigest?notify", {}),
        ("connect.stateDigest?notify", {"activityId": {"a": 1}, "activityStatus": 2}),
        ("connect.stateDigest?notify", {"activityStatus": "many"}),
        ("connect.stateDigest?notify", {"sleepTimerId": "x", "configVersion": []}),
        ("harmony.engine?startActivityFinished", None),
        ("harmony.engine?startActivityFinished", {"activityId": None}),
        ("harmonyengine.metadata?notify", {"activity": False, "status": "pause"}),
        ("", {}),
        ("something.new?notify", {"a": "b"}),
    ],
)
async def test_an_event_that_makes_no_sense_changes_nothing(watching, hub, event):
    before = watching.status
    hub.send_event(*event)
    await watching.fix_device(RECEIVER, power=True)
    assert watching.status == before


async def test_statistics_tell_how_it_went(client, hub):
    statistics = client.statistics
    assert statistics.reconnects == 0
    assert 0 < statistics.round_trip < 5
    assert statistics.refused_keys == 0
    assert statistics.last_refusal is None
