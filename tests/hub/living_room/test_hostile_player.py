"""A linked player that shows and answers nonsense: nobody else pays for it."""

from typing import Any

from homeassistant.components.automation import DOMAIN as AUTOMATION_DOMAIN
from homeassistant.components.media_player.const import (
    MediaPlayerEntityFeature as Feature,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.setup import async_setup_component
import pytest

from custom_components.remote_bridge.const import CONF_LINKS, CONF_PLAYER_VOLUME
from simulators.harmony_hub.configuration import LISTEN_TO_MUSIC, WATCH_TV

from ...common import state_of, wait_for_state
from ...home import TV, TV_REMOTE, Home
from ...other_player import OTHER, OtherPlayer, add_other_player
from ..common import act

_LINKED = {CONF_LINKS: {LISTEN_TO_MUSIC: OTHER}, CONF_PLAYER_VOLUME: True}
pytestmark = pytest.mark.parametrize("hub_options", [_LINKED])

_SOUND = {"supported_features": Feature.PLAY | Feature.VOLUME_SET, "volume_level": 0.5}
_HUGE = "x" * 10_000


@pytest.mark.parametrize(
    "attributes",
    [
        {"supported_features": "x"},
        {"supported_features": 3.5},
        {"supported_features": ["play"]},
        {"supported_features": None},
        {"supported_features": True},
        {"supported_features": -1},
        {"supported_features": 2**70},
        {**_SOUND, "volume_level": "loud"},
        {**_SOUND, "volume_level": float("nan")},
        {**_SOUND, "volume_level": 17},
        {**_SOUND, "volume_level": True},
        {**_SOUND, "is_volume_muted": "maybe"},
        {**_SOUND, "entity_picture": 5},
        {**_SOUND, "media_title": _HUGE, "media_artist": [_HUGE], "friendly_name": 7},
        {**_SOUND, "media_position": "a while", "media_position_updated_at": "now"},
    ],
)
async def test_nonsense_that_a_player_shows_costs_nobody_else_anything(
    hass: HomeAssistant,
    home: Home,
    caplog: pytest.LogCaptureFixture,
    attributes: dict[str, Any],
) -> None:
    hass.states.async_set(OTHER, "playing", {"media_title": "Jazz"})
    await home.watch(LISTEN_TO_MUSIC)
    caplog.clear()

    hass.states.async_set(OTHER, "paused", attributes)
    await hass.async_block_till_done()

    shown = state_of(hass, TV)
    assert shown.state == "paused"
    level = shown.attributes.get("volume_level")
    assert level is None or 0 <= level <= 1
    assert shown.attributes.get("is_volume_muted") in {None, False, True}
    # What the hub says afterwards reaches everybody.
    await home.watch(WATCH_TV)
    assert state_of(hass, TV_REMOTE).attributes["current_activity"] == "Watch TV"
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


async def test_an_unknown_level_is_not_offered_to_be_set(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(LISTEN_TO_MUSIC)

    hass.states.async_set(OTHER, "playing", {**_SOUND, "volume_level": "loud"})
    await hass.async_block_till_done()

    features = Feature(state_of(hass, TV).attributes["supported_features"])
    assert Feature.VOLUME_SET not in features


class _Automated(OtherPlayer):
    """A player that shows at once what it was asked for, as most do."""

    async def async_media_play(self) -> None:
        await super().async_media_play()
        self.show(state="playing", media_track=len(self.asked))

    async def async_set_volume_level(self, volume: float) -> None:
        await super().async_set_volume_level(volume)
        self.show(volume_level=volume)


async def _automate(hass: HomeAssistant, to: str, *actions: dict[str, Any]) -> None:
    trigger = {"trigger": "state", "entity_id": OTHER, "to": to}
    automation = {"alias": to, "triggers": trigger, "actions": list(actions)}
    assert await async_setup_component(
        hass, AUTOMATION_DOMAIN, {AUTOMATION_DOMAIN: [automation]}
    )
    await hass.async_block_till_done()


async def test_what_a_player_sets_off_may_act_on_it_through_the_hub(
    hass: HomeAssistant, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    player = await add_other_player(hass, _Automated())
    await home.watch(LISTEN_TO_MUSIC)
    player.show(state="paused")
    target = {"target": {"entity_id": TV}}
    louder = {"action": "media_player.volume_set", "data": {"volume_level": 0.6}}
    waits = {"wait_template": "{{ is_state('input_boolean.later', 'on') }}"}
    again = {"action": "media_player.media_play"}
    await _automate(hass, "playing", louder | target, waits, again | target)

    await act(hass, "media_player", "media_play", TV)
    # At once, while the player was being asked; and later.
    await wait_for_state(
        hass, OTHER, lambda state: state.attributes["volume_level"] == 0.6
    )
    hass.states.async_set("input_boolean.later", "on")
    await wait_for_state(
        hass, OTHER, lambda state: state.attributes["media_track"] == 3
    )

    assert player.asked == [("play",), ("volume_set", 0.6), ("play",)]
    assert "circle" not in caplog.text


class _OnlyPlays(OtherPlayer):
    """A player that cannot be paused."""

    _attr_supported_features = Feature.PLAY

    async def async_media_play_pause(self) -> None:
        self.asked.append(("play_pause",))


@pytest.mark.parametrize(
    ("domain", "action", "entity_id", "data"),
    [
        ("media_player", "media_play_pause", TV, {}),
        ("remote", "send_command", TV_REMOTE, {"command": "play_pause"}),
    ],
)
async def test_a_player_is_not_asked_to_toggle_what_it_can_only_play(
    *,
    hass: HomeAssistant,
    home: Home,
    domain: str,
    action: str,
    entity_id: str,
    data: dict[str, Any],
) -> None:
    player = await add_other_player(hass, _OnlyPlays())
    await home.watch(LISTEN_TO_MUSIC)
    home.forget()

    await act(hass, domain, action, entity_id, **data)

    assert player.asked == []
    assert len(home.infrared) == 1


class _Loud(OtherPlayer):
    """A player that cannot be muted."""

    _attr_supported_features = Feature.VOLUME_SET


async def test_muting_what_cannot_be_muted_is_an_error(
    hass: HomeAssistant, home: Home
) -> None:
    await add_other_player(hass, _Loud())
    await home.watch(LISTEN_TO_MUSIC)

    with pytest.raises(ServiceValidationError):
        await act(hass, "media_player", "volume_mute", TV, is_volume_muted=True)
