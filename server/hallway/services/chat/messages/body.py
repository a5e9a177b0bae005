"""What a message's text may be, and who is mentioned in it."""

import re
from typing import Final
from uuid import UUID

from hallway.kernel.errors import Problem

MAX_CHARACTERS: Final = 4_000
MAX_RAW: Final = 4 * MAX_CHARACTERS
"""Looked at at all: beyond this, stripping is not going to help."""
MAX_MENTIONS: Final = 20
"""Each one is a person to check and to notify; further ones are plain text."""
EXCERPT: Final = 140

_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]")
"""Control characters but tab and newline; and the overrides that turn the rest of a page around."""
_MENTION = re.compile(r"@\[([^\[\]\n]{1,80})\]\(([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\)")


def clean(body: str) -> str:
    """The text as it is stored. `invalid` when nothing can be seen in it or it is not Unicode text, `too_large` above
    4,000 characters."""
    text, plain = body[: MAX_RAW + 1], body.isprintable()
    if not plain:  # most are one line without anything odd: there is nothing to look for in them
        text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    text = text.strip()
    if len(text) > MAX_CHARACTERS or len(body) > MAX_RAW:
        message = f"That is too long: {MAX_CHARACTERS:,} characters are the most. Send it in parts."
        raise Problem("too_large", message, limit=MAX_CHARACTERS)
    if plain and text:
        return text
    if not _is_text(text):
        raise Problem("invalid", "That text has broken characters in it. Type it again.")
    if not any(character.isprintable() and character != " " for character in text):
        raise Problem("invalid", "There is nothing in that message. Write something first.")
    return text


def _is_text(text: str) -> bool:
    try:
        text.encode()  # fails on half a surrogate pair, and nothing else is as fast
    except UnicodeEncodeError:
        return False
    return True


def mentioned(text: str) -> list[UUID]:
    """Ids in `@[Name](user-id)`, each once, in order, at most 20; not checked yet."""
    if "@[" not in text:
        return []
    found = dict.fromkeys(UUID(match[2]) for match in _MENTION.finditer(text))
    return list(found)[:MAX_MENTIONS]


def excerpt(text: str) -> str:
    """One line to show where the message is told of; mentions as `@Name`."""
    line = " ".join((_MENTION.sub(r"@\1", text) if "@[" in text else text).split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1].rstrip() + "…"
