"""Pairing from the television's side: the PIN hash, and the call to the remote."""

import asyncio
from dataclasses import dataclass
import hashlib

import aiohttp

from . import dmap

#: How long the television waits for the remote's answer, in seconds.
TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class PairingResult:
    """What came of typing a PIN.

    `status` is the HTTP status of the remote's answer, None if there was none; `guid` the login
    guid it gave (`0x` and 16 upper-case hex digits), `name` and `kind` what it calls itself.
    """

    accepted: bool
    status: int | None
    guid: str | None = None
    name: str = ""
    kind: str = ""


def pairing_code(pair: str, pin: str) -> str:
    """Compute what the television sends: 32 upper-case hex digits.

    MD5 over the 16 characters of the announced `Pair` and the PIN's digits, each followed by a
    zero byte; seen in the logs of real devices.

    Raises:
        ValueError: the PIN is not four digits.
    """
    if len(pin) != 4 or not (pin.isascii() and pin.isdigit()):
        raise ValueError("a PIN has four digits")
    salted = pair.encode() + pin.encode("utf-16-le")
    return hashlib.md5(salted, usedforsecurity=False).hexdigest().upper()


def user_agent(model: str) -> str:
    """Write the User-Agent as an Apple TV 3 with software 7.2.2 was seen to send it."""
    return (
        f"AppleTV/7.2.2 iOS/8.4.2 AppleTV/7.2.2 model/{model} build/12H606 (3; dt:12)"
    )


async def call_remote(
    address: str, port: int, *, code: str, service_name: str, model: str
) -> PairingResult:
    """Ask the remote at an address whether the code is right."""
    host = f"[{address}]" if ":" in address else address
    connector = aiohttp.TCPConnector(force_close=True)
    headers = {"User-Agent": user_agent(model)}
    try:
        async with (
            asyncio.timeout(TIMEOUT),
            aiohttp.ClientSession(connector=connector, headers=headers) as session,
            session.get(
                f"http://{host}:{port}/pair",
                params={"pairingcode": code, "servicename": service_name},
            ) as response,
        ):
            return read_answer(response.status, await response.read())
    except aiohttp.ClientError, TimeoutError, OSError:
        return PairingResult(accepted=False, status=None)


def read_answer(status: int, body: bytes) -> PairingResult:
    """Read the remote's answer: only 200 and a `cmpa` with a guid of 8 bytes is a yes."""
    refused = PairingResult(accepted=False, status=status)
    if status != 200:
        return refused
    try:
        answer = dmap.first(dmap.decode(body), "cmpa")
    except dmap.DmapError:
        return refused
    if answer is None or (guid := answer.first("cmpg")) is None:
        return refused
    if len(guid.payload) != 8 or guid.number == 0:
        return refused
    name, kind = answer.first("cmnm"), answer.first("cmty")
    return PairingResult(
        accepted=True,
        status=status,
        guid=f"0x{guid.number:016X}",
        name=name.text if name else "",
        kind=kind.text if kind else "",
    )
