"""A draft's items as the values that agendas are made of. Pure."""

from datetime import datetime
from uuid import UUID

import msgspec

from hallway.services.events.agenda.versions.state import SessionItem, State
from hallway.services.events.values import Agenda, Event, Session, Speaker, Stage, Track


def session_of(event_id: UUID, id: UUID, item: SessionItem) -> Session:
    """A session with all that is said of it."""
    return Session(
        id=id,
        event_id=event_id,
        stage_id=item.stage_id,
        track_id=item.track_id,
        title=item.title,
        subtitle=item.subtitle,
        abstract=item.abstract,
        languages=list(item.languages),
        kind=item.kind,
        url=item.url,
        video_url=item.video_url,
        links=list(item.links),
        attachments=list(item.attachments),
        do_not_record=item.do_not_record,
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        day=item.day,
        speaker_ids=list(item.speaker_ids),
    )


def agenda_of(event: Event, state: State, published: int) -> Agenda:
    """The whole agenda, without what is long in it."""
    stages = sorted(state.stages.items(), key=lambda item: (item[1].position, item[0]))
    tracks = sorted(state.tracks.items(), key=lambda item: (item[1].position, item[0]))
    places = {id: one.position for id, one in stages}
    last = len(places)

    def place(item: tuple[UUID, SessionItem]) -> tuple[datetime, int, UUID]:
        id, one = item
        return one.starts_at, places.get(one.stage_id, last) if one.stage_id else last, id

    return Agenda(
        event_id=event.id,
        version=event.version,
        published=published,
        stages=[Stage(id=id, name=one.name, position=one.position) for id, one in stages],
        tracks=[Track(id=id, name=one.name, hue=one.hue, position=one.position) for id, one in tracks],
        speakers=[
            Speaker(id=id, name=one.name, bio="", user_id=one.user_id)
            for id, one in sorted(state.speakers.items(), key=lambda item: (item[1].name, item[0]))
        ],
        sessions=[_brief(session_of(event.id, id, one)) for id, one in sorted(state.sessions.items(), key=place)],
    )


def _brief(session: Session) -> Session:
    return msgspec.structs.replace(session, abstract="", video_url="", links=[], attachments=[])
