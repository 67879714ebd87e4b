"""A person adds the discovered Harmony hub in the browser, starts an activity, and sees it run."""

import re

from playwright.sync_api import Page, expect

from .conftest import Demo, discovered, picture

#: What the demo's hub is called.
HUB = "Harmony Hub"

#: Milliseconds for an activity to start: the simulated hub takes as long as a real one.
SWITCH = 45_000


def test_a_discovered_hub_takes_one_click_and_runs_an_activity(
    demo: Demo, page: Page, room: Page
) -> None:
    page.bring_to_front()
    add_hub(page, demo)

    page.goto(f"{demo.home_assistant}/living-room/hub")
    card = page.locator("hui-tile-card")
    page.get_by_role("button", name="Watch TV", exact=True).click()
    expect(page.get_by_text("Starting")).to_be_visible(timeout=SWITCH)
    expect(card.get_by_text("Watch TV")).to_be_visible(timeout=SWITCH)
    expect(page.get_by_text("Running")).to_be_visible(timeout=SWITCH)
    picture(page, "hub-dashboard")

    page.get_by_role("button", name="Louder").click()
    room.bring_to_front()
    expect(room.get_by_test_id("activity")).to_have_text(re.compile("Watch TV"))
    expect(room.get_by_test_id("infrared")).to_contain_text("VolumeUp")
    picture(room, "hub-room")

    # The remote control that came with the hub: Home Assistant follows.
    room.get_by_test_id("activity--1").click()
    page.bring_to_front()
    expect(page.get_by_text("Off", exact=True).first).to_be_visible(timeout=SWITCH)


def add_hub(page: Page, demo: Demo) -> None:
    """Go through the dialog of the discovered hub."""
    page.goto(f"{demo.home_assistant}/config/integrations/dashboard")
    discovered(page, HUB).get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("button", name="Submit")).to_be_visible()
    picture(page, "hub-dialog")
    page.get_by_role("button", name="Submit").click()
    finish = page.get_by_role("button", name=re.compile("Skip and finish|Finish"))
    finish.click()
