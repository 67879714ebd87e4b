"""A living room in which somebody has made favourites, and a player of somebody else's that has a library."""

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
import pytest

from custom_components.remote_bridge.hub.macros.model import SubentryType
from simulators.harmony_hub.configuration import LISTEN_TO_MUSIC, RECEIVER, WATCH_TV

from ...home import Home, home, hub_config, hub_options, hub_pace
from .music_player import MusicPlayer, add_music_player

__all__ = ["home", "hub_config", "hub_options", "hub_pace"]


def _made(kind: SubentryType, title: str, **data: object) -> ConfigSubentry:
    return ConfigSubentry(data=data, subentry_type=kind, title=title, unique_id=None)


@pytest.fixture
async def favourites(hass: HomeAssistant, home: Home) -> dict[str, str]:
    """Make two channels and a macro; returns their ids by their names."""
    everything = (
        _made(SubentryType.FAVOURITE, "BBC News", channel="231", activity=WATCH_TV),
        _made(SubentryType.FAVOURITE, "Arte", channel="7.1"),
        _made(
            SubentryType.MACRO,
            "Late Evening",
            steps=[{"key": "VolumeDown", "device": RECEIVER, "repeats": 2}],
        ),
        # A button is nothing to play.
        _made(SubentryType.COMMAND_BUTTON, "Bright", key="Eco", device=RECEIVER),
    )
    for one in everything:
        hass.config_entries.async_add_subentry(home.hub_entry, one)
    await hass.async_block_till_done()
    return {one.title: one.subentry_id for one in everything}


@pytest.fixture
async def music(hass: HomeAssistant, home: Home) -> MusicPlayer:
    """Add a player that has a library, and let the activity for music run, which it is linked with."""
    player = await add_music_player(hass)
    await home.watch(LISTEN_TO_MUSIC)
    home.forget()
    return player
