"""The rules of the house that no linter knows."""

import ast
from pathlib import Path
import re
import sys

import pytest

from .files import INTEGRATION, ROOT

CODE = sorted(
    path
    for folder in ("custom_components", "simulators", "demo", "tests")
    for path in (ROOT / folder).rglob("*.py")
)
OURS = [path for path in CODE if INTEGRATION in path.parents]
PLATFORMS = [
    INTEGRATION / f"{name}.py"
    for name in (
        "binary_sensor",
        "button",
        "event",
        "media_player",
        "remote",
        "select",
        "sensor",
    )
    if (INTEGRATION / f"{name}.py").exists()
]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_a_file_can_be_explained_in_one_line(path):
    docstring = ast.get_docstring(_tree(path))
    assert docstring
    assert len(docstring.splitlines()[0]) <= 120


@pytest.mark.parametrize(
    "path", [p for p in CODE if ROOT / "tests" not in p.parents], ids=_name
)
def test_a_file_stays_small_enough_to_live_in(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 420


@pytest.mark.parametrize("path", OURS, ids=_name)
def test_what_home_assistant_left_behind_is_not_used(path):
    code = path.read_text(encoding="utf-8")
    for gone in (
        "from __future__",
        "import probatio",
        "via_device=",
        "async_get_device(",
        "hass.data[DOMAIN]",
        "_attr_icon",
        "add_update_listener",
        "Zeroconf()",
    ):
        assert gone not in code, gone


@pytest.mark.parametrize("path", OURS, ids=_name)
def test_voluptuous_has_one_name(path):
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                assert alias.name != "voluptuous" or alias.asname == "vol"
        if isinstance(node, ast.ImportFrom):
            assert node.module != "voluptuous"


def test_home_assistant_is_imported_before_voluptuous():
    # In the other order Home Assistant's own engine does not take its place. Whatever module of ours is wanted,
    # the package comes first, and in it Home Assistant before anything that could import a schema.
    imports = [
        node.module or ""
        for node in _tree(INTEGRATION / "__init__.py").body
        if isinstance(node, ast.ImportFrom)
    ]
    others = [
        module
        for module in imports
        if module.partition(".")[0] not in sys.stdlib_module_names
    ]
    assert others[0].startswith("homeassistant")


@pytest.mark.parametrize("path", PLATFORMS, ids=_name)
def test_every_platform_chooses_its_parallel_updates(path):
    assert re.search(r"^PARALLEL_UPDATES = \d", path.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("path", OURS, ids=_name)
def test_every_silenced_check_has_its_reason_beside_it(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if re.search(r"# (noqa|type: ignore|pragma:)", line):
            assert re.search(r"# (noqa|type: ignore|pragma:)\S*.* [-#] \w", line), line


def test_no_committed_file_names_a_package_registry_or_a_machine():
    # Put together here, so that this file does not name them either.
    words = ["py" + "pi.org", "python" + "hosted", "deb." + "debian", "npm" + "js.org"]
    for path in [
        *CODE,
        *(ROOT / "requirements").iterdir(),
        *(ROOT / "scripts").iterdir(),
        *ROOT.glob("*.md"),
        *ROOT.glob(".github/**/*.y*ml"),
    ]:
        text = path.read_text(encoding="utf-8")
        for word in words:
            assert word not in text, f"{path.name} names {word}"


def test_every_pin_is_exact_and_hashed():
    pins = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    requirements = re.findall(r"^\S.*", pins, re.MULTILINE)
    assert len(requirements) > 100
    assert all(re.match(r"[\w.-]+==[^ ;]+", pin) for pin in requirements)
    assert len(re.findall(r"--hash=sha256:", pins)) >= len(requirements)
