"""A media player elsewhere in Home Assistant: what it shows, and its actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.components.media_player.const import (
    ATTR_MEDIA_VOLUME_LEVEL,
    ATTR_MEDIA_VOLUME_MUTED,
    DOMAIN as MEDIA_PLAYER_DOMAIN,
    MediaPlayerEntityFeature as Feature,
)
from homeassistant.const import (
    ATTR_ENTITY_ID,
    ATTR_SUPPORTED_FEATURES,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import Context, HomeAssistant, State
from homeassistant.exceptions import HomeAssistantError

from ...helpers import failure, mistake


@dataclass(slots=True, eq=False)
class _Passage:
    """An action on its way through an entity. `is_over` once that has answered."""

    entity_id: str
    action: str
    is_over: bool = False


# What an action has passed through on its way here. Hubs that lead back to each other are told apart from others
# beforehand, but a group or a template in between hides it. Automations that an entity sets off on the way inherit
# this as well, for as long as they run; theirs are other actions, or come when it is over.
_ON_THE_WAY: Final[ContextVar[tuple[_Passage, ...]]] = ContextVar(
    "remote_bridge_on_the_way", default=()
)

_SILENT: Final = frozenset({STATE_UNAVAILABLE, STATE_UNKNOWN})


async def async_act_on(
    hass: HomeAssistant,
    domain: str,
    action: str,
    entity_id: str,
    context: Context | None = None,
    **data: Any,
) -> None:
    """Perform an action on somebody else's entity; raises what that raises.

    Raises HomeAssistantError for one that is not there, which Home Assistant would pass over in silence, and
    ServiceValidationError in a circle.
    """
    with _on_the_way(hass, entity_id, action):
        await hass.services.async_call(
            domain,
            action,
            {ATTR_ENTITY_ID: entity_id, **data},
            blocking=True,
            context=context,
        )


@contextmanager
def _on_the_way(hass: HomeAssistant, entity_id: str, action: str) -> Iterator[None]:
    """Refuse to pass through an entity that is away, or a second time with the same action."""
    state = hass.states.get(entity_id)
    if state is None or state.state == STATE_UNAVAILABLE:
        raise failure(HomeAssistantError, "linked_entity_away", entity=entity_id)
    passed = tuple(one for one in _ON_THE_WAY.get() if not one.is_over)
    if any((one.entity_id, one.action) == (entity_id, action) for one in passed):
        raise mistake("links_in_a_circle", entity=entity_id)
    passage = _Passage(entity_id, action)
    token = _ON_THE_WAY.set((*passed, passage))
    try:
        yield
    finally:
        passage.is_over = True
        _ON_THE_WAY.reset(token)


@dataclass(frozen=True, slots=True)
class LinkedPlayer:
    """The media player of an activity. It may be gone at any moment, and is then `None` in everything it shows.

    It is somebody else's, and may show anything: what is not of its type counts as not shown.
    """

    hass: HomeAssistant
    entity_id: str

    @property
    def state(self) -> State | None:
        """What it shows; None where it is not there, or knows nothing of itself."""
        state = self.hass.states.get(self.entity_id)
        return None if state is None or state.state in _SILENT else state

    @property
    def features(self) -> Feature:
        """What it can do now."""
        features = self.attribute(ATTR_SUPPORTED_FEATURES)
        return Feature(features) if isinstance(features, int) else Feature(0)

    @property
    def volume_level(self) -> float | None:
        """How loud it is, 0 to 1."""
        level = self.attribute(ATTR_MEDIA_VOLUME_LEVEL)
        is_level = isinstance(level, int | float) and 0 <= level <= 1
        return float(level) if is_level else None

    @property
    def is_volume_muted(self) -> bool | None:
        """Whether it is muted."""
        muted = self.attribute(ATTR_MEDIA_VOLUME_MUTED)
        return muted if isinstance(muted, bool) else None

    def attribute(self, name: str) -> Any:
        """Return one of its attributes; None where there is none."""
        state = self.state
        return None if state is None else state.attributes.get(name)

    async def act(self, action: str, context: Context | None, **data: Any) -> None:
        """Perform one of its actions; raises what it raises."""
        await async_act_on(
            self.hass, MEDIA_PLAYER_DOMAIN, action, self.entity_id, context, **data
        )

    async def ask(self, action: str, **data: Any) -> Any:
        """Perform one of its actions that has an answer, and return that; raises as `act`."""
        with _on_the_way(self.hass, self.entity_id, action):
            answers = await self.hass.services.async_call(
                MEDIA_PLAYER_DOMAIN,
                action,
                {ATTR_ENTITY_ID: self.entity_id, **data},
                blocking=True,
                return_response=True,
            )
        return None if answers is None else answers.get(self.entity_id)
