"""The choice of the activity."""

from homeassistant.components.select import DOMAIN as SELECT_DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest

from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import living_room
from simulators.harmony_hub.configuration.identifiers import WATCH_APPLE_TV, WATCH_TV

from ..common import state_of, wait_for_state
from .common import REMOTE, SELECT, act, requests, start

pytestmark = pytest.mark.usefixtures("init_integration")


async def _select(hass: HomeAssistant, option: str) -> None:
    await act(hass, SELECT_DOMAIN, "select_option", SELECT, option=option)


@pytest.mark.parametrize("transport", ["websocket", "xmpp"])
async def test_choosing_an_activity_starts_it_and_off_ends_it(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    assert state_of(hass, SELECT).state == "power_off"

    await _select(hass, "Watch Apple TV")
    await wait_for_state(hass, SELECT, lambda state: state.state == "Watch Apple TV")
    assert hub.activity_id == WATCH_APPLE_TV

    await _select(hass, "power_off")
    await wait_for_state(hass, SELECT, lambda state: state.state == "power_off")


async def test_the_remote_control_is_followed(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await start(hass, hub, WATCH_TV)

    assert state_of(hass, SELECT).state == "Watch TV"


async def test_what_is_no_option_is_refused(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    with pytest.raises(ServiceValidationError):
        await _select(hass, "Watch")

    assert not requests(hub, "activity")


def _doubled() -> dict[str, object]:
    """Return a living room where two activities have one label."""
    config = living_room()
    config["activity"][1]["label"] = "Watch TV"
    return config


@pytest.mark.parametrize("config", [_doubled()])
async def test_activities_with_one_label_can_be_told_apart(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    options = state_of(hass, SELECT).attributes["options"]
    assert options[:4] == ["power_off", "Watch TV", "Watch TV (2)", "Watch a Film"]

    await _select(hass, "Watch TV (2)")

    await wait_for_state(hass, SELECT, lambda state: state.state == "Watch TV (2)")
    assert hub.activity_id == WATCH_APPLE_TV
    assert state_of(hass, REMOTE).attributes["current_activity"] == "Watch TV (2)"
