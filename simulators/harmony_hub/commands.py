"""What the hub answers to each command."""

from collections.abc import Callable
from typing import Any

from .core import ACCOUNT_ID, OWNER, Core, plain
from .engine import Asker, Engine
from .faults import Fault
from .keys import Keys
from .messages import Event, Link, Request
from .resources import resource
from .reverse_bonjour import fields
from .room import Step
from .sleep_timer import SleepTimer

type Command = Callable[[Link, Request], None]

_AUTOMATION_EVENT = "automation.state?notify"

#: What no client should ever send: it wedges real hubs, or updates them.
_FORBIDDEN = frozenset({"proxy.resource?put", "firmware?update"})


class Commands:
    """Carries out one request at a time, by the short name of its command."""

    def __init__(self, core: Core, engine: Engine) -> None:
        """Prepare for the requests of a hub."""
        self._core = core
        self._engine = engine
        self.keys = Keys(core)
        self.timer = SleepTimer(core, lambda: engine.start("-1"))
        self.fixes: list[dict[str, Any]] = []
        self.automation: dict[str, dict[str, Any]] = {}
        self.keyboard_device: str | None = None
        self.syncs = 0
        self._commands: dict[str, Command] = {
            "statedigest?get": self._digest,
            "statedigest?update": self._too_little,
            "ping": self._ping,
            "deviceinfo?get": self._discovery_info,
            "discoveryinfo?get": self._discovery_info,
            "sysinfo?get": self._system_info,
            "harmony.system?systeminfo": self._system_info,
            "setup.account?getprovisioninfo": self._provision,
            "config?get": self._nothing,
            "rf?info": self._nothing,
            "harmony.engine?config": self._config,
            "harmony.engine?getcurrentactivity": self._current_activity,
            "harmony.engine?startactivity": self._start_activity,
            "harmony.activityengine?runactivity": self._start_activity,
            "harmony.engine?holdaction": self.keys.hold_action,
            "harmony.engine?changechannel": self.keys.change_channel,
            "hid.report": self.keys.type_text,
            "harmony.engine?setsleeptimer": self.timer.set,
            "harmony.engine?gettimerinterval": self.timer.tell,
            "harmony.engine?helpsync": self._help_sync,
            "harmony.engine?helpdiscretes": self._help_discretes,
            "harmony.engine?sethiddevice": self._set_keyboard_device,
            "harmony.automation?getstate": self._automation_state,
            "harmony.automation?setstate": self._set_automation_state,
            "setup.sync": self._sync,
            "setup.sync?none": self._sync,
            "setup.content?sync": self._nothing,
            "setup.content?syncchannels": self._nothing,
            "setup.firmware?check": self._firmware,
            "setup.firmware?status": self._firmware,
            "firmware?check": self._firmware,
            "firmware?status": self._firmware,
            "proxy.resource?get": self._resource,
        }

    def carry_out(self, link: Link, request: Request) -> None:
        """Do what a request wants, and answer it."""
        name = plain(request.command)
        command = self._commands.get(name)
        if name.removeprefix("setup.") in _FORBIDDEN:
            self._core.complain(f"{request.command} harms real hubs")
            self._core.answer(link, request, code=403, message="Forbidden")
        elif command is None:
            self._core.answer(link, request, code=404, message="Command not found")
        else:
            command(link, request)

    def sync(self) -> None:
        """Fetch the configuration from the cloud, which tells everybody to read it again."""
        core = self._core
        self.syncs += 1
        core.room.revise()
        self.told_of_change()

    def told_of_change(self) -> None:
        """Tell everybody that the configuration changed: a digest while it is fetched, one when it is there."""
        core = self._core
        core.sync_status = 1
        core.send_digest()

        def done() -> None:
            core.sync_status = 0
            core.send_digest()

        core.later(core.pace.sync, done)

    # Who it is.

    def provision(self) -> dict[str, Any]:
        """Return the account that the hub belongs to, with the id that the WebSocket wants."""
        data: dict[str, Any] = {
            "activeRemoteId": int(self._core.remote_id),
            "email": OWNER,
            "username": OWNER,
            "accountId": str(ACCOUNT_ID),
            "discoveryServer": "https://svcs.myharmony.com/Discovery/Discovery.svc",
            "discoveryServerCF": "https://cf.example.com/Discovery",
            "mode": 3,
            "susChannel": "sus.example.com",
            "language": "en-GB",
            "se": False,
        }
        if "Pro" in self._core.model:
            data["ethernetStatus"] = 0
        return data

    def _provision(self, link: Link, request: Request) -> None:
        # Over HTTP this is the one place where hubs write the code as a string.
        code = "200" if link.transport == "http" else 200
        self._core.answer(link, request, self.provision(), code=code)

    def _discovery_info(self, link: Link, request: Request) -> None:
        data = dict(fields(self._core, "127.0.0.1", 5222))
        data |= {"friendlyName": self._core.name, "remoteId": self._core.remote_id}
        self._core.answer(link, request, data)

    def _system_info(self, link: Link, request: Request) -> None:
        data = {
            "arch": 14,
            "fw_ver": self._core.firmware,
            "hw_ver": "HW: 0.0",
            "ram_size": 0,
            "bt_addr": "00:00:5E:00:53:01",
            "serial_number": "000000000000",
            "feature": [],
            "skin": "106",
            "usb_vid": "046D",
            "usb_pid": "C129",
            "status": 0,
        }
        self._core.answer(link, request, data)

    def _firmware(self, link: Link, request: Request) -> None:
        update = self._core.update
        data = {"updates": {"106": update or self._core.firmware}}
        self._core.answer(link, request, data | {"hubUpdate": update is not None})

    def _ping(self, link: Link, request: Request) -> None:
        data = {
            "status": "alive",
            "uuid": self._core.uuid,
            "susTrigger": "xmpp",
            "id": self._core.remote_id,
        }
        self._core.answer(link, request, data, as_pairs=True)

    # What it knows.

    def _digest(self, link: Link, request: Request) -> None:
        self._core.answer(link, request, self._core.digest())

    def _too_little(self, link: Link, request: Request) -> None:
        self._core.answer(link, request, code=504, message="not enough arguments")

    def _nothing(self, link: Link, request: Request) -> None:
        self._core.answer(link, request, {})

    def _config(self, link: Link, request: Request) -> None:
        core = self._core
        seconds = core.pace.configuration
        if slow := core.faults.strike(Fault.SLOW_CONFIGURATION):
            seconds = slow["seconds"]

        def answer() -> None:
            null = core.faults.strike(Fault.NULL_CONFIGURATION)
            core.answer(link, request, None if null else core.config)

        core.later(seconds, answer)

    def _resource(self, link: Link, request: Request) -> None:
        uri = str(request.params.get("uri", ""))
        found = resource(self._core.config, uri)
        if found is None:
            self._core.answer(link, request, code=404, message="Resource not found")
        else:
            data = {"uri": uri, "code": 200, "etag": "", "hetag": "", "resource": found}
            self._core.answer(link, request, data)

    # What it does.

    def _current_activity(self, link: Link, request: Request) -> None:
        """Answer when no activity is being switched, which may take a minute."""

        def answer() -> None:
            data = {"result": self._core.activity_id}
            self._core.answer(link, request, data, as_pairs=True)

        self._engine.when_idle(answer)

    def _start_activity(self, link: Link, request: Request) -> None:
        activity_id = request.params.get("activityId")
        if activity_id is None:
            self._too_little(link, request)
        else:
            self._engine.start(str(activity_id), Asker(self._core, link, request))

    def _help_discretes(self, link: Link, request: Request) -> None:
        self._engine.help(Asker(self._core, link, request))

    def _help_sync(self, link: Link, request: Request) -> None:
        """Believe what somebody says of a device, without sending anything."""
        room, params = self._core.room, request.params
        device_id, state = str(params.get("deviceId")), params.get("state")
        value = params.get("value")
        if value is None or state not in ("Power", "Input"):
            self._too_little(link, request)
        elif room.device(device_id) is None:
            self._core.answer(link, request, code=565, message="Device not found")
        else:
            self.fixes.append(dict(params))
            if state == "Power":
                room.take(Step(device_id, on=value == "On"))
            else:
                room.take(Step(device_id, room.powered[device_id], str(value)))
            self._core.answer(link, request)
            self._core.changes.notify()

    def _set_keyboard_device(self, link: Link, request: Request) -> None:
        device_id = str(request.params.get("deviceId"))
        if self._core.room.device(device_id) is None:
            self._core.answer(link, request, code=565, message="Device not found")
        else:
            self.keyboard_device = device_id
            self._core.answer(link, request)

    def _automation_state(self, link: Link, request: Request) -> None:
        wanted = request.params.get("deviceIds")
        ids = wanted if isinstance(wanted, list) else list(self.automation)
        data = {one: self.automation[one] for one in ids if one in self.automation}
        self._core.answer(link, request, data)

    def _set_automation_state(self, link: Link, request: Request) -> None:
        state = request.params.get("state")
        if not isinstance(state, dict):
            self._too_little(link, request)
            return
        self._core.answer(link, request)
        for device_id, values in state.items():
            if isinstance(values, dict):
                self.automation[device_id] = self.automation.get(device_id, {}) | values
                data = {device_id: self.automation[device_id]}
                self._core.broadcast(Event(_AUTOMATION_EVENT, data))

    def _sync(self, link: Link, request: Request) -> None:
        self._core.answer(link, request)
        self.sync()
