"""The steps of a macro, in words for its dialog."""

from collections.abc import Sequence
from typing import Final, Self

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from ...const import DOMAIN
from ...harmony.config import POWER_OFF, HubConfig
from ...harmony.exceptions import UnknownName
from ..activities import ActivityNames
from .model import ActivityStep, KeyStep, SequenceStep, Step

_CATEGORY: Final = "selector"
_TEXTS: Final = f"component.{DOMAIN}.{_CATEGORY}.macro_step.options."

# What a hub no longer has goes by what is kept of it.
_GONE: Final = "? ({})"


class StepWords:
    """Puts steps into the words of the language that Home Assistant speaks."""

    def __init__(self, texts: dict[str, str]) -> None:
        """Take the texts, by the last part of their keys."""
        self._texts = texts

    @classmethod
    async def load(cls, hass: HomeAssistant) -> Self:
        """Load the texts; a dialog does not translate what is put into its own."""
        texts = await async_get_translations(
            hass, hass.config.language, _CATEGORY, [DOMAIN]
        )
        return cls(
            {
                key.removeprefix(_TEXTS): text
                for key, text in texts.items()
                if key.startswith(_TEXTS)
            }
        )

    @property
    def running(self) -> str:
        """What stands in the place of a device where there is none in particular."""
        return self._texts["running"]

    def all_of(
        self, steps: Sequence[Step], config: HubConfig, names: ActivityNames
    ) -> list[str]:
        """Return a line for each step, with its number."""
        return [
            f"{number}. {self._step(step, config, names)}"
            for number, step in enumerate(steps, 1)
        ] or [self._texts["nothing"]]

    def _step(self, step: Step, config: HubConfig, names: ActivityNames) -> str:
        match step:
            case KeyStep():
                parts = [f"{self._owner(step, config)}: {key_label(config, step)}"]
                if step.repeats > 1:
                    times = str(step.repeats)
                    parts[0] = self._text("repeated", press=parts[0], times=times)
                if step.hold:
                    parts.append(self._text("held", seconds=f"{step.hold:g}"))
            case ActivityStep() if step.activity == POWER_OFF:
                parts = [self._text("off")]
            case ActivityStep():
                label = names.by_id.get(step.activity, _GONE.format(step.activity))
                parts = [self._text("activity", activity=label)]
            case SequenceStep():
                parts = [self._text("sequence", sequence=_sequence(config, step))]
        if step.pause:
            parts.append(self._text("pause", seconds=f"{step.pause:g}"))
        return ", ".join(parts)

    def _owner(self, step: KeyStep, config: HubConfig) -> str:
        if step.device is None:
            return self.running
        return device_label(config, step.device)

    def _text(self, key: str, **placeholders: str) -> str:
        return self._texts[key].format(**placeholders)


def device_label(config: HubConfig, device: str) -> str:
    """Return what a device is called; one that is gone goes by its id."""
    try:
        return config.device(device).label
    except UnknownName:
        return _GONE.format(device)


def key_label(config: HubConfig, step: KeyStep) -> str:
    """Return what a key is called; without a device, or where it is gone, as it was chosen."""
    if step.device is None:
        return step.key
    try:
        return config.device(step.device).function(step.key).label
    except UnknownName:
        return step.key


def _sequence(config: HubConfig, step: SequenceStep) -> str:
    try:
        return config.sequence(step.sequence).label
    except UnknownName:
        return _GONE.format(step.sequence)
