"""The simulated Harmony hub: the one object that tests, demo and command line use."""

import asyncio
from collections.abc import Callable
from copy import deepcopy
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Self

from .commands import Commands
from .configuration import living_room
from .core import Core
from .engine import Engine
from .faults import Fault
from .messages import Event
from .observed import ObservedHub
from .pace import Pace
from .page import Page
from .reverse_bonjour import ReverseBonjour
from .room import Part
from .ssdp import SsdpResponder
from .websocket import WebSocketServer
from .xmpp import XmppServer
from .xmpp_login import GUESTS, Login, TokenIssuer

_XMPP_PORT = 5222


class SimulatedHub(ObservedHub):
    """A hub in this process: WebSocket, XMPP, discovery, a room with devices, and faults on demand."""

    def __init__(
        self,
        *,
        name: str = "Living Room",
        host: str = "127.0.0.1",
        port: int = 0,
        xmpp_port: int | None = None,
        page_port: int | None = None,
        page_host: str | None = None,
        ssdp: str | None = None,
        udp_port: int | None = None,
        config: Part | None = None,
        remote_id: str = "13572468",
        uuid: str = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
        firmware: str = "4.15.600",
        model: str = "Pimento",
        pace: Pace = Pace.INSTANT,
        login: Login = Login.OPEN,
        account: TokenIssuer | None = None,
        guests: frozenset[tuple[str, str]] = GUESTS,
    ) -> None:
        """Describe the hub; nothing is opened before `start`.

        Ports of 0 take free ones, None leaves that part out. `ssdp` is the address of the interface to be found on.
        `account` is the service whose login tokens Login.TOKEN wants.
        """
        core = Core(
            name=name,
            remote_id=remote_id,
            uuid=uuid,
            firmware=firmware,
            model=model,
            pace=pace,
            config=living_room() if config is None else config,
        )
        engine = Engine(core)
        commands = Commands(core, engine)
        core.carry_out = commands.carry_out
        xmpp = XmppServer(core, login=login, account=account, guests=guests)
        super().__init__(core, engine, commands, xmpp.doorkeeper)
        self._host, self._port, self._page_port = host, port, page_port
        self._page_host = page_host or host
        self._xmpp_port, self._udp_port, self._ssdp_host = xmpp_port, udp_port, ssdp
        self._server, self._xmpp = WebSocketServer(core), xmpp
        self._page = Page(core, self)
        self._ssdp = SsdpResponder(core, self._location)
        self._bonjour: ReverseBonjour | None = None
        self._plugged = False
        self._boots = asyncio.Lock()

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.stop()

    async def start(self) -> None:
        """Open every port and show the page."""
        try:
            await self._open()
            if self._page_port is not None:
                self._page_port = await self._page.start(
                    self._page_host, self._page_port
                )
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Close everything; stopping twice is fine."""
        self._plugged = False
        await self._page.stop()
        self._halt()
        if self._bonjour is not None:
            await self._bonjour.stop()
        await self._ssdp.stop()
        await self._xmpp.stop()
        await self._server.stop()

    # Where it is.

    @property
    def host(self) -> str:
        """The address it listens on."""
        return self._host

    @property
    def port(self) -> int:
        """The port of HTTP and WebSocket; the real one once it was started."""
        return self._port

    @property
    def xmpp_port(self) -> int | None:
        """The port of XMPP, or None where it is switched off."""
        return self._xmpp_port

    @property
    def udp_port(self) -> int | None:
        """The port of the old discovery, or None where it is off."""
        return self._udp_port

    @property
    def page_url(self) -> str | None:
        """Where to see the hub in a browser, if it has a page."""
        if self._page_port is None:
            return None
        return f"http://{self._page_host}:{self._page_port}/"

    @property
    def plugged(self) -> bool:
        """Whether it has power and its ports are open."""
        return self._plugged

    # What people do.

    async def press_on_remote(self, activity_id: str) -> None:
        """Start an activity with the remote control; returns when it runs, with a manual pace at once."""
        self._engine.start(activity_id)
        if not self.core.pace.manual:
            await self._engine.idle()

    async def press_button(self, long: bool = False) -> None:
        """Press one of the remote control's buttons for lights, which clients hear of."""
        self.send_event(
            "control.button?pressType", {"type": "long" if long else "short"}
        )

    async def step(self) -> None:
        """With a manual pace, let the next step of a switch happen.

        Raises:
            TimeoutError: no switch began within five seconds.
        """
        await self._engine.step()

    async def finish_activity(self) -> None:
        """With a manual pace, let a switch come to its end.

        Raises:
            TimeoutError: no switch began within five seconds.
        """
        await self._engine.finish()

    # The configuration. Every change is told by digests, as after a sync.

    def replace_config(self, config: Part) -> None:
        """Have another configuration, or the same one once more."""
        self.core.room.replace(config)
        self._config_changed()

    def rename_activity(self, activity_id: str, label: str | None) -> None:
        """Give an activity another label."""
        self._edit("activity", activity_id)["label"] = label
        self.replace_config(self.config)

    def rename_device(self, device_id: str, label: str | None) -> None:
        """Give a device another label."""
        self._edit("device", device_id)["label"] = label
        self.replace_config(self.config)

    def remove_activity(self, activity_id: str) -> None:
        """Remove an activity; one that runs is over."""
        self.config["activity"].remove(self._edit("activity", activity_id))
        self.replace_config(self.config)

    def remove_device(self, device_id: str) -> None:
        """Remove a device."""
        self.config["device"].remove(self._edit("device", device_id))
        self.replace_config(self.config)

    def add_activity(self, activity: Part) -> None:
        """Add an activity."""
        self.config["activity"].append(deepcopy(activity))
        self.replace_config(self.config)

    def add_device(self, device: Part) -> None:
        """Add a device."""
        self.config["device"].append(deepcopy(device))
        self.replace_config(self.config)

    def update_available(self, version: str | None) -> None:
        """Tell everybody of newer firmware, or that there is none."""
        self.core.update = version
        self.core.send_digest()

    # The network.

    def drop_connections(self) -> None:
        """Reset every connection."""
        self._server.drop_connections()
        self._xmpp.drop_connections()

    def forget_sessions(self) -> None:
        """Forget every identity that was paired, as a factory reset does."""
        self._xmpp.forget_sessions()
        self.core.changes.notify()

    def repeat_digest(self) -> None:
        """Tell everybody the state once more."""
        self.core.send_digest()

    def send_event(self, kind: str, data: Any) -> None:
        """Tell everybody anything."""
        self.core.broadcast(Event(kind, data))

    async def unplug(self, *, silent: bool = False) -> None:
        """Pull the plug: connections are reset and ports refuse; a `silent` hub accepts and never answers."""
        async with self._boots:
            self._plugged = False
            self._halt()
            if silent:
                self.core.faults.set(Fault.HALF_OPEN)
            else:
                await self._refuse()
            self.core.changes.notify()

    async def plug_in(self) -> None:
        """Put the plug back; returns when the hub has booted, after which it still says 510 for a while."""
        async with self._boots:
            if self._plugged:
                return
            await asyncio.sleep(self.core.pace.boot)
            self.core.faults.clear(Fault.HALF_OPEN)
            self.drop_connections()
            self.core.initializing = self.core.pace.initializing > 0
            await self._open()
            self.core.later(self.core.pace.initializing, self._initialized)

    async def restart(self) -> None:
        """Restart, as hubs do every few hours; with a manual pace the hub stays down until `plug_in`."""
        await self.unplug()
        if not self.core.pace.manual:
            await self.plug_in()

    async def wait_for(
        self,
        condition: Callable[[SimulatedHub], bool],
        timeout: float = 5,  # noqa: ASYNC109 - a test reads best with its limit in the call
    ) -> None:
        """Wait until something holds; it is looked at after every change and request.

        Raises:
            TimeoutError: it did not within so many seconds.
        """
        async with asyncio.timeout(timeout):
            await self.core.changes.until(lambda: condition(self))

    async def _open(self) -> None:
        """Open the ports, the same ones as before if there were any."""
        self._port = await self._server.start(self._host, self._port)
        if self._xmpp_port is not None:
            self._xmpp_port = await self._xmpp.start(self._host, self._xmpp_port)
        if self._udp_port is not None:
            if self._bonjour is None:
                told = self._xmpp_port or _XMPP_PORT
                self._bonjour = ReverseBonjour(self.core, xmpp_port=told)
            self._udp_port = await self._bonjour.start(self._host, self._udp_port)
        if self._ssdp_host is not None:
            await self._ssdp.start(self._ssdp_host)
        self._plugged = True
        self.core.changes.notify()

    async def _refuse(self) -> None:
        await self._server.refuse()
        if self._xmpp_port is not None:
            await self._xmpp.refuse()
        if self._bonjour is not None:
            await self._bonjour.refuse()
        await self._ssdp.refuse()

    def _halt(self) -> None:
        """Give up what is under way."""
        self._engine.stop()
        self._commands.timer.stop()
        self.core.stop()

    def _initialized(self) -> None:
        self.core.initializing = False
        self.core.changes.notify()

    def _location(self) -> str:
        host = self._host
        if ip_address(host).is_unspecified and self._ssdp_host is not None:
            host = self._ssdp_host
        return f"http://{host}:{self._port}/description"

    def _edit(self, kind: str, identity: str) -> Part:
        """Return a part of the configuration to change, or raise LookupError."""
        room = self.core.room
        part = (room.activity if kind == "activity" else room.device)(identity)
        if part is None:
            raise LookupError(f"no {kind} {identity}")
        return part

    def _config_changed(self) -> None:
        if self.core.room.activity(self.core.activity_id) is None:
            self._engine.forget()
        self._commands.told_of_change()
