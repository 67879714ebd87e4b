"""What happens in the demo, in order."""

import asyncio
from dataclasses import dataclass

from simulators.apple_tv import SimulatedAppleTV
from simulators.harmony_hub import SimulatedHub

from .api import Api
from .story_apple_tv import AppleTvStory
from .story_hub import HubStory
from .story_living_room import LivingRoomStory
from .terminal import Terminal, Trouble
from .waiting import eventually


@dataclass(frozen=True, slots=True)
class Story:
    """An Apple TV and a Harmony hub are discovered, set up and used, and become one living room."""

    api: Api
    tv: SimulatedAppleTV
    hub: SimulatedHub
    terminal: Terminal
    base: str

    async def tell(self, *, by_hand: bool) -> None:
        """Let everything happen; `by_hand` leaves the set-up dialogs to the person."""
        await self._begin()
        television = AppleTvStory(self.api, self.tv, self.terminal, self.base)
        hub = HubStory(self.api, self.hub, self.terminal, self.base)
        if by_hand:
            # Whichever the person begins with.
            try:
                async with asyncio.TaskGroup() as both:
                    both.create_task(television.tell(by_hand=True))
                    both.create_task(hub.tell(by_hand=True))
            except* Trouble as troubles:
                raise troubles.exceptions[0] from None
            self.terminal.done(
                "Both are there, and are one living room: choose “Apple TV” on the first page"
            )
        else:
            await television.tell(by_hand=False)
            await hub.tell(by_hand=False)
            await LivingRoomStory(self.api, self.tv, self.hub, self.terminal).tell()

    async def _begin(self) -> None:
        """Wait until Home Assistant has started all of its parts."""
        version = await eventually(self._version_once_running)
        self.terminal.done(f"Home Assistant {version} is running")

    async def _version_once_running(self) -> str | None:
        config = await self.api.ask("get_config")
        return config["version"] if config["state"] == "RUNNING" else None
