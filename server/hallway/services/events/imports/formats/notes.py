"""What is said to people about a file that was read: so much of it that somebody still reads it."""

from typing import Final

from hallway.kernel.words import Sentence, sentence
from hallway.services.events.values import Note

MOST: Final = 500
THE_FILE: Final = sentence("reading.theFile")


class Notes:
    """Remarks in the order in which they come up; past the most, they are counted only."""

    def __init__(self) -> None:
        self._kept: list[Note] = []
        self._more = 0

    def add(self, place: Sentence, remark: Sentence) -> None:
        """One more."""
        if len(self._kept) < MOST:
            self._kept.append(Note.of(place, remark))
        else:
            self._more += 1

    def take(self, others: "Notes") -> None:
        """All of the others too."""
        free = MOST - len(self._kept)
        self._kept += others._kept[:free]
        self._more += others._more + len(others._kept[free:])

    def all(self) -> tuple[Note, ...]:
        """All that are kept, and one that says how many are not."""
        if not self._more:
            return tuple(self._kept)
        return (*self._kept, Note.of(THE_FILE, sentence("reading.moreRemarks", count=self._more)))


def titled(title: str, place: Sentence) -> Sentence:
    """Where something stands that has a title; the place alone without one."""
    return sentence("reading.titled", title=title, place=place) if title else place


def in_room(place: Sentence, room: str) -> Sentence:
    """A place, and the room in it, if there is one."""
    return sentence("reading.inRoom", place=place, room=room) if room else sentence("reading.noRoom", place=place)


def together(*parts: Notes) -> tuple[Note, ...]:
    """The remarks of all, those of the first one first, and no more than there may be of one."""
    whole = Notes()
    for part in parts:
        whole.take(part)
    return whole.all()
