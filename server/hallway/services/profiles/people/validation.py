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
from hallway.kernel.text import cleaned
from hallway.services.profiles.api import ProfileInput
from hallway.services.profiles.matching.reasons import LANGUAGES
from hallway.services.profiles.matching.topics import Catalogue, clean, fold, free_key
from hallway.services.profiles.people.profile import StoredProfile, findable

FREE: Final = "~"
"""What the key of a free topic begins with."""
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_CODES: Final = {fold(name): code for code, name in LANGUAGES.items()}
_EMPTY_LINES: Final = re.compile(r"\n{3,}")


def stored_profile(input: ProfileInput, catalogue: Catalogue, known: Mapping[str, str]) -> StoredProfile:
    """What to store for `input`. `known`: this person's spellings of free topics by key, for those given by key.

    Raises Problem("invalid") with the `field` and what to do about it.
    """
    typed = _with_spellings(input, known)
    texts = cleaned(typed)
    _check_items(typed)  # which are not many, and not long, once the texts could be cleaned
    if not any(c.isalnum() for c in texts.name):
        raise Problem("invalid", "nameMissing", field="name")
    spellings: dict[str, str] = {}

    def keys(field: str, topics: Sequence[str]) -> list[str]:
        return _unique(_topic_key(field, topic, catalogue, spellings) for topic in topics)

    interests, offers = keys("interests", texts.interests), keys("offers", texts.offers)
    needs = keys("needs", texts.needs)
    labels = [spellings.get(key) or catalogue.label(key) for key in _unique([*interests, *offers, *needs])]
    return StoredProfile(
        name=texts.name,
        headline=texts.headline,
        bio=_without_gaps(texts.bio),
        location=texts.location,
        links=texts.links,
        interests=interests,
        offers=offers,
        needs=needs,
        spellings=spellings,
        languages=_unique(map(_language, texts.languages)),
        time_zone=_time_zone(texts.time_zone),
        findable=findable(texts.name, texts.headline, labels),
    )


def _with_spellings(input: ProfileInput, known: Mapping[str, str]) -> ProfileInput:
    """The input with free topics as the person spells them, not by key."""

    def spelled(topics: Sequence[str]) -> list[str]:
        return [known[topic] if topic in known else topic.lstrip(f"{FREE} ") for topic in topics]

    return msgspec.structs.replace(
        input, interests=spelled(input.interests), offers=spelled(input.offers), needs=spelled(input.needs)
    )


def _check_items(typed: ProfileInput) -> None:
    """What cleaning would leave out, or mend, without a word: blank items, and links with invisible characters."""
    for link in typed.links:
        _check_link(link.strip())
    for field in ("interests", "offers", "needs"):
        if not all(topic.strip() for topic in getattr(typed, field)):
            raise Problem("invalid", "topicInWords", field=field)
    if not all(language.strip() for language in typed.languages):
        raise Problem("invalid", "noSuchLanguage", field="languages")


def _topic_key(field: str, typed: str, catalogue: Catalogue, spellings: dict[str, str]) -> str:
    """The key to store; the spelling of a free topic is added to `spellings`."""
    try:
        shown = clean(typed)
        curated = catalogue.spelled(shown)
        if curated:
            return curated.id
        key = free_key(shown)
    except Problem as problem:
        raise problem.about(field) from problem
    spellings.setdefault(key, shown)
    return key


def _language(typed: str) -> str:
    if code := _CODES.get(fold(typed)):
        return code
    if not _TAG.fullmatch(typed):
        raise Problem("invalid", "noSuchLanguage", field="languages")
    language, *rest = typed.split("-")
    return "-".join([language.lower(), *(part.upper() if len(part) == 2 else part.lower() for part in rest)])


def _time_zone(typed: str) -> str:
    if typed and typed not in _zones():
        raise Problem("invalid", "noSuchZone", field="time_zone")
    return typed


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _check_link(typed: str) -> None:
    wrong = Problem("invalid", "noLink", field="links")
    if any(c.isspace() or unicodedata.category(c).startswith("C") for c in typed):
        raise wrong
    try:
        parts = urlsplit(typed)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme != "https" or "." not in host.strip(".") or "@" in parts.netloc or any(c in typed for c in '<>"\\'):
        raise wrong


def _without_gaps(text: str) -> str:
    """At most one empty line between two others."""
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n")))


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
