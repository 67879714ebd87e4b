"""AppleTV: the one object the outside uses."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
import logging
from typing import Final, Self

from aiohttp import ClientSession

from .artwork import Artwork, ArtworkCache
from .discovery import clean_name
from .exceptions import CommandRejected, ConnectionFailed, DacpError
from .keyboard import Keyboard, TextPrompt
from .keypad import Keypad, Swipe
from .keys import Key
from .login import LoginId
from .playback import PlayStatus, RepeatMode
from .poll import Connection, StatusPoll
from .session import Session
from .timing import Timing
from .transport import Transport, read_reply

_LOGGER = logging.getLogger(__name__)

_SET_PROPERTY: Final = "ctrl-int/1/setproperty"
_GET_PROPERTY: Final = "ctrl-int/1/getproperty"
_VOLUME: Final = "dmcp.volume"

# What a device itself says to seeking when nothing plays.
_NOTHING_TO_SEEK_IN: Final = 500

# How far the skip keys go, in seconds.
SKIP: Final = 10.0

_LOST: Final = frozenset({Connection.RECONNECTING, Connection.LOST, Connection.REFUSED})

type Listener = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the user may choose. Everything that is sent wakes a sleeping Apple TV, and through it the television."""

    do_not_wake: bool = True
    swipe: Swipe = Swipe.SEVEN_EVENTS


async def device_name(
    http: ClientSession, host: str, port: int, timing: Timing | None = None
) -> str | None:
    """Return what the device at an address is called, or None if it does not say. Needs no login.

    Raises ConnectionFailed when nothing answers there, and CommandRejected or ProtocolError when what answers does
    not do so as these devices would.
    """
    transport = Transport(http, host, port, timing or Timing())
    reply = read_reply(await transport.exchange("GET", "server-info", {}), "msrv")
    return clean_name(reply.text("minm") or "") or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """How it went so far. `round_trip` are the seconds that the last key or setting took until it was answered.

    Falling asleep is no loss, and waking up no reconnect. `last_loss` is what the last connection that stood ended
    with, at `last_loss_at` (aware, in UTC); both stay when there is another one.
    """

    reconnects: int
    last_loss: DacpError | None
    last_loss_at: datetime | None
    round_trip: float | None


