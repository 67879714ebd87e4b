"""The blueprints: Home Assistant loads them, and they say what they are."""

import json
from pathlib import Path
import re
from typing import Any

from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint import BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.importer import fetch_blueprint_from_url
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.core import HomeAssistant
from homeassistant.util.yaml import Input, load_yaml_dict
import pytest
from pytest_homeassistant_custom_component.test_util.aiohttp import AiohttpClientMocker

from .common import BLUEPRINTS, FOLDER, ROOT

_SCHEMAS = {
    "automation": AUTOMATION_BLUEPRINT_SCHEMA,
    "script": BLUEPRINT_SCHEMA,
}
_ALL = sorted(BLUEPRINTS.rglob("*.yaml"))


def _load(path: Path) -> Blueprint:
    domain = path.relative_to(BLUEPRINTS).parts[0]
    return Blueprint(
        load_yaml_dict(path),
        expected_domain=domain,
        path=path.name,
        schema=_SCHEMAS[domain],
    )


def _text(path: Path) -> str:
    return path.read_text("utf-8")


def _used(part: Any) -> set[str]:
    """Return the inputs that a part asks for."""
    match part:
        case Input(name=name):
            return {name}
        case dict():
            return set().union(*map(_used, part.values()))
        case list():
            return set().union(*map(_used, part))
        case _:
            return set()


@pytest.fixture(params=_ALL, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    """Return each of the blueprints."""
    found: Path = request.param
    return found


def test_there_are_some() -> None:
    assert {path.parent.name for path in _ALL} == {FOLDER}
    assert len(_ALL) >= 6


def test_home_assistant_can_read_it_and_it_is_new_enough(path: Path) -> None:
    blueprint = _load(path)
    assert not blueprint.validate()
    oldest = json.loads((ROOT / "hacs.json").read_text("utf-8"))["homeassistant"]
    assert blueprint.metadata["homeassistant"]["min_version"] == oldest


async def test_it_can_be_imported_from_where_it_lies(
    hass: HomeAssistant, aioclient_mock: AiohttpClientMocker, path: Path
) -> None:
    place = path.relative_to(ROOT)
    url = _load(path).metadata["source_url"]
    assert url.endswith(f"/blob/main/{place}")
    aioclient_mock.get(re.compile(f"/main/{place}$"), text=_text(path))
    imported = await fetch_blueprint_from_url(hass, url)
    assert imported.blueprint.name == _load(path).name
    assert imported.suggested_filename.endswith(f"/{path.stem}")


def test_every_input_is_used_and_has_a_name_and_a_selector(path: Path) -> None:
    blueprint = _load(path)
    assert set(blueprint.inputs) == _used(blueprint.data)
    for one in blueprint.inputs.values():
        assert one["name"]
        assert one["selector"]


def test_it_says_what_it_does_in_sentences(path: Path) -> None:
    metadata = _load(path).metadata
    assert metadata["name"].startswith("Remote Bridge: ")
    assert metadata["description"].strip().endswith(".")


def test_its_mode_was_chosen_for_a_reason(path: Path) -> None:
    lines = _text(path).splitlines()
    (mode,) = (at for at, line in enumerate(lines) if line.startswith("mode: "))
    assert lines[mode - 1].startswith("# ")
