"""What the remote's commands do: direct ones, properties, keys, touches and text."""

from collections.abc import Callable, Mapping
from typing import Literal

from . import dmap
from .core import Core
from .faults import Fault
from .navigation import KEYS
from .player import PlayerState, Repeat

type Status = Literal[200, 204, 400, 500]

#: How much one press changes the volume, of 100.
VOLUME_STEP = 5

_PROPERTIES = "setproperty"
_ENTRY = "controlpromptentry"


def _volume(core: Core, by: int) -> None:
    """Change the volume where there is one; over HDMI it is fixed and nothing happens."""
    if core.volume_controllable:
        core.player.set_volume(core.player.volume + by)


def _nothing(_: Core) -> None:
    """Take a command that has no effect on this device."""


_DIRECT: Mapping[str, Callable[[Core], None]] = {
    "play": lambda core: core.player.play(),
    "pause": lambda core: core.player.pause(),
    "playpause": lambda core: core.player.toggle(),
    "discrete-pause": lambda core: core.player.pause(),
    "stop": lambda core: core.player.stop(),
    "nextitem": lambda core: core.player.next(),
    "previtem": lambda core: core.player.previous(),
    "beginff": lambda core: core.player.scan(1),
    "beginrew": lambda core: core.player.scan(-1),
    "playresume": lambda core: core.player.resume(),
    "volumeup": lambda core: _volume(core, VOLUME_STEP),
    "volumedown": lambda core: _volume(core, -VOLUME_STEP),
    "mutetoggle": _nothing,
    "shuffle_songs": lambda core: core.player.set_shuffle(True),
    "setspeakers": _nothing,
}


def is_known(name: str) -> bool:
    """Tell whether there is a command of this name."""
    return name in _DIRECT or name in (_PROPERTIES, _ENTRY)


def run(core: Core, name: str, query: Mapping[str, str], body: bytes) -> Status:
    """Do a command and return the status of the reply.

    Direct commands and properties answer 204, keys 200: both were reported, a client has to take
    either. 500 says that the command makes no sense now.

    Raises:
        ValueError: a value, the body or the key is not understood.
    """
    if name == _ENTRY:
        return _control_prompt_entry(core, body)
    if name == _PROPERTIES:
        return _set_properties(core, query)
    _DIRECT[name](core)
    core.understood(name)
    core.changed()
    return 204


def _set_properties(core: Core, query: Mapping[str, str]) -> Status:
    """Set every property of a query; unknown ones are passed over."""
    player = core.player
    for name, value in query.items():
        match name:
            case "dacp.playingtime":
                if player.state is PlayerState.IDLE or not player.seek(
                    int(value) / 1000
                ):
                    return 500
            case "dacp.shufflestate":
                player.set_shuffle(int(value) != 0)
            case "dacp.repeatstate":
                player.set_repeat(Repeat(int(value)))
            case "dmcp.volume" if core.volume_controllable:
                player.set_volume(round(float(value)))
    return 204


def _control_prompt_entry(core: Core, body: bytes) -> Status:
    """Do what the body says: `cmbe` names a key, a touch or a text command."""
    items = dmap.decode(body)
    command = dmap.first(items, "cmbe")
    if command is None:
        raise ValueError("no cmbe")
    key = command.text
    if key in KEYS:
        core.press(key)
    elif key == "playpause":
        core.player.toggle()
        core.understood(key)
    elif key.startswith("touch"):
        return _touch(core, key)
    elif key.startswith("Prompt"):
        return _text(core, key, items)
    else:
        raise ValueError(f"unknown key {key!r}")
    return 200


def _touch(core: Core, touch: str) -> Status:
    """Feel a touch; a swipe moves the cursor."""
    failing = core.faults.look(Fault.TOUCH_FAILS)
    if failing is not None:
        failing.parameters["nth"] -= 1
        if failing["nth"] <= 0:
            core.faults.strike(Fault.TOUCH_FAILS)
            return 500
    swipe = core.touchpad.feel(touch)
    if swipe is not None:
        core.press(swipe.direction, swipe.steps)
    core.changed()
    return 200


def _text(core: Core, command: str, items: tuple[dmap.Item, ...]) -> Status:
    """Put text into the keyboard.

    The session of the keyboard has to be echoed in `cmcc`. A secret field takes no text in the
    clear: it wants FairPlay, which only Apple's Remote can do.
    """
    if command == "PromptResendReq":
        core.prompts.resend()
        return 200
    keyboard = core.prompts.open
    session, text = dmap.first(items, "cmcc"), dmap.first(items, "cmte")
    if command not in ("PromptUpdate", "PromptDone") or text is None:
        raise ValueError(f"{command} with{'out' if text is None else ''} text")
    if keyboard is None or keyboard.secure:
        return 500
    if session is None or session.text != str(keyboard.session_id):
        core.complain(f"{command}: cmcc is not {keyboard.session_id}")
        return 500
    core.prompts.enter(text.text)
    if command == "PromptDone":
        core.prompts.submit()
    return 200
