"""What a schedule would make of a draft: the draft afterwards, and what somebody should know before. Pure.

A session or speaker of the schedule is the one of the same source with the same `external_id`, or the one that it is
like (`match.py`); a stage or track is the one of the same name. Sessions that the source had and has not any more are
removed; what people typed stays, and so do fields that people changed by hand, unless the schedule's word is taken."""

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import structs

from hallway.kernel.words import day, sentence
from hallway.services.events import schedule as files
from hallway.services.events.agenda.track_hues import hue_of
from hallway.services.events.agenda.validation import AROUND, around
from hallway.services.events.agenda.versions.describe import Names, change_of, field_change, speaker_changes
from hallway.services.events.agenda.versions.edit import kept
from hallway.services.events.agenda.versions.state import (
    FIELDS,
    SessionItem,
    SpeakerItem,
    StageItem,
    State,
    TrackItem,
    difference,
    item_id,
    tidied,
)
from hallway.services.events.imports.match import Likeness, matched, plain
from hallway.services.events.schedule import Format, Schedule
from hallway.services.events.values import AgendaChange, Event, ImportChoice, Skipped

MUCH: Final = 10
"""More than one in so many sessions lost is asked about twice."""
MOST_OVERLAPS: Final = 3
NO_PLACE: Final[Mapping[Format, tuple[str, ...]]] = {"icalendar": ("subtitle", "kind", "do_not_record")}
"""What a format cannot say is not taken away by it: above all not that somebody is not to be recorded."""
MOST_COMPARED: Final = 500
"""Sessions of one stage that are looked at for overlaps with each other."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody should know before. `changes` are those that the schedule asks for; of `kept` sessions, which no
    file brought, each is offered as one that may be removed. `outside` are left out: too far from the event."""

    changes: list[AgendaChange]
    unchanged: int
    kept: int
    outside: list[Skipped]
    fitting_shift: int
    loses_much: bool


