"""The download of a saved configuration."""

from datetime import timedelta
from http import HTTPStatus
import json
from typing import Any, Final

from aiohttp import web
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.http.decorators import require_admin
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView
from homeassistant.util import dt as dt_util, slugify

from ...const import DOMAIN
from .archive import Archive, Kept

_URL: Final = "/api/remote_bridge/configurations/{entry_id}/{key}"
# As long as somebody may look at the dialog.
_SIGNED_FOR: Final = timedelta(hours=1)


class ConfigurationView(HomeAssistantView):
    """Gives a saved configuration to an administrator, whether or not its hub is there."""

    url = _URL
    name = "api:remote_bridge:configuration"
    requires_auth = True

    @require_admin
    async def get(
        self, request: web.Request, entry_id: str, key: str
    ) -> web.StreamResponse:
        """Return the file."""
        hass = request.app[KEY_HASS]
        entry = hass.config_entries.async_get_entry(entry_id)
        if entry is None or entry.domain != DOMAIN:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        archive = Archive(hass, entry)
        kept = await archive.async_list()
        found = next((one for one in kept if one.version.key == key), None)
        configuration = None if found is None else await archive.async_read(found)
        if found is None or configuration is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        content = await hass.async_add_executor_job(_written, found, configuration)
        return web.Response(
            body=content,
            content_type="application/json",
            headers={
                "Content-Disposition": f'attachment; filename="{_file_name(entry, found)}"',
                "Cache-Control": "no-store",
            },
        )


@callback
def async_sign(hass: HomeAssistant, entry: ConfigEntry, kept: Kept) -> str:
    """Return an address that whoever asks for it now may open for a while."""
    path = _URL.format(entry_id=entry.entry_id, key=kept.version.key)
    return async_sign_path(hass, path, _SIGNED_FOR)


def _written(kept: Kept, configuration: dict[str, Any]) -> bytes:
    """Write what people may read as well."""
    content = {
        "saved_at": kept.version.saved_at.isoformat(),
        "config_version": kept.version.config_version,
        "configuration": configuration,
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def _file_name(entry: ConfigEntry, kept: Kept) -> str:
    day = dt_util.as_local(kept.version.saved_at).date().isoformat()
    return f"harmony-{slugify(entry.title, separator='-')}-{day}.json"
