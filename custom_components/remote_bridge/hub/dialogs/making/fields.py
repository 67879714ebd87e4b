"""The fields that people choose devices, keys and names in."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from homeassistant.const import CONF_ICON, CONF_NAME, UnitOfTime
from homeassistant.helpers.selector import (
    IconSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
import voluptuous as vol

from ....harmony.config import ControlGroup, Device, Function, HubConfig
from ....harmony.exceptions import UnknownCommand
from ....harmony.nearest import nearest
from ...library.words import group_title
from ...macros.model import CONF_HOLD, CONF_REPEATS, MOST_HOLD, MOST_REPEATS

RUNNING: Final = "running"
"""What stands for no device in particular among the devices; its words are translated."""

NAME_FIELDS: Final = {
    vol.Required(CONF_NAME): TextSelector(),
    vol.Optional(CONF_ICON): IconSelector(),
}


def read_name(user_input: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the name that was typed, and the icon as it is kept: left out where nobody chose one."""
    icon = user_input.get(CONF_ICON)
    return user_input[CONF_NAME].strip(), {CONF_ICON: icon} if icon else {}


def choice(
    options: Iterable[tuple[str, str]],
    *,
    translation_key: str | None = None,
    custom_value: bool = False,
    multiple: bool = False,
) -> SelectSelector:
    """Return a list to choose from, of values with their labels; where both are the same the label is translated."""
    config = SelectSelectorConfig(
        options=[
            SelectOptionDict(value=value, label=label) for value, label in options
        ],
        mode=SelectSelectorMode.LIST if multiple else SelectSelectorMode.DROPDOWN,
        custom_value=custom_value,
        multiple=multiple,
    )
    if translation_key is not None:
        config["translation_key"] = translation_key
    return SelectSelector(config)


def device_choice(config: HubConfig, *, also_running: bool) -> SelectSelector:
    """Return the devices to choose from; of several with one name each shows its id."""
    labels = Counter(device.label for device in config.devices)
    options = [
        (one.id, one.label if labels[one.label] == 1 else f"{one.label} ({one.id})")
        for one in config.devices
        if one.functions
    ]
    if also_running:
        options.append((RUNNING, RUNNING))
    return choice(options, translation_key="macro_device")


def key_choice(config: HubConfig, device: Device | None) -> SelectSelector:
    """Return the keys to choose from: a device's, or without one those of any activity."""
    owners = config.activities if device is None else (device,)
    groups = (group for owner in owners for group in owner.groups)
    return choice(_labelled(groups).items(), custom_value=True)


def _labelled(groups: Iterable[ControlGroup]) -> dict[str, str]:
    """Name each key once, with the group where it stands first."""
    labels: dict[str, str] = {}
    for group in groups:
        title = group_title(group.name)
        for one in group.functions:
            label = f"{title}: {one.label}" if title else one.label
            labels.setdefault(one.name, label)
    return labels


def read_key(config: HubConfig, device: Device | None, typed: str) -> str:
    """Return the name of the key that was chosen or typed.

    Raises UnknownCommand for one that the device does not have, or without a device no activity.
    """
    if device is not None:
        return device.function(typed).name
    for activity in config.activities:
        try:
            config.function_for(activity.id, typed)
        except UnknownCommand:
            continue
        return typed
    names = dict.fromkeys(
        function.name for one in config.activities for function in one.functions
    )
    raise UnknownCommand(typed, nearest(typed, names), "")


def find_function(device: Device, key: str) -> Function | None:
    """Return a key of a device; None where it has none of that name."""
    try:
        return device.function(key)
    except UnknownCommand:
        return None


def seconds_field(most: float) -> NumberSelector:
    """Return a field for seconds."""
    return NumberSelector(
        NumberSelectorConfig(
            min=0,
            max=most,
            step=0.1,
            unit_of_measurement=UnitOfTime.SECONDS,
            mode=NumberSelectorMode.BOX,
        )
    )


def count_field(most: int) -> vol.All[Any]:
    """Return a field for a whole number from 1 on; the page sends every number with a decimal point."""
    numbers = NumberSelectorConfig(min=1, max=most, mode=NumberSelectorMode.BOX)
    return vol.All(NumberSelector(numbers), vol.Coerce(int))


PRESS_FIELDS: Final = {
    vol.Required(CONF_REPEATS, default=1): count_field(MOST_REPEATS),
    vol.Required(CONF_HOLD, default=0): seconds_field(MOST_HOLD),
}
