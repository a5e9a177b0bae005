"""A profile as it is stored, and what of it is shown."""

import re
from collections.abc import Sequence
from functools import cache
from uuid import UUID

import msgspec

from hallway.kernel.text import clean_line, strip_invisible
from hallway.services.profiles.api import NAME_LENGTH, Person, Topic
from hallway.services.profiles.matching.topics import fold
from hallway.services.profiles.policy import Shown
from hallway.services.profiles.topics.library import TopicLibrary, topic_library


class StoredProfile(msgspec.Struct, frozen=True, kw_only=True):
    """Topics by key, `spellings` of the free ones by key, `findable` the text that searches look into."""

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


def placeholder(account_name: str) -> StoredProfile:
    """The profile of somebody who has not written one: a name."""
    name = clean_line(strip_invisible(account_name)[:NAME_LENGTH], NAME_LENGTH, "name") or "Somebody"
    return StoredProfile(name=name, findable=findable(name, "", []))


def findable(name: str, headline: str, topics: Sequence[str]) -> str:
    """The text that others' searches look into."""
    return " ".join(words(" ".join([name, headline, *topics])))


def words(text: str) -> list[str]:
    """Words of letters and digits without case and accents, for comparing with others."""
    return re.findall(r"[^\W_]+", fold(text))


def shown_person(id: UUID, profile: StoredProfile, shown: Shown, library: TopicLibrary) -> Person:
    """A profile as far as it is shown."""
    if shown == "card":
        profile = StoredProfile(name=profile.name, headline=profile.headline)

    def topics(keys: Sequence[str]) -> list[Topic]:
        return [library.topic(key, profile.spellings) for key in keys]

    return Person(
        id=id,
        name=profile.name,
        headline=profile.headline,
        bio=profile.bio,
        location=profile.location,
        links=profile.links,
        interests=topics(profile.interests),
        offers=topics(profile.offers),
        needs=topics(profile.needs) if shown == "whole" else [],
        languages=profile.languages,
        time_zone=profile.time_zone,
    )


def english_for(wanted: str) -> list[list[str]]:
    """The English names, word by word, of topics that only in another language have a word that begins as is wanted."""
    return [english for other, english in _names() if _begins(other, wanted) and not _begins(english, wanted)]


@cache
def _names() -> list[tuple[list[str], list[str]]]:
    """The words of each topic's names in other languages, and of the English one, which is in `findable`."""
    named = [topic.names for topic in topic_library().catalogue.topics]
    return [(words(" ".join(others)), words(english)) for english, *others in named if others]


def is_found_by(person: Person, wanted: Sequence[str]) -> bool:
    """Whether each wanted word begins one of those that are shown of the person, in whatever language."""
    topics = (*person.interests, *person.offers, *person.needs)
    names = [name for topic in topics for name in topic_library().names(topic)]
    shown = words(" ".join([person.name, person.headline, *names]))
    return all(_begins(shown, start) for start in wanted)


def _begins(words: Sequence[str], start: str) -> bool:
    return any(word.startswith(start) for word in words)
