"""The speakers of a schedule, gathered while its sessions are read."""

import hashlib
from typing import Final
from unicodedata import normalize

from hallway.kernel.markup import cut_markdown
from hallway.kernel.text import with_few_marks
from hallway.kernel.words import Sentence, sentence
from hallway.services.events.imports.formats.clean import cut, label, line, paragraphs
from hallway.services.events.imports.formats.notes import Notes
from hallway.services.events.imports.formats.raw import (
    Fields,
    fields,
    items,
    unreadable,
    words,
)
from hallway.services.events.schedule import Limits, Speaker

_NO_ID = ("", "0", "-1")
_NAMES: Final = ("public_name", "name", "full_public_name")
_SHOWN: Final = 5


def digest(*parts: str) -> str:
    """A short hash for what has no id of its own: 32 hexadecimal digits, the same for the same words in any case."""
    return hashlib.sha256("\x1f".join(part.casefold() for part in parts).encode()).hexdigest()[:32]


def folded(name: str) -> str:
    """What is the same for two spellings of a name that differ in case, Unicode form or blanks alone."""
    if name.isascii():
        return " ".join(name.lower().split())
    return " ".join(normalize("NFKC", with_few_marks(normalize("NFKC", name).casefold())).split())


def file_id(value: object) -> str:
    """An id as the file has it, in at most 200 characters, or '' if it has none worth the name."""
    text = line(value, 4_000)
    if text in _NO_ID:
        return ""
    return text if len(text) <= 200 else digest(text)


class _Person:
    """Somebody: an id of the file ('' without one), and a name."""

    __slots__ = ("bio", "file_id", "folded", "name", "sessions")

    def __init__(self, file_id: str, name: str, folded: str) -> None:
        self.file_id = file_id
        self.name = name
        self.folded = folded
        self.bio = ""
        self.sessions = 0

    @property
    def rank(self) -> tuple[int, str]:
        """Who comes first of those with the same id; not by their order in the file."""
        return -self.sessions, digest(self.folded)


class People:
    """Knows each person once; the first spelling of a name and the first biography win.

    A person is an id together with a name: a file that has another name under the same id means somebody else (or is
    wrong, and then its id must not credit a session to a name that the session does not have). Who of them keeps the
    bare external id, `id:7`, does not depend on the file's order: the one with the most sessions, and of those with the
    same number the one whose name has the smallest digest. The others' is `id:7:` + the digest of their name. So
    another order changes nothing, and a name that is spelt anew everywhere stays the same person.
    """

    def __init__(self, limits: Limits) -> None:
        self.notes = Notes()
        self._limits = limits
        self._people: dict[str, _Person] = {}
        self._external_ids: dict[str, str] = {}

    def of(self, session: Fields, where: Sentence) -> tuple[str, ...]:
        """Keys of a session's speakers, in order and once each, for `names` and `external_ids`. People without a name
        are left out. Two with the same name and two ids are one here: nobody sits twice on a stage."""
        listed = items(session.get("persons")) or items(session.get("speakers"))
        most = self._limits.speakers_per_session
        if len(listed) > most:
            self.notes.add(where, sentence("reading.manySpeakersHere", count=len(listed), limit=most))
        here: dict[str, str] = {}
        for value in listed[:most]:
            person = fields(value) or {"name": value}
            name = self._name(person, where)
            if not name:
                self.notes.add(where, sentence("reading.namelessSpeaker"))
                continue
            same = folded(name)
            key = f"{_file_id(person)}\x1f{same}"
            if here.setdefault(same, key) != key:
                self.notes.add(where, sentence("reading.speakerTwice", name=name))
            self._meet(here[same], name, person, where)
        for key in here.values():
            self._people[key].sessions += 1
        return tuple(here.values())

    def names(self, keys: tuple[str, ...]) -> list[str]:
        """The names of those whom `of` gave."""
        return [self._people[key].name for key in keys]

    def settle(self) -> None:
        """Decide who has which external id, now that all sessions are read."""
        by_id: dict[str, list[_Person]] = {}
        by_name: dict[str, list[_Person]] = {}
        for person in self._people.values():
            by_id.setdefault(person.file_id, []).append(person)
            by_name.setdefault(person.folded, []).append(person)
        unnamed = by_id.pop("", [])
        taken = set(by_id)
        for known, group in by_id.items():
            group.sort(key=lambda person: person.rank)
            for place, person in enumerate(group):
                self._settle(person, known if not place else _free(f"{known}:{digest(person.folded)}", taken))
            if len(group) > 1:
                names = _listed([sentence("reading.quoted", text=person.name) for person in group])
                self.notes.add(_speaker(known), sentence("reading.severalNames", names=names))
        for person in unnamed:
            self._settle(person, _free(f"name:{digest(person.folded)}", taken))
        for group in by_name.values():
            if len(group) > 1:
                own = sorted(person.file_id for person in group)
                ids = _listed([sentence("reading.quoted", text=id) if id else sentence("reading.noId") for id in own])
                self.notes.add(_speaker(group[0].name), sentence("reading.severalIds", ids=ids))

    def speakers(self) -> tuple[Speaker, ...]:
        """Everybody found, in that order, once it is settled."""
        found = ((self._external_ids[key], person) for key, person in self._people.items())
        return tuple(Speaker(known, person.name, person.bio or None) for known, person in found)

    def external_ids(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """The external ids of those whom `of` gave, once they are settled."""
        return tuple(self._external_ids[key] for key in keys)

    def _settle(self, person: _Person, external_id: str) -> None:
        self._external_ids[f"{person.file_id}\x1f{person.folded}"] = external_id

    def _meet(self, key: str, name: str, found: Fields, where: Sentence) -> None:
        person = self._people.get(key)
        if person is None:
            if len(self._people) >= self._limits.speakers:
                raise unreadable(sentence("reading.manySpeakers", limit=self._limits.speakers))
            known, _, same = key.partition("\x1f")
            person = self._people[key] = _Person(known, name, same)
        if not person.bio and (written := found.get("biography") or found.get("bio") or found.get("abstract")):
            limit = self._limits.bio
            bio = paragraphs(written, limit)
            if len(bio) > limit:
                self.notes.add(where, sentence("reading.bioCut", name=name, limit=limit))
            person.bio = cut_markdown(bio, limit)

    def _name(self, person: Fields, where: Sentence) -> str:
        limit = self._limits.name
        name = ""
        for key in _NAMES:
            if not name and (written := person.get(key)):
                name = label(written, limit)
        if len(name) > limit:
            self.notes.add(where, sentence("reading.nameCut", limit=limit))
        return cut(name, limit)


def _file_id(person: Fields) -> str:
    """The guid, else `id:` + the id, else `code:` + the code, else ''."""
    if guid := file_id(person.get("guid")):
        return guid
    for key in ("id", "code"):
        if found := file_id(words(person.get(key))):
            return f"{key}:{found}"
    return ""


def _free(wanted: str, taken: set[str]) -> str:
    """An external id that nobody has: a file may have as an id what is a digest here."""
    count = 1
    free = wanted
    while free in taken:
        count += 1
        free = f"{wanted}-{count}"
    taken.add(free)
    return free


def _listed(names: list[Sentence]) -> list[str | Sentence]:
    rest = len(names) - _SHOWN
    return [*names[:_SHOWN], *([sentence("reading.more", count=rest)] if rest > 0 else [])]


def _speaker(name: str) -> Sentence:
    return sentence("reading.theSpeaker", name=name)
