"""What the tests of the dialogs need to say."""

import asyncio
from ipaddress import ip_address
from typing import Any
from unittest.mock import AsyncMock, MagicMock

from homeassistant.config_entries import SOURCE_ZEROCONF
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
import pytest
from zeroconf import DNSCache
from zeroconf.asyncio import AsyncServiceInfo

from custom_components.remote_bridge.const import CONF_KIND, CONF_LOGIN_ID, DOMAIN, Kind
from simulators.apple_tv import PairingResult, SimulatedAppleTV

from ...dialogs import (
    Flow,
    add,
    finish,
    pick,  # noqa: F401 - the tests of this folder take it from here
    submit,
)

TOUCH_ABLE = "_touch-able._tcp.local."
APPLE_TV = "_appletv-v2._tcp.local."
HOME_SHARING = "_hscp._tcp.local."

HOME_SHARING_ID = "00000000-1125-ff3b-7f12-111111111111"


class Network:
    """What is announced, by devices and by us."""

    def __init__(self, zeroconf: MagicMock) -> None:
        """Take over a mocked zeroconf; it announces nothing, but says when it would be done."""
        self._zeroconf = zeroconf
        self.register = zeroconf.async_register_service = AsyncMock(side_effect=_done)
        self.unregister = zeroconf.async_unregister_service = AsyncMock(
            side_effect=_done
        )

    @property
    def cache(self) -> DNSCache:
        """What mDNS has heard."""
        return self._zeroconf.zeroconf.cache

    @property
    def remote(self) -> AsyncServiceInfo:
        """The remote that we announced last."""
        return self.register.call_args.args[0]

    def remote_at(self, port: str) -> AsyncServiceInfo:
        """The remote that we announced with a port."""
        remotes = [call.args[0] for call in self.register.call_args_list]
        return next(one for one in reversed(remotes) if str(one.port) == port)

    def announce(
        self,
        tv: SimulatedAppleTV,
        service_type: str = TOUCH_ABLE,
        **properties: str,
    ) -> None:
        """Let a device announce itself."""
        self.hear(
            f"{tv.service_name}.{service_type}",
            port=tv.port,
            **{"CtlN": tv.name, "DvTy": "AppleTV", **properties},
        )

    def hear(
        self, name: str, host: str = "127.0.0.1", port: int = 3689, **properties: str
    ) -> None:
        """Hear a service."""
        info = _service(name, host, port, properties)
        self.cache.async_add_records(
            [
                info.dns_pointer(),
                info.dns_service(),
                info.dns_text(),
                *info.dns_addresses(),
            ]
        )

    def forget(self) -> None:
        """Hear goodbye from everybody."""
        for name in self.cache.names():
            self.cache.async_remove_records(self.cache.entries_with_name(name))

    async def is_left_as_found(self) -> bool:
        """Tell whether, once all work has ended, our remote is withdrawn and its port closed."""
        work = [
            task
            for task in asyncio.all_tasks()
            if task.get_name().startswith("Remote Bridge flow")
        ]
        await asyncio.gather(*work, return_exceptions=True)
        (withdrawn,) = self.unregister.call_args.args
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", self.remote.port)
        return withdrawn is self.remote


async def _done(_: AsyncServiceInfo, **__: object) -> Any:
    return asyncio.sleep(0)


def _service(
    name: str, host: str, port: int, properties: dict[str, str]
) -> AsyncServiceInfo:
    instance, _, service_type = name.partition(".")
    return AsyncServiceInfo(
        service_type,
        name,
        port=port,
        parsed_addresses=[host],
        server=f"{instance}.local.",
        properties=properties,
    )


def discovery(
    name: str,
    *hosts: str,
    port: int | None = 3689,
    **properties: str,
) -> ZeroconfServiceInfo:
    """Return what Home Assistant hands over when it has discovered a service."""
    addresses = [ip_address(host) for host in hosts or ("127.0.0.1",)]
    return ZeroconfServiceInfo(
        ip_address=addresses[0],
        ip_addresses=addresses,
        port=port,
        hostname=f"{name.partition('.')[0]}.local.",
        type=name.partition(".")[2],
        name=name,
        properties=properties,
    )


def discovery_of(
    tv: SimulatedAppleTV, service_type: str = TOUCH_ABLE, **properties: str
) -> ZeroconfServiceInfo:
    """Return what Home Assistant hands over when it has discovered a simulated device."""
    return discovery(
        f"{tv.service_name}.{service_type}",
        port=tv.port,
        **{"CtlN": tv.name, "DvTy": "AppleTV", **properties},
    )


async def discover(hass: HomeAssistant, info: ZeroconfServiceInfo) -> Flow:
    """Discover a service."""
    return await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=info
    )


async def begin(hass: HomeAssistant) -> Flow:
    """Begin by hand."""
    return await add(hass, Kind.APPLE_TV)


async def choose(
    hass: HomeAssistant, flow: Flow, device: str | None = None, **advanced: Any
) -> Flow:
    """Submit the form for adding by hand."""
    chosen = {} if device is None else {"device": device}
    return await submit(hass, flow, advanced=advanced, **chosen)


async def enter_pin(
    tv: SimulatedAppleTV, network: Network, flow: Flow, pin: str | None = None
) -> PairingResult:
    """Enter the PIN that the dialog shows, or another one, on the television."""
    assert (flow["type"], flow["step_id"]) == (FlowResultType.SHOW_PROGRESS, "pair")
    remote = network.remote_at(flow["description_placeholders"]["port"])
    pair = remote.properties[b"Pair"]
    assert pair is not None
    assert remote.port is not None
    shown = flow["description_placeholders"]["pin"]
    return await tv.pair_with("127.0.0.1", remote.port, pair.decode(), pin or shown)


async def pair(
    hass: HomeAssistant, tv: SimulatedAppleTV, network: Network, flow: Flow
) -> Flow:
    """Enter the right PIN, and return what comes of it."""
    assert (await enter_pin(tv, network, flow)).accepted
    return await finish(hass, flow)


def address_of(tv: SimulatedAppleTV) -> str:
    """Return what to type."""
    return f"{tv.host}:{tv.port}"


def assert_is_entry_of(
    flow: Flow, tv: SimulatedAppleTV, title: str | None = None
) -> None:
    """Make sure that a flow made the entry of this device."""
    # Who was paired with logs in by that, who was not by Home Sharing.
    login_ids = [tv.home_sharing_id, *(remote.guid for remote in tv.paired)]
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["title"] == (title or tv.name)
    assert flow["result"].unique_id == tv.service_name
    assert flow["data"] == {
        CONF_KIND: Kind.APPLE_TV,
        CONF_HOST: tv.host,
        CONF_PORT: tv.port,
        CONF_LOGIN_ID: login_ids[-1],
    }
