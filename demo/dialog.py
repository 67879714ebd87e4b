"""The set-up dialog of the integration, gone through step by step as the page does it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from .api import Api
from .terminal import SEE_LOG, Trouble
from .waiting import eventually

DOMAIN = "remote_bridge"
_FLOW = "/api/config/config_entries/flow"
_TICK = 0.1

#: How long a device needs to be heard, in seconds; mDNS and SSDP repeat themselves within this time.
DISCOVERY_TIME = 30.0
#: How long the whole dialog may take when nobody has to walk to a television, in seconds.
DIALOG_TIME = 45.0

type TypePin = Callable[[str, str], Awaitable[None]]
"""Types a PIN on the television: the name the remote has there, and the PIN."""


async def is_set_up(api: Api, name: str) -> bool:
    """Tell whether the device of a name was set up."""
    entries = await api.ask("config_entries/get", domain=DOMAIN)
    return any(entry["title"] == name for entry in entries)


async def discovered(api: Api, identifier: str, name: str) -> dict[str, Any]:
    """Wait for the card of a discovered device and return its dialog.

    Raises:
        Trouble: none came.
    """

    def is_ours(flow: dict[str, Any]) -> bool:
        return bool(
            flow["handler"] == DOMAIN and flow["context"]["unique_id"] == identifier
        )

    async def look() -> dict[str, Any] | None:
        flows = await api.ask("config_entries/flow/progress")
        return next((flow for flow in flows if is_ours(flow)), None)

    try:
        return await eventually(look, DISCOVERY_TIME)
    except TimeoutError:
        raise Trouble(
            f"Home Assistant did not discover the simulated {name}",
            "a firewall that blocks UDP ports 5353 or 1900 on the loopback interface would explain it.",
        ) from None


async def pair(api: Api, flow_id: str, type_pin: TypePin) -> str:
    """Go through the dialog: confirm, type the PIN it shows, wait for the end.

    Returns the PIN.

    Raises:
        Trouble: the dialog came to another end.
    """
    pin = ""
    step = await api.get(f"{_FLOW}/{flow_id}")
    try:
        async with asyncio.timeout(DIALOG_TIME):
            while True:
                match step["type"]:
                    case "form" if not step["errors"]:
                        step = await api.post(f"{_FLOW}/{flow_id}")
                        continue
                    case "progress" if not pin:
                        shown = step["description_placeholders"]
                        pin = shown["pin"]
                        await type_pin(shown["remote_name"], pin)
                    case "progress" | "progress_done":
                        await asyncio.sleep(_TICK)
                    case "create_entry":
                        return pin
                    case _:
                        raise _surprise(step)
                step = await api.get(f"{_FLOW}/{flow_id}")
    except TimeoutError:
        raise _surprise(step) from None


async def confirm(api: Api, flow_id: str) -> None:
    """Go through a dialog that asks for nothing but a click.

    Raises:
        Trouble: it asked for something, or came to another end.
    """
    step = await api.get(f"{_FLOW}/{flow_id}")
    try:
        async with asyncio.timeout(DIALOG_TIME):
            while step["type"] != "create_entry":
                match step["type"]:
                    case "form" if not step["errors"]:
                        step = await api.post(f"{_FLOW}/{flow_id}")
                    case "progress" | "progress_done":
                        await asyncio.sleep(_TICK)
                        step = await api.get(f"{_FLOW}/{flow_id}")
                    case _:
                        raise _surprise(step)
    except TimeoutError:
        raise _surprise(step) from None


def _surprise(step: dict[str, Any]) -> Trouble:
    told = {key: step.get(key) for key in ("type", "step_id", "reason", "errors")}
    return Trouble(
        f"the set-up dialog got stuck: {told}",
        SEE_LOG,
    )
