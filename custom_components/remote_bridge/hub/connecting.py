"""A first connection, to try out what was typed: which hub is there, and how it can be spoken to."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from aiohttp import ClientSession
from homeassistant.config_entries import ConfigEntry

from ..const import AUTOMATIC, CONF_TRANSPORT
from ..harmony import commands, transports, xmpp
from ..harmony.codes import INITIALIZING
from ..harmony.config import HubConfig
from ..harmony.config_reader import read_config
from ..harmony.exceptions import (
    CommandRejected,
    ConnectionFailed,
    HarmonyError,
    NobodyListens,
    ProtocolError,
    RequestTimedOut,
    TooManyClients,
)
from ..harmony.exchange import Exchange
from ..harmony.provision import DEFAULT_PORT, HubIdentity, identify, read_identity
from ..harmony.timing import Timing
from ..harmony.transport import TransportKind
from ..harmony.values import read_identifier, read_object, read_text

DEFAULT_XMPP_PORT: Final = xmpp.DEFAULT_XMPP_PORT

# Somebody waits in front of the dialog and can try again, and a hub that is there answers within a second.
TIMING: Final = Timing(connect=8, request=8)


class AnotherHub(HarmonyError):
    """There is a hub, but not the one that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a hub should be, and how it should be spoken to.

    Without `transport` in whichever way it can be, without `remote_id` whichever hub it is.
    """

    host: str
    port: int = DEFAULT_PORT
    xmpp_port: int = DEFAULT_XMPP_PORT
    transport: TransportKind | None = None
    name: str | None = None
    remote_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Which hub is there, and how it can be spoken to."""

    remote_id: str
    name: str | None
    transport: TransportKind
    session_token: str | None = None
    config: HubConfig | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to reach a hub, which leaves nothing open.

    `is_set_up` tells of a remote id whether there is an entry for it: such a hub is not troubled further. With
    `reads_config` it is also asked what it controls, which takes seconds.
    """

    http: ClientSession
    target: Target
    is_set_up: Callable[[str], bool]
    session_token: str | None = None
    login_token: str | None = None
    reads_config: bool = False

    async def reach(self) -> Reached:
        """Connect, ask for the state, and hang up; raises AnotherHub and everything that the library does."""
        target = self.target
        if target.transport is TransportKind.XMPP:
            return await self._over_xmpp()
        try:
            identity = await identify(self.http, target.host, target.port, TIMING)
        except HarmonyError as error:
            if target.transport is TransportKind.WEBSOCKET or is_starting(error):
                raise
            return await self._over_xmpp_after(error)
        self._check(identity)
        if self.is_set_up(identity.remote_id):
            return Reached(
                remote_id=identity.remote_id,
                name=identity.name,
                transport=TransportKind.WEBSOCKET,
            )
        return await self._over_websocket(identity)

    async def _over_websocket(self, identity: HubIdentity) -> Reached:
        connect = transports.websocket(
            self.http, self.target.host, self.target.port, timing=TIMING
        )
        exchange = _exchange(connect)
        try:
            await exchange.open()
            await exchange.ask(commands.state_digest(), TIMING.request)
            name = identity.name
            # Over HTTP a modern hub does not tell its name; and one that does not tell it at all can be added too.
            with suppress(CommandRejected, ProtocolError, RequestTimedOut):
                name = name or (await _identity(exchange)).name
            config = await self._config(exchange)
        finally:
            await exchange.close()
        return Reached(
            remote_id=identity.remote_id,
            name=name,
            transport=TransportKind.WEBSOCKET,
            config=config,
        )

    async def _over_xmpp(self) -> Reached:
        session_tokens = [self.session_token]
        connect = transports.xmpp(
            self.target.host,
            self.target.xmpp_port,
            session_token=self.session_token,
            login_token=self.login_token,
            timing=TIMING,
            on_session_token=session_tokens.append,
        )
        exchange = _exchange(connect)
        try:
            await exchange.open()
            await exchange.ask(commands.state_digest(), TIMING.request)
            identity = await _identity(exchange)
            self._check(identity)
            config = await self._config(exchange)
        finally:
            await exchange.close()
        return Reached(
            remote_id=identity.remote_id,
            name=identity.name,
            transport=TransportKind.XMPP,
            session_token=session_tokens[-1],
            config=config,
        )

    async def _config(self, exchange: Exchange) -> HubConfig | None:
        """Ask what the hub controls, if that is wanted; a hub that does not say can be added all the same."""
        if not self.reads_config:
            return None
        with suppress(CommandRejected, ProtocolError, RequestTimedOut):
            reply = await exchange.ask(commands.configuration(), TIMING.configuration)
            # In a thread, for a megabyte takes a while to read.
            return await asyncio.to_thread(read_config, reply.data)
        return None

    async def _over_xmpp_after(self, failure: HarmonyError) -> Reached:
        """Try the other transport, and raise the failure that tells more if neither works."""
        try:
            return await self._over_xmpp()
        except TooManyClients:
            raise
        except ConnectionFailed as error:
            # "Nobody listens" is only true of the hub if it is true of both.
            if isinstance(failure, NobodyListens):
                raise
            raise failure from error

    def _check(self, identity: HubIdentity) -> None:
        if self.target.remote_id not in (None, identity.remote_id):
            raise AnotherHub("There is another hub at this address")


def transport_kind(entry: ConfigEntry) -> TransportKind:
    """Return how the user wants the hub to be spoken to, or else how it could be when it was set up."""
    wanted = entry.options.get(CONF_TRANSPORT, AUTOMATIC)
    return TransportKind(entry.data[CONF_TRANSPORT] if wanted == AUTOMATIC else wanted)


def is_starting(error: HarmonyError) -> bool:
    """Tell whether a hub refused only because it has not started yet."""
    return isinstance(error, CommandRejected) and error.code.number == INITIALIZING


def _exchange(connect: transports.TransportFactory) -> Exchange:
    """Prepare for questions and answers; what the hub says besides does not matter here."""
    return Exchange(connect(), on_event=lambda _: None, on_end=lambda _: None)


async def _identity(exchange: Exchange) -> HubIdentity:
    """Ask who the hub is; raise ProtocolError if it does not say."""
    reply = await exchange.ask(commands.discovery_info(), TIMING.request)
    try:
        return read_identity(reply.data)
    except ProtocolError:
        # Firmware before 4.x has no remote id to tell, but is unique as well.
        info = read_object(reply.data)
        uuid = read_identifier(info.get("uuid"))
        if uuid is None:
            raise
        return HubIdentity(remote_id=uuid, name=read_text(info.get("host_name"), 100))
