"""What the account service answers."""

import asyncio
import base64

from aiohttp import ServerDisconnectedError
import pytest

from simulators.logitech_account import Answer, SimulatedAccountService

PATH = "/CompositeSecurityServices/Security.svc/json/GetUserAuthToken"


async def test_the_owner_gets_a_token_of_48_bytes(service, ask):
    response = await ask()

    result = (await response.json())["GetUserAuthTokenResult"]
    assert response.status == 200
    assert result["AccountId"] == 0
    assert len(base64.b64decode(result["UserAuthToken"], validate=True)) == 48
    assert service.issued == [result["UserAuthToken"]]


async def test_the_slashes_of_a_token_are_escaped(service, ask):
    response = await ask()

    raw = await response.text()
    assert "/" in service.token
    assert service.token.replace("/", r"\/") in raw


async def test_an_account_has_the_same_token_every_time(service, ask):
    await ask()
    await ask()

    assert service.issued == [service.token] * 2


async def test_another_account_has_another_token(service):
    assert SimulatedAccountService(email="b@example.com").token != service.token


@pytest.mark.parametrize(
    "wrong", [{"password": "Secret"}, {"email": "somebody@example.com"}]
)
async def test_a_stranger_gets_no_token(service, ask, wrong):
    response = await ask(**wrong)

    assert response.status == 401
    assert service.issued == []


async def test_requests_are_remembered(service, ask):
    await ask(password="pässword")

    (request,) = service.requests
    assert (request.method, request.path) == ("POST", PATH)
    assert request.content_type == "application/json"
    assert request.body == {"email": service.email, "password": "pässword"}


@pytest.mark.parametrize("body", [b"", b"no JSON", b"[1]", b"[" * 60_000])
async def test_a_request_without_credentials_gets_no_token(service, http, body):
    response = await http.post(service.url, data=body)

    assert response.status == 401


async def test_nothing_else_is_served(service, http):
    assert (await http.post(service.base_url + "/")).status == 404
    assert (await http.get(service.url)).status == 405


@pytest.mark.parametrize(
    ("answer", "status", "json"),
    [
        (Answer.NULL, 200, {"GetUserAuthTokenResult": None}),
        (Answer.MISSING_KEY, 200, {"d": {}}),
        (Answer.WITHOUT_TOKEN, 200, {"GetUserAuthTokenResult": {"AccountId": 0}}),
        (
            Answer.ERROR_CODE,
            200,
            {"ErrorCode": "403.2", "Message": "Invalid credentials"},
        ),
        (
            Answer.SERVER_ERROR,
            500,
            {"Message": "The request could not be processed."},
        ),
    ],
)
async def test_an_answer_can_be_chosen(service, ask, answer, status, json):
    service.answer = answer

    response = await ask()

    assert response.status == status
    assert await response.json() == json
    assert service.issued == []


@pytest.mark.parametrize(
    ("answer", "status"), [(Answer.HTML, 200), (Answer.BAD_CREDENTIALS, 401)]
)
async def test_a_web_page_says_that_it_is_one(service, ask, answer, status):
    service.answer = answer

    response = await ask()

    assert (response.status, response.content_type) == (status, "text/html")
    assert (await response.text()).startswith("<!DOCTYPE html>")


async def test_json_can_end_in_the_middle(service, ask):
    service.answer = Answer.NOT_JSON

    with pytest.raises(ValueError, match="Unterminated"):
        await (await ask()).json()


async def test_an_answer_can_be_huge(service, ask):
    service.answer = Answer.HUGE

    assert len(await (await ask()).read()) > 32 << 20


async def test_a_redirect_that_is_followed_is_seen(service, ask, http):
    service.answer = Answer.REDIRECT

    response = await ask()
    assert (response.status, response.headers["Location"]) == (302, "/moved")
    await http.post(service.url, json={"password": "secret"})

    assert [request.path for request in service.requests][-1] == "/moved"


async def test_a_hanging_answer_lasts_until_the_service_ends(socket_enabled, http):
    async with SimulatedAccountService(answer=Answer.HANG) as service:
        asking = asyncio.create_task(http.post(service.url, json={}))
        async with asyncio.timeout(10):
            await service.changes.until(lambda: bool(service.requests))
        assert not asking.done()

    (result,) = await asyncio.gather(asking, return_exceptions=True)
    assert getattr(result, "status", 503) == 503
    assert not isinstance(result, BaseException) or isinstance(
        result, ServerDisconnectedError
    )


async def test_a_service_that_stopped_listens_on_the_same_port_again(
    socket_enabled, http
):
    service = SimulatedAccountService()
    async with service:
        first = service.url
    async with service:
        assert service.url == first
        assert (await http.post(first, json={})).status == 401


async def test_a_port_that_is_taken_is_no_service(service):
    with pytest.raises(OSError, match="in use"):
        async with SimulatedAccountService(port=service.port):
            pytest.fail("two services on one port")
