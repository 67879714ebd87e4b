"""A simulated Apple TV, and an entry that is paired with it."""

from collections.abc import AsyncGenerator, Callable

from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import CONF_KIND, CONF_LOGIN_ID, DOMAIN, Kind
from custom_components.remote_bridge.dacp import Timing
from simulators.apple_tv import SimulatedAppleTV

from .common import LOGIN_ID

# Long enough for a busy machine to answer, short enough not to be waited for.
FAST = Timing(
    request=10,
    logout=2,
    grace=0.05,
    backoff_first=0.01,
    backoff_most=0.02,
    repeat=0.01,
    swipe_step=0,
    text_prompt=1,
)


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> Timing:
    """Shorten everything that the integration would wait for."""
    monkeypatch.setattr(
        "custom_components.remote_bridge.apple_tv.coordinator.TIMING", FAST
    )
    return FAST


@pytest.fixture
def volume_controllable() -> bool:
    """Say whether the Apple TV has a volume; over HDMI it has none."""
    return True


@pytest.fixture
async def apple_tv(
    socket_enabled: None, volume_controllable: bool
) -> AsyncGenerator[SimulatedAppleTV]:
    """Run an Apple TV that knows our remote and plays nothing."""
    async with SimulatedAppleTV(volume_controllable=volume_controllable) as tv:
        tv.authorize(LOGIN_ID)
        yield tv


@pytest.fixture
def mock_config_entry(apple_tv: SimulatedAppleTV) -> MockConfigEntry:
    """Describe the simulated Apple TV as the config flow would."""
    return MockConfigEntry(
        domain=DOMAIN,
        title=apple_tv.name,
        unique_id=apple_tv.service_name,
        data={
            CONF_KIND: Kind.APPLE_TV.value,
            CONF_HOST: apple_tv.host,
            CONF_PORT: apple_tv.port,
            CONF_LOGIN_ID: LOGIN_ID,
        },
    )


@pytest.fixture
def announcements(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], None]]:
    """Return who listens for which device's announcement, by the device's id."""
    listening: dict[str, Callable[[], None]] = {}

    def listen(
        _: HomeAssistant, identifier: str, came_back: Callable[[], None]
    ) -> Callable[[], None]:
        listening[identifier] = came_back
        return lambda: listening.pop(identifier) and None

    monkeypatch.setattr(
        "custom_components.remote_bridge.apple_tv.coordinator.async_listen_for_return",
        listen,
    )
    return listening


@pytest.fixture
async def init_integration(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry, fast: Timing
) -> MockConfigEntry:
    """Set up the entry."""
    mock_config_entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(mock_config_entry.entry_id)
    await hass.async_block_till_done()
    return mock_config_entry
