"""The blueprint that mutes while the phone rings."""

import pytest

from simulators.harmony_hub.configuration import RECEIVER, WATCH_TV

from ..common import state_of, wait_for_state
from ..fake_time import FakeTime
from ..home import APPLE_TV, TV, Home
from ..hub.common import act
from .common import automate, let_pass

pytestmark = pytest.mark.usefixtures("blueprints")

PHONE = "sensor.phone_state"
MUTE = (RECEIVER, "Mute")


async def _phone(home: Home) -> None:
    """Watch television beside a phone that does not ring."""
    home.hass.states.async_set(PHONE, "idle")
    await automate(
        home.hass,
        "mute_while_phone_rings",
        phone=PHONE,
        players=[TV, APPLE_TV],
        longest=1,
    )
    await home.watch(WATCH_TV)
    home.forget()


async def test_the_television_is_silent_from_the_first_ring_to_the_end_of_the_call(
    home: Home,
) -> None:
    await _phone(home)
    home.hass.states.async_set(PHONE, "ringing")
    await home.hub.wait_for(lambda _: home.infrared == [MUTE])
    await wait_for_state(
        home.hass, TV, lambda state: state.attributes.get("is_volume_muted") is True
    )
    home.hass.states.async_set(PHONE, "offhook")
    home.hass.states.async_set(PHONE, "ringing")
    home.hass.states.async_set(PHONE, "offhook")
    home.hass.states.async_set(PHONE, "idle")
    await home.until_infrared(MUTE, MUTE)
    assert state_of(home.hass, TV).attributes["is_volume_muted"] is False


async def test_what_was_muted_before_stays_so(home: Home) -> None:
    await _phone(home)
    await act(home.hass, "media_player", "volume_mute", TV, is_volume_muted=True)
    home.forget()
    home.hass.states.async_set(PHONE, "ringing")
    await home.hass.async_block_till_done()
    home.hass.states.async_set(PHONE, "idle")
    await home.hass.async_block_till_done()
    assert not home.infrared


async def test_what_somebody_unmutes_during_the_call_is_left_alone(home: Home) -> None:
    await _phone(home)
    home.hass.states.async_set(PHONE, "ringing")
    await home.hub.wait_for(lambda _: home.infrared == [MUTE])
    await wait_for_state(
        home.hass, TV, lambda state: state.attributes.get("is_volume_muted") is True
    )
    await act(home.hass, "media_player", "volume_mute", TV, is_volume_muted=False)
    home.hass.states.async_set(PHONE, "idle")
    await home.until_infrared(MUTE, MUTE)


async def test_a_television_that_is_off_stays_off(home: Home) -> None:
    home.hass.states.async_set(PHONE, "idle")
    await automate(home.hass, "mute_while_phone_rings", phone=PHONE, players=[TV])
    home.hass.states.async_set(PHONE, "ringing")
    await home.hass.async_block_till_done()
    home.hass.states.async_set(PHONE, "idle")
    await home.hass.async_block_till_done()
    assert not home.infrared
    assert not any(home.hub.powered.values())


async def test_the_sound_comes_back_though_the_phone_was_lost(
    home: Home, time: FakeTime
) -> None:
    await _phone(home)
    home.hass.states.async_set(PHONE, "ringing")
    await home.hub.wait_for(lambda _: home.infrared == [MUTE])
    await wait_for_state(
        home.hass, TV, lambda state: state.attributes.get("is_volume_muted") is True
    )
    await let_pass(time, 1)
    await home.until_infrared(MUTE, MUTE)
