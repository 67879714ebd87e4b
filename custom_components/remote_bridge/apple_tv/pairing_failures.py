"""What can go wrong while pairing and logging in: each with its own words and its ways out."""

from typing import Any, Final

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigFlowResult,
)

from ..flow import DeviceFlow

_ELSEWHERE: Final = {
    SOURCE_USER: "apple_tv",
    SOURCE_RECONFIGURE: "reconfigure_apple_tv",
}


class PairingFailures(DeviceFlow):
    """A step for each failure, which leads back to where it can be tried again."""

    def _ways_out(self, step_id: str, *options: str) -> ConfigFlowResult:
        """Say what went wrong, and offer what can be done about it."""
        return self._ways_out_of(step_id, options, _ELSEWHERE)

    async def async_step_pair_unreached(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Nobody contacted us at all."""
        return self._ways_out("pair_unreached", "pair", "callback_port")

    async def async_step_pair_wrong_code(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Codes arrived until the time was up, none of them right."""
        return self._ways_out("pair_wrong_code", "pair")

    async def async_step_pair_too_many_codes(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """So many codes arrived that somebody may be guessing."""
        return self._ways_out("pair_too_many_codes", "pair")

    async def async_step_pair_wrong_device(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """The right code came from another device."""
        return self._ways_out("pair_wrong_device", "pair")

    async def async_step_pair_port_unavailable(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """The callback port could not be opened."""
        return self._ways_out("pair_port_unavailable", "callback_port", "pair")

    async def async_step_pair_no_interface(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """None of our addresses leads to the device."""
        return self._ways_out("pair_no_interface", "pair")

    async def async_step_pair_not_announced(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """We could not announce ourselves."""
        return self._ways_out("pair_not_announced", "pair")

    async def async_step_login_unreachable(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """The device did not answer; the login id stays good."""
        return self._ways_out("login_unreachable", "login")

    async def async_step_login_not_understood(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Something answered, but not as these devices do."""
        return self._ways_out("login_not_understood", "login")

    async def async_step_login_refused(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """The device refused the login right after pairing."""
        return self._ways_out("login_refused", "login", "pair")

    async def async_step_home_sharing_refused(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """The device refused its own Home Sharing id: a PIN is needed after all."""
        return self._ways_out("home_sharing_refused", "pair", "login")

    async def async_step_pairing_forgotten(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """The device no longer knows us: a PIN is needed again."""
        return self._ways_out("pairing_forgotten", "pair")
