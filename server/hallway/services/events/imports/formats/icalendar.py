"""iCalendar (RFC 5545), as conferences and calendar programs export it, into a RawSchedule.

Speakers are the attendees, as frab, pretalx and FOSDEM write them; the organiser of an appointment is not one. The
first category is the track. Events that repeat by simple rules are read as often as they happen (`repeats.py`), others
once. Events marked as private are left out, for a programme is for everybody.
"""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hallway.kernel.words import Sentence, sentence
from hallway.services.events.imports.formats.clean import cut, line
from hallway.services.events.imports.formats.content_lines import Component, Property, calendars, parts
from hallway.services.events.imports.formats.flat import Entry, Flat, clock, home, span
from hallway.services.events.imports.formats.notes import Notes, titled
from hallway.services.events.imports.formats.people import digest
from hallway.services.events.imports.formats.raw import Fields, RawSchedule, unreadable
from hallway.services.events.imports.formats.repeats import LONGEST, MOST, occurrences, rule_of
from hallway.services.events.imports.formats.session import Skip
from hallway.services.events.imports.formats.zones import zone_named
from hallway.services.events.schedule import Limits, Reading
from hallway.services.events.values import Skipped

_READ = frozenset(
    {
        *("BEGIN", "END", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE", "TIMEZONE-ID", "URL", "TZID", "X-LIC-LOCATION"),
        *("TZOFFSETTO", "UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "DESCRIPTION", "X-ALT-DESC", "LOCATION"),
        *("CATEGORIES", "ATTENDEE", "ATTACH", "CONFERENCE", "LINK", "STATUS", "CLASS", "RRULE", "RDATE", "EXDATE"),
        "RECURRENCE-ID",
    }
)
_MOMENT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})?(Z?))?", re.ASCII)
_DURATION = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?", re.ASCII
)
_DAY = timedelta(days=1)
_MOST_DATES = 100_000
_LONGEST = 20_000  # characters of a list


def looks_like_icalendar(data: bytes) -> bool:
    """Whether a file begins as a calendar does."""
    return data[:40].lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def read_icalendar(data: bytes, reading: Reading, limits: Limits) -> RawSchedule:
    """The schedule in an iCalendar file. Problem("invalid") if it ends too early, is hostile, or no calendar."""
    notes = Notes()
    found = calendars(data, _READ, notes, limits)
    if not found:
        raise unreadable(sentence("reading.noCalendar"))
    return _Calendar(found, notes, reading, limits).read()


