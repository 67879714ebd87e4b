"""The devices of the living room."""

from .build import Part, device, key, keys
from .identifiers import (
    APPLE_TV,
    BLU_RAY,
    CD_CHANGER,
    FIRE_TV,
    GAME_CONSOLE,
    LIGHTS,
    NETWORK_PLAYER,
    RECEIVER,
    SET_TOP_BOX,
    TELEVISION,
)

_POWER = keys("PowerOff PowerOn PowerToggle")
_NUMBERS = keys("0 1 2 3 4 5 6 7 8 9")
_VOLUME = keys("Mute VolumeDown VolumeUp")
_ARROWS = "DirectionDown DirectionLeft DirectionRight DirectionUp"
_COLOURS = keys("Green Red Blue Yellow")
_TRANSPORT = keys("Stop Play Rewind Pause FastForward")

#: Networks and devices that the hub talks to itself, rather than by infrared.
BLUETOOTH = 2
NETWORK = 32


def television() -> Part:
    """Make a Samsung television, with the teletext and the dots of its time."""
    return device(
        TELEVISION,
        "Samsung TV",
        maker="Samsung",
        model="UE46F6500",
        kind="Television",
        groups={
            "Power": _POWER,
            "NumericBasic": (*_NUMBERS, key("Dash", "-", "-")),
            "Volume": _VOLUME,
            "Channel": keys("PrevChannel ChannelDown ChannelUp"),
            "NavigationBasic": (*keys(_ARROWS), key("Select", "OK")),
            "NavigationExtended": keys("Guide Info Exit Return Tools ChannelList"),
            "TransportBasic": _TRANSPORT,
            "TransportRecording": keys("Record"),
            "Teletext": keys("Teletext"),
            "ColoredButtons": _COLOURS,
            "Setup": keys("Menu Sleep"),
            "Home": (key("SmartHub", "Smart Hub"),),
            "DisplayMode": keys("Aspect PictureMode SoundMode"),
            "Miscellaneous": (
                *keys("InputHdmi1 InputHdmi2 InputHdmi3 InputHdmi4 InputAv InputTv"),
                *keys("E-Manual Emode Internet Mts Search Subtitle SocialTv Usb"),
                key("3D", label="3D"),
                key("PinP", "Picture In Picture"),
            ),
        },
        BTAddress="",
    )


def receiver() -> Part:
    """Make a Denon receiver: the loudspeaker of nearly every activity."""
    return device(
        RECEIVER,
        "Denon AV Receiver",
        maker="Denon",
        model="AVR-X1000",
        kind="StereoReceiver",
        icon="5",
        groups={
            "Power": _POWER,
            "Volume": _VOLUME,
            "NumericBasic": _NUMBERS,
            "NavigationBasic": keys(f"{_ARROWS} Select"),
            "NavigationExtended": keys("Info Return Search"),
            "RadioTuner": keys(
                "PresetPrev PresetNext TuneDown TuneUp PresetA PresetB PresetC Band"
            ),
            "Setup": keys("Menu Setup Sleep"),
            "TransportBasic": _TRANSPORT,
            "TransportExtended": keys("SkipBack SkipForward"),
            "Miscellaneous": (
                *keys("InputBd InputCd InputDvd InputGame InputNetwork InputPhono"),
                *keys("InputTuner InputTv InputUsb InputMediaPlayer InputAux"),
                key("InputCblSat", "InputCbl/Sat", "Input Cbl/Sat"),
                *keys("ModeMovie ModeMusic ModeGame ModePure ModeDirect ModeStereo"),
                *keys("DialogLevel Eco DynamicEq DynamicVolume MultEq RoomEq Restorer"),
                *keys("Zone2Off Zone2On Zone2VolumeDown Zone2VolumeUp Zone2Mute"),
                *keys("QuickSelect1 QuickSelect2 QuickSelect3 QuickSelect4"),
                *keys("BassDown BassUp TrebleDown TrebleUp SubwooferDown SubwooferUp"),
                key("AllZoneStereo", "All Zone Stereo"),
                key("DimmerBright", "Dimmer - Bright"),
            ),
        },
    )


def apple_tv() -> Part:
    """Make an Apple TV 3, which infrared cannot turn off."""
    return device(
        APPLE_TV,
        "Apple TV",
        maker="Apple",
        model="Apple TV 3",
        kind="AppleTV",
        icon="14",
        power_on=None,
        power_off=None,
        groups={
            "NavigationBasic": keys(f"{_ARROWS} Select"),
            "NavigationDVD": keys("Menu"),
            "TransportBasic": keys("Stop Play Rewind Pause FastForward"),
            "TransportExtended": keys("SkipBackward SkipForward"),
            "Home": keys("Home"),
            "Miscellaneous": keys("PlayPause MenuHold SelectHold Sleep Pair Unpair"),
        },
    )


def blu_ray() -> Part:
    """Make a Sony Blu-ray player."""
    return device(
        BLU_RAY,
        "Blu-ray Player",
        maker="Sony",
        model="BDP-S3200",
        kind="BluRayPlayer",
        groups={
            "Power": _POWER,
            "NumericBasic": _NUMBERS,
            "NavigationBasic": keys(f"{_ARROWS} Select"),
            "NavigationDVD": keys("Return TopMenu Back PopUpMenu"),
            "NavigationExtended": keys("Display Options"),
            "TransportBasic": _TRANSPORT,
            "TransportExtended": keys("SkipBackward SkipForward StepBack StepForward"),
            "ColoredButtons": _COLOURS,
            "Home": keys("Home"),
            "Miscellaneous": keys("Angle Audio Eject Netflix Subtitle SEN Favorites"),
        },
    )


