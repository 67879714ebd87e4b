"""What the tests of the account service share: a service, and how to ask it."""

from collections.abc import AsyncGenerator, Awaitable, Callable

from aiohttp import ClientResponse, ClientSession
import pytest

from simulators.logitech_account import SimulatedAccountService

type Ask = Callable[..., Awaitable[ClientResponse]]


@pytest.fixture
async def service(socket_enabled) -> AsyncGenerator[SimulatedAccountService]:
    """A service that knows one account."""
    async with SimulatedAccountService() as running:
        yield running


@pytest.fixture
def ask(service, http: ClientSession) -> Ask:
    """Ask for a token as the Harmony app did; its reply is read."""

    async def post(
        email: str = service.email, password: str = service.password
    ) -> ClientResponse:
        response = await http.post(
            service.url,
            json={"email": email, "password": password},
            headers={"Content-Type": "application/json; charset=utf-8"},
            allow_redirects=False,
        )
        await response.read()
        return response

    return post
