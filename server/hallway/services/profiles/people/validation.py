"""What a person typed about themselves, cleaned and bounded; a clear Problem for what cannot be kept."""

import re
import unicodedata
import zoneinfo
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final
from urllib.parse import urlsplit

import msgspec

from hallway.kernel.errors import Problem
from hallway.services.profiles.api import ProfileInput
from hallway.services.profiles.matching.reasons import LANGUAGES
from hallway.services.profiles.matching.topics import Catalogue, clean, fold, free_key

NAME: Final = 80
HEADLINE: Final = 120
BIO: Final = 2_000
LOCATION: Final = 120
LINK: Final = 300
MOST_LINKS: Final = 5
MOST_TOPICS: Final = 12
MOST_LANGUAGES: Final = 12
FREE: Final = "~"
_JOINERS: Final = "\u200c\u200d"
"""Invisible, but Persian words and families of emoji fall apart without them."""
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_SPOKEN: Final = {fold(name): code for code, name in LANGUAGES.items()}
_EMPTY_LINES: Final = re.compile(r"\n{3,}")


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """A profile as it is stored: topics by key, `spellings` of the free ones, `findable` what others search."""

    name: str
    headline: str = ""
    bio: str = ""
    location: str = ""
    links: list[str] = []
    interests: list[str] = []
    offers: list[str] = []
    needs: list[str] = []
    spellings: dict[str, str] = {}
    languages: list[str] = []
    time_zone: str = ""
    findable: str = ""


def details(input: ProfileInput, catalogue: Catalogue, before: Mapping[str, str]) -> Details:
    """What to store for `input`. `before`: spellings known of this person, for free topics given by id.

    Raises Problem("invalid") with the `field` and what to do about it.
    """
    spellings: dict[str, str] = {}

    def topics(field: str, typed: Sequence[str]) -> list[str]:
        _count(field, typed, MOST_TOPICS)
        return _unique(_topic(field, text, catalogue, before, spellings) for text in typed)

    name, headline = _line("name", input.name, NAME), _line("headline", input.headline, HEADLINE)
    if not any(c.isalnum() for c in name):
        raise _invalid("name", "Say what people may call you.")
    interests, offers, needs = (topics(field, getattr(input, field)) for field in ("interests", "offers", "needs"))
    labels = [spellings.get(key) or catalogue.label(key) for key in _unique([*interests, *offers, *needs])]
    return Details(
        name=name,
        headline=headline,
        bio=_text("bio", input.bio, BIO),
        location=_line("location", input.location, LOCATION),
        links=_links(input.links),
        interests=interests,
        offers=offers,
        needs=needs,
        spellings=spellings,
        languages=_languages(input.languages),
        time_zone=_time_zone(input.time_zone),
        findable=findable(name, headline, labels),
    )


def placeholder(name: str) -> Details:
    """The profile of somebody who has not written one: a name."""
    shown = _visible(name.replace("\n", " "))[:NAME].strip() or "Somebody"
    return Details(name=shown, findable=findable(shown, "", []))


def findable(name: str, headline: str, topics: Sequence[str]) -> str:
    """The text that others' searches look into."""
    return " ".join(words(" ".join([name, headline, *topics])))


def words(text: str) -> list[str]:
    """Folded words of letters and digits, for comparing with others."""
    return re.findall(r"[^\W_]+", fold(text))


def primary(languages: Iterable[str]) -> frozenset[str]:
    """ISO 639 codes without region: "pt-BR" and "pt" speak with each other."""
    return frozenset(tag.split("-")[0] for tag in languages)


def _topic(field: str, typed: str, catalogue: Catalogue, before: Mapping[str, str], spellings: dict[str, str]) -> str:
    text = before[typed] if typed in before else typed.lstrip(f"{FREE} ")
    try:
        shown = clean(text)
        known = catalogue.spelled(shown)
        key = known.id if known else free_key(shown)
    except Problem as problem:
        raise _invalid(field, problem.message) from problem
    if not known:
        spellings.setdefault(key, shown)
    return key


def _languages(typed: Sequence[str]) -> list[str]:
    _count("languages", typed, MOST_LANGUAGES)
    return _unique(_language(text.strip()) for text in typed)


def _language(text: str) -> str:
    if len(text) <= LINK and (code := _SPOKEN.get(fold(text))):
        return code
    if not _TAG.fullmatch(text):
        raise _invalid("languages", "Pick languages from the list, or write tags such as pt or pt-BR.")
    language, *rest = text.split("-")
    return "-".join([language.lower(), *(part.upper() if len(part) == 2 else part.lower() for part in rest)])


def _time_zone(text: str) -> str:
    if text and text not in _zones():
        raise _invalid("time_zone", "This time zone is not known. Pick one such as Europe/Brussels.")
    return text


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _links(typed: Sequence[str]) -> list[str]:
    _count("links", typed, MOST_LINKS)
    return _unique(_link(text.strip()) for text in typed)


def _link(text: str) -> str:
    wrong = _invalid("links", "A link is a web address that begins with https://.")
    if len(text) > LINK or any(c.isspace() or unicodedata.category(c).startswith("C") for c in text):
        raise wrong
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme != "https" or "." not in host.strip(".") or "@" in parts.netloc or any(c in text for c in '<>"\\'):
        raise wrong
    return text


def _line(field: str, text: str, limit: int) -> str:
    _bound(field, text, limit * 4)
    shown = " ".join(_visible(re.sub(r"[\n\r\t]", " ", text)).split())
    _bound(field, shown, limit)
    return shown


def _text(field: str, text: str, limit: int) -> str:
    _bound(field, text, limit * 4)
    lines = [line.rstrip() for line in _visible(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")]
    shown = _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()
    _bound(field, shown, limit)
    return shown


def _visible(text: str) -> str:
    """Without control characters, marks that turn the direction of text, and halves of characters."""
    kept = (c for c in text if c == "\n" or c in _JOINERS or not unicodedata.category(c).startswith("C"))
    return unicodedata.normalize("NFC", "".join(kept))


def _bound(field: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise Problem("invalid", f"This is too long for the {field}.", field=field, limit=limit)


def _count(field: str, values: Sequence[str], limit: int) -> None:
    if len(values) > limit:
        raise Problem("invalid", f"There is room for {limit} here.", field=field, limit=limit)


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _invalid(field: str, message: str) -> Problem:
    return Problem("invalid", message, field=field)
