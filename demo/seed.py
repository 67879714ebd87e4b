"""What Home Assistant finds on its disk: settings, one person, one dashboard."""

import json
from pathlib import Path
from typing import Any
import uuid

import ifaddr

from . import dashboard

INTEGRATION = Path("custom_components/remote_bridge")

_CONFIGURATION = """\
homeassistant:
  name: Demo home
  unit_system: metric
  country: GB
  language: en
  time_zone: Europe/London
  latitude: 51.4779
  longitude: -0.0015
  elevation: 40
  internal_url: "http://127.0.0.1:{port}"
  # The server listens on this machine only, so whoever is at this machine gets in.
  auth_providers:
    - type: trusted_networks
      trusted_networks: ["127.0.0.1/32"]
      allow_bypass_login: true

config:
frontend:
zeroconf:
ssdp:

logger:
  default: warning
  logs:
    custom_components.remote_bridge: info
  # Complaints about this machine that say nothing about Remote Bridge: it has no tools for camera
  # pictures, no fast zlib, and the packages came with scripts/setup instead of at the first start.
  filters:
    haffmpeg.core: ["^FFmpeg fails .*No such file or directory: 'ffmpeg'"]
    haffmpeg.tools: ["^Error starting FFmpeg"]
    homeassistant.components.camera.img_util: ["^Error loading libturbojpeg"]
    aiohttp_fast_zlib: ["^zlib_ng and isal are not available"]
"""


def seed(
    config: Path, repository: Path, *, port: int, screen_url: str, room_url: str
) -> None:
    """Write all that Home Assistant needs to start at its first page.

    What a person changed in the demo stays, except for the ports and the dashboard.
    """
    storage = config / ".storage"
    storage.mkdir(parents=True, exist_ok=True)
    (config / "configuration.yaml").write_text(_CONFIGURATION.format(port=port))
    _link(config / INTEGRATION, repository / INTEGRATION)

    if not (storage / "auth").exists():
        _store(storage, "auth", _one_person())
    _store(storage, "onboarding", _onboarded(), version=4)
    _store(storage, "http", _server(port), version=2, minor_version=2)
    _store(storage, "core.network", {"configured_adapters": [_loopback()]})
    for key, data in dashboard.storage(screen_url, room_url).items():
        _store(storage, key, data)


def _link(link: Path, target: Path) -> None:
    link.parent.mkdir(exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(target, target_is_directory=True)


def _store(
    storage: Path,
    key: str,
    data: dict[str, Any],
    *,
    version: int = 1,
    minor_version: int = 1,
) -> None:
    """Write a file as Home Assistant's `Store` does."""
    document = {
        "version": version,
        "minor_version": minor_version,
        "key": key,
        "data": data,
    }
    (storage / key).write_text(json.dumps(document, indent=2))


def _one_person() -> dict[str, Any]:
    """Describe the only user, whom the trusted network logs in without a question."""
    return {
        "users": [
            {
                "id": uuid.uuid4().hex,
                "name": "Demo",
                "group_ids": ["system-admin"],
                "is_owner": True,
                "is_active": True,
                "system_generated": False,
                "local_only": False,
            }
        ],
        "groups": [
            {"id": "system-admin", "name": "Administrators"},
            {"id": "system-users", "name": "Users"},
            {"id": "system-read-only", "name": "Read Only"},
        ],
        "credentials": [],
        "refresh_tokens": [],
    }


def _onboarded() -> dict[str, Any]:
    return {"done": ["user", "core_config", "analytics", "integration"]}


def _server(port: int) -> dict[str, Any]:
    """Describe the web server; in YAML it would be a trial that is undone after five minutes."""
    stable = {
        "server_host": ["127.0.0.1"],
        "server_port": port,
        "cors_allowed_origins": [],
        "login_attempts_threshold": -1,
        "ip_ban_enabled": False,
        "ssl_profile": "modern",
        "use_x_frame_options": True,
        "created_at": "2026-01-01T00:00:00+00:00",
        "error": None,
        "error_message": None,
    }
    return {"stable": stable, "pending": None, "yaml_migration_done": True}


def _loopback() -> str:
    """Name the loopback adapter as this system calls it."""
    return next(
        adapter.nice_name
        for adapter in ifaddr.get_adapters()
        if any(address.ip == "127.0.0.1" for address in adapter.ips)
    )
