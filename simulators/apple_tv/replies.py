"""The bodies of the device's replies, in the order a real one was seen to send its tags."""

from dataclasses import dataclass
import plistlib
import time

from simulators.fault_board import FaultBoard

from . import dmap
from .faults import Fault
from .player import Player, PlayerState

#: dmap.protocolversion 2.10, daap 3.12, music sharing 3.10, ATV sharing 1.5, ATV control 1.3.
DMAP_VERSION = 131082
DAAP_VERSION = 196620
MUSIC_SHARING_VERSION = 196618
ATV_SHARING_VERSION = 65541
ATV_CONTROL_VERSION = 65539
DACP_VERSION = 131077

_SCANNING = (PlayerState.LOADING, PlayerState.FAST_FORWARD, PlayerState.REWIND)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply before it is packed: status, body and what kind of thing the body is."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/x-dmap-tagged"


def server_info(name: str, faults: FaultBoard[Fault]) -> bytes:
    """Write `/server-info` as an Apple TV 3 does."""
    offset = -time.timezone if time.localtime().tm_isdst <= 0 else -time.altzone
    return dmap.container(
        "msrv",
        dmap.u32("mstt", 200),
        dmap.u32("mpro", DMAP_VERSION),
        dmap.raw("minm", _title(name, faults)),
        dmap.u32("apro", DAAP_VERSION),
        dmap.u32("aeSV", MUSIC_SHARING_VERSION),
        dmap.u32("mstm", 1800),
        dmap.u32("msdc", 1),
        dmap.u8("aeFP", 2),
        dmap.u8("aeFR", 100),
        dmap.u8("mslr", 1),
        dmap.u8("msal", 1),
        dmap.u32("mstc", int(time.time())),
        dmap.u32("msto", offset),
        dmap.u32("atSV", ATV_SHARING_VERSION),
        dmap.u16("ated", 1),
        dmap.u16("asgr", 3),
        dmap.u64("asse", 0x700400),
        dmap.u64("aeSX", 3),
        *(
            dmap.u8(tag, 1)
            for tag in ["msed", "msup", "mspi", "msex", "msbr", "msqy", "msix"]
        ),
        dmap.u32("mscu", 101),
    )


def control_interface(volume_controllable: bool) -> bytes:
    """Write `/ctrl-int`; `ceDR` is the sign of an Apple TV."""
    volume = int(volume_controllable)
    interface = dmap.container(
        "mlit",
        dmap.u32("miid", 1),
        dmap.u8("cmik", 1),
        dmap.u32("cmpr", 131074),
        dmap.u32("capr", DACP_VERSION),
        dmap.u32("atCV", ATV_CONTROL_VERSION),
        dmap.u8("cmsp", 1),
        dmap.u8("cmsb", 1),
        dmap.u8("cmsc", 1),
        dmap.u8("cmsv", volume),
        dmap.u8("cass", volume),
        dmap.u8("caov", 0),
        dmap.u8("casu", 0),
        dmap.u8("ceSG", 0),
        dmap.u8("ceDR", 1),
        dmap.u8("cmrl", 1),
        dmap.u8("aeFR", 100),
        dmap.u64("ceSX", 0b1011),
    )
    return dmap.container(
        "caci",
        dmap.u32("mstt", 200),
        dmap.u8("muty", 0),
        dmap.u32("mtco", 1),
        dmap.u32("mrco", 1),
        dmap.container("mlcl", interface),
    )


def login(session_id: int) -> bytes:
    """Write the reply to a login that was accepted."""
    return dmap.container("mlog", dmap.u32("mstt", 200), dmap.u32("mlid", session_id))


def library_update() -> bytes:
    """Write `/update`, whose revision never moves: there is no library to change."""
    return dmap.container("mupd", dmap.u32("mstt", 200), dmap.u32("musr", 1))


def speakers(name: str, player: Player) -> bytes:
    """Write `getspeakers`: the one set of loudspeakers there is."""
    return dmap.container(
        "casp",
        dmap.u32("mstt", 200),
        dmap.container(
            "mdcl",
            dmap.text("minm", name),
            dmap.u64("msma", 0),
            dmap.u8("caia", 1),
            dmap.u32("cmvo", player.volume),
        ),
    )


