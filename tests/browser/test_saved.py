"""A person looks at the saved configurations of a hub in the browser, and downloads one."""

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from .conftest import Demo, picture
from .test_hub import add_hub


def test_a_saved_configuration_is_one_click_away(
    demo: Demo, page: Page, tmp_path: Path
) -> None:
    add_hub(page, demo)
    page.goto(f"{demo.home_assistant}/config/integrations/integration/remote_bridge")
    page.locator("ha-config-entry-row", has_text="Harmony Hub").get_by_role(
        "button", name="Configure"
    ).click()
    page.get_by_text("Saved configurations").click()
    dialog = page.locator("step-flow-form")
    expect(dialog.locator("table tbody tr")).to_have_count(1)
    expect(dialog.locator("th", has_text="Activities")).to_be_visible()
    picture(page, "hub-saved")

    # The page would look for a panel of its own behind most links; this one it leaves to the browser.
    with page.expect_download() as downloaded:
        dialog.locator("table a").click()
    download = downloaded.value
    assert download.suggested_filename.startswith("harmony-harmony-hub-")
    target = tmp_path / "saved.json"
    download.save_as(target)
    assert json.loads(target.read_text("utf-8"))["configuration"]["device"]
