"""Everything the account service can answer, as switches."""

from enum import Enum
import json


class Answer(Enum):
    """What the service answers, whatever it is asked, and the one line that says so."""

    GOOD = "A token if e-mail address and password are right, else as BAD_CREDENTIALS."
    BAD_CREDENTIALS = "HTTP 401, with a page of nobody's making."
    ERROR_CODE = "HTTP 200 and a JSON object with an ErrorCode."
    NULL = "HTTP 200 and null in place of a token, as everybody has got since 2016."
    MISSING_KEY = "HTTP 200 and a JSON object without what was asked for."
    WITHOUT_TOKEN = "HTTP 200 and an account without a token."  # noqa: S105 - a description
    HTML = "HTTP 200 and a web page."
    NOT_JSON = "HTTP 200 and JSON that ends in the middle."
    HUGE = "HTTP 200 and 32 MiB of JSON."
    SERVER_ERROR = "HTTP 500."
    REDIRECT = "HTTP 302, to another address of this service."
    HANG = "Nothing, for ever."


#: Size of a HUGE answer in bytes.
HUGE = 32 << 20

_HTML = "<!DOCTYPE html><html><head><title>Logitech</title></head><body>Moved.</body></html>"

_BODIES = {
    Answer.ERROR_CODE: (200, '{"ErrorCode":"403.2","Message":"Invalid credentials"}'),
    Answer.BAD_CREDENTIALS: (401, _HTML),
    Answer.NULL: (200, '{"GetUserAuthTokenResult":null}'),
    Answer.MISSING_KEY: (200, '{"d":{}}'),
    Answer.WITHOUT_TOKEN: (200, '{"GetUserAuthTokenResult":{"AccountId":0}}'),
    Answer.HTML: (200, _HTML),
    Answer.NOT_JSON: (200, '{"GetUserAuthTokenResult":{"AccountId":0,"User'),
    Answer.SERVER_ERROR: (500, '{"Message":"The request could not be processed."}'),
}


def body_of(answer: Answer) -> tuple[int, str]:
    """Return status and body of an answer that is always the same."""
    if answer is Answer.HUGE:
        return 200, json.dumps({"GetUserAuthTokenResult": {"Padding": "x" * HUGE}})
    return _BODIES[answer]


def content_type_of(answer: Answer) -> str:
    """Return the type that goes with the body."""
    pages = (Answer.HTML, Answer.BAD_CREDENTIALS)
    return "text/html" if answer in pages else "application/json"


def token_body(token: str) -> str:
    """Write a good answer as the service did: the slashes of the token are escaped."""
    result = {"AccountId": 0, "UserAuthToken": token}
    text = json.dumps({"GetUserAuthTokenResult": result}, separators=(",", ":"))
    return text.replace("/", "\\/")
