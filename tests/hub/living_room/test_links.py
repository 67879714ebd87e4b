"""Which media player belongs to an activity: found, chosen, or refused because it leads back."""

from collections.abc import AsyncGenerator
from typing import Any

from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import (
    CONF_KIND,
    CONF_LINKS,
    CONF_LOGIN_ID,
    CONF_TRANSPORT,
    DOMAIN,
    Kind,
)
from simulators.apple_tv import SimulatedAppleTV
from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import (
    LISTEN_TO_MUSIC,
    WATCH_A_FILM,
    WATCH_APPLE_TV,
    WATCH_TV,
    living_room,
)

from ...common import state_of, wait_for_state
from ...home import APPLE_TV, LOGIN_ID, TV, Home
from ...other_player import OTHER, OtherPlayer, add_other_player
from ..common import act

KITCHEN = "media_player.kitchen"


def _linked(home: Home) -> str | None:
    player = home.hub_entry.runtime_data.living_room.player
    return None if player is None else player.entity_id


async def _link(hass: HomeAssistant, entry: MockConfigEntry, **links: Any) -> None:
    """Choose players for activities as the dialog keeps them."""
    options = {**entry.options, CONF_LINKS: links}
    hass.config_entries.async_update_entry(entry, options=options)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()


# ── Found ─────────────────────────────────────────────────────────────────────


async def test_the_one_apple_tv_is_found_for_the_activity_that_plays_with_one(
    home: Home,
) -> None:
    await home.watch(WATCH_APPLE_TV)
    assert _linked(home) == APPLE_TV

    await home.watch(WATCH_A_FILM)
    assert _linked(home) is None


@pytest.fixture
def second_name() -> str:
    """Say what the second Apple TV is called."""
    return "Bedroom"


@pytest.fixture
async def second_apple_tv(
    hass: HomeAssistant, home: Home, second_name: str
) -> AsyncGenerator[MockConfigEntry]:
    """Add a second Apple TV."""
    async with SimulatedAppleTV(name=second_name) as tv:
        tv.authorize(LOGIN_ID)
        entry = MockConfigEntry(
            domain=DOMAIN,
            title=second_name,
            unique_id="BEDROOM",
            data={
                CONF_KIND: Kind.APPLE_TV.value,
                CONF_HOST: tv.host,
                CONF_PORT: tv.port,
                CONF_LOGIN_ID: LOGIN_ID,
            },
        )
        entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        yield entry


async def test_of_two_apple_tvs_the_one_with_the_devices_name_is_found(
    home: Home, second_apple_tv: MockConfigEntry
) -> None:
    await home.watch(WATCH_APPLE_TV)

    assert _linked(home) == APPLE_TV


