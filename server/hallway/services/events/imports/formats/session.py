"""One session: accepted, or skipped with the reason."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from hallway.kernel.markup import cut_markdown
from hallway.kernel.words import Sentence, day, sentence
from hallway.services.events.imports.formats.clean import address, cut, label, languages, line, paragraphs
from hallway.services.events.imports.formats.notes import Notes
from hallway.services.events.imports.formats.people import People, digest, file_id
from hallway.services.events.imports.formats.raw import Fields, fields, items, truth, words
from hallway.services.events.imports.formats.times import Day, Start, duration_of
from hallway.services.events.schedule import Limits, Session
from hallway.services.events.values import EVENT_SECONDS, Link

_LONGEST: Final = timedelta(seconds=EVENT_SECONDS)
_MOST_LINKS: Final = 50
_TITLES: Final = ("title", "name", "description", "type")
_ADDRESSES: Final = ("url", "href", "link")
_CUT: Final = {name: f"reading.{name}Cut" for name in ("title", "subtitle", "track", "room", "type", "acronym")}
_MANY: Final = {"links": "reading.manyLinks", "attachments": "reading.manyAttachments"}
_BAD: Final = {"links": "reading.badLink", "attachments": "reading.badAttachment"}
_VIDEOS: Final = ("video_url", "video_download_url", "recording_url", "recording")


class _Likeness(NamedTuple):
    """Two sessions that are alike in these are the same."""

    title: str
    starts_at: datetime
    room: str | None


class Skip(Exception):
    """This session is not imported."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why.key)
        self.why = why


class Place(NamedTuple):
    """Where a session stands in the file; `where` is for people."""

    day: Day
    room: str
    where: Sentence


