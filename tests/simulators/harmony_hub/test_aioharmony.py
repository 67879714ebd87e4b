"""aioharmony over the WebSocket, which finds in our hub what it would find in a real one."""

import asyncio
from collections.abc import AsyncGenerator

from aioharmony import hubconnector_websocket
from aioharmony.const import ClientCallbackType, SendCommandDevice
from aioharmony.harmonyapi import HarmonyAPI
import pytest

from simulators.harmony_hub import Fault
from simulators.harmony_hub.configuration import (
    POWER_OFF,
    RECEIVER,
    SET_TOP_BOX,
    WATCH_APPLE_TV,
    WATCH_TV,
)

# It uses what aiohttp and Python 3.14 find old-fashioned.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Bear that it waits for answers to keys, which hubs do not give."""
    return True


class Listener:
    """Remembers what aioharmony called back for."""

    def __init__(self) -> None:
        """Start with nothing heard."""
        self.heard: asyncio.Queue[tuple[str, object]] = asyncio.Queue()
        self.callbacks = ClientCallbackType(
            connect=self._remember("connect"),
            disconnect=self._remember("disconnect"),
            new_activity_starting=self._remember("starting"),
            new_activity=self._remember("activity"),
            config_updated=self._remember("config"),
        )

    def _remember(self, name):
        return lambda said: self.heard.put_nowait((name, said))

    async def next(self, name: str) -> object:
        """Wait for one kind of call, whatever comes before it, and return what it says."""
        async with asyncio.timeout(10):
            while (heard := await self.heard.get())[0] != name:
                pass
        return heard[1]


@pytest.fixture
def listener() -> Listener:
    """Somebody whom aioharmony calls back."""
    return Listener()


@pytest.fixture
async def api(hub, listener, monkeypatch) -> AsyncGenerator[HarmonyAPI]:
    """An aioharmony that is connected; its port is fixed, and hubs of tests have any."""
    monkeypatch.setattr(hubconnector_websocket, "DEFAULT_HUB_PORT", str(hub.port))
    api = HarmonyAPI(hub.host, protocol="WEBSOCKETS", callbacks=listener.callbacks)
    assert await api.connect()
    await listener.next("connect")
    yield api
    await api.close()
    await hub.wait_for(lambda hub: not hub.connections["websocket"])


async def test_it_connects_and_reads_everything(hub, api):
    assert api.protocol == "WEBSOCKETS"
    assert (api.name, str(api.hub_id)) == (hub.name, hub.remote_id)
    assert (api.fw_version, api.email) == (hub.firmware, "owner@example.com")
    assert api.current_activity == (-1, "PowerOff")
    # Integers are its own idea of ids; the rest is as the hub has it.
    assert [one["label"] for one in api.config["activity"]] == [
        one["label"] for one in hub.config["activity"]
    ]
    assert "VolumeUp" in api.json_config["Devices"]["Denon AV Receiver"]["commands"]
    assert hub.complaints == []


async def test_it_starts_an_activity_and_turns_off(hub, api, listener):
    assert await api.start_activity(WATCH_TV) == (True, "OK")
    assert await listener.next("starting") == (int(WATCH_TV), "Watch TV")
    assert await listener.next("activity") == (int(WATCH_TV), "Watch TV")
    assert hub.activity_id == WATCH_TV

    assert await api.power_off()
    assert await listener.next("activity") == (-1, "PowerOff")
    assert hub.activity_id == POWER_OFF


async def test_turning_off_what_is_off_is_answered(hub, api):
    assert await api.power_off()

    assert hub.activity_status == 0


async def test_it_hears_of_the_remote_in_somebodys_hand(hub, api, listener):
    await hub.press_on_remote(WATCH_APPLE_TV)

    assert await listener.next("starting") == (int(WATCH_APPLE_TV), "Watch Apple TV")
    assert await listener.next("activity") == (int(WATCH_APPLE_TV), "Watch Apple TV")


async def test_its_keys_reach_the_devices_and_are_let_go(hub, api):
    assert await api.send_commands(SendCommandDevice(RECEIVER, "VolumeUp", 0)) == []

    (key,) = hub.infrared
    assert (key.device_id, key.command) == (RECEIVER, "VolumeUp")
    assert key.let_go


@pytest.mark.parametrize(
    ("device_id", "command", "code"),
    [(SET_TOP_BOX, "Nothing", 566), ("404", "VolumeUp", 565)],
)
async def test_its_mistakes_are_refused(hub, api, device_id, command, code):
    (refusal, *_) = await api.send_commands(SendCommandDevice(device_id, command, 0))

    assert refusal.code == code
    assert hub.infrared == []


async def test_it_changes_the_channel(hub, api):
    await api.start_activity(WATCH_TV)

    assert await api.change_channel("12")
    assert hub.channels == ["12"]


async def test_it_syncs_and_reads_a_new_configuration(hub, api, listener):
    hub.rename_activity(WATCH_TV, "Fernsehen")
    await listener.next("config")
    assert api.get_activity_id("Fernsehen") == int(WATCH_TV)

    assert await api.sync()
    assert hub.syncs == 1


async def test_it_refuses_an_activity_that_fails(hub, api):
    hub.faults.set(Fault.ACTIVITY_REFUSED, code=404)

    accepted, why = await api.start_activity(WATCH_TV)
    assert not accepted
    assert why


async def test_it_comes_back_after_the_connection_is_lost(hub, api, listener):
    hub.drop_connections()
    await listener.next("disconnect")

    await listener.next("connect")
    assert hub.connections["websocket"] == 1
