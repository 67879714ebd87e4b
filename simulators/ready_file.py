"""Telling a program that waits for a simulator where everything is."""

from collections.abc import Mapping
import json
from pathlib import Path


def write_ready_file(path: Path, ready: Mapping[str, object]) -> None:
    """Write where everything is as JSON, so that a reader never sees half of it."""
    draft = path.with_suffix(path.suffix + ".new")
    draft.write_text(json.dumps(ready) + "\n")
    draft.replace(path)