async def test_which_of_two_apple_tvs_it_is_is_not_guessed(
    hass: HomeAssistant, home: Home, second_apple_tv: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(home.apple_tv_entry, title="Den")

    await home.watch(WATCH_APPLE_TV)

    assert _linked(home) is None


async def test_an_apple_tv_that_is_disabled_is_not_found(
    hass: HomeAssistant, home: Home
) -> None:
    await home.watch(WATCH_APPLE_TV)

    er.async_get(hass).async_update_entity(
        APPLE_TV, disabled_by=er.RegistryEntryDisabler.USER
    )
    await hass.async_block_till_done()

    assert _linked(home) is None


# ── It leads back ─────────────────────────────────────────────────────────────


async def test_a_hub_that_is_linked_to_itself_is_as_if_it_were_not(
    hass: HomeAssistant, home: Home
) -> None:
    await _link(hass, home.hub_entry, **{WATCH_TV: TV})

    await home.watch(WATCH_TV)

    assert _linked(home) is None
    await act(hass, "media_player", "media_pause", TV)
    assert state_of(hass, TV).state == "paused"


@pytest.fixture
async def kitchen(
    hass: HomeAssistant, home: Home
) -> AsyncGenerator[tuple[SimulatedHub, MockConfigEntry]]:
    """Add a second hub."""
    async with SimulatedHub(name="Kitchen", remote_id="7654321") as hub:
        entry = MockConfigEntry(
            domain=DOMAIN,
            title="Kitchen",
            unique_id=hub.remote_id,
            data={
                CONF_KIND: Kind.HARMONY.value,
                CONF_HOST: hub.host,
                CONF_PORT: hub.port,
                CONF_TRANSPORT: "websocket",
            },
        )
        entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        yield hub, entry


async def test_two_hubs_have_two_living_rooms(
    hass: HomeAssistant, home: Home, kitchen: tuple[SimulatedHub, MockConfigEntry]
) -> None:
    hub, _ = kitchen
    await home.watch(WATCH_A_FILM)
    await hub.press_on_remote(LISTEN_TO_MUSIC)
    await wait_for_state(hass, KITCHEN, lambda state: state.state == "playing")

    await act(hass, "media_player", "media_pause", KITCHEN)

    assert state_of(hass, KITCHEN).state == "paused"
    assert state_of(hass, TV).state == "playing"
    assert home.infrared == []


async def test_one_hub_may_show_what_another_plays(
    hass: HomeAssistant, home: Home, kitchen: tuple[SimulatedHub, MockConfigEntry]
) -> None:
    hub, entry = kitchen
    await home.watch(WATCH_APPLE_TV)
    await home.play()
    await _link(hass, entry, **{WATCH_TV: TV})

    await hub.press_on_remote(WATCH_TV)

    await wait_for_state(
        hass,
        KITCHEN,
        lambda state: state.attributes.get("media_title") == "The Long Meadow",
    )
    await act(hass, "media_player", "media_pause", KITCHEN)
    await wait_for_state(hass, APPLE_TV, lambda state: state.state == "paused")
    await wait_for_state(hass, KITCHEN, lambda state: state.state == "paused")


async def test_hubs_that_are_linked_to_each_other_are_as_if_they_were_not(
    hass: HomeAssistant, home: Home, kitchen: tuple[SimulatedHub, MockConfigEntry]
) -> None:
    hub, entry = kitchen
    await _link(hass, entry, **{WATCH_TV: TV})
    await _link(hass, home.hub_entry, **{WATCH_TV: KITCHEN})
    await home.watch(WATCH_TV)
    await hub.press_on_remote(WATCH_TV)
    await wait_for_state(hass, KITCHEN, lambda state: state.state == "playing")

    await act(hass, "media_player", "media_pause", KITCHEN)

    assert _linked(home) is None
    assert state_of(hass, KITCHEN).state == "paused"
    assert state_of(hass, TV).state == "playing"


class _LeadsBack(OtherPlayer):
    """A player that hands on what it is asked for, as a template does."""

    async def async_media_pause(self) -> None:
        await act(self.hass, "media_player", "media_pause", TV)


@pytest.mark.parametrize("hub_options", [{CONF_LINKS: {WATCH_TV: OTHER}}])
async def test_a_circle_that_nobody_sees_beforehand_ends_with_an_error(
    hass: HomeAssistant, home: Home
) -> None:
    await add_other_player(hass, _LeadsBack())
    await home.watch(WATCH_TV)

    with pytest.raises(ServiceValidationError) as raised:
        await act(hass, "media_player", "media_pause", TV)

    assert raised.value.translation_key == "links_in_a_circle"
    assert home.infrared == []


# ── Chosen in the options ─────────────────────────────────────────────────────


async def _open_links(hass: HomeAssistant, home: Home) -> dict[str, Any]:
    flow = await hass.config_entries.options.async_init(home.hub_entry.entry_id)
    return await hass.config_entries.options.async_configure(
        flow["flow_id"], {"next_step_id": "links"}
    )


def _suggested(flow: dict[str, Any]) -> dict[str, Any]:
    return {
        str(marker): marker.description["suggested_value"]
        for marker in flow["data_schema"].schema
        if marker.description
    }


async def _submit(
    hass: HomeAssistant, flow: dict[str, Any], **values: Any
) -> dict[str, Any]:
    return await hass.config_entries.options.async_configure(flow["flow_id"], values)


async def test_the_dialog_suggests_what_was_found(
    hass: HomeAssistant, home: Home
) -> None:
    flow = await _open_links(hass, home)

    assert _suggested(flow) == {"Watch Apple TV": APPLE_TV}


async def test_a_chosen_player_is_kept_by_what_renaming_does_not_change(
    hass: HomeAssistant, other: OtherPlayer, home: Home
) -> None:
    registry = er.async_get(hass)
    flow = await _open_links(hass, home)

    flow = await _submit(
        hass,
        flow,
        **{"Watch Apple TV": APPLE_TV, "Listen to Music": OTHER},
        player_volume=True,
    )
    await hass.async_block_till_done()

    assert flow["type"] == "create_entry"
    assert home.hub_entry.options[CONF_LINKS] == {
        WATCH_APPLE_TV: registry.async_get(APPLE_TV).id,
        LISTEN_TO_MUSIC: registry.async_get(OTHER).id,
    }
    registry.async_update_entity(OTHER, new_entity_id="media_player.den")
    await hass.async_block_till_done()
    await home.watch(LISTEN_TO_MUSIC)
    assert _linked(home) == "media_player.den"
    # The other options are what they were.
    assert "calibration" in home.hub_entry.options
    flow = await _open_links(hass, home)
    assert _suggested(flow)["Listen to Music"] == "media_player.den"


async def test_an_emptied_field_means_no_player(
    hass: HomeAssistant, home: Home
) -> None:
    flow = await _open_links(hass, home)

    await _submit(hass, flow, player_volume=False)
    await hass.async_block_till_done()

    assert home.hub_entry.options[CONF_LINKS] == {WATCH_APPLE_TV: None}
    await home.watch(WATCH_APPLE_TV)
    assert _linked(home) is None
    assert _suggested(await _open_links(hass, home)) == {}


async def test_a_player_that_no_registry_knows_is_kept_by_its_name(
    hass: HomeAssistant, home: Home
) -> None:
    hass.states.async_set("media_player.from_yaml", "playing", {"media_title": "Jazz"})
    flow = await _open_links(hass, home)

    await _submit(
        hass, flow, **{"Watch TV": "media_player.from_yaml"}, player_volume=False
    )
    await hass.async_block_till_done()
    await home.watch(WATCH_TV)

    assert state_of(hass, TV).attributes["media_title"] == "Jazz"


async def test_the_dialog_refuses_what_leads_back_and_keeps_what_was_typed(
    hass: HomeAssistant, home: Home, kitchen: tuple[SimulatedHub, MockConfigEntry]
) -> None:
    await _link(hass, kitchen[1], **{WATCH_TV: TV})
    flow = await _open_links(hass, home)

    flow = await _submit(
        hass,
        flow,
        **{"Watch TV": KITCHEN, "Watch a Film": TV},
        player_volume=False,
    )

    assert flow["errors"] == {
        "Watch TV": "links_in_a_circle",
        "Watch a Film": "links_in_a_circle",
    }
    assert _suggested(flow) == {
        "Watch TV": KITCHEN,
        "Watch a Film": TV,
        "player_volume": False,
    }
    flow = await _submit(hass, flow, player_volume=False)
    assert flow["type"] == "create_entry"


def _with_a_name_of_ours() -> dict[str, Any]:
    """Return a living room with an activity that is called like the other field of the dialog."""
    config = living_room()
    for activity in config["activity"]:
        if activity["id"] == WATCH_TV:
            activity["label"] = "player_volume"
    return config


@pytest.mark.parametrize("hub_config", [_with_a_name_of_ours()])
async def test_an_activity_with_the_name_of_another_field_costs_nobody_the_dialog(
    hass: HomeAssistant, home: Home
) -> None:
    flow = await _open_links(hass, home)

    flow = await _submit(hass, flow, **{"Watch Apple TV": APPLE_TV}, player_volume=True)

    assert flow["type"] == "create_entry"
    assert list(home.hub_entry.options[CONF_LINKS]) == [WATCH_APPLE_TV]
    assert home.hub_entry.options["player_volume"] is True
