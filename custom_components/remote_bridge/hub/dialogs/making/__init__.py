"""The dialogs in which people make macros, buttons, switches and favourite channels of a hub."""

from typing import Final

from homeassistant.config_entries import ConfigSubentryFlow

from ...macros.model import SubentryType
from .button import CommandButtonFlow
from .favourite import FavouriteFlow
from .macro import MacroFlow
from .switch import SwitchFlow

FLOWS: Final[dict[str, type[ConfigSubentryFlow]]] = {
    SubentryType.MACRO: MacroFlow,
    SubentryType.COMMAND_BUTTON: CommandButtonFlow,
    SubentryType.SWITCH: SwitchFlow,
    SubentryType.FAVOURITE: FavouriteFlow,
}
"""Which dialog makes what."""
