"""How loud it is, by infrared: steps, muting, and with a calibration a level that is counted."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
import logging
from typing import Any, Final, Protocol, Self

import voluptuous as vol

from ...harmony.config import Function
from ...harmony.key_names import normalise
from .burst import Burst, TaskStarter

_LOGGER = logging.getLogger(__name__)

VOLUME_UP: Final = "VolumeUp"
VOLUME_DOWN: Final = "VolumeDown"
MUTE: Final = "Mute"
MUTE_ON: Final = "MuteOn"
MUTE_OFF: Final = "MuteOff"

MOST_STEPS: Final = 200

# A device that is turned down to nothing is where counting begins anew, so a few presses more make sure of that.
_MORE_AT_LEAST: Final = 3
_MORE_PART: Final = 10

# A key that is held sends a step about this often, in seconds; devices differ, so what is counted is a guess.
_HELD_STEP: Final = 0.2

_UP: Final = frozenset({"volumeup", "vol+"})
_DOWN: Final = frozenset({"volumedown", "vol-"})
_TOGGLE: Final = frozenset({"mute", "mutetoggle", "volumemute"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What the user knows of the volume of a device.

    `steps` lead from silence to full, 1 to MOST_STEPS. At `since` (ISO 8601) it was at `level`, 0 to 1.
    """

    steps: int
    level: float
    since: str

    @classmethod
    def read(cls, raw: Any) -> Self:
        """Read what an entry's options have; raises vol.Invalid."""
        return cls(**_CALIBRATION(dict(raw) if isinstance(raw, Mapping) else raw))

    def as_dict(self) -> dict[str, Any]:
        """Return what to keep in an entry's options."""
        return {"steps": self.steps, "level": self.level, "since": self.since}


_CALIBRATION: Final = vol.Schema(
    {
        vol.Required("steps"): vol.All(int, vol.Range(min=1, max=MOST_STEPS)),
        vol.Required("level"): vol.All(vol.Any(int, float), vol.Range(min=0, max=1)),
        vol.Required("since"): str,
    }
)


class Memory(Protocol):
    """Where counted levels are kept over a restart."""

    def noted(self, key: str) -> Any:
        """Return what was noted; None where nothing was."""

    def note(self, key: str, value: Any) -> None:
        """Note something that JSON has room for."""


class _Counted:
    """The level of one device, counted in steps from silence."""

    def __init__(self, calibration: Calibration, position: float) -> None:
        self.calibration = calibration
        self.position = position

    @property
    def level(self) -> float:
        return self.position / self.calibration.steps

    def move(self, steps: float) -> None:
        self.position = min(max(self.position + steps, 0.0), self.calibration.steps)


_NOTE: Final = "volume"


