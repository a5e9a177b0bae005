"""Which characters a text may have, and how long it may be: for all that people type and files bring.

Kept is text in NFC without the characters of Unicode's category C: control characters, marks that turn the direction of
the text after them, zero-width characters, halves of surrogate pairs, private use. Of these stay ZWJ and ZWNJ, which
Persian, Indic scripts and emoji need, and the tags in some flags. What Unicode has not assigned yet stays too: a newer
emoji or letter is unassigned to an older Python."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeVar
from unicodedata import category, is_normalized, normalize

import msgspec

from hallway.kernel.annotations import annotated
from hallway.kernel.errors import Problem
from hallway.kernel.words import Sentence

# By ranges: to ask for each character's category takes several times as long on the worst. A test compares them with
# Unicode's tables. Among them is what is unassigned and never will be visible: U+2065, FDD0-FDEF, FFF0-FFF8, FFFE-FFFF,
# and the rest of plane 14.
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U0010ffff]"
)
_MARKS: Final = re.compile(r"[^\x00-\u02ff\w]{31,}")
"""Where a long run of combining marks may be: none of them is a letter or a digit."""
_MOST_MARKS: Final = 30
"""On one letter, as in Unicode's stream-safe text (UAX 15). NFC sorts them by insertion: 32,000 took it a second."""
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANK_LETTERS: Final = "\u115f\u1160\u2800\u3164\uffa0\U0001d159"
"""Letters and signs by category, and yet nothing to see: Hangul fillers, a Braille pattern without dots, a note without
a head. Pages say the same (`isBlank` in the web's `lib/plain.ts`)."""
T = TypeVar("T", bound=msgspec.Struct)


@dataclass(frozen=True)
class Line:
    """Annotates a text of one line: at most `max` characters, any white space is one blank."""

    max: int
    required: bool = False

    def clean(self, value: str, field: str) -> str:
        """The value cleaned, or a Problem."""
        return clean_line(value, self.max, field, self.required)


@dataclass(frozen=True)
class Paragraphs:
    """Annotates a text that keeps its lines and tabs: at most `max` characters."""

    max: int
    required: bool = False

    def clean(self, value: str, field: str) -> str:
        """The value cleaned, or a Problem."""
        return clean_paragraphs(value, self.max, field, self.required)


@dataclass(frozen=True)
class Items:
    """Annotates a list of lines: at most `max`, without the blank ones, each once."""

    max: int
    each: Line

    def clean(self, values: list[str], field: str) -> list[str]:
        """The values cleaned, or a Problem."""
        if len(values) <= 4 * self.max:
            lines = [_cleaned(value, self.each.max, field, "eachTooLong", _on_one_line) for value in values]
            kept = [line for line in dict.fromkeys(lines) if line]
            if len(kept) <= self.max:
                return kept
        raise Problem("invalid", "tooMany", field=field, limit=self.max, what=_named(field))


@dataclass(frozen=True)
class Verbatim:
    """Annotates a text that is kept as it was typed, such as a password: `min` to `max` characters. Whether it is long
    enough is for its service to say, who knows what it is for."""

    max: int
    min: int = 0

    def clean(self, value: str, field: str) -> str:
        """The value itself, or a Problem."""
        if len(value) <= self.max:
            return value
        raise _too_long("tooLong", self.max, field)


Rule = Line | Paragraphs | Items | Verbatim
RULES: Final[tuple[type[Rule], ...]] = (Line, Paragraphs, Items, Verbatim)


def clean_line(value: str, max: int, field: str, required: bool = False) -> str:
    """The value on one line. Nothing visible is ""; a Problem when it is `required`, or longer than `max`.

    `field` is its name on the wire, such as `codeOfConduct`."""
    line = _cleaned(value, max, field, "tooLong", _on_one_line)
    return line if line or not required else _missing(field)


def clean_paragraphs(value: str, max: int, field: str, required: bool = False) -> str:
    """As `clean_line`, keeping the lines and tabs."""
    text = with_few_marks(value).strip() if len(value) <= max and value.isprintable() else ""
    if text and (text.isascii() or (is_normalized("NFC", text) and is_visible(text))):
        return text  # most of what is said in chats
    text = _cleaned(value, max, field, "tooLong", str.strip)
    return text if text or not required else _missing(field)


def strip_invisible(value: str) -> str:
    """The value in NFC without unwanted characters, every end of a line as a newline. Never fails."""
    value = with_few_marks(value)
    if _has_nothing_odd(value):
        return value
    return normalize("NFC", with_few_marks(_UNWANTED.sub("", _LINE_ENDS.sub("\n", value))))


def with_few_marks(value: str) -> str:
    """The value with at most 30 combining marks in a row: to be asked before a text is made NFC, NFD or such."""
    return value if value.isascii() else _MARKS.sub(lambda run: _few_marks(run[0]), value)


def _few_marks(run: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in run:
        marks = marks + 1 if category(character)[0] == "M" else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def cleaned(input: T) -> T:
    """The struct with every annotated text cleaned, or the Problem of the first that cannot be."""
    changes: dict[str, object] = {}
    for name, field, rule in _rules(type(input)):
        value = getattr(input, name)
        if value is not None and value is not msgspec.UNSET:
            changes[name] = rule.clean(value, field)
    return msgspec.structs.replace(input, **changes)


@cache
def _rules(struct: type[msgspec.Struct]) -> tuple[tuple[str, str, Rule], ...]:
    """Attribute, name on the wire and annotation of each annotated field."""
    fields = msgspec.structs.fields(struct)
    return tuple((field.name, field.encode_name, rule) for field in fields if (rule := annotated(field.type, *RULES)))


def _cleaned(value: str, max: int, field: str, refusal: str, arranged: Callable[[str], str]) -> str:
    value = with_few_marks(value) if len(value) <= 16 * max else value
    # What would still be too long after all that goes is not looked at. Measured in NFC, so that NFD gets the same
    # answer; and what is too long even for that is not made NFC: NFC makes at most one character of four.
    if len(value) <= 4 * max or (len(value) <= 16 * max and len(normalize("NFC", value)) <= 4 * max):
        text = arranged(strip_invisible(value))
        if len(text) <= max:
            return text if is_visible(text) else ""
    raise _too_long(refusal, max, field)


def _too_long(refusal: str, max: int, field: str) -> Problem:
    return Problem("invalid", refusal, field=field, limit=max, what=_named(field))


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _has_nothing_odd(value: str) -> bool:
    """Whether `strip_invisible` would change nothing, for most texts: what is printable is not of category C."""
    plain = value.isprintable() or value.replace("\n", "").replace("\t", "").isprintable()
    return plain and (value.isascii() or is_normalized("NFC", value))


def is_visible(text: str) -> bool:
    """Whether anything can be seen: a letter, digit or sign, or what is not in Python's tables yet."""
    for character in text:
        kind = category(character)
        if (kind[0] in "LNPS" and character not in _BLANK_LETTERS) or kind == "Cn":
            return True
    return False


def _named(field: str) -> Sentence:
    """What people call a field of an input, by its name on the wire."""
    return Sentence(f"fields.{field}")


def _missing(field: str) -> str:
    raise Problem("invalid", "missing", what=_named(field), field=field)
