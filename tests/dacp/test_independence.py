"""The library stands on its own: it can be used where Home Assistant is not even installed."""

from pathlib import Path
import subprocess
import sys

from custom_components.remote_bridge import dacp

# What a blocked import looks like to the one who imports: not installed.
_PROGRAM = """
import sys
for name in ("homeassistant", "voluptuous", "probatio", "custom_components"):
    sys.modules[name] = None
import dacp
print(dacp.AppleTV.__name__, dacp.pairing_code(1, "1234"))
"""


def test_the_library_works_without_home_assistant():
    folder = Path(dacp.__file__).parent.parent
    result = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert result.stderr == ""
    assert result.stdout.split() == ["AppleTV", "690E6FF61E0D7C747654A42AED17047D"]
