"""A media player of somebody else's, which does what it is told and remembers it."""

from typing import Any, override

from homeassistant.components.media_player import DATA_COMPONENT, MediaPlayerEntity
from homeassistant.components.media_player.const import (
    DOMAIN,
    MediaPlayerEntityFeature as Feature,
    MediaPlayerState,
)
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

OTHER = "media_player.sonos"


class OtherPlayer(MediaPlayerEntity):
    """A player on the network that has everything but a picture."""

    _attr_name = "Sonos"
    _attr_unique_id = "sonos"
    _attr_should_poll = False
    _attr_state = MediaPlayerState.PLAYING
    _attr_media_title = "Blue in Green"
    _attr_media_artist = "Miles Davis"
    _attr_volume_level = 0.4
    _attr_is_volume_muted = False
    _attr_supported_features = (
        Feature.PLAY
        | Feature.PAUSE
        | Feature.VOLUME_SET
        | Feature.VOLUME_STEP
        | Feature.VOLUME_MUTE
        | Feature.TURN_OFF
    )

    def __init__(self) -> None:
        """Begin with nothing asked for."""
        self.asked: list[tuple[Any, ...]] = []

    def show(self, **attributes: Any) -> None:
        """Show something else from now on."""
        for name, value in attributes.items():
            setattr(self, f"_attr_{name}", value)
        self.async_write_ha_state()

    @override
    async def async_media_play(self) -> None:
        self.asked.append(("play",))

    @override
    async def async_media_pause(self) -> None:
        self.asked.append(("pause",))

    @override
    async def async_volume_up(self) -> None:
        self.asked.append(("volume_up",))

    @override
    async def async_volume_down(self) -> None:
        self.asked.append(("volume_down",))

    @override
    async def async_set_volume_level(self, volume: float) -> None:
        self.asked.append(("volume_set", volume))

    @override
    async def async_mute_volume(self, mute: bool) -> None:
        self.asked.append(("mute", mute))


async def add_other_player(
    hass: HomeAssistant, player: OtherPlayer | None = None
) -> OtherPlayer:
    """Add the player, or one like it, to Home Assistant."""
    player = player or OtherPlayer()
    assert await async_setup_component(hass, DOMAIN, {})
    await hass.data[DATA_COMPONENT].async_add_entities([player])
    await hass.async_block_till_done()
    return player