class AppleTV:
    """One Apple TV, or anything else that speaks DACP.

    Every method that sends raises a DacpError when it fails: ConnectionFailed, AuthenticationFailed (pair
    again), CommandRejected (not possible right now) or ProtocolError. Commands are sent one after another and
    never wait for the long poll.
    """

    def __init__(
        self,
        http: ClientSession,
        host: str,
        port: int,
        login_id: str,
        *,
        options: Options | None = None,
        timing: Timing | None = None,
    ) -> None:
        """Prepare; nothing is sent before `connect`. Raises InvalidLoginId."""
        options = options or Options()
        self._timing = timing or Timing()
        self.host = host
        self.port = port
        transport = Transport(http, host, port, self._timing)
        self._session = Session(transport, LoginId.parse(login_id), self._timing)
        self._poll = StatusPoll(
            self._session,
            self._timing,
            do_not_wake=options.do_not_wake,
            on_status=self._status_came,
            on_connection=self._connection_changed,
        )
        # One command after another, as Apple's own remote sends them.
        self._lane = asyncio.Lock()
        self._keypad = Keypad(self._session, self._lane, self._timing, options.swipe)
        self._keyboard = Keyboard(self._session, self._timing)
        self._artwork = ArtworkCache(self._session)
        self._poll_task: asyncio.Task[None] | None = None
        self._listeners: list[Listener] = []
        self.status: PlayStatus | None = None
        self.connection = Connection.CLOSED
        # Why the connection is not CONNECTED.
        self.last_error: DacpError | None = None
        self._reconnects = 0
        self._last_loss: DacpError | None = None
        self._last_loss_at: datetime | None = None

    @property
    def statistics(self) -> Statistics:
        """How it went so far."""
        return Statistics(
            reconnects=self._reconnects,
            last_loss=self._last_loss,
            last_loss_at=self._last_loss_at,
            round_trip=self._session.round_trip,
        )

    # ── Life ──────────────────────────────────────────────────────────────────

    async def connect(self) -> PlayStatus:
        """Log in, read the status, and from then on keep it true."""
        await self._session.login()
        status = await self._poll.refresh()
        self._start()
        return status

    def wait_until_awake(self) -> None:
        """Begin without sending anything: the device slept when it was last seen, and nobody wants to wake it."""
        self._session.open()
        self._poll.let_sleep()
        self._start()

    async def close(self) -> None:
        """Stop polling and log out. Takes two seconds at most, also when the device is gone.

        A sleeping device is left alone: it has forgotten the session anyway.
        """
        if self._poll_task is not None:
            self._poll_task.cancel()
            await asyncio.wait({self._poll_task})
            self._poll_task = None
        await self._session.close(say_goodbye=self.connection is not Connection.ASLEEP)
        self._connection_changed(Connection.CLOSED, None)

    async def __aenter__(self) -> Self:
        """Connect."""
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        await self.close()

    def add_listener(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` whenever `status` or `connection` has changed; returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def announced(self) -> None:
        """Hear that the device's announcement has come back: it is awake, so asking cannot wake it."""
        self._poll.awake()

    async def wake(self) -> None:
        """Wake the device, as anything that is sent to it does; returns when it has answered."""
        async with self._command():
            await self._poll.refresh()

    # ── Keys ──────────────────────────────────────────────────────────────────

    async def press(self, key: Key) -> None:
        """Press and release a key."""
        match key:
            case Key.WAKE_UP:
                await self.wake()
            case Key.SKIP_FORWARD:
                await self.skip(SKIP)
            case Key.SKIP_BACKWARD:
                await self.skip(-SKIP)
            case _:
                async with self._watched():
                    await self._keypad.press(key)

    async def hold(self, key: Key, seconds: float) -> None:
        """Do what stands in for holding a key; raises CannotHold where nothing does."""
        async with self._watched():
            await self._keypad.hold(key, seconds)

    # ── Playback ──────────────────────────────────────────────────────────────

    async def seek(self, position: float) -> None:
        """Go to a position, in seconds from the start."""
        async with self._command():
            await self._seek(position)

    async def skip(self, seconds: float) -> None:
        """Go forward, or with a negative number back, within what is playing."""
        async with self._command():
            status = await self._poll.refresh()
            if status.position is None:
                raise CommandRejected("skip", _NOTHING_TO_SEEK_IN)
            await self._seek(status.position + seconds)

    async def set_shuffle(self, shuffle: bool) -> None:
        """Shuffle, or stop shuffling."""
        async with self._command():
            await self._set("dacp.shufflestate", int(shuffle))

    async def set_repeat(self, repeat: RepeatMode) -> None:
        """Choose what is repeated."""
        async with self._command():
            await self._set("dacp.repeatstate", repeat.value)

    async def volume(self) -> int | None:
        """Return the volume, 0 to 100, or None where the device has none."""
        body = await self._session.get(_GET_PROPERTY, {"properties": _VOLUME})
        # Some devices wrap it like a play status.
        return read_reply(body, "cmgt", "cmst").integer("cmvo")

    async def set_volume(self, level: int) -> None:
        """Set the volume, 0 to 100."""
        async with self._command():
            await self._set(_VOLUME, level)

    async def artwork(self, width: int, height: int) -> Artwork | None:
        """Return the cover of what is playing, made to fit into `width` by `height` pixels, or None if it has none."""
        if self.status is None or self.status.artwork_id is None:
            return None
        return await self._artwork.get(self.status.artwork_id, width, height)

    # ── Text ──────────────────────────────────────────────────────────────────

    async def text_prompt(self) -> TextPrompt | None:
        """Return the field that waits for text on the screen, or None."""
        async with self._command():
            return await self._keyboard.prompt()

    async def enter_text(self, text: str, *, submit: bool = True) -> None:
        """Replace the text of the field on the screen, and submit it if wanted.

        Raises NoTextPrompt, SecureTextPrompt or TextTooLong before anything is typed.
        """
        async with self._command():
            await self._keyboard.enter(text, submit=submit)

    # ── Inside ────────────────────────────────────────────────────────────────

    def _start(self) -> None:
        self._poll_task = asyncio.create_task(
            self._poll.run(), name=f"Long poll of {self.host}"
        )

    @asynccontextmanager
    async def _watched(self) -> AsyncGenerator[None]:
        """Let the poll know how a command went."""
        try:
            yield
        except ConnectionFailed as error:
            self._poll.missing(error)
            raise
        self._poll.awake()

    @asynccontextmanager
    async def _command(self) -> AsyncGenerator[None]:
        """Take a turn on the command lane."""
        async with self._lane, self._watched():
            yield

    async def _seek(self, position: float) -> None:
        duration = self.status.duration if self.status else None
        position = max(0.0, position)
        if duration is not None:
            position = min(position, duration)
        await self._set("dacp.playingtime", round(position * 1000))

    async def _set(self, name: str, value: int) -> None:
        await self._session.post(_SET_PROPERTY, {name: value})

    def _status_came(self, status: PlayStatus) -> None:
        self.status = status
        self._notify()

    def _connection_changed(
        self, connection: Connection, error: DacpError | None
    ) -> None:
        if connection is not self.connection:
            _LOGGER.debug("%s: %s (%s)", self.host, connection.value, error)
            self._count(connection, error)
            self.connection = connection
            self.last_error = error
            self._notify()

    def _count(self, connection: Connection, error: DacpError | None) -> None:
        """Keep the statistics: what follows from a loss (given up, refused) is the same one with a newer reason."""
        was_lost = self.connection in _LOST
        if connection in _LOST and error is not None:
            self._last_loss = error
            if not was_lost:
                self._last_loss_at = datetime.now(UTC)
        elif connection is Connection.CONNECTED and was_lost:
            self._reconnects += 1

    def _notify(self) -> None:
        for listener in tuple(self._listeners):
            try:
                listener()
            except Exception:
                # Somebody else's mistake must not end the poll: the state would stand still and look true.
                _LOGGER.exception("A listener to %s failed", self.host)
