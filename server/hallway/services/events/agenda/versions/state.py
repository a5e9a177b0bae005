"""What an agenda holds at one moment, and what lies between two moments. Pure.

Every change of an agenda is a Delta, which keeps what was before and what came after. So the difference between any two
moments is the deltas between them put together, and undoing is a delta turned around."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID, uuid5

from msgspec import Struct, field, structs

from hallway.services.events.values import Link

T = TypeVar("T")


class StageItem(Struct, frozen=True, omit_defaults=True):
    """A stage is known by its name, which never changes."""

    name: str
    position: int


class TrackItem(Struct, frozen=True, omit_defaults=True):
    """A track is known by its name, which never changes. `hue` in degrees."""

    name: str
    hue: int
    position: int


class SpeakerItem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`source_id` and `external_id` say which file's person this is; both None for one whom an organiser named."""

    name: str
    bio: str = ""
    user_id: UUID | None = None
    source_id: UUID | None = None
    external_id: str | None = None


class SessionItem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A session. `source_id` and `external_id` say which file's entry it is; both None for one that was typed.

    `typed` has the fields (names of FIELDS) that a person has changed by hand since, each with what the source said
    last: with these a later import can tell whether it would overwrite somebody's work.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    day: date | None = None
    stage_id: UUID | None = None
    track_id: UUID | None = None
    subtitle: str = ""
    abstract: str = ""
    languages: tuple[str, ...] = ()
    kind: str = ""
    url: str = ""
    video_url: str = ""
    links: tuple[Link, ...] = ()
    attachments: tuple[Link, ...] = ()
    do_not_record: bool = False
    speaker_ids: tuple[UUID, ...] = ()
    source_id: UUID | None = None
    external_id: str | None = None
    typed: dict[str, Any] = field(default_factory=dict[str, Any])


FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title",),
    "time": ("starts_at", "ends_at", "day"),
    "stage": ("stage_id",),
    "track": ("track_id",),
    "speakers": ("speaker_ids",),
    "subtitle": ("subtitle",),
    "abstract": ("abstract",),
    "languages": ("languages",),
    "kind": ("kind",),
    "url": ("url",),
    "video": ("video_url",),
    "links": ("links",),
    "attachments": ("attachments",),
    "recording": ("do_not_record",),
}
"""What of a session people speak of as one thing, and where it is kept."""


class State(Struct, kw_only=True):
    """All items by id. Changed in place only by who has made it."""

    stages: dict[UUID, StageItem] = {}
    tracks: dict[UUID, TrackItem] = {}
    speakers: dict[UUID, SpeakerItem] = {}
    sessions: dict[UUID, SessionItem] = {}

    def copy(self) -> "State":
        """Another one with the same items."""
        return State(
            stages=dict(self.stages),
            tracks=dict(self.tracks),
            speakers=dict(self.speakers),
            sessions=dict(self.sessions),
        )


class Pair(Struct, Generic[T], frozen=True, array_like=True):
    """An item before and after; None where it was not there."""

    before: T | None
    after: T | None


