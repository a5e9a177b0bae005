"""The programme as frab's XML (pentabarf's), which the apps of conferences and the recorders of talks read."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from hallway.services.events.feeds.programme import (
    Entry,
    Programme,
    days_of,
    duration_of,
    fit,
    local,
    person_numbers,
    session_numbers,
    slug_of,
)
from hallway.services.events.values import Link


def frab_xml(programme: Programme) -> bytes:
    """The file, in UTF-8. What XML cannot hold, control characters, is left out of the texts."""
    root = _Writer(programme).file()
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


class _Writer:
    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._zone = programme.zone
        self._sessions = session_numbers(programme)
        self._people = person_numbers(programme)

    def file(self) -> Element:
        programme, days = self._programme, days_of(self._programme)
        root = Element("schedule")
        SubElement(root, "generator", {"name": "Hallway"})
        _text(root, "version", programme.version)
        conference = SubElement(root, "conference")
        _text(conference, "acronym", programme.slug)
        _text(conference, "title", programme.title)
        _text(conference, "start", f"{local(programme.starts_at, self._zone):%Y-%m-%d}")
        _text(conference, "end", f"{local(programme.ends_at, self._zone):%Y-%m-%d}")
        _text(conference, "days", str(len(days)))
        _text(conference, "timeslot_duration", "00:05")
        _text(conference, "time_zone_name", self._zone.key)
        _text(conference, "base_url", programme.url)
        _text(conference, "url", programme.url)
        tracks = SubElement(root, "tracks")
        for track in programme.tracks:
            _text(tracks, "track", track.name, {"color": track.color} if track.color else {})
        for day in days:
            attributes = {"index": str(day.index), "date": day.date.isoformat()}
            attributes |= {"start": day.start.isoformat(), "end": day.end.isoformat()}
            element = SubElement(root, "day", attributes)
            for name, entries in day.rooms.items():
                room = SubElement(element, "room", {"name": fit(name)})
                for entry in entries:
                    self._session(room, entry)
        return root

    def _session(self, room: Element, entry: Entry) -> None:
        number = self._sessions[entry.id]
        starts = local(entry.starts_at, self._zone)
        event = SubElement(room, "event", {"guid": entry.id, "id": str(number)})
        for name, text in (
            ("date", starts.isoformat()),
            ("start", f"{starts:%H:%M}"),
            ("duration", duration_of(entry)),
            ("room", entry.stage),
            ("slug", slug_of(self._programme, entry, number)),
            ("url", entry.url),
            ("title", entry.title),
            ("subtitle", entry.subtitle),
            ("track", entry.track),
            ("type", entry.kind),
            ("language", ", ".join(entry.languages)),
            ("abstract", entry.abstract),
            ("description", ""),
            ("video_download_url", entry.video_url),
        ):
            _text(event, name, text)
        recording = SubElement(event, "recording")
        _text(recording, "license", "")
        _text(recording, "optout", "true" if entry.do_not_record else "false")
        persons = SubElement(event, "persons")
        for person in entry.speakers:
            _text(persons, "person", person.name, {"id": str(self._people[person.id]), "guid": person.id})
        _links(event, "link", entry.links)
        _links(event, "attachment", entry.attachments)


def _links(event: Element, name: str, links: tuple[Link, ...]) -> None:
    listed = SubElement(event, f"{name}s")
    for link in links:
        _text(listed, name, link.title, {"href": fit(link.url)})


def _text(parent: Element, name: str, text: str, attributes: dict[str, str] | None = None) -> None:
    SubElement(parent, name, attributes or {}).text = fit(text)