def play_status(
    player: Player,
    revision: int,
    *,
    volume_controllable: bool,
    faults: FaultBoard[Fault],
) -> bytes:
    """Write the play status.

    Nothing playing leaves out everything but `mstt` and `cmsr`, as seen on a real device; so does
    loading and scanning but for the state and the length.
    """
    if faults.look(Fault.STATUS_500):
        return dmap.container(
            "cmst", dmap.u32("mstt", 500), dmap.text("msts", "internal error")
        )
    items = [dmap.u32("mstt", 200)]
    if not faults.look(Fault.MISSING_REVISION):
        items.append(dmap.u32("cmsr", revision))
    if wrong := faults.look(Fault.UNKNOWN_STATE):
        items.append(dmap.u8("caps", wrong["value"]))
    if player.media is not None:
        if not wrong:
            items.append(dmap.u8("caps", player.state))
        if player.state in _SCANNING:
            items.append(dmap.u32("cast", _times(player, faults)[1]))
        else:
            items += _now_playing(player, volume_controllable, faults)
    if faults.look(Fault.UNKNOWN_TAGS):
        items += [dmap.raw("zzZZ", b"\x00\xffnobody knows"), dmap.raw("ceX?", b"")]
    return dmap.container("cmst", *items)


def _now_playing(
    player: Player, volume_controllable: bool, faults: FaultBoard[Fault]
) -> list[bytes]:
    """Write what follows the state, in the order of an Apple TV 3 playing music."""
    media = player.media
    assert media is not None
    remaining, total = _times(player, faults)
    items = [
        dmap.u8("cash", player.shuffle),
        dmap.u8("carp", player.repeat),
        dmap.u8("cafs", 0),
        dmap.u8("cavs", 0),
        dmap.u8("cavc", volume_controllable),
        dmap.u32("caas", 1),
        dmap.u32("caar", 1),
        dmap.u8("cafe", 0),
        dmap.u8("cave", 0),
        dmap.u8("ceQA", 0),
        dmap.raw("cann", _title(media.title, faults)),
    ]
    for tag, value in (
        ("cana", media.artist),
        ("canl", media.album),
        ("cang", media.genre),
    ):
        if value is not None:
            items.append(dmap.text(tag, value))
    if media.stream:
        items.append(
            dmap.raw("ceSD", plistlib.dumps(media.stream, fmt=plistlib.FMT_BINARY))
        )
    if media.reports_kind:
        items.append(dmap.u32("cmmk", media.kind))
    items += [
        dmap.u8("casc", media.scrubbable),
        dmap.u8("caks", 6 if len(player.queue) > 1 else 0),
        dmap.u32("cant", remaining),
        dmap.u32("cast", total),
        dmap.u8("casu", 0),
    ]
    return items


def properties(
    player: Player,
    names: list[str],
    *,
    volume_controllable: bool,
    faults: FaultBoard[Fault],
) -> bytes:
    """Write the properties asked for; unknown ones are left out."""
    remaining, total = _times(player, faults)
    known: dict[str, list[bytes]] = {
        "dacp.playingtime": [dmap.u32("cant", remaining), dmap.u32("cast", total)],
        "dacp.shufflestate": [dmap.u8("cash", player.shuffle)],
        "dacp.repeatstate": [dmap.u8("carp", player.repeat)],
        "dmcp.volume": [dmap.u32("cmvo", player.volume)],
        "dacp.playerstate": [dmap.u8("caps", player.state)],
        "dacp.volumecontrollable": [dmap.u8("cavc", volume_controllable)],
        "dacp.availableshufflestates": [dmap.u32("caas", 1)],
        "dacp.availablerepeatstates": [dmap.u32("caar", 1)],
        "dacp.fullscreen": [dmap.u8("cafs", 0)],
        "dacp.fullscreenenabled": [dmap.u8("cafe", 0)],
        "dacp.visualizer": [dmap.u8("cavs", 0)],
        "dacp.visualizerenabled": [dmap.u8("cave", 0)],
    }
    media = player.media
    if media is not None:
        texts = (("cann", media.title), ("cana", media.artist), ("canl", media.album))
        known["dacp.nowplaying"] = [
            dmap.text(tag, value) for tag, value in texts if value
        ]
        known["com.apple.itunes.mediakind"] = [dmap.u32("cmmk", media.kind)]
    found = [item for name in names for item in known.get(name, ())]
    return dmap.container("cmgt", dmap.u32("mstt", 200), *found)


def _times(player: Player, faults: FaultBoard[Fault]) -> tuple[int, int]:
    """Compute remaining and total time in milliseconds."""
    if wrong := faults.look(Fault.UNKNOWN_TIMES):
        return wrong["value"], wrong["value"]
    if player.media is None:
        return 0, 0
    total = round(player.media.duration * 1000)
    return total - round(player.position * 1000), total


def _title(title: str, faults: FaultBoard[Fault]) -> bytes:
    """Write a title, spoilt if a fault says so."""
    if faults.look(Fault.INVALID_UTF8_TITLE):
        return b"Caf\xe9 \xff\xfe " + title.encode()
    if faults.look(Fault.TRAILING_NUL_TITLE):
        return title.encode() + b"\0"
    return title.encode()
