"""Saved configurations can be looked at and downloaded from the page."""

from http import HTTPStatus
import re
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import TELEVISION
from simulators.harmony_hub.core import OWNER

from .saved import rename, replace_config, saved

_FLOW = "/api/config/config_entries/options/flow"


@pytest.fixture
async def browser(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Any:
    """Be an administrator in front of a browser."""
    assert await async_setup_component(hass, "config", {})
    return await hass_client()


async def _open(browser: Any, entry: MockConfigEntry) -> dict[str, Any]:
    """Open the dialog as the page does, and go to what is saved."""
    reply = await browser.post(_FLOW, json={"handler": entry.entry_id})
    flow = await reply.json()
    reply = await browser.post(
        f"{_FLOW}/{flow['flow_id']}", json={"next_step_id": "versions"}
    )
    assert reply.status == HTTPStatus.OK
    return await reply.json()


def _rows(flow: dict[str, Any]) -> list[str]:
    return flow["description_placeholders"]["rows"].splitlines()


def _link(row: str) -> str:
    """Return where a row leads to."""
    return re.search(r'href="([^"]+)"', row)[1].replace("&amp;", "&")


async def test_what_is_saved_can_be_downloaded_from_the_dialog(
    *,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    browser: Any,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    flow = await _open(browser, init_integration)
    (row,) = _rows(flow)
    # The address itself is the permission: a browser sends no header with it.
    without_token = await hass_client_no_auth()

    reply = await without_token.get(_link(row))

    assert reply.status == HTTPStatus.OK
    assert reply.content_type == "application/json"
    disposition = reply.headers["Content-Disposition"]
    assert re.fullmatch(
        r'attachment; filename="harmony-living-room-\d{4}-\d\d-\d\d\.json"', disposition
    )
    assert reply.headers["Cache-Control"] == "no-store"
    assert OWNER not in await reply.text()
    content = await reply.json()
    assert content["config_version"] == hub.config_version
    assert len(content["configuration"]["device"]) == 10


async def test_the_dialog_shows_what_has_changed_in_signs_and_names(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    browser: Any,
) -> None:
    config = hub.config
    config["device"] = [one for one in config["device"] if one["id"] != TELEVISION]
    config["device"].append({"id": "4711", "label": "Lava lamp"})
    config["device"][0]["controlGroup"][0]["function"].pop()
    await rename(hass, hub, init_integration, "Fernsehen")

    newest, oldest = _rows(await _open(browser, init_integration))

    assert "| 7 | 10 | + Lava lamp, - Samsung TV, Watch TV → Fernsehen, ± " in newest
    assert oldest.endswith("| 7 | 10 |  |")


async def test_names_are_only_letters_to_the_page_and_not_too_many(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    browser: Any,
) -> None:
    names = ["<b>[x](http://evil)|*\n`", "y" * 200, *map(str, range(10))]
    hub.config["device"] += [
        {"id": str(4000 + number), "label": name} for number, name in enumerate(names)
    ]
    await replace_config(hass, hub, init_integration, hub.config)

    newest, _ = _rows(await _open(browser, init_integration))

    changes = newest.split(" | ")[3]
    assert changes == (
        r"+ &lt;b&gt;\[x\]\(http\://evil\)\|\* \`, + "
        + "y" * 39
        + "…, + 0, + 1, + 2, + 3, … |"
    )


async def test_the_dialog_goes_back_to_its_beginning(
    init_integration: MockConfigEntry, browser: Any
) -> None:
    flow = await _open(browser, init_integration)

    reply = await browser.post(f"{_FLOW}/{flow['flow_id']}", json={})

    assert "versions" in (await reply.json())["menu_options"]


async def test_the_dialog_says_when_nothing_is_saved_yet(
    init_integration: MockConfigEntry, browser: Any, hass_storage: dict[str, Any]
) -> None:
    del hass_storage[f"remote_bridge.{init_integration.entry_id}.versions"]

    flow = await _open(browser, init_integration)

    assert flow["reason"] == "no_versions"


# ── Who may, and what there is ────────────────────────────────────────────────


async def _address(hass: HomeAssistant, entry: MockConfigEntry, browser: Any) -> str:
    """Return the address of the newest, without a signature."""
    rows = _rows(await _open(browser, entry))
    return _link(rows[0]).partition("?")[0]


async def test_an_administrator_needs_no_signature(
    hass: HomeAssistant, init_integration: MockConfigEntry, browser: Any
) -> None:
    address = await _address(hass, init_integration, browser)

    assert (await browser.get(address)).status == HTTPStatus.OK


async def test_nobody_else_gets_it(
    *,
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    browser: Any,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    hass_read_only_access_token: str,
) -> None:
    address = await _address(hass, init_integration, browser)
    guest = await hass_client(hass_read_only_access_token)
    stranger = await hass_client_no_auth()

    assert (await guest.get(address)).status == HTTPStatus.UNAUTHORIZED
    assert (await stranger.get(address)).status == HTTPStatus.UNAUTHORIZED
    reply = await stranger.get(f"{address}?authSig=forged")
    assert reply.status == HTTPStatus.UNAUTHORIZED


async def test_it_can_be_had_while_the_entry_is_not_loaded(
    hass: HomeAssistant, init_integration: MockConfigEntry, browser: Any
) -> None:
    address = await _address(hass, init_integration, browser)
    await hass.config_entries.async_unload(init_integration.entry_id)

    assert (await browser.get(address)).status == HTTPStatus.OK


async def test_what_is_not_there_is_not_found(
    *,
    hass: HomeAssistant,
    init_integration: MockConfigEntry,
    browser: Any,
    hass_storage: dict[str, Any],
) -> None:
    address = await _address(hass, init_integration, browser)
    stranger = MockConfigEntry(domain="sun")
    stranger.add_to_hass(hass)
    assert await saved(hass, init_integration)

    for wrong in (
        address.replace(init_integration.entry_id, "nobody"),
        address.replace(init_integration.entry_id, stranger.entry_id),
        f"{address}0",
    ):
        assert (await browser.get(wrong)).status == HTTPStatus.NOT_FOUND

    kept = hass_storage[f"remote_bridge.{init_integration.entry_id}.versions"]["data"]
    next(iter(kept["contents"].values()))["packed"] = "damaged"
    assert (await browser.get(address)).status == HTTPStatus.NOT_FOUND
