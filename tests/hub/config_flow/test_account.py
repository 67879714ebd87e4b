"""Hubs that pair only with the login token of a Logitech account."""

from collections.abc import AsyncGenerator
import json
import logging

from homeassistant.const import CONF_EMAIL, CONF_PASSWORD
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.remote_bridge.const import CONF_SESSION_TOKEN
from simulators.harmony_hub import Login, SimulatedHub
from simulators.logitech_account import Answer, SimulatedAccountService

from ...dialogs import Flow, finish, pick, submit
from .common import (
    WEBSOCKET,
    XMPP,
    add_hub,
    assert_is_entry_of,
    assert_menu,
    is_left_alone,
)

ACCOUNT_URL = "custom_components.remote_bridge.hub.dialogs.connect_flow.ACCOUNT_URL"


@pytest.fixture
async def account(
    socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[SimulatedAccountService]:
    """Run Logitech's service as it once was."""
    async with SimulatedAccountService() as account:
        monkeypatch.setattr(ACCOUNT_URL, account.url)
        yield account


@pytest.fixture
async def link(account: SimulatedAccountService) -> AsyncGenerator[SimulatedHub]:
    """Run a hub that wants a login token."""
    async with SimulatedHub(xmpp_port=0, login=Login.TOKEN, account=account) as hub:
        yield hub


async def _ask(hass: HomeAssistant, link: SimulatedHub) -> Flow:
    """Come to where e-mail address and password are asked for."""
    flow = await add_hub(hass, link, XMPP)
    assert_menu(flow, "hub_account_required", "hub_account", "hub_automatic", "hub")
    flow = await pick(hass, flow, "hub_account")
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "hub_account")
    return flow


async def _sign_in(
    hass: HomeAssistant,
    flow: Flow,
    account: SimulatedAccountService,
    password: str | None = None,
) -> Flow:
    flow = await submit(
        hass, flow, email=account.email, password=password or account.password
    )
    return await finish(hass, flow)


async def test_a_hub_that_wants_an_account_is_paired_with_by_its_token(
    hass: HomeAssistant,
    account: SimulatedAccountService,
    link: SimulatedHub,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    flow = await _sign_in(hass, await _ask(hass, link), account)

    assert_is_entry_of(flow, link, XMPP)
    assert link.sessions == {flow["data"][CONF_SESSION_TOKEN]}
    await is_left_alone(link)
    # What was typed and what came of it is kept nowhere.
    kept = json.dumps(flow["result"].as_dict(), default=str)
    for secret in (account.email, account.password, account.token):
        assert secret not in kept
        assert secret not in caplog.text


async def test_nobody_is_asked_for_an_account_who_needs_none(
    hass: HomeAssistant, account: SimulatedAccountService, link: SimulatedHub
) -> None:
    flow = await add_hub(hass, link, XMPP)

    flow = await finish(hass, await pick(hass, flow, "hub_automatic"))

    assert_is_entry_of(flow, link, WEBSOCKET)
    assert account.requests == []


@pytest.mark.parametrize(
    ("answer", "step_id"),
    [
        (Answer.SERVER_ERROR, "hub_account_unreachable"),
        (Answer.BAD_CREDENTIALS, "hub_account_refused"),
        (Answer.ERROR_CODE, "hub_account_refused"),
        (Answer.NULL, "hub_account_retired"),
        (Answer.MISSING_KEY, "hub_account_changed"),
        (Answer.HTML, "hub_account_changed"),
        (Answer.REDIRECT, "hub_account_changed"),
    ],
)
async def test_each_answer_of_the_service_has_its_words_and_a_way_back(
    hass: HomeAssistant,
    account: SimulatedAccountService,
    link: SimulatedHub,
    answer: Answer,
    step_id: str,
) -> None:
    account.answer = answer
    flow = await _sign_in(hass, await _ask(hass, link), account)
    assert_menu(flow, step_id, "hub_account", "hub_automatic", "hub")

    flow = await pick(hass, flow, "hub_account")
    email, password = flow["data_schema"].schema
    assert email == CONF_EMAIL
    assert email.description == {"suggested_value": account.email}
    assert password == CONF_PASSWORD
    assert password.description is None
    account.answer = Answer.GOOD
    flow = await _sign_in(hass, flow, account)
    assert_is_entry_of(flow, link, XMPP)


async def test_a_service_that_is_gone_is_called_that(
    hass: HomeAssistant,
    account: SimulatedAccountService,
    link: SimulatedHub,
    monkeypatch: pytest.MonkeyPatch,
    unused_tcp_port: int,
) -> None:
    flow = await _ask(hass, link)
    with monkeypatch.context() as patched:
        patched.setattr(ACCOUNT_URL, f"http://127.0.0.1:{unused_tcp_port}/")
        flow = await _sign_in(hass, flow, account)
    assert_menu(flow, "hub_account_unreachable", "hub_account", "hub_automatic", "hub")

    flow = await _sign_in(hass, await pick(hass, flow, "hub_account"), account)
    assert_is_entry_of(flow, link, XMPP)


async def test_a_wrong_password_can_be_typed_again(
    hass: HomeAssistant, account: SimulatedAccountService, link: SimulatedHub
) -> None:
    flow = await _sign_in(hass, await _ask(hass, link), account, "wrong")
    assert_menu(flow, "hub_account_refused", "hub_account", "hub_automatic", "hub")

    flow = await _sign_in(hass, await pick(hass, flow, "hub_account"), account)
    assert_is_entry_of(flow, link, XMPP)


async def test_an_account_that_is_not_the_hubs_can_be_exchanged(
    hass: HomeAssistant,
    account: SimulatedAccountService,
    link: SimulatedHub,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flow = await _ask(hass, link)
    async with SimulatedAccountService(email="other@example.com") as other:
        with monkeypatch.context() as patched:
            patched.setattr(ACCOUNT_URL, other.url)
            flow = await _sign_in(hass, flow, other)
    assert_menu(
        flow,
        "hub_token_refused",
        "hub_account",
        "hub_connect",
        "hub_automatic",
        "hub",
    )

    flow = await _sign_in(hass, await pick(hass, flow, "hub_account"), account)
    assert_is_entry_of(flow, link, XMPP)
