"""A person uses the page of a hub in the browser: makes a macro, asks for switches, downloads what was saved."""

from collections.abc import Iterator
import json
from pathlib import Path
import re

from playwright.sync_api import Browser, Locator, Page, expect
import pytest

from .conftest import Demo, picture, running_demo, unused_browser
from .test_hub import HUB, SWITCH, add_hub

RECEIVER = "Denon AV Receiver"
TELEVISION = "Samsung TV"

#: Tells whether the page knows a switch, and that it is off.
_IS_OFF = """
(entity) => document.querySelector("home-assistant").hass.states[entity]?.state === "off"
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Demo]:
    """Start one demo for all tests here, and add its hub: they are about different parts of it."""
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        with unused_browser(chromium) as context:
            add_hub(context.new_page(), running)
        yield running


@pytest.fixture
def hub(page: Page, demo: Demo) -> Page:
    """Open the page of the integration."""
    page.bring_to_front()
    page.goto(f"{demo.home_assistant}/config/integrations/integration/remote_bridge")
    return page


def test_a_macro_is_made_without_yaml_and_is_a_button(hub: Page, room: Page) -> None:
    hub.bring_to_front()
    hub.get_by_role("button", name="Add macro").click()
    hub.locator("ha-selector-text input").fill("Football")
    press(hub, "Next")
    add_key(hub, RECEIVER, "Volume Up", times=2)
    add_key(hub, TELEVISION, "Info", pause=1)
    steps = hub.locator("step-flow-menu ol > li")
    expect(steps).to_have_text(
        [
            f"{RECEIVER}: Volume Up \N{MULTIPLICATION SIGN}2",
            f"{TELEVISION}: Info, then 1 s pause",
        ]
    )
    picture(hub, "macro")
    hub.get_by_text("Save the macro").click()
    press(hub, "Finish")

    hub.locator("ha-config-entry-device-row", has_text=HUB).last.click()
    row = hub.locator("hui-button-entity-row", has_text="Football")
    row.get_by_text("Press").click()

    room.bring_to_front()
    infrared = room.get_by_test_id("infrared").get_by_role("listitem")
    expect(infrared).to_have_count(3)
    # The newest comes first.
    for sent, device, command in (
        (infrared.nth(0), TELEVISION, "Info"),
        (infrared.nth(1), RECEIVER, "VolumeUp"),
        (infrared.nth(2), RECEIVER, "VolumeUp"),
    ):
        expect(sent).to_contain_text(device)
        expect(sent).to_contain_text(command)


def test_an_activity_can_have_a_switch(hub: Page, room: Page, demo: Demo) -> None:
    hub.bring_to_front()
    configure(hub).get_by_text("Activities, keys and connection").click()
    hub.locator("ha-selector-boolean", has_text="Switches").locator("ha-switch").click()
    press(hub, "Save")
    press(hub, "Finish")
    hub.wait_for_function(_IS_OFF, arg="switch.watch_tv")

    page = f"{demo.home_assistant}/living-room/hub"
    hub.goto(f"{page}?more-info-entity-id=switch.watch_tv")
    switch = hub.locator("ha-more-info-dialog").get_by_role("switch")
    for wanted, shown in (("true", "Watch TV"), ("false", "Everything off")):
        hub.bring_to_front()
        switch.click()
        expect(switch).to_have_attribute("aria-checked", wanted, timeout=SWITCH)
        room.bring_to_front()
        expect(room.get_by_test_id("activity")).to_have_text(
            re.compile(shown), timeout=SWITCH
        )


def test_a_saved_configuration_is_one_click_away(hub: Page, tmp_path: Path) -> None:
    configure(hub).get_by_text("Saved configurations").click()
    dialog = hub.locator("step-flow-form")
    expect(dialog.locator("table tbody tr")).to_have_count(1)
    expect(dialog.locator("th", has_text="Activities")).to_be_visible()
    picture(hub, "hub-saved")

    # The page would look for a panel of its own behind most links; this one it leaves to the browser.
    with hub.expect_download() as downloaded:
        dialog.locator("table a").click()
    download = downloaded.value
    assert download.suggested_filename.startswith("harmony-harmony-hub-")
    target = tmp_path / "saved.json"
    download.save_as(target)
    assert json.loads(target.read_text("utf-8"))["configuration"]["device"]

    press(hub, "Back")
    expect(hub.get_by_text("What plays in each activity")).to_be_visible()


def configure(hub: Page) -> Locator:
    """Open the options of the hub and return their menu."""
    entry = hub.locator("ha-config-entry-row", has_text=HUB)
    entry.get_by_role("button", name="Configure").click()
    return hub.locator("step-flow-menu")


def press(page: Page, label: str) -> None:
    """Press the button at the end of a dialog."""
    dialog = page.locator("ha-dialog-footer")
    dialog.get_by_role("button", name=label, exact=True).click()


def add_key(
    page: Page, device: str, key: str, *, times: int = 1, pause: float = 0
) -> None:
    """Add a step to the macro."""
    page.locator("step-flow-menu").get_by_text("Add a key", exact=True).click()
    page.locator("ha-selector-select", has_text="Device").locator("ha-select").click()
    page.get_by_role("option", name=device).or_(
        page.get_by_role("menuitem", name=device)
    ).click()
    press(page, "Next")
    page.locator("ha-selector-select", has_text="Key").locator(
        "ha-generic-picker"
    ).click()
    page.locator("ha-picker-combo-box input").fill(key)
    page.locator("ha-combo-box-item").get_by_text(f": {key}").first.click()
    # The page takes the choice once the list is gone, and would put it over what is typed before.
    expect(page.locator("ha-picker-combo-box")).to_have_count(0)
    fill(page, "Times", times)
    fill(page, "Pause afterwards", pause)
    press(page, "Add")


def fill(page: Page, field: str, number: float) -> None:
    """Type a number."""
    box = page.locator("ha-selector-number", has_text=field).locator("input")
    box.fill(str(number))
    box.press("Tab")
