"""Home Assistant's own integration for Harmony hubs, which takes our hub for a real one."""

from unittest.mock import patch

from aioharmony import hubconnector_websocket
from homeassistant.components.harmony.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.const import CONF_HOST, CONF_NAME
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulators.harmony_hub.configuration import RECEIVER, WATCH_TV

# aioharmony uses what aiohttp and Python 3.14 find old-fashioned.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

REMOTE = "remote.living_room"
SELECT = "select.living_room_activities"


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Bear that aioharmony waits for answers to keys, which hubs do not give."""
    return True


@pytest.fixture(autouse=True)
def _port_of_the_hub(hub, monkeypatch) -> None:
    """Lead aioharmony, whose port is fixed, to the hub; and write no file for people to read."""
    monkeypatch.setattr(hubconnector_websocket, "DEFAULT_HUB_PORT", str(hub.port))
    monkeypatch.setattr(
        "homeassistant.components.harmony.remote.HarmonyRemote.write_config_file",
        lambda _: None,
    )


@pytest.fixture
async def entry(hass: HomeAssistant, hub):
    """The hub, set up."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id=hub.remote_id,
        data={CONF_HOST: hub.host, CONF_NAME: hub.name},
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    yield entry
    await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()


async def test_it_is_set_up_by_its_address_alone(hass: HomeAssistant, hub) -> None:
    flow = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    with patch("homeassistant.components.harmony.async_setup_entry", return_value=True):
        result = await hass.config_entries.flow.async_configure(
            flow["flow_id"], {CONF_HOST: hub.host, CONF_NAME: hub.name}
        )

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].unique_id == hub.remote_id


async def test_it_shows_what_the_hub_has(hass: HomeAssistant, hub, entry) -> None:
    assert entry.state is ConfigEntryState.LOADED
    remote = hass.states.get(REMOTE)
    assert remote.state == "off"
    assert "Watch TV" in remote.attributes["activity_list"]
    assert "Denon AV Receiver" in remote.attributes["devices_list"]
    assert "Popcorn 🍿" in hass.states.get(SELECT).attributes["options"]


async def test_it_starts_and_ends_activities(hass: HomeAssistant, hub, entry) -> None:
    await hass.services.async_call(
        "remote",
        "turn_on",
        {"entity_id": REMOTE, "activity": "Watch TV"},
        blocking=True,
    )
    await hass.async_block_till_done()
    assert hub.activity_id == WATCH_TV
    assert hass.states.get(REMOTE).state == "on"
    assert hass.states.get(REMOTE).attributes["current_activity"] == "Watch TV"

    await hass.services.async_call(
        "remote", "turn_off", {"entity_id": REMOTE}, blocking=True
    )
    await hass.async_block_till_done()
    assert hub.activity_id == "-1"
    assert hass.states.get(REMOTE).state == "off"


async def test_its_keys_reach_the_devices(hass: HomeAssistant, hub, entry) -> None:
    await hass.services.async_call(
        "remote",
        "send_command",
        {
            "entity_id": REMOTE,
            "device": "Denon AV Receiver",
            "command": ["VolumeUp"],
            "delay_secs": 0,
        },
        blocking=True,
    )

    (key,) = hub.infrared
    assert (key.device_id, key.command, key.let_go) == (RECEIVER, "VolumeUp", True)
