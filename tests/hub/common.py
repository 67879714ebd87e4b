"""What several tests of the hub need to say."""

from typing import Any

from homeassistant.components.remote import DOMAIN as REMOTE_DOMAIN
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import DOMAIN
from simulators.harmony_hub import SimulatedHub

from ..common import wait_for_state

REMOTE = "remote.living_room"
MEDIA_PLAYER = "media_player.living_room"
SELECT = "select.living_room_activity"
PHASE = "sensor.living_room_activity_phase"
CONNECTION = "binary_sensor.living_room_connection"
TELEVISION_REMOTE = "remote.samsung_tv"


async def act(
    hass: HomeAssistant, domain: str, action: str, entity_id: str, **data: Any
) -> None:
    """Perform an action on an entity."""
    await hass.services.async_call(
        domain, action, {ATTR_ENTITY_ID: entity_id, **data}, blocking=True
    )


async def ask_remote(
    hass: HomeAssistant, action: str, entity_id: str = REMOTE, **data: Any
) -> None:
    """Perform one of Home Assistant's own actions on a remote."""
    await act(hass, REMOTE_DOMAIN, action, entity_id, **data)


async def ask(
    hass: HomeAssistant, action: str, entity_id: str = REMOTE, **data: Any
) -> None:
    """Perform one of our actions."""
    await act(hass, DOMAIN, action, entity_id, **data)


async def set_up(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Add an entry and set it up, if that is possible."""
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()


def repairs(hass: HomeAssistant) -> list[Any]:
    """Return the dialogs that ask for a repair."""
    return [
        flow
        for flow in hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        if flow["context"]["source"] == SOURCE_REAUTH
    ]


async def start(hass: HomeAssistant, hub: SimulatedHub, activity_id: str) -> None:
    """Start an activity with the remote control, and wait until Home Assistant shows it."""
    await hub.press_on_remote(activity_id)
    await settled(hass, hub)


async def settled(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """Wait until Home Assistant shows what the hub does."""
    phases = ("off", "starting", "running", "stopping")
    names = {one["id"]: one["label"] for one in hub.config["activity"]}
    await wait_for_state(
        hass, PHASE, lambda state: state.state == phases[hub.activity_status]
    )
    await wait_for_state(
        hass,
        REMOTE,
        lambda state: state.attributes["current_activity"] == names[hub.activity_id],
    )


def sent(hub: SimulatedHub) -> list[tuple[str, str]]:
    """Return which keys of which devices were sent."""
    return [(one.device_id, one.command) for one in hub.infrared]


def requests(hub: SimulatedHub, *parts: str) -> list[str]:
    """Return the commands that contain one of these words."""
    return [
        one.command
        for one in hub.requests
        if any(part in one.command.casefold() for part in parts)
    ]
