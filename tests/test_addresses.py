"""Addresses: what was typed, where it leads, and which of ours leads there."""

from unittest.mock import AsyncMock, MagicMock, patch

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from zeroconf import DNSAddress

from custom_components.remote_bridge.addresses import (
    async_local_address,
    async_resolve,
    parse_address,
)

NETWORK = "custom_components.remote_bridge.addresses.network"


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("192.0.2.10", ("192.0.2.10", None)),
        (" 192.0.2.10:3689\n", ("192.0.2.10", 3689)),
        ("living-room", ("living-room", None)),
        ("Living-Room.local.", ("Living-Room.local.", None)),
        ("4x4.example:65535", ("4x4.example", 65535)),
    ],
)
def test_addresses_are_understood_as_people_type_them(
    typed: str, understood: tuple[str, int | None]
) -> None:
    assert parse_address(typed) == understood


@pytest.mark.parametrize(
    "typed",
    [
        "",
        ":3689",
        "192.0.2.10:",
        "192.0.2.10:port",
        "192.0.2.10:0",
        "192.0.2.10:65536",
        "192.0.2",
        "192.0.2.010",
        "1.2.3.4.5",
        "[fe80::1]:3689",
        "http://192.0.2.10",
        "living room",
        "-living-room",
        "living..room",
        "wohn\N{LATIN SMALL LETTER U WITH DIAERESIS}",
        "x" * 64,
        ".".join(["x" * 60] * 5),
    ],
)
def test_everything_else_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which one is not promised
        parse_address(typed)


async def test_names_ending_in_local_are_asked_of_the_local_network(
    hass: HomeAssistant, mock_async_zeroconf: MagicMock
) -> None:
    mock_async_zeroconf.zeroconf.cache.async_add_records(
        [DNSAddress("living-room.local.", 1, 1, 120, bytes([192, 0, 2, 10]))]
    )

    assert await async_resolve(hass, "living-room.local") == "192.0.2.10"
    assert await async_resolve(hass, "living-room.local.") == "192.0.2.10"


@pytest.mark.parametrize(
    ("routed", "local"),
    [
        ("192.0.2.1", "192.0.2.1"),
        # A device on this very machine, as in the demo.
        ("127.0.0.1", "127.0.0.1"),
        # A tunnel, or an adapter that is switched off.
        ("10.8.0.1", None),
        (None, None),
    ],
)
async def test_a_device_calls_back_where_it_is_routed_if_that_adapter_is_enabled(
    hass: HomeAssistant, routed: str | None, local: str | None
) -> None:
    adapters = [
        {"enabled": True, "ipv4": [{"address": "192.0.2.1"}], "ipv6": []},
        {"enabled": False, "ipv4": [{"address": "10.8.0.1"}], "ipv6": []},
    ]
    with (
        patch(f"{NETWORK}.async_get_adapters", return_value=adapters),
        patch(
            "custom_components.remote_bridge.addresses.routed_address",
            return_value=routed,
        ),
    ):
        assert await async_local_address(hass, "192.0.2.10") == local


async def test_a_name_that_nobody_knows_leads_nowhere(hass: HomeAssistant) -> None:
    with patch(
        "custom_components.remote_bridge.addresses.async_resolve", return_value=None
    ):
        assert await async_local_address(hass, "living-room") is None


async def test_whoever_it_may_be_calls_back_on_the_default_route(
    hass: HomeAssistant,
) -> None:
    source = AsyncMock(return_value="192.0.2.1")
    with patch(f"{NETWORK}.async_get_source_ip", source):
        assert await async_local_address(hass, None) == "192.0.2.1"

        source.side_effect = HomeAssistantError
        assert await async_local_address(hass, None) is None
