"""What is said to people about a file that was read: so much of it that somebody still reads it."""

from typing import Final

from hallway.services.events.values import Note

MOST: Final = 500


class Notes:
    """Remarks in the order in which they come up; past the most, they are counted only."""

    def __init__(self) -> None:
        self._kept: list[Note] = []
        self._more = 0

    def add(self, where: str, text: str) -> None:
        """One more; `where` and `text` are for people."""
        if len(self._kept) < MOST:
            self._kept.append(Note(where=where, text=text))
        else:
            self._more += 1

    def take(self, others: "Notes") -> None:
        """All of the others too."""
        for note in others._kept:
            self.add(note.where, note.text)
        self._more += others._more

    def all(self) -> tuple[Note, ...]:
        """All that are kept, and one that says how many are not."""
        if not self._more:
            return tuple(self._kept)
        rest = f"there are {self._more:,} more remarks like these, which are left out here"
        return (*self._kept, Note(where="the file", text=rest))


def together(*parts: Notes) -> tuple[Note, ...]:
    """The remarks of all, those of the first one first, and no more than there may be of one."""
    whole = Notes()
    for part in parts:
        whole.take(part)
    return whole.all()
