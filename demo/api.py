"""Home Assistant's own interface, used as its page in the browser uses it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, Self

import aiohttp

from .terminal import SEE_LOG, Trouble
from .waiting import PATIENCE, eventually

#: Seconds until the web server has to answer; it takes ten where there is nothing else to do.
_START_TIME = 180.0


class Api:
    """A logged-in connection: REST for set-up dialogs and actions, WebSocket for the rest."""

    def __init__(self, base: str, session: aiohttp.ClientSession) -> None:
        """Prepare; nothing is sent before `connect`."""
        self._base = base
        self._session = session
        self._headers: dict[str, str] = {}
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._last_id = 0
        # One question at a time: whoever reads takes what comes.
        self._turn = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def connect(cls, base: str, alive: Callable[[], None]) -> AsyncIterator[Self]:
        """Wait for Home Assistant's web server, then log in as its only person.

        `alive` is called while waiting, and raises once waiting makes no sense.
        """
        async with aiohttp.ClientSession() as session:
            api = cls(base, session)
            await api._wait_for_server(alive)
            await api._log_in()
            async with session.ws_connect(f"{base}/api/websocket") as socket:
                api._socket = socket
                await api._open()
                yield api

    async def ask(self, kind: str, **parameters: Any) -> Any:
        """Send a WebSocket command and return its result."""
        async with self._turn:
            reply = await self._ask(kind, parameters)
        if not reply["success"]:
            raise _refused(kind, reply["error"]["message"])
        return reply["result"]

    async def _ask(self, kind: str, parameters: dict[str, Any]) -> Any:
        assert self._socket is not None
        self._last_id += 1
        await self._socket.send_json({"id": self._last_id, "type": kind, **parameters})
        while True:
            reply = await self._socket.receive_json()
            if reply.get("id") == self._last_id and reply["type"] == "result":
                return reply

    async def get(self, path: str) -> Any:
        """Read JSON from the REST interface."""
        return await self._request("GET", path, None)

    async def post(self, path: str, data: dict[str, Any] | None = None) -> Any:
        """Post JSON to the REST interface and return its answer."""
        return await self._request("POST", path, data or {})

    async def delete(self, path: str) -> Any:
        """Delete something through the REST interface."""
        return await self._request("DELETE", path, None)

    async def fetch(self, path: str) -> tuple[str, bytes]:
        """Read a file as an `img` of the page does; returns its content type and its bytes."""
        async with self._session.get(self._base + path) as response:
            response.raise_for_status()
            return response.content_type, await response.read()

    async def state(self, entity_id: str) -> dict[str, Any] | None:
        """Read the state of an entity, None if there is no such entity."""
        for state in await self.ask("get_states"):
            if state["entity_id"] == entity_id:
                found: dict[str, Any] = state
                return found
        return None

    async def wait_for_state(
        self, entity_id: str, wanted: str, within: float = PATIENCE
    ) -> dict[str, Any]:
        """Wait until an entity has a state, and return all of it.

        Raises:
            Trouble: it has another one.
        """
        seen: dict[str, Any] = {"state": "missing"}

        async def look() -> bool:
            seen.update(await self.state(entity_id) or {})
            return bool(seen["state"] == wanted)

        try:
            await eventually(look, within)
        except TimeoutError:
            raise Trouble(
                f"{entity_id} is {seen['state']}, and should be {wanted}", SEE_LOG
            ) from None
        return seen

    async def send_keys(self, entity_id: str, *keys: str) -> None:
        """Press keys with a remote entity, as a button on a dashboard does."""
        await self.post(
            "/api/services/remote/send_command",
            {"entity_id": entity_id, "command": list(keys)},
        )

    async def _request(
        self, method: str, path: str, data: dict[str, Any] | None
    ) -> Any:
        async with self._session.request(
            method, self._base + path, json=data, headers=self._headers
        ) as response:
            if response.status >= HTTPStatus.BAD_REQUEST:
                text = (await response.text()).strip()
                raise _refused(path, f"{response.status} {text}")
            return await response.json()

    async def _wait_for_server(self, alive: Callable[[], None]) -> None:
        async def look() -> bool:
            alive()
            try:
                async with self._session.get(f"{self._base}/manifest.json"):
                    return True
            except aiohttp.ClientConnectionError:
                return False

        try:
            await eventually(look, _START_TIME)
        except TimeoutError:
            raise Trouble(
                f"Home Assistant did not answer within {_START_TIME:g} seconds",
                "start over: scripts/demo --fresh",
            ) from None

    async def _log_in(self) -> None:
        """Go through the log-in dialog, which asks nothing on a trusted network."""
        client = f"{self._base}/"
        flow = {
            "client_id": client,
            "handler": ["trusted_networks", None],
            "redirect_uri": client,
        }
        answer = await self.post("/auth/login_flow", flow)
        form = {
            "client_id": client,
            "grant_type": "authorization_code",
            "code": answer["result"],
        }
        async with self._session.post(
            f"{self._base}/auth/token", data=form
        ) as response:
            response.raise_for_status()
            token = (await response.json())["access_token"]
        self._headers = {"Authorization": f"Bearer {token}"}

    async def _open(self) -> None:
        assert self._socket is not None
        await self._socket.receive_json()
        token = self._headers["Authorization"].removeprefix("Bearer ")
        await self._socket.send_json({"type": "auth", "access_token": token})
        reply = await self._socket.receive_json()
        if reply["type"] != "auth_ok":
            raise _refused("the log-in", str(reply))


def _refused(what: str, answer: str) -> Trouble:
    return Trouble(f"Home Assistant refused {what}: {answer}", SEE_LOG)
