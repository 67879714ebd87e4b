"""The DMAP tag table: what each four-letter code carries, and what it means."""

from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """How a tag's payload is read. Widths always come from the length field, never from here."""

    CONTAINER = "container"
    UINT = "uint"
    INT = "int"
    BOOL = "bool"
    TEXT = "text"
    DATE = "date"
    VERSION = "version"
    UINT32S = "uint32s"
    UINT64S = "uint64s"
    DATA = "data"


class Tag(NamedTuple):
    """One row of the table: the kind, the width in bytes an encoder writes, and the protocol's own name."""

    kind: Kind
    width: int
    name: str


def _rows(kind: Kind, width: int, rows: str) -> dict[str, Tag]:
    pairs = (row.split() for row in rows.strip().splitlines())
    return {code: Tag(kind, width, name) for code, name in pairs}


# Names are Apple's where they are known (they are what /content-codes reports), else the meaning seen in use.
TAGS: dict[str, Tag] = {
    **_rows(
        Kind.CONTAINER,
        0,
        """
        msrv dmap.serverinforesponse
        mccr dmap.contentcodesresponse
        mlog dmap.loginresponse
        mupd dmap.updateresponse
        mlcl dmap.listing
        mlit dmap.listingitem
        mdcl dmap.dictionary
        mshl dmap.sortingheaderlisting
        mudl dmap.deletedidlisting
        medc dmap.editdictionary
        msml dmap.speakermachinelist
        caci dacp.controlint
        casp dacp.speakers
        cacr dacp.cueresponse
        cmpa dacp.pairinganswer
        cmst dmcp.playstatus
        cmgt dmcp.getpropertyresponse
        cmcp dmcp.controlprompt
        ceQR com.apple.itunes.playqueue-contents-response
        ceQS com.apple.itunes.playqueue-section
        avdb daap.serverdatabases
        aply daap.databaseplaylists
        apso daap.playlistsongs
        adbs daap.databasesongs
        agal com.apple.itunes.albums
        agar com.apple.itunes.artists
        abro daap.databasebrowse
        abar daap.browseartistlisting
        abal daap.browsealbumlisting
        abgn daap.browsegenrelisting
        abcp daap.browsecomposerlisting
        """,
    ),
    **_rows(
        Kind.UINT,
        1,
        """
        muty dmap.updatetype
        aeFP com.apple.itunes.req-fplay
        aeFR com.apple.itunes.supports-fprap
        caps dacp.playerstate
        cash dacp.shufflestate
        carp dacp.repeatstate
        caks dacp.availableskipstates
        casu dacp.supportssetuserrating
        casa dacp.speakersactive
        aels com.apple.itunes.liked-state
        ceQu com.apple.itunes.playqueue-mode
        ceQA com.apple.itunes.playqueue-available
        cmik dmcp.interfacekind
        """,
    ),
    **_rows(
        Kind.UINT,
        2,
        """
        mcty dmap.contentcodestype
        ated daap.supportsextradata
        asgr daap.supportsgroups
        mshc dmap.sortingheaderchar
        """,
    ),
    **_rows(
        Kind.UINT,
        4,
        """
        mstt dmap.status
        mlid dmap.sessionid
        musr dmap.serverrevision
        atSV com.apple.itunes.appletv-sharing-version
        atCV com.apple.itunes.appletv-control-version
        mstm dmap.timeoutinterval
        msdc dmap.databasescount
        mtco dmap.specifiedtotalcount
        mrco dmap.returnedcount
        miid dmap.itemid
        mimc dmap.itemcount
        mctc dmap.containercount
        mshi dmap.sortingheaderindex
        mshn dmap.sortingheadernumber
        asse com.apple.itunes.supports-set-property
        cmsr dmcp.playstatusrevision
        caas dacp.availableshufflestates
        caar dacp.availablerepeatstates
        astm daap.songtime
        cast dacp.tracklength
        cant dacp.remainingtime
        cmmk dmcp.mediakind
        ceNQ com.apple.itunes.manually-queued-count
        ceQW com.apple.itunes.queue-warn-threshold
        ceQi com.apple.itunes.playqueue-index
        ceQm com.apple.itunes.playqueue-count
        ceQI com.apple.itunes.playqueue-item-index
        cmvo dmcp.volume
        """,
    ),
    **_rows(
        Kind.UINT,
        8,
        """
        aeSX com.apple.itunes.supported-extensions
        mscu dmap.supportscombinedupdate
        msma dmap.speakermachineaddress
        asai daap.songalbumid
        asri daap.songartistid
        aeCS com.apple.itunes.artworkchecksum
        aeSI com.apple.itunes.itms-songid
        mper dmap.persistentid
        cmpg dacp.pairingguid
        ceSX com.apple.itunes.supported-control-extensions
        """,
    ),
    **_rows(Kind.INT, 4, "msto dmap.utcoffset"),
    **_rows(
        Kind.BOOL,
        1,
        """
        mslr dmap.loginrequired
        msal dmap.supportsautologout
        msed dmap.supportsedit
        msup dmap.supportsupdate
        mspi dmap.supportspersistentids
        msex dmap.supportsextensions
        msbr dmap.supportsbrowse
        msqy dmap.supportsquery
        msix dmap.supportsindex
        cafs dacp.fullscreen
        cafe dacp.fullscreenenabled
        cavs dacp.visualizer
        cave dacp.visualizerenabled
        cavc dacp.volumecontrollable
        casc dacp.scrubbable
        ceGS com.apple.itunes.genius-selectable
        aeGs com.apple.itunes.can-be-genius-seed
        aelb com.apple.itunes.like-button
        aeHC com.apple.itunes.has-chapter-data
        ceMQ com.apple.itunes.manually-queued
        cmsp dmcp.supportsplaystatus
        cmsb dmcp.supportsbonjoursources
        cmsc dmcp.supportscontrolprompt
        cmsv dmcp.supportsvolume
        cass dacp.supportsspeakers
        caov dacp.supportsmultispeakervolume
        ceSG com.apple.itunes.supports-genius
        ceDR com.apple.itunes.supports-directional-control
        cmrl dmcp.supportsremotelibrary
        caia dacp.isactive
        caiv dacp.supportsvideo
        cavd dacp.isvideoactive
        cahp dacp.haspassword
        caip dacp.isplaying
        abpl daap.baseplaylist
        aePS com.apple.itunes.special-playlist
        """,
    ),
    **_rows(
        Kind.TEXT,
        0,
        """
        msts dmap.statusstring
        minm dmap.itemname
        mcna dmap.contentcodesname
        cann dacp.nowplayingtrack
        cana dacp.nowplayingartist
        canl dacp.nowplayingalbum
        cang dacp.nowplayinggenre
        ceQF com.apple.itunes.activefeedname
        ceQk com.apple.itunes.playqueue-kind
        ceQl com.apple.itunes.playqueue-header-label
        ceQh com.apple.itunes.playqueue-header-value
        ceQn com.apple.itunes.playqueue-title
        ceQr com.apple.itunes.playqueue-artist
        ceQa com.apple.itunes.playqueue-album
        ceQg com.apple.itunes.playqueue-genre
        cmbe dmcp.controlpromptcommand
        cmcc dmcp.controlpromptsession
        cmte dmcp.controlprompttext
        cmce dmcp.controlpromptkey
        cmnm dacp.devicename
        cmty dacp.devicetype
        """,
    ),
    **_rows(Kind.DATE, 4, "mstc dmap.utctime"),
    **_rows(
        Kind.VERSION,
        4,
        """
        mpro dmap.protocolversion
        apro daap.protocolversion
        aeSV com.apple.itunes.music-sharing-version
        cmpr dmcp.protocolversion
        capr dacp.protocolversion
        """,
    ),
    **_rows(
        Kind.UINT32S,
        4,
        """
        canp dacp.nowplayingids
        ceQs com.apple.itunes.playqueue-item-ids
        """,
    ),
    **_rows(Kind.UINT64S, 8, "ceQL com.apple.itunes.playqueue-item-long-ids"),
    **_rows(
        Kind.DATA,
        0,
        """
        ceSD com.apple.itunes.playing-metadata
        cmcv dmcp.controlpromptvalue
        cmca dmcp.controlpromptattributes
        mcnm dmap.contentcodesnumber
        """,
    ),
}
