"""The second version of voc's schedule JSON into a RawSchedule.

Sessions stand in one list, with `start` and `end`; days have no rooms but a start and an end; rooms and tracks may be
named by their guid or slug, people are described once for all. (The first version is read by `json.py`.)
"""

from datetime import UTC, datetime

from hallway.kernel.words import sentence
from hallway.services.events.imports.formats.flat import Entry, by_room, home, moment_of, timed
from hallway.services.events.imports.formats.notes import in_room
from hallway.services.events.imports.formats.raw import Fields, RawDay, RawSchedule, fields, items, unreadable, words
from hallway.services.events.schedule import Limits, Reading

_MOST_DAYS = 100
_KEYS = ("guid", "slug", "name", "id")
_FORBIDDEN = {"recording_forbidden", "not_recorded"}


def is_voc(top: object) -> bool:
    """Whether a decoded JSON file is one of these."""
    schedule = fields((fields(top) or {}).get("schedule")) or {}
    return isinstance(schedule.get("events"), list) and fields(schedule.get("conference")) is not None


def read_voc(top: object, reading: Reading, limits: Limits) -> RawSchedule:
    """The schedule in a decoded file for which `is_voc` holds."""
    schedule = fields((fields(top) or {}).get("schedule")) or {}
    header = fields(schedule.get("conference")) or {}
    events = items(schedule.get("events"))
    if len(events) > limits.sessions:
        raise unreadable(sentence("reading.manySessions", limit=limits.sessions))
    rooms, tracks, people = _known(header.get("rooms")), _known(header.get("tracks")), _known(schedule.get("persons"))
    listed = items(header.get("days"))[:_MOST_DAYS]
    days = [_Day(index, fields(value) or {}) for index, value in enumerate(listed, 1)]
    other = _Day(0, {})
    for number, value in enumerate(events, 1):
        event = fields(value) or {}
        session = _session(event, tracks, people, reading)
        room = words(_named(event.get("room"), rooms).get("name"))
        moment = _moment(words(session.get("date")))
        day = next((day for day in days if moment and day.has(moment)), other)
        place = in_room(sentence("reading.session", number=str(number)), room[:100])
        day.entries.append(Entry(session, place, room))
    conference: Fields = {"base_url": schedule.get("base_url"), **header}
    conference["tracks"] = [_colored(value) for value in items(header.get("tracks"))]
    names = [words((fields(value) or {}).get("name")) for value in items(header.get("rooms"))[: limits.rooms]]
    raw = [day.raw(names) for day in (*days, other)]
    return RawSchedule(conference=conference, days=raw, skipped=[], format="schedule")


class _Day:
    def __init__(self, index: int, given: Fields) -> None:
        self.entries: list[Entry] = []
        self._index = index
        self._given = given
        self._start, self._end = (_moment(words(given.get(key))) for key in ("start", "end"))

    def has(self, moment: datetime) -> bool:
        """Whether a moment is in this day."""
        return bool(self._start and self._end and self._start <= moment < self._end)

    def raw(self, rooms: list[str]) -> RawDay:
        """The day with its sessions by their rooms."""
        given = self._given
        used = {entry.room for entry in self.entries}
        return RawDay(
            *(self._index, given.get("date"), given.get("start"), given.get("end")),
            by_room(self.entries, [room for room in rooms if room in used]),
        )


def _moment(text: str) -> datetime | None:
    moment = moment_of(text, None)
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def _session(event: Fields, tracks: dict[str, Fields], people: dict[str, Fields], reading: Reading) -> Fields:
    persons: list[object] = []
    for value in items(event.get("participants")) or items(event.get("persons")):
        person = fields(value) or {}
        known = people.get(words(person.get("guid")), {})
        name = words(person.get("name")) or known.get("name")
        persons.append({"biography": known.get("biography"), **person, "name": name})
    session: Fields = {
        **event,
        "room": "",
        "track": words(_named(event.get("track"), tracks).get("name")),
        "persons": persons,
    }
    if forbids_recording(event):
        session["do_not_record"] = True
    return timed(session, words(event.get("start")), words(event.get("end")), home(reading))


def forbids_recording(event: Fields) -> bool:
    """Whether the session, or what it says of its recording, has it that it is not to be recorded."""
    recording = event.get("recording")
    said = fields(recording) or {}
    return (
        said.get("optout") in (True, "true")
        or words(recording).lower() in _FORBIDDEN
        or words(said.get("recording")).lower() in _FORBIDDEN
    )


def _known(value: object) -> dict[str, Fields]:
    """Objects by their guid, slug, name and id."""
    found: dict[str, Fields] = {}
    for part in items(value):
        one = fields(part) or {"name": words(part)}
        for key in _KEYS:
            if known := words(one.get(key)):
                found.setdefault(known, one)
    return found


def _named(value: object, known: dict[str, Fields]) -> Fields:
    """The object that a reference means: it may be a name, or an object with a guid or a slug."""
    reference = fields(value) or {"name": words(value)}
    found: Fields = next((known[name] for key in _KEYS if (name := words(reference.get(key))) in known), Fields())
    return {**found, **{key: part for key, part in reference.items() if part}}


def _colored(value: object) -> object:
    track = fields(value)
    colors = fields(track.get("colors")) if track else None
    return {"color": colors.get("light") or colors.get("dark"), **track} if track and colors else value
