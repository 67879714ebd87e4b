"""Devices that announce themselves, as Home Assistant's shared zeroconf knows them."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import override

from homeassistant.components.zeroconf import async_get_async_zeroconf
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from zeroconf import (  # type: ignore[attr-defined] # the records are public, if not in __all__
    BadTypeInNameException,
    DNSAddress,
    DNSPointer,
    DNSService,
    IPVersion,
    RecordUpdate,
    RecordUpdateListener,
    Zeroconf,
    current_time_millis,
)
from zeroconf.asyncio import AsyncServiceInfo
from zeroconf.const import _CLASS_IN, _TYPE_PTR

from ..addresses import LOOKUP_MILLISECONDS, usable_address
from ..dacp import (
    HOME_SHARING,
    SERVICE_TYPES,
    TOUCH_ABLE,
    Announcement,
    read_announcement,
    service_identifier,
)


async def async_found(hass: HomeAssistant) -> dict[str, Announcement]:
    """Return the devices that announce themselves now, by identifier."""
    zc = async_get_async_zeroconf(hass).zeroconf
    return await _resolve(zc, _service_names(zc))


async def async_find(hass: HomeAssistant, identifier: str) -> Announcement | None:
    """Return what a device announces, or None when it does not."""
    zc = async_get_async_zeroconf(hass).zeroconf
    # What a computer's Home Sharing service is called says nothing about its identifier.
    names = [
        name
        for name in _service_names(zc)
        if name.endswith(HOME_SHARING)
        or service_identifier(name.partition(".")[0]) == identifier
    ]
    found = await _resolve(zc, names)
    if identifier not in found:
        found = await _resolve(zc, [f"{identifier}.{TOUCH_ABLE}"])
    return found.get(identifier)


async def async_complete(
    hass: HomeAssistant, service_type: str, heard: Announcement
) -> Announcement:
    """Return all that is known of the device whose announcement was heard."""
    return _counterpart(await async_found(hass), service_type, heard) or heard


@callback
def async_is_announced(hass: HomeAssistant, identifier: str) -> bool:
    """Tell whether the device's announcement is known and still holds. Nobody is asked."""
    zc = async_get_async_zeroconf(hass).zeroconf
    return any(_announces(zc, name, identifier) for name in _service_names(zc))


@callback
def async_listen_for_return(
    hass: HomeAssistant, identifier: str, returned: Callable[[], None]
) -> CALLBACK_TYPE:
    """Call `returned` whenever the device's announcement comes back or changes; returns how to stop that."""
    zc = async_get_async_zeroconf(hass).zeroconf
    listener = _ReturnListener(zc, identifier, returned)
    zc.async_add_listener(listener, None)
    return partial(zc.async_remove_listener, listener)


class _ReturnListener(RecordUpdateListener):
    """Tells a return from the repetition of what is known and still valid."""

    def __init__(
        self, zc: Zeroconf, identifier: str, returned: Callable[[], None]
    ) -> None:
        """Prepare to listen for one device."""
        super().__init__()
        self._zc = zc
        self._identifier = identifier
        self._returned = returned
        self._fresh_services: set[str] = set()
        self._fresh_servers: set[str] = set()

    @override
    def async_update_records(
        self, zc: Zeroconf, now: float, records: list[RecordUpdate]
    ) -> None:
        """Note which records are new; the cache does not have them yet."""
        for update in records:
            new, old = update.new, update.old
            if new.is_expired(now) or (old is not None and not old.is_expired(now)):
                continue
            if isinstance(new, DNSService):
                self._fresh_services.add(new.name)
            elif isinstance(new, DNSAddress):
                self._fresh_servers.add(new.name)

    @override
    def async_update_records_complete(self) -> None:
        """Look at what the new records add up to."""
        names, self._fresh_services = self._fresh_services, set()
        servers, self._fresh_servers = self._fresh_servers, set()
        for server in servers:
            names |= {one.name for one in self._zc.cache.entries_with_server(server)}
        if any(_announces(self._zc, name, self._identifier) for name in names):
            self._returned()


def _announces(zc: Zeroconf, name: str, identifier: str) -> bool:
    """Tell whether a service is the device's, and complete: a sleep proxy announces it without a port."""
    info = _service_info(name)
    if info is None or not info.load_from_cache(zc):
        return False
    announcement = _read(info)
    return announcement is not None and announcement.identifier == identifier


def _service_names(zc: Zeroconf) -> list[str]:
    """List the names of the services that are pointed at."""
    now = current_time_millis()
    return [
        record.alias
        for service_type in SERVICE_TYPES
        for record in zc.cache.get_all_by_details(service_type, _TYPE_PTR, _CLASS_IN)
        if isinstance(record, DNSPointer) and not record.is_expired(now)
    ]


async def _resolve(zc: Zeroconf, names: Iterable[str]) -> dict[str, Announcement]:
    """Read services, asking for what the cache does not hold, and put together what belongs together."""
    infos = [info for info in map(_service_info, names) if info is not None]
    answered = await asyncio.gather(
        *(info.async_request(zc, LOOKUP_MILLISECONDS) for info in infos)
    )
    devices: dict[str, Announcement] = {}
    for info, answer in sorted(
        zip(infos, answered, strict=True), key=lambda pair: pair[0].type == HOME_SHARING
    ):
        if not answer or (heard := _read(info)) is None:
            continue
        known = _counterpart(devices, info.type, heard)
        device = known.merged_with(heard) if known else heard
        devices[device.identifier] = device
    return devices


def _counterpart(
    devices: Mapping[str, Announcement], service_type: str, heard: Announcement
) -> Announcement | None:
    """Return the device that an announcement belongs to.

    A computer announces Home Sharing under another identifier than the service one pairs with. The latter counts.
    """
    if heard.identifier in devices or service_type != HOME_SHARING:
        return devices.get(heard.identifier)
    computers = (one for one in devices.values() if not one.is_apple_tv)
    return next((one for one in computers if one.host == heard.host), None)


def _service_info(name: str) -> AsyncServiceInfo | None:
    """Return what resolves a service, or None when it is none of ours."""
    for service_type in SERVICE_TYPES:
        if name.endswith(f".{service_type}"):
            try:
                return AsyncServiceInfo(service_type, name)
            except BadTypeInNameException:
                # Anybody on the network may announce a name that is against the rules.
                return None
    return None


def _read(info: AsyncServiceInfo) -> Announcement | None:
    """Read a resolved service."""
    host = usable_address(info.parsed_addresses(IPVersion.V4Only))
    if host is None:
        return None
    return read_announcement(
        info.type, info.name, host, info.port, info.decoded_properties
    )
