"""Texts of a file made clean: one line, Markdown, addresses, languages, colours."""

import re
from html import unescape
from unicodedata import normalize
from urllib.parse import urljoin, urlsplit

from hallway.kernel.markup import has_html, html_to_markdown
from hallway.kernel.text import is_visible, strip_invisible, with_few_marks
from hallway.services.events.imports.formats.raw import items, words

_GAPS = re.compile(r"\n{3,}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_BETWEEN_LANGUAGES = re.compile(r"[\s,;/|+&]+(?:and\s+|und\s+|et\s+)?")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NO_ADDRESS = re.compile(r"[\s<>\"\\^`{|}]")
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]*[a-z0-9](?::[0-9]{1,5})?(?:[/?#][!#-;=?-\[\]_a-z~]*)?")
_MOST_LANGUAGES = 10
_COLOR = re.compile(r"#[0-9a-f]{6}")


def line(value: object, limit: int) -> str:
    """The value as one line without invisible characters or doubled blanks, at most `limit` + 1 characters.

    One more than the limit says that there was more: see `cut`.
    """
    text = words(value)[: limit * 4]
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")[: limit + 1]  # most texts by far: nothing to mend
    return " ".join(strip_invisible(text).split())[: limit + 1]


def label(value: object, limit: int) -> str:
    """As `line`, for a title or a name: '&amp;' and the like are decoded (once), and what has nothing to see is ''."""
    text = words(value)[: limit * 4]
    if "&" in text:
        text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    text = line(text, limit)
    return text if (text.isascii() and text) or is_visible(text) else ""


def paragraphs(value: object, limit: int) -> str:
    """The value as Markdown, HTML turned into it, at most `limit` + 1 characters; `cut_markdown` ends it.

    At most four times the limit is looked at, so the work is bounded.
    """
    raw = words(value)[: limit * 4].replace("\u2029", "\n\n")
    text = strip_invisible(html_to_markdown(raw) if has_html(raw) else raw)
    text = "\n".join(row.rstrip() for row in text.split("\n"))
    return _GAPS.sub("\n\n", text).strip()[: limit + 1]


def cut(text: str, limit: int) -> str:
    """The text, ended by '…' at the last blank before the limit if it is longer."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    last = max(head.rfind(" "), head.rfind("\n"))
    return (head[:last] if last > limit // 2 else head).rstrip() + "…"


def address(value: object, limit: int, base: str | None = None) -> str | None:
    """An absolute http or https address, or None. One that is relative is the `base`'s, if there is one."""
    text = words(value).strip()
    if len(text) <= limit and _PLAIN_ADDRESS.fullmatch(text):
        return text  # as nearly all are
    if base and text and not _SCHEME.match(text) and len(text) <= limit:
        try:
            text = urljoin(base, text)
        except ValueError:
            return None
    if not text or len(text) > limit:
        return None
    if _NO_ADDRESS.search(text) or strip_invisible(text) != normalize("NFC", with_few_marks(text)):
        return None
    try:
        parts = urlsplit(text)
        return text if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def languages(value: object) -> tuple[tuple[str, ...], list[str]]:
    """The language tags in lower case ('en', 'de-formal', 'pt-br'), each once, of a text with one or several or of a
    list; and what is written there and is none."""
    if isinstance(value, str) and _LANGUAGE.fullmatch(value):
        return (value,), []
    listed = [words(item)[:200] for item in items(value)[:_MOST_LANGUAGES]] or [words(value)[:200]]
    written = [part for text in listed for part in _BETWEEN_LANGUAGES.split(text.strip()) if part]
    tags = {part: part.lower().replace("_", "-") for part in written[:_MOST_LANGUAGES]}
    known = [tag for tag in tags.values() if _LANGUAGE.fullmatch(tag)]
    return tuple(dict.fromkeys(known)), [part for part, tag in tags.items() if tag not in known]


def color(value: object) -> str | None:
    """'#rrggbb' in lower case, or None."""
    text = words(value)[:20].strip().lower()
    return text if _COLOR.fullmatch(text) else None
