"""Covers, as a dashboard asks for them."""

from http import HTTPStatus

from aiohttp.test_utils import TestClient
from homeassistant.const import STATE_IDLE, STATE_OFF
from homeassistant.core import HomeAssistant, State
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from simulators.apple_tv import CATALOGUE, Fault, SimulatedAppleTV

from ..common import wait_for_state
from .common import MEDIA_PLAYER, play

pytestmark = pytest.mark.usefixtures("init_integration")


@pytest.fixture
async def browser(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> TestClient:
    """Look at Home Assistant as a dashboard does."""
    return await hass_client_no_auth()


async def _cover(browser: TestClient, state: State) -> tuple[int, str, bytes]:
    reply = await browser.get(state.attributes["entity_picture"])
    return reply.status, reply.content_type, await reply.read()


async def test_the_cover_is_shown_fetched_once_and_changes_with_what_plays(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, browser: TestClient
) -> None:
    episode = await play(hass, apple_tv, CATALOGUE["episode"])
    status, content_type, island = await _cover(browser, episode)
    assert (status, content_type) == (HTTPStatus.OK, "image/png")
    assert await _cover(browser, episode) == (status, content_type, island)
    assert apple_tv.artwork_requests == 1

    song = await play(hass, apple_tv, CATALOGUE["song"])
    assert song.attributes["entity_picture"] != episode.attributes["entity_picture"]
    status, _, desert = await _cover(browser, song)
    assert status == HTTPStatus.OK
    assert desert != island


async def test_no_cover_is_no_picture(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, browser: TestClient
) -> None:
    state = await play(hass, apple_tv, CATALOGUE["airplay"])

    assert (await _cover(browser, state))[0] == HTTPStatus.NOT_FOUND


async def test_a_cover_that_could_not_be_had_is_asked_for_again(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, browser: TestClient
) -> None:
    state = await play(hass, apple_tv, CATALOGUE["episode"])
    apple_tv.faults.set(Fault.ARTWORK_HTML, times=1)

    assert (await _cover(browser, state))[0] == HTTPStatus.NOT_FOUND
    assert (await _cover(browser, state))[0] == HTTPStatus.OK


async def test_an_open_page_does_not_wake_the_device_for_its_cover(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, browser: TestClient
) -> None:
    state = await play(hass, apple_tv, CATALOGUE["episode"])
    apple_tv.idle()
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == STATE_IDLE)
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
    await apple_tv.sleep_now()
    await wait_for_state(hass, MEDIA_PLAYER, lambda state: state.state == STATE_OFF)
    apple_tv.requests.clear()

    assert (await _cover(browser, state))[0] == HTTPStatus.NOT_FOUND
    assert not apple_tv.requests
