"""The programme as schedule JSON, as frab and pretalx write it (voc's schema)."""

import msgspec

from hallway.services.events.feeds.programme import (
    Day,
    Entry,
    Programme,
    days_of,
    duration_of,
    local,
    person_numbers,
    session_numbers,
    slug_of,
)
from hallway.services.events.values import Link


def schedule_json(programme: Programme) -> bytes:
    """The file, in UTF-8."""
    return msgspec.json.encode(_Writer(programme).file())


class _Writer:
    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._zone = programme.zone
        self._sessions = session_numbers(programme)
        self._people = person_numbers(programme)

    def file(self) -> dict[str, object]:
        programme, days = self._programme, days_of(self._programme)
        conference: dict[str, object] = {
            "acronym": programme.slug,
            "title": programme.title,
            "start": f"{local(programme.starts_at, self._zone):%Y-%m-%d}",
            "end": f"{local(programme.ends_at, self._zone):%Y-%m-%d}",
            "daysCount": len(days),
            "timeslot_duration": "00:05",
            "time_zone_name": self._zone.key,
            "url": programme.url,
            "tracks": [{"name": one.name, **({"color": one.color} if one.color else {})} for one in programme.tracks],
            "rooms": [{"name": one.name, "guid": one.id, "capacity": one.capacity} for one in programme.stages],
            "days": [self._day(day) for day in days],
        }
        schedule = {"version": programme.version, "base_url": programme.url, "conference": conference}
        return {
            "$schema": "https://c3voc.de/schedule/schema.json",
            "generator": {"name": "Hallway"},
            "schedule": schedule,
        }

    def _day(self, day: Day) -> dict[str, object]:
        return {
            "index": day.index,
            "date": day.date.isoformat(),
            "day_start": day.start.isoformat(),
            "day_end": day.end.isoformat(),
            "rooms": {name: [self._session(entry) for entry in entries] for name, entries in day.rooms.items()},
        }

    def _session(self, entry: Entry) -> dict[str, object]:
        starts = local(entry.starts_at, self._zone)
        number = self._sessions[entry.id]
        return {
            "guid": entry.id,
            "id": number,
            "date": starts.isoformat(),
            "start": f"{starts:%H:%M}",
            "duration": duration_of(entry),
            "room": entry.stage,
            "slug": slug_of(self._programme, entry, number),
            "url": entry.url,
            "title": entry.title,
            "subtitle": entry.subtitle,
            "track": entry.track,
            "type": entry.kind,
            "language": ", ".join(entry.languages),
            "abstract": entry.abstract,
            "description": "",
            "recording_license": "",
            "do_not_record": entry.do_not_record,
            "video_download_url": entry.video_url,
            "persons": [
                {
                    "guid": person.id,
                    "id": self._people[person.id],
                    "name": person.name,
                    "public_name": person.name,
                    "biography": person.biography,
                }
                for person in entry.speakers
            ],
            "links": [_link(link) for link in entry.links],
            "attachments": [_link(link) for link in entry.attachments],
        }


def _link(link: Link) -> dict[str, str]:
    return {"title": link.title, "url": link.url}
