"""What an entry is: its kind, and what it carries while it is loaded."""

from collections.abc import Callable
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError

from .apple_tv.coordinator import AppleTvCoordinator
from .const import CONF_KIND, DOMAIN, Kind
from .hub.coordinator import HubCoordinator

type Coordinator = AppleTvCoordinator | HubCoordinator
type RemoteBridgeConfigEntry = ConfigEntry[Coordinator]

# Each takes entries of its own kind only, which is more than types can say.
COORDINATORS: Final[dict[Kind, Callable[[HomeAssistant, Any], Coordinator]]] = {
    Kind.APPLE_TV: AppleTvCoordinator,
    Kind.HARMONY: HubCoordinator,
}


def kind_of(entry: ConfigEntry) -> Kind:
    """Return what an entry stands for; raises ConfigEntryError for one of a later version."""
    kind = str(entry.data.get(CONF_KIND))
    try:
        return Kind(kind)
    except ValueError as error:
        raise ConfigEntryError(
            translation_domain=DOMAIN,
            translation_key="unknown_kind",
            translation_placeholders={"kind": kind},
        ) from error
