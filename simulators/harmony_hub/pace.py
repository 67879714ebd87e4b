"""How fast the hub works: at once for tests, like a hub to look at, or step by step."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things take, in seconds. With `manual` every step of an activity waits for the test.

    Figures for REAL are those that users of hubs report (reference, section 7).
    """

    step: float = 0.0
    configuration: float = 0.0
    boot: float = 0.0
    initializing: float = 0.0
    sync: float = 0.0
    # A key that is neither held nor released lets go by itself.
    watchdog: float = 5.0
    manual: bool = False

    INSTANT: ClassVar[Pace]
    REAL: ClassVar[Pace]
    MANUAL: ClassVar[Pace]


Pace.INSTANT = Pace()
Pace.REAL = Pace(step=1.2, configuration=0.4, boot=8.0, initializing=2.0, sync=3.0)
Pace.MANUAL = Pace(manual=True)
