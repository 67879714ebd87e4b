"""The library stands on its own, and nobody loads XMPP who does not use it."""

from pathlib import Path
import subprocess
import sys

from custom_components.remote_bridge import harmony

# What a blocked import looks like to the one who imports: not installed.
_PROGRAM = """
import sys
for name in ("homeassistant", "voluptuous", "probatio", "custom_components", "dacp", "slixmpp"):
    sys.modules[name] = None
from harmony import account, discovery, transports
from harmony.client import HarmonyHub
from harmony.config_reader import read_config
print(HarmonyHub.__name__, len(read_config({"activity": [{"id": "1"}]}).activities))
"""


def test_the_library_works_without_home_assistant_and_without_xmpp():
    folder = Path(harmony.__file__).parent.parent
    result = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert result.stderr == ""
    assert result.stdout.split() == ["HarmonyHub", "1"]
