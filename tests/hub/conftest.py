"""A simulated hub in a living room, and an entry that knows how to speak to it."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import (
    CONF_KIND,
    CONF_TRANSPORT,
    CONF_XMPP_PORT,
    DOMAIN,
    Kind,
)
from custom_components.remote_bridge.harmony.timing import Timing
from simulators.harmony_hub import Login, Pace, SimulatedHub
from simulators.harmony_hub.configuration import living_room

# Long enough for a busy machine to answer, short enough not to be waited for.
FAST = Timing(
    press=0,
    hold_interval=0.01,
    key_spacing=0,
    backoff_first=0.01,
    backoff_most=0.02,
    settle=0,
)

COORDINATOR = "custom_components.remote_bridge.hub.coordinator"
TROUBLES = "custom_components.remote_bridge.hub.troubles"


@pytest.fixture
def refusal() -> float:
    """Say how long to wait for a refusal; where one comes it need not be short."""
    return 0.02


@pytest.fixture
def grace() -> float:
    """Say how long a hub may be away before its entities are unavailable."""
    return 0.05


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch, refusal: float, grace: float) -> Timing:
    """Shorten everything that the integration would wait for."""
    timing = replace(FAST, refusal=refusal, grace=grace)
    monkeypatch.setattr(f"{COORDINATOR}.TIMING", timing)
    return timing


@pytest.fixture
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at once for what is wrong, where otherwise everything may settle first."""
    monkeypatch.setattr(f"{TROUBLES}.SETTLE_SECONDS", 0)


@pytest.fixture
def pace() -> Pace:
    """Say how fast the hub works."""
    return Pace.INSTANT


@pytest.fixture
def login() -> Login:
    """Say how strict the hub is over XMPP."""
    return Login.OPEN


@pytest.fixture
def config() -> dict[str, Any]:
    """Say what the hub controls."""
    return living_room()


@pytest.fixture
async def hub(
    socket_enabled: None, pace: Pace, login: Login, config: dict[str, Any]
) -> AsyncGenerator[SimulatedHub]:
    """Run a hub that is off."""
    async with SimulatedHub(xmpp_port=0, pace=pace, login=login, config=config) as hub:
        yield hub


@pytest.fixture
def transport() -> str:
    """Say how the hub is spoken to."""
    return "websocket"


@pytest.fixture
def options() -> dict[str, object]:
    """Say what the user has chosen."""
    return {}


@pytest.fixture
def mock_config_entry(
    hub: SimulatedHub, transport: str, options: dict[str, object]
) -> MockConfigEntry:
    """Describe the simulated hub as the config flow would."""
    return MockConfigEntry(
        domain=DOMAIN,
        title=hub.name,
        unique_id=hub.remote_id,
        data={
            CONF_KIND: Kind.HARMONY.value,
            CONF_HOST: hub.host,
            CONF_PORT: hub.port,
            CONF_XMPP_PORT: hub.xmpp_port,
            CONF_TRANSPORT: transport,
        },
        options=options,
    )


@pytest.fixture
async def init_integration(
    hass: HomeAssistant, mock_config_entry: MockConfigEntry, fast: Timing
) -> MockConfigEntry:
    """Set up the entry."""
    mock_config_entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(mock_config_entry.entry_id)
    await hass.async_block_till_done()
    return mock_config_entry
