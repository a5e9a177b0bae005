"""The speakers of a schedule, gathered while its sessions are read."""

import hashlib

from hallway.services.events.imports.formats.clean import cut, line, paragraphs
from hallway.services.events.imports.formats.raw import (
    Fields,
    fields,
    items,
    unreadable,
    words,
)
from hallway.services.events.schedule import Limits, Speaker

_NO_ID = ("", "0", "-1")


def digest(*parts: str) -> str:
    """A short hash for what has no id of its own: 32 hexadecimal digits, the same for the same words in any case."""
    return hashlib.sha256("\x1f".join(part.casefold() for part in parts).encode()).hexdigest()[:32]


def file_id(value: object) -> str:
    """An id as the file has it, in at most 200 characters, or '' if it has none worth the name."""
    text = line(value, 4_000)
    if text in _NO_ID:
        return ""
    return text if len(text) <= 200 else digest(text)


class People:
    """Knows each person once, by external id; the first spelling of a name and the first biography win."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._names: dict[str, str] = {}
        self._bios: dict[str, str] = {}

    def of(self, session: Fields) -> tuple[str, ...]:
        """The external ids of a session's speakers, in order and once each. People without a name are left out."""
        persons = items(session.get("persons")) or items(session.get("speakers"))
        ids = (self._speaker_id(person) for person in persons[: self._limits.speakers_per_session])
        return tuple(dict.fromkeys(known for known in ids if known))

    def speakers(self) -> tuple[Speaker, ...]:
        """Everybody found so far, in that order."""
        return tuple(Speaker(known, name, self._bios.get(known)) for known, name in self._names.items())

    def names(self, ids: tuple[str, ...]) -> list[str]:
        """The names that belong to external ids."""
        return [self._names[known] for known in ids]

    def _speaker_id(self, value: object) -> str | None:
        """The external id of a person in the file, who is known from now on; None without a name."""
        person = fields(value) or {"name": value}
        name = next(
            (name for key in ("public_name", "name", "full_public_name") if (name := self._name(person, key))),
            "",
        )
        if not name:
            return None
        known = _external_id(person, name)
        if known not in self._names:
            if len(self._names) >= self._limits.speakers:
                raise unreadable(f"it has more than {self._limits.speakers:,} speakers")
            self._names[known] = name
        if known not in self._bios:
            bio = paragraphs(
                person.get("biography") or person.get("bio") or person.get("abstract"),
                self._limits.bio,
            )
            if bio:
                self._bios[known] = cut(bio, self._limits.bio)
        return known

    def _name(self, person: Fields, key: str) -> str:
        return cut(line(person.get(key), self._limits.name), self._limits.name)


def _external_id(person: Fields, name: str) -> str:
    if guid := file_id(person.get("guid")):
        return guid
    for key in ("id", "code"):
        if found := file_id(words(person.get(key))):
            return f"{key}:{found}"
    return f"name:{digest(name)}"