class Planner:
    """`source_id` is whose sessions the schedule replaces; one that nothing has yet if it adds to what there is. It
    also makes the ids of new items (`item_id`): what a file has lost and has again is the same, with its stars. All
    times move by `shift_days` on the event's clock."""

    def __init__(self, draft: State, event: Event, schedule: Schedule, source_id: UUID, shift_days: int) -> None:
        self._draft = draft
        self._event = event
        self._schedule = schedule
        self._source_id = source_id
        self._shift = timedelta(days=shift_days)
        self._zone = ZoneInfo(event.time_zone)
        self._new = draft.copy()
        """The draft with the schedule's stages, tracks and speakers."""
        self._stages, self._tracks = self._put_stages(), self._put_tracks()
        self._speakers = self._put_speakers()
        self._outside: list[Skipped] = []
        self._found: dict[str, UUID] = {}
        """Ids of the schedule's sessions, by external id; with those outside that are there already."""
        self._names = Names(self._new.stages, self._new.tracks, {**draft.speakers, **self._new.speakers})
        self._wanted = self._read_sessions()

    def plan(self) -> Plan:
        """What would be if everything was chosen, but what people typed is kept."""
        changes: list[AgendaChange] = []
        unchanged = 0
        for id, item in self._wanted.items():
            before = self._draft.sessions.get(id)
            merged, conflicts = self._merged(before, item, frozenset())
            change = change_of(id, before, merged, self._names)
            if before is None or not conflicts:
                changes += [change] if change else []
                unchanged += change is None
                continue
            if change is None:
                facts = self._names.facts(before)
                change = AgendaChange(id=id, kind="changed", title=before.title, before=facts, after=facts, fields=[])
            said = [field_change(field, before, item, self._names) for field in conflicts]
            changes.append(structs.replace(change, conflicts=said))
        removed = [
            structs.replace(change, by_hand=item.source_id is None)
            for id, item in self._removable().items()
            if (change := change_of(id, item, None, self._names))
        ]
        changes += [*removed, *speaker_changes(difference(self._draft, self._new))]
        return Plan(
            changes=_with_overlaps(changes, self.after(ImportChoice())),
            unchanged=unchanged,
            kept=sum(item.source_id is None for item in self._draft.sessions.values()),
            outside=self._outside,
            fitting_shift=self._fitting_shift(),
            loses_much=self.loses_much,
        )

    @property
    def loses_much(self) -> bool:
        """Whether more than a tenth of what this source has brought would go."""
        lost = sum(item.source_id is not None for item in self._removable().values())
        mine = sum(item.source_id == self._source_id for item in self._draft.sessions.values())
        return lost * MUCH > mine

    def after(self, choice: ImportChoice) -> State:
        """The draft with what is chosen."""
        after = self._new.copy()
        leave, also = set(choice.leave), set(choice.also)
        take = {one.id: frozenset(one.fields) for one in choice.take}
        for id, item in self._wanted.items():
            if id not in leave:
                after.sessions[id] = self._merged(self._draft.sessions.get(id), item, take.get(id, frozenset()))[0]
        for id, item in self._removable().items():
            if id in also if item.source_id is None else id not in leave:
                del after.sessions[id]
        for id in leave & after.speakers.keys() & self._draft.speakers.keys():
            after.speakers[id] = self._draft.speakers[id]
        return tidied(after)

    def _removable(self) -> dict[UUID, SessionItem]:
        """Sessions that this source has not any more; and, where it is replaced, those that nobody's file brought."""
        there = set(self._found.values())
        mine = {id: item for id, item in self._draft.sessions.items() if item.source_id == self._source_id}
        gone = {id: item for id, item in mine.items() if id not in there}
        typed = {id: item for id, item in self._draft.sessions.items() if item.source_id is None}
        return {**gone, **(typed if mine else {})}

    def _merged(
        self, before: SessionItem | None, item: SessionItem, take: frozenset[str]
    ) -> tuple[SessionItem, list[str]]:
        """The session after the import, and the fields in which a person and the file disagree anew. The file's word is
        kept beside a person's, so that it is asked about once."""
        if before is None:
            return item, []
        item = structs.replace(
            item, **{name: getattr(before, name) for name in NO_PLACE.get(self._schedule.format, ())}
        )
        typed: dict[str, object] = {}
        conflicts: list[str] = []
        mine: dict[str, object] = {}
        for field, said in before.typed.items():
            now = kept(field, item, self._new)
            if now == kept(field, before, self._draft) or field in take:
                continue
            if now != said:
                conflicts.append(field)
            typed[field] = now
            mine |= {name: getattr(before, name) for name in FIELDS[field]}
        return structs.replace(item, typed=typed, **mine), conflicts

    def _put_stages(self) -> dict[str, UUID]:
        """The file's in its order, and the others behind them."""
        known = {item.name: id for id, item in self._draft.stages.items()}
        names = [room.name for room in self._schedule.rooms]
        others = sorted(self._draft.stages.items(), key=lambda one: (one[1].position, one[0]))
        names += [item.name for _, item in others if item.name not in set(names)]
        ids = {name: known.get(name) or self._id("stage", name, self._draft.stages) for name in names}
        self._new.stages = {ids[name]: StageItem(name, place) for place, name in enumerate(names)}
        return ids

    def _put_tracks(self) -> dict[str, UUID]:
        known = {item.name: id for id, item in self._draft.tracks.items()}
        names = [track.name for track in self._schedule.tracks]
        others = sorted(self._draft.tracks.items(), key=lambda one: (one[1].position, one[0]))
        names += [item.name for _, item in others if item.name not in set(names)]
        ids = {name: known.get(name) or self._id("track", name, self._draft.tracks) for name in names}
        self._new.tracks = {ids[name]: TrackItem(name, hue_of(name), place) for place, name in enumerate(names)}
        return ids

    def _put_speakers(self) -> dict[str, UUID]:
        """Ids by external id. Whoever has another id in this file than before is known by a name that nobody else
        has."""
        mine = {item.external_id: id for id, item in self._draft.speakers.items() if item.source_id == self._source_id}
        given = {speaker.external_id for speaker in self._schedule.speakers}
        free = {id for id, item in self._draft.speakers.items() if item.source_id in (self._source_id, None)}
        free -= {id for external_id, id in mine.items() if external_id in given}
        by_name = _alone((plain(self._draft.speakers[id].name), id) for id in free)
        new_names = _alone(
            (plain(speaker.name), speaker.external_id)
            for speaker in self._schedule.speakers
            if speaker.external_id not in mine
        )
        ids: dict[str, UUID] = {}
        for speaker in self._schedule.speakers:
            name, external_id = plain(speaker.name), speaker.external_id
            known = mine.get(external_id) or (by_name.get(name) if new_names.get(name) == external_id else None)
            ids[external_id] = id = known or self._id("speaker", external_id, self._new.speakers)
            before = self._draft.speakers.get(id)
            self._new.speakers[id] = SpeakerItem(
                name=speaker.name,
                bio=speaker.bio or "",
                user_id=before.user_id if before else None,
                source_id=self._source_id,
                external_id=external_id,
            )
        return ids

    def _read_sessions(self) -> dict[UUID, SessionItem]:
        """The schedule's sessions by our ids."""
        items = {session.external_id: self._item(session) for session in self._schedule.sessions}
        mine = {
            item.external_id or "": id for id, item in self._draft.sessions.items() if item.source_id == self._source_id
        }
        self._found = {external_id: mine[external_id] for external_id in items if external_id in mine}
        there = set(self._found.values())
        free = {id: self._likeness(self._draft.sessions[id]) for id in mine.values() if id not in there}
        new = {external_id: self._likeness(item) for external_id, item in items.items() if external_id not in mine}
        self._found |= matched(free, new)
        wanted: dict[UUID, SessionItem] = {}
        for session in self._schedule.sessions:
            item = items[session.external_id]
            if around(self._event.starts_at, self._event.ends_at, item.starts_at):
                id = self._found.get(session.external_id)
                id = id or self._id("session", session.external_id, ChainMap(self._draft.sessions, wanted))
                self._found[session.external_id] = id
                wanted[id] = item
            else:
                on = item.starts_at.astimezone(self._zone).date()
                title = sentence("reading.quoted", text=item.title)
                self._outside.append(Skipped.of(title, sentence("reading.far", day=day(on), days=AROUND.days)))
        return wanted

    def _item(self, session: files.Session) -> SessionItem:
        starts_at = self._moved(session.starts_at)
        return SessionItem(
            title=session.title,
            starts_at=starts_at,
            ends_at=starts_at + session.duration,
            day=session.day + self._shift if session.day else None,
            stage_id=self._stages.get(session.room or ""),
            track_id=self._tracks.get(session.track or ""),
            subtitle=session.subtitle or "",
            abstract=session.abstract or "",
            languages=session.languages,
            kind=session.kind or "",
            url=session.url or "",
            video_url=session.video_url or "",
            links=session.links,
            attachments=session.attachments,
            do_not_record=session.do_not_record,
            speaker_ids=tuple(self._speakers[external_id] for external_id in session.speakers),
            source_id=self._source_id,
            external_id=session.external_id,
        )

    def _moved(self, moment: datetime) -> datetime:
        """So many days later, at the same time on the event's clock."""
        if not self._shift:
            return moment
        clock = moment.astimezone(self._zone)
        return (clock.replace(tzinfo=None) + self._shift).replace(tzinfo=self._zone, fold=clock.fold).astimezone(UTC)

    def _likeness(self, item: SessionItem) -> Likeness:
        speakers = self._names.speakers
        stage = self._new.stages.get(item.stage_id) if item.stage_id else None
        return Likeness(
            title=plain(item.title),
            speakers=frozenset(plain(speakers[id].name) for id in item.speaker_ids if id in speakers),
            stage=stage.name if stage else "",
            start=item.starts_at.timestamp(),
            end=item.ends_at.timestamp(),
        )

    def _fitting_shift(self) -> int:
        first = min((session.starts_at for session in self._schedule.sessions), default=self._event.starts_at)
        return (self._event.starts_at.astimezone(self._zone).date() - first.astimezone(self._zone).date()).days

    def _id(self, kind: str, name: str, taken: Mapping[UUID, object]) -> UUID:
        return item_id(self._source_id, kind, name, taken)