def game_console() -> Part:
    """Make a game console: paired over Bluetooth, yet its keys are called infrared."""
    return device(
        GAME_CONSOLE,
        "PlayStation 3",
        maker="Sony",
        model="PlayStation 3",
        kind="GameConsoleWithDvd",
        icon="13",
        transport=BLUETOOTH,
        BTAddress="00:00:5e:00:53:05",
        groups={
            "Power": _POWER,
            "NumericBasic": _NUMBERS,
            "NavigationBasic": keys(f"{_ARROWS} Select"),
            "NavigationDVD": keys("Return TopMenu PopUpMenu"),
            "TransportBasic": _TRANSPORT,
            "TransportExtended": keys("SkipBackward SkipForward ScanBack ScanForward"),
            "GameType3": keys("Triangle Square Circle Cross L1 L2 L3 R1 R2 R3"),
            "ColoredButtons": _COLOURS,
            "Home": (key("Home", "PS", "PS"),),
            "Miscellaneous": keys("Start Select2 Audio Angle Subtitle Eject Time"),
        },
    )


def set_top_box() -> Part:
    """Make a recorder with the channels that the television's own tuner is not used for."""
    return device(
        SET_TOP_BOX,
        "Humax Recorder",
        maker="Humax",
        model="iCord HD+",
        kind="PVR",
        icon="2",
        power_on="PowerToggle",
        power_off="PowerToggle",
        groups={
            "Power": keys("PowerToggle"),
            "NumericBasic": _NUMBERS,
            "Volume": _VOLUME,
            "Channel": keys("PrevChannel ChannelDown ChannelUp"),
            "NavigationBasic": (*keys(_ARROWS), key("Select", "Ok")),
            "NavigationDSTB": keys("A B C D"),
            "NavigationExtended": keys("Guide Info PageDown PageUp Exit Back"),
            "TransportBasic": _TRANSPORT,
            "TransportRecording": keys("Record MyRecordings"),
            "TransportExtended": keys("SkipBackward SkipForward"),
            "ColoredButtons": _COLOURS,
            "Teletext": keys("Teletext"),
            "Setup": keys("Menu"),
            "Miscellaneous": keys(
                "Bookmark List Media Opt+ Portal Schedule Sub TvRadio Wide F1 F2 F3 F4"
            ),
        },
    )


def network_player() -> Part:
    """Make a player in the network, which is always on."""
    return device(
        NETWORK_PLAYER,
        "Sonos Play:5",
        maker="Sonos",
        model="Play:5",
        kind="HomeMusic",
        icon="27",
        power_on=None,
        power_off=None,
        transport=NETWORK,
        groups={
            "Volume": _VOLUME,
            "TransportBasic": keys("Play Pause Stop"),
            "TransportExtended": keys("SkipBackward SkipForward"),
            "Miscellaneous": (
                *keys("Shuffle Repeat Crossfade ThumbsUp ThumbsDown"),
                *(key(f"Favorite{n}", f"Favorite #{n}") for n in range(1, 13)),
            ),
        },
        isManualPower=True,
    )


def fire_tv() -> Part:
    """Make a stick with a keyboard that the hub can type on."""
    return device(
        FIRE_TV,
        "Fire TV",
        maker="Amazon",
        model="Fire TV",
        kind="MediaCenterPC",
        icon="14",
        transport=BLUETOOTH,
        power_on=None,
        power_off=None,
        IsKeyboardAssociated=True,
        BTAddress="00:00:5e:00:53:08",
        groups={
            "NumericBasic": _NUMBERS,
            "NavigationBasic": (*keys(_ARROWS), key("Select", "Ok")),
            "NavigationExtended": keys("Back Search"),
            "TransportBasic": keys("Play Rewind Pause FastForward"),
            "Home": keys("Home"),
            "GoogleTVNavigation": keys("Menu"),
            "Miscellaneous": keys("Sleep WakeUp Backspace Enter Space Tab AppNetflix"),
        },
    )


def lights() -> Part:
    """Make lamps, which a hub lists without a single key: they are home automation."""
    lamps = device(
        LIGHTS,
        "Philips Hue",
        maker="Philips",
        model="Hue Bridge",
        kind="HomeAppliance",
        icon="31",
        transport=NETWORK,
        power_on=None,
        power_off=None,
        groups={},
        uuid="00000000-0000-4000-8000-0000000000a9",
    )
    del lamps["controlGroup"]
    return lamps


def cd_changer() -> Part:
    """Make a changer for 300 discs, with a number for every one of the first 120."""
    return device(
        CD_CHANGER,
        "CD Changer",
        maker="Sony",
        model="CDP-CX355",
        kind="CDJukebox",
        icon="7",
        groups={
            "Power": _POWER,
            "NumericBasic": (*_NUMBERS, key("NumberEnter", "Enter", "Enter")),
            "TransportBasic": _TRANSPORT,
            "TransportExtended": keys("SkipBackward SkipForward"),
            "Program": keys("Program Shuffle Repeat Continue"),
            "Miscellaneous": (
                *keys("DiscSkipDown DiscSkipUp Group1 Group2 Group3 Check Clear Fader"),
                *(key(f"Disc{n:03}", f"Disc {n}") for n in range(1, 121)),
            ),
        },
    )
