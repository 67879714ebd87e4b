"""Who logs in to a hub over XMPP, and what pairing says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
import re
from typing import Any, Final
import uuid

from .exceptions import AuthenticationFailed
from .messages import Request

# The only description of a client that a Link is known to take (the seed).
_DEVICE: Final = "iOS6.0.1#iPhone"
# A UUID, with dashes or without. It becomes part of an address, and whatever it is must be fit for one.
_IDENTITY: Final = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)


class LoginRefused(AuthenticationFailed):
    """The hub does not let this user in; it may let in another."""


@dataclass(frozen=True, slots=True)
class Login:
    """What is said to a hub to be let in: the domain it is called by, user and password, and our resource."""

    host: str
    user: str = field(repr=False)
    password: str = field(repr=False)
    resource: str = "gatorade"


# In the order of how many hubs know them (reference, section 2.2). The dot belongs to both.
GUESTS: Final = (
    Login("connect.logitech.com", "guest", "gatorade.", "gatorade."),
    Login("x.com", "guest@x.com", "guest"),
    Login("x.com", "guest", "guest"),
)


def logins_of(session_token: str | None) -> tuple[Login, ...]:
    """Return the ways to log in with what pairing gave; none without it."""
    if session_token is None or not _IDENTITY.fullmatch(session_token):
        return ()
    return (
        Login("connect.logitech.com", session_token, session_token),
        Login("x.com", f"{session_token}@x.com", session_token),
    )


def pair(login_token: str | None) -> Request:
    """Ask for a session token, with the login token of a Logitech account or without."""
    how = {"method": "pair"} if login_token is None else {"token": login_token}
    name = f"{uuid.uuid4().hex}#{_DEVICE}"
    return Request("vnd.logitech.connect/vnd.logitech.pair", {**how, "name": name})


def session_token_in(data: Any) -> str | None:
    """Return the session token in the answer to `pair`, None where there is none."""
    if not isinstance(data, Mapping) or data.get("status") == "failed":
        return None
    identity = data.get("identity")
    if not isinstance(identity, str) or not _IDENTITY.fullmatch(identity):
        return None
    return identity
