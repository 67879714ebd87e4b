"""What the hub's player shows and does while its activity plays with a player on the network."""

from http import HTTPStatus
from typing import Any

from homeassistant.auth.models import User
from homeassistant.components.media_player.const import (
    MediaPlayerEntityFeature as Feature,
    MediaPlayerState,
)
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.remote_bridge.const import CONF_LINKS
from simulators.apple_tv import CATALOGUE
from simulators.harmony_hub.configuration import (
    APPLE_TV as APPLE_TV_DEVICE,
    CD_CHANGER,
    LISTEN_TO_MUSIC,
    WATCH_APPLE_TV,
    WATCH_TV,
)

from ...common import state_of, wait_for_state
from ...home import APPLE_TV, TV, Home
from ...other_player import OTHER, OtherPlayer, add_other_player
from ..common import act


async def _do(hass: HomeAssistant, action: str, **data: Any) -> None:
    await act(hass, "media_player", action, TV, **data)


def _shows(hass: HomeAssistant, name: str) -> Any:
    return state_of(hass, TV).attributes.get(name)


def _features(hass: HomeAssistant) -> Feature:
    return Feature(_shows(hass, "supported_features"))


# ── An Apple TV, which is found by itself ─────────────────────────────────────


async def test_watching_apple_tv_shows_what_it_plays(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await home.play(CATALOGUE["song"], position=30)

    state = await wait_for_state(hass, TV, lambda state: state.state == "playing")
    shown, source = state.attributes, state_of(hass, APPLE_TV).attributes
    assert shown["media_title"] == "Slow Caravan"
    assert shown["source"] == "Watch Apple TV"
    for name in (
        "media_artist",
        "media_album_name",
        "media_content_type",
        "media_duration",
        "media_position",
        "media_position_updated_at",
        "shuffle",
        "repeat",
    ):
        assert shown[name] == source[name], name
    assert {Feature.SEEK, Feature.SHUFFLE_SET, Feature.REPEAT_SET} <= set(
        _features(hass)
    )


async def test_its_cover_is_the_apple_tvs(
    hass: HomeAssistant, home: Home, hass_client_no_auth: ClientSessionGenerator
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await home.play()

    picture = _shows(hass, "entity_picture")
    answer = await (await hass_client_no_auth()).get(picture)

    assert answer.status == HTTPStatus.OK
    assert answer.content_type.startswith("image/")


@pytest.mark.parametrize(
    ("action", "state"), [("media_pause", "paused"), ("media_stop", "idle")]
)
async def test_transport_goes_to_the_apple_tv_over_the_network(
    hass: HomeAssistant, home: Home, action: str, state: str
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await home.play()

    await _do(hass, action)

    await wait_for_state(hass, TV, lambda shown: shown.state == state)
    assert home.infrared == []


async def test_seek_shuffle_and_repeat_go_there_too(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await home.play(CATALOGUE["song"])

    await _do(hass, "media_seek", seek_position=100)
    await _do(hass, "shuffle_set", shuffle=True)
    await _do(hass, "repeat_set", repeat="all")

    await wait_for_state(
        hass,
        TV,
        lambda state: (
            state.attributes["media_position"] == 100
            and state.attributes["shuffle"] is True
            and state.attributes["repeat"] == "all"
        ),
    )


async def test_who_asked_is_known_to_the_apple_tv_as_well(
    hass: HomeAssistant, home: Home, hass_admin_user: User
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await home.play()
    context = Context(user_id=hass_admin_user.id)
    calls = async_capture_events(hass, "call_service")

    await hass.services.async_call(
        "media_player",
        "media_pause",
        {"entity_id": TV},
        blocking=True,
        context=context,
    )

    assert [call.context.user_id for call in calls] == [
        hass_admin_user.id,
        hass_admin_user.id,
    ]


async def test_another_activity_shows_nothing_of_the_apple_tv(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await home.play()

    await home.watch(WATCH_TV)

    assert _shows(hass, "media_title") is None
    assert _shows(hass, "entity_picture") is None


async def test_off_shows_nothing_of_the_apple_tv(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await home.play()

    await _do(hass, "turn_off")

    state = await wait_for_state(hass, TV, lambda state: state.state == "off")
    assert "media_title" not in state.attributes
    assert state_of(hass, APPLE_TV).state == "playing"


async def test_what_only_players_can_do_is_offered_while_the_linked_one_can(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await home.play(CATALOGUE["movie"])
    assert Feature.SEEK in _features(hass)

    await home.watch(WATCH_TV)
    assert Feature.SEEK not in _features(hass)


# ── It is away ────────────────────────────────────────────────────────────────


async def test_while_the_apple_tv_is_away_infrared_does_what_it_can(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await home.play()
    await home.apple_tv.stop()
    await wait_for_state(hass, APPLE_TV, lambda state: state.state == STATE_UNAVAILABLE)

    # What plays is not known any more, so what was pressed last counts.
    assert state_of(hass, TV).state == "playing"
    assert _shows(hass, "media_title") is None
    assert Feature.SEEK not in _features(hass)
    await _do(hass, "media_pause")

    await home.until_infrared((APPLE_TV_DEVICE, "Pause"))
    assert state_of(hass, TV).state == "paused"


async def test_what_fails_before_anybody_has_noticed_goes_by_infrared(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await home.play()
    await home.apple_tv.stop()

    await _do(hass, "media_pause")

    await home.until_infrared((APPLE_TV_DEVICE, "Pause"))


async def test_what_infrared_cannot_do_is_an_error_while_it_is_away(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    player = home.hub_entry.runtime_data.living_room.player
    assert await hass.config_entries.async_unload(home.apple_tv_entry.entry_id)
    await hass.async_block_till_done()

    with pytest.raises(HomeAssistantError) as raised:
        await player.act("media_seek", None, seek_position=3)

    assert raised.value.translation_key == "linked_entity_away"


# ── It is renamed, removed, or comes later ────────────────────────────────────


async def test_a_renamed_player_stays_linked(hass: HomeAssistant, home: Home) -> None:
    await home.watch(WATCH_APPLE_TV)
    await home.play()

    er.async_get(hass).async_update_entity(
        APPLE_TV, new_entity_id="media_player.old_box"
    )
    await hass.async_block_till_done()
    home.apple_tv.pause()

    await wait_for_state(hass, TV, lambda state: state.state == "paused")


async def test_a_removed_player_leaves_an_activity_without_one(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await home.play()

    await hass.config_entries.async_remove(home.apple_tv_entry.entry_id)
    await hass.async_block_till_done()

    assert _shows(hass, "media_title") is None
    await _do(hass, "media_pause")
    await home.until_infrared((APPLE_TV_DEVICE, "Pause"))


@pytest.mark.parametrize("hub_options", [{CONF_LINKS: {LISTEN_TO_MUSIC: OTHER}}])
async def test_a_player_that_comes_later_is_linked_then(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(LISTEN_TO_MUSIC)
    assert _shows(hass, "media_title") is None

    await add_other_player(hass)

    await wait_for_state(
        hass, TV, lambda state: state.attributes.get("media_title") == "Blue in Green"
    )


# ── Somebody else's player ────────────────────────────────────────────────────

_LINKED = pytest.mark.parametrize(
    "hub_options", [{CONF_LINKS: {LISTEN_TO_MUSIC: OTHER, WATCH_APPLE_TV: None}}]
)


@_LINKED
async def test_any_player_can_be_the_one_of_an_activity(
    hass: HomeAssistant, other: OtherPlayer, home: Home
) -> None:
    await home.watch(LISTEN_TO_MUSIC)

    assert state_of(hass, TV).state == "playing"
    assert _shows(hass, "media_artist") == "Miles Davis"
    await _do(hass, "media_pause")
    assert other.asked == [("pause",)]


@_LINKED
async def test_a_link_can_be_taken_away_where_one_would_be_found(
    hass: HomeAssistant, other: OtherPlayer, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)
    await home.play()

    assert _shows(hass, "media_title") is None
    await _do(hass, "media_pause")
    await home.until_infrared((APPLE_TV_DEVICE, "Pause"))


@_LINKED
@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (MediaPlayerState.BUFFERING, "buffering"),
        (MediaPlayerState.IDLE, "idle"),
        (MediaPlayerState.OFF, "idle"),
        (MediaPlayerState.PAUSED, "paused"),
        # It says nothing about what it does.
        (MediaPlayerState.ON, "playing"),
        (None, "playing"),
    ],
)
async def test_the_players_state_is_shown_as_far_as_it_says_anything(
    hass: HomeAssistant,
    other: OtherPlayer,
    home: Home,
    state: MediaPlayerState | None,
    shown: str,
) -> None:
    await home.watch(LISTEN_TO_MUSIC)

    other.show(state=state)

    await wait_for_state(hass, TV, lambda state: state.state == shown)


@_LINKED
async def test_what_no_player_offers_is_refused_by_home_assistant(
    hass: HomeAssistant, other: OtherPlayer, home: Home
) -> None:
    await home.watch(LISTEN_TO_MUSIC)

    with pytest.raises(ServiceValidationError):
        await _do(hass, "media_seek", seek_position=3)


@_LINKED
async def test_keys_do_what_the_player_cannot(
    hass: HomeAssistant, other: OtherPlayer, home: Home
) -> None:
    other.show(supported_features=Feature.PLAY)
    await home.watch(LISTEN_TO_MUSIC)
    home.forget()

    await _do(hass, "media_play")
    await _do(hass, "media_stop")

    assert other.asked == [("play",)]
    await home.until_infrared((CD_CHANGER, "Stop"))
