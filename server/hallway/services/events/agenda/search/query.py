"""What people type to search an agenda, as PostgreSQL's tsquery."""

import re
from typing import Final

from hallway.kernel.text import strip_invisible

LONGEST: Final = 200
MOST_WORDS: Final = 8
_PART: Final = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')


def cleaned_query(text: str) -> str:
    """What was typed as agendas are kept: without invisible characters. The rest of a very long text is not read."""
    return strip_invisible(text[:LONGEST])


def tsquery_of(text: str) -> str:
    """What was typed as PostgreSQL's tsquery; empty if there is nothing to search for.

    Every word must begin a word of the text, so that it finds while people type ("c++" is typed to its end); "words in
    quotes" stand side by side as they are, and -words must not be there. Every word is quoted, so nothing in it can be
    an operator."""
    parts: list[str] = []
    found = False
    for minus, phrase, word in _PART.findall(text.lower())[:MOST_WORDS]:
        if joined := _phrase(phrase) if phrase else _beginning(word):
            parts.append(f"{'!' if minus else ''}({joined})")
            found = found or not minus
    return " & ".join(parts) if found else ""


def _phrase(phrase: str) -> str:
    return " <-> ".join(_quoted(word) for word in phrase.split() if _searchable(word))


def _beginning(word: str) -> str:
    return _quoted(word) + (":*" if word[-1].isalnum() else "") if _searchable(word) else ""


def _searchable(word: str) -> bool:
    return any(letter.isalnum() for letter in word)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
