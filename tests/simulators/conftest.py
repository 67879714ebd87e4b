"""What the tests of all simulators share: an HTTP client."""

from collections.abc import AsyncGenerator

from aiohttp import ClientSession, TCPConnector
import pytest


@pytest.fixture
async def http(socket_enabled) -> AsyncGenerator[ClientSession]:
    """An HTTP client that repeats nothing, where aiohttp would repeat a GET that was cut."""
    async with ClientSession(connector=TCPConnector(force_close=True)) as session:
        session._retry_connection = False
        yield session
