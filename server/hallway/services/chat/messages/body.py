"""The text of a message: what is kept of it, who is mentioned in it, and its excerpt for notifications."""

import re
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from hallway.kernel.errors import Problem
from hallway.kernel.text import clean_paragraphs
from hallway.services.chat.api import MAX_CHARACTERS

MAX_MENTIONS: Final = 20
"""Each one is a person to check and to notify; further ones are plain text."""
EXCERPT: Final = 140
LONGEST_LABEL: Final = 80
"""In a mention: as long as a name may be."""

_MENTION = re.compile(r"@\[([^\[\]\n]{1,80})\]\(([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\)")


def clean(body: str) -> str:
    """The text as it is stored. `invalid` when nothing can be seen in it, `too_large` above 4,000 characters."""
    try:
        text = clean_paragraphs(body, MAX_CHARACTERS, "body")
    except Problem as problem:
        raise _too_large() from problem
    if not text:
        raise Problem("invalid", "emptyMessage")
    return text


def mentioned(text: str) -> list[UUID]:
    """Ids in `@[Name](user-id)`, each once, in order, at most 20; not checked yet. What stands for the name is the
    sender's, and for nobody else to read: see `with_names`."""
    if "@[" not in text:
        return []
    found = dict.fromkeys(UUID(match[2]) for match in _MENTION.finditer(text))
    return list(found)[:MAX_MENTIONS]


def with_names(text: str, names: Mapping[UUID, str]) -> str:
    """The text with every mention by the person's own name, whatever the sender called them; what mentions nobody of
    `names` is plain text. `too_large` when that is longer than a message may be."""
    if "@[" not in text:
        return text

    def named(match: re.Match[str]) -> str:
        id = UUID(match[2])
        return f"@[{_label(names[id])}]({id})" if id in names else f"@{match[1]}"

    text = _MENTION.sub(named, text)
    if len(text) > MAX_CHARACTERS:
        raise _too_large()
    return text


def _label(name: str) -> str:
    """The name as it can stand in a mention."""
    return re.sub(r"[\[\]\n]", " ", name)[:LONGEST_LABEL].strip() or "?"


def excerpt(text: str) -> str:
    """One line for a notification; mentions as `@Name`."""
    line = " ".join((_MENTION.sub(r"@\1", text) if "@[" in text else text).split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1].rstrip() + "…"


def _too_large() -> Problem:
    return Problem("too_large", "messageTooLong", limit=MAX_CHARACTERS)
