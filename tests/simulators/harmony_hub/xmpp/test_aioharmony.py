"""aioharmony over XMPP, which finds in our hub what it would find in a real one."""

import asyncio
from collections.abc import AsyncGenerator
import logging

from aioharmony import hubconnector_xmpp
from aioharmony.const import ClientCallbackType, SendCommandDevice
from aioharmony.harmonyapi import HarmonyAPI
import pytest

# It asks a question that Python 3.14 finds old-fashioned.
pytestmark = pytest.mark.filterwarnings(
    "ignore:.*iscoroutinefunction.*:DeprecationWarning"
)


@pytest.fixture
def expected_lingering_tasks() -> bool:
    """Bear that slixmpp leaves one behind."""
    return True


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Bear that it waits for a kind of reply that hubs never send."""
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

    async def until(self, name: str, said: object) -> None:
        """Wait for one call, whatever comes before it."""
        async with asyncio.timeout(10):
            while await self.heard.get() != (name, said):
                pass


@pytest.fixture
def listener() -> Listener:
    """Somebody whom aioharmony calls back."""
    return Listener()


@pytest.fixture
async def api(hub, listener, monkeypatch, caplog) -> AsyncGenerator[HarmonyAPI]:
    """An aioharmony that is connected.

    Its port is fixed, and it forgets to tell slixmpp that plain TCP is what it wants.
    """
    caplog.set_level(logging.ERROR)
    monkeypatch.setattr(hubconnector_xmpp, "DEFAULT_HUB_PORT", hub.xmpp_port)
    prepare = hubconnector_xmpp.HubConnector._init_super

    def prepare_for_plain_tcp(self) -> None:
        prepare(self)
        self.enable_plaintext = True

    monkeypatch.setattr(
        hubconnector_xmpp.HubConnector, "_init_super", prepare_for_plain_tcp
    )
    api = HarmonyAPI(hub.host, protocol="XMPP", callbacks=listener.callbacks)
    assert await api.connect()
    yield api
    await api.close()
    await hub.wait_for(lambda hub: not hub.connections.get("xmpp"))


def an_activity(hub) -> dict:
    return next(one for one in hub.config["activity"] if one["id"] != "-1")


@pytest.mark.parametrize("firmware", ["4.13.100", "4.15.600"])
async def test_it_connects_and_reads(hub, api):
    assert api.protocol == "XMPP"
    assert api.name == hub.name
    assert str(api.hub_id) == hub.remote_id
    assert api.current_activity == (-1, "PowerOff")
    # Integers are its own idea of ids; the rest is as the hub has it.
    assert [one["label"] for one in api.config["activity"]] == [
        one["label"] for one in hub.config["activity"]
    ]
    assert len(api.config["device"]) == len(hub.config["device"])


async def test_it_starts_an_activity_and_switches_off(hub, api, listener):
    activity = an_activity(hub)
    started = int(activity["id"]), activity["label"]

    assert await api.start_activity(activity["id"]) == (True, None)
    await listener.until("activity", started)
    assert hub.activity_id == activity["id"]

    assert await api.power_off()
    await listener.until("activity", (-1, "PowerOff"))
    assert hub.activity_id == "-1"


async def test_it_hears_of_the_remote_in_somebodys_hand(hub, api, listener):
    activity = an_activity(hub)

    await hub.press_on_remote(activity["id"])

    await listener.until("starting", (int(activity["id"]), activity["label"]))
    await listener.until("activity", (int(activity["id"]), activity["label"]))


async def test_its_keys_reach_the_devices(hub, api):
    device = hub.config["device"][0]
    function = device["controlGroup"][0]["function"][0]
    command = SendCommandDevice(device["id"], function["name"], 0)

    assert await api.send_commands(command) == []

    assert [one.device_id for one in hub.infrared] == [device["id"]]


async def test_its_mistakes_are_refused(hub, api):
    device = hub.config["device"][0]

    (refusal,) = await api.send_commands(SendCommandDevice(device["id"], "No", 0))

    assert refusal.code == 566
    assert hub.infrared == []
