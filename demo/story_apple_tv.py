"""What happens with the Apple TV in the demo."""

from dataclasses import dataclass

from simulators.apple_tv import PlayerState, SimulatedAppleTV

from . import dialog
from .api import Api
from .cards import PLAYER, REMOTE
from .terminal import SEE_LOG, Terminal, Trouble
from .waiting import PATIENCE, eventually

#: From wherever the television is to the first film.
_TO_THE_FIRST_FILM = ("top_menu", "up", *["left"] * 4, "select", "select")
#: The same as the television understands it.
_HEARD = ["topmenu", *_TO_THE_FIRST_FILM[1:]]


@dataclass(frozen=True, slots=True)
class AppleTvStory:
    """The Apple TV is discovered, paired and played on, in a Home Assistant that runs."""

    api: Api
    tv: SimulatedAppleTV
    terminal: Terminal
    base: str

    async def tell(self, *, by_hand: bool) -> None:
        """Let everything happen; `by_hand` leaves the pairing to the person."""
        if await dialog.is_set_up(self.api, self.tv.name):
            self.terminal.done("The Apple TV “Living Room” is still paired")
        elif by_hand:
            await self._wait_for_person()
        else:
            await self._pair()
        await self._play()

    async def _pair(self) -> None:
        """Pair through the real dialog, with the PIN typed on the television."""
        flow = await dialog.discovered(self.api, self.tv.service_name, "Apple TV")
        self.terminal.done("It discovered the Apple TV “Living Room” by itself")
        pin = await dialog.pair(self.api, flow["flow_id"], self._type_pin)
        self.terminal.done(
            f"Its set-up dialog showed the PIN {pin}, which was typed on the television: paired"
        )

    async def _wait_for_person(self) -> None:
        """Say how to pair by hand, and wait until somebody did."""
        await dialog.discovered(self.api, self.tv.service_name, "Apple TV")
        self.terminal.done("It discovered the Apple TV “Living Room” by itself")
        self.terminal.say(f"""
  Now it is yours to pair:
    1. Open  {self.base}/config/integrations/dashboard
       and choose Add on the card of “Living Room”. Home Assistant shows a code.
    2. Leave that open, and in another tab open the television,  {self.tv.screen_url}
       Go to Settings → General → Remotes, choose Home Assistant, enter the code.
  Home Assistant goes on by itself, and so does this. Ctrl-C stops everything.
""")
        await eventually(lambda: dialog.is_set_up(self.api, self.tv.name))
        self.terminal.done("You paired it")

    async def _play(self) -> None:
        """Press keys with the remote entity until a film plays, and see it in the player entity."""
        await self.api.wait_for_state(REMOTE, "on")
        how = "Somebody was quicker"
        if self.tv.state is not PlayerState.PLAYING:
            how = f"{REMOTE} found a film in the menu"
            heard = len(self.tv.keys)
            await self.api.send_keys(REMOTE, *_TO_THE_FIRST_FILM)
            if self.tv.keys[heard:] != _HEARD:
                raise Trouble(
                    f"the television heard {self.tv.keys[heard:]} instead of {_HEARD}",
                    SEE_LOG,
                )
        player = await self.api.wait_for_state(PLAYER, "playing")
        title = player["attributes"].get("media_title")
        kind, artwork = await self.api.fetch(player["attributes"]["entity_picture"])
        assert self.tv.playing is not None
        if title != self.tv.playing.title or not kind.startswith("image/"):
            raise Trouble(
                f"the player shows {title!r} with a picture of type {kind},"
                f" while the television plays {self.tv.playing.title!r}",
                SEE_LOG,
            )
        self.terminal.done(f"{how}: “{title}” is playing")
        self.terminal.done(
            f"{PLAYER} shows it, cover included ({len(artwork) // 1024} kB)"
        )

    async def _type_pin(self, remote: str, pin: str) -> None:
        """Choose our remote under Settings, General, Remotes, and type its PIN."""
        await self.tv.wait_for(lambda tv: remote in tv.remote_names, PATIENCE)
        result = await self.tv.enter_pin(remote, pin)
        if not result.accepted:
            raise Trouble(
                f"the remote {remote!r} did not accept PIN {pin} ({result})",
                SEE_LOG,
            )
