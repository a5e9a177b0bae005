"""From an event and its agenda to a programme, and from a programme to the file that somebody asks for."""

import hashlib
from collections.abc import Callable, Collection
from datetime import datetime
from math import cos, radians, sin
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from hallway.services.events.feeds.frab import frab_xml
from hallway.services.events.feeds.icalendar import icalendar
from hallway.services.events.feeds.programme import Entry, Person, Programme, Stage, Track
from hallway.services.events.feeds.schedule_json import schedule_json
from hallway.services.events.lifecycle.slugs import slug_of
from hallway.services.events.values import Event, Feed, FeedFormat, Session, Speaker
from hallway.services.events.values import Stage as StageOf
from hallway.services.events.values import Track as TrackOf

LIGHTNESS, CHROMA = 0.66, 0.12
"""Of the colours that tracks have in pages (`--swatch-l`, `--swatch-c`)."""
_KINDS: Final[dict[FeedFormat, tuple[Callable[[Programme], bytes], str, str]]] = {
    "frab": (frab_xml, "application/xml; charset=utf-8", "xml"),
    "schedule": (schedule_json, "application/json", "json"),
    "icalendar": (icalendar, "text/calendar; charset=utf-8", "ics"),
}


class Published(Struct, frozen=True, kw_only=True):
    """What everybody sees of an event's agenda, with all that is said of it: `number` of the published version, 0 for a
    draft's, and since when it is seen."""

    event: Event
    number: int
    made_at: datetime
    stages: list[StageOf]
    tracks: list[TrackOf]
    speakers: list[Speaker]
    sessions: list[Session]


class Current(Struct, frozen=True, kw_only=True):
    """The programme at a `version` of its event. `tracks` are their names by id; `public`: the event is no draft."""

    version: int
    public: bool
    programme: Programme
    tracks: dict[UUID, str]


def composed(published: Published, origin: str) -> Current:
    """`origin` is what addresses of this installation begin with."""
    event = published.event
    url = f"{origin.rstrip('/')}/e/{event.slug}"
    programme = Programme(
        title=event.name,
        slug=event.slug,
        url=url,
        time_zone=event.time_zone,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        version=str(published.number),
        made_at=published.made_at,
        cancelled=event.status == "cancelled",
        stages=tuple(Stage(id=str(one.id), name=one.name) for one in published.stages),
        tracks=tuple(Track(name=one.name, color=color_of(one.hue)) for one in published.tracks),
        sessions=_entries(published, url),
    )
    tracks = {track.id: track.name for track in published.tracks}
    return Current(version=event.version, public=event.status != "draft", programme=programme, tracks=tracks)


def _entries(published: Published, url: str) -> tuple[Entry, ...]:
    """A session without an address has that of its page here."""
    names = {one.id: one.name for one in (*published.stages, *published.tracks)}
    people = {one.id: Person(id=str(one.id), name=one.name, biography=one.bio) for one in published.speakers}
    return tuple(
        Entry(
            id=str(session.id),
            title=session.title,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            day=session.day,
            subtitle=session.subtitle,
            abstract=session.abstract,
            stage=names.get(session.stage_id, "") if session.stage_id else "",
            track=names.get(session.track_id, "") if session.track_id else "",
            kind=session.kind,
            languages=tuple(session.languages),
            url=session.url or f"{url}/sessions/{session.id}",
            video_url=session.video_url,
            links=tuple(session.links),
            attachments=tuple(session.attachments),
            do_not_record=session.do_not_record,
            speakers=tuple(people[id] for id in session.speaker_ids if id in people),
            revision=published.number,
        )
        for session in published.sessions
    )


def whole(current: Current, format: FeedFormat) -> Feed:
    """All of it."""
    return _feed(current, current.programme, format)


def of_track(current: Current, format: FeedFormat, track_id: UUID) -> Feed:
    """What is on one of its tracks."""
    name = current.tracks[track_id]
    kept = [one for one in current.programme.sessions if one.track == name]
    return _feed(current, _part(current.programme, kept, name), format, slug_of(name))


def of_sessions(current: Current, session_ids: Collection[UUID]) -> Feed:
    """The calendar of what somebody starred."""
    ids = {str(id) for id in session_ids}
    kept = [one for one in current.programme.sessions if one.id in ids]
    return _feed(current, _part(current.programme, kept, "starred"), "icalendar", "starred")


def _part(programme: Programme, kept: list[Entry], name: str) -> Programme:
    stages, tracks = {one.stage for one in kept}, {one.track for one in kept}
    return msgspec.structs.replace(
        programme,
        title=f"{programme.title}: {name}",
        stages=tuple(one for one in programme.stages if one.name in stages),
        tracks=tuple(one for one in programme.tracks if one.name in tracks),
        sessions=tuple(kept),
    )


def _feed(current: Current, programme: Programme, format: FeedFormat, part: str = "") -> Feed:
    write, content_type, ending = _KINDS[format]
    content = write(programme)
    return Feed(
        content=content,
        content_type=content_type,
        filename=f"{'-'.join(filter(None, (programme.slug, part)))}.{ending}",
        tag=hashlib.sha256(content).hexdigest()[:32],
        modified_at=programme.made_at,
        public=current.public,
    )


def color_of(hue: int) -> str:
    """'#rrggbb' as pages show the hue, which is an angle of OKLCH."""
    a, b = CHROMA * cos(radians(hue)), CHROMA * sin(radians(hue))
    long = (LIGHTNESS + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (LIGHTNESS - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (LIGHTNESS - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, one)))):02x}" for one in linear)


def _gamma(linear: float) -> float:
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
