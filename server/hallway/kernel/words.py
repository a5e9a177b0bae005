"""What is said to people: keys of the catalogue (`messages/<language>/<namespace>.json`) and values, which a page, a
mail or a terminal puts into words of its own language."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
from icu4py.messageformat import MessageFormat

CATALOGUE: Final = Path(__file__).resolve().parents[1] / "messages"
ENGLISH: Final = "en"
"""What every language falls back to, and what programs, logs and terminals are told."""
DAY: Final = "day"
"""The key of a day, whose value `iso` is written out as each language writes days."""
LANGUAGE: Final = "language"
"""The key of a language: a page names it in its own, from its `tag`; elsewhere it has its `english` name."""
_LOCALES: Final = {ENGLISH: "en_GB"}
"""Where a language writes days in more than one way."""


class Sentence(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something to be said: `key` is `<namespace>.<name>` in the catalogue, `values` are what its text names."""

    key: str
    values: dict[str, "Value"] = {}


Value = str | int | float | Sentence | list[str | Sentence]
"""A text of somebody's, a number, or a sentence within the sentence; or several of them."""


def sentence(key: str, **values: Value) -> Sentence:
    """A sentence, with its values by name."""
    return Sentence(key, values)


def language(tag: str, english: str) -> Sentence:
    """A language within a sentence, by its tag and its English name."""
    return Sentence(LANGUAGE, {"tag": tag, "english": english})


def day(on: date) -> Sentence:
    """A day within a sentence."""
    return Sentence(DAY, {"iso": on.isoformat()})


@cache
def languages() -> tuple[str, ...]:
    """The languages there are, by their tags: those with a folder in the catalogue."""
    return tuple(sorted(folder.name for folder in CATALOGUE.iterdir() if folder.is_dir()))


def say(language: str, key: str, values: Mapping[str, Value] | None = None) -> str:
    """The text of `key` in a language, or in English if it has none; the key itself if there is no such text."""
    found = _format(language, key) or _format(ENGLISH, key)
    if found is None:
        return key
    return found.format({name: _said(language, value) for name, value in (values or {}).items()})


def said(language: str, sentence: Sentence) -> str:
    """A sentence in words."""
    if sentence.key == DAY:
        written = MessageFormat("{day, date, long}", _LOCALES.get(language, language))
        return written.format({"day": date.fromisoformat(str(sentence.values["iso"]))})
    if sentence.key == LANGUAGE:
        return str(sentence.values["english"])
    return say(language, sentence.key, sentence.values)


def in_english(sentence: Sentence) -> str:
    """A sentence for programs, logs and terminals."""
    return said(ENGLISH, sentence)


def _said(language: str, value: Value) -> str | int | float:
    if isinstance(value, Sentence):
        return said(language, value)
    if isinstance(value, list):
        return ", ".join(str(_said(language, one)) for one in value)
    return value


@cache
def texts(language: str, namespace: str) -> Mapping[str, str]:
    """The texts of a namespace by their names; none for a language or namespace that there is not."""
    file = CATALOGUE / language / f"{namespace}.json"
    return msgspec.json.decode(file.read_bytes(), type=dict[str, str]) if file.is_file() else {}


@cache
def _format(language: str, key: str) -> MessageFormat | None:
    namespace, _, name = key.partition(".")
    if language not in languages():
        return None
    text = texts(language, namespace).get(name)
    return None if text is None else MessageFormat(text, _LOCALES.get(language, language))