class Volume:
    """The volume of a hub's devices, as far as keys and counting tell."""

    def __init__(
        self,
        memory: Memory,
        calibrations: Any,
        press: Callable[[Function], Any],
        start_task: TaskStarter,
    ) -> None:
        """Begin where the last life ended, unless there is a newer calibration."""
        self._memory = memory
        # Device ids whose sound was turned off here.
        self._muted: set[str] = set()
        self._burst = Burst(press, start_task)
        self._wish: object = None
        # Further than what was noted.
        self._has_moved = False
        noted = memory.noted(_NOTE)
        self._counted = {
            device_id: _resume(calibration, _of(noted, device_id))
            for device_id, calibration in read_calibrations(calibrations)
        }

    def level(self, device_id: str) -> float | None:
        """Return how loud a device presumably is, 0 to 1; None where it is not calibrated."""
        counted = self._counted.get(device_id)
        return None if counted is None else counted.level

    @property
    def levels(self) -> dict[str, float]:
        """How loud each calibrated device presumably is, 0 to 1, by its id."""
        return {device_id: one.level for device_id, one in self._counted.items()}

    def is_muted(self, device_id: str) -> bool:
        """Tell whether a device was muted here."""
        return device_id in self._muted

    async def step(self, function: Function) -> None:
        """Press a volume key once, after those that wait already. Raises what pressing raises."""
        self._wish = None
        await self._burst.press(function)

    async def set_level(self, level: float, up: Function, down: Function) -> None:
        """Press as often as it takes from where it is; returns when the first step has gone out.

        Raises what pressing raises, for the first step.
        """
        counted = self._counted[up.device_id]
        steps = counted.calibration.steps
        if not await self._overtake():
            return
        wanted = round(level * steps) - round(counted.position)
        if level == 0:
            wanted -= max(_MORE_AT_LEAST, steps // _MORE_PART)
        if wanted:
            await self._burst.begin(up if wanted > 0 else down, abs(wanted))

    async def mute(self, function: Function, *, mute: bool) -> None:
        """Press a key that mutes or unmutes, a toggle only if it is not so already. Raises what pressing raises."""
        if not await self._overtake():
            return
        is_toggle = normalise(function.name) in _TOGGLE
        if is_toggle and mute == self.is_muted(function.device_id):
            return
        if await self._burst.press(function):
            self._note_muted(function.device_id, mute=mute)

    async def _overtake(self) -> bool:
        """Drop what waits and wait for what is under way; false where something else was wished for meanwhile."""
        self._wish = wish = object()
        await self._burst.settle()
        return self._wish is wish

    def stop(self) -> None:
        """Send nothing more of what waits."""
        self._wish = None
        self._burst.stop()
        self._note_counted()

    def unmute_all(self) -> None:
        """Forget what was muted: devices begin with sound when they are turned on."""
        self._muted.clear()

    def pressed(self, function: Function, seconds: float) -> bool:
        """Hear of any key that went out, and for how long it was down; tell whether that changed anything."""
        name, device_id = normalise(function.name), function.device_id
        if name in _TOGGLE:
            self._note_muted(device_id, mute=not self.is_muted(device_id))
        elif name == normalise(MUTE_ON):
            self._note_muted(device_id, mute=True)
        elif name == normalise(MUTE_OFF):
            self._note_muted(device_id, mute=False)
        elif name in _UP or name in _DOWN:
            # As devices do: changing the volume gives the sound back.
            self._note_muted(device_id, mute=False)
            steps = 1 + int(seconds / _HELD_STEP)
            self._move(device_id, steps if name in _UP else -steps)
        else:
            return False
        return True

    def _note_muted(self, device_id: str, *, mute: bool) -> None:
        if mute:
            self._muted.add(device_id)
        else:
            self._muted.discard(device_id)

    def _move(self, device_id: str, steps: float) -> None:
        counted = self._counted.get(device_id)
        if counted is None:
            return
        counted.move(steps)
        self._has_moved = True
        if not self._burst.waiting:
            # Once for a burst is enough.
            self._note_counted()

    def _note_counted(self) -> None:
        if self._has_moved:
            self._has_moved = False
            noted = {
                device_id: {"since": one.calibration.since, "position": one.position}
                for device_id, one in self._counted.items()
            }
            self._memory.note(_NOTE, noted)


def read_calibrations(calibrations: Any) -> Iterator[tuple[str, Calibration]]:
    """Read an entry's option: device ids and calibrations, without what somebody has spoilt."""
    if not isinstance(calibrations, Mapping):
        return
    for device_id, raw in calibrations.items():
        try:
            yield device_id, Calibration.read(raw)
        except vol.Invalid as error:
            _LOGGER.warning(
                "The steps of volume of device %s cannot be read: %s", device_id, error
            )


def _of(noted: Any, key: str) -> Any:
    return noted.get(key) if isinstance(noted, Mapping) else None


def _resume(calibration: Calibration, noted: Any) -> _Counted:
    """Go on from where a device was, or, with a new calibration, from where that says it is."""
    position = _of(noted, "position")
    is_position = (
        isinstance(position, int | float) and 0 <= position <= calibration.steps
    )
    if not is_position or _of(noted, "since") != calibration.since:
        position = calibration.level * calibration.steps
    return _Counted(calibration, position)
