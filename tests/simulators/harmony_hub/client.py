"""A bare WebSocket client that sends what it is told and hides nothing that comes back."""

import asyncio
from collections.abc import Callable
from itertools import count
import json

from aiohttp import ClientSession, ClientWebSocketResponse

from simulators.harmony_hub import SimulatedHub

LONG = "vnd.logitech.harmony/vnd.logitech.harmony."
CONFIG = LONG + "engine?config"
CURRENT = LONG + "engine?getCurrentActivity"
HOLD = LONG + "engine?holdAction"
DIGEST = "vnd.logitech.connect/vnd.logitech.statedigest?get"
PING = "vnd.logitech.connect/vnd.logitech.ping"
PROVISION = "setup.account?getProvisionInfo"
RUN = "harmony.activityengine?runactivity"
PROGRESS = "harmony.engine?startActivity"
DIGEST_EVENT = "connect.stateDigest?notify"
FINISHED = "harmony.engine?startActivityFinished"

ORIGIN = "http://sl.dhg.myharmony.com"
OLD_ORIGIN = "http://localhost.nebula.myharmony.com"


class Client:
    """One WebSocket."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        """Say nothing yet."""
        self.socket = socket
        self._ids = count(1)

    async def send(self, command, params=None, identity=None, limit=None):
        """Send a request and return its id."""
        identity = f"id-{next(self._ids)}" if identity is None else identity
        hbus = {"cmd": command, "id": identity, "params": params or {}}
        envelope = {"hubId": "1", "timeout": limit, "hbus": hbus}
        await self.socket.send_str(json.dumps(envelope))
        return identity

    async def receive(self) -> dict:
        """Return the next message, whatever it is."""
        return json.loads(await self.socket.receive_str(timeout=5))

    async def until(self, condition: Callable[[dict], bool]) -> list[dict]:
        """Return every message up to one that fits."""
        said = []
        async with asyncio.timeout(5):
            while not said or not condition(said[-1]):
                said.append(await self.receive())
        return said

    async def event(self, kind: str) -> dict:
        """Return what the next event of a kind says."""
        said = await self.until(lambda one: one.get("type") == kind)
        return said[-1]["data"]

    async def ask(self, command, params=None, **more) -> dict:
        """Send a request and return the first reply to it."""
        identity = await self.send(command, params, **more)
        said = await self.until(lambda one: one.get("id") == identity)
        return said[-1]

    async def run(self, activity_id: str, **more) -> list[dict]:
        """Start an activity and return everything that is said until it is finished."""
        await self.send(RUN, {"activityId": activity_id, "async": "true"}, **more)
        return await self.until(lambda one: one.get("type") == FINISHED)

    async def key(self, command, device_id, status="press", identity=None):
        """Press, hold or release a key."""
        pressed = {"type": "IRCommand", "deviceId": device_id, "command": command}
        params = {"status": status, "timestamp": "0", "action": json.dumps(pressed)}
        return await self.send(HOLD, params, identity)


def url(hub: SimulatedHub, hub_id: str | None = None) -> str:
    """Return where the WebSocket is."""
    hub_id = hub.remote_id if hub_id is None else hub_id
    return f"ws://{hub.host}:{hub.port}/?domain=svcs.myharmony.com&hubId={hub_id}"


async def post(http: ClientSession, hub: SimulatedHub, body, origin=ORIGIN):
    """Ask over HTTP and return the response, its body read."""
    headers = {} if origin is None else {"Origin": origin}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = await http.post(
        f"http://{hub.host}:{hub.port}/", data=data, headers=headers
    )
    await response.read()
    return response


def summary(said: list[dict]) -> list[tuple]:
    """Shorten what was said about a switch to what matters."""
    return [
        (one["cmd"], one["code"])
        if "cmd" in one
        else (one["type"], one["data"]["activityId"], one["data"].get("activityStatus"))
        for one in said
    ]
