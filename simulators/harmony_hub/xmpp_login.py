"""Whom the hub lets in over XMPP: guests, paired identities, and what pairing asks for."""

from base64 import b64decode
from collections.abc import Collection, Mapping
from enum import Enum, auto
from typing import Any, Protocol
from uuid import uuid4

from .messages import Reply, Request

#: The one device description that a Harmony Link took.
DEVICE_DESCRIPTION = "iOS6.0.1#iPhone"

#: User and password of the guests that hubs have been seen to let in; most clients leave the domain away.
GUESTS = frozenset(
    {
        ("guest", "guest"),
        ("guest@x.com", "guest"),
        ("guest@x.com/gatorade", "guest"),
        ("guest", "gatorade."),
        ("guest@connect.logitech.com/gatorade.", "gatorade."),
    }
)

#: What everybody says who speaks of what pairing gives.
_PROTOCOLS = '{XMPP="1.0", HTTP="1.0", RF="1.0", WEBSOCKET="1.0"}'
_PROFILES = '{Harmony="2.0"}'


class Login(Enum):
    """How strict the hub is about who logs in over XMPP."""

    OPEN = "Anybody is let in, whatever they say, as by every hub since about 2015."
    PAIR = (
        "A guest may only pair, without a token; the identity from pairing may do all."
    )
    TOKEN = "As PAIR, with a token of Logitech's account service, as for a Link."  # noqa: S105 - a description


class Standing(Enum):
    """What a connection may do."""

    STRANGER = auto()
    GUEST = auto()
    MEMBER = auto()


class TokenIssuer(Protocol):
    """What the hub wants to know of Logitech's account service."""

    @property
    def issued(self) -> Collection[str]:
        """Return every login token that was given out."""


class Doorkeeper:
    """Decides who is let in and remembers the identities that were paired."""

    def __init__(
        self,
        login: Login,
        account: TokenIssuer | None,
        guests: frozenset[tuple[str, str]] = GUESTS,
    ) -> None:
        """Start with nobody paired. `guests` are pairs of user and password."""
        self.login = login
        self.account = account
        self.guests = guests
        self.identities: set[str] = set()

    def admit(self, payload: str) -> tuple[Standing, str]:
        """Judge the base64 text of a SASL PLAIN login; return its standing and what to call it."""
        try:
            plain = b64decode(payload, validate=True).decode()
        except ValueError:
            plain = ""
        user, _, password = plain.partition("\0")[2].partition("\0")
        name = user.partition("@")[0]
        if name in self.identities and password == name:
            return Standing.MEMBER, name
        if self.login is Login.OPEN:
            return Standing.MEMBER, name or "guest"
        if (user, password) in self.guests:
            return Standing.GUEST, "guest"
        return Standing.STRANGER, ""

    def forget(self) -> None:
        """Forget every identity, as a factory reset does."""
        self.identities.clear()

    def pair(self, request: Request, hub: Mapping[str, Any]) -> Reply:
        """Answer a request to pair; `hub` is what a hub tells of itself with the identity.

        A Link, which is what wants a token, tells nothing of itself.
        """
        if refusal := self._refusal(request.params):
            code, message = refusal
            return Reply(
                request.id,
                request.command,
                code,
                message,
                {"status": "failed"},
                as_pairs=True,
            )
        identity = str(uuid4())
        self.identities.add(identity)
        told: dict[str, Any] = {"identity": identity, "status": "succeeded"}
        if self.login is not Login.TOKEN:
            told = {
                "serverIdentity": hub["uuid"],
                "hubId": "106",
                **told,
                "protocolVersion": _PROTOCOLS,
                "hubProfiles": _PROFILES,
                "productId": hub["model"],
                "friendlyName": hub["name"],
            }
        return Reply(request.id, request.command, 200, "OK", told, as_pairs=True)

    def _refusal(self, params: Mapping[str, Any]) -> tuple[int, str] | None:
        """Return the code and the message if the hub would not pair with this."""
        name = str(params.get("name", ""))
        if not name:
            return 504, "not enough arguments"
        if self.login is not Login.TOKEN:
            by_method = params.get("method") == "pair"
            return None if by_method or "token" in params else (504, "no method")
        if name.partition("#")[2] != DEVICE_DESCRIPTION:
            return 401, "unknown device"
        issued = () if self.account is None else self.account.issued
        return None if params.get("token") in issued else (401, "invalid token")
