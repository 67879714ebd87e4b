"""What several tests of the Apple TV need to say."""

from homeassistant.core import HomeAssistant, State

from simulators.apple_tv import Media, SimulatedAppleTV

from ..common import wait_for_state

MEDIA_PLAYER = "media_player.living_room"
REMOTE = "remote.living_room"

LOGIN_ID = "0x1234567890ABCDEF"


async def play(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, media: Media, position: float = 0
) -> State:
    """Play something, and wait until Home Assistant shows that and its volume."""
    apple_tv.play(media, position=position)
    return await wait_for_state(
        hass,
        MEDIA_PLAYER,
        lambda state: (
            state.attributes.get("media_title") == media.title
            and "volume_level" in state.attributes
        ),
    )
