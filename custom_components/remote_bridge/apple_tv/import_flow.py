"""Taking an Apple TV over from Home Assistant's own integration, with its login: nothing to pair, nothing to type."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_DEVICE
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import voluptuous as vol

from ..dacp import DEFAULT_PORT, Announcement
from .announcements import async_find, async_found
from .pairing_flow import Device, PairingFlow
from .rivals import Rival, async_not_ours


class AppleTvImportFlow(PairingFlow):
    """Offers the devices that the other integration has and we have not, once in each dialog."""

    def __init__(self) -> None:
        """Start with nothing offered."""
        super().__init__()
        # By entry id, with the login id; None until they have been looked for.
        self._apple_tv_offers: dict[str, tuple[Rival, Device, str]] | None = None

    async def _has_apple_tvs_to_offer(self) -> bool:
        """Tell whether there is something to offer that has not been offered yet."""
        if self._apple_tv_offers is not None:
            return False
        self._apple_tv_offers = {}
        rivals = async_not_ours(self.hass)
        found = await async_found(self.hass) if rivals else {}
        for rival in rivals:
            if (device := await self._device_of(rival, found)) is not None and (
                login_id := rival.login_id or device.home_sharing_id
            ):
                self._apple_tv_offers[rival.entry_id] = (rival, device, login_id)
        return bool(self._apple_tv_offers)

    async def _device_of(
        self, rival: Rival, found: Mapping[str, Announcement]
    ) -> Device | None:
        """Return the device of an entry as it announces itself, or else as the entry knows it.

        None where nobody knows what it calls itself, which its entry is to be known by.
        """
        identifier = rival.service_identifier
        announcement = next(
            (one for one in found.values() if rival.is_at(one.identifier, one.host)),
            None,
        )
        if announcement is None and identifier is not None:
            announcement = await async_find(self.hass, identifier)
        if announcement is not None:
            return replace(Device.announced(announcement), name=rival.name)
        if identifier is None:
            return None
        return Device(
            name=rival.name, host=rival.host, port=DEFAULT_PORT, identifier=identifier
        )

    async def async_step_apple_tv_import(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask whether to take over what is known, or to add another Apple TV."""
        assert self._apple_tv_offers is not None
        names = ", ".join(rival.name for rival, _, _ in self._apple_tv_offers.values())
        return self.async_show_menu(
            step_id="apple_tv_import",
            menu_options=["import_apple_tv", "apple_tv"],
            description_placeholders={"names": names},
        )

    async def async_step_import_apple_tv(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Log in to the device of an entry, which has to be chosen only where there are several."""
        assert self._apple_tv_offers is not None
        entry_id = next(iter(self._apple_tv_offers))
        if len(self._apple_tv_offers) > 1:
            if user_input is None:
                return self.async_show_form(
                    step_id="import_apple_tv",
                    data_schema=_schema(self._apple_tv_offers),
                )
            entry_id = user_input[CONF_DEVICE]
        _, self._device, self._login_id = self._apple_tv_offers[entry_id]
        self._just_paired = False
        await self.async_set_unique_id(self._device.identifier, raise_on_progress=False)
        return await self.async_step_login()


def _schema(offers: Mapping[str, tuple[Rival, Device, str]]) -> vol.Schema:
    choices = [
        SelectOptionDict(value=entry_id, label=f"{device.name} ({device.host})")
        for entry_id, (_, device, _) in offers.items()
    ]
    return vol.Schema(
        {
            vol.Required(CONF_DEVICE): SelectSelector(
                SelectSelectorConfig(options=choices, mode=SelectSelectorMode.LIST)
            )
        }
    )
