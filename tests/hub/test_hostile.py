"""A hub that means us no good: Home Assistant never notices, and the hub that comes to its senses is right again."""

import logging

from homeassistant.core import HomeAssistant
import pytest

from simulators.harmony_hub import Fault, SimulatedHub
from simulators.harmony_hub.configuration import RECEIVER, WATCH_TV

from ..common import state_of, wait_for_state
from .common import CONNECTION, REMOTE, ask_remote, requests, sent, start

# What makes no sense, in a connection that does.
HARMLESS = [
    ("websocket", Fault.MALFORMED_JSON),
    ("websocket", Fault.DEEP_JSON),
    ("websocket", Fault.BINARY_FRAMES),
    ("websocket", Fault.RUBBISH),
    ("websocket", Fault.ANSWER_OTHERS),
    ("websocket", Fault.WRONG_ID),
    ("xmpp", Fault.MALFORMED_JSON),
    ("xmpp", Fault.DEEP_JSON),
    ("xmpp", Fault.RUBBISH),
    ("xmpp", Fault.ANSWER_OTHERS),
    ("xmpp", Fault.XMPP_LATIN_1),
]
# What a connection does not survive.
DEADLY = [
    ("websocket", Fault.INVALID_UTF8),
    ("websocket", Fault.HUGE_BODY),
    ("websocket", Fault.ENDLESS_FRAMES),
    ("xmpp", Fault.HUGE_BODY),
    ("xmpp", Fault.XMPP_ENTITY_BOMB),
    ("xmpp", Fault.XMPP_DEEP_NESTING),
    ("xmpp", Fault.XMPP_ENDLESS_STANZA),
    ("xmpp", Fault.XMPP_NOT_WELL_FORMED),
    ("xmpp", Fault.XMPP_STREAM_ERROR),
]


@pytest.fixture
def grace() -> float:
    """Mend what breaks before anybody has to hear of it."""
    return 60.0


@pytest.mark.parametrize(("transport", "fault"), HARMLESS)
@pytest.mark.usefixtures("init_integration")
async def test_what_makes_no_sense_is_passed_over(
    hass: HomeAssistant,
    hub: SimulatedHub,
    fault: Fault,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await start(hass, hub, WATCH_TV)
    connected = requests(hub, "statedigest?get")
    hub.faults.set(fault)
    hub.repeat_digest()
    hub.faults.clear()

    await assert_all_is_well(hass, hub, caplog)
    assert requests(hub, "statedigest?get") == connected


@pytest.mark.parametrize(("transport", "fault"), DEADLY)
@pytest.mark.usefixtures("init_integration")
async def test_a_connection_that_it_cost_is_made_again_without_a_word(
    hass: HomeAssistant,
    hub: SimulatedHub,
    fault: Fault,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await start(hass, hub, WATCH_TV)
    connected = requests(hub, "statedigest?get")
    hub.faults.set(fault)
    hub.repeat_digest()
    hub.faults.clear()
    await wait_for_state(hass, CONNECTION, lambda state: state.state == "off")
    await wait_for_state(hass, CONNECTION, lambda state: state.state == "on")

    await assert_all_is_well(hass, hub, caplog)
    assert len(requests(hub, "statedigest?get")) == len(connected) + 1


async def assert_all_is_well(
    hass: HomeAssistant, hub: SimulatedHub, caplog: pytest.LogCaptureFixture
) -> None:
    """Make sure that the state is true, keys arrive, and nobody was troubled."""
    assert state_of(hass, REMOTE).attributes["current_activity"] == "Watch TV"
    await ask_remote(hass, "send_command", command=["volume_up"])
    await hub.wait_for(lambda hub: bool(hub.infrared))
    assert sent(hub) == [(RECEIVER, "VolumeUp")]
    # The loop's own complaints are about the simulator, which makes megabytes in it.
    assert not [
        record
        for record in caplog.records
        if record.levelno >= logging.WARNING and record.name != "asyncio"
    ]
