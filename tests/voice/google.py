"""What Google's servers say to Home Assistant, and hear from it."""

from typing import Any

from homeassistant.auth.const import GROUP_ID_ADMIN
from homeassistant.components.google_assistant import GOOGLE_ASSISTANT_SCHEMA
from homeassistant.components.google_assistant.const import SOURCE_CLOUD
from homeassistant.components.google_assistant.http import GoogleConfig
from homeassistant.components.google_assistant.smart_home import async_handle_message
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component


class Google:
    """Google's side of Home Assistant's own integration."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with an account that nobody has linked."""
        self._hass = hass
        self._user_id: str | None = None
        self._config = GoogleConfig(
            hass, GOOGLE_ASSISTANT_SCHEMA({"project_id": "living-room"})
        )

    async def link(self) -> None:
        """Link the account."""
        # What this needs of Home Assistant, without a configuration of its own.
        assert await async_setup_component(self._hass, "google_assistant", {})
        await self._config.async_initialize()
        user = await self._hass.auth.async_create_system_user(
            "Google", group_ids=[GROUP_ID_ADMIN]
        )
        self._user_id = user.id

    async def discover(self) -> dict[str, dict[str, Any]]:
        """Ask which devices there are; returns them by their entity ids."""
        payload = await self._ask("SYNC")
        return {device["id"]: device for device in payload["devices"]}

    async def look(self, entity_id: str) -> dict[str, Any]:
        """Ask for the state of a device."""
        payload = await self._ask("QUERY", {"devices": [{"id": entity_id}]})
        state: dict[str, Any] = payload["devices"][entity_id]
        return state

    async def tell(self, entity_id: str, command: str, **params: Any) -> dict[str, Any]:
        """Have a device do something; returns what became of it."""
        command = f"action.devices.commands.{command}"
        payload = await self._ask(
            "EXECUTE",
            {
                "commands": [
                    {
                        "devices": [{"id": entity_id}],
                        "execution": [{"command": command, "params": params}],
                    }
                ]
            },
        )
        await self._hass.async_block_till_done()
        result: dict[str, Any] = payload["commands"][0]
        return result

    async def _ask(
        self, intent: str, payload: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        message = {
            "requestId": "1",
            "inputs": [
                {"intent": f"action.devices.{intent}", "payload": payload or {}}
            ],
        }
        response = await async_handle_message(
            self._hass,
            self._config,
            self._user_id,
            self._user_id,
            message,
            SOURCE_CLOUD,
        )
        answer: dict[str, Any] = response["payload"]
        assert "errorCode" not in answer, answer
        return answer
