"""What the hub controls: its configuration, and which device is on and listens to which input."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
import json
from typing import Any

POWER_OFF = "-1"

type Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """What an activity wants of one device; an input of None leaves it where it is."""

    device_id: str
    on: bool
    input: str | None = None


class Room:
    """The configuration as `?config` answers it, and the state of the devices in it."""

    def __init__(self, config: Part) -> None:
        """Start with every device off."""
        self.config: Part = {}
        self.version = 1
        self.powered: dict[str, bool] = {}
        self.inputs: dict[str, str] = {}
        self._commands: dict[str, frozenset[str]] = {}
        self.replace(config)

    def replace(self, config: Part) -> None:
        """Take over another configuration; devices that stay keep their state."""
        self.config = deepcopy(config)
        self.revise()

    def revise(self) -> None:
        """Count a change of the configuration, and drop what it no longer has."""
        self.version += 1
        self._commands.clear()
        known = [str(device["id"]) for device in self.config["device"]]
        self.powered = {one: self.powered.get(one, False) for one in known}
        self.inputs = {one: name for one, name in self.inputs.items() if one in known}

    def activity(self, activity_id: str) -> Part | None:
        """Return an activity by its id."""
        return _find(self.config["activity"], activity_id)

    def device(self, device_id: str) -> Part | None:
        """Return a device by its id."""
        return _find(self.config["device"], device_id)

    def sequence(self, sequence_id: str) -> Part | None:
        """Return a sequence by its id."""
        return _find(self.config.get("sequence") or [], sequence_id)

    def commands(self, device_id: str) -> frozenset[str]:
        """List the commands that a device understands, as its actions spell them."""
        if device_id not in self._commands:
            device = self.device(device_id) or {}
            self._commands[device_id] = frozenset(_commands(device))
        return self._commands[device_id]

    def role(self, activity_id: str, role: str) -> str | None:
        """Return the id of the device that has a role in an activity."""
        activity = self.activity(activity_id) or {}
        roles = activity.get("roles")
        found = activity.get(role)
        if found is None and isinstance(roles, Mapping):
            found = roles.get(role)
        return None if found is None else str(found)

    def steps(self, activity_id: str) -> list[Step]:
        """List what the hub does to start an activity: turn on what it needs, then off what it does not."""
        wanted = {
            device_id: state
            for device_id, state in self._fixit(activity_id).items()
            if device_id in self.powered and state.get("Power") != "Off"
        }
        steps = [
            Step(device_id, on=True, input=state.get("Input") or None)
            for device_id, state in wanted.items()
        ]
        always_on = self._always_on()
        steps += [
            Step(device_id, on=False)
            for device_id, on in self.powered.items()
            if on and device_id not in wanted and device_id not in always_on
        ]
        return steps

    def take(self, step: Step) -> None:
        """Turn a device on or off, as the hub believes to have done."""
        self.powered[step.device_id] = step.on
        if step.input is not None:
            self.inputs[step.device_id] = step.input

    def _fixit(self, activity_id: str) -> dict[str, Part]:
        """Read the wanted state of each device, which hubs write as a list where there is none."""
        fixit = (self.activity(activity_id) or {}).get("fixit")
        if not isinstance(fixit, dict):
            return {}
        return {
            str(device_id): state
            for device_id, state in fixit.items()
            if isinstance(state, dict)
        }

    def _always_on(self) -> set[str]:
        """List the devices that are never turned off; hubs write `true` in two ways."""
        return {
            device_id
            for activity in self.config["activity"]
            for device_id, state in self._fixit(str(activity["id"])).items()
            if state.get("isAlwaysOn") in (True, "true")
        }


def _find(parts: list[Part], identity: str) -> Part | None:
    return next((one for one in parts if str(one["id"]) == identity), None)


def _commands(device: Part) -> Iterator[str]:
    """Read the commands out of a device's actions, and those that only its power needs."""
    for group in device.get("controlGroup") or ():
        for function in group.get("function") or ():
            with suppress(ValueError, TypeError, KeyError):
                yield str(json.loads(function["action"])["command"])
    power = device.get("powerFeatures")
    if isinstance(power, Mapping):
        for actions in power.values():
            for action in actions or ():
                with suppress(TypeError, KeyError):
                    yield str(action["IRCommandName"])
