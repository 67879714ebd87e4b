"""The play status: what a reply is read into, and when two of them say the same."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.remote_bridge.dacp import (
    MediaKind,
    PlayState,
    PlayStatus,
    RepeatMode,
)
from custom_components.remote_bridge.dacp.dmap import Container, SizedInt, Version
from custom_components.remote_bridge.dacp.playback import read_status
from custom_components.remote_bridge.dacp.tags import TAGS

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
# What a real Apple TV 3 sent while it played a song.
SONG = Container(
    [
        ("mstt", 200),
        ("cmsr", 159),
        ("caps", 4),
        ("cash", 0),
        ("carp", 0),
        ("cafs", False),
        ("cavs", False),
        ("cavc", False),
        ("caas", 1),
        ("caar", 1),
        ("cafe", False),
        ("cave", False),
        ("ceQA", 0),
        ("cann", "First Snow"),
        ("cana", "The Polar Choir"),
        ("canl", "Northern Lights"),
        ("ceSD", b"bplist00"),
        ("casc", True),
        ("caks", 6),
        ("cant", 214005),
        ("cast", 222000),
        ("casu", 0),
    ]
)


def _read(*items: tuple[str, object]) -> PlayStatus:
    return read_status(Container(items), NOON)


def test_a_song_as_a_real_apple_tv_reports_it():
    status = read_status(SONG, NOON)
    assert status == PlayStatus(
        state=PlayState.PLAYING,
        received_at=NOON,
        media_kind=MediaKind.MUSIC,
        title="First Snow",
        artist="The Polar Choir",
        album="Northern Lights",
        duration=222.0,
        position=pytest.approx(7.995),
        shuffle=False,
        repeat=RepeatMode.OFF,
        can_seek=True,
        can_skip_next=True,
        can_skip_previous=True,
        can_set_volume=False,
        artwork_id=status.artwork_id,
    )
    assert status.artwork_id


def test_a_device_that_says_next_to_nothing_is_idle():
    assert _read(("mstt", 200), ("cmsr", 25)) == PlayStatus(
        state=PlayState.IDLE, received_at=NOON
    )


def test_a_status_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        read_status(SONG, NOON).title = "Another"


@pytest.mark.parametrize(
    ("caps", "state"),
    [
        (0, PlayState.IDLE),
        (1, PlayState.LOADING),
        (2, PlayState.STOPPED),
        (3, PlayState.PAUSED),
        (4, PlayState.PLAYING),
        (5, PlayState.FAST_FORWARD),
        (6, PlayState.REWIND),
        (7, PlayState.IDLE),
        (99, PlayState.IDLE),
    ],
)
def test_every_player_state_is_known_and_unknown_ones_are_idle(caps, state):
    assert _read(("caps", caps)).state is state


@pytest.mark.parametrize(
    ("cmmk", "kind"),
    [
        (1, MediaKind.MUSIC),
        (2, MediaKind.MOVIE),
        (3, MediaKind.VIDEO),
        (4, MediaKind.PODCAST),
        (8, MediaKind.AUDIOBOOK),
        (32, MediaKind.MUSIC_VIDEO),
        (36, MediaKind.PODCAST),
        (64, MediaKind.TV_SHOW),
        (1024, MediaKind.HOME_VIDEO),
        (32770, MediaKind.MOVIE),
        (0x8000, MediaKind.MOVIE),
        (0x200000, MediaKind.COURSE),
        (0x200002, MediaKind.COURSE),
        (0x4000, MediaKind.UNKNOWN),
        (2**64 - 1, MediaKind.COURSE),
    ],
)
def test_the_media_kind_is_a_bitmask(cmmk, kind):
    assert _read(("caps", 4), ("cmmk", SizedInt(cmmk, 8))).media_kind is kind


@pytest.mark.parametrize(
    ("items", "kind"),
    [
        ([], MediaKind.VIDEO),
        ([("cana", "Somebody")], MediaKind.MUSIC),
        ([("canl", "Some album")], MediaKind.MUSIC),
        ([("cana", "")], MediaKind.VIDEO),
        ([("cmmk", 0)], MediaKind.VIDEO),
        ([("cmmk", 2), ("cana", "Somebody")], MediaKind.MOVIE),
        ([("cmmk", 2), ("cana", "Somebody"), ("canl", "Album")], MediaKind.MUSIC),
    ],
)
def test_without_a_media_kind_an_artist_or_album_means_music(items, kind):
    assert _read(("caps", 4), *items).media_kind is kind


@pytest.mark.parametrize(
    ("cast", "cant", "duration", "position"),
    [
        (222000, 214005, 222.0, 7.995),
        (222000, 222000, 222.0, 0.0),
        (222000, 0, 222.0, 222.0),
        (222000, 223000, 222.0, 0.0),
        (222000, None, 222.0, None),
        (None, 1000, None, None),
        (0, 0, None, None),
        (0xFFFFFFFF, 0xFFFFFFFF, None, None),
        (0xFFFFFC18, 5000, None, None),
        (222000, 0xFFFFFC18, 222.0, None),
        (0x80000000, 0, None, None),
    ],
)
def test_times_are_seconds_and_impossible_ones_are_unknown(
    cast, cant, duration, position
):
    items = [("cast", cast), ("cant", cant)]
    status = _read(("caps", 4), *((t, v) for t, v in items if v is not None))
    assert status.duration == duration
    assert status.position == pytest.approx(position)


@pytest.mark.parametrize(
    ("items", "seek", "skip_next", "skip_previous"),
    [
        ([("cast", 1000), ("casc", True), ("caks", 6)], True, True, True),
        ([("cast", 1000), ("casc", False), ("caks", 2)], False, True, False),
        ([("cast", 1000), ("caks", 4)], True, False, True),
        ([("casc", True)], False, True, True),
        ([("cast", 1000), ("caks", 0)], True, False, False),
    ],
)
def test_what_is_possible_now_is_what_the_device_says(
    items, seek, skip_next, skip_previous
):
    status = _read(("caps", 4), *items)
    assert status.can_seek is seek
    assert status.can_skip_next is skip_next
    assert status.can_skip_previous is skip_previous


def test_nothing_is_possible_with_nothing_loaded():
    status = _read(("caps", 0), ("casc", True), ("caks", 6), ("cast", 1000))
    assert not status.can_seek
    assert not status.can_skip_next
    assert not status.can_skip_previous


@pytest.mark.parametrize(
    ("carp", "repeat"),
    [(0, RepeatMode.OFF), (1, RepeatMode.ONE), (2, RepeatMode.ALL), (3, None)],
)
def test_repeat_is_read_and_unknown_modes_are_unknown(carp, repeat):
    assert _read(("carp", carp)).repeat is repeat


def test_the_position_goes_on_while_playing_and_stops_at_the_end():
    status = read_status(SONG, NOON)
    assert status.position_at(NOON + timedelta(seconds=10)) == pytest.approx(17.995)
    assert status.position_at(NOON + timedelta(hours=1)) == 222.0
    paused = replace(status, state=PlayState.PAUSED)
    assert paused.position_at(NOON + timedelta(hours=1)) == status.position
    endless = replace(status, duration=None, position=5.0)
    assert endless.position_at(NOON + timedelta(hours=1)) == 3605.0


def test_the_same_playing_on_is_no_news():
    earlier = read_status(SONG, NOON)
    later = replace(
        earlier,
        position=earlier.position + 30,
        received_at=NOON + timedelta(seconds=30.5),
    )
    assert later.says_the_same_as(earlier)


@pytest.mark.parametrize(
    "changes",
    [
        {"position": 100.0},
        {"position": None},
        {"title": "Another"},
        {"state": PlayState.PAUSED},
        {"shuffle": True},
        {"can_seek": False},
        {"artwork_id": "another"},
    ],
)
def test_every_change_is_news(changes):
    earlier = read_status(SONG, NOON)
    assert not replace(earlier, **changes).says_the_same_as(earlier)
    assert not earlier.says_the_same_as(replace(earlier, **changes))


def test_a_pause_that_lasts_is_no_news_but_a_jump_in_it_is():
    paused = replace(read_status(SONG, NOON), state=PlayState.PAUSED)
    later = replace(paused, received_at=NOON + timedelta(hours=1))
    assert later.says_the_same_as(paused)
    assert not replace(later, position=100.0).says_the_same_as(paused)


@pytest.mark.parametrize(
    ("tag", "value"),
    [("cann", "Another"), ("canp", (1, 2, 3, 5)), ("aeCS", 7), ("ceSD", b"other")],
)
def test_the_artwork_identity_changes_with_what_plays(tag, value):
    other = Container([(t, v) for t, v in SONG if t != tag] + [(tag, value)])
    assert read_status(other, NOON).artwork_id != read_status(SONG, NOON).artwork_id


def test_the_artwork_identity_stays_when_only_the_position_changes():
    other = Container([(t, 100 if t == "cant" else v) for t, v in SONG])
    assert read_status(other, NOON).artwork_id == read_status(SONG, NOON).artwork_id


def test_nothing_that_could_have_a_cover_has_no_artwork_identity():
    assert _read(("caps", 1), ("cast", 1000)).artwork_id is None


_values = st.one_of(
    st.integers(0, 2**64 - 1).map(lambda value: SizedInt(value, 8)),
    st.binary(max_size=10),
    st.text(max_size=10),
    st.just(Container()),
    st.just(Version(1, 2)),
    st.just((1, 2)),
    st.booleans(),
)


@given(st.lists(st.tuples(st.sampled_from(sorted(TAGS)), _values), max_size=12))
def test_no_status_can_make_the_reader_raise(items):
    read_status(Container([*items, ("caps", 4)]), NOON)
    read_status(Container([("caps", 4), *items]), NOON)


@pytest.mark.parametrize(
    ("items", "volume"),
    [([], None), ([("cavc", False)], False), ([("cavc", True)], True)],
)
def test_whether_there_is_a_volume_may_be_unknown(items, volume):
    assert _read(("caps", 1), *items).can_set_volume is volume


def test_an_absurdly_long_title_is_cut():
    assert _read(("caps", 4), ("cann", "x" * 100_000)).title == "x" * 500
