"""A board of switches, one for each fault that a simulated device can have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


@dataclass(slots=True)
class ActiveFault[FaultT: Enum]:
    """A fault that is switched on; `times` counts down, None never ends."""

    fault: FaultT
    times: int | None
    parameters: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        """Read one parameter."""
        return self.parameters[name]


class FaultBoard[FaultT: Enum]:
    """Holds which faults are on, and counts those down that strike a number of times."""

    def __init__(
        self,
        changed: Callable[[FaultT], None],
        defaults: Mapping[FaultT, Mapping[str, Any]],
    ) -> None:
        """Start with everything in order.

        `changed` hears of every switch; `defaults` are the parameters of the faults that have some.
        """
        self._changed = changed
        self._defaults = defaults
        self._active: dict[FaultT, ActiveFault[FaultT]] = {}

    @property
    def active(self) -> tuple[ActiveFault[FaultT], ...]:
        """List the faults that are on."""
        return tuple(self._active.values())

    def set(self, fault: FaultT, **parameters: Any) -> None:
        """Switch a fault on.

        Every fault takes `times`, after which it is over by itself; those that spoil replies take
        `path`, the beginning of the paths they apply to.

        Raises:
            TypeError: the fault has no parameter of that name.
        """
        known = {"times": None, **self._defaults.get(fault, {})}
        if unknown := parameters.keys() - known.keys():
            raise TypeError(
                f"{fault.name} has no parameter {', '.join(sorted(unknown))}"
            )
        merged = known | parameters
        self._active[fault] = ActiveFault(fault, merged.pop("times"), merged)
        self._changed(fault)

    def clear(self, fault: FaultT | None = None) -> None:
        """Switch a fault off, or all of them."""
        for one in tuple(self._active) if fault is None else (fault,):
            if self._active.pop(one, None) is not None:
                self._changed(one)

    def look(
        self, fault: FaultT, path: str | None = None
    ) -> ActiveFault[FaultT] | None:
        """Tell whether a fault is on (for a path), without counting it."""
        active = self._active.get(fault)
        if active is None:
            return None
        if path is not None and not path.startswith(active.parameters.get("path", "")):
            return None
        return active

    def strike(
        self, fault: FaultT, path: str | None = None
    ) -> ActiveFault[FaultT] | None:
        """Tell whether a fault is on (for a path) and count it; the last time switches it off."""
        active = self.look(fault, path)
        if active is not None and active.times is not None:
            active.times -= 1
            if active.times <= 0:
                del self._active[fault]
                self._changed(fault)
        return active
