"""Parts of an agenda: what is on, a day of it, what the event's own page shows. Each is an agenda of fewer sessions.
Pure; one `Parts` serves all who ask for the same version."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from hallway.services.events.agenda.picture import drawn
from hallway.services.events.agenda.repository import NEXT_WITHIN
from hallway.services.events.values import Agenda, AgendaDay, AgendaSummary, Event, Session, Speaker

FEW: Final = 40
"""An agenda that is no longer than this comes whole: it weighs less than a second question."""
ON_SHOWN: Final = 12
ON_LISTED: Final = 8
NEXT_SHOWN: Final = 14
"""Of what is on (on the first stages, and what has begun first, with which a list begins) and of what begins soon:
pages show some of them, and ask again when those they know become few."""
COMING_SHOWN: Final = 12
FRONT_NOW: Final = 12
FRONT_TRACKS: Final = 6
FRONT_NEXT: Final = 4
FRONT_FACES: Final = 8


class Parts:
    """Of one version of an agenda. `zone` is the event's."""

    def __init__(self, agenda: Agenda, zone: str) -> None:
        self.agenda = agenda
        self.zone = zone
        self._places = {stage.id: stage.position for stage in agenda.stages}
        self._days: dict[date, list[Session]] = {}
        self._rooms: dict[tuple[date, UUID | None], list[Session]] = {}
        self._summaries: dict[date | None, AgendaSummary] = {}
        self._clock = ZoneInfo(zone)
        for session in agenda.sessions:
            day = self._day_of(session)
            self._days.setdefault(day, []).append(session)
            self._rooms.setdefault((day, session.stage_id), []).append(session)

    @staticmethod
    def fits(parts: "Parts | None", event: Event, agenda: Agenda) -> bool:
        """Whether `parts` are of this agenda."""
        return parts is not None and parts.agenda is agenda and parts.zone == event.time_zone

    def days(self, days: Iterable[date]) -> Agenda:
        """What is under these days of the programme; days without sessions have nothing."""
        wanted = {session.id for day in set(days) for session in self._days.get(day, ())}
        sessions = [one for one in self.agenda.sessions if one.id in wanted]
        return msgspec.structs.replace(self.agenda, sessions=sessions, speakers=self._speakers(sessions))

    def near(self, now: datetime) -> Agenda:
        """What is on, what follows it on its stages that day, and what begins soon; all of a short agenda."""
        if len(self.agenda.sessions) <= FEW:
            return self.agenda
        all_on = self._on(now)
        on = [*all_on[:ON_SHOWN], *sorted(all_on, key=lambda one: one.starts_at)[:ON_LISTED]]
        soon = [one for one in self.agenda.sessions if now < one.starts_at < now + NEXT_WITHIN][:NEXT_SHOWN]
        after = [next for one in (*on, *soon) if (next := self._next_here(one))]
        return self._only({one.id for one in (*on, *soon, *after)})

    def coming(self, ids: Iterable[UUID], now: datetime) -> Agenda:
        """Those of these sessions that are on or begin soonest, and what follows them."""
        among = set(ids)
        found = [one for one in self.agenda.sessions if one.id in among and one.ends_at > now][:COMING_SHOWN]
        after = [next for one in found if (next := self._next_here(one))]
        return self._only({one.id for one in (*found, *after)})

    def around(self, session_id: UUID) -> Agenda:
        """A session and what comes after it on its stage; nothing if it is not in the agenda."""
        found = next((one for one in self.agenda.sessions if one.id == session_id), None)
        after = found and self._next_here(found)
        return self._only({one.id for one in (found, after) if one})

    def front(self, now: datetime) -> Agenda:
        """What the event's own page shows: some of what is on, what comes by tracks, and who speaks on the first
        stages."""
        chosen = [*self._on(now)[:FRONT_NOW], *self._next_by_track(now), *self._first_speaking]
        return self._only({one.id for one in chosen})

    def summary(self, now: datetime) -> AgendaSummary:
        """The agenda in numbers, and as a picture of the day that is on, else the next one, else the last."""
        today = now.astimezone(self._clock).date()
        keys = sorted(self._days)
        drawn_day = next((key for key in keys if key >= today), keys[-1] if keys else None)
        if drawn_day not in self._summaries:
            self._summaries[drawn_day] = self._summary(keys, drawn_day)
        return self._summaries[drawn_day]

    def _summary(self, keys: list[date], drawn_day: date | None) -> AgendaSummary:
        agenda = self.agenda
        return AgendaSummary(
            event_id=agenda.event_id,
            version=agenda.version,
            stages=len(agenda.stages),
            tracks=len(agenda.tracks),
            speakers=len(agenda.speakers),
            sessions=len(agenda.sessions),
            days=[_day(key, self._days[key]) for key in keys],
            picture=drawn(self._days[drawn_day], self._places) if drawn_day else None,
        )

    def _day_of(self, session: Session) -> date:
        return session.day or session.starts_at.astimezone(self._clock).date()

    def _place(self, session: Session) -> int:
        return self._places.get(session.stage_id, len(self._places)) if session.stage_id else len(self._places)

    def _on(self, now: datetime) -> list[Session]:
        on = [one for one in self.agenda.sessions if one.starts_at <= now < one.ends_at]
        return sorted(on, key=self._place)

    def _next_here(self, session: Session) -> Session | None:
        if session.stage_id is None:
            return None
        here = self._rooms[self._day_of(session), session.stage_id]
        return next((one for one in here if one.starts_at >= session.ends_at and one.id != session.id), None)

    def _next_by_track(self, now: datetime) -> list[Session]:
        tracks: dict[UUID | None, list[Session]] = {}
        for one in self.agenda.sessions:
            if one.starts_at <= now or (one.track_id is None and self.agenda.tracks):
                continue
            if one.track_id in tracks or len(tracks) < FRONT_TRACKS:
                tracks.setdefault(one.track_id, []).append(one)
        return [one for some in tracks.values() for one in some[:FRONT_NEXT]]

    @cached_property
    def _first_speaking(self) -> list[Session]:
        chosen: list[Session] = []
        faces: set[UUID] = set()
        for one in sorted(self.agenda.sessions, key=self._place):
            if len(faces) >= FRONT_FACES:
                break
            if faces.issuperset(one.speaker_ids):
                continue
            chosen.append(one)
            faces.update(one.speaker_ids)
        return chosen

    def _only(self, wanted: set[UUID]) -> Agenda:
        """These sessions, with their stages and tracks."""
        sessions = [one for one in self.agenda.sessions if one.id in wanted]
        stages, tracks = {one.stage_id for one in sessions}, {one.track_id for one in sessions}
        return msgspec.structs.replace(
            self.agenda,
            sessions=sessions,
            speakers=self._speakers(sessions),
            stages=[stage for stage in self.agenda.stages if stage.id in stages],
            tracks=[track for track in self.agenda.tracks if track.id in tracks],
        )

    def _speakers(self, sessions: list[Session]) -> list[Speaker]:
        named = {id for session in sessions for id in session.speaker_ids}
        return [speaker for speaker in self.agenda.speakers if speaker.id in named]


def _day(day: date, sessions: list[Session]) -> AgendaDay:
    return AgendaDay(
        day=day,
        sessions=len(sessions),
        starts_at=sessions[0].starts_at,
        ends_at=max(session.ends_at for session in sessions),
    )
