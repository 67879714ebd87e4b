"""Where automations and scripts name activities of a hub."""

from collections.abc import Iterable, Iterator, Mapping, Set as AbstractSet
from dataclasses import dataclass
import re
from typing import Any, Final
from urllib.parse import quote

from homeassistant.components.automation import (
    automations_with_device,
    automations_with_entity,
)
from homeassistant.components.automation.const import DOMAIN as AUTOMATION
from homeassistant.components.script import scripts_with_device, scripts_with_entity
from homeassistant.components.script.const import DOMAIN as SCRIPT
from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_component import DATA_INSTANCES

# What is looked up in the way that people type: case and spaces do not matter.
_LOOSE: Final = frozenset({"activity", "media_content_id"})
# What has to be a name as it is written, in actions, triggers and conditions.
_EXACT: Final = frozenset(
    {"from", "not_from", "not_to", "option", "source", "state", "to"}
)
_QUOTED: Final = re.compile(r"""(["'])(.{1,100}?)\1""")
_TEMPLATES: Final = ("{{", "{%")
# What a link in a text must not have in its name.
_MARKUP: Final = re.compile(r"[\[\]<>\s]+")
_LONGEST_NAME: Final = 100
# Nobody nests deeper; what is broken may.
_DEEPEST: Final = 100


@dataclass(frozen=True, slots=True)
class Mention:
    """A value where the name of an activity belongs; `is_exact` where it has to be the very name."""

    value: str
    is_exact: bool


@dataclass(frozen=True, slots=True)
class User:
    """An automation or script, and what it mentions. `path` leads to its editor, if it has one."""

    name: str
    path: str | None
    mentions: frozenset[Mention]

    @property
    def link(self) -> str:
        """What a text shows of it."""
        name = _MARKUP.sub(" ", self.name[:_LONGEST_NAME])
        return name if self.path is None else f"[{name}]({self.path})"


@callback
def async_users(hass: HomeAssistant, hub_id: str) -> list[User]:
    """List the automations and scripts that mention what may be an activity of a hub; `hub_id` is its device's."""
    entities = er.async_entries_for_device(er.async_get(hass), hub_id)
    related = {
        *automations_with_device(hass, hub_id),
        *scripts_with_device(hass, hub_id),
    }
    for entity in entities:
        related.update(automations_with_entity(hass, entity.entity_id))
        related.update(scripts_with_entity(hass, entity.entity_id))
    # Device automations refer to entities by their ids in the registry.
    ours = {hub_id, *(one.entity_id for one in entities), *(one.id for one in entities)}
    users = (
        _read(domain, entity, ours, is_related=entity.entity_id in related)
        for domain in (AUTOMATION, SCRIPT)
        if domain in hass.data.get(DATA_INSTANCES, {})
        for entity in hass.data[DATA_INSTANCES][domain].entities
    )
    return [user for user in users if user.mentions]


def _read(
    domain: str, entity: Any, ours: AbstractSet[str], *, is_related: bool
) -> User:
    """Read an automation or a script, which have the same shape.

    One that is not related to the hub as far as Home Assistant knows may still ask for its state in a template.
    """
    return User(
        name=str(entity.name or entity.entity_id),
        path=entity.unique_id
        and f"/config/{domain}/edit/{quote(str(entity.unique_id), safe='')}",
        mentions=frozenset(find_mentions(entity.raw_config, ours, is_ours=is_related)),
    )


def find_mentions(
    config: Any, ours: AbstractSet[str], *, is_ours: bool, depth: int = _DEEPEST
) -> Iterator[Mention]:
    """Give every value of a configuration that stands where an activity of a hub might.

    `ours` are the ids of the hub's device and entities, and `is_ours` holds where nothing says what it is about.
    What is plainly about another entity is left out.
    """
    if depth == 0:
        return
    if isinstance(config, Mapping):
        if subjects := _subjects(config):
            is_ours = not subjects.isdisjoint(ours)
        for key, value in config.items():
            if is_ours and key in _LOOSE | _EXACT:
                yield from (Mention(one, key in _EXACT) for one in _texts(value))
            yield from find_mentions(value, ours, is_ours=is_ours, depth=depth - 1)
    elif isinstance(config, list):
        for value in config:
            yield from find_mentions(value, ours, is_ours=is_ours, depth=depth - 1)
    elif isinstance(config, str) and _is_about(config, ours):
        yield from (Mention(match[2], True) for match in _QUOTED.finditer(config))


def _is_about(text: str, ours: AbstractSet[str]) -> bool:
    """Tell whether a text is a template that asks for one of the entities."""
    return _is_template(text) and any(one in text for one in ours)


def _subjects(config: Mapping[str, Any]) -> set[str]:
    """Return what a trigger, a condition or an action is about, as far as it says so."""
    places = [config, config.get("target"), config.get("data")]
    return {
        one
        for place in places
        if isinstance(place, Mapping)
        for key in (ATTR_ENTITY_ID, ATTR_DEVICE_ID)
        for text in _texts(place.get(key))
        for one in _split(text)
    }


def _split(text: str) -> Iterable[str]:
    """Give the ids in a text, which may be several; what a template will give nobody knows."""
    if _is_template(text):
        return ()
    return (one.strip() for one in text.split(","))


def _is_template(text: str) -> bool:
    return any(mark in text for mark in _TEMPLATES)


def _texts(value: Any) -> Iterator[str]:
    """Give the texts in a value, or in a list of values; a hub's ids are digits, and YAML makes numbers of them."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str | int) and not isinstance(one, bool):
            yield str(one)
