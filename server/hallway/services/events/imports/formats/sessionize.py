"""What Sessionize's API answers, as JSON, into a RawSchedule: its views All, Sessions, and GridSmart.

Times have no offset: they are the event's. Sessions of service (lunch, registration) are sessions of the kind
“service”. Categories that are called a track, a format or a language are those; others have no place here.
"""

from collections import Counter
from collections.abc import Iterator

from hallway.kernel.words import sentence
from hallway.services.events.imports.formats.clean import cut, line
from hallway.services.events.imports.formats.flat import Entry, Flat, home, timed
from hallway.services.events.imports.formats.notes import titled
from hallway.services.events.imports.formats.raw import Fields, RawSchedule, fields, items, words
from hallway.services.events.schedule import Limits, Reading
from hallway.services.events.values import Skipped

_NOT_HELD = {"declined", "waitlisted", "withdrawn", "canceled", "cancelled", "decline_queue"}
_KINDS = {"track": "track", "tracks": "track", "topic": "track", "language": "language", "languages": "language"}
_FORMATS = ("format", "type")
_LANGUAGES = {
    **{"english": "en", "englisch": "en", "anglais": "en", "german": "de", "deutsch": "de", "allemand": "de"},
    **{"french": "fr", "français": "fr", "französisch": "fr", "spanish": "es", "español": "es", "italian": "it"},
    **{"dutch": "nl", "nederlands": "nl", "portuguese": "pt", "português": "pt", "polish": "pl", "polski": "pl"},
    **{"japanese": "ja", "日本語": "ja", "swedish": "sv", "danish": "da", "norwegian": "no", "czech": "cs"},
}


def is_sessionize(top: object) -> bool:
    """Whether a decoded JSON file is one of these."""
    found = fields(top)
    if found is not None:
        return isinstance(found.get("sessions"), list) and "speakers" in found and "schedule" not in found
    inside = [fields(part) or {} for part in items(top)[:50]]
    return bool(inside) and all(isinstance(part.get("sessions", part.get("rooms")), list) for part in inside)


def read_sessionize(top: object, reading: Reading, limits: Limits) -> RawSchedule:
    """The schedule in a decoded file for which `is_sessionize` holds."""
    return _Reader(top, reading, limits).read()


class _Reader:
    def __init__(self, top: object, reading: Reading, limits: Limits) -> None:
        self._top = fields(top) or {}
        self._parts = items(top)
        self._limits = limits
        self._home = home(reading)
        self._rooms = {words(one.get("id")): words(one.get("name")) for one in self._list("rooms")}
        self._people = {words(one.get("id")): _person(one) for one in self._list("speakers")}
        self._categories = {
            words(item.get("id")): (words(one.get("title")), words(item.get("name")))
            for one in self._list("categories")
            for part in items(one.get("items"))
            if (item := fields(part))
        }
        self._dropped: Counter[str] = Counter()
        self._out = Flat(format="sessionize", conference={}, rooms=[name for name in self._rooms.values() if name])

    def read(self) -> RawSchedule:
        seen: set[tuple[str, str]] = set()
        for number, (session, room) in enumerate(self._sessions(), 1):
            known = words(session.get("id")), words(session.get("startsAt"))
            if known[0] and known in seen:  # the grid has a session for everybody in each of the rooms
                continue
            seen.add(known)
            title = cut(line(session.get("title"), 80), 80)
            place = sentence("reading.session", number=str(number))
            status = words(session.get("status"))
            if status.lower().replace(" ", "_") in _NOT_HELD:
                remark = sentence("reading.status", status=cut(line(status, 40), 40))
                self._out.skipped.append(Skipped.of(titled(title, place), remark))
                continue
            self._out.add(Entry(self._fields(session), place, room), self._limits)
        for name, count in self._dropped.most_common(20):
            category = sentence("reading.theCategory", name=cut(line(name, 60), 60))
            self._out.notes.add(category, sentence("reading.answersLeftOut", count=count))
        return self._out.schedule()

    def _list(self, key: str) -> list[Fields]:
        return [one for part in items(self._top.get(key)) if (one := fields(part))]

    def _sessions(self) -> Iterator[tuple[Fields, str]]:
        """Each session with its room; what is no object comes as an empty one, to be skipped with a reason."""
        groups: list[tuple[object, str]] = [(self._top, "")]
        for value in self._parts:
            group = fields(value) or {}
            groups.append((group, ""))
            groups += [(room, words((fields(room) or {}).get("name"))) for room in items(group.get("rooms"))]
        for group, room in groups:
            for value in items((fields(group) or {}).get("sessions")):
                session = fields(value) or {}
                own = words(session.get("room")) or self._rooms.get(words(session.get("roomId")), "")
                yield session, own or room

    def _fields(self, session: Fields) -> Fields:
        kind = "service" if session.get("isServiceSession") is True else ""
        if not kind and session.get("isPlenumSession") is True:
            kind = "plenum"
        found: Fields = {
            "id": session.get("id"),
            "title": session.get("title"),
            "abstract": session.get("description"),
            "type": kind,
            "persons": [self._speaker(value) for value in items(session.get("speakers"))],
            "links": [{"title": "Stream", "url": live}] if (live := words(session.get("liveUrl"))) else [],
            "video_download_url": session.get("recordingUrl"),
        }
        for category, name in self._answers(session):
            self._categorise(found, category, name)
        return timed(found, words(session.get("startsAt")), words(session.get("endsAt")), self._home)

    def _answers(self, session: Fields) -> Iterator[tuple[str, str]]:
        """The categories of a session with the answers, by their ids (All) or their names (the other views)."""
        for value in items(session.get("categoryItems")):
            if known := self._categories.get(words(value)):
                yield known
        for value in items(session.get("categories")):
            category = fields(value) or {}
            for item in items(category.get("categoryItems")):
                yield words(category.get("name")), words(fields(item) or item)

    def _categorise(self, found: Fields, category: str, name: str) -> None:
        title = category.strip().casefold()
        key = _KINDS.get(title) or ("type" if title.endswith(_FORMATS) else "")
        if key == "language":
            tag = _LANGUAGES.get(name.strip().casefold(), name)
            found[key] = f"{found[key]}, {tag}" if found.get(key) else tag
        elif key and not found.get(key):
            found[key] = name
        elif name and found.get(key) != name:
            self._dropped[category] += 1

    def _speaker(self, value: object) -> object:
        person = fields(value)
        known = words(person.get("id")) if person else words(value)
        return self._people.get(known) or (_person(person) if person else {"name": ""})


def _person(one: Fields) -> Fields:
    parts = (words(one.get("firstName")), words(one.get("lastName")))
    name = words(one.get("fullName")) or words(one.get("name")) or " ".join(part for part in parts if part)
    return {"guid": words(one.get("id")), "name": name, "biography": words(one.get("bio")) or words(one.get("tagLine"))}
