"""What people type to search an agenda, as PostgreSQL's tsquery."""

import re
from typing import Final

from hallway.kernel.text import strip_invisible

LONGEST: Final = 200
MOST_WORDS: Final = 8
_UNSPACED: Final = (
    "\\u0E01-\\u0E4E\\u0E81-\\u0ECD\\u0EDC-\\u0EDF\\u1000-\\u109F\\u1780-\\u17D3\\u3005-\\u3007\\u3021-\\u3029\\u3041-\\u3096"
    "\\u309D-\\u309F\\u30A1-\\u30FA\\u30FC-\\u30FF\\u31F0-\\u31FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF"
    "\\U00020000-\\U000323AF"
)
"""Letters of scripts that are written without spaces: Han, kana, Thai, Lao, Myanmar, Khmer."""
_UNSPACED_RUN: Final = re.compile(f"([{_UNSPACED}]+)")
_BETWEEN: Final = re.compile("[\\u3000-\\u3004\\u3008-\\u3020\\u3030\\u30FB]")
_PART: Final = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')


def cleaned_query(text: str) -> str:
    """What was typed as agendas are kept: without invisible characters. The rest of a very long text is not read."""
    return strip_invisible(text[:LONGEST])


def tsquery_of(text: str) -> str:
    """What was typed as PostgreSQL's tsquery; empty if there is nothing to search for.

    Every word must begin a word of the text, so that it finds while people type ("c++" is typed to its end); "words in
    quotes" stand side by side as they are, and -words must not be there. What is written without spaces is found
    anywhere: it is kept in pairs of letters, and what is typed is a phrase of such pairs. Every word is quoted, so
    nothing in it can be an operator."""
    parts: list[str] = []
    found = False
    for minus, phrase, word in _PART.findall(_BETWEEN.sub(" ", text.lower()))[:MOST_WORDS]:
        if joined := _phrase(phrase.split()) if phrase else _phrase([word], open_end=True):
            parts.append(f"{'!' if minus else ''}({joined})")
            found = found or not minus
    return " & ".join(parts) if found else ""


def _phrase(words: list[str], open_end: bool = False) -> str:
    """Words side by side; with an open end, the last one may go on."""
    runs = [run for word in words for run in _UNSPACED_RUN.split(word) if _searchable(run)]
    said: list[str] = []
    for place, run in enumerate(runs):
        last = place == len(runs) - 1
        if _UNSPACED_RUN.fullmatch(run):
            said += _pairs(run, last)
        else:
            said.append(_quoted(run) + (":*" if last and open_end and run[-1].isalnum() else ""))
    return " <-> ".join(said)


def _pairs(run: str, last: bool) -> list[str]:
    """Each letter with the next, as `unspaced` in the migrations keeps them; before more, also the last one alone."""
    pairs = [_quoted(run[at : at + 2]) for at in range(len(run) - 1)]
    if not last:
        return [*pairs, _quoted(run[-1])]
    return pairs or [_quoted(run) + ":*"]


def _searchable(word: str) -> bool:
    return any(letter.isalnum() or letter in "\u3005\u30fc" for letter in word)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
