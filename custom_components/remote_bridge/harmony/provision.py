"""Which hub answers at an address: the one question that a hub answers over plain HTTP."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
import re
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import ClientSession
from yarl import URL

from .codes import INITIALIZING, Code
from .exceptions import CommandRejected, ConnectionFailed, HarmonyError, ProtocolError
from .posting import post_json
from .timing import Timing
from .values import read_identifier, read_text

DEFAULT_PORT: Final = 8088
DEFAULT_DOMAIN: Final = "svcs.myharmony.com"

_PROVISION: Final = "setup.account?getProvisionInfo"
_DISCOVERY: Final = "connect.discoveryinfo?get"
# Each with the Origin without which the hub refuses it (reference, section 5.1): firmware since 4.15.250 knows only
# the first, firmware up to 4.15.206 only the second.
_DIALECTS: Final = (
    (_PROVISION, "http://sl.dhg.myharmony.com"),
    (_DISCOVERY, "http://localhost.nebula.myharmony.com"),
)

_DOMAIN: Final = re.compile(r"[0-9A-Za-z.-]{1,253}", re.ASCII)
_MAX_TEXT: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class HubIdentity:
    """Who a hub is.

    `remote_id` is for ever, and the WebSocket wants it, as it wants `domain`. Modern firmware tells neither its name
    nor its version before one is connected. The owner's e-mail address, which comes along, is not kept.
    """

    remote_id: str
    domain: str = DEFAULT_DOMAIN
    name: str | None = None
    firmware: str | None = None
    # The hub's own model name, such as `Pimento`.
    product: str | None = None
    uuid: str | None = None
    is_pro: bool = False


async def identify(
    http: ClientSession,
    host: str,
    port: int = DEFAULT_PORT,
    timing: Timing | None = None,
) -> HubIdentity:
    """Ask the hub at an address who it is, in both dialects, within `Timing.connect` for both.

    Raises ConnectionFailed, NobodyListens, ProtocolError, and CommandRejected: with code 510 by a hub that still
    starts, with 4xx by one that speaks neither dialect.
    """
    limit = (timing or Timing()).connect
    try:
        url = URL.build(scheme="http", host=host, port=port, path="/")
    except ValueError as error:
        raise ConnectionFailed(f"{host!r} is no host") from error
    failures: list[HarmonyError] = []
    try:
        async with asyncio.timeout(limit):
            for dialect in _DIALECTS:
                try:
                    return await _ask(http, url, dialect, limit)
                except CommandRejected as error:
                    if error.code.number == INITIALIZING:
                        raise
                    failures.append(error)
                except ProtocolError as error:
                    failures.append(error)
    except TimeoutError as error:
        raise ConnectionFailed(f"No answer in {limit:g} seconds") from error
    # A dialect that the firmware does not know is refused. What it did answer, if badly, says more.
    said = [error for error in failures if isinstance(error, ProtocolError)]
    raise (said or failures)[0]


async def _ask(
    http: ClientSession, url: URL, dialect: tuple[str, str], within: float
) -> HubIdentity:
    command, origin = dialect
    headers = {
        "Origin": origin,
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Charset": "utf-8",
        "Accept-Encoding": "identity",
        # The hub has few sockets, and this one is not needed again.
        "Connection": "close",
    }
    body = {"id": 1, "cmd": command, "params": {}}
    status, answer = await post_json(http, url, body, headers, within)
    if 300 <= status < 400:
        raise ProtocolError("The answer is a redirect, and no hub sends one")
    reply = answer if isinstance(answer, dict) else {}
    # The code is the text "200"; a refusal has it in the body, as the HTTP status, or both.
    code = Code.read(reply.get("code"))
    if not code.is_failure and status >= 300:
        code = Code.read(status)
    if code.is_failure:
        raise CommandRejected(command, code, str(reply.get("msg") or "")[:_MAX_TEXT])
    return read_identity(reply.get("data"))


def read_identity(data: Any) -> HubIdentity:
    """Read provision info or discovery info, which XMPP and the WebSocket also give; raise ProtocolError without an id.

    A hub that was never set up in Logitech's app has no remote id.
    """
    if not isinstance(data, Mapping):
        raise ProtocolError("The hub did not say who it is")
    remote_id = read_identifier(data.get("activeRemoteId")) or read_identifier(
        data.get("remoteId")
    )
    if remote_id is None:
        raise ProtocolError("The hub has no remote id: it may not have been set up")
    return HubIdentity(
        remote_id=remote_id,
        domain=_domain(data.get("discoveryServer") or data.get("discoveryServerUri")),
        name=read_text(data.get("friendlyName"), _MAX_TEXT),
        firmware=read_text(
            data.get("current_fw_version") or data.get("hubSwVersion"), _MAX_TEXT
        ),
        product=read_text(data.get("productId"), _MAX_TEXT),
        uuid=read_text(data.get("uuid"), _MAX_TEXT),
        # Only the Pro hub has a network socket.
        is_pro=data.get("ethernetStatus") is not None,
    )


def _domain(raw: Any) -> str:
    try:
        domain = urlsplit(raw).hostname if isinstance(raw, str) else None
    except ValueError:
        domain = None
    return domain if domain and _DOMAIN.fullmatch(domain) else DEFAULT_DOMAIN
