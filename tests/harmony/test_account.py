"""Logitech's account service: a token, or an error that says what happened and nothing of what was typed."""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
import logging
import ssl
import traceback

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
import pytest

from custom_components.remote_bridge.harmony.account import DEFAULT_URL, login_token
from custom_components.remote_bridge.harmony.exceptions import (
    AccountError,
    AccountServiceChanged,
    AccountServiceRetired,
    AccountUnreachable,
    CredentialsRefused,
)
from simulators.logitech_account import Answer, SimulatedAccountService

from .raw_http import Answers

EMAIL = "owner@example.com"
PASSWORD = "correct horse"  # gitleaks:allow


@pytest.fixture
async def service(socket_enabled):
    """The account service as it was until 2016, with one account."""
    async with SimulatedAccountService(email=EMAIL, password=PASSWORD) as simulated:
        yield simulated


@pytest.fixture
def certificate(tmp_path) -> ssl.SSLContext:
    """A server's certificate that only it believes in."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + made.public_bytes(Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return context


async def test_the_right_password_gives_the_token_with_its_slashes(service, http):
    token = await login_token(http, EMAIL, PASSWORD, url=service.url)

    assert token == service.token
    assert "/" in token
    assert "\\" not in token


async def test_the_request_is_the_one_that_was_written_down(service, http):
    await login_token(http, EMAIL, PASSWORD, url=service.url)

    (request,) = service.requests
    assert request.method == "POST"
    assert request.content_type == "application/json"
    assert request.body == {"email": EMAIL, "password": PASSWORD}
    assert DEFAULT_URL.startswith("https://")
    assert DEFAULT_URL.endswith(request.path)


async def test_a_wrong_password_is_refused(service, http):
    with pytest.raises(CredentialsRefused):
        await login_token(http, EMAIL, "wrong", url=service.url)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer.BAD_CREDENTIALS, CredentialsRefused),
        (Answer.ERROR_CODE, CredentialsRefused),
        (Answer.NULL, AccountServiceRetired),
        (Answer.MISSING_KEY, AccountServiceChanged),
        (Answer.WITHOUT_TOKEN, AccountServiceChanged),
        (Answer.HTML, AccountServiceChanged),
        (Answer.NOT_JSON, AccountServiceChanged),
        (Answer.HUGE, AccountServiceChanged),
        (Answer.REDIRECT, AccountServiceChanged),
        (Answer.SERVER_ERROR, AccountUnreachable),
    ],
)
async def test_every_other_answer_is_an_error_of_its_own(service, http, answer, error):
    service.answer = answer

    with pytest.raises(error) as raised:
        await login_token(http, EMAIL, PASSWORD, url=service.url)

    assert type(raised.value) is error
    assert str(raised.value).startswith("Logitech's account service")


async def test_nobody_else_is_told_the_password_by_a_redirect(service, http):
    service.answer = Answer.REDIRECT

    with pytest.raises(AccountServiceChanged):
        await login_token(http, EMAIL, PASSWORD, url=service.url)

    assert len(service.requests) == 1


async def test_a_service_that_never_answers_is_given_up(service, http):
    service.answer = Answer.HANG

    with pytest.raises(AccountUnreachable, match=r"0\.05 seconds"):
        await login_token(http, EMAIL, PASSWORD, url=service.url, within=0.05)


async def test_a_service_that_is_gone_is_unreachable(service, http):
    await service.__aexit__()

    with pytest.raises(AccountUnreachable):
        await login_token(http, EMAIL, PASSWORD, url=service.url)


@pytest.mark.parametrize(
    "token", ['"to\\nken"', '"a b"', '""', "17", "[]", f'"{"A" * 600}"']
)
async def test_a_token_that_no_hub_could_take_is_none(http, token):
    body = f'{{"GetUserAuthTokenResult":{{"UserAuthToken":{token}}}}}'
    async with Answers(body) as server:
        with pytest.raises(AccountServiceChanged):
            await login_token(http, EMAIL, PASSWORD, url=server.url)


@pytest.mark.parametrize("answer", [one for one in Answer if one is not Answer.HANG])
async def test_nothing_is_said_of_what_was_typed_or_given(
    service, http, answer, caplog
):
    caplog.set_level(logging.DEBUG)
    service.answer = answer
    secrets = (EMAIL, PASSWORD, service.token)

    try:
        await login_token(http, EMAIL, PASSWORD, url=service.url)
    except AccountError as error:
        told = "".join(traceback.format_exception(error)) + repr(error)
    else:
        told = ""

    for secret in secrets:
        assert secret not in told
        assert secret not in caplog.text


async def test_an_answer_that_is_no_http_is_quoted_nowhere(http, caplog):
    caplog.set_level(logging.DEBUG)
    async with Answers(b"UserAuthToken: tok/en+\r\n\r\n") as server:
        with pytest.raises(AccountServiceChanged) as raised:
            await login_token(http, EMAIL, PASSWORD, url=server.url)

    told = "".join(traceback.format_exception(raised.value)) + repr(raised.value)
    assert raised.value.__context__ is None
    assert "tok/en+" not in told + caplog.text


async def test_a_certificate_that_nobody_vouches_for_is_not_accepted(
    socket_enabled, http, certificate
):
    async with SimulatedAccountService(
        email=EMAIL, password=PASSWORD, ssl_context=certificate
    ) as service:
        with pytest.raises(AccountUnreachable):
            await login_token(http, EMAIL, PASSWORD, url=service.url)

    assert service.requests == []
