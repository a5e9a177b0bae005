"""Which session of a schedule is which of the agenda. Pure.

By the file's own ids first. What is left over is compared by what it says, for ids change: a file that had none gets
some, an editor exports from another system, and the hash that stands for an id changes with every mended typo. Each
rule below joins only what it cannot mistake; the surer rules come first."""

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Final, TypeVar
from unicodedata import normalize
from uuid import UUID

import msgspec

ALIKE: Final = 0.8
"""How like each other two titles are when one is the other with a typo mended (difflib's ratio)."""
MOST_COMPARED: Final = 20
"""Sessions of one moment on one stage whose titles are compared with each other: no programme has more."""
MOST_LETTERS: Final = 10_000_000
"""Of two titles, multiplied, for all that are compared: some seconds at worst, in which nothing could stop it. A
thousand mended typos need a third of it."""
_BLANKS: Final = re.compile(r"\s+")
A = TypeVar("A")
B = TypeVar("B")


class Likeness(msgspec.Struct, frozen=True):
    """What two entries are compared by. Names and title are `plain`, `start` and `end` in seconds since 1970."""

    title: str
    speakers: frozenset[str]
    stage: str
    start: float
    end: float


def plain(text: str) -> str:
    """A title or a name without what may differ between two spellings of it: case, blanks, Unicode's forms."""
    return _BLANKS.sub(" ", normalize("NFKC", text)).strip().casefold()


def matched(known: Mapping[UUID, Likeness], new: Mapping[str, Likeness]) -> dict[str, UUID]:
    """For entries of a file, by external id, the sessions that they are. What is given has no counterpart by id."""
    match = _Match(known, new)
    match.join(lambda one: (one.title, one.speakers, one.start), lambda one: True)
    match.join(lambda one: (one.title, one.speakers), lambda one: bool(one.speakers))
    match.join(lambda one: (one.title, one.start), lambda one: True)
    match.join(lambda one: (one.speakers, one.start, one.stage), lambda one: bool(one.speakers))
    match.join_typos()
    return match.found


class _Match:
    def __init__(self, known: Mapping[UUID, Likeness], new: Mapping[str, Likeness]) -> None:
        self._known = dict(known)
        self._new = dict(new)
        self.found: dict[str, UUID] = {}
        self._letters = MOST_LETTERS

    def join(self, key: Callable[[Likeness], Hashable], counts: Callable[[Likeness], bool]) -> None:
        """Those that are alone with their key on either side."""
        known = _grouped((id, key(one)) for id, one in self._known.items() if counts(one))
        for value, entries in _grouped((id, key(one)) for id, one in self._new.items() if counts(one)).items():
            sessions = known.get(value, [])
            if len(entries) == len(sessions) == 1:
                self._take(entries[0], sessions[0])

    def join_typos(self) -> None:
        """The same stage and time, and nearly the same title."""
        known = _grouped((id, (one.start, one.end, one.stage)) for id, one in self._known.items())
        for slot, entries in _grouped((id, (one.start, one.end, one.stage)) for id, one in self._new.items()).items():
            sessions = known.get(slot, [])
            if not sessions or len(entries) * len(sessions) > MOST_COMPARED**2:
                continue
            pairs = [(-self._likeness(entry, id), entry, id) for entry in entries for id in sessions]
            for ratio, entry, id in sorted(pairs):
                if -ratio >= ALIKE and entry in self._new and id in self._known:
                    self._take(entry, id)

    def _likeness(self, entry: str, session: UUID) -> float:
        """0 for titles that cannot be alike, and when so many were compared that no more are."""
        one, other = self._new[entry].title, self._known[session].title
        shorter, longer = sorted((len(one), len(other)))
        if 2 * shorter < ALIKE * (shorter + longer) or self._letters < 0:
            return 0
        self._letters -= shorter * longer
        return _likeness(one, other)

    def _take(self, entry: str, session: UUID) -> None:
        self.found[entry] = session
        del self._new[entry]
        del self._known[session]


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _grouped(pairs: Iterable[tuple[A, B]]) -> dict[B, list[A]]:
    groups: defaultdict[B, list[A]] = defaultdict(list)
    for item, key in pairs:
        groups[key].append(item)
    return groups
