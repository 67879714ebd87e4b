"""When a hub leaves it open how a start went: what is asked, and what decides."""

import asyncio

import pytest

from custom_components.remote_bridge.harmony.events import ActivityChange, ActivityEvent
from custom_components.remote_bridge.harmony.exceptions import (
    ActivityFailed,
    ConnectionFailed,
)
from custom_components.remote_bridge.harmony.state import Phase
from simulators.harmony_hub import Fault, Pace
from simulators.harmony_hub.configuration.identifiers import WATCH_A_FILM, WATCH_TV

from .conftest import passes, sent

_DIGEST = "vnd.logitech.connect/vnd.logitech.statedigest?get"
_TIMER = "vnd.logitech.harmony/vnd.logitech.harmony.engine?gettimerinterval"


@pytest.fixture
def pace() -> Pace:
    """A hub that takes each step when the test says so."""
    return Pace.MANUAL


async def test_a_failure_counts_also_when_no_digest_can_be_had(client, hub, time):
    hub.faults.set(Fault.ACTIVITY_REFUSED)
    hub.faults.set(Fault.HANG, path=_DIGEST)
    asked = len(sent(hub, "statedigest?get"))
    starting = asyncio.create_task(client.start_activity(WATCH_TV))
    await hub.wait_for(lambda hub: len(sent(hub, "statedigest?get")) > asked)
    await passes(time, 15)
    with pytest.raises(ActivityFailed, match="Activity not found"):
        await starting


async def test_what_has_finished_has_finished_also_when_no_digest_can_be_had(
    client, hub, time
):
    hub.faults.set(Fault.NO_FINAL_DIGEST)
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.wait_for(lambda hub: hub.activity_status == 1)
    hub.faults.set(Fault.HANG, path=_DIGEST)
    asked = len(sent(hub, "statedigest?get"))
    await hub.finish_activity()
    await hub.wait_for(lambda hub: len(sent(hub, "statedigest?get")) > asked)
    await passes(time, 15)
    await starting
    # What is known is still what a digest has said.
    assert client.status.phase is Phase.STARTING


async def test_a_connection_lost_before_anything_was_accepted_fails_the_start(
    client, hub
):
    hub.faults.set(Fault.HANG)
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.wait_for(lambda hub: sent(hub, "activity"))
    hub.drop_connections()
    with pytest.raises(ConnectionFailed):
        await starting


async def test_a_start_survives_a_lost_connection(client, hub, heard, time):
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await heard.until(lambda client: client.status.phase is Phase.STARTING)
    hub.drop_connections()
    await heard.until(lambda client: client.connection == "reconnecting")
    await passes(time, 5)
    await heard.until(lambda client: client.connection == "connected")
    assert not starting.done()
    await hub.finish_activity()
    await starting
    assert client.status.phase is Phase.RUNNING


async def test_somebody_elses_failure_is_told(client, hub, heard):
    hub.faults.set(Fault.ACTIVITY_FAILS)
    await hub.press_on_remote(WATCH_A_FILM)
    await hub.finish_activity()
    await heard.until_event(ActivityEvent(ActivityChange.FAILED, WATCH_A_FILM))
    await heard.until(lambda client: client.status.phase is Phase.OFF)


async def test_an_activity_that_is_removed_while_it_runs_is_what_the_digest_says(
    client, hub, heard
):
    starting = asyncio.create_task(client.start_activity(WATCH_TV, wait=True))
    await hub.finish_activity()
    await starting
    hub.remove_activity(WATCH_TV)
    await heard.until(lambda client: client.status.phase is Phase.OFF)
    await heard.until(lambda client: client.config_version == hub.config_version)
    assert WATCH_TV not in {one.id for one in client.config.activities}


async def test_a_sleep_timer_that_cannot_be_read_is_asked_for_again(
    client, hub, heard, make_client, time
):
    hub.faults.set(Fault.HANG, path=_TIMER)
    async with make_client() as somebody:
        await somebody.set_sleep_timer(900)
    await hub.wait_for(lambda hub: sent(hub, "gettimerinterval"))
    await passes(time, 15)
    assert client.status.sleep_timer_ends is None
    hub.faults.clear()
    hub.repeat_digest()
    await heard.until(lambda client: client.status.sleep_timer_ends)