class Delta(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What lies between two states."""

    stages: dict[UUID, Pair[StageItem]] = {}
    tracks: dict[UUID, Pair[TrackItem]] = {}
    speakers: dict[UUID, Pair[SpeakerItem]] = {}
    sessions: dict[UUID, Pair[SessionItem]] = {}

    def __bool__(self) -> bool:
        return bool(self.stages or self.tracks or self.speakers or self.sessions)


class Overtaken(Exception):
    """Sessions have changed since, so that what was done to them cannot simply be undone."""


def item_id(namespace: UUID, kind: str, name: str, taken: Mapping[UUID, object]) -> UUID:
    """The id of a new item: the same each time for the same name in the same namespace (RFC 9562, version 5), so that
    the preview of an import and what is done afterwards speak of the same; another one for a name whose id is taken.
    The namespace is an id that only who works on the agenda knows: others cannot take ids in advance."""
    found = uuid5(namespace, f"{kind}:{name}")
    count = 1
    while found in taken:
        count += 1
        found = uuid5(namespace, f"{kind}:{count}:{name}")
    return found


def difference(before: State, after: State) -> Delta:
    """What leads from one state to the other."""
    return Delta(
        stages=_pairs(before.stages, after.stages),
        tracks=_pairs(before.tracks, after.tracks),
        speakers=_pairs(before.speakers, after.speakers),
        sessions=_pairs(before.sessions, after.sessions),
    )


def _pairs(before: dict[UUID, T], after: dict[UUID, T]) -> dict[UUID, Pair[T]]:
    if before is after:
        return {}
    pairs = {id: Pair(before.get(id), item) for id, item in after.items() if before.get(id) != item}
    return pairs | {id: Pair(item, None) for id, item in before.items() if id not in after}


def applied(state: State, delta: Delta) -> State:
    """The state after a delta that began with it."""
    return State(
        stages=_after(state.stages, delta.stages),
        tracks=_after(state.tracks, delta.tracks),
        speakers=_after(state.speakers, delta.speakers),
        sessions=_after(state.sessions, delta.sessions),
    )


def _after(items: dict[UUID, T], pairs: dict[UUID, Pair[T]]) -> dict[UUID, T]:
    if not pairs:
        return items
    after = dict(items)
    for id, pair in pairs.items():
        if pair.after is None:
            after.pop(id, None)
        else:
            after[id] = pair.after
    return after


def composed(deltas: Iterable[Delta]) -> Delta:
    """One delta for several that follow each other."""
    whole = Delta(stages={}, tracks={}, speakers={}, sessions={})
    for delta in deltas:
        _compose(whole.stages, delta.stages)
        _compose(whole.tracks, delta.tracks)
        _compose(whole.speakers, delta.speakers)
        _compose(whole.sessions, delta.sessions)
    return whole


def _compose(whole: dict[UUID, Pair[T]], then: dict[UUID, Pair[T]]) -> None:
    """In place: a draft may be a thousand small changes after one of twenty thousand sessions."""
    for id, pair in then.items():
        before = whole[id].before if id in whole else pair.before
        if before == pair.after:
            whole.pop(id, None)
        else:
            whole[id] = Pair(before, pair.after)


def inverted(delta: Delta) -> Delta:
    """The way back."""
    return Delta(
        stages=_turned(delta.stages),
        tracks=_turned(delta.tracks),
        speakers=_turned(delta.speakers),
        sessions=_turned(delta.sessions),
    )


def _turned(pairs: dict[UUID, Pair[T]]) -> dict[UUID, Pair[T]]:
    return {id: Pair(pair.after, pair.before) for id, pair in pairs.items()}


def undone(state: State, delta: Delta, since: Delta) -> State:
    """The state without what the delta did, which may lie some changes back: `since` is what lies between. Raises
    Overtaken when a session or a speaker of it has changed since. Stages, tracks and speakers that others name by now
    stay, and those that its sessions named and that are gone since come back."""
    after = state.copy()
    for id, pair in delta.sessions.items():
        if state.sessions.get(id) != pair.after:
            raise Overtaken
        if pair.before is None:
            after.sessions.pop(id, None)
        else:
            after.sessions[id] = pair.before
    for id, pair in delta.speakers.items():
        if pair.before is not None and state.speakers.get(id) not in (None, pair.before, pair.after):
            raise Overtaken
    _bring_back(after.stages, since.stages, delta.stages)
    _bring_back(after.tracks, since.tracks, delta.tracks)
    _bring_back(after.speakers, since.speakers, delta.speakers)
    return tidied(after)


def _bring_back(items: dict[UUID, T], since: dict[UUID, Pair[T]], pairs: dict[UUID, Pair[T]]) -> None:
    for id, pair in since.items():
        if pair.before is not None:
            items.setdefault(id, pair.before)
    items.update({id: pair.before for id, pair in pairs.items() if pair.before is not None})


def tidied(state: State) -> State:
    """Without what no session names, and with one stage or track for each name."""
    stages, stage_ids = _by_name(state.stages)
    tracks, track_ids = _by_name(state.tracks)
    sessions: dict[UUID, SessionItem] = {}
    for id, session in state.sessions.items():
        stage_id = stage_ids.get(session.stage_id) if session.stage_id else None
        track_id = track_ids.get(session.track_id) if session.track_id else None
        same = (stage_id, track_id) == (session.stage_id, session.track_id)
        sessions[id] = session if same else structs.replace(session, stage_id=stage_id, track_id=track_id)
    used = {id for one in sessions.values() for id in (one.stage_id, one.track_id, *one.speaker_ids)}
    return State(
        stages={id: item for id, item in stages.items() if id in used},
        tracks={id: item for id, item in tracks.items() if id in used},
        speakers={id: item for id, item in state.speakers.items() if id in used},
        sessions=sessions,
    )


Named = TypeVar("Named", StageItem, TrackItem)


def _by_name(items: dict[UUID, Named]) -> tuple[dict[UUID, Named], dict[UUID, UUID]]:
    """The first item of each name, and for every id the id of that one."""
    first: dict[str, UUID] = {}
    ids = {id: first.setdefault(item.name, id) for id, item in items.items()}
    return {id: items[id] for id in first.values()}, ids
