"""One session typed by hand, in a draft. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import msgspec
from msgspec import structs

from hallway.services.events.agenda.track_hues import hue_of
from hallway.services.events.agenda.versions.describe import differing
from hallway.services.events.agenda.versions.state import (
    FIELDS,
    SessionItem,
    SpeakerItem,
    StageItem,
    State,
    TrackItem,
    item_id,
    tidied,
)
from hallway.services.events.values import Event, SessionInput

NIGHT_ENDS: Final = 6
"""The hour until which a session may still count to the day before."""


def with_session(state: State, id: UUID, input: SessionInput, event: Event) -> State:
    """The state with this session as typed. Stages, tracks and speakers are the ones of that name, or new; what nothing
    names any more is gone. Of a session that a file brought, the fields that differ are a person's from now on.

    Ids of what it names are made within the event: a session's id is known to all, and once it is gone another event
    may have it."""
    namespace = uuid5(event.id, str(id))
    after = state.copy()
    before = state.sessions.get(id)
    known = before or SessionItem(title=input.title, starts_at=input.starts_at, ends_at=input.ends_at)
    session = structs.replace(
        known,
        title=input.title,
        subtitle=input.subtitle,
        abstract=input.abstract,
        languages=tuple(input.languages),
        starts_at=input.starts_at,
        ends_at=input.ends_at,
        day=day_of(known.day, input.starts_at, event.time_zone),
        stage_id=stage_id(after, namespace, input.stage) if input.stage else None,
        track_id=track_id(after, namespace, input.track) if input.track else None,
        speaker_ids=tuple(dict.fromkeys(_speaker_id(after, namespace, known, name) for name in input.speakers)),
    )
    if before and before.source_id:
        session = structs.replace(session, typed=typed_after(before, session, after))
    after.sessions[id] = session
    return tidied(after)


def typed_after(before: SessionItem, after: SessionItem, state: State) -> dict[str, object]:
    """Which fields are a person's once they have changed `before` to `after`, with what the source said of each. A
    field that says again what the source said is the source's."""
    typed: dict[str, object] = dict(before.typed)
    for field in differing(before, after):
        typed.setdefault(field, kept(field, before, state))
        if typed[field] == kept(field, after, state):
            del typed[field]
    return typed


def kept(field: str, session: SessionItem, state: State) -> object:
    """What a field says, as it is kept in `typed`: by names and the files' ids, for ours may be made anew."""
    match field:
        case "stage":
            return state.stages[session.stage_id].name if session.stage_id else ""
        case "track":
            return state.tracks[session.track_id].name if session.track_id else ""
        case "speakers":
            speakers = [state.speakers[id] for id in session.speaker_ids if id in state.speakers]
            return [one.external_id or f"={one.name}" for one in speakers]
        case _:
            return msgspec.to_builtins([getattr(session, name) for name in FIELDS[field]])


def day_of(day: date | None, starts_at: datetime, zone: str) -> date | None:
    """The day that a session counted to, if it still may at its new start; None where its date says it."""
    if day is None:
        return None
    clock = starts_at.astimezone(ZoneInfo(zone))
    return day if clock.date() == day + timedelta(days=1) and clock.hour < NIGHT_ENDS else None


def stage_id(state: State, namespace: UUID, name: str) -> UUID:
    """The stage of this name, made if it is new."""
    if (found := _named(state.stages, name)) is not None:
        return found
    made = item_id(namespace, "stage", name, state.stages)
    state.stages[made] = StageItem(name, 1 + max((one.position for one in state.stages.values()), default=-1))
    return made


def track_id(state: State, namespace: UUID, name: str) -> UUID:
    """The track of this name, made if it is new."""
    if (found := _named(state.tracks, name)) is not None:
        return found
    made = item_id(namespace, "track", name, state.tracks)
    position = 1 + max((one.position for one in state.tracks.values()), default=-1)
    state.tracks[made] = TrackItem(name, hue_of(name), position)
    return made


def _named(items: Mapping[UUID, StageItem | TrackItem | SpeakerItem], name: str) -> UUID | None:
    return next((id for id, one in items.items() if one.name == name), None)


def _speaker_id(state: State, namespace: UUID, session: SessionItem, name: str) -> UUID:
    """The session's own speaker of this name before anybody else's: two people may have one name."""
    own = {id: state.speakers[id] for id in session.speaker_ids if id in state.speakers}
    found = _named(own, name) or _named(state.speakers, name)
    if found is not None:
        return found
    made = item_id(namespace, "speaker", name, state.speakers)
    state.speakers[made] = SpeakerItem(name=name)
    return made
