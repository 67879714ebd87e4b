"""A person adds an Apple TV with Home Sharing in the browser: one click, and no code."""

from playwright.sync_api import Page, expect

from .conftest import Demo, discovered
from .test_pairing import TELEVISION, finish, see_the_film


def test_home_sharing_needs_one_click_and_no_code(
    demo: Demo, page: Page, television: Page
) -> None:
    television.get_by_test_id("panel-toggle").click()
    television.get_by_test_id("action-home-sharing").click()

    page.bring_to_front()
    page.goto(f"{demo.home_assistant}/config/integrations/dashboard")
    # The card was there before Home Sharing was: it has to learn of it.
    card = discovered(page, TELEVISION)
    card.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("needs no code")).to_be_visible()
    page.get_by_role("button", name="Submit").click()
    finish(page)
    see_the_film(page, demo)
