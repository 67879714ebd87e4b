"""The integration's data files: what hassfest and HACS check, and what they would overlook."""

import ast
from pathlib import Path
import re
import struct
import tomllib
from typing import Any

from awesomeversion import AwesomeVersion
import homeassistant.components
import pytest
import yaml

from .files import INTEGRATION, ROOT, TRANSLATIONS, flatten, read_json

MANIFEST = read_json(INTEGRATION / "manifest.json")
ENGLISH = read_json(INTEGRATION / "translations" / "en.json")
ICONS = read_json(INTEGRATION / "icons.json")
SERVICES = yaml.safe_load((INTEGRATION / "services.yaml").read_text(encoding="utf-8"))
QUALITY = yaml.safe_load(
    (INTEGRATION / "quality_scale.yaml").read_text(encoding="utf-8")
)["rules"]
# What is written for Home Assistant; the protocol libraries know nothing of it.
OURS = [
    path
    for path in INTEGRATION.rglob("*.py")
    if path.relative_to(INTEGRATION).parts[0] not in ("dacp", "harmony")
]
PLACEHOLDER = re.compile(r"\{(\w+)\}")

# The 54 rules of the integration quality scale, by tier.
RULES = {
    "bronze": """
        action-setup appropriate-polling brands common-modules config-flow
        config-flow-test-coverage dependency-transparency docs-actions docs-conditions
        docs-high-level-description docs-installation-instructions
        docs-removal-instructions docs-triggers entity-event-setup entity-unique-id
        has-entity-name runtime-data test-before-configure test-before-setup
        unique-config-entry
    """,
    "silver": """
        action-exceptions config-entry-unloading docs-configuration-parameters
        docs-installation-parameters entity-unavailable integration-owner
        log-when-unavailable parallel-updates reauthentication-flow test-coverage
    """,
    "gold": """
        devices diagnostics discovery discovery-update-info docs-data-update
        docs-examples docs-known-limitations docs-supported-devices
        docs-supported-functions docs-troubleshooting docs-use-cases dynamic-devices
        entity-category entity-device-class entity-disabled-by-default
        entity-translations exception-translations icon-translations
        reconfiguration-flow repair-issues stale-devices
    """,
    "platinum": "async-dependency inject-websession strict-typing",
}


def _string_arguments(name: str) -> set[str]:
    """Return every literal that the integration's code passes as an argument of this name."""
    found = set()
    for path in OURS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.keyword)
                and node.arg == name
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                found.add(node.value.value)
    return found


# ── Manifest ──────────────────────────────────────────────────────────────────


def test_the_manifest_is_in_the_order_hassfest_wants():
    keys = list(MANIFEST)
    assert keys[:2] == ["domain", "name"]
    assert keys[2:] == sorted(keys[2:])


def test_the_manifest_has_what_hassfest_and_hacs_require():
    required = {"codeowners", "documentation", "issue_tracker", "version", "iot_class"}
    assert required <= set(MANIFEST)
    assert MANIFEST["config_flow"] is True
    assert MANIFEST["integration_type"] == "hub"
    assert AwesomeVersion(MANIFEST["version"]).valid
    assert MANIFEST["documentation"].startswith("https://")


def test_what_the_integration_requires_is_what_is_tested():
    pins = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8").splitlines()
    for requirement in MANIFEST["requirements"]:
        assert f"{requirement} \\" in pins, requirement


def test_a_requirement_that_home_assistant_has_too_is_the_same_there():
    # Two pins of one package would take turns in overwriting each other.
    components = Path(homeassistant.components.__path__[0])
    theirs = {
        requirement
        for name in ("xmpp",)
        for requirement in read_json(components / name / "manifest.json")[
            "requirements"
        ]
    }
    assert set(MANIFEST["requirements"]) <= theirs


