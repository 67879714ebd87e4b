"""A guard: whatever a dialog shows has its words."""

from collections.abc import Iterator, Mapping
import json
from pathlib import Path
import re
from string import Formatter
from typing import Any

from homeassistant.components.repairs import RepairsFlowManager
from homeassistant.config_entries import (
    ConfigEntriesFlowManager,
    ConfigSubentryFlowManager,
)
from homeassistant.data_entry_flow import FlowManager, FlowResultType, section
from homeassistant.helpers import issue_registry as ir
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
        if not re.fullmatch("[a-z_]+", name):
            # Called as something of the user's is, such as an activity.
            continue
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
        # Home Assistant's page fills in the titles of forms and of repairs, and no others.
        is_bare = (
            path.endswith(".title")
            and result["type"] is not FlowResultType.FORM
            and not kind.startswith("issues.")
        )
        _check_text(path, set() if is_bare else placeholders)


def _check_text(path: str, placeholders: set[str]) -> None:
    used = {name for _, name, _, _ in Formatter().parse(_look_up(path)) if name}
    missing = used - placeholders
    assert not missing, f"{path} mentions {missing}, which nobody fills in"


def _issue_of(manager: Any, flow: Any) -> ir.IssueEntry | None:
    """Return the issue of ours that a dialog puts right."""
    if not isinstance(manager, RepairsFlowManager):
        return None
    return ir.async_get(manager.hass).async_get_issue(DOMAIN, flow.issue_id)


def _with_words_of(
    issue: ir.IssueEntry, result: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return a result as the page shows it, which fills in what the issue knows."""
    given = result.get("description_placeholders") or {}
    known = issue.translation_placeholders or {}
    return {**result, "description_placeholders": {**known, **given}}


@pytest.fixture(autouse=True)
def _issues_have_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail wherever an issue of ours would show a key in place of a text, or a hole in one."""
    get_or_create = ir.IssueRegistry.async_get_or_create

    def checked(
        registry: ir.IssueRegistry, domain: str, issue_id: str, **issue: Any
    ) -> ir.IssueEntry:
        if domain == DOMAIN:
            placeholders = set(issue["translation_placeholders"] or {})
            # The words of those with a dialog are checked when it is opened.
            for text in ("title",) if issue["is_fixable"] else ("title", "description"):
                _check_text(f"issues.{issue['translation_key']}.{text}", placeholders)
        return get_or_create(registry, domain, issue_id, **issue)

    monkeypatch.setattr(ir.IssueRegistry, "async_get_or_create", checked)


@pytest.fixture(autouse=True)
def _dialogs_have_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail wherever a dialog of ours would show a key in place of a text, or a hole in one."""
    handle_step = FlowManager._async_handle_step

    async def checked(
        manager: Any, flow: Any, step_id: str, user_input: Any
    ) -> dict[str, Any]:
        issue = _issue_of(manager, flow)
        result = await handle_step(manager, flow, step_id, user_input)
        if isinstance(manager, RepairsFlowManager):
            if issue is not None:
                kind = f"issues.{issue.translation_key}.fix_flow"
                _check(kind, _with_words_of(issue, result))
            return result
        if isinstance(manager, ConfigEntriesFlowManager):
            kind, domain = "config", flow.handler
        elif isinstance(manager, ConfigSubentryFlowManager):
            entry_id, subentry_type = flow.handler
            kind = f"config_subentries.{subentry_type}"
            domain = manager.hass.config_entries.async_get_known_entry(entry_id).domain
            # What the page of the entry says before and after.
            _look_up(f"{kind}.initiate_flow.{flow.source}")
            _look_up(f"{kind}.entry_type")
        else:
            kind, domain = "options", flow.config_entry.domain
        if domain == DOMAIN:
            _check(kind, result)
        return result

    monkeypatch.setattr(FlowManager, "_async_handle_step", checked)
