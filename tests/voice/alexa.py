"""What Amazon's servers say to Home Assistant, and hear from it."""

from typing import Any

from homeassistant.components.alexa import SMART_HOME_SCHEMA
from homeassistant.components.alexa.smart_home import AlexaConfig, async_handle_message
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

ACTIVITY = "remote.activity"


class Alexa:
    """Amazon's side of Home Assistant's own integration."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with an account that nobody has linked."""
        self._hass = hass
        self._config = AlexaConfig(hass, SMART_HOME_SCHEMA({}))

    async def link(self) -> None:
        """Link the account."""
        assert await async_setup_component(self._hass, "alexa", {})
        await self._config.async_initialize()

    async def discover(self) -> dict[str, dict[str, Any]]:
        """Ask which devices there are; returns them by their entity ids."""
        response = await self._ask("Alexa.Discovery", "Discover", {})
        endpoints = response["event"]["payload"]["endpoints"]
        return {one["endpointId"].replace("#", "."): one for one in endpoints}

    async def interfaces(self, entity_id: str) -> set[str]:
        """Return what a device can do, by the names of Amazon's interfaces."""
        endpoint = (await self.discover())[entity_id]
        return {
            one["interface"].removeprefix("Alexa.") for one in endpoint["capabilities"]
        }

    async def tell(
        self,
        entity_id: str,
        interface: str,
        directive: str,
        *,
        instance: str | None = None,
        answer: str = "Response",
        **payload: Any,
    ) -> dict[str, Any]:
        """Have a device do something; returns the response, which is the one that means success."""
        response = await self._ask(
            f"Alexa.{interface}",
            directive,
            payload,
            endpoint={"endpointId": entity_id.replace(".", "#")},
            instance=instance,
        )
        await self._hass.async_block_till_done()
        assert response["event"]["header"]["name"] == answer
        return response

    async def _ask(
        self,
        namespace: str,
        name: str,
        payload: dict[str, Any],
        *,
        endpoint: dict[str, Any] | None = None,
        instance: str | None = None,
    ) -> dict[str, Any]:
        header = {
            "namespace": namespace,
            "name": name,
            "messageId": "1",
            "correlationToken": "1",
            "payloadVersion": "3",
        }
        directive: dict[str, Any] = {
            "header": header | ({} if instance is None else {"instance": instance}),
            "payload": payload,
        }
        if endpoint is not None:
            directive["endpoint"] = endpoint
        return await async_handle_message(
            self._hass, self._config, {"directive": directive}
        )
