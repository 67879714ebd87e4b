"""A hub that means us no good: whatever it sends costs little, and what comes after it still works."""

import pytest

from custom_components.remote_bridge.harmony import commands
from custom_components.remote_bridge.harmony.exceptions import ProtocolError
from simulators.harmony_hub import Fault


@pytest.mark.parametrize("fault", [Fault.MALFORMED_JSON, Fault.DEEP_JSON])
async def test_json_that_is_none_is_dropped_and_the_connection_stands(
    hub, listener, fault
):
    await listener.exchange.ask(commands.state_digest(), 5)
    hub.faults.set(fault)
    hub.repeat_digest()
    hub.faults.clear()
    assert await listener.exchange.ask(commands.state_digest(), 5)
    assert listener.ends == []


async def test_a_body_that_is_too_large_ends_the_connection(hub, listener):
    await listener.exchange.ask(commands.state_digest(), 5)
    hub.faults.set(Fault.HUGE_BODY)
    hub.repeat_digest()
    assert type(await listener.end()) is ProtocolError


async def test_a_flood_of_events_arrives_whole_and_in_order(hub, listener):
    await listener.exchange.ask(commands.state_digest(), 5)
    for number in range(2000):
        hub.send_event("flood", {"number": number})
    await listener.exchange.ask(commands.state_digest(), 10)
    numbers = [event.data["number"] for event in listener.events]
    assert numbers == list(range(2000))


async def test_a_flood_of_long_events_arrives_whole_and_in_order(hub, listener):
    await listener.exchange.ask(commands.state_digest(), 5)
    for number in range(40):
        hub.send_event("flood", {"number": number, "padding": "x" * 1_000_000})
    await listener.exchange.ask(commands.state_digest(), 30)
    numbers = [event.data["number"] for event in listener.events]
    assert numbers == list(range(40))
