"""Our own actions: entering text and skipping."""

from typing import Any

from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
import voluptuous as vol

from custom_components.remote_bridge.const import DOMAIN
from simulators.apple_tv import CATALOGUE, SimulatedAppleTV

from ..common import wait_for_state
from .common import MEDIA_PLAYER, REMOTE

pytestmark = pytest.mark.usefixtures("init_integration")


async def _enter_text(hass: HomeAssistant, **data: Any) -> None:
    await hass.services.async_call(
        DOMAIN, "enter_text", {ATTR_ENTITY_ID: REMOTE, **data}, blocking=True
    )


async def _skip(hass: HomeAssistant, seconds: Any) -> None:
    await hass.services.async_call(
        DOMAIN,
        "skip",
        {ATTR_ENTITY_ID: MEDIA_PLAYER, "seconds": seconds},
        blocking=True,
    )


# ── Text ──────────────────────────────────────────────────────────────────────


async def test_text_replaces_what_is_there_and_is_submitted(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    keyboard = apple_tv.open_keyboard(text="old")

    await _enter_text(hass, text="Žluťoučký kůň 🌌")

    assert keyboard.submitted == "Žluťoučký kůň 🌌"


async def test_text_waits_in_the_field_if_wanted(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    keyboard = apple_tv.open_keyboard()

    await _enter_text(hass, text="The Light", submit=False)

    assert keyboard.text == "The Light"
    assert keyboard.submitted is None


async def test_text_needs_a_keyboard_on_the_screen(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    with pytest.raises(ServiceValidationError, match="No keyboard is open") as raised:
        await _enter_text(hass, text="Hello")

    assert raised.value.translation_key == "no_text_prompt"


async def test_passwords_cannot_be_entered(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    keyboard = apple_tv.open_keyboard("Password", secure=True)

    with pytest.raises(ServiceValidationError, match="password") as raised:
        await _enter_text(hass, text="12345")

    assert raised.value.translation_key == "secure_text_prompt"
    assert keyboard.text == ""


async def test_text_that_does_not_fit_is_not_cut_short(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV
) -> None:
    keyboard = apple_tv.open_keyboard()

    with pytest.raises(ServiceValidationError, match="255 characters") as raised:
        await _enter_text(hass, text="x" * 256)

    assert raised.value.translation_key == "text_too_long"
    assert keyboard.text == ""


@pytest.mark.parametrize(
    "data", [{}, {"text": "x" * 1001}, {"text": ["x"]}, {"text": "x", "submit": "?"}]
)
async def test_absurd_texts_are_refused(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, data: dict[str, Any]
) -> None:
    apple_tv.open_keyboard()
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
    apple_tv.requests.clear()

    with pytest.raises(vol.Invalid):
        await _enter_text(hass, **data)

    assert not apple_tv.requests


# ── Skipping ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("seconds", "position"), [(30, 630), (-30.5, 569.5), (-3600, 0), ("15", 615)]
)
async def test_skipping_moves_by_so_much(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, seconds: Any, position: float
) -> None:
    apple_tv.play(CATALOGUE["movie"], position=600)
    await wait_for_state(
        hass, MEDIA_PLAYER, lambda state: state.attributes.get("media_position")
    )

    await _skip(hass, seconds)

    assert apple_tv.position == pytest.approx(position, abs=1)


async def test_skipping_needs_something_that_plays(hass: HomeAssistant) -> None:
    with pytest.raises(HomeAssistantError) as raised:
        await _skip(hass, 30)

    assert raised.value.translation_key == "command_rejected"


@pytest.mark.parametrize(
    "seconds", [0, 0.0, 3601, -3601, float("nan"), float("inf"), "soon", None]
)
async def test_absurd_skips_are_refused(
    hass: HomeAssistant, apple_tv: SimulatedAppleTV, seconds: Any
) -> None:
    await apple_tv.wait_for(lambda tv: tv.polls_waiting == 1)
    apple_tv.requests.clear()

    with pytest.raises(vol.Invalid):
        await _skip(hass, seconds)

    assert not apple_tv.requests


# ── What only hubs can do ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("change_channel", {"channel": "5"}),
        ("fix_device", {"device": "Samsung TV", "power": "on"}),
        ("press_key", {"command": "up"}),
        ("release_key", {"command": "up"}),
        ("run_sequence", {"sequence": "Good Night"}),
        ("set_sleep_timer", {"cancel": True}),
        ("sync", {}),
    ],
)
async def test_actions_for_hubs_are_refused(
    hass: HomeAssistant, action: str, data: dict[str, Any]
) -> None:
    with pytest.raises(ServiceValidationError, match="Harmony hub") as raised:
        await hass.services.async_call(
            DOMAIN, action, {ATTR_ENTITY_ID: REMOTE, **data}, blocking=True
        )

    assert raised.value.translation_key == "only_the_remote_of_a_hub"
    assert action in str(raised.value)


async def test_an_apple_tv_lists_no_commands(hass: HomeAssistant) -> None:
    with pytest.raises(ServiceValidationError, match="Harmony hub"):
        await hass.services.async_call(
            DOMAIN,
            "get_commands",
            {ATTR_ENTITY_ID: REMOTE},
            blocking=True,
            return_response=True,
        )
