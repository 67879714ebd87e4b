"""HarmonyHub: the one object the outside uses."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
import json
from typing import Final, Self

from . import commands
from .config import POWER_OFF, Function, HubConfig
from .config_keeper import CachedConfig, ConfigKeeper
from .connection import Connection, HubConnection
from .events import ConfigChanged, HubEvent
from .exceptions import (
    ConnectionFailed,
    HarmonyError,
    InvalidChannel,
    KeyRefused,
    NoKeyboard,
    NothingRuns,
    NotPossible,
    NoTuner,
    UnknownName,
)
from .exchange import Exchange
from .key_names import Role
from .keyboard import Keyboard, read_text_to_type
from .keypad import Keypad
from .listeners import Listeners
from .messages import Event, Request
from .state import HubStatus, StateDigest
from .switching import Switching
from .timing import Timing
from .tracker import Tracker
from .transports import TransportFactory
from .values import read_integer, read_object

__all__ = ["CachedConfig", "Connection", "HarmonyHub", "HubOptions", "Statistics"]

_LONGEST_SLEEP: Final = 24 * 3600
_CANCEL: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class HubOptions:
    """What the user may choose. `key_spacing` are the seconds from one key to the next, None for the usual ones."""

    key_spacing: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """How it went so far. `round_trip` are the seconds that the hub took last to tell its state.

    `last_loss` is what the last connection that stood ended with, at `last_loss_at` (aware, in UTC); both stay when
    there is another one.
    """

    reconnects: int
    last_loss: HarmonyError | None
    last_loss_at: datetime | None
    round_trip: float | None
    refused_keys: int
    last_refusal: KeyRefused | None


class HarmonyHub:
    """One Harmony hub, over whichever transport there is.

    Everything that sends raises a HarmonyError when it fails: ConnectionFailed at once while there is no connection,
    for what people wanted a minute ago must not happen now.
    """

    def __init__(
        self,
        transport: TransportFactory,
        *,
        cached: CachedConfig | None = None,
        options: HubOptions | None = None,
        timing: Timing | None = None,
    ) -> None:
        """Prepare; nothing is sent before `connect` or `start`. `cached` is what `cache` gave in an earlier life."""
        self._timing = timing = timing or Timing()
        spacing = options.key_spacing if options else None
        self._listeners = Listeners[()]()
        self._event_listeners = Listeners[HubEvent]()
        self._cache_listeners = Listeners[()]()
        self._digest_listeners = Listeners[StateDigest]()
        self._link = HubConnection(
            transport,
            timing,
            prepare=self._prepare,
            on_event=self._event_came,
            on_change=self._connection_changed,
        )
        self._keeper = ConfigKeeper(cached, timing, on_new=self._config_came)
        self._tracker = Tracker(
            timing,
            exchange=self._exchange,
            label_of=self._activity_label,
            on_change=self._listeners.tell,
            on_digest=self._digest_came,
            on_event=self._event_listeners.tell,
        )
        self._switching = Switching(self._tracker, timing, exchange=self._exchange)
        self._keypad = Keypad(
            timing,
            timing.key_spacing if spacing is None else spacing,
            exchange=self._exchange,
            device_label=self._device_label,
            on_refusal=self._listeners.tell,
        )
        self._keyboard = Keyboard(timing)
        # Once keys are let go of, no other may go down that nobody would let go of.
        self._is_closing = False

    # ── What is known ─────────────────────────────────────────────────────────

    @property
    def config(self) -> HubConfig:
        """What the hub controls; EMPTY where that has never been read."""
        return self._keeper.config

    @property
    def config_version(self) -> int | None:
        """The version of `config`."""
        return self._keeper.cache.version if self._keeper.cache else None

    @property
    def cache(self) -> CachedConfig | None:
        """What to keep on disk, so that `config` is there at once the next time."""
        return self._keeper.cache

    @property
    def status(self) -> HubStatus | None:
        """What the hub has said last of itself; None before it has said anything."""
        return self._tracker.status

    @property
    def connection(self) -> Connection:
        """How the connection is."""
        return self._link.state

    @property
    def last_error(self) -> HarmonyError | None:
        """Why the connection is not CONNECTED."""
        return self._link.last_error

    @property
    def statistics(self) -> Statistics:
        """How it went so far."""
        return Statistics(
            reconnects=self._link.reconnects,
            last_loss=self._link.last_loss,
            last_loss_at=self._link.last_loss_at,
            round_trip=self._tracker.round_trip,
            refused_keys=self._keypad.refused,
            last_refusal=self._keypad.last_refusal,
        )

    def add_listener(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` whenever `status`, `connection` or `config` has changed, or a key was refused.

        Returns how to stop that.
        """
        return self._listeners.add(listener)

    def add_event_listener(
        self, listener: Callable[[HubEvent], None]
    ) -> Callable[[], None]:
        """Call `listener` with everything that happens at the hub; returns how to stop that."""
        return self._event_listeners.add(listener)

    def add_key_listener(
        self, listener: Callable[[Function, float], None]
    ) -> Callable[[], None]:
        """Call `listener` with every key that was sent, and the seconds it was down; returns how to stop that.

        One that the hub refuses later than it usually does is among them.
        """
        return self._keypad.listeners.add(listener)

    def add_cache_listener(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` whenever `cache` has changed; returns how to stop that."""
        return self._cache_listeners.add(listener)

    # ── Life ──────────────────────────────────────────────────────────────────

    async def connect(self) -> None:
        """Connect, read state and configuration, and from then on stay connected.

        Raises ConnectionFailed, AuthenticationFailed, ProtocolError or CommandRejected; then nothing stays open.
        """
        self._is_closing = False
        await self._link.connect()

    def start(self) -> None:
        """Connect in the background, however long the hub is away; until then `config` is the cached one."""
        self._is_closing = False
        self._link.start()

    async def reconnect(self) -> None:
        """Connect anew at once, also after REFUSED; raises as `connect`, and goes on trying in the background."""
        self._is_closing = False
        await self._link.reconnect()

    async def close(self) -> None:
        """Let go of every key and end in good order; takes a few seconds at most, also when the hub is gone."""
        self._is_closing = True
        await self._keypad.close()
        await self._switching.stop()
        await self._tracker.stop()
        await self._keeper.stop()
        await self._link.close()

    async def __aenter__(self) -> Self:
        """Connect."""
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        await self.close()

    # ── Activities ────────────────────────────────────────────────────────────

    async def start_activity(self, activity_id: str, *, wait: bool = False) -> None:
        """Start an activity; returns when the hub has accepted it, with `wait` when it runs.

        Nothing is sent for the one that runs already. Raises UnknownActivity, ActivityFailed, or Superseded.
        """
        if activity_id != POWER_OFF:
            activity_id = self.config.activity(activity_id).id
        await self._switching.start(activity_id, wait=wait)

    async def power_off(self, *, wait: bool = False) -> None:
        """Turn everything off; returns when the hub has accepted that, with `wait` when all is off."""
        await self._switching.start(POWER_OFF, wait=wait)

    async def settle(self) -> None:
        """Wait until the hub listens again: for a second after an activity has started it ignores what it is told.

        For what follows a start that was waited for. It returns at once where there was none, or long enough ago.
        """
        await self._switching.settle()

    # ── Keys ──────────────────────────────────────────────────────────────────

    async def press(
        self, function: Function, *, hold: float = 0.0, repeats: int = 1
    ) -> None:
        """Press and release a key, once or several times, each time held for so many seconds; raises KeyRefused."""
        await self._keypad.press(function, hold=hold, repeats=repeats)

    async def press_down(self, function: Function) -> None:
        """Press a key and leave it down until `let_go`, half a minute at most; raises KeyRefused."""
        await self._keypad.press_down(function)

    async def let_go(self, function: Function) -> None:
        """Release a key that was pressed down; harmless for one that is up."""
        await self._keypad.let_go(function)

    async def run_sequence(self, sequence_id: str) -> None:
        """Run a macro; raises UnknownSequence or CommandRejected."""
        sequence = self.config.sequence(sequence_id)
        action = json.dumps({"sequenceId": sequence.id}, separators=(",", ":"))
        await self._keypad.run(action, sequence.label)

    async def change_channel(self, channel: str) -> None:
        """Tune to a channel: digits, with at most one dot in between.

        Raises InvalidChannel, NoTuner, and NothingRuns.
        """
        if not commands.CHANNEL.fullmatch(channel):
            raise InvalidChannel(channel)
        activity_id = self._running("Changing the channel")
        if self.config.device_in_role(activity_id, Role.CHANNEL) is None:
            raise NoTuner(self._activity_label(activity_id))
        await self._ask(commands.change_channel(channel))

    async def enter_text(self, text: str) -> None:
        """Type on the keyboard of the running activity.

        Raises, before anything is sent, CannotType, TextTooLong, NoKeyboard and NothingRuns; and CommandRejected.
        """
        codes = read_text_to_type(text)
        activity_id = self._running("Typing")
        device = self.config.device_in_role(activity_id, Role.KEYBOARD)
        if device is None:
            raise NoKeyboard(self._activity_label(activity_id))
        await self._keyboard.type(self._exchange(), device.id, codes)

    # ── The hub ───────────────────────────────────────────────────────────────

    async def set_sleep_timer(self, seconds: float | None) -> None:
        """Turn everything off after so many seconds, or with None cancel that; raises NotPossible."""
        if seconds is not None and not 1 <= seconds <= _LONGEST_SLEEP:
            raise NotPossible("A sleep timer runs a second to a day")
        interval = _CANCEL if seconds is None else round(seconds)
        request = commands.set_sleep_timer(interval)
        exchange = self._exchange()
        reply = await exchange.ask(request, self._timing.request)
        timer_id = read_integer(read_object(reply.data).get("timerId"))
        if interval > 0 and timer_id is not None and timer_id >= 0:
            self._tracker.timer_set(timer_id, interval)

    async def sync(self) -> None:
        """Have the hub fetch news from Logitech's cloud; returns when it has begun, which `status.syncing` shows."""
        begun = asyncio.Event()
        remove = self._digest_listeners.add(
            lambda digest: begun.set() if digest.is_syncing else None
        )
        asking = asyncio.ensure_future(
            self._exchange().ask(commands.sync(), self._timing.sync)
        )
        seeing = asyncio.ensure_future(begun.wait())
        try:
            await asyncio.wait({asking, seeing}, return_when=asyncio.FIRST_COMPLETED)
            if asking.done():
                asking.result()
        finally:
            remove()
            asking.cancel()
            seeing.cancel()
            await asyncio.wait({asking, seeing})

    async def fix_device(
        self,
        device_id: str,
        *,
        power: bool | None = None,
        input: str | None = None,  # noqa: A002 - the hub's word for it
    ) -> None:
        """Tell the hub which state a device is really in; nothing is sent to the device.

        Raises UnknownDevice, and CommandRejected for what the hub cannot believe.
        """
        device = self.config.device(device_id)
        if power is not None:
            value = "On" if power else "Off"
            await self._ask(commands.help_sync(device.id, "Power", value))
        if input is not None:
            await self._ask(commands.help_sync(device.id, "Input", input))

    # ── Inside ────────────────────────────────────────────────────────────────

    def _exchange(self) -> Exchange:
        if self._is_closing:
            raise ConnectionFailed("The connection is being closed")
        return self._link.exchange

    async def _ask(self, request: Request) -> None:
        await self._exchange().ask(request, self._timing.request)

    def _running(self, what: str) -> str:
        """Return the activity that runs or starts; raise NothingRuns."""
        self._exchange()
        status = self.status
        if status is None or status.activity_id == POWER_OFF:
            raise NothingRuns(f"{what} needs a running activity")
        return status.activity_id

    async def _prepare(self, exchange: Exchange) -> None:
        """Read what must be known of a hub before anybody uses a new connection."""
        digest = await self._tracker.read(exchange)
        await self._keeper.prepare(exchange, digest.config_version)

    def _event_came(self, event: Event) -> None:
        self._tracker.event(event)

    def _digest_came(self, digest: StateDigest) -> None:
        self._digest_listeners.tell(digest)
        self._follow_version(digest)

    def _follow_version(self, digest: StateDigest) -> None:
        """Read the configuration where the hub has a newer one, but not while it is still fetching that."""
        version = digest.config_version
        if version is None or digest.is_syncing or self._keeper.is_current(version):
            return
        if self.connection is Connection.CONNECTED and not self._is_closing:
            self._keeper.renew(self._exchange(), version)

    def _config_came(self, before: CachedConfig | None) -> None:
        self._cache_listeners.tell()
        if before is None:
            self._listeners.tell()
        elif before.config != self.config:
            self._event_listeners.tell(ConfigChanged(self.config_version))
            self._listeners.tell()

    def _connection_changed(self) -> None:
        if self.connection is not Connection.CONNECTED:
            error = self.last_error or ConnectionFailed("The connection was closed")
            self._keypad.lost(error)
            self._keeper.lost()
            self._tracker.lost(error)
        else:
            # It may have changed while the first one was read.
            self._follow_version(self._tracker.digest)
        self._listeners.tell()

    def _activity_label(self, activity_id: str) -> str:
        if activity_id == POWER_OFF:
            return "Power off"
        try:
            return self.config.activity(activity_id).label
        except UnknownName:
            return activity_id

    def _device_label(self, device_id: str) -> str:
        try:
            return self.config.device(device_id).label
        except UnknownName:
            return device_id