K = TypeVar("K")
V = TypeVar("V")


def _alone(pairs: Iterable[tuple[K, V]]) -> dict[K, V]:
    """Without the keys that come twice."""
    found: dict[K, V] = {}
    twice: set[K] = set()
    for key, value in pairs:
        if key in found:
            twice.add(key)
        found[key] = value
    return {key: value for key, value in found.items() if key not in twice}


def _with_overlaps(changes: list[AgendaChange], after: State) -> list[AgendaChange]:
    """With what else is on the stage of a new or moved session at its time."""
    by_stage: defaultdict[UUID, list[tuple[UUID, SessionItem]]] = defaultdict(list)
    for id, item in after.sessions.items():
        if item.stage_id:
            by_stage[item.stage_id].append((id, item))
    return [
        structs.replace(change, overlaps=_overlaps(change.id, after.sessions[change.id], by_stage))
        if change.kind in ("added", "moved") and change.id in after.sessions
        else change
        for change in changes
    ]


def _overlaps(id: UUID, item: SessionItem, by_stage: Mapping[UUID, list[tuple[UUID, SessionItem]]]) -> list[str]:
    if item.stage_id is None or len(by_stage[item.stage_id]) > MOST_COMPARED:
        return []
    found = [
        other.title
        for other_id, other in by_stage[item.stage_id]
        if other_id != id and other.starts_at < item.ends_at and other.ends_at > item.starts_at
    ]
    return found[:MOST_OVERLAPS]
