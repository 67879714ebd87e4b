"""The blueprint that turns everything off when everybody is away."""

import pytest

from simulators.harmony_hub.configuration import (
    POWER_OFF,
    RECEIVER,
    TELEVISION,
    WATCH_TV,
)

from ..common import wait_for_state
from ..fake_time import FakeTime
from ..home import APPLE_TV, TV, Home
from ..hub.common import requests
from .common import automate, let_pass

pytestmark = pytest.mark.usefixtures("blueprints")

ANNA, BEN = "person.anna", "person.ben"


async def _away(home: Home, **more: object) -> None:
    home.hass.states.async_set(ANNA, "home")
    home.hass.states.async_set(BEN, "home")
    await automate(
        home.hass,
        "all_off_when_away",
        persons=[ANNA, BEN],
        players=[TV, APPLE_TV],
        delay=2,
        **more,
    )


async def _leave(home: Home, *persons: str, where: str = "not_home") -> None:
    for person in persons:
        home.hass.states.async_set(person, where)
    await home.hass.async_block_till_done()


async def test_the_living_room_goes_off_when_the_last_one_has_been_away_for_a_while(
    home: Home, time: FakeTime
) -> None:
    await home.watch(WATCH_TV)
    await _away(home)
    await _leave(home, ANNA)
    await let_pass(time, 3)
    assert home.hub.activity_id == WATCH_TV

    await _leave(home, BEN, where="Work")
    await let_pass(time, 1)
    assert home.hub.activity_id == WATCH_TV
    await let_pass(time, 2)
    await wait_for_state(home.hass, TV, lambda state: state.state == "off")
    assert home.hub.activity_id == POWER_OFF


@pytest.mark.parametrize("where", ["home", "unknown", "unavailable"])
async def test_somebody_who_may_be_at_home_keeps_it_on(
    home: Home, time: FakeTime, where: str
) -> None:
    await home.watch(WATCH_TV)
    await _away(home)
    await _leave(home, ANNA, BEN)
    await _leave(home, ANNA, where=where)
    await let_pass(time, 3)
    assert home.hub.activity_id == WATCH_TV


async def test_what_is_off_is_sent_nothing(home: Home, time: FakeTime) -> None:
    await _away(home)
    home.hub.requests.clear()
    await _leave(home, ANNA, BEN)
    await let_pass(time, 3)
    assert not requests(home.hub, "activity", "holdaction")
    assert not home.apple_tv.keys
    assert not any(home.hub.powered.values())


async def test_devices_besides_get_a_key_that_can_only_turn_them_off(
    home: Home, time: FakeTime
) -> None:
    await _away(home, remotes=["remote.denon_av_receiver", "remote.humax_recorder"])
    await _leave(home, ANNA, BEN)
    await let_pass(time, 3)
    # The recorder has one key for on and off, and who knows what it is now.
    await home.until_infrared((RECEIVER, "PowerOff"))


async def test_one_that_fails_does_not_keep_the_others_on(
    home: Home, time: FakeTime
) -> None:
    await _away(
        home,
        remotes=[
            "remote.humax_recorder",
            "remote.denon_av_receiver",
            "remote.samsung_tv",
        ],
    )
    await _leave(home, ANNA, BEN)
    await let_pass(time, 3)
    await home.until_infrared((RECEIVER, "PowerOff"), (TELEVISION, "PowerOff"))
