"""Starting activities: accepted, followed, never sent in vain, never for ever."""

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest

from custom_components.remote_bridge.harmony.events import ActivityChange, ActivityEvent
from custom_components.remote_bridge.harmony.exceptions import (
    ActivityFailed,
    ActivityTimedOut,
    ConnectionFailed,
    Superseded,
    UnknownActivity,
)
from custom_components.remote_bridge.harmony.state import Phase, Progress
from simulators.harmony_hub import Fault, Pace
from simulators.harmony_hub.configuration.identifiers import (
    LISTEN_TO_MUSIC,
    WATCH_A_FILM,
    WATCH_TV,
)

from .conftest import QUICK, passes, sent


@pytest.fixture
def pace() -> Pace:
    """A hub that takes each step when the test says so."""
    return Pace.MANUAL


def starts(hub) -> list[object]:
    """Return which activities clients have asked for, in order."""
    return [
        params["activityId"]
        for params in [*sent(hub, "startactivity"), *sent(hub, "runactivity")]
    ]


async def test_starting_returns_when_the_hub_has_accepted_it(client, hub, heard):
    await client.start_activity(WATCH_TV)
    assert hub.activity_status == 1
    await heard.until(lambda client: client.status.phase is Phase.STARTING)
    assert client.status.activity_id == WATCH_TV


async def test_progress_shows_while_an_activity_starts(client, hub, heard):
    await client.start_activity(WATCH_TV)
    await hub.step()
    await heard.until(lambda client: client.status.progress)
    assert client.status.progress == Progress(1, 3)
    await hub.finish_activity()
    await heard.until(lambda client: client.status.phase is Phase.RUNNING)
    assert client.status.progress is None


async def test_waiting_for_the_end_returns_when_the_activity_runs(client, hub):
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.finish_activity()
    await starting
    assert client.status.phase is Phase.RUNNING


async def test_what_follows_a_start_can_wait_until_the_hub_listens_again(
    make_client, hub, time
):
    client = make_client(timing=replace(QUICK, settle=20))
    await client.connect()
    # Nothing was started yet.
    await client.settle()
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.finish_activity()
    await starting
    settling = asyncio.create_task(client.settle())
    await time.advance(15)
    assert not settling.done()
    await time.advance(6)
    await settling
    # What runs already has had its time.
    await client.start_activity(WATCH_TV, wait=True)
    await client.settle()


async def test_an_activity_is_found_by_its_label(client, hub):
    await client.start_activity("watch tv")
    assert starts(hub) == [WATCH_TV]


async def test_an_unknown_activity_sends_nothing_and_names_the_nearest(client, hub):
    with pytest.raises(UnknownActivity) as caught:
        await client.start_activity("Wach TV")
    assert caught.value.suggestions[0] == "Watch TV"
    assert starts(hub) == []


async def test_the_running_activity_is_not_started_again(client, hub):
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.finish_activity()
    await starting
    await client.start_activity(WATCH_TV, wait=True)
    assert starts(hub) == [WATCH_TV]


async def test_off_when_off_sends_nothing(client, hub):
    await client.power_off(wait=True)
    assert starts(hub) == []


async def test_two_who_want_the_same_share_one_request(client, hub):
    both = asyncio.gather(
        client.start_activity(WATCH_TV, wait=True),
        client.start_activity(WATCH_TV, wait=True),
    )
    await hub.finish_activity()
    await both
    assert starts(hub) == [WATCH_TV]


async def test_what_somebody_else_starts_already_is_waited_for_and_not_sent(
    client, hub, heard
):
    await hub.press_on_remote(WATCH_TV)
    await heard.until(lambda client: client.status.phase is Phase.STARTING)
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.finish_activity()
    await starting
    assert starts(hub) == []


async def test_a_newer_start_supersedes_the_older(client, hub):
    older = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.wait_for(lambda hub: hub.activity_status == 1)
    newer = asyncio.create_task(client.start_activity(WATCH_A_FILM, wait=True))
    with pytest.raises(Superseded):
        await older
    await hub.wait_for(lambda hub: hub.activity_id == WATCH_A_FILM)
    await hub.finish_activity()
    await newer
    assert client.status.activity_id == WATCH_A_FILM


async def test_the_remote_control_supersedes_a_start(client, hub, heard):
    older = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await heard.until(lambda client: client.status.phase is Phase.STARTING)
    await hub.press_on_remote(LISTEN_TO_MUSIC)
    with pytest.raises(Superseded):
        await older


async def test_turning_off_goes_through_stopping_with_the_old_activity(
    client, hub, heard
):
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.finish_activity()
    await starting
    stopping = asyncio.create_task(client.power_off(wait=True))
    await heard.until(lambda client: client.status.phase is Phase.STOPPING)
    assert client.status.activity_id == WATCH_TV
    await hub.finish_activity()
    await stopping
    assert client.status.phase is Phase.OFF


