"""What happens with the Harmony hub in the demo."""

from dataclasses import dataclass
from typing import Final

from simulators.harmony_hub import SimulatedHub
from simulators.harmony_hub.configuration import (
    LISTEN_TO_MUSIC,
    RECEIVER,
    TELEVISION,
    WATCH_TV,
)

from . import dialog
from .api import Api
from .cards import HUB_PLAYER, HUB_REMOTE
from .hub import NAME
from .terminal import SEE_LOG, Terminal, Trouble
from .waiting import eventually

#: How long an activity takes to start or to end, in seconds, with room for a busy machine.
SWITCH_TIME: Final = 45.0

#: How long a key is held, and how far off the infrared may be, in seconds.
_HELD: Final = 1.0
_ROOM: Final = 0.5


@dataclass(frozen=True, slots=True)
class HubStory:
    """The hub is discovered, set up and used, unplugged and plugged in again."""

    api: Api
    hub: SimulatedHub
    terminal: Terminal
    base: str

    async def tell(self, *, by_hand: bool) -> None:
        """Let everything happen; `by_hand` leaves the set-up to the person, and everything after it."""
        if await dialog.is_set_up(self.api, NAME):
            self.terminal.done(f"The hub “{NAME}” is still set up")
        elif by_hand:
            await self._wait_for_person()
            return
        else:
            await self._set_up()
        await self.api.wait_for_state(
            HUB_REMOTE, "off" if self.hub.activity_id == "-1" else "on"
        )
        await self._start_and_hold()
        await self._somebody_else()
        await self._pull_the_plug()
        await self._end()

    async def _set_up(self) -> None:
        """Go through the real dialog, which asks for nothing."""
        flow = await dialog.discovered(self.api, self.hub.remote_id, NAME)
        self.terminal.done(f"It discovered the hub “{NAME}” by itself")
        await dialog.confirm(self.api, flow["flow_id"])
        self.terminal.done("Its set-up dialog took one click: no cloud, no account")

    async def _wait_for_person(self) -> None:
        """Say how to set the hub up by hand, and wait until somebody did."""
        await dialog.discovered(self.api, self.hub.remote_id, NAME)
        self.terminal.done(
            f"It discovered the hub “{NAME}” by itself: choose Add on its card as well"
        )
        await eventually(lambda: dialog.is_set_up(self.api, NAME))
        self.terminal.done(f"You added the hub. Its room is at {self.hub.page_url}")

    async def _start_and_hold(self) -> None:
        """Start an activity, see every phase of it, and hold a key."""
        await self._act("remote", "turn_on", HUB_REMOTE, activity="Watch TV")
        if self.hub.activity_id != WATCH_TV:
            raise Trouble(f"the hub starts {self.hub.activity_id}", SEE_LOG)
        self.terminal.done(f"{HUB_REMOTE} started “Watch TV”, and came back at once")
        await self._activity("Watch TV")
        self.terminal.done("The television, the receiver and the recorder are on")

        sent = len(self.hub.infrared)
        await self._act(
            "remote",
            "send_command",
            HUB_REMOTE,
            command=["volume_up"],
            hold_secs=_HELD,
        )
        (key,) = self.hub.infrared[sent:]
        held = (key.ended or 0.0) - key.began
        if key.device_id != RECEIVER or not abs(held - _HELD) < _ROOM:
            raise Trouble(f"the hub sent {key} for {held:.1f} s", SEE_LOG)
        self.terminal.done(
            f"“Volume up”, held for {held:.1f} s, went to the receiver by infrared"
        )

    async def _somebody_else(self) -> None:
        """Use the remote control that came with the hub, and see Home Assistant follow."""
        await self.hub.press_on_remote(LISTEN_TO_MUSIC)
        await self._activity("Listen to Music")
        self.terminal.done(
            "Somebody pressed “Listen to Music” on the old remote: Home Assistant knows"
        )

    async def _pull_the_plug(self) -> None:
        """Unplug the hub, change the activity meanwhile, and see the truth come back."""
        await self.hub.unplug()
        await self.hub.plug_in()
        await self.hub.wait_for(lambda hub: sum(hub.connections.values()) > 0, 60.0)
        await self._activity("Listen to Music")
        self.terminal.done("The hub was unplugged and is back, with its state true")

    async def _end(self) -> None:
        """Turn everything off."""
        await self._act("media_player", "turn_off", HUB_PLAYER)
        await self.api.wait_for_state(HUB_PLAYER, "off", SWITCH_TIME)
        if self.hub.powered[TELEVISION] or self.hub.powered[RECEIVER]:
            raise Trouble("some device is still on", SEE_LOG)
        self.terminal.done(f"{HUB_PLAYER} turned everything off")

    async def _activity(self, label: str) -> None:
        """Wait until the hub's player shows an activity that runs."""

        async def look() -> bool:
            state = await self.api.state(HUB_PLAYER) or {"attributes": {}}
            return bool(state["attributes"].get("source") == label)

        try:
            await eventually(look, SWITCH_TIME)
        except TimeoutError:
            raise Trouble(f"{HUB_PLAYER} does not show “{label}”", SEE_LOG) from None
        await self.hub.wait_for(lambda hub: hub.activity_status == 2, SWITCH_TIME)

    async def _act(
        self, domain: str, action: str, entity_id: str, **data: object
    ) -> None:
        """Perform an action, as a button on a dashboard does."""
        await self.api.post(
            f"/api/services/{domain}/{action}", {"entity_id": entity_id, **data}
        )