class _Calendar:
    def __init__(self, calendars: list[Component], notes: Notes, reading: Reading, limits: Limits) -> None:
        self._calendar = calendars[0]
        inside = [component for calendar in calendars for component in calendar.components]
        self._events = [component for component in inside if component.name == "VEVENT"]
        self._timezones = {one.text("TZID"): one for one in inside if one.name == "VTIMEZONE"}
        self._limits = limits
        self._home = home(reading)
        self._dates = 0  # of repeats
        self._zones: dict[str, ZoneInfo | None] = {}
        self._named: Counter[str] = Counter()
        self._unknown: dict[str, None] = {}
        self._out = Flat(format="icalendar", conference={}, notes=notes)
        if len(self._events) > limits.sessions:
            raise unreadable(sentence("reading.manySessions", limit=limits.sessions))
        self._own_clock = self._zone(self._calendar.text("X-WR-TIMEZONE", "TIMEZONE-ID"))
        self._moved = {
            (event.text("UID"), self._stamp(moved)) for event in self._events if (moved := event.first("RECURRENCE-ID"))
        }

    def read(self) -> RawSchedule:
        categories = 0
        for number, event in enumerate(self._events, 1):
            title = cut(line(event.text("SUMMARY"), 80), 80)
            place = sentence("reading.event", number=str(number))
            where = titled(title, place)
            try:
                self._event(event, where, place)
            except Skip as reason:
                self._out.skipped.append(Skipped.of(where, reason.why))
            categories += len(_categories(event)) > 1
        if categories:
            self._out.notes.add(
                sentence("reading.theCategories"), sentence("reading.severalCategories", count=categories)
            )
        for name in [*self._unknown][:20]:
            remark = sentence("reading.unknownZone", name=cut(line(name, 60), 60))
            self._out.notes.add(sentence("reading.theZones"), remark)
        self._out.conference = self._head()
        return self._out.schedule()

    def _head(self) -> Fields:
        zone = self._own_clock.key if self._own_clock else next((name for name, _ in self._named.most_common(1)), "")
        return {
            "title": self._calendar.text("NAME", "X-WR-CALNAME"),
            "url": self._calendar.text("URL"),
            "time_zone_name": zone,  # '' if nothing in the file says where it is
        }

    def _event(self, event: Component, where: Sentence, place: Sentence) -> None:
        if event.text("STATUS").strip().upper() == "CANCELLED":
            raise Skip(sentence("reading.cancelled"))
        if event.text("CLASS").strip().upper() in ("PRIVATE", "CONFIDENTIAL"):
            raise Skip(sentence("reading.private"))
        written = event.first("DTSTART")
        start = self._moment(written)
        if written is None or start is None:
            bad = sentence("reading.badStart", written=line(written.value, 40)) if written else None
            raise Skip(bad or sentence("reading.noStart"))
        duration = self._duration(event, written, start)
        found = _fields(event)
        for moment, stamp in self._moments(event, start, where):
            uid = event.text("UID").strip()[:1_000]
            once = {**found, "date": moment.isoformat(), "duration": clock(duration)}
            once["guid"] = f"{uid}/{stamp}" if uid and stamp else uid
            self._out.add(Entry(once, place, " ".join(line(event.text("LOCATION"), 1_000).split())), self._limits)

    def _moments(self, event: Component, start: datetime, where: Sentence) -> list[tuple[datetime, str]]:
        """Each start of an event, with what tells it from the others of the same event ('' if it is the only one)."""
        if moved := event.first("RECURRENCE-ID"):
            return [(start, self._stamp(moved))]
        rules, dates = event.properties.get("RRULE", []), event.properties.get("RDATE", [])
        if not rules and not dates:
            return [(start, "")]
        rule = rule_of(rules[0].value) if len(rules) == 1 and not dates else None
        if rule is None:
            self._out.notes.add(where, sentence("reading.unknownRule"))
            return [(start, "")]
        offset = start.utcoffset() or timedelta()
        starts, whole = occurrences(start.replace(tzinfo=None), rule, offset)
        if not whole:
            self._out.notes.add(where, sentence("reading.repeatsLong", days=LONGEST.days, limit=MOST))
        exceptions = [
            Property(value=value, parameters=exception.parameters)
            for exception in event.properties.get("EXDATE", ())
            for value in exception.value[:_LONGEST].split(",")
        ]
        self._dates += len(starts) + len(exceptions)
        if self._dates > _MOST_DATES:
            raise unreadable(sentence("reading.manyRepeats", limit=_MOST_DATES))
        left_out = {self._stamp(exception) for exception in exceptions}
        uid = event.text("UID")
        found = [(moment, _stamp(moment)) for local in starts if (moment := local.replace(tzinfo=start.tzinfo))]
        return [one for one in found if one[1] not in left_out and (uid, one[1]) not in self._moved]

    def _stamp(self, written: Property) -> str:
        moment = self._moment(written)
        return _stamp(moment) if moment else ""

    def _moment(self, written: Property | None) -> datetime | None:
        """The moment, aware if its zone is known; midnight of a date."""
        found = _MOMENT.fullmatch(written.value.strip()) if written else None
        if not written or not found:
            return None
        try:
            year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
            moment = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001  its zone comes below
            if found[7]:
                moment = moment.replace(tzinfo=UTC)
                shown = self._own_clock or self._home
                return moment.astimezone(shown) if shown else moment
            name = written.parameters.get("TZID", "")
            zone = self._zone(name) if name and found[4] else None
            if name and found[4] and zone is None:
                self._unknown.setdefault(name)
            elif zone:
                self._named[zone.key] += 1
            return moment.replace(tzinfo=zone or self._own_clock)
        except (ValueError, OverflowError):
            return None

    def _zone(self, name: str) -> ZoneInfo | None:
        """IANA's zone for the name that a file gives it."""
        if name not in self._zones:
            defined = self._timezones.get(name)
            named = [name, defined.text("X-LIC-LOCATION") if defined else ""]
            named += ["/".join(name.split("/")[-last:]) for last in (3, 2)]  # “/example.org/20260101/Europe/Berlin”
            self._zones[name] = next((zone for one in named if (zone := zone_named(one))), None)
        return self._zones[name]

    def _duration(self, event: Component, written: Property, start: datetime) -> timedelta:
        """How long an event is. Without an end, a date is a whole day, and a moment is a milestone."""
        if ends := event.first("DTEND"):
            end = self._moment(ends)
            if end is None:
                raise Skip(sentence("reading.badEnd", written=line(ends.value, 40)))
            duration = span(start, end, self._home)
            if duration < timedelta():
                raise Skip(sentence("reading.endsFirst"))
            return duration
        if long := event.first("DURATION"):
            found = _DURATION.fullmatch(long.value.strip().upper())
            if not found or not any(found.groups()):
                raise Skip(sentence("reading.noDurationThat", written=line(long.value, 40)))
            weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
            return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
        return timedelta() if "T" in written.value else _DAY


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" if moment.tzinfo else f"{moment:%Y%m%dT%H%M%S}"


