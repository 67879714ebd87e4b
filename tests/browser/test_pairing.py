"""A person adds the discovered Apple TV in the browser, and a film plays."""

import re

from playwright.sync_api import Page, expect

from .conftest import Demo, discovered, picture

#: The first film in the television's menu, and what the demo's Home Assistant calls itself.
FILM = "The Long Meadow"
HOUSE = "Demo home"
#: What the television is called.
TELEVISION = "Living Room"

#: Seconds from the last digit of the PIN until a film plays: login, entities, and keys pressed one after another.
TIME_TO_PLAY = 60


def test_typing_the_pin_on_the_television_finishes_the_dialog(
    demo: Demo, page: Page, television: Page
) -> None:
    pin = ask_for_pin(page, demo)
    picture(page, "pairing-pin")

    page.bring_to_front()
    open_pin_pad(television)
    press_digits(television, pin[:2])
    picture(television, "pairing-television")
    press_digits(television, pin[2:])
    expect(television.get_by_test_id("pin-result")).to_have_text(re.compile("^Paired"))

    page.bring_to_front()
    finish(page)
    see_the_film(page, demo)
    picture(page, "dashboard")
    pause(page, television)


def test_after_a_wrong_pin_the_right_one_still_pairs(
    demo: Demo, page: Page, television: Page
) -> None:
    pin = ask_for_pin(page, demo)
    open_pin_pad(television)
    press_digits(television, f"{(int(pin) + 1) % 10_000:04d}")
    expect(television.get_by_test_id("pin-result")).to_have_text(
        re.compile("^Incorrect")
    )
    assert shown_pin(page) == pin

    press_digits(television, pin)
    expect(television.get_by_test_id("pin-result")).to_have_text(re.compile("^Paired"))
    page.bring_to_front()
    finish(page)
    see_the_film(page, demo)


def ask_for_pin(page: Page, demo: Demo) -> str:
    """Go from the first page to the dialog that shows the PIN, and read it."""
    page.goto(demo.home_assistant)
    page.get_by_role("link", name="Settings → Devices & services").click()
    card = discovered(page, TELEVISION)
    card.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Submit").click()
    return shown_pin(page)


def shown_pin(page: Page) -> str:
    """Read the PIN off the dialog."""
    shown = page.get_by_role("heading", name=re.compile(r"^\d{4}$"))
    expect(shown).to_be_visible()
    return shown.inner_text().strip()


def open_pin_pad(television: Page) -> None:
    """Go to our remote in the television's settings, as the dialog says."""
    television.bring_to_front()
    for title in ("Settings", "General", "Remotes"):
        television.get_by_role("button", name=title, exact=True).click()
    television.locator("[data-role=found]", has_text=HOUSE).click()
    expect(television.get_by_test_id("pin-digits")).to_be_visible()


def press_digits(television: Page, digits: str) -> None:
    """Press digits on the pad."""
    for digit in digits:
        television.get_by_test_id(f"pad-{digit}").click()


def finish(page: Page) -> None:
    """See the dialog tell by itself that the device is there, and leave it."""
    expect(page.get_by_role("textbox", name="Device name")).to_have_value(TELEVISION)
    page.get_by_role("button", name="Skip and finish").click()


def see_the_film(page: Page, demo: Demo) -> None:
    """See the film on the Apple TV's page, once the demo has found one."""
    demo.wait_until_it_says("is playing", TIME_TO_PLAY)
    page.goto(f"{demo.home_assistant}/living-room/apple-tv")
    card = page.locator("hui-media-control-card")
    expect(card.get_by_text(FILM)).to_be_visible()


def pause(page: Page, television: Page) -> None:
    """Press a key on that page and see it work on the television, and back on the page."""
    page.get_by_role("button", name="Play/Pause").click()
    expect(television.get_by_test_id("now-state")).to_have_text("Paused")
    expect(page.locator("hui-media-control-card").get_by_label("Play")).to_be_visible()
