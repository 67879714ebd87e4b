"""What the simulator's tests share: a device, a clock to move by hand, and a bare remote."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from aiohttp import ClientResponse, ClientSession, TCPConnector
import pytest

from simulators.apple_tv import ManualClock, SimulatedAppleTV, dmap

GUID = "0x0000000000000001"
OTHER_GUID = "0x00000000000000A2"
GROUP = "00000000-1125-ff3b-7f12-111111111111"


@dataclass
class Remote:
    """A remote that sends what it is told and hides nothing that comes back."""

    http: ClientSession
    tv: SimulatedAppleTV
    session_id: int = 0
    headers: dict[str, str] = field(
        default_factory=lambda: {"Viewer-Only-Client": "1", "Accept-Encoding": "gzip"}
    )

    async def send(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        **query: object,
    ) -> ClientResponse:
        """Send a request in the session and return the reply, its body read."""
        parameters = {"session-id": self.session_id} | {
            name.replace("__", ".").replace("_", "-"): str(value)
            for name, value in query.items()
        }
        response = await self.http.request(
            method,
            f"http://{self.tv.host}:{self.tv.port}{path}",
            params=parameters,
            headers=self.headers,
            data=body,
        )
        await response.read()
        return response

    async def login(self, guid: str = GUID) -> int:
        """Log in and return the status."""
        response = await self.send("/login", pairing_guid=guid, hasFP=1)
        if response.status == 200:
            reply = dmap.decode(await response.read())[0]
            self.session_id = reply.first("mlid").number
        return response.status

    async def poll(self, revision: int = 0) -> dict[str, dmap.Item]:
        """Ask for the play status and return its items by tag."""
        response = await self.send(
            "/ctrl-int/1/playstatusupdate", revision_number=revision
        )
        assert response.status == 200
        (status,) = dmap.decode(await response.read())
        assert status.tag == "cmst"
        return {item.tag: item for item in status.items}

    async def command(self, name: str, **query: object) -> int:
        """Send a direct command and return the status."""
        return (await self.send(f"/ctrl-int/1/{name}", method="POST", **query)).status

    async def entry(self, key: str, cmcc: str = "0", text: str | None = None) -> int:
        """Send a key, a touch or text and return the status."""
        body = dmap.text("cmbe", key) + dmap.text("cmcc", cmcc)
        if text is not None:
            body += dmap.text("cmte", text)
        response = await self.send(
            "/ctrl-int/1/controlpromptentry", method="POST", body=body
        )
        return response.status

    async def prompt(self, prompt_id: int = 0) -> tuple[int, dict[str, str]]:
        """Ask for the keyboard's message and return the next id with its entries."""
        response = await self.send("/controlpromptupdate", prompt_id=prompt_id)
        assert response.status == 200
        (message,) = dmap.decode(await response.read())
        entries = {
            item.first("cmce").text: item.first("cmcv").text
            for item in message.items
            if item.tag == "mdcl"
        }
        return message.first("miid").number, entries


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still."""
    return ManualClock()


@pytest.fixture
async def tv(socket_enabled, clock) -> AsyncGenerator[SimulatedAppleTV]:
    """A device that knows one remote; its time is the manual clock's."""
    async with SimulatedAppleTV(clock=clock, home_sharing_id=GROUP) as device:
        device.authorize(GUID, "Phone")
        yield device


@pytest.fixture
async def http(socket_enabled) -> AsyncGenerator[ClientSession]:
    """An HTTP client that repeats nothing, where aiohttp would repeat a GET that was cut."""
    async with ClientSession(connector=TCPConnector(force_close=True)) as session:
        session._retry_connection = False
        yield session


@pytest.fixture
async def stranger(tv, http) -> Remote:
    """A remote that has not logged in."""
    return Remote(http, tv)


@pytest.fixture
async def remote(stranger) -> Remote:
    """A remote that has logged in."""
    assert await stranger.login() == 200
    return stranger
