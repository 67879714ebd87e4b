"""Automations as strange as they come: they are told of in a text that stays short, and block nothing."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from custom_components.remote_bridge.hub.mentions import find_mentions
from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import WATCH_TV

from ..common import wait_for_state
from ..repairs import issues, words_of
from .common import REMOTE

_TRIGGER = {"trigger": "event", "event_type": "good_evening"}


def _starts(activity: Any) -> dict[str, Any]:
    return {
        "action": "remote.turn_on",
        "target": {"entity_id": REMOTE},
        "data": {"activity": activity},
    }


async def _automate(hass: HomeAssistant, *automations: dict[str, Any]) -> None:
    assert await async_setup_component(
        hass,
        "automation",
        {"automation": [{"triggers": _TRIGGER, **one} for one in automations]},
    )
    await hass.async_block_till_done()


async def _until(hass: HomeAssistant, activity: str, *, known: bool) -> None:
    await wait_for_state(
        hass,
        REMOTE,
        lambda state: (activity in state.attributes["activity_list"]) is known,
    )


@pytest.mark.usefixtures("init_integration")
async def test_however_many_name_it_the_text_stays_short(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    name = "Good *evening*\n[x](http://x) <b>" + "x" * 10_000
    await _automate(
        hass,
        *(
            {
                "id": f"{n}) [y](z) {n}",
                "alias": f"{n} {name}",
                "actions": [_starts("Watch TV")],
            }
            for n in range(30)
        ),
    )

    hub.rename_activity(WATCH_TV, "Telly")
    await _until(hass, "Telly", known=True)

    lines = words_of(issues(hass)["activity_renamed"])["users"].splitlines()
    assert len(lines) == 11
    assert max(map(len, lines)) < 300
    assert lines[-1].endswith("20")
    assert all(line.count("](") == 1 and line.count(")") >= 1 for line in lines[:-1])
    assert not any(" " in line.split("](")[1] for line in lines[:-1])


@pytest.mark.usefixtures("init_integration")
async def test_an_id_that_yaml_makes_a_number_of_is_found(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    await _automate(hass, {"alias": "Evening", "actions": [_starts(int(WATCH_TV))]})

    hub.remove_activity(WATCH_TV)
    await _until(hass, "Watch TV", known=False)

    assert set(issues(hass)) == {"activity_gone"}


@pytest.mark.parametrize(
    "config",
    [
        None,
        5,
        "{{ states('" * 10_000,
        "'" * 100_000,
        {None: None, 5: [None, {"to": [True, None, {"to": {}}]}]},
        {"target": "x", "data": ["x"], "entity_id": {"x": 1}},
        {"entity_id": [["x"], None, 5], "option": [["x"]], "to": {"x": "y"}},
        {"entity_id": "all", "activity": True},
    ],
)
@pytest.mark.timeout(5)
def test_anything_can_be_looked_through(config: Any) -> None:
    assert len(list(find_mentions(config, {REMOTE}, is_ours=True))) <= 1


def test_what_is_nested_deeper_than_anybody_nests_is_not_looked_into() -> None:
    config: Any = _starts("Watch TV")
    for _ in range(100_000):
        config = {"actions": [config]}

    assert list(find_mentions(config, {REMOTE}, is_ours=True)) == []
