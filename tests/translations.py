"""A guard: whatever a dialog shows has its words."""

from collections.abc import Iterator, Mapping
import json
from pathlib import Path
from string import Formatter
from typing import Any

from homeassistant.config_entries import ConfigEntriesFlowManager
from homeassistant.data_entry_flow import FlowManager, FlowResultType, section
from homeassistant.helpers.selector import SelectSelector
import pytest

from custom_components.remote_bridge.const import DOMAIN

_ENGLISH: dict[str, Any] = json.loads(
    Path("custom_components/remote_bridge/translations/en.json").read_text("utf-8")
)


def _look_up(path: str) -> str:
    text: Any = _ENGLISH
    for key in path.split("."):
        assert key in text, f"en.json has no {path}"
        text = text[key]
    assert isinstance(text, str), f"{path} in en.json is not a text"
    return text


def _fields(step: str, schema: Mapping[Any, Any]) -> Iterator[str]:
    """List the texts that a form's fields need."""
    for marker, field in schema.items():
        name = str(marker)
        if isinstance(field, section):
            yield f"{step}.sections.{name}.name"
            yield from _fields(f"{step}.sections.{name}", field.schema.schema)
            continue
        yield f"{step}.data.{name}"
        yield f"{step}.data_description.{name}"
        if isinstance(field, SelectSelector) and (
            key := field.config.get("translation_key")
        ):
            for option in field.config["options"]:
                value, label = _option(option)
                # What has a name of its own (an activity) needs no other.
                if value == label:
                    yield f"selector.{key}.options.{value}"


def _option(option: str | Mapping[str, str]) -> tuple[str, str]:
    """Return an option's value and its label."""
    if isinstance(option, str):
        return option, option
    return option["value"], option["label"]


def _needed(kind: str, result: Mapping[str, Any]) -> Iterator[str]:
    """List the texts that a result of a step needs."""
    step = f"{kind}.step.{result.get('step_id')}"
    match result["type"]:
        case FlowResultType.FORM:
            yield f"{step}.title"
            yield f"{step}.description"
            schema = result["data_schema"]
            yield from _fields(step, schema.schema if schema else {})
            for error in (result["errors"] or {}).values():
                yield f"{kind}.error.{error}"
        case FlowResultType.MENU:
            yield f"{step}.title"
            yield f"{step}.description"
            for option in result["menu_options"]:
                yield f"{step}.menu_options.{option}"
        case FlowResultType.SHOW_PROGRESS:
            yield f"{step}.title"
            yield f"{kind}.progress.{result['progress_action']}"
        case FlowResultType.ABORT if result.get("translation_domain") is None:
            yield f"{kind}.abort.{result['reason']}"


def _check(kind: str, result: Mapping[str, Any]) -> None:
    placeholders = set(result.get("description_placeholders") or {})
    for path in _needed(kind, result):
        # Home Assistant's page fills in the titles of forms, and no others.
        is_bare = path.endswith(".title") and result["type"] is not FlowResultType.FORM
        given = set() if is_bare else placeholders
        used = {name for _, name, _, _ in Formatter().parse(_look_up(path)) if name}
        assert used <= given, f"{path} mentions {used - given}, which nobody fills in"


@pytest.fixture(autouse=True)
def _dialogs_have_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail wherever a dialog of ours would show a key in place of a text, or a hole in one."""
    handle_step = FlowManager._async_handle_step

    async def checked(
        manager: Any, flow: Any, step_id: str, user_input: Any
    ) -> dict[str, Any]:
        result = await handle_step(manager, flow, step_id, user_input)
        if isinstance(manager, ConfigEntriesFlowManager):
            kind, domain = "config", flow.handler
        else:
            kind, domain = "options", flow.config_entry.domain
        if domain == DOMAIN:
            _check(kind, result)
        return result

    monkeypatch.setattr(FlowManager, "_async_handle_step", checked)
