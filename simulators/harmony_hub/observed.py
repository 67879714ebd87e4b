"""What tests and the page may look at: the state of the hub."""

from collections.abc import Set as AbstractSet
from typing import Any

from simulators.fault_board import FaultBoard

from .commands import Commands
from .core import Core, RecordedRequest
from .engine import Engine, Progress
from .faults import Fault
from .infrared import Infrared
from .room import Part
from .xmpp_login import Doorkeeper


class ObservedHub:
    """The hub's state, and who it is."""

    def __init__(
        self, core: Core, engine: Engine, commands: Commands, doorkeeper: Doorkeeper
    ) -> None:
        """Show what these have."""
        self.core = core
        self._engine = engine
        self._commands = commands
        self._doorkeeper = doorkeeper

    @property
    def name(self) -> str:
        """The name people see."""
        return self.core.name

    @name.setter
    def name(self, name: str) -> None:
        self.core.name = name
        self.core.changes.notify()

    @property
    def remote_id(self) -> str:
        """The id that the WebSocket wants: digits."""
        return self.core.remote_id

    @property
    def uuid(self) -> str:
        """The id that discovery tells."""
        return self.core.uuid

    @property
    def firmware(self) -> str:
        """The firmware's version."""
        return self.core.firmware

    @firmware.setter
    def firmware(self, version: str) -> None:
        self.core.firmware = version
        self.core.changes.notify()

    @property
    def model(self) -> str:
        """The product's internal name."""
        return self.core.model

    @property
    def config(self) -> Part:
        """The configuration as `?config` answers it."""
        return self.core.config

    @property
    def config_version(self) -> int:
        """The number that changes with the configuration."""
        return self.core.config_version

    @property
    def activity_id(self) -> str:
        """The activity that the digest tells; -1 is off."""
        return self.core.activity_id

    @property
    def activity_status(self) -> int:
        """0 off, 1 starting, 2 running, 3 turning off."""
        return self.core.activity_status

    @property
    def progress(self) -> Progress | None:
        """How far a switch has come, if one is under way."""
        return self._engine.stage

    @property
    def powered(self) -> dict[str, bool]:
        """Whether each device is on, as the hub believes."""
        return self.core.room.powered

    @property
    def inputs(self) -> dict[str, str]:
        """The input of each device that was ever given one."""
        return self.core.room.inputs

    @property
    def infrared(self) -> list[Infrared]:
        """Every key that was sent, oldest first."""
        return self.core.blaster.sent

    @property
    def requests(self) -> list[RecordedRequest]:
        """Every request, oldest first."""
        return self.core.requests

    @property
    def complaints(self) -> list[str]:
        """What clients did that no client should."""
        return self.core.complaints

    @property
    def texts(self) -> list[str]:
        """The letters that were typed."""
        return self._commands.keys.texts

    @property
    def channels(self) -> list[str]:
        """The channels that were changed to."""
        return self._commands.keys.channels

    @property
    def sequences(self) -> list[str]:
        """The sequences that were run, by their ids."""
        return self._commands.keys.sequences

    @property
    def fixes(self) -> list[dict[str, Any]]:
        """What people said of devices with `helpSync`."""
        return self._commands.fixes

    @property
    def keyboard_device(self) -> str | None:
        """The device that text is typed on, if one was chosen."""
        return self._commands.keyboard_device

    @property
    def syncs(self) -> int:
        """How often clients asked for a sync."""
        return self._commands.syncs

    @property
    def sleep_timer(self) -> float | None:
        """The seconds until everything is turned off, if a timer is set."""
        return self._commands.timer.left

    @property
    def connections(self) -> dict[str, int]:
        """How many clients are connected, by transport."""
        transports = [link.transport for link in self.core.links]
        return {kind: transports.count(kind) for kind in ("websocket", "xmpp")}

    @property
    def sessions(self) -> AbstractSet[str]:
        """The identities that were paired."""
        return self._doorkeeper.identities

    @property
    def faults(self) -> FaultBoard[Fault]:
        """The switches for what goes wrong."""
        return self.core.faults
