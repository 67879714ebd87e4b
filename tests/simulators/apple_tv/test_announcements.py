"""What the device announces over mDNS, and which remotes it finds: real packets, on loopback."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
import secrets

import pytest
from zeroconf import IPVersion, ServiceStateChange
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from simulators.apple_tv import SimulatedAppleTV, SleepStyle

from .conftest import GROUP

# All of these share the loopback network, and would see each other's announcements.
pytestmark = pytest.mark.xdist_group("mdns")

TOUCH_ABLE = "_touch-able._tcp.local."
APPLE_TV = "_appletv-v2._tcp.local."
TOUCH_REMOTE = "_touch-remote._tcp.local."


def loopback() -> AsyncZeroconf:
    """Open an mDNS endpoint that nobody beyond this machine hears."""
    return AsyncZeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only)


class Neighbour:
    """Somebody else on the network, who listens to one device."""

    def __init__(self, zeroconf: AsyncZeroconf, service_name: str) -> None:
        """Hear nothing yet."""
        self.zeroconf = zeroconf
        self.service_name = service_name
        self.sending: list[Awaitable[None]] = []
        self.heard: asyncio.Queue[tuple[str, ServiceStateChange]] = asyncio.Queue()

    def hear(self, service_type, name, state_change, **_: object) -> None:
        """Take one change."""
        if name.startswith(self.service_name):
            self.heard.put_nowait((service_type, state_change))

    async def wait_for(
        self, service_type: str, state_change: ServiceStateChange
    ) -> None:
        """Wait until a change of a service was heard."""
        async with asyncio.timeout(5):
            while await self.heard.get() != (service_type, state_change):
                pass

    async def publish(self, info: AsyncServiceInfo) -> None:
        """Announce a service of one's own; its name is not asked for first."""
        self.sending.append(
            await self.zeroconf.async_register_service(
                info, cooperating_responders=True
            )
        )

    async def ask(self, service_type: str) -> AsyncServiceInfo:
        """Ask for the details of the device's service."""
        info = AsyncServiceInfo(service_type, f"{self.service_name}.{service_type}")
        assert await info.async_request(self.zeroconf.zeroconf, 3000)
        return info


@pytest.fixture
async def zeroconf(socket_enabled) -> AsyncGenerator[AsyncZeroconf]:
    """The mDNS endpoint of the device."""
    endpoint = loopback()
    yield endpoint
    await endpoint.async_close()


@pytest.fixture
async def device(zeroconf) -> AsyncGenerator[SimulatedAppleTV]:
    """A device with an identity of its own, as other tests may run on this machine."""
    async with SimulatedAppleTV(
        name="Apple\u00a0TV",
        service_name=secrets.token_hex(8).upper(),
        zeroconf=zeroconf,
        home_sharing_id=GROUP,
    ) as tv:
        yield tv


@pytest.fixture
async def neighbour(device) -> AsyncGenerator[Neighbour]:
    """Somebody who listens to the device."""
    endpoint = loopback()
    one = Neighbour(endpoint, device.service_name)
    browser = AsyncServiceBrowser(
        endpoint.zeroconf, [TOUCH_ABLE, APPLE_TV], handlers=[one.hear]
    )
    yield one
    await asyncio.gather(*one.sending)
    await browser.async_cancel()
    await endpoint.async_close()


async def test_records_are_those_of_a_real_device(device, neighbour) -> None:
    info = await neighbour.ask(TOUCH_ABLE)
    properties = dict(info.decoded_properties)
    database_id = properties.pop("DbId")
    assert len(database_id) == 16
    assert properties == {
        "txtvers": "1",
        "CtlN": "Apple\u00a0TV",
        "DvTy": "AppleTV",
        "DvSv": "1792",
        "atSV": "65541",
        "atCV": "65539",
        "Ver": "131077",
    }
    assert (info.parsed_addresses(), info.port) == (["127.0.0.1"], device.port)
    info = await neighbour.ask(APPLE_TV)
    assert info.decoded_properties["hG"] == GROUP
    assert info.decoded_properties["Name"] == "Apple\u00a0TV"
    assert info.decoded_properties["MniT"] == "167845888"


async def test_device_that_sleeps_says_goodbye_and_comes_back(
    device, neighbour
) -> None:
    await neighbour.wait_for(TOUCH_ABLE, ServiceStateChange.Added)
    await device.sleep_now(SleepStyle.SILENT)
    await neighbour.wait_for(TOUCH_ABLE, ServiceStateChange.Removed)
    await device.wake_up()
    await neighbour.wait_for(TOUCH_ABLE, ServiceStateChange.Added)


async def test_move_to_another_port_is_told(device, neighbour) -> None:
    await neighbour.wait_for(TOUCH_ABLE, ServiceStateChange.Added)
    await device.move(port=0)
    await neighbour.wait_for(TOUCH_ABLE, ServiceStateChange.Updated)
    assert (await neighbour.ask(TOUCH_ABLE)).port == device.port


async def test_home_sharing_goes_and_comes_with_its_own_service(
    device, neighbour
) -> None:
    await neighbour.wait_for(APPLE_TV, ServiceStateChange.Added)
    await device.set_home_sharing(None)
    await neighbour.wait_for(APPLE_TV, ServiceStateChange.Removed)
    await device.set_home_sharing(GROUP)
    await neighbour.wait_for(APPLE_TV, ServiceStateChange.Added)


def remote_service(label: str, **properties: str) -> AsyncServiceInfo:
    """Describe a remote as it would announce itself."""
    return AsyncServiceInfo(
        TOUCH_REMOTE,
        f"{label}.{TOUCH_REMOTE}",
        addresses=[b"\x7f\0\0\1"],
        port=4711,
        properties={"Pair": "1234ABCDE56789FF", "RemN": "Remote", **properties},
    )


async def test_remote_that_asks_to_be_paired_is_listed_until_it_goes(
    device, neighbour
) -> None:
    name = f"Remote {device.service_name}"
    info = remote_service(device.service_name, DvNm=name, DvTy="iPod")
    await neighbour.publish(info)
    await device.wait_for(lambda tv: name in tv.remote_names)
    (found,) = [remote for remote in device.remotes if remote.name == name]
    assert (found.address, found.port) == ("127.0.0.1", 4711)
    assert (found.pair, found.kind) == ("1234ABCDE56789FF", "iPod")
    await (await neighbour.zeroconf.async_unregister_service(info))
    await device.wait_for(lambda tv: name not in tv.remote_names)


async def test_remote_without_a_name_is_not_listed(device, neighbour) -> None:
    nameless, named = (f"{device.service_name}-{number}" for number in (1, 2))
    await neighbour.publish(remote_service(nameless))
    await neighbour.publish(remote_service(named, DvNm=named))
    await device.wait_for(lambda tv: named in tv.remote_names)
    services = {remote.service for remote in device.remotes}
    assert (named in services, nameless in services) == (True, False)