def _categories(event: Component) -> list[str]:
    written = event.properties.get("CATEGORIES", ())
    return [text.strip() for one in written for text in parts(one.value[:_LONGEST]) if text.strip()]


def _fields(event: Component) -> Fields:
    rich = event.first("X-ALT-DESC")
    html = rich.text() if rich and rich.parameters.get("FMTTYPE", "").lower() == "text/html" else ""
    summary = event.first("SUMMARY")
    rooms = event.properties.get("CONFERENCE", [])  # in the web
    videos = [one for one in rooms if "VIDEO" in one.parameters.get("FEATURE", "").upper()][:1]
    return {
        "title": event.text("SUMMARY"),
        "abstract": html.strip() or event.text("DESCRIPTION"),
        "track": next(iter(_categories(event)), ""),
        "url": event.text("URL"),
        "language": summary.parameters.get("LANGUAGE", "") if summary else "",
        "persons": [
            person for one in event.properties.get("ATTENDEE", ()) if (person := _person(one.value, one.parameters))
        ],
        "attachments": [
            _link(one) for one in event.properties.get("ATTACH", ()) if one.parameters.get("VALUE", "URI") == "URI"
        ],
        "links": [_link(one) for one in (*event.properties.get("LINK", ()), *rooms) if one not in videos],
        "video_url": videos[0].value.strip() if videos else "",
    }


def _person(address: str, parameters: dict[str, str]) -> Fields | None:
    if parameters.get("CUTYPE", "INDIVIDUAL").upper() in ("ROOM", "RESOURCE") or not parameters.get("CN"):
        return None
    kind, _, rest = address.strip().partition(":")
    known = address.strip() if kind.lower() in ("http", "https", "urn") else ""
    if kind.lower() == "mailto" and "@" in rest:
        known = digest(rest)  # an address is nobody's business here
    return {"name": parameters["CN"], "guid": known.removeprefix("urn:uuid:")}


def _link(one: Property) -> Fields:
    named = one.parameters.get("FILENAME") or one.parameters.get("X-FILENAME") or one.parameters.get("LABEL")
    return {"url": one.value.strip(), "title": named or ""}
