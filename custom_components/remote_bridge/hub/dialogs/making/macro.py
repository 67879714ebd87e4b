"""The dialog for macros: steps, one after another."""

from typing import Any, Final, override

from homeassistant.config_entries import SubentryFlowResult
from homeassistant.const import CONF_ICON, CONF_NAME
import voluptuous as vol

from ....harmony.config import POWER_OFF
from ...activities import POWER_OFF_OPTION
from ...macros.model import (
    CONF_ACTIVITY,
    CONF_PAUSE,
    CONF_SEQUENCE,
    CONF_STEPS,
    MOST_PAUSE,
    MOST_SECONDS,
    MOST_STEPS,
    ActivityStep,
    Macro,
    SequenceStep,
    Step,
    write_step,
)
from ...macros.words import StepWords
from .fields import NAME_FIELDS, choice, count_field, read_name, seconds_field
from .key_flow import Errors, KeyFlow

CONF_POSITION: Final = "position"

_PAUSE_FIELD: Final = {vol.Required(CONF_PAUSE, default=0): seconds_field(MOST_PAUSE)}


class MacroFlow(KeyFlow):
    """Asks for a name, and then for steps until there are enough."""

    def __init__(self) -> None:
        """Begin with no steps."""
        super().__init__()
        self._name = ""
        self._look: dict[str, Any] = {}
        self._steps: list[Step] = []

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what to call the macro."""
        errors: Errors = {}
        suggested: dict[str, Any] = {}
        changing = self.changing(Macro)
        if user_input is not None:
            self._name, self._look = read_name(user_input)
            if self._name:
                return await self.async_step_steps()
            errors[CONF_NAME] = "no_name"
            suggested = user_input
        elif changing is not None:
            suggested = {CONF_NAME: changing.name, CONF_ICON: changing.icon}
            self._steps = list(changing.steps)
        # Said now and not after the name was typed, if nothing can be done.
        _ = self.coordinator
        return self.async_show_form(
            step_id=self.first_step,
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(NAME_FIELDS), suggested
            ),
            errors=errors,
        )

    async def async_step_steps(
        self, _user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show the steps so far, and ask what to do next."""
        config = self.coordinator.config
        options: list[str] = []
        if len(self._steps) < MOST_STEPS:
            options += ["device", "activity"]
            options += ["sequence"] if config.sequences else []
        if self._steps:
            options += ["remove", "finish"]
        return self.async_show_menu(
            step_id="steps",
            menu_options=options,
            description_placeholders={
                "name": self._name,
                "steps": "\n".join(await self._lines()),
            },
        )

    # ── One more step ─────────────────────────────────────────────────────────

    async def async_step_device(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the device whose key it is."""
        if user_input is not None:
            self.take_device(user_input)
            return await self.async_step_key()
        return self.show_devices("device", None)

    async def async_step_key(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the key, and how it is pressed."""
        errors: Errors = {}
        if user_input is not None:
            pause = user_input[CONF_PAUSE]
            step = self.read_press(user_input, errors, pause=pause)
            if step is not None and self._add(step, user_input, errors):
                return await self.async_step_steps()
        fields = {**self.press_fields(), **_PAUSE_FIELD, **self._position_field()}
        return await self.show_keys("key", fields, user_input or {}, errors)

    async def async_step_activity(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for an activity to start."""
        errors: Errors = {}
        if user_input is not None:
            chosen = user_input[CONF_ACTIVITY]
            step = ActivityStep(
                activity=POWER_OFF if chosen == POWER_OFF_OPTION else chosen,
                pause=user_input[CONF_PAUSE],
            )
            if self._add(step, user_input, errors):
                return await self.async_step_steps()
        activities = [
            *self.coordinator.names.by_id.items(),
            (POWER_OFF_OPTION, POWER_OFF_OPTION),
        ]
        field = choice(activities, translation_key="macro_activity")
        return self._show_choice(CONF_ACTIVITY, field, user_input, errors)

    async def async_step_sequence(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for a sequence to run."""
        errors: Errors = {}
        if user_input is not None:
            step = SequenceStep(
                sequence=user_input[CONF_SEQUENCE], pause=user_input[CONF_PAUSE]
            )
            if self._add(step, user_input, errors):
                return await self.async_step_steps()
        sequences = self.coordinator.config.sequences
        field = choice([(one.id, one.label) for one in sequences])
        return self._show_choice(CONF_SEQUENCE, field, user_input, errors)

    def _show_choice(
        self,
        name: str,
        field: Any,
        user_input: dict[str, Any] | None,
        errors: Errors,
    ) -> SubentryFlowResult:
        fields = {
            vol.Required(name): field,
            **_PAUSE_FIELD,
            **self._position_field(),
        }
        return self.async_show_form(
            step_id=name,
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(fields), user_input or {}
            ),
            errors=errors,
        )

    def _position_field(self) -> dict[Any, Any]:
        """Return a field for where the step comes; there is none where it is the first."""
        if not self._steps:
            return {}
        last = len(self._steps) + 1
        return {vol.Required(CONF_POSITION, default=last): count_field(last)}

    def _add(self, step: Step, user_input: dict[str, Any], errors: Errors) -> bool:
        """Add a step, unless the macro would take longer than anybody waits."""
        if sum(one.seconds for one in (*self._steps, step)) > MOST_SECONDS:
            errors["base"] = "too_long"
            return False
        self._steps.insert(user_input.get(CONF_POSITION, 1) - 1, step)
        return True

    # ── And then ──────────────────────────────────────────────────────────────

    async def async_step_remove(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which steps are too many."""
        if user_input is not None:
            gone = {int(number) for number in user_input[CONF_STEPS]}
            self._steps = [
                step for number, step in enumerate(self._steps) if number not in gone
            ]
            return await self.async_step_steps()
        lines = await self._lines()
        field = choice(
            ((str(number), line) for number, line in enumerate(lines)), multiple=True
        )
        return self.async_show_form(
            step_id="remove",
            data_schema=vol.Schema({vol.Required(CONF_STEPS, default=[]): field}),
        )

    async def async_step_finish(
        self, _user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Keep the macro."""
        steps = [write_step(step) for step in self._steps]
        return self.keep(self._name, {**self._look, CONF_STEPS: steps})

    async def _lines(self) -> list[str]:
        coordinator = self.coordinator
        words = await StepWords.load(self.hass)
        return words.all_of(self._steps, coordinator.config, coordinator.names)
