"""A person with a phone has one card for the living room: what plays comes from the Apple TV, the volume by infrared."""

import re

from playwright.sync_api import Page, expect
import pytest

from .conftest import Demo, picture
from .test_hub import HUB, SWITCH, add_hub
from .test_pairing import (
    FILM,
    TELEVISION,
    TIME_TO_PLAY,
    ask_for_pin,
    finish,
    open_pin_pad,
    press_digits,
)

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}

#: The activities of the demo's hub in their order.
ACTIVITIES = (
    "Watch TV",
    "Watch Apple TV",
    "Watch a Film",
    "Play Games",
    "Listen to Music",
    "Küche Radio",
    "Popcorn 🍿",
)
APPLE_TV = ACTIVITIES.index("Watch Apple TV")

#: Loads the cover of the player's card as the browser does, and tells how wide it is.
_WIDTH_OF_COVER = """
async (cover) => {
  const image = new Image();
  image.src = getComputedStyle(cover).backgroundImage.slice(5, -2);
  await image.decode();
  return image.naturalWidth;
}
"""


@pytest.fixture
def living_room(demo: Demo, page: Page, television: Page) -> Page:
    """Set up the hub and then the Apple TV, and open the first page on a phone."""
    page.bring_to_front()
    add_hub(page, demo)
    pin = ask_for_pin(page, demo)
    open_pin_pad(television)
    press_digits(television, pin)
    page.bring_to_front()
    finish(page)
    demo.wait_until_it_says("is playing", TIME_TO_PLAY)
    page.set_viewport_size(PHONE)
    page.goto(demo.home_assistant)
    return page


def test_one_card_shows_what_plays_and_sends_keys_where_they_belong(
    living_room: Page, television: Page, room: Page
) -> None:
    living_room.bring_to_front()
    player = living_room.locator("hui-media-control-card")
    living_room.get_by_role("button", name="Apple TV", exact=True).click()
    expect(living_room.get_by_text("Starting")).to_be_visible()
    expect(player.get_by_text(FILM)).to_be_visible(timeout=SWITCH)
    expect(living_room.get_by_text("Running")).to_be_visible(timeout=SWITCH)
    cover = player.locator(".image")
    expect(cover).to_have_css("background-image", re.compile("url"))
    assert cover.evaluate(_WIDTH_OF_COVER) > 0
    picture(living_room, "living-room-phone")
    living_room.set_viewport_size(DESK)
    expect(living_room.locator("iframe")).to_have_count(2)
    picture(living_room, "living-room")
    living_room.set_viewport_size(PHONE)

    sent = infrared_of(room)
    living_room.bring_to_front()
    player.get_by_label("Pause").click()
    expect(player.get_by_label("Play")).to_be_visible()
    expect(television.get_by_test_id("now-state")).to_have_text("Paused")
    assert infrared_of(room) == sent

    living_room.bring_to_front()
    living_room.get_by_role("button", name="Louder").click()
    newest = room.get_by_test_id("infrared").get_by_role("listitem").first
    expect(newest).to_contain_text("VolumeUp")
    expect(newest).to_contain_text("Receiver")

    living_room.bring_to_front()
    living_room.get_by_role("button", name="Off", exact=True).click()
    room.bring_to_front()
    expect(room.get_by_test_id("phase")).to_have_text("Off", timeout=SWITCH)
    living_room.bring_to_front()
    expect(player.get_by_label("Turn on")).to_be_visible()
    expect(player.get_by_text(FILM)).to_be_hidden()


def test_the_options_name_every_activity_and_the_player_that_was_found(
    living_room: Page, demo: Demo
) -> None:
    living_room.set_viewport_size(DESK)
    living_room.goto(
        f"{demo.home_assistant}/config/integrations/integration/remote_bridge"
    )
    entry = living_room.locator("ha-config-entry-row", has_text=HUB)
    entry.get_by_label("Configure").click()
    living_room.get_by_text("What plays in each activity").click()

    field = living_room.locator("ha-selector-entity")
    for number, activity in enumerate(ACTIVITIES):
        expect(field.nth(number)).to_contain_text(activity)
    expect(field.nth(APPLE_TV)).to_contain_text(TELEVISION)
    expect(living_room.get_by_role("button", name="Save")).to_be_visible()
    picture(living_room, "links")


def infrared_of(room: Page) -> str:
    """Read how much infrared was sent so far."""
    room.bring_to_front()
    return room.get_by_test_id("infrared-count").inner_text()
