"""A hub and the devices it controls, in Home Assistant's device registry."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import DeviceInfo

from ..const import DOMAIN
from ..harmony.config import Device, HubConfig


def hub_info(entry: ConfigEntry, firmware: str | None = None) -> DeviceInfo:
    """Return what is known of a hub."""
    info = DeviceInfo(
        identifiers={(DOMAIN, unique_id_of(entry))},
        manufacturer="Logitech",
        model="Harmony Hub",
        name=entry.title,
    )
    if firmware is not None:
        info["sw_version"] = firmware
    return info


def device_info(entry: ConfigEntry, device: Device, hub_id: str) -> DeviceInfo:
    """Return what is known of a device; `hub_id` is the hub's in the device registry."""
    return DeviceInfo(
        identifiers={(DOMAIN, unique_id_of(entry, device.id))},
        manufacturer=device.manufacturer or None,
        model=device.model or None,
        name=device.label,
        via_device_id=hub_id,
    )


def unique_id_of(entry: ConfigEntry, *parts: str) -> str:
    """Return what nothing else of any hub is called: labels change and may occur twice, ids do not."""
    assert entry.unique_id is not None
    return "_".join((entry.unique_id, *parts))


@callback
def register(hass: HomeAssistant, entry: ConfigEntry, firmware: str | None) -> str:
    """Register a hub, before the devices that refer to it, and return its id in the registry."""
    return (
        dr.async_get(hass)
        .async_get_or_create(
            config_entry_id=entry.entry_id, **hub_info(entry, firmware)
        )
        .id
    )


@callback
def follow(
    hass: HomeAssistant, entry: ConfigEntry, config: HubConfig, hub_id: str
) -> None:
    """Bring the registered devices up to date with the hub: new ones, new names, and those that are no more.

    The entities of a device go with it. What people called a device themselves stays.
    """
    registry = dr.async_get(hass)
    for device in config.devices:
        registry.async_get_or_create(
            config_entry_id=entry.entry_id, **device_info(entry, device, hub_id)
        )
    if not config.devices and not config.activities:
        # Nobody has a hub for nothing: it is being set up anew, or its answer could not be read.
        return
    for registered in dr.async_entries_for_config_entry(registry, entry.entry_id):
        if registered.id != hub_id and not is_known(entry, config, registered):
            registry.async_remove_device(registered.id)


def is_known(
    entry: ConfigEntry, config: HubConfig, registered: dr.AnyDeviceEntry
) -> bool:
    """Tell whether the hub has a registered device, or is it itself."""
    known = {unique_id_of(entry)}
    known |= {unique_id_of(entry, device.id) for device in config.devices}
    return any((DOMAIN, identifier) in registered.identifiers for identifier in known)
