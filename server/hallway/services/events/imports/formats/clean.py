"""Texts of a file made plain: one line, paragraphs, addresses, languages, colours."""

import re
from unicodedata import normalize
from urllib.parse import urlsplit

from hallway.kernel.text import strip_invisible, with_few_marks
from hallway.services.events.imports.formats.html import html_to_text, looks_like_html
from hallway.services.events.imports.formats.raw import words

_GAPS = re.compile(r"\n{3,}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_COLOR = re.compile(r"#[0-9a-f]{6}")


def line(value: object, limit: int) -> str:
    """The value as one line without invisible characters or doubled blanks, at most `limit` + 1 characters.

    One more than the limit says that there was more: see `cut`.
    """
    return " ".join(strip_invisible(words(value)[: limit * 4]).split())[: limit + 1]


def paragraphs(value: object, limit: int) -> str:
    """The value as plain text with paragraphs, HTML turned into text, at most `limit` + 1 characters.

    Links become 'text (https://…)'. At most four times the limit is looked at, so the work is bounded.
    """
    raw = words(value)[: limit * 4].replace("\u2029", "\n\n")
    text = strip_invisible(html_to_text(raw) if looks_like_html(raw) else raw)
    text = "\n".join(row.rstrip() for row in text.split("\n"))
    return _GAPS.sub("\n\n", text).strip()[: limit + 1]


def cut(text: str, limit: int) -> str:
    """The text, ended by '…' at the last blank before the limit if it is longer."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    last = max(head.rfind(" "), head.rfind("\n"))
    return (head[:last] if last > limit // 2 else head).rstrip() + "…"


def address(value: object, limit: int) -> str | None:
    """An absolute http or https address, or None."""
    text = words(value).strip()
    if not text or len(text) > limit or any(letter.isspace() or letter in '<>"\\^`{|}' for letter in text):
        return None
    if strip_invisible(text) != normalize("NFC", with_few_marks(text)):
        return None
    try:
        parts = urlsplit(text)
        return text if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def language(value: object) -> str | None:
    """A language tag in lower case ('en', 'de-formal', 'pt-br'), or None."""
    text = words(value)[:40].strip().lower().replace("_", "-")
    return text if _LANGUAGE.fullmatch(text) else None


def color(value: object) -> str | None:
    """'#rrggbb' in lower case, or None."""
    text = words(value)[:20].strip().lower()
    return text if _COLOR.fullmatch(text) else None
