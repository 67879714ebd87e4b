"""Logitech's account service: e-mail address and password for a login token.

Only a Harmony Link and hubs with a firmware from before 2016 want such a token, and the service gives none since
November 2016. Nothing here is kept or logged, and no error holds what was sent or received.
"""

import re
from typing import Any, Final

from aiohttp import ClientSession
from yarl import URL

from .exceptions import (
    AccountError,
    AccountServiceChanged,
    AccountServiceRetired,
    AccountUnreachable,
    ConnectionFailed,
    CredentialsRefused,
    ProtocolError,
)
from .posting import post_json
from .timing import Timing

DEFAULT_URL: Final = "https://svcs.myharmony.com/CompositeSecurityServices/Security.svc/json/GetUserAuthToken"

_HEADERS: Final = {
    "Content-Type": "application/json; charset=utf-8",
    "Accept": "application/json",
    "Accept-Encoding": "identity",
}
_RESULT: Final = "GetUserAuthTokenResult"
# 48 bytes in base64 are 64 characters; what comes after the service's time may be longer. Whatever it is, it must be
# fit to stand in a request to the hub.
_TOKEN: Final = re.compile(r"[0-9A-Za-z+/=_-]{1,512}", re.ASCII)


async def login_token(
    http: ClientSession,
    email: str,
    password: str,
    *,
    url: str = DEFAULT_URL,
    within: float | None = None,
) -> str:
    """Return the login token of an account, in `within` seconds (`Timing.account` if it is not given).

    Raises AccountUnreachable, CredentialsRefused, AccountServiceRetired and AccountServiceChanged.
    """
    body = {"email": email, "password": password}
    limit = within or Timing().account
    failure: AccountError
    try:
        status, answer = await post_json(http, URL(url), body, _HEADERS, limit)
    except ConnectionFailed as error:
        failure = AccountUnreachable(
            f"Logitech's account service did not answer: {error}"
        )
    except ProtocolError as error:
        failure = AccountServiceChanged(
            f"Logitech's account service did not answer as it used to: {error}"
        )
    else:
        return _read(status, answer)
    # Outside of the handlers, so that the error comes without a chain of others that may quote what went by.
    raise failure


def _read(status: int, answer: Any) -> str:
    if status in {401, 403}:
        raise CredentialsRefused(
            "Logitech's account service knows no such e-mail address and password"
        )
    if status >= 500:
        raise AccountUnreachable(
            f"Logitech's account service is in trouble: it answered with HTTP {status}"
        )
    if status != 200 or not isinstance(answer, dict):
        raise AccountServiceChanged(
            f"Logitech's account service did not answer with a login (HTTP {status})"
        )
    if answer.get("ErrorCode"):
        raise CredentialsRefused(
            "Logitech's account service refused the e-mail address and password"
        )
    if _RESULT in answer and answer[_RESULT] is None:
        raise AccountServiceRetired(
            "Logitech's account service answers, but gives out no login tokens any more"
        )
    result = answer.get(_RESULT)
    token = result.get("UserAuthToken") if isinstance(result, dict) else None
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise AccountServiceChanged(
            "Logitech's account service answered without a login token"
        )
    return token
