"""Keys: what `holdAction`, `changeChannel` and the keyboard do."""

from collections.abc import Mapping
import json
from typing import Any

from .core import Core
from .faults import Fault
from .messages import Event, Link, Request
from .room import POWER_OFF

CHANNEL_EVENT = "harmony.engine?changeChannelFinished"
_CHANNEL_ROLE = "ChannelChangingActivityRole"

#: USB HID usages of the keyboard page, from 0x04 on.
_LETTERS = "abcdefghijklmnopqrstuvwxyz1234567890\n\x1b\b\t -=[]\\#;'`,./"
_SHIFTED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()\n\x1b\b\t _+{}|~:"~<>?'
_SHIFTS = 0x22
_KEYBOARD_PAGE = 0x07


class Keys:
    """Carries out what presses keys."""

    def __init__(self, core: Core) -> None:
        """Start with nothing typed."""
        self._core = core
        self.texts: list[str] = []
        self.channels: list[str] = []
        self.sequences: list[str] = []

    def hold_action(self, link: Link, request: Request) -> None:
        """Press, hold or release a key; only refusals are answered."""
        core = self._core
        action = read_action(request.params.get("action"))
        status = request.params.get("status")
        if status is None or "action" not in request.params:
            core.answer(link, request, code=504, message="not enough arguments")
        elif action is None or status not in {
            *("press", "hold", "release", "pressrelease"),
        }:
            core.answer(link, request, code=400, message="bad request")
        elif "sequenceId" in action:
            self._run_sequence(link, request, str(action["sequenceId"]), status)
        else:
            device_id, command = str(action.get("deviceId")), str(action.get("command"))
            refusal = self._refusal(device_id, command, status)
            if refusal:
                code, message = refusal
                core.answer(link, request, code=code, message=message)
            else:
                self._send(device_id, command, status, link.transport)
                self._acknowledge(link, request, device_id)

    def _refusal(
        self, device_id: str, command: str, status: str
    ) -> tuple[int, str] | None:
        """Return the code and the message if a key is refused."""
        core = self._core
        refusing = core.faults.look(Fault.REFUSE_KEY)
        if (
            refusing
            and status in {"press", "pressrelease"}
            and refusing["device_id"] in (None, device_id)
        ):
            core.faults.strike(Fault.REFUSE_KEY)
            return refusing["code"], refusing["message"]
        if core.room.device(device_id) is None:
            return 565, "Device not found"
        if command not in core.room.commands(device_id):
            return 566, f"Command not found for device id:{device_id}"
        return None

    def _send(self, device_id: str, command: str, status: str, via: str) -> None:
        blaster = self._core.blaster
        if status == "hold":
            blaster.hold(device_id, command)
        if status in {"press", "pressrelease"}:
            blaster.press(device_id, command, via)
        if status in {"release", "pressrelease"}:
            blaster.release(device_id, command)

    def _acknowledge(self, link: Link, request: Request, device_id: str) -> None:
        """Say nothing, as hubs do, unless a fault has it otherwise."""
        core = self._core
        if core.faults.strike(Fault.OLD_FIRMWARE_ANSWERS):
            core.answer(link, request)
        if late := core.faults.strike(Fault.LATE_REFUSAL):
            message = f"Command not found for device id:{device_id}"
            core.later(
                late["seconds"],
                lambda: core.answer(link, request, code=late["code"], message=message),
            )

    def _run_sequence(
        self, link: Link, request: Request, sequence_id: str, status: str
    ) -> None:
        if self._core.room.sequence(sequence_id) is None:
            self._core.answer(link, request, code=404, message="Sequence not found")
        elif status in {"press", "pressrelease"}:
            self.sequences.append(sequence_id)
            self._core.changes.notify()

    def change_channel(self, link: Link, request: Request) -> None:
        """Send a channel's digits to the device that the activity changes channels with."""
        core = self._core
        channel = str(request.params.get("channel", ""))
        if not channel.replace(".", "", 1).isdecimal():
            core.answer(link, request, code=400, message="bad channel")
            return
        running = core.activity_id != POWER_OFF and core.activity_status == 2
        if not running or core.room.role(core.activity_id, _CHANNEL_ROLE) is None:
            core.answer(link, request, code=404, message="no device for channels")
            return
        self.channels.append(channel)
        core.answer(link, request)
        data = {"channel": channel, "errorCode": "200", "errorString": "OK"}
        core.broadcast(Event(CHANNEL_EVENT, data, as_pairs=True))

    def type_text(self, link: Link, request: Request) -> None:
        """Type a letter by its USB HID usage: page, two bytes of modifiers, usage, in hexadecimal digits."""
        code = str(request.params.get("code", ""))
        try:
            page, _, modifiers, usage = bytes.fromhex(code)
            letters = _SHIFTED if modifiers & _SHIFTS else _LETTERS
            if page != _KEYBOARD_PAGE or not 0 <= usage - 4 < len(letters):
                raise ValueError(code)  # noqa: TRY301 - one answer for everything that is no letter
        except ValueError:
            self._core.answer(link, request, code=400, message="bad code")
            return
        self.texts.append(letters[usage - 4])
        self._core.answer(link, request)
        self._core.changes.notify()


def read_action(action: Any) -> dict[str, Any] | None:
    """Read the JSON in JSON, as forgivingly as hubs: colons may be doubled, quotes single, blanks anywhere."""
    if isinstance(action, Mapping):
        return dict(action)
    if not isinstance(action, str):
        return None
    plain = action.replace("::", ":")
    for text in (action, plain, plain.replace("'", '"')):
        try:
            found = json.loads(text)
        except ValueError, RecursionError:
            continue
        return found if isinstance(found, dict) else None
    return None
