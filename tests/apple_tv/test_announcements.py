"""Who is announced, and who comes back."""

from collections.abc import AsyncGenerator
from unittest.mock import Mock

from homeassistant.core import HomeAssistant
import pytest
from zeroconf import (
    DNSAddress,
    DNSOutgoing,
    DNSPointer,
    DNSRecord,
    DNSService,
    current_time_millis,
)
from zeroconf._protocol.incoming import DNSIncoming
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from custom_components.remote_bridge.apple_tv.announcements import (
    async_complete,
    async_find,
    async_found,
    async_is_announced,
    async_listen_for_return,
)
from custom_components.remote_bridge.dacp import Announcement

IDENTIFIER = "61FBE455BD6E3BF2"
TOUCH_ABLE = "_touch-able._tcp.local."
APPLE_TV = "_appletv-v2._tcp.local."
HOME_SHARING = "_hscp._tcp.local."
HOME_SHARING_ID = "00000000-1125-ff3b-7f12-111111111111"

# What mDNS sets beside the class of records that have one owner.
_UNIQUE = 0x8001
_RESPONSE = 0x8400


def _service(
    name: str, *hosts: str, port: int = 3689, **properties: str
) -> AsyncServiceInfo:
    instance, _, service_type = name.partition(".")
    return AsyncServiceInfo(
        service_type,
        name,
        port=port,
        parsed_addresses=list(hosts or ("192.0.2.10",)),
        server=f"{instance.partition('_')[0]}.local.",
        properties=properties,
    )


def _records(info: AsyncServiceInfo) -> list[DNSRecord]:
    return [
        info.dns_pointer(),
        info.dns_service(),
        info.dns_text(),
        *info.dns_addresses(),
    ]


class Network:
    """A real zeroconf that hears what a test lets it hear."""

    def __init__(self, zeroconf: AsyncZeroconf) -> None:
        """Take over a zeroconf."""
        self.zeroconf = zeroconf.zeroconf

    def hear(self, *records: DNSRecord, ago: float = 0) -> None:
        """Receive a packet with these records, or have received it some seconds ago."""
        out = DNSOutgoing(_RESPONSE)
        for record in records:
            out.add_answer_at_time(record, 0)
        then = current_time_millis() - ago * 1000
        for packet in out.packets():
            self.zeroconf.record_manager.async_updates_from_response(
                DNSIncoming(packet, now=then)
            )

    def announce(
        self,
        name: str,
        *hosts: str,
        port: int = 3689,
        ago: float = 0,
        **properties: str,
    ) -> None:
        """Hear a service."""
        self.hear(*_records(_service(name, *hosts, port=port, **properties)), ago=ago)


@pytest.fixture
async def network(
    hass: HomeAssistant, socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Network]:
    """Give Home Assistant a real zeroconf, cut off from whatever else speaks mDNS on this machine."""
    package = "custom_components.remote_bridge.apple_tv.announcements"
    zeroconf = AsyncZeroconf(interfaces=["127.0.0.1"])
    await zeroconf.zeroconf.async_wait_for_start()
    for reader in zeroconf.zeroconf.engine.readers:
        hass.loop._remove_reader(reader.transport.get_extra_info("socket").fileno())
    monkeypatch.setattr(type(zeroconf.zeroconf), "async_send", Mock())
    monkeypatch.setattr(f"{package}.async_get_async_zeroconf", lambda _: zeroconf)
    monkeypatch.setattr(f"{package}.LOOKUP_MILLISECONDS", 100)
    yield Network(zeroconf)
    await zeroconf.async_close()


# ── Who is announced ──────────────────────────────────────────────────────────


async def test_nobody_announced_is_nobody_found(
    hass: HomeAssistant, network: Network
) -> None:
    assert await async_found(hass) == {}
    assert await async_find(hass, IDENTIFIER) is None


async def test_two_services_of_one_device_are_one_device(
    hass: HomeAssistant, network: Network
) -> None:
    network.announce(f"{IDENTIFIER}.{TOUCH_ABLE}", CtlN="Living Room", DvTy="AppleTV")
    network.announce(
        f"{IDENTIFIER}_2.{APPLE_TV}",
        Name="Living\N{NO-BREAK SPACE}Room",
        hG=HOME_SHARING_ID,
    )
    network.announce(f"0000000000000009.{TOUCH_ABLE}", "192.0.2.11", DvTy="AppleTV")

    found = await async_found(hass)

    living_room = Announcement(
        identifier=IDENTIFIER,
        name="Living Room",
        host="192.0.2.10",
        port=3689,
        login_id=HOME_SHARING_ID,
    )
    assert list(found) == [IDENTIFIER, "0000000000000009"]
    assert found[IDENTIFIER] == living_room
    assert await async_find(hass, IDENTIFIER) == living_room


