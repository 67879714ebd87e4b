"""A network to pair on: mDNS without sockets, callbacks and logins with them."""

from collections.abc import Generator
from unittest.mock import AsyncMock, MagicMock, patch

import pytest

from .common import Network


@pytest.fixture(autouse=True)
def mock_setup_entry() -> Generator[AsyncMock]:
    """Make entries without setting them up."""
    with patch(
        "custom_components.remote_bridge.async_setup_entry", return_value=True
    ) as mock:
        yield mock


@pytest.fixture
def network(
    mock_async_zeroconf: MagicMock,
    monkeypatch: pytest.MonkeyPatch,
    socket_enabled: None,
) -> Network:
    """Announce and be announced on loopback."""
    package = "custom_components.remote_bridge"
    # Who is not in the cache does not answer.
    monkeypatch.setattr(f"{package}.apple_tv.announcements.LOOKUP_MILLISECONDS", 0)
    monkeypatch.setattr(f"{package}.addresses.LOOKUP_MILLISECONDS", 0)
    return Network(mock_async_zeroconf)


@pytest.fixture(autouse=True)
def local_address(monkeypatch: pytest.MonkeyPatch) -> AsyncMock:
    """Let devices call back on loopback."""
    mock = AsyncMock(return_value="127.0.0.1")
    monkeypatch.setattr(
        "custom_components.remote_bridge.apple_tv.pairing_flow.async_local_address",
        mock,
    )
    return mock


@pytest.fixture(autouse=True)
def quick_eyes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the tests the time that a browser needs to draw a step."""
    monkeypatch.setattr("custom_components.remote_bridge.flow.SHOWN_SECONDS", 0)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give nobody time to enter a code."""
    package = "custom_components.remote_bridge"
    monkeypatch.setattr(f"{package}.apple_tv.pairing_flow.PAIRING_SECONDS", 0.02)
    monkeypatch.setattr(f"{package}.apple_tv.pairing_flow.PAIRING_TICKS", 2)
