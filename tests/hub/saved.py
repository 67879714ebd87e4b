"""What the tests of saved configurations need to say."""

import asyncio
from typing import Any

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import DOMAIN
from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration.identifiers import WATCH_TV


async def ask_saved(
    hass: HomeAssistant, action: str, entry: MockConfigEntry, **data: Any
) -> dict[str, Any]:
    """Perform one of the actions on saved configurations, and return its answer."""
    answer = await hass.services.async_call(
        DOMAIN,
        action,
        {"config_entry_id": entry.entry_id, **data},
        blocking=True,
        return_response=True,
    )
    assert isinstance(answer, dict)
    return answer


async def saved(hass: HomeAssistant, entry: MockConfigEntry) -> list[dict[str, Any]]:
    """Return what is saved, the newest first."""
    answer = await ask_saved(hass, "list_configurations", entry)
    return answer["configurations"]


async def replace_config(
    hass: HomeAssistant, hub: SimulatedHub, entry: MockConfigEntry, config: Any
) -> None:
    """Give a hub a configuration, and wait until everything that comes of it is done."""
    client = entry.runtime_data.client
    read = asyncio.Event()
    stop = client.add_cache_listener(read.set)
    try:
        hub.replace_config(config)
        async with asyncio.timeout(10):
            while client.config_version != hub.config_version:
                await read.wait()
                read.clear()
    finally:
        stop()
    await hass.async_block_till_done()


async def rename(
    hass: HomeAssistant, hub: SimulatedHub, entry: MockConfigEntry, label: str
) -> None:
    """Give "Watch TV" another name, and wait until everything that comes of it is done."""
    next(one for one in hub.config["activity"] if one["id"] == WATCH_TV)["label"] = (
        label
    )
    await replace_config(hass, hub, entry, hub.config)
