"""The account service's HTTP server: who asks, and what they get."""

import asyncio
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha384
import json
import ssl
from typing import Any, Self

from aiohttp import web

from simulators.signal import Changes

from .answers import Answer, body_of, content_type_of, token_body

#: Where the service gave out tokens.
PATH = "/CompositeSecurityServices/Security.svc/json/GetUserAuthToken"
#: Where a REDIRECT leads: a client that follows it is seen here.
MOVED_PATH = "/moved"

#: How many requests are remembered.
_MEMORY = 1000
_MAX_REQUEST = 1 << 16


@dataclass(frozen=True, slots=True)
class AccountRequest:
    """A request as it arrived; `body` is its JSON, or None if that was none."""

    method: str
    path: str
    content_type: str
    body: Any


class SimulatedAccountService:
    """Knows one account and gives out its login token.

    `answer` may be changed at any time. An account's token is always the same, as users noted of the real
    one, and its base64 text has a slash in it, so that the escaping shows.
    """

    def __init__(
        self,
        *,
        email: str = "owner@example.com",
        password: str = "secret",  # noqa: S107 - a simulated account's
        host: str = "127.0.0.1",
        port: int = 0,
        answer: Answer = Answer.GOOD,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """Describe the account. Port 0 takes a free one; with `ssl_context` it speaks HTTPS."""
        self.email = email
        self.password = password
        self.host = host
        self.port = port
        self.answer = answer
        self.requests: list[AccountRequest] = []
        self.issued: list[str] = []
        # Wakes those who wait for a request.
        self.changes = Changes()
        self._ssl_context = ssl_context
        self._runner: web.AppRunner | None = None
        self._gone = asyncio.Event()

    @property
    def base_url(self) -> str:
        """Return where the service is, without a path."""
        scheme = "http" if self._ssl_context is None else "https"
        return f"{scheme}://{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """Return the address that a login token is asked for at."""
        return self.base_url + PATH

    @property
    def token(self) -> str:
        """Return the account's login token: 48 bytes in base64."""
        for number in range(1000):
            seed = f"{self.email}\0{self.password}\0{number}"
            token = b64encode(sha384(seed.encode()).digest()).decode()
            if "/" in token:
                return token
        raise AssertionError("a thousand digests without a slash")

    async def __aenter__(self) -> Self:
        """Start to listen."""
        application = web.Application(client_max_size=_MAX_REQUEST)
        application.router.add_route("*", "/{path:.*}", self._handle)
        self._gone.clear()
        self._runner = web.AppRunner(
            application, handler_cancellation=True, access_log=None
        )
        await self._runner.setup()
        try:
            site = web.TCPSite(
                self._runner, self.host, self.port, ssl_context=self._ssl_context
            )
            await site.start()
        except BaseException:
            await self._runner.cleanup()
            raise
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let go of whoever still waits, and close the port."""
        self._gone.set()
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.Response:
        body = await _json(request)
        self.requests.append(
            AccountRequest(request.method, request.path, request.content_type, body)
        )
        del self.requests[:-_MEMORY]
        self.changes.notify()
        if request.path != PATH:
            return web.Response(status=404)
        if request.method != "POST":
            return web.Response(status=405)
        if self.answer is Answer.HANG:
            await self._gone.wait()
            return web.Response(status=503)
        if self.answer is Answer.REDIRECT:
            return web.Response(status=302, headers={"Location": MOVED_PATH})
        if self.answer is Answer.GOOD and self._knows(body):
            self.issued.append(self.token)
            return web.Response(
                text=token_body(self.token), content_type="application/json"
            )
        answer = Answer.BAD_CREDENTIALS if self.answer is Answer.GOOD else self.answer
        status, text = body_of(answer)
        return web.Response(
            status=status, text=text, content_type=content_type_of(answer)
        )

    def _knows(self, body: Any) -> bool:
        """Tell whether a request names the account and its password."""
        return (
            isinstance(body, dict)
            and body.get("email") == self.email
            and body.get("password") == self.password
        )


async def _json(request: web.Request) -> Any:
    """Read a request's JSON, None if it is none."""
    try:
        return json.loads(await request.read())
    except ValueError, RecursionError:
        return None