async def test_a_computer_is_one_device_under_the_identity_one_pairs_with(
    hass: HomeAssistant, network: Network
) -> None:
    network.announce(
        f"Study.{HOME_SHARING}", hG=HOME_SHARING_ID, **{"Machine ID": "BB"}
    )
    network.announce(f"00000000000000AA.{TOUCH_ABLE}", DvTy="iTunes", port=50000)

    found = await async_found(hass)

    assert list(found) == ["00000000000000AA"]
    assert found["00000000000000AA"].login_id == HOME_SHARING_ID
    assert found["00000000000000AA"].port == 3689
    heard = Announcement(
        identifier="BB", name="Study", host="192.0.2.10", port=3689, is_apple_tv=False
    )
    assert await async_complete(hass, HOME_SHARING, heard) == found["00000000000000AA"]
    assert await async_find(hass, "00000000000000AA") == found["00000000000000AA"]


async def test_a_computer_with_home_sharing_only_has_its_own_identity(
    hass: HomeAssistant, network: Network
) -> None:
    network.announce(
        f"Study.{HOME_SHARING}", hG=HOME_SHARING_ID, **{"Machine ID": "BB"}
    )
    # Two players on one machine are two players.
    network.announce(f"00000000000000AA.{TOUCH_ABLE}", "192.0.2.11", DvTy="iTunes")
    network.announce(f"00000000000000CC.{TOUCH_ABLE}", "192.0.2.11", DvTy="iTunes")

    assert sorted(await async_found(hass)) == [
        "00000000000000AA",
        "00000000000000CC",
        "BB",
    ]


async def test_what_is_heard_before_it_is_in_the_cache_counts(
    hass: HomeAssistant, network: Network
) -> None:
    heard = Announcement(
        identifier=IDENTIFIER, name="Living Room", host="192.0.2.10", port=3689
    )

    assert await async_complete(hass, TOUCH_ABLE, heard) == heard


@pytest.mark.parametrize(
    ("hosts", "port"),
    [
        (("2001:db8::1",), 3689),
        (("169.254.3.4",), 3689),
        # A sleep proxy speaks.
        (("192.0.2.10",), 0),
    ],
)
async def test_who_cannot_be_controlled_is_not_found(
    hass: HomeAssistant, network: Network, hosts: tuple[str, ...], port: int
) -> None:
    network.announce(f"{IDENTIFIER}.{TOUCH_ABLE}", *hosts, port=port)

    assert await async_found(hass) == {}


async def test_names_against_the_rules_and_of_strangers_do_no_harm(
    hass: HomeAssistant, network: Network
) -> None:
    network.hear(
        DNSPointer(TOUCH_ABLE, 12, 1, 4500, f"\x01.{TOUCH_ABLE}"),
        DNSPointer(TOUCH_ABLE, 12, 1, 4500, "printer._ipp._tcp.local."),
    )
    network.announce(f"{IDENTIFIER}.{TOUCH_ABLE}")

    assert list(await async_found(hass)) == [IDENTIFIER]


