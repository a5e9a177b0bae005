"""Deltas: whatever happens to a draft, what lies between two moments is known, and can be turned around."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec import msgpack, structs

from hallway.services.events.agenda.versions.repository import packed, unpacked
from hallway.services.events.agenda.versions.state import (
    Delta,
    Overtaken,
    SessionItem,
    SpeakerItem,
    StageItem,
    State,
    TrackItem,
    applied,
    composed,
    difference,
    inverted,
    tidied,
    undone,
)

START = datetime(2026, 11, 21, 9, tzinfo=UTC)
IDS = [UUID(int=number) for number in range(1, 7)]
STAGES, TRACKS, SPEAKERS = ([UUID(int=100 * kind + number) for number in range(3)] for kind in (1, 2, 3))

sessions = st.builds(
    SessionItem,
    title=st.sampled_from("ABC"),
    starts_at=st.integers(0, 5).map(lambda hour: START + timedelta(hours=hour)),
    ends_at=st.just(START + timedelta(hours=6)),
    stage_id=st.none() | st.sampled_from(STAGES),
    track_id=st.none() | st.sampled_from(TRACKS),
    speaker_ids=st.lists(st.sampled_from(SPEAKERS), unique=True).map(tuple),
    day=st.none() | st.just(START.date()),
    typed=st.just({}) | st.just({"title": ["A"]}),
)


@st.composite
def states(draw: st.DrawFn) -> State:
    """An agenda without what no session names."""
    places = draw(st.permutations(range(3)))
    return tidied(
        State(
            # Y was gone for a while, and made anew under another id.
            stages={id: StageItem(name, places[n]) for n, (id, name) in enumerate(zip(STAGES, "XYY", strict=True))},
            tracks={id: TrackItem(f"T{place}", 20, place) for place, id in enumerate(TRACKS)},
            speakers={id: SpeakerItem(name=draw(st.sampled_from(["Zoe", "Ali"]))) for id in SPEAKERS},
            sessions=draw(st.dictionaries(st.sampled_from(IDS), sessions)),
        )
    )


@given(st.lists(states(), min_size=2, max_size=5))
def test_deltas_lead_on_and_back(history: list[State]) -> None:
    steps = [difference(before, after) for before, after in pairwise(history)]
    first, last = history[0], history[-1]
    whole = composed(steps)
    assert applied(first, whole) == last
    assert whole == difference(first, last), "what came and went again is no change"
    assert applied(last, inverted(whole)) == first
    assert composed([whole, inverted(whole)]) == Delta()


@given(states(), states())
def test_undoing_the_last_change_is_the_state_before(before: State, after: State) -> None:
    back = undone(after, difference(before, after), Delta())
    assert _named(back) == _named(before)
    assert back == tidied(back)
    assert {id: one.name for id, one in back.speakers.items()} == {id: one.name for id, one in before.speakers.items()}


@given(states(), states(), states())
def test_undoing_an_older_change_brings_back_all_that_its_sessions_name(first: State, then: State, last: State) -> None:
    change = difference(first, then)
    try:
        back = undone(last, change, difference(then, last))
    except Overtaken:
        assume(False)
    for id in change.sessions:
        assert _named(back).get(id) == _named(first).get(id)
        assert id not in back.sessions or back.speakers.keys() >= set(back.sessions[id].speaker_ids)


def _named(state: State) -> dict[UUID, tuple[SessionItem, str]]:
    """Sessions with the names of their stages: a stage that was made anew is the same one to people."""
    return {
        id: (structs.replace(one, stage_id=None), state.stages[one.stage_id].name if one.stage_id else "")
        for id, one in state.sessions.items()
    }


@given(states(), states())
def test_what_is_kept_is_what_was_made(before: State, after: State) -> None:
    delta = difference(before, after)
    assert unpacked(packed(delta)) == delta


def test_an_older_delta_is_read_when_items_have_learned_more() -> None:
    """Fields that are not there have their defaults."""
    old = {"sessions": {str(IDS[0]): [None, {"title": "A", "starts_at": START, "ends_at": START}]}}
    found = msgpack.decode(msgpack.encode(old), type=Delta)
    assert found.sessions[IDS[0]].after == SessionItem(title="A", starts_at=START, ends_at=START)
