"""The configuration: read once, kept with its version, read again when the hub has a newer one."""

import asyncio
import json

import pytest

from custom_components.remote_bridge.harmony.client import CachedConfig, Connection
from custom_components.remote_bridge.harmony.config import EMPTY
from custom_components.remote_bridge.harmony.events import ConfigChanged
from custom_components.remote_bridge.harmony.exceptions import ProtocolError
from simulators.harmony_hub import Fault
from simulators.harmony_hub.configuration.identifiers import TELEVISION, WATCH_TV

from .conftest import Heard, NoHub, passes, sent


def reads(hub) -> int:
    """Return how often the configuration was asked for."""
    return len(sent(hub, "engine?config"))


async def test_what_was_kept_is_there_at_once_also_without_a_hub(make_client, client):
    kept = client.cache
    # As it comes back from a disk.
    cached = CachedConfig(kept.version, json.loads(json.dumps(kept.raw)))
    other = make_client(NoHub(), cached=cached)
    assert other.config == client.config
    assert other.config_version == client.config_version


async def test_without_anything_kept_the_configuration_is_empty(make_client):
    client = make_client(NoHub())
    assert client.config is EMPTY
    assert client.config_version is None
    assert client.cache is None


async def test_the_same_version_is_not_read_again(make_client, client, hub):
    other = make_client(cached=client.cache)
    await other.connect()
    assert reads(hub) == 1
    await client.reconnect()
    assert reads(hub) == 1


async def test_nothing_that_is_kept_tells_whose_hub_it_is(client):
    kept = json.dumps(client.cache.raw)
    assert "owner@example.com" not in kept
    assert "owner@example.com" not in repr(client.cache)


async def test_an_old_one_serves_until_the_new_one_is_there(make_client, client, hub):
    cached = client.cache
    hub.rename_activity(WATCH_TV, "Television")
    other = make_client(cached=cached)
    heard = Heard(other)
    await other.connect()
    await heard.until(
        lambda client: client.config.activity(WATCH_TV).label != "Watch TV"
    )
    assert other.config.activity(WATCH_TV).label == "Television"
    assert other.config_version == hub.config_version


async def test_a_change_is_read_once_and_told(client, hub, heard):
    kept = []
    client.add_cache_listener(lambda: kept.append(client.cache.version))
    hub.rename_device(TELEVISION, "Telly ☕")
    await heard.until_event(ConfigChanged(hub.config_version))
    assert client.config.device(TELEVISION).label == "Telly ☕"
    assert kept == [hub.config_version]
    assert reads(hub) == 2


async def test_nothing_is_read_while_the_hub_syncs(client, hub):
    hub.core.sync_status = 1
    hub.core.room.revise()
    hub.core.send_digest()
    await client.press(client.config.device(TELEVISION).functions[0])
    assert reads(hub) == 1
    hub.core.sync_status = 0
    hub.core.send_digest()
    await hub.wait_for(lambda hub: reads(hub) == 2)


async def test_a_change_that_changes_nothing_for_us_is_kept_and_not_told(
    client, hub, heard
):
    version = client.config_version
    before = client.config
    hub.replace_config(hub.config)
    kept = asyncio.Event()
    client.add_cache_listener(kept.set)
    await kept.wait()
    assert client.config_version > version
    assert client.config == before
    assert heard.events == []


async def test_a_change_while_the_last_one_is_read_is_not_missed(client, hub, heard):
    hub.faults.set(Fault.SLOW_CONFIGURATION, seconds=0.1)
    hub.rename_device(TELEVISION, "One")
    hub.rename_device(TELEVISION, "Two")
    await hub.wait_for(lambda hub: reads(hub) >= 2)
    hub.rename_device(TELEVISION, "Three")
    await heard.until(lambda client: client.config.device(TELEVISION).label == "Three")
    await heard.until(lambda client: client.config_version == hub.config_version)


async def test_a_change_while_the_first_one_is_read_is_not_missed(make_client, hub):
    hub.faults.set(Fault.SLOW_CONFIGURATION, seconds=0.1)
    client = make_client()
    heard = Heard(client)
    connecting = asyncio.create_task(client.connect())
    await hub.wait_for(lambda hub: reads(hub) == 1)
    hub.rename_device(TELEVISION, "Telly")
    await connecting
    await heard.until(lambda client: client.config_version == hub.config_version)
    assert client.config.device(TELEVISION).label == "Telly"


async def test_a_configuration_that_cannot_be_read_is_asked_for_again(
    client, hub, heard, time
):
    hub.faults.set(Fault.NULL_CONFIGURATION)
    hub.rename_device(TELEVISION, "Telly")
    await hub.wait_for(lambda hub: reads(hub) == 2)
    await passes(time, 2)
    assert client.config.device(TELEVISION).label != "Telly"
    hub.faults.clear()
    await passes(time, 10)
    await heard.until(lambda client: client.config.device(TELEVISION).label == "Telly")


async def test_an_empty_configuration_removes_nothing(client, hub, heard, time):
    before = client.config
    config = hub.config
    hub.replace_config({"activity": [], "device": [], "sequence": []})
    await hub.wait_for(lambda hub: reads(hub) == 2)
    await passes(time, 2)
    assert client.config == before
    hub.replace_config(config)
    await passes(time, 40)
    await heard.until(lambda client: client.config_version == hub.config_version)
    assert client.config == before


async def test_a_reconnect_ends_reading_over_the_old_connection(
    client, hub, heard, time
):
    hub.faults.set(Fault.SLOW_CONFIGURATION, seconds=5)
    hub.rename_device(TELEVISION, "Telly")
    await hub.wait_for(lambda hub: reads(hub) == 2)
    hub.drop_connections()
    await heard.until(lambda client: client.connection is Connection.RECONNECTING)
    hub.faults.clear()
    await passes(time, 5)
    await heard.until(lambda client: client.config.device(TELEVISION).label == "Telly")


@pytest.mark.parametrize("raw", [None, [], "text"])
def test_what_is_no_configuration_cannot_be_kept(raw):
    with pytest.raises(ProtocolError):
        CachedConfig(1, raw)
