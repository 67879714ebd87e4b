"""Home Assistant itself, kept to this machine: mDNS and SSDP on loopback, and no life after the demo."""

from ipaddress import IPv4Address, IPv6Address
import os
import signal
import sys
import threading
from typing import Any

from async_upnp_client import ssdp_listener
from homeassistant.__main__ import main
from homeassistant.components import zeroconf
from homeassistant.components.ssdp import scanner, server
from homeassistant.core import HomeAssistant
from zeroconf import IPVersion


def _loopback_only(hass: HomeAssistant) -> dict[str, Any]:  # noqa: ARG001 - as the original.
    """Name the one interface that mDNS may use."""
    return {"interfaces": ["127.0.0.1"], "ip_version": IPVersion.V4Only}


async def _ssdp_on_loopback(
    hass: HomeAssistant,  # noqa: ARG001 - as the original.
) -> set[IPv4Address | IPv6Address]:
    """Name the one address that SSDP may use."""
    return {IPv4Address("127.0.0.1")}


def _is_our_hub(location: str) -> bool:
    """Trust the address of the demo's own hub, and no other: that of another demo may be gone in a moment."""
    return location.startswith(os.environ["DEMO_HUB"])


def _stop_with_the_demo() -> None:
    """Wait for the demo to close our input, which the system does if the demo is killed."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


# Home Assistant has a setting for the adapters, and then leaves loopback out of them: on a real network nobody
# wants it. The demo wants nothing else, so that neither side of it is seen or heard on the network around it. And no
# hub on a network would say of itself that it lives on this machine, so that is not believed either.
zeroconf._async_get_zc_args = _loopback_only  # noqa: SLF001 - there is no public way, see above.
for part in (scanner, server):
    vars(part)["async_build_source_set"] = _ssdp_on_loopback
vars(ssdp_listener)["is_valid_location"] = _is_our_hub

if __name__ == "__main__":
    threading.Thread(target=_stop_with_the_demo, daemon=True).start()
    sys.exit(main())
