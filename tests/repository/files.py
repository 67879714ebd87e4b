"""Where the repository keeps what its own checks read."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
INTEGRATION = ROOT / "custom_components" / "remote_bridge"
TRANSLATIONS = sorted((INTEGRATION / "translations").glob("*.json"))


def read_json(path: Path) -> Any:
    """Read a JSON file, refusing keys that occur twice: the first would silently be lost."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys)), f"{path.name} has a key twice: {keys}"
        return dict(pairs)

    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=unique)


def flatten(node: Any, prefix: str = "") -> dict[str, str]:
    """Return every text of nested dictionaries under its dotted path."""
    if isinstance(node, str):
        return {prefix.removesuffix("."): node}
    texts: dict[str, str] = {}
    for key, value in node.items():
        texts |= flatten(value, f"{prefix}{key}.")
    return texts
