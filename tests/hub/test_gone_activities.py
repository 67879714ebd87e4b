"""Activities that automations and scripts still name, told to people who can put it right."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.remote_bridge.const import DOMAIN
from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import WATCH_TV

from ..common import wait_for_state
from ..repairs import issues, wait_for_issues, words_of
from .common import MEDIA_PLAYER, REMOTE, SELECT

TRIGGER = {"trigger": "event", "event_type": "good_evening"}

STARTS = {
    "action": "remote.turn_on",
    "target": {"entity_id": REMOTE},
    "data": {"activity": "Watch TV"},
}
SELECTS = {
    "action": "select.select_option",
    "data": {"entity_id": SELECT, "option": "Watch TV"},
}


async def _automate(hass: HomeAssistant, *actions: dict[str, Any], **more: Any) -> None:
    """Have an automation."""
    automation = {
        "id": "1234",
        "alias": "Good evening",
        "triggers": [TRIGGER],
        "actions": list(actions),
        **more,
    }
    assert await async_setup_component(hass, "automation", {"automation": automation})
    await hass.async_block_till_done()


async def _rename(hass: HomeAssistant, hub: SimulatedHub, name: str) -> None:
    """Call an activity something else in the Harmony app, and wait until Home Assistant does so too."""
    hub.rename_activity(WATCH_TV, name)
    await _knows(hass, name)


async def _remove(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """Remove an activity in the Harmony app, and wait until Home Assistant has noticed."""
    hub.remove_activity(WATCH_TV)
    await wait_for_state(
        hass, REMOTE, lambda state: "Watch TV" not in state.attributes["activity_list"]
    )


async def _knows(hass: HomeAssistant, name: str) -> None:
    await wait_for_state(
        hass, REMOTE, lambda state: name in state.attributes["activity_list"]
    )


# ── Renamed and removed ───────────────────────────────────────────────────────


async def test_an_automation_that_names_an_activity_by_its_old_name_is_told_with_the_new(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await _automate(hass, STARTS)
    assert issues(hass) == {}

    await _rename(hass, hub, "Telly")

    issue = issues(hass)["activity_renamed"]
    assert not issue.is_fixable
    assert words_of(issue) == {
        "name": hub.name,
        "old": "Watch TV",
        "new": "Telly",
        "users": "- [Good evening](/config/automation/edit/1234)",
    }


async def test_an_automation_that_names_an_activity_that_was_removed_is_told(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await _automate(hass, SELECTS)

    await _remove(hass, hub)

    assert words_of(issues(hass)["activity_gone"])["old"] == "Watch TV"


async def test_the_old_name_puts_everything_right(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await _automate(hass, STARTS)
    await _rename(hass, hub, "Telly")
    assert set(issues(hass)) == {"activity_renamed"}

    await _rename(hass, hub, "Watch TV")

    assert issues(hass) == {}


async def test_after_another_renaming_the_newest_name_is_told(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await _automate(hass, STARTS)
    await _rename(hass, hub, "Telly")
    await _rename(hass, hub, "Goggle box")

    assert words_of(issues(hass)["activity_renamed"])["new"] == "Goggle box"


async def test_a_restart_forgets_no_name(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await _rename(hass, hub, "Telly")
    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()
    assert issues(hass) == {}

    # Automations are set up later than hubs.
    await _automate(hass, STARTS)
    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()

    assert set(issues(hass)) == {"activity_renamed"}


async def test_a_hub_that_is_being_set_up_anew_is_waited_for(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await _automate(hass, STARTS)
    activities = [one for one in hub.config["activity"] if one["id"] == "-1"]

    hub.replace_config({**hub.config, "activity": activities})
    await wait_for_state(
        hass, REMOTE, lambda state: "Watch TV" not in state.attributes["activity_list"]
    )

    assert issues(hass) == {}


async def test_it_goes_with_the_hub(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await _automate(hass, STARTS)
    await _rename(hass, hub, "Telly")

    await hass.config_entries.async_remove(init_integration.entry_id)

    assert issues(hass) == {}


# ── Who uses a name ───────────────────────────────────────────────────────────


async def test_an_automation_that_is_changed_is_looked_at_again(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await _automate(hass, STARTS)
    await _rename(hass, hub, "Telly")
    assert set(issues(hass)) == {"activity_renamed"}

    async def mended(_: HomeAssistant) -> dict[str, Any]:
        action = {**STARTS, "data": {"activity": "Telly"}}
        return {
            "automation": {"id": "1234", "triggers": [TRIGGER], "actions": [action]}
        }

    monkeypatch.setattr("homeassistant.config.async_hass_config_yaml", mended)
    await hass.services.async_call("automation", "reload", blocking=True)
    await hass.async_block_till_done()

    assert issues(hass) == {}


async def test_scripts_are_told_as_well_and_looked_at_when_they_come(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "custom_components.remote_bridge.hub.troubles.SETTLE_SECONDS", 0
    )
    await hass.config_entries.async_reload(init_integration.entry_id)
    await hass.async_block_till_done()
    await _rename(hass, hub, "Telly")

    scripts = {"script": {"evening": {"alias": "Ev[en]ing", "sequence": [STARTS]}}}
    assert await async_setup_component(hass, "script", scripts)
    await wait_for_issues(hass, "activity_renamed")

    users = words_of(issues(hass)["activity_renamed"])["users"]
    assert users == "- [Ev en ing](/config/script/edit/evening)"


async def test_an_automation_from_yaml_has_a_name_and_no_editor(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    automation = {"alias": "Good evening", "triggers": [TRIGGER], "actions": [STARTS]}
    assert await async_setup_component(hass, "automation", {"automation": automation})

    await _rename(hass, hub, "Telly")

    assert words_of(issues(hass)["activity_renamed"])["users"] == "- Good evening"


# ── Where a name may stand ────────────────────────────────────────────────────


def _source(**_: str) -> dict[str, Any]:
    return {
        "actions": [
            {
                "action": "media_player.select_source",
                "target": {"entity_id": [MEDIA_PLAYER]},
                "data": {"source": "Watch TV"},
            }
        ]
    }


def _play_media(**_: str) -> dict[str, Any]:
    return {
        "actions": [
            {
                "action": "media_player.play_media",
                "target": {"entity_id": MEDIA_PLAYER},
                "data": {
                    "media_content_type": "activity",
                    "media_content_id": "watch tv",
                },
            }
        ]
    }


def _by_id(**_: str) -> dict[str, Any]:
    return {"actions": [{**STARTS, "data": {"activity": WATCH_TV}}]}


def _carelessly_written(**_: str) -> dict[str, Any]:
    return {"actions": [{**STARTS, "data": {"activity": "watch tv"}}]}


def _trigger(**_: str) -> dict[str, Any]:
    trigger = {"trigger": "state", "entity_id": SELECT, "to": ["Watch TV", "Off"]}
    return {"triggers": [trigger]}


def _condition(**_: str) -> dict[str, Any]:
    condition = {"condition": "state", "entity_id": SELECT, "state": "Watch TV"}
    return {"conditions": [condition]}


def _inside(**_: str) -> dict[str, Any]:
    choice = {
        "conditions": [],
        "sequence": [{"repeat": {"count": 1, "sequence": [STARTS]}}],
    }
    return {"actions": [{"choose": [choice]}]}


def _template(**_: str) -> dict[str, Any]:
    template = f"{{{{ is_state('{SELECT}', 'Watch TV') }}}}"
    return {"triggers": [{"trigger": "template", "value_template": template}]}


def _device_target(device_id: str, **_: str) -> dict[str, Any]:
    return {"actions": [{**STARTS, "target": {"device_id": device_id}}]}


def _device_action(device_id: str, select_id: str) -> dict[str, Any]:
    action = {
        "device_id": device_id,
        "domain": "select",
        "entity_id": select_id,
        "type": "select_option",
        "option": "Watch TV",
    }
    return {"actions": [action]}


@pytest.mark.parametrize(
    "use",
    [
        _source,
        _play_media,
        _by_id,
        _carelessly_written,
        _trigger,
        _condition,
        _inside,
        _template,
        _device_target,
        _device_action,
    ],
)
async def test_a_name_is_found_wherever_it_may_stand(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    use: Any,
) -> None:
    select = er.async_get(hass).async_get(SELECT)
    assert select is not None
    await _automate(hass, **use(device_id=select.device_id, select_id=select.id))
    assert issues(hass) == {}

    await _remove(hass, hub)

    assert words_of(issues(hass)["activity_gone"])["old"] == "Watch TV"


BEDROOM = {
    "action": "remote.turn_on",
    "target": {"entity_id": "remote.bedroom"},
    "data": {"activity": "Watch TV"},
}
FOR_OUR_REMOTE = {"action": "remote.turn_off", "target": {"entity_id": REMOTE}}


@pytest.mark.parametrize(
    "action",
    [
        BEDROOM,
        {"action": "notify.notify", "data": {"message": "Watch TV"}},
        {**STARTS, "data": {"activity": "Listen to music on Tuesdays"}},
        {**SELECTS, "data": {"entity_id": SELECT, "option": "watch tv"}},
        {
            "action": "notify.notify",
            "data": {"message": "{{ states('select.bedroom') == 'Watch TV' }}"},
        },
        {**STARTS, "target": {"entity_id": "{{ remote }}"}, "data": "{{ data }}"},
    ],
)
async def test_what_does_not_mean_the_activity_is_let_be(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    action: dict[str, Any],
) -> None:
    await _automate(hass, action, FOR_OUR_REMOTE)

    await _rename(hass, hub, "Telly")

    assert issues(hass) == {}


async def test_a_name_that_still_leads_there_is_let_be(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    # Case does not matter where an activity is asked for by name.
    await _automate(hass, STARTS)

    await _rename(hass, hub, "watch tv")

    assert issues(hass) == {}


async def test_an_automation_that_cannot_run_is_told_as_well(
    hass: HomeAssistant, hub: SimulatedHub, init_integration: MockConfigEntry
) -> None:
    await _automate(hass, {"action": "nonsense"}, STARTS)

    await _rename(hass, hub, "Telly")

    assert set(issues(hass)) == {"activity_renamed"}


async def test_what_was_noted_may_be_rubbish(
    hass: HomeAssistant,
    hub: SimulatedHub,
    init_integration: MockConfigEntry,
    hass_storage: dict[str, Any],
) -> None:
    await hass.config_entries.async_unload(init_integration.entry_id)
    notes = hass_storage[f"{DOMAIN}.{init_integration.entry_id}"]["data"]
    notes["former_activities"] = {
        "0": [],
        "1": "x",
        WATCH_TV: ["Telly", "Watch TV"],
        "2": [],
    }
    actions = [{**STARTS, "data": {"activity": one}} for one in ("Telly", "Goggle box")]
    await _automate(hass, *actions)

    await hass.config_entries.async_setup(init_integration.entry_id)
    await hass.async_block_till_done()

    assert words_of(issues(hass)["activity_renamed"])["new"] == "Watch TV"
