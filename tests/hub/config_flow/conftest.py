"""Hubs to add, and a network to find them in."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from ipaddress import IPv4Address
from typing import Any
from unittest.mock import AsyncMock, patch

from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import (
    CONF_KIND,
    CONF_TRANSPORT,
    CONF_XMPP_PORT,
    DOMAIN,
)
from simulators.harmony_hub import SimulatedHub

_SEARCHING = "custom_components.remote_bridge.hub.dialogs.searching"


@pytest.fixture(autouse=True)
def mock_setup_entry() -> Generator[AsyncMock]:
    """Make entries without setting them up."""
    with patch(
        "custom_components.remote_bridge.async_setup_entry", return_value=True
    ) as mock:
        yield mock


@pytest.fixture(autouse=True)
def quick_eyes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the tests the time that a browser needs to draw a step."""
    monkeypatch.setattr("custom_components.remote_bridge.flow.SHOWN_SECONDS", 0)


@pytest.fixture(autouse=True)
def small_network(monkeypatch: pytest.MonkeyPatch, socket_enabled: None) -> None:
    """Ask nobody but the hubs of these tests who is there, and have an answer at once."""
    monkeypatch.setattr(
        f"{_SEARCHING}.network.async_get_ipv4_broadcast_addresses",
        AsyncMock(return_value={IPv4Address("127.0.0.1")}),
    )
    monkeypatch.setattr(f"{_SEARCHING}.ALSO_ASKED", ())
    monkeypatch.setattr(f"{_SEARCHING}.SEARCH_SECONDS", 0)


@pytest.fixture
async def hub(socket_enabled: None) -> AsyncGenerator[SimulatedHub]:
    """Run a hub that lets in whoever comes, in both ways."""
    async with SimulatedHub(xmpp_port=0) as hub:
        yield hub


@pytest.fixture
async def nobody_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no host name lead anywhere."""
    loop = asyncio.get_running_loop()
    look_up = loop.getaddrinfo

    async def getaddrinfo(host: str, *args: Any, **kwargs: Any) -> Any:
        if host[0].isdigit():
            return await look_up(host, *args, **kwargs)
        raise OSError("Name or service not known")

    monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(
        "custom_components.remote_bridge.addresses.LOOKUP_MILLISECONDS", 0
    )


@pytest.fixture
def entry(hass: HomeAssistant, hub: SimulatedHub) -> MockConfigEntry:
    """Have an entry of the hub, as the dialog makes it."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=hub.name,
        unique_id=hub.remote_id,
        data={
            CONF_KIND: "harmony",
            CONF_HOST: hub.host,
            CONF_TRANSPORT: "websocket",
            CONF_PORT: hub.port,
            CONF_XMPP_PORT: hub.xmpp_port,
        },
        options={CONF_TRANSPORT: "auto"},
    )
    entry.add_to_hass(hass)
    return entry
