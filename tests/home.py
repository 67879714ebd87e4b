"""A living room as people have it: a hub and an Apple TV in one Home Assistant, and an area that both are in."""

from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, replace
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import (
    CONF_CALIBRATION,
    CONF_KIND,
    CONF_LOGIN_ID,
    CONF_TRANSPORT,
    DOMAIN,
    Kind,
)
from simulators.apple_tv import CATALOGUE, Media, SimulatedAppleTV
from simulators.harmony_hub import Pace, SimulatedHub
from simulators.harmony_hub.configuration import RECEIVER, living_room

from .apple_tv.conftest import FAST as FAST_APPLE_TV
from .common import wait_for_state
from .hub.conftest import FAST as FAST_HUB

LOGIN_ID = "0x1234567890ABCDEF"

#: The hub's player is the one that people talk to.
TV = "media_player.tv"
TV_REMOTE = "remote.tv"
APPLE_TV = "media_player.apple_tv"
APPLE_TV_REMOTE = "remote.apple_tv"

#: Steps from silence to full, and where the receiver stands at first.
VOLUME_STEPS = 50
VOLUME_LEVEL = 0.2


@dataclass
class Home:
    """What there is in the living room."""

    hass: HomeAssistant
    hub: SimulatedHub
    apple_tv: SimulatedAppleTV
    hub_entry: MockConfigEntry
    apple_tv_entry: MockConfigEntry
    area_id: str
    # A loudspeaker with a microphone, which knows the room that it is in.
    satellite_id: str

    @property
    def infrared(self) -> list[tuple[str, str]]:
        """Which keys of which devices the hub has sent."""
        return [(one.device_id, one.command) for one in self.hub.infrared]

    async def watch(self, activity_id: str) -> None:
        """Start an activity with the remote control, and wait until Home Assistant shows it."""
        await self.hub.press_on_remote(activity_id)
        label = next(
            one["label"]
            for one in self.hub.config["activity"]
            if one["id"] == activity_id
        )
        await wait_for_state(
            self.hass, TV, lambda state: state.attributes.get("source") == label
        )

    async def play(
        self, media: Media = CATALOGUE["movie"], position: float = 60
    ) -> None:
        """Let the Apple TV play something, and wait until Home Assistant shows it."""
        self.apple_tv.play(media, position=position)
        await wait_for_state(
            self.hass,
            APPLE_TV,
            lambda state: state.attributes.get("media_title") == media.title,
        )
        await self.hass.async_block_till_done()
        self.forget()

    def forget(self) -> None:
        """Forget what was sent so far."""
        self.hub.infrared.clear()
        self.apple_tv.requests.clear()
        self.apple_tv.keys.clear()

    async def until_infrared(self, *keys: tuple[str, str]) -> None:
        """Wait until the hub has sent exactly these keys since the last `forget`, and nothing more comes."""
        await self.hub.wait_for(lambda _: len(self.infrared) >= len(keys))
        await self.hass.async_block_till_done()
        assert self.infrared == list(keys)

    async def until_keys(self, *keys: str) -> None:
        """Wait until the Apple TV has got exactly these keys since the last `forget`, and nothing more comes."""
        await self.apple_tv.wait_for(lambda tv: len(tv.keys) >= len(keys))
        await self.hass.async_block_till_done()
        assert self.apple_tv.keys == list(keys)

    def find(self, domain: str, unique_id: str) -> str:
        """Return the entity id of one of our entities."""
        entity_id = er.async_get(self.hass).async_get_entity_id(
            domain, DOMAIN, unique_id
        )
        assert entity_id is not None
        return entity_id


@pytest.fixture
def hub_options() -> dict[str, Any]:
    """Say what the user has chosen for the hub: how many steps its receiver's volume has, and switches."""
    return {
        CONF_CALIBRATION: {
            RECEIVER: {
                "steps": VOLUME_STEPS,
                "level": VOLUME_LEVEL,
                "since": "2026-11-01T20:00:00+00:00",
            }
        },
    }


@pytest.fixture
def hub_config() -> dict[str, Any]:
    """Say what the hub controls."""
    return living_room()


@pytest.fixture
def hub_pace() -> Pace:
    """Say how fast the hub works."""
    return Pace.INSTANT


@pytest.fixture
async def home(
    hass: HomeAssistant,
    *,
    socket_enabled: None,
    monkeypatch: pytest.MonkeyPatch,
    hub_options: dict[str, Any],
    hub_config: dict[str, Any],
    hub_pace: Pace,
) -> AsyncGenerator[Home]:
    """Set up both devices in one area; everything is off and nothing plays."""
    package = "custom_components.remote_bridge"
    monkeypatch.setattr(
        f"{package}.hub.coordinator.TIMING", replace(FAST_HUB, refusal=0.02, grace=0.05)
    )
    monkeypatch.setattr(f"{package}.apple_tv.coordinator.TIMING", FAST_APPLE_TV)
    assert await async_setup_component(hass, "homeassistant", {})
    area = ar.async_get(hass).async_create("Living Room")
    async with (
        SimulatedHub(name="TV", config=hub_config, pace=hub_pace) as hub,
        SimulatedAppleTV(name="Apple TV") as apple_tv,
    ):
        apple_tv.authorize(LOGIN_ID)
        entries = _apple_tv_entry(apple_tv), _hub_entry(hub, hub_options)
        for entry in entries:
            entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entries[0].entry_id)
        await hass.async_block_till_done()
        assert all(entry.runtime_data for entry in entries)
        satellite_id = _put_into(hass, area.id, entries)
        await hass.async_block_till_done()
        await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
        home = Home(hass, hub, apple_tv, entries[1], entries[0], area.id, satellite_id)
        home.forget()
        yield home


def _apple_tv_entry(apple_tv: SimulatedAppleTV) -> MockConfigEntry:
    return MockConfigEntry(
        domain=DOMAIN,
        title=apple_tv.name,
        unique_id=apple_tv.service_name,
        data={
            CONF_KIND: Kind.APPLE_TV.value,
            "host": apple_tv.host,
            "port": apple_tv.port,
            CONF_LOGIN_ID: LOGIN_ID,
        },
    )


def _hub_entry(hub: SimulatedHub, options: dict[str, Any]) -> MockConfigEntry:
    return MockConfigEntry(
        domain=DOMAIN,
        title=hub.name,
        unique_id=hub.remote_id,
        data={
            CONF_KIND: Kind.HARMONY.value,
            "host": hub.host,
            "port": hub.port,
            CONF_TRANSPORT: "websocket",
        },
        options=options,
    )


def _put_into(
    hass: HomeAssistant, area_id: str, entries: Iterable[MockConfigEntry]
) -> str:
    """Put the devices into an area, with a voice satellite whose id is returned."""
    devices = dr.async_get(hass)
    somebody = MockConfigEntry(domain="somebody_else")
    somebody.add_to_hass(hass)
    satellite = devices.async_get_or_create(
        config_entry_id=somebody.entry_id,
        identifiers={("somebody_else", "satellite")},
        name="Satellite",
    )
    found = [satellite]
    for entry in entries:
        found += dr.async_entries_for_config_entry(devices, entry.entry_id)
    for device in found:
        devices.async_update_device(device.id, area_id=area_id)
    return satellite.id
