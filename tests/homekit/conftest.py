"""A living room, and an iPhone."""

from collections.abc import Callable

from homeassistant.components.homekit import type_media_players, type_remotes  # noqa: F401 - importing them makes their televisions known
from homeassistant.components.homekit.accessories import HomeDriver, get_accessory
from homeassistant.components.homekit.iidmanager import AccessoryIIDStorage
from homeassistant.core import HomeAssistant
import pytest

from ..common import state_of
from ..home import home, hub_config, hub_options, hub_pace  # noqa: F401 - fixtures

type Press = Callable[[str, int], None]


@pytest.fixture
async def press(hass: HomeAssistant) -> Press:
    """Return what an iPhone does: write the code of a key into a television of HomeKit's."""
    storage = AccessoryIIDStorage(hass, "homekit")
    await storage.async_initialize()
    driver = HomeDriver(
        hass,
        entry_id="homekit",
        bridge_name="Bridge",
        entry_title="Bridge",
        iid_storage=storage,
        address="127.0.0.1",
        port=0,
        persist_file="unused",
        loop=hass.loop,
    )

    def press(entity_id: str, code: int) -> None:
        television = get_accessory(hass, driver, state_of(hass, entity_id), 2, {})
        assert television is not None
        television.char_remote_key.client_update_value(code)

    return press