async def test_what_happens_is_told_once_each(client, hub, heard):
    hub.faults.set(Fault.DUPLICATE_DIGESTS, copies=3)
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.finish_activity()
    await starting
    stopping = asyncio.create_task(client.power_off(wait=True))
    await hub.wait_for(lambda hub: hub.activity_status == 3)
    await hub.finish_activity()
    await stopping
    assert heard.events == [
        ActivityEvent(ActivityChange.STARTING, WATCH_TV),
        ActivityEvent(ActivityChange.STARTED, WATCH_TV),
        ActivityEvent(ActivityChange.STOPPING, WATCH_TV),
        ActivityEvent(ActivityChange.STOPPED, WATCH_TV),
    ]


async def test_a_true_switch_gives_the_hub_time_and_what_may_run_already_does_not(
    client, hub, kind
):
    older = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.wait_for(lambda hub: hub.activity_status == 1)
    with suppress(Superseded):
        await client.power_off()
    await asyncio.wait({older})
    limits = [
        request.timeout
        for request in hub.requests
        if request.command.lower().endswith(("startactivity", "runactivity"))
    ]
    assert limits == {"websocket": [60, 5], "xmpp": [None, None]}[kind]
    assert isinstance(older.exception(), Superseded)


# ── When the hub says less, or something else ─────────────────────────────────


async def test_no_reply_is_no_failure_and_the_digest_tells(client, hub, time):
    hub.faults.set(Fault.NO_REPLY_AT_ALL)
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.finish_activity()
    await starting
    assert client.status.activity_id == WATCH_TV


async def test_without_any_sign_the_caller_waits_a_few_seconds_and_no_longer(
    client, hub, time
):
    hub.faults.set(Fault.HANG, path="")
    starting = asyncio.create_task(client.start_activity(WATCH_TV))
    await hub.wait_for(starts)
    await passes(time, 6)
    await starting
    # Nothing was invented from the silence.
    assert client.status.phase is Phase.OFF


@pytest.mark.parametrize(
    "fault",
    [
        Fault.NO_FINAL_REPLY,
        Fault.NO_FINISHED_EVENT,
        Fault.NO_FINAL_DIGEST,
        Fault.CODE_200_2,
        Fault.CODE_AS_STRING,
        Fault.FLIP_BACK,
        Fault.DUPLICATE_DIGESTS,
    ],
)
async def test_an_activity_starts_whatever_else_is_missing(client, hub, fault):
    hub.faults.set(fault)
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.finish_activity()
    await starting
    assert (client.status.activity_id, client.status.phase) == (WATCH_TV, Phase.RUNNING)


async def test_a_finished_event_without_a_digest_makes_us_ask(client, hub, heard):
    hub.faults.set(Fault.NO_FINAL_DIGEST)
    await hub.press_on_remote(WATCH_TV)
    await hub.finish_activity()
    await heard.until(lambda client: client.status.phase is Phase.RUNNING)
    assert client.status.activity_id == WATCH_TV


async def test_an_activity_that_fails_says_so_and_the_state_is_read_again(
    client, hub, heard
):
    hub.faults.set(Fault.ACTIVITY_FAILS)
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.finish_activity()
    with pytest.raises(ActivityFailed, match="Watch TV did not start"):
        await starting
    assert client.status.phase is Phase.OFF
    assert ActivityEvent(ActivityChange.FAILED, WATCH_TV) in heard.events


async def test_a_refused_activity_fails_at_once(client, hub):
    hub.faults.set(Fault.ACTIVITY_REFUSED)
    with pytest.raises(ActivityFailed, match="Activity not found"):
        await client.start_activity(WATCH_TV)


async def test_a_start_that_never_ends_fails_after_its_time(client, hub, time):
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.wait_for(lambda hub: hub.activity_status == 1)
    await passes(time, 80)
    with pytest.raises(ActivityTimedOut, match="Watch TV"):
        await starting
    # The hub still says that it starts, so that is what we say.
    assert client.status.phase is Phase.STARTING


async def test_nothing_is_starting_for_ever_because_a_digest_got_lost(
    client, hub, heard, time
):
    await hub.press_on_remote(WATCH_TV)
    await heard.until(lambda client: client.status.phase is Phase.STARTING)
    hub.faults.set(Fault.NO_FINAL_DIGEST)
    hub.faults.set(Fault.NO_FINISHED_EVENT)
    await hub.finish_activity()
    assert client.status.phase is Phase.STARTING
    await passes(time, 80)
    await heard.until(lambda client: client.status.phase is Phase.RUNNING)


async def test_the_start_goes_on_when_who_wanted_it_is_cancelled(client, hub, heard):
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.wait_for(lambda hub: hub.activity_status == 1)
    starting.cancel()
    await hub.finish_activity()
    await heard.until(lambda client: client.status.phase is Phase.RUNNING)


async def test_closing_lets_nobody_wait(client, hub):
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.wait_for(lambda hub: hub.activity_status == 1)
    await client.close()
    with pytest.raises(ConnectionFailed):
        await starting
