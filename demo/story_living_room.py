"""What happens in the living room of the demo, where the hub and the Apple TV are one."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from simulators.apple_tv import PlayerState, SimulatedAppleTV
from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import RECEIVER, TELEVISION, WATCH_APPLE_TV

from .api import Api
from .cards import HUB_PLAYER, HUB_REMOTE, PLAYER
from .story_hub import SWITCH_TIME
from .terminal import SEE_LOG, Terminal, Trouble
from .waiting import PATIENCE, eventually

_ACTIVITY = "Watch Apple TV"
_STEPS = 3


@dataclass(frozen=True, slots=True)
class LivingRoomStory:
    """One player and one remote: the picture comes from the Apple TV, the sound from the receiver."""

    api: Api
    tv: SimulatedAppleTV
    hub: SimulatedHub
    terminal: Terminal

    async def tell(self) -> None:
        """Watch, pause, turn the volume up, press a key, turn it off and on again, and leave it playing."""
        await self._watch()
        await self._let_assist_hear_one()
        await self._pause()
        await self._louder()
        await self._press_a_key()
        await self._off_and_on()

    async def _watch(self) -> None:
        """Start the activity, and see in the hub's player what the Apple TV plays."""
        await self._act("select_source", source=_ACTIVITY)
        await self._running()
        player = await self.api.wait_for_state(HUB_PLAYER, "playing")
        title = await self._title(player)
        kind, artwork = await self.api.fetch(player["attributes"]["entity_picture"])
        if not kind.startswith("image/"):
            raise Trouble(f"the cover is of type {kind}", SEE_LOG)
        self.terminal.done(
            f"{HUB_PLAYER} started “{_ACTIVITY}” and shows what the Apple TV plays:"
            f" “{title}”, cover included ({len(artwork) // 1024} kB)"
        )

    async def _let_assist_hear_one(self) -> None:
        """Do what the repair offers that comes up now: of two players in one room, "next" would skip on both."""
        await self.api.ask(
            "homeassistant/expose_entity",
            assistants=["conversation"],
            entity_ids=[PLAYER],
            should_expose=False,
        )
        self.terminal.done(f"Assist hears {HUB_PLAYER} only, so that “next” skips once")

    async def _pause(self) -> None:
        """Pause with the hub's player, and see that no infrared was needed."""

        async def pause() -> None:
            await self._act("media_pause")
            await self._television_is(PlayerState.PAUSED)
            await self.api.wait_for_state(HUB_PLAYER, "paused")

        await self._without_infrared(pause)
        self.terminal.done("Its pause paused the Apple TV over the network")

    async def _louder(self) -> None:
        """Turn the volume up, and see the infrared go to the receiver."""
        sent = len(self.hub.infrared)
        for _ in range(_STEPS):
            await self._act("volume_up")
        keys = [(key.device_id, key.command) for key in self.hub.infrared[sent:]]
        if keys != [(RECEIVER, "VolumeUp")] * _STEPS:
            raise Trouble(f"the hub sent {keys}", SEE_LOG)
        self.terminal.done(
            f"Its “volume up”, {_STEPS} times, went to the receiver by infrared"
        )

    async def _press_a_key(self) -> None:
        """Press a key that names no device, and see it on the Apple TV."""
        heard = len(self.tv.keys)
        await self._without_infrared(lambda: self.api.send_keys(HUB_REMOTE, "up"))
        if self.tv.keys[heard:] != ["up"]:
            raise Trouble(f"the television heard {self.tv.keys[heard:]}", SEE_LOG)
        self.terminal.done(f"“up” of {HUB_REMOTE} went to the Apple TV as well")

    async def _off_and_on(self) -> None:
        """Turn everything off and on again, and let the film go on."""
        await self._act("turn_off")
        await self.api.wait_for_state(HUB_PLAYER, "off", SWITCH_TIME)
        if self.hub.powered[TELEVISION] or self.hub.powered[RECEIVER]:
            raise Trouble("some device is still on", SEE_LOG)
        self.terminal.done(f"{HUB_PLAYER} turned everything off")

        await self._act("turn_on")
        await self._running()
        await self._act("media_play")
        await self._television_is(PlayerState.PLAYING)
        player = await self.api.wait_for_state(HUB_PLAYER, "playing")
        title = await self._title(player)
        self.terminal.done(f"“On” started “{_ACTIVITY}” again: “{title}” goes on")

    async def _running(self) -> None:
        """Wait until the hub has started our activity, and its player shows that."""

        async def look() -> bool:
            state = await self.api.state(HUB_PLAYER) or {"attributes": {}}
            return bool(state["attributes"].get("source") == _ACTIVITY)

        try:
            await eventually(look, SWITCH_TIME)
            await self.hub.wait_for(
                lambda hub: (
                    hub.activity_id == WATCH_APPLE_TV and hub.activity_status == 2
                ),
                SWITCH_TIME,
            )
        except TimeoutError:
            raise Trouble(f"“{_ACTIVITY}” does not run", SEE_LOG) from None

    async def _title(self, player: dict[str, Any]) -> str:
        """Return what the hub's player shows, and make sure that it is what plays."""
        title = player["attributes"].get("media_title")
        playing = self.tv.playing
        if playing is None or title != playing.title:
            raise Trouble(
                f"{HUB_PLAYER} shows {title!r}, while the Apple TV plays {playing}",
                SEE_LOG,
            )
        return str(title)

    async def _television_is(self, wanted: PlayerState) -> None:
        try:
            await self.tv.wait_for(lambda tv: tv.state is wanted, PATIENCE)
        except TimeoutError:
            raise Trouble(f"the Apple TV is {self.tv.state}", SEE_LOG) from None

    async def _without_infrared(self, happens: Callable[[], Awaitable[None]]) -> None:
        """Let something happen for which no infrared may be sent."""
        sent = len(self.hub.infrared)
        await happens()
        if keys := self.hub.infrared[sent:]:
            raise Trouble(f"the hub sent {keys}", SEE_LOG)

    async def _act(self, action: str, **data: object) -> None:
        """Perform an action of the hub's player, as a card on a dashboard does."""
        await self.api.post(
            f"/api/services/media_player/{action}", {"entity_id": HUB_PLAYER, **data}
        )
