"""The simulated Apple TV: the one object that tests, demo and benchmarks use."""

import asyncio
from collections.abc import Callable, Coroutine
from enum import Enum
import time
from types import TracebackType
from typing import Any, Self

from zeroconf.asyncio import AsyncZeroconf

from .access import PairedRemote
from .announce import Announcer
from .catalogue import Media
from .clock import Clock, ManualClock
from .control import Control
from .core import Core
from .keyboard import Keyboard
from .menu import Menu
from .observed import ObservedDevice
from .pages import PinPage, PinState
from .pairing import PairingResult, call_remote, pairing_code
from .player import PlayerState
from .remotes import FoundRemote, RemoteFinder
from .screen import Screen
from .server import HttpServer

#: The Home Sharing group that the menu turns on if none was given.
DEMO_HOME_SHARING_ID = "00000000-1125-ff3b-7f12-111111111111"


class SleepStyle(Enum):
    """What becomes of requests while the device sleeps.

    REFUSING: connections are refused until somebody calls `wake_up`.
    SILENT: connections are accepted and nothing is answered until somebody calls `wake_up`.
    WAKEABLE: as SILENT, but a request wakes the device after `wake_seconds`, as on a real one.
    """

    REFUSING = "refusing"
    SILENT = "silent"
    WAKEABLE = "wakeable"


