"""What a DNS-SD announcement says about a device."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .exceptions import InvalidLoginId
from .login import LoginId

TOUCH_ABLE: Final = "_touch-able._tcp.local."
APPLE_TV: Final = "_appletv-v2._tcp.local."
HOME_SHARING: Final = "_hscp._tcp.local."
SERVICE_TYPES: Final = (TOUCH_ABLE, APPLE_TV, HOME_SHARING)

DEFAULT_PORT: Final = 3689

_NAME_LENGTH: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One device as it announces itself.

    `identifier` is stable over renames, reboots and addresses. `login_id` is there when Home Sharing is on: then
    no pairing is needed.
    """

    identifier: str
    name: str
    host: str
    port: int
    login_id: str | None = None
    is_apple_tv: bool = True

    def merged_with(self, other: Announcement) -> Announcement:
        """Return what two announcements of one device say together."""
        better = self if self.login_id or not other.login_id else other
        return Announcement(
            identifier=self.identifier,
            name=better.name,
            host=better.host,
            port=better.port,
            login_id=better.login_id,
            is_apple_tv=self.is_apple_tv and other.is_apple_tv,
        )


def service_identifier(instance: str) -> str:
    """Return the stable part of an instance name.

    DNS-SD renames after a conflict (`…_2`), so everything from the first underscore on is not the device's own.
    """
    return instance.partition("_")[0]


def clean_name(name: str) -> str:
    """Return a device's name as one can type it, and short enough for a title.

    Apple's default name contains a no-break space, and an announced name is anybody's text.
    """
    return " ".join(name.split())[:_NAME_LENGTH]


def read_announcement(
    service_type: str,
    name: str,
    host: str,
    port: int | None,
    properties: Mapping[str, str | None],
) -> Announcement | None:
    """Read a resolved service of one of SERVICE_TYPES.

    `name` is the full service name, `properties` its TXT record (keys in any case). None when it is not the
    announcement of a device one could control: no identity, no port (a sleep proxy speaking for a device that
    sleeps deeply announces port 0), or an unknown service type.
    """
    if service_type not in SERVICE_TYPES or not port:
        return None
    texts = {key.lower(): value or "" for key, value in properties.items()}
    instance = name.removesuffix(f".{service_type}")
    identifier = service_identifier(
        texts.get("machine id", "") if service_type == HOME_SHARING else instance
    )
    if not identifier:
        return None
    spoken = (
        texts.get("name") or texts.get("machine name") or texts.get("ctln") or instance
    )
    kind = texts.get("dvty", "AppleTV")
    return Announcement(
        identifier=identifier,
        name=clean_name(spoken),
        host=host,
        port=port,
        login_id=_login_id(texts.get("hg", "")),
        is_apple_tv=service_type != HOME_SHARING and "appletv" in kind.lower(),
    )


def _login_id(home_sharing_id: str) -> str | None:
    try:
        login_id = LoginId.parse(home_sharing_id)
    except InvalidLoginId:
        return None
    return login_id.value if login_id.parameter == "hsgid" else None