async def test_an_address_that_has_expired_is_asked_for(
    hass: HomeAssistant, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = _service(f"{IDENTIFIER}.{TOUCH_ABLE}")
    network.hear(*_records(info), ago=121)
    asked = Mock(side_effect=lambda *_: network.hear(*_records(info)))
    monkeypatch.setattr(type(network.zeroconf), "async_send", asked)

    assert list(await async_found(hass)) == [IDENTIFIER]
    asked.assert_called_once()


async def test_a_device_that_is_gone_is_not_found(
    hass: HomeAssistant, network: Network
) -> None:
    network.announce(f"{IDENTIFIER}.{TOUCH_ABLE}", ago=4501)

    assert await async_found(hass) == {}


async def test_a_device_that_calls_can_be_looked_up_before_it_is_announced(
    hass: HomeAssistant, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = _service(f"{IDENTIFIER}.{TOUCH_ABLE}")
    asked = Mock(side_effect=lambda *_: network.hear(*_records(info)))
    monkeypatch.setattr(type(network.zeroconf), "async_send", asked)

    device = await async_find(hass, IDENTIFIER)

    assert device is not None
    assert (device.host, device.port) == ("192.0.2.10", 3689)


# ── Who comes back ────────────────────────────────────────────────────────────


@pytest.fixture
def returned(hass: HomeAssistant, network: Network) -> Mock:
    """Listen for a device that is there already."""
    network.announce(f"{IDENTIFIER}.{TOUCH_ABLE}")
    heard = Mock()
    async_listen_for_return(hass, IDENTIFIER, heard)
    return heard


def test_repeating_what_is_known_is_no_return(network: Network, returned: Mock) -> None:
    network.announce(f"{IDENTIFIER}.{TOUCH_ABLE}")

    returned.assert_not_called()


def test_a_device_whose_addresses_had_expired_has_returned(
    hass: HomeAssistant, network: Network
) -> None:
    network.announce(f"{IDENTIFIER}.{TOUCH_ABLE}", ago=121)
    returned = Mock()
    async_listen_for_return(hass, IDENTIFIER, returned)

    network.announce(f"{IDENTIFIER}.{TOUCH_ABLE}")

    returned.assert_called_once_with()


def test_a_device_that_had_said_goodbye_has_returned(
    network: Network, returned: Mock
) -> None:
    info = _service(f"{IDENTIFIER}.{TOUCH_ABLE}")
    network.hear(info.dns_pointer(0), info.dns_service(0), *info.dns_addresses(0))
    returned.assert_not_called()

    # It may be called something else now, after a conflict with its own past.
    network.announce(f"{IDENTIFIER}_2.{TOUCH_ABLE}")

    returned.assert_called_once_with()


def test_another_port_is_a_return(network: Network, returned: Mock) -> None:
    network.announce(f"{IDENTIFIER}.{TOUCH_ABLE}", port=3690)

    returned.assert_called_once_with()


def test_another_address_is_a_return(network: Network, returned: Mock) -> None:
    network.hear(
        DNSAddress(f"{IDENTIFIER}.local.", 1, _UNIQUE, 120, bytes([192, 0, 2, 99]))
    )

    returned.assert_called_once_with()


def test_an_address_that_follows_its_service_completes_the_return(
    hass: HomeAssistant, network: Network
) -> None:
    returned = Mock()
    async_listen_for_return(hass, IDENTIFIER, returned)
    pointer, service, text, address = _records(_service(f"{IDENTIFIER}.{APPLE_TV}"))

    network.hear(pointer, service, text)
    returned.assert_not_called()
    network.hear(address)

    returned.assert_called_once_with()


def test_a_sleep_proxy_taking_over_is_no_return_but_waking_up_is(
    hass: HomeAssistant, network: Network
) -> None:
    network.announce(f"{IDENTIFIER}.{TOUCH_ABLE}", ago=20)
    returned = Mock()
    async_listen_for_return(hass, IDENTIFIER, returned)

    network.announce(f"{IDENTIFIER}.{TOUCH_ABLE}", port=0, ago=10)
    network.zeroconf.cache.async_expire(current_time_millis())
    returned.assert_not_called()

    network.announce(f"{IDENTIFIER}.{TOUCH_ABLE}")
    returned.assert_called_once_with()


def test_others_coming_back_are_others(network: Network, returned: Mock) -> None:
    network.announce(f"0000000000000009.{TOUCH_ABLE}", "192.0.2.11")
    network.announce("printer._ipp._tcp.local.", "192.0.2.12")
    network.hear(DNSService("odd", 33, _UNIQUE, 120, 0, 0, 1, "odd.local."))

    returned.assert_not_called()


def test_a_computer_is_known_by_what_its_text_says(
    hass: HomeAssistant, network: Network
) -> None:
    returned = Mock()
    async_listen_for_return(hass, "BB", returned)

    network.announce(
        f"Study.{HOME_SHARING}", hG=HOME_SHARING_ID, **{"Machine ID": "BB"}
    )

    returned.assert_called_once_with()


def test_nothing_is_heard_after_listening_has_ended(
    hass: HomeAssistant, network: Network
) -> None:
    returned = Mock()
    stop = async_listen_for_return(hass, IDENTIFIER, returned)

    stop()
    network.announce(f"{IDENTIFIER}.{TOUCH_ABLE}")

    returned.assert_not_called()


@pytest.mark.parametrize(
    ("ago", "identifier", "announced"),
    [(0, IDENTIFIER, True), (121, IDENTIFIER, False), (0, "0" * 16, False)],
)
def test_only_an_announcement_that_still_holds_says_that_a_device_is_there(
    hass: HomeAssistant, network: Network, ago: int, identifier: str, announced: bool
) -> None:
    network.announce(f"{IDENTIFIER}.{TOUCH_ABLE}", ago=ago)

    assert async_is_announced(hass, identifier) is announced