class SimulatedAppleTV(ObservedDevice):
    """An Apple TV 3 in this process: HTTP, mDNS, a menu, a player, and faults on demand."""

    def __init__(
        self,
        *,
        name: str = "Living Room",
        service_name: str = "61FBE455BD6E3BF2",
        host: str = "127.0.0.1",
        port: int = 0,
        home_sharing_id: str | None = None,
        zeroconf: AsyncZeroconf | None = None,
        screen_port: int | None = None,
        model: str = "AppleTV3,2",
        clock: Clock = time.monotonic,
        strict_headers: bool = False,
        volume_controllable: bool = False,
        require_viewer: bool = True,
        always_gzip: bool = False,
        announced_address: str | None = None,
    ) -> None:
        """Describe the device; nothing is opened before `start`.

        `port` and `screen_port` 0 take free ports; a `screen_port` of None shows no screen.
        `strict_headers` wants all headers of Apple's Remote, `require_viewer` one of them.
        `always_gzip` packs replies for clients that did not ask, as real devices were seen to do.
        `announced_address` is for a host such as 0.0.0.0, which nobody can connect to.
        """
        super().__init__(
            Core(
                name=name,
                service_name=service_name,
                model=model,
                home_sharing_id=home_sharing_id,
                volume_controllable=volume_controllable,
                clock=clock,
            )
        )
        self._host, self._port = host, port
        self._announced_address = announced_address
        self._clock = clock
        self._sleep_style = SleepStyle.REFUSING
        self._wake_seconds = 0.0
        self.restart_seconds = 2.0
        self._started = False
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        control = Control(
            self._core, strict_headers=strict_headers, require_viewer=require_viewer
        )
        self._server = HttpServer(
            self._core,
            control,
            always_gzip=always_gzip,
            woken=self._request_while_asleep,
        )
        self._announcer = Announcer(zeroconf, service_name, model)
        self._finder = RemoteFinder(zeroconf, self._core.changed)
        self._menu = Menu(self, self._core.navigator)
        self._core.navigator.home(self._menu.home())
        self._screen = Screen(self, self._core, host, screen_port)

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
        """Open the port, show the screen, announce the device and look for remotes."""
        self._port = await self._server.start(self._host, self._port)
        self._started = True
        if isinstance(self._clock, ManualClock):
            self._clock.follow(self._core.player.catch_up)
        else:
            self._spawn(self._keep_time())
        await self._screen.start()
        await self._announce()
        await self._finder.start()

    async def stop(self) -> None:
        """Take back the announcements and close everything; stopping twice is fine."""
        if not self._started:
            return
        self._started = False
        if isinstance(self._clock, ManualClock):
            self._clock.unfollow(self._core.player.catch_up)
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._finder.stop()
        await self._announcer.withdraw()
        await self._server.stop()
        await self._screen.stop()

    # What it is and where it is.

    @property
    def host(self) -> str:
        """The address it listens on."""
        return self._host

    @property
    def port(self) -> int:
        """The port it listens on; the real one once it was started."""
        return self._port

    @property
    def screen_url(self) -> str | None:
        """Where to see the television in a browser, if it has a screen."""
        return self._screen.url

    # Who may control it.

    def authorize(
        self, guid: str, name: str = "Remote", kind: str = "iPhone"
    ) -> PairedRemote:
        """Remember a remote as if it had been paired before."""
        remote = self._core.access.authorize(guid, name, kind)
        self._core.changed()
        return remote

    def revoke(self, guid: str) -> None:
        """Remove a remote: its sessions end with 403, its next login with 503."""
        self._core.access.revoke(guid)
        self._core.changed()

    def evict_sessions(self) -> None:
        """End every session; held polls and the next requests get 403."""
        self._core.access.end()
        self._core.changed()

    async def set_home_sharing(self, home_sharing_id: str | None) -> None:
        """Turn Home Sharing on with an id, or off, and announce it."""
        self._core.access.set_home_sharing(home_sharing_id)
        self._core.changed()
        await self._announce()

    def toggle_home_sharing(self) -> None:
        """Turn Home Sharing on or off, as its line in the settings does."""
        wanted = DEMO_HOME_SHARING_ID if self.home_sharing_id is None else None
        self._spawn(self.set_home_sharing(wanted))

    # Pairing.

    @property
    def remotes(self) -> tuple[FoundRemote, ...]:
        """The remotes that ask to be paired, as mDNS tells."""
        return self._finder.remotes

    @property
    def remote_names(self) -> tuple[str, ...]:
        """The names of the remotes that ask to be paired, as the menu lists them."""
        return tuple(remote.name for remote in self._finder.remotes)

    async def enter_pin(self, remote_name: str, pin: str) -> PairingResult:
        """Type a PIN for a remote that was found by mDNS.

        Raises:
            LookupError: no such remote is there.
            ValueError: the PIN is not four digits.
        """
        remote = self._finder.find(remote_name)
        if remote is None:
            raise LookupError(f"no remote {remote_name!r} among {self.remote_names}")
        return await self.pair_with(remote.address, remote.port, remote.pair, pin)

    async def pair_with(
        self, address: str, port: int, pair_value: str, pin: str
    ) -> PairingResult:
        """Type a PIN for a remote at an address, without mDNS.

        Raises:
            ValueError: the PIN is not four digits.
        """
        result = await call_remote(
            address,
            port,
            code=pairing_code(pair_value, pin),
            service_name=self.service_name,
            model=self.model,
        )
        if result.accepted and result.guid is not None:
            self.authorize(result.guid, result.name or "Remote", result.kind)
        return result

    def check_pin(self, page: PinPage, pin: str) -> None:
        """Type a PIN on the screen; its page shows what came of it."""
        self._spawn(self._check_pin(page, pin))

    async def _check_pin(self, page: PinPage, pin: str) -> None:
        try:
            result = await self.enter_pin(page.remote, pin)
            accepted = result.accepted
        except LookupError:
            accepted = False
        page.state = PinState.ACCEPTED if accepted else PinState.REFUSED
        self._core.changed()

    # Playing.

    def play(
        self,
        media: Media,
        position: float = 0.0,
        state: PlayerState = PlayerState.PLAYING,
    ) -> None:
        """Play something at once, and show it; loading goes on to playing by itself."""
        self._core.player.start(media, position=position, state=state)
        self._core.navigator.show_playing()

    def choose(self, media: Media) -> None:
        """Play something as a person would choose it: it loads first."""
        self.play(media, state=PlayerState.LOADING)

    def pause(self) -> None:
        """Pause."""
        self._core.player.pause()

    def idle(self) -> None:
        """Play nothing."""
        self._core.player.idle()

    def set_state(self, state: PlayerState) -> None:
        """Put the player into a state and leave it there."""
        self._core.player.force(state)

    # Keys, keyboard, and what was heard.

    def open_keyboard(
        self, title: str = "Search", text: str = "", secure: bool = False
    ) -> Keyboard:
        """Put a keyboard on the screen."""
        keyboard = Keyboard(title, text, secure)
        self.show_keyboard(keyboard)
        return keyboard

    def show_keyboard(self, keyboard: Keyboard) -> None:
        """Put a keyboard on the screen, described in full."""
        self._core.prompts.show(keyboard)

    def type_text(self, text: str) -> None:
        """Replace the keyboard's text on the device itself."""
        self._core.prompts.type(text)

    def press(self, key: str) -> None:
        """Press a key of the infrared remote: a menu key or playpause; `keys` leaves it out."""
        self._core.player.catch_up()
        if key == "playpause":
            self._core.player.toggle()
        else:
            self._core.navigator.press(key)

    # Power and place.

    async def sleep_now(
        self, style: SleepStyle = SleepStyle.REFUSING, wake_seconds: float = 0.0
    ) -> None:
        """Go to sleep: playing stops, connections are reset, sessions end, mDNS says goodbye."""
        core = self._core
        if not core.awake:
            return
        core.awake = False
        self._sleep_style, self._wake_seconds = style, wake_seconds
        core.player.idle()
        core.touchpad.lift()
        core.prompts.cancel()
        core.access.end()
        core.navigator.home(self._menu.home())
        if style is SleepStyle.REFUSING:
            await self._server.refuse(self._host, self._port)
        else:
            self._server.drop_connections()
        await self._announcer.withdraw()

    async def wake_up(self) -> None:
        """Wake up: connections work again, and mDNS tells."""
        if self._core.awake:
            return
        if self._sleep_style is SleepStyle.REFUSING:
            await self._server.start(self._host, self._port)
        self._core.awake = True
        self._core.changed()
        await self._announce()

    async def reboot(self, seconds: float = 0.0) -> None:
        """Restart: sessions, playback and revision start anew, paired remotes stay."""
        await self.sleep_now()
        await asyncio.sleep(seconds)
        self._announcer.new_boot()
        self._core.boot()
        await self.wake_up()

    async def move(self, host: str | None = None, port: int | None = None) -> None:
        """Listen on another address or port (0: a free one), as after a new lease, and tell."""
        self._host = self._host if host is None else host
        refusing = not self.awake and self._sleep_style is SleepStyle.REFUSING
        go = self._server.refuse if refusing else self._server.move
        self._port = await go(self._host, self._port if port is None else port)
        await self._announce()

    def nap(self) -> None:
        """Go to sleep soon, to be woken by the next request after two seconds."""
        self._spawn(self.sleep_now(SleepStyle.WAKEABLE, 2.0))

    def restart(self) -> None:
        """Reboot soon, as the settings do; it takes `restart_seconds`."""
        self._spawn(self.reboot(self.restart_seconds))

    def rouse(self) -> None:
        """Wake up soon."""
        self._spawn(self.wake_up())

    async def wait_for(
        self,
        condition: Callable[[SimulatedAppleTV], bool],
        timeout: float = 5,  # noqa: ASYNC109 - a test reads best with its limit in the call
    ) -> None:
        """Wait until something holds; it is looked at after every change and request.

        Raises:
            TimeoutError: it did not within so many seconds.
        """
        async with asyncio.timeout(timeout):
            await self._core.changes.until(lambda: condition(self))

    def _request_while_asleep(self) -> None:
        if self._sleep_style is SleepStyle.WAKEABLE:
            self._spawn(self._wake_soon())

    async def _wake_soon(self) -> None:
        await asyncio.sleep(self._wake_seconds)
        await self.wake_up()

    async def _announce(self) -> None:
        if self._started and self._core.awake:
            await self._announcer.announce(
                name=self.name,
                address=self._announced_address or self._host,
                port=self._port,
                home_sharing_id=self.home_sharing_id,
            )

    async def _keep_time(self) -> None:
        """Let the player do by itself what is due: end loading, go on at the end of a track."""
        player, changes = self._core.player, self._core.changes
        while True:
            player.catch_up()
            due = player.deadline
            delay = None if due is None else max(0.0, due - self._clock())
            try:
                async with asyncio.timeout(delay):
                    await changes.next()
            except TimeoutError:
                continue

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the background, until the device stops at the latest."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
