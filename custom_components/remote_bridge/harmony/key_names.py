"""The names of keys: what people and dashboard cards call them, and what Harmony's devices do."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a device is in an activity, so that keys find it; the values are the hub's own names."""

    VOLUME = "VolumeActivityRole"
    CHANNEL = "ChannelChangingActivityRole"
    KEYBOARD = "KeyboardTextEntryActivityRole"
    DISPLAY = "DisplayActivityRole"
    MEDIA = "PlayMediaActivityRole"


# Left: what is asked for. Right: Harmony's names for it, the best first; a device has some of them. Logitech's
# database took over what is printed on each remote, hence so many. What may do the opposite of what was asked for
# (a toggle for "on") is not among them.
_NAMES: Final = {
    "up arrowup dpadup navigateup cursorup": "DirectionUp Up CursorUp ArrowUp",
    "down arrowdown dpaddown navigatedown cursordown": "DirectionDown Down CursorDown ArrowDown",
    "left arrowleft dpadleft navigateleft cursorleft": "DirectionLeft Left CursorLeft ArrowLeft",
    "right arrowright dpadright navigateright cursorright": "DirectionRight Right CursorRight ArrowRight",
    "ok select enter center dpadcenter confirm": "OK Select Enter Center",
    "directionup": "Up CursorUp ArrowUp",
    "directiondown": "Down CursorDown ArrowDown",
    "directionleft": "Left CursorLeft ArrowLeft",
    "directionright": "Right CursorRight ArrowRight",
    "back return menu goback": "Back Return Menu Exit",
    "exit cancel close": "Exit Cancel Clear Back Return",
    "home homehold mainmenu": "Home SmartHub Smart HomeMenu MyHome MainMenu Xmb TopMenu",
    "topmenu holdmenu menuhold": "TopMenu MenuHold Home SmartHub Smart",
    "options option tools contextmenu holdselect": "Options Option Tools SelectHold",
    "settings setup": "Settings Setup SetupMenu",
    "info information display": "Info Information Display",
    "guide epg tvguide": "Guide EPG TvGuide ProgramGuide",
    "search": "Search Find",
    "keyboard text": "Keyboard",
    "input source inputs": "Source Input InputSelect InputNext InputToggle",
    "volumeup volup vol+ volume+": "VolumeUp Vol+ VolumeUpFast",
    "volumedown voldown vol- volume-": "VolumeDown Vol- VolumeDownFast",
    "mute volumemute togglemute mutetoggle": "Mute MuteToggle VolumeMute",
    "muteon": "MuteOn",
    "unmute muteoff": "MuteOff",
    "channelup chup ch+ channel+ programup": "ChannelUp Ch+ ProgramUp",
    "channeldown chdown ch- channel- programdown": "ChannelDown Ch- ProgramDown",
    "channelprev prevchannel previouschannel channelprevious last recall jump lastchannel": (
        "PrevChannel ChannelPrev Last Recall Jump PreviousChannel"
    ),
    "play mediaplay resume": "Play PlayPause",
    "pause mediapause": "Pause PlayPause",
    "playpause mediaplaypause playpausetoggle toggleplaypause": "PlayPause PlayPauseToggle Pause Play",
    "stop mediastop": "Stop",
    "record mediarecord rec": "Record Rec",
    "rewind rew mediarewind reverse scanbackward": "Rewind Rew Reverse ScanBackward SearchBackward",
    "fastforward ff fwd forward mediafastforward scanforward": (
        "FastForward FF Forward Fwd ScanForward SearchForward"
    ),
    "next nexttrack mediatracknext medianexttrack skipnext tracknext": (
        "SkipForward Next ChapterNext TrackNext SkipNext Skip NextTrack"
    ),
    "previous prev previoustrack mediatrackprevious mediaprevioustrack skipprevious trackprev": (
        "SkipBackward SkipBack Previous Prev ChapterPrev TrackPrev SkipPrev PrevTrack"
    ),
    "skipforward skipahead advance": "SkipForward Skip Advance Next ChapterNext TrackNext",
    "skipback skipbackward replay instantreplay": (
        "SkipBack SkipBackward Replay InstantReplay Previous Prev ChapterPrev TrackPrev"
    ),
    "eject openclose": "Eject OpenClose Open",
    "poweron turnon on discreteon": "PowerOn On",
    "poweroff turnoff off discreteoff": "PowerOff Off Standby",
    "power togglepower powertoggle": "PowerToggle Power",
    "wakeup wake": "WakeUp PowerOn",
    "sleep": "Sleep",
    "red colorred redbutton": "Red ColorRed",
    "green colorgreen greenbutton": "Green ColorGreen",
    "yellow coloryellow yellowbutton": "Yellow ColorYellow",
    "blue colorblue bluebutton": "Blue ColorBlue",
    "subtitle subtitles captions closedcaptions cc": "Subtitle Subtitles Captions CC ClosedCaption",
    "audio audiotrack language": "Audio AudioTrack Language",
    "pageup": "PageUp",
    "pagedown": "PageDown",
    "dot dash hyphen period . -": "Dot Dash Hyphen Period NumberDot . -",
} | {
    f"{digit} number{digit} num{digit} digit{digit} numpad{digit} n{digit}": (
        f"Number{digit} {digit} Digit{digit}"
    )
    for digit in range(10)
}

# A stray one would leave the hub out of step with its devices, so these never look for a device by themselves.
_POWER: Final = frozenset(
    {"poweron", "poweroff", "powertoggle", "power", "on", "off", "standby"}
)
_VOLUME: Final = frozenset({"volumeup", "volumedown", "mute", "muteon", "muteoff"})
_CHANNEL: Final = frozenset(
    {"channelup", "channeldown", "prevchannel", "dot", *map(str, range(10))}
)


def normalise(name: str) -> str:
    """Return a name without case, spaces, `_` and `-`.

    A `-` at the end stays, for it is the opposite of `+` there; so does what consists of nothing else.
    """
    folded = name.casefold()
    plain = folded.replace("_", "").replace(" ", "")
    return plain[:-1].replace("-", "") + plain[-1:] or folded


def _aliases() -> dict[str, tuple[str, ...]]:
    return {
        word: tuple(normalise(target) for target in targets.split())
        for words, targets in _NAMES.items()
        for word in words.split()
    }


_ALIASES: Final = _aliases()


def candidates(name: str) -> tuple[str, ...]:
    """Return what to look for when somebody asks for a key: the name as given, then normalised, then its aliases.

    The aliases are normalised, the best first. What a device has exactly comes first, whatever we think it means.
    """
    plain = normalise(name)
    return tuple(dict.fromkeys((name, plain, *_ALIASES.get(plain, ()))))


def role_of(name: str) -> Role | None:
    """Return which device of an activity a key is for, when the activity itself does not say; None for none."""
    meanings = candidates(name)
    if not _POWER.isdisjoint(meanings):
        return None
    if not _VOLUME.isdisjoint(meanings):
        return Role.VOLUME
    if not _CHANNEL.isdisjoint(meanings):
        return Role.CHANNEL
    return Role.MEDIA