def test_one_version_is_stated_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == MANIFEST["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {MANIFEST['version']}" in changelog


def test_the_oldest_supported_home_assistant_is_the_one_that_is_tested():
    hacs = read_json(ROOT / "hacs.json")
    pins = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    tested = re.search(r"^homeassistant==(\d+\.\d+)\.", pins, re.MULTILINE)
    assert tested
    assert hacs["homeassistant"].startswith(tested[1])


def test_hacs_knows_every_key_of_its_file():
    known = {
        "name",
        "content_in_root",
        "country",
        "filename",
        "hacs",
        "hide_default_branch",
        "homeassistant",
        "persistent_directory",
        "render_readme",
        "zip_release",
    }
    hacs = read_json(ROOT / "hacs.json")
    assert "name" in hacs
    assert set(hacs) <= known
    assert hacs.get("zip_release", False) == ("filename" in hacs)


def test_the_repository_holds_exactly_one_integration_and_one_manifest():
    folders = [path for path in INTEGRATION.parent.iterdir() if path.is_dir()]
    assert [f.name for f in folders if f.name != "__pycache__"] == ["remote_bridge"]
    tracked = [
        path
        for folder in ("custom_components", "tests", "simulators", "demo")
        for path in (ROOT / folder).rglob("manifest.json")
    ]
    assert tracked == [INTEGRATION / "manifest.json"]


# ── Translations ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.stem)
def test_every_language_has_the_same_keys_and_placeholders(path):
    english, other = flatten(ENGLISH), flatten(read_json(path))
    assert set(other) == set(english)
    for key, text in other.items():
        assert set(PLACEHOLDER.findall(text)) == set(
            PLACEHOLDER.findall(english[key])
        ), key


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.stem)
def test_texts_are_plain(path):
    for key, text in flatten(read_json(path)).items():
        assert text.strip() == text, key
        assert text, key
        assert not re.search(r"<[a-z/]", text), f"{key}: HTML"
        assert "://" not in text, f"{key}: an address belongs into a placeholder"
        assert "[%key:" not in text, f"{key}: references are not resolved here"
        assert not re.search(r"'\{\w+\}'", text), f"{key}: quoted placeholder"


def test_every_field_is_explained():
    for flow in ("config", "options"):
        for step, texts in ENGLISH[flow]["step"].items():
            for part in (texts, *texts.get("sections", {}).values()):
                named = set(part.get("data", {}))
                assert named == set(part.get("data_description", {})), step


def test_every_exception_in_the_code_is_translated_and_no_other():
    used = _string_arguments("translation_key")
    entities = {key for group in ENGLISH.get("entity", {}).values() for key in group}
    selectors = set(ENGLISH.get("selector", {}))
    issues = set(ENGLISH.get("issues", {}))
    assert used - entities - selectors - issues <= set(ENGLISH["exceptions"])
    # Keys that are chosen at run time stand in a table; they must occur in the code at least.
    code = "".join(path.read_text("utf-8") for path in OURS)
    for key, text in ENGLISH["exceptions"].items():
        assert f'"{key}"' in code, f"Nobody raises {key}"
        # Home Assistant looks for no other, and shows the key instead.
        assert set(text) == {"message"}, key


def test_every_step_of_the_flows_has_a_text_and_every_text_a_step():
    code = "".join(path.read_text("utf-8") for path in OURS)
    for flow in ("config", "options"):
        for step in ENGLISH[flow]["step"]:
            assert f"async_step_{step}(" in code, f"There is no step {step}"


# ── Actions and icons ─────────────────────────────────────────────────────────


def _fields(fields: dict[str, Any]) -> set[str]:
    return set(fields or {})


def test_actions_their_texts_and_their_icons_belong_together():
    texts = ENGLISH["services"]
    assert set(SERVICES) == set(texts) == set(ICONS["services"])
    for name, service in SERVICES.items():
        assert {"name", "description", "fields"} <= set(texts[name])
        assert _fields(service.get("fields")) == set(texts[name]["fields"])
        for field in texts[name]["fields"].values():
            assert {"name", "description"} <= set(field)
        # Rejected by hassfest from 2026.11 on.
        assert "device" not in service.get("target", {})


def test_every_icon_exists():
    import hass_frontend

    folder = hass_frontend.where()
    names = {
        icon["name"] for icon in read_json(folder / "static" / "mdi" / "iconList.json")
    }
    for key, icon in flatten(ICONS).items():
        assert icon.startswith("mdi:"), key
        assert icon.removeprefix("mdi:") in names, key


# ── Brand ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "width", "height"),
    [("icon.png", 256, 256), ("icon@2x.png", 512, 512)],
)
def test_brand_pictures_have_the_sizes_that_brands_wants(name, width, height):
    content = (INTEGRATION / "brand" / name).read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", content[16:24]) == (width, height)


# ── Quality scale ─────────────────────────────────────────────────────────────


def test_every_rule_of_the_quality_scale_is_answered():
    rules = [rule for tier in RULES.values() for rule in tier.split()]
    assert len(rules) == 54
    assert list(QUALITY) == rules or set(QUALITY) == set(rules)


def test_every_exemption_from_a_rule_has_its_reason():
    for rule, answer in QUALITY.items():
        status = answer if isinstance(answer, str) else answer["status"]
        assert status in {"done", "todo", "exempt"}, rule
        assert status != "exempt" or answer["comment"], rule