class SessionReader:
    """Reads one session after the other and remembers the ids that are taken.

    `bounds` are the first and the last moment at which a session may start, if the file says when the event is;
    relative addresses are those of `base`.
    """

    def __init__(
        self, limits: Limits, people: People, bounds: tuple[datetime, datetime] | None, base: str | None = None
    ) -> None:
        self.notes = Notes()
        self._limits = limits
        self._people = people
        self._base = base
        self._bounds = bounds
        self._taken: dict[str, _Likeness | None] = {}
        self._alike: dict[str, int] = {}  # how many have the same hash: to count anew each time is quadratic

    def read(self, found: Fields, place: Place) -> Session:
        """The session, whose speakers are keys of `People` still. Skip if it has no title, no believable time, or is
        there already."""
        limits, where = self._limits, place.where
        title = self.line(found, "title", limits.title, where)
        if not title:
            raise Skip(sentence("reading.untitled"))
        start, duration = self._start(found, place), self._duration(found)
        room = place.room or self.line(found, "room", limits.name, where) or None
        kind = self.line(found, "type", limits.name, where) or None
        external_id = self._own_id(found, _Likeness(title, start.moment, room), where)
        speakers = self._people.of(found, where)
        if external_id is None:
            external_id = self._hashed_id(title, kind or "", *sorted(self._people.names(speakers)))
        if start.remark:
            self.notes.add(where, start.remark)
        return Session(
            external_id=external_id,
            title=title,
            subtitle=self.line(found, "subtitle", limits.title, where) or None,
            abstract=self._abstract(found, where),
            track=self.line(found, "track", limits.name, where) or None,
            room=room,
            starts_at=start.moment,
            duration=duration,
            day=start.day,
            languages=self._languages(found, where),
            kind=kind,
            url=self._address(found.get("url"), "reading.badAddress", where),
            video_url=self._video(found, where),
            links=self._links(found, "links", where),
            attachments=self._links(found, "attachments", where),
            do_not_record=truth(found.get("do_not_record"))
            or truth((fields(found.get("recording")) or {}).get("optout")),
            speakers=speakers,
        )

    def line(self, found: Fields, key: str, limit: int, where: Sentence) -> str:
        """A field as one line, cut with a note if it is too long; '' if it is missing or no text."""
        text = label(found.get(key), limit)
        if len(text) > limit:
            self.notes.add(where, sentence(_CUT[key], limit=limit))
        return cut(text, limit)

    def _start(self, found: Fields, place: Place) -> Start:
        written = words(found.get("date")), words(found.get("start"))
        start = place.day.starts_at(*written)
        if start is None:
            shown = " ".join(line(text, 40) for text in written if text)
            raise Skip(sentence("reading.badStart", written=shown) if shown else sentence("reading.noStart"))
        if self._bounds and not self._bounds[0] <= start.moment <= self._bounds[1]:
            raise Skip(sentence("reading.farFromEvent", day=day(start.moment.date())))
        return start

    def _duration(self, found: Fields) -> timedelta:
        written = words(found.get("duration"))
        shown = line(written, 40)
        duration = duration_of(written)
        if duration is None:
            raise Skip(sentence("reading.badDuration", written=shown) if shown else sentence("reading.noDuration"))
        if duration > _LONGEST:
            raise Skip(sentence("reading.longDuration", written=shown, days=_LONGEST.days))
        return duration

    def _own_id(self, found: Fields, like: _Likeness, where: Sentence) -> str | None:
        """The first id in the file that no earlier session has, or None."""
        number = file_id(found.get("id"))
        for known in (file_id(found.get("guid")), f"id:{number}" if number else ""):
            if known and self._taken.get(known) == like:
                raise Skip(sentence("reading.twice"))
            if known and known not in self._taken:
                self._taken[known] = like
                return known
            if known:
                self.notes.add(where, sentence("reading.idTaken", id=cut(known, 80)))
        return None

    def _hashed_id(self, *stable: str) -> str:
        first = known = f"hash:{digest(*stable)}"
        count = self._alike.get(first, 1)
        while known in self._taken:
            count += 1
            known = f"{first}-{count}"
        self._alike[first] = count
        self._taken[known] = None
        return known

    def _abstract(self, found: Fields, where: Sentence) -> str | None:
        """The short text and the long one, unless one is in the other."""
        limit = self._limits.abstract
        written = [words(found.get(key)) for key in ("abstract", "description")]
        short, long = (paragraphs(text, limit) if text else "" for text in written)
        text = long if short in long else short if long in short else f"{short}\n\n{long}"
        if len(text) > limit or any(len(text) > 4 * limit for text in written):
            self.notes.add(where, sentence("reading.abstractCut", limit=limit))
        return cut_markdown(text, limit) or None

    def _languages(self, found: Fields, where: Sentence) -> tuple[str, ...]:
        known, others = languages(found.get("language") or found.get("languages"))
        if others:
            self.notes.add(where, sentence("reading.badLanguage", written=cut(line(", ".join(others), 80), 80)))
        return known

    def _address(self, value: object, remark: str, where: Sentence) -> str | None:
        """An address, with a note if there is one that cannot be kept."""
        known = address(value, self._limits.url, self._base)
        if known is None and (written := line(value, 80)):
            self.notes.add(where, sentence(remark, written=cut(written, 80)))
        return known

    def _video(self, found: Fields, where: Sentence) -> str | None:
        """Where the recording is; the first address of those that a file may have for it."""
        values = [found.get(key) for key in _VIDEOS]
        if not any(values):
            return None
        inside = fields(values[-1]) or {}
        values[-1:] = [inside.get(key) for key in _ADDRESSES] if inside else values[-1:]
        written = (value for value in values if not isinstance(value, bool) and words(value).strip())
        known = (self._address(value, "reading.badVideo", where) for value in written)
        return next((one for one in known if one), None)

    def _links(self, found: Fields, key: str, where: Sentence) -> tuple[Link, ...]:
        listed = items(found.get(key))
        if not listed:
            return ()
        if len(listed) > _MOST_LINKS:
            self.notes.add(where, sentence(_MANY[key], count=len(listed), limit=_MOST_LINKS))
        kept: dict[str, Link] = {}
        for value in listed[:_MOST_LINKS]:
            url, title = self._link(fields(value) or {"url": value}, key, where)
            if url is not None and url not in kept:
                kept[url] = Link(title=title or url, url=url)
        return tuple(kept.values())

    def _link(self, value: Fields, key: str, where: Sentence) -> tuple[str | None, str]:
        """The address of a link, if it has one that can be kept, and its title, if it has one."""
        written = value.get("url") or value.get("href") or value.get("link")
        url = address(written, self._limits.url) or self._address(written, _BAD[key], where)
        title = ""
        for name in _TITLES:
            if url and not title and (named := value.get(name)):
                title = cut(label(named, self._limits.title), self._limits.title)
        return url, title
