"""The volume when several people, or a restart, come at once: what is shown is what was sent."""

import asyncio
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.remote_bridge.const import CONF_CALIBRATION
from simulators.harmony_hub.configuration import RECEIVER, WATCH_A_FILM, WATCH_TV

from ...common import state_of, wait_for_state
from ...home import TV, VOLUME_STEPS, Home
from ..common import act

_DOWN = (RECEIVER, "VolumeDown")
_MUTE = (RECEIVER, "Mute")


def _calibrated(steps: int, level: float) -> dict[str, Any]:
    since = "2026-11-01T20:00:00+00:00"
    calibration = {"steps": steps, "level": level, "since": since}
    return {CONF_CALIBRATION: {RECEIVER: calibration}}


async def _do(hass: HomeAssistant, action: str, **data: Any) -> None:
    await act(hass, "media_player", action, TV, **data)


def _ask(hass: HomeAssistant, action: str, **data: Any) -> asyncio.Task[None]:
    return hass.async_create_task(_do(hass, action, **data))


def _is_muted(hass: HomeAssistant) -> Any:
    return state_of(hass, TV).attributes.get("is_volume_muted")


@pytest.mark.parametrize("hub_options", [_calibrated(200, 1.0)])
async def test_silence_can_be_set_from_as_loud_as_it_gets(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_TV)
    home.forget()

    await _do(hass, "volume_set", volume_level=0)

    await home.hub.wait_for(lambda hub: len(hub.infrared) > 2)
    assert set(home.infrared) == {_DOWN}
    await _do(hass, "turn_off")


async def test_two_who_mute_at_once_mute(hass: HomeAssistant, home: Home) -> None:
    await home.watch(WATCH_TV)
    home.forget()

    await asyncio.gather(
        *(_ask(hass, "volume_mute", is_volume_muted=True) for _ in range(3))
    )

    # The key toggles.
    await home.until_infrared(_MUTE)
    assert _is_muted(hass) is True


async def test_muting_and_unmuting_at_once_ends_as_was_said_last(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_TV)
    home.forget()

    await asyncio.gather(
        _ask(hass, "volume_mute", is_volume_muted=True),
        _ask(hass, "volume_mute", is_volume_muted=False),
    )
    await hass.async_block_till_done()

    assert home.infrared.count(_MUTE) % 2 == 0
    assert _is_muted(hass) is False


async def test_a_mute_that_an_activity_overtook_is_not_shown(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_TV)
    home.forget()
    step = _ask(hass, "volume_up")
    mute = _ask(hass, "volume_mute", is_volume_muted=True)

    await home.hub.press_on_remote(WATCH_A_FILM)
    await asyncio.gather(step, mute)
    await home.watch(WATCH_A_FILM)

    assert _is_muted(hass) is (_MUTE in home.infrared)


async def test_what_was_sent_before_an_unload_is_counted_after_it(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_TV)
    home.forget()
    await _do(hass, "volume_set", volume_level=1.0)
    await wait_for_state(
        hass, TV, lambda state: state.attributes["volume_level"] > 15 / VOLUME_STEPS
    )
    shown = state_of(hass, TV).attributes["volume_level"]

    assert await hass.config_entries.async_reload(home.hub_entry.entry_id)

    state = await wait_for_state(
        hass, TV, lambda state: state.attributes.get("volume_level") is not None
    )
    assert state.attributes["volume_level"] >= shown
