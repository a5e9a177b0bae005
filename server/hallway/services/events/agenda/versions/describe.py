"""What a delta did, as people speak of it. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import msgspec

from hallway.services.events.agenda.versions.state import (
    FIELDS,
    Delta,
    SessionItem,
    SpeakerItem,
    StageItem,
    State,
    TrackItem,
)
from hallway.services.events.values import AgendaChange, ChangeKind, FieldChange, Link, SessionFacts

LONGEST: Final = 200
"""Characters of a field's text in a change."""
WHERE_AND_WHEN: Final = ("time", "stage")
_NEVER: Final = SessionItem(
    title="", starts_at=datetime.max.replace(tzinfo=UTC), ends_at=datetime.max.replace(tzinfo=UTC)
)


class Names(msgspec.Struct, frozen=True):
    """What ids are called: those of a state, and those that a delta took away."""

    stages: Mapping[UUID, StageItem]
    tracks: Mapping[UUID, TrackItem]
    speakers: Mapping[UUID, SpeakerItem]

    def facts(self, session: SessionItem) -> SessionFacts:
        """Which session this is."""
        stage = self.stages.get(session.stage_id) if session.stage_id else None
        track = self.tracks.get(session.track_id) if session.track_id else None
        return SessionFacts(
            title=session.title,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            day=session.day,
            stage=stage.name if stage else "",
            track=track.name if track else "",
            speakers=[self.speakers[id].name for id in session.speaker_ids if id in self.speakers],
        )


def names_of(state: State, delta: Delta) -> Names:
    """What everything in a state and in a delta that led to it, or leads from it, is called."""
    return Names(
        stages={**{id: one for id, pair in delta.stages.items() if (one := pair.before or pair.after)}, **state.stages},
        tracks={**{id: one for id, pair in delta.tracks.items() if (one := pair.before or pair.after)}, **state.tracks},
        speakers={
            **{id: one for id, pair in delta.speakers.items() if (one := pair.before or pair.after)},
            **state.speakers,
        },
    )


def changes_of(delta: Delta, names: Names) -> list[AgendaChange]:
    """Each session that differs, by its time; what only Hallway keeps of it is no change for people."""
    found = [
        change
        for id, pair in delta.sessions.items()
        if (change := change_of(id, pair.before, pair.after, names)) is not None
    ]
    found.sort(key=lambda one: ((one.after or one.before or _NEVER).starts_at, one.id))
    return [*found, *speaker_changes(delta)]


def change_of(id: UUID, before: SessionItem | None, after: SessionItem | None, names: Names) -> AgendaChange | None:
    """What happened to a session; None if nothing that people could see."""
    fields = _fields(before, after, names) if before and after else []
    if before and after and not fields:
        return None
    kind: ChangeKind = "changed"
    if before is None or after is None:
        kind = "added" if before is None else "removed"
    elif any(field.field in WHERE_AND_WHEN for field in fields):
        kind = "moved"
    return AgendaChange(
        id=id,
        kind=kind,
        title=(after or before or _NEVER).title,
        before=names.facts(before) if before else None,
        after=names.facts(after) if after else None,
        fields=fields,
    )


def differing(before: SessionItem, after: SessionItem) -> list[str]:
    """Names of FIELDS in which two differ."""
    return [
        field
        for field, attributes in FIELDS.items()
        if any(getattr(before, name) != getattr(after, name) for name in attributes)
    ]


def field_change(field: str, before: SessionItem, after: SessionItem, names: Names) -> FieldChange:
    """What a field says before and after."""
    return FieldChange(field=field, before=said(field, before, names), after=said(field, after, names))


def said(field: str, session: SessionItem, names: Names) -> str:
    """A field of a session as a short text."""
    facts = names.facts(session)
    match field:
        case "time":
            return f"{_iso(session.starts_at)}/{_iso(session.ends_at)}"
        case "stage":
            return facts.stage
        case "track":
            return facts.track
        case "speakers":
            return _cut(", ".join(facts.speakers))
        case "languages":
            return ", ".join(session.languages)
        case "links" | "attachments":
            links: tuple[Link, ...] = getattr(session, field)
            return _cut(", ".join(link.title for link in links))
        case "recording":
            return "no" if session.do_not_record else "yes"
        case "id":
            return session.external_id or ""
        case _:
            return _cut(" ".join(str(getattr(session, FIELDS[field][0])).split()))


def _fields(before: SessionItem, after: SessionItem, names: Names) -> list[FieldChange]:
    fields = [*differing(before, after), *(["id"] if before.external_id != after.external_id else [])]
    return [field_change(field, before, after, names) for field in fields]


def speaker_changes(delta: Delta) -> list[AgendaChange]:
    """Those whose name or biography differs. New ones and those who are gone are seen in their sessions."""
    changes: list[AgendaChange] = []
    for id, pair in delta.speakers.items():
        if pair.before is None or pair.after is None:
            continue
        texts = {"name": (pair.before.name, pair.after.name), "bio": (pair.before.bio, pair.after.bio)}
        fields = [
            FieldChange(field=field, before=_cut(old), after=_cut(new))
            for field, (old, new) in texts.items()
            if old != new
        ]
        if fields:
            changes.append(AgendaChange(id=id, of="speaker", kind="changed", title=pair.after.name, fields=fields))
    return changes


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
