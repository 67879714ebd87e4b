"""Home Assistant's log, read for complaints."""

from collections.abc import Iterator
from pathlib import Path
import re

_RECORD = re.compile(r"^\d{4}-\d\d-\d\d \S+ (?P<level>[A-Z]+) ")
_COMPLAINTS = {"WARNING", "ERROR", "CRITICAL"}

#: What Home Assistant says in every house like this one. Anything else is a fault.
_EXPECTED = (
    # Said of every integration that does not come with Home Assistant.
    "We found a custom integration remote_bridge which has not been tested",
    # Said because scripts/setup has installed the packages already.
    "Skipping pip installation of required modules",
)


def complaints(log: Path) -> list[str]:
    """List the warnings and errors in a log that are not expected, with their tracebacks."""
    return [
        record
        for level, record in _records(log)
        if level in _COMPLAINTS and not any(text in record for text in _EXPECTED)
    ]


def _records(log: Path) -> Iterator[tuple[str, str]]:
    """Read a log as records of a level and one or more lines."""
    level, lines = "", list[str]()
    for line in log.read_text().splitlines() if log.exists() else ():
        if match := _RECORD.match(line):
            yield level, "\n".join(lines)
            level, lines = match["level"], []
        lines.append(line)
    yield level, "\n".join(lines)
